/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/extract-private.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/sink-private.h"
#include "lib/wire.h"

/* A batch of lines or cells is sent before it can outgrow a message. */
#define BATCH_BYTES (56 * 1024)

VetSink *
vet_sink_new(int socket, const VetBudget *budget, guint64 source_size)
{
	VetSink *sink = g_new0(VetSink, 1);
	sink->socket = socket;
	sink->budget = *budget;
	sink->source_size = source_size;
	sink->member_fd = -1;
	return sink;
}

void
vet_sink_free(VetSink *sink)
{
	if (!sink)
		return;
	g_clear_error(&sink->failure);
	g_clear_pointer(&sink->lines, g_variant_builder_unref);
	g_free(sink->first_warning);
	g_free(sink->member_path);
	if (sink->member_fd >= 0)
		close(sink->member_fd);
	g_free(sink);
}

const GError *
vet_sink_failure(const VetSink *sink)
{
	return sink->failure;
}

guint
vet_sink_warnings(const VetSink *sink, const char **ret_first)
{
	*ret_first = sink->first_warning;
	return sink->n_warnings;
}

/* Lines that came before the failure were read, and are not lost with what came after. */
static void
send_held_back(VetSink *sink)
{
	GVariantBuilder *lines = g_steal_pointer(&sink->lines);

	if (!lines)
		return;
	/* vetd is gone, or will say so next */
	(void)!vet_wire_send(sink->socket, VET_WIRE_LINES, g_variant_builder_end(lines), -1, NULL);
	g_variant_builder_unref(lines);
}

/* What failed once fails for good: a plugin that ignores an error cannot go on past a cap. */
gboolean
vet_sink_fail(VetSink *sink, GError *failure, GError **error)
{
	if (!sink->failure)
		send_held_back(sink);
	if (error)
		*error = g_error_copy(failure);
	if (sink->failure)
		g_error_free(failure);
	else
		sink->failure = failure;
	return FALSE;
}

gboolean
vet_sink_is_open(VetSink *sink, GError **error)
{
	if (!sink->failure)
		return TRUE;
	if (error)
		*error = g_error_copy(sink->failure);
	return FALSE;
}

gboolean
vet_sink_misused(VetSink *sink, const char *what, GError **error)
{
	return vet_sink_fail(sink, g_error_new_literal(VET_ERROR, VET_ERROR_CRASHED, what), error);
}

static gboolean
send_raw(VetSink *sink, VetWireType type, GVariant *body, int fd, GError **error)
{
	GError *failure = NULL;

	if (!vet_wire_send(sink->socket, type, body, fd, &failure))
		return vet_sink_fail(sink, failure, error);
	return TRUE;
}

gboolean
vet_sink_flush(VetSink *sink, GError **error)
{
	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!sink->lines)
		return TRUE;
	GVariant *body = g_variant_builder_end(sink->lines);
	g_clear_pointer(&sink->lines, g_variant_builder_unref);
	sink->lines_bytes = 0;
	return send_raw(sink, VET_WIRE_LINES, body, -1, error);
}

gboolean
vet_sink_send(VetSink *sink, VetWireType type, GVariant *body, int fd, GError **error)
{
	g_autoptr(GVariant) owned = g_variant_ref_sink(body);

	return vet_sink_flush(sink, error) && send_raw(sink, type, owned, fd, error);
}

double
vet_sink_finite(double number)
{
	return isfinite(number) ? number : 0;
}

GVariant *
vet_sink_box(VetBox box)
{
	return g_variant_new(VET_WIRE_BOX_FORM, vet_sink_finite(box.x0), vet_sink_finite(box.y0),
			     vet_sink_finite(box.x1), vet_sink_finite(box.y1));
}

/* The longest start of `text` that is whole characters and at most `max` bytes. */
static gsize
cut_length(const char *text, gsize length, gsize max)
{
	if (length <= max)
		return length;
	while (max > 0 && ((guchar)text[max] & 0xC0) == 0x80)
		max--;
	return max;
}

char *
vet_sink_repaired(const char *text, gsize max)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	return g_strndup(valid, cut_length(valid, strlen(valid), max));
}

gboolean
vet_sink_page(VetSink *sink, double width, double height, VetTextSource text_source, GError **error)
{
	GError *failure = NULL;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (sink->pages_asked && sink->n_pages == sink->pages_asked)
		return vet_sink_misused(sink, "the extractor gave more pages than it was asked for",
					error);
	if (!vet_budget_page(&sink->budget, &failure))
		return vet_sink_fail(sink, failure, error);
	sink->n_pages++;
	sink->on_page = TRUE;
	sink->n_marks = 0;
	sink->page_recognised = FALSE;
	sink->role = VET_LINE_BODY;
	sink->source = text_source == VET_TEXT_OCR ? VET_TEXT_OCR : VET_TEXT_TEXT;
	return vet_sink_send(sink, VET_WIRE_PAGE,
			     g_variant_new(VET_WIRE_PAGE_FORM, MAX(vet_sink_finite(width), 0),
					   MAX(vet_sink_finite(height), 0), (guint32)text_source),
			     -1, error);
}

/* Runs within [start, end) of the line, counted from `start`; those that make no sense are left
 * out. */
static GArray *
runs_within(const VetRun *runs, guint n_runs, gsize start, gsize end)
{
	GArray *within = g_array_new(FALSE, FALSE, sizeof(VetRun));

	for (guint i = 0; i < n_runs; i++) {
		VetRun run = runs[i];
		if (run.start < start || run.start >= end || run.length > end - run.start)
			continue;
		run.start -= start;
		run.doubt = MIN(run.doubt, VET_MAX_DOUBT);
		run.box = (VetBox){vet_sink_finite(run.box.x0), vet_sink_finite(run.box.y0),
				   vet_sink_finite(run.box.x1), vet_sink_finite(run.box.y1)};
		g_array_append_val(within, run);
	}
	return within;
}

static gboolean
add_piece(VetSink *sink, const char *text, gsize length, VetBox box, const GArray *runs,
	  GError **error)
{
	gsize bytes = length + runs->len * sizeof(VetRun) + 64;
	g_autofree char *piece = g_strndup(text, length);
	GError *failure = NULL;

	if (!vet_budget_line(&sink->budget, length, runs->len, &failure))
		return vet_sink_fail(sink, failure, error);
	if (sink->lines_bytes + bytes > BATCH_BYTES && !vet_sink_flush(sink, error))
		return FALSE;
	if (!sink->lines)
		sink->lines = g_variant_builder_new(G_VARIANT_TYPE("a" VET_WIRE_LINE_FORM));
	g_variant_builder_add(sink->lines, "(syy@" VET_WIRE_BOX_FORM "@a" VET_WIRE_RUN_FORM ")",
			      piece, (guchar)sink->role, (guchar)sink->source, vet_sink_box(box),
			      g_variant_new_fixed_array(G_VARIANT_TYPE(VET_WIRE_RUN_FORM),
							runs->data, runs->len, sizeof(VetRun)));
	sink->lines_bytes += bytes;
	return TRUE;
}

/* Where the piece that begins at `start` ends: by bytes, and before one run too many. */
static gsize
piece_end(const char *text, gsize length, gsize start, const VetRun *runs, guint n_runs)
{
	gsize end = start + cut_length(text + start, length - start, VET_MAX_LINE_BYTES);
	guint seen = 0;

	for (guint i = 0; i < n_runs; i++) {
		if (runs[i].start < start || runs[i].start >= end)
			continue;
		if (++seen > VET_MAX_LINE_RUNS && runs[i].start > start &&
		    ((guchar)text[runs[i].start] & 0xC0) != 0x80)
			return runs[i].start;
	}
	return end;
}

gboolean
vet_sink_line(VetSink *sink, const char *text, VetBox box, const VetRun *runs, guint n_runs,
	      GError **error)
{
	g_autofree char *valid = NULL;
	gsize length = strlen(text), end;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!sink->on_page)
		return vet_sink_misused(sink, "the extractor gave a line before a page", error);
	if (!g_utf8_validate(text, length, NULL)) {
		/* the repair moves bytes, so the runs no longer fit */
		valid = g_utf8_make_valid(text, length);
		text = valid;
		length = strlen(text);
		n_runs = 0;
	}
	for (gsize start = 0; start < length || start == 0; start = end) {
		end = piece_end(text, length, start, runs, n_runs);
		g_autoptr(GArray) within = runs_within(runs, n_runs, start, end);
		if (within->len > VET_MAX_LINE_RUNS)
			g_array_set_size(within, VET_MAX_LINE_RUNS);
		if (!add_piece(sink, text + start, end - start, box, within, error))
			return FALSE;
		if (end >= length)
			break;
	}
	if (length > VET_MAX_LINE_BYTES || n_runs > VET_MAX_LINE_RUNS)
		return vet_sink_warning(sink, "a very long line was cut into pieces", error);
	return TRUE;
}

static gboolean
send_cells(VetSink *sink, GVariantBuilder *cells, gsize *bytes, GError **error)
{
	GVariant *body = g_variant_builder_end(cells);

	g_variant_builder_init(cells, G_VARIANT_TYPE("a" VET_WIRE_CELL_FORM));
	*bytes = 0;
	return vet_sink_send(sink, VET_WIRE_CELLS, body, -1, error);
}

static gboolean
cell_fits(const VetTable *table, const VetCell *cell)
{
	return cell->row < table->n_rows && cell->column < table->n_columns &&
	       cell->row_span <= table->n_rows - cell->row &&
	       cell->column_span <= table->n_columns - cell->column && cell->row_span > 0 &&
	       cell->column_span > 0;
}

static gboolean
add_cells(VetSink *sink, const VetTable *table, GVariantBuilder *cells, GError **error)
{
	gsize bytes = 0;
	GError *failure = NULL;

	for (guint i = 0; i < table->cells->len; i++) {
		const VetCell *cell = table->cells->pdata[i];
		if (!cell_fits(table, cell))
			return vet_sink_misused(sink, "the extractor gave a cell outside its table",
						error);
		g_autofree char *text = vet_sink_repaired(cell->text, VET_MAX_CELL_BYTES);
		gsize size = strlen(text) + 80;
		if (!vet_budget_cell(&sink->budget, strlen(text), &failure))
			return vet_sink_fail(sink, failure, error);
		if (bytes + size > BATCH_BYTES && !send_cells(sink, cells, &bytes, error))
			return FALSE;
		g_variant_builder_add(cells, "(uuuus@" VET_WIRE_BOX_FORM ")", cell->row,
				      cell->column, cell->row_span, cell->column_span, text,
				      vet_sink_box(cell->box));
		bytes += size;
	}
	return bytes == 0 || send_cells(sink, cells, &bytes, error);
}

gboolean
vet_sink_table(VetSink *sink, const VetTable *table, GError **error)
{
	GVariantBuilder cells;
	GError *failure = NULL;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!sink->on_page)
		return vet_sink_misused(sink, "the extractor gave a table before a page", error);
	/* a table is for facts, and what is hidden is none */
	if (sink->role == VET_LINE_HIDDEN)
		return TRUE;
	if (!vet_table_shape_allowed(table->n_rows, table->n_columns))
		return vet_sink_warning(sink, "a table is too large to be kept as a table", error);
	if (!vet_budget_table(&sink->budget, &failure))
		return vet_sink_fail(sink, failure, error);
	if (!vet_sink_send(sink, VET_WIRE_TABLE,
			   g_variant_new("(uuy@" VET_WIRE_BOX_FORM ")", table->n_rows,
					 table->n_columns, (guchar)sink->source,
					 vet_sink_box(table->box)),
			   -1, error))
		return FALSE;
	g_variant_builder_init(&cells, G_VARIANT_TYPE("a" VET_WIRE_CELL_FORM));
	gboolean added = add_cells(sink, table, &cells, error);
	g_variant_builder_clear(&cells);
	return added;
}

gboolean
vet_sink_metadata(VetSink *sink, const char *key, const char *value, GError **error)
{
	if (!vet_sink_is_open(sink, error))
		return FALSE;
	/* a document may say any number of things of itself; what is beyond the cap is of no
	 * interest */
	if (sink->n_metadata >= VET_MAX_METADATA)
		return TRUE;
	g_autofree char *short_key = vet_sink_repaired(key, VET_MAX_METADATA_KEY_BYTES);
	g_autofree char *short_value = vet_sink_repaired(value, VET_MAX_METADATA_BYTES);
	sink->n_metadata++;
	return vet_sink_send(sink, VET_WIRE_METADATA, g_variant_new("(ss)", short_key, short_value),
			     -1, error);
}

gboolean
vet_sink_warning(VetSink *sink, const char *sentence, GError **error)
{
	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (sink->n_warnings >= VET_MAX_WARNINGS)
		return TRUE;
	g_autofree char *text = vet_sink_repaired(sentence, VET_MAX_SENTENCE_BYTES);
	sink->n_warnings++;
	if (!sink->first_warning)
		sink->first_warning = g_strdup(text);
	return vet_sink_send(sink, VET_WIRE_WARNING, g_variant_new("s", text), -1, error);
}

/* --- members --- */

/* Refused here as in vetd, so that an archive of endless names stops before they are sent. */
static gboolean
check_name(VetSink *sink, const char *path, GError **error)
{
	if (strlen(path) <= sink->budget.limits.value[VET_LIMIT_NAME_BYTES])
		return TRUE;
	g_autofree char *what = vet_limits_describe(&sink->budget.limits, VET_LIMIT_NAME_BYTES);
	return vet_sink_fail(sink, g_error_new_literal(VET_ERROR, VET_ERROR_LIMIT, what), error);
}

static gboolean
check_member_budget(VetSink *sink, guint64 size, GError **error)
{
	VetBudget trial = sink->budget;
	GError *failure = NULL;

	if (vet_budget_member(&trial, size, sink->unpacked, sink->source_size, &failure))
		return TRUE;
	return vet_sink_fail(sink, failure, error);
}

gboolean
vet_sink_member_begin(VetSink *sink, const char *path, guint64 packed_size, GError **error)
{
	g_autofree char *valid = g_utf8_make_valid(path, -1);

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (sink->member_path)
		return vet_sink_misused(sink, "the extractor began a member within a member",
					error);
	if (!check_name(sink, valid, error) || !check_member_budget(sink, 0, error))
		return FALSE;
	/* no member can be packed into more than the whole container */
	if (packed_size > sink->source_size) {
		GError *failure = g_error_new(VET_ERROR, VET_ERROR_MALFORMED,
					      "%s: its packed size is said to be %" G_GUINT64_FORMAT
					      " bytes, more than the whole file has",
					      valid, packed_size);
		return vet_sink_fail(sink, failure, error);
	}
	sink->member_fd = memfd_create("member", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (sink->member_fd < 0) {
		GError *failure = g_error_new(VET_ERROR, VET_ERROR_RETRY,
					      "%s: no memory for it: %s", valid, g_strerror(errno));
		return vet_sink_fail(sink, failure, error);
	}
	sink->member_path = g_steal_pointer(&valid);
	sink->member_size = 0;
	return TRUE;
}

gboolean
vet_sink_member_write(VetSink *sink, const void *data, gsize length, GError **error)
{
	const guint8 *at = data;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!sink->member_path)
		return vet_sink_misused(sink, "the extractor wrote outside a member", error);
	if (!check_member_budget(sink, sink->member_size + length, error))
		return FALSE;
	sink->member_size += length;
	while (length > 0) {
		gssize written = write(sink->member_fd, at, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			GError *failure =
				g_error_new(VET_ERROR, VET_ERROR_RETRY, "%s: no memory for it: %s",
					    sink->member_path, g_strerror(errno));
			return vet_sink_fail(sink, failure, error);
		}
		at += written;
		length -= written;
	}
	return TRUE;
}

/* vetd answers each member with what is spent by now: other children may have spent too. */
static gboolean
await_kept(VetSink *sink, GError **error)
{
	g_auto(VetWireMessage) message = {.fd = -1};
	GError *failure = NULL;
	const guint64 *spent = NULL;
	gsize n = 0;

	if (!vet_wire_receive(sink->socket, 0, &message, &failure))
		return vet_sink_fail(sink, failure, error);
	if (message.type == VET_WIRE_KEPT)
		spent = g_variant_get_fixed_array(message.body, &n, sizeof *spent);
	if (n != VET_N_LIMITS)
		return vet_sink_misused(sink, "vetd did not answer a member", error);
	memcpy(sink->budget.spent, spent, sizeof sink->budget.spent);
	return TRUE;
}

gboolean
vet_sink_member_end(VetSink *sink, GError **error)
{
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!sink->member_path)
		return vet_sink_misused(sink, "the extractor ended a member it had not begun",
					error);
	g_autofree char *path = g_steal_pointer(&sink->member_path);
	if (fcntl(sink->member_fd, F_ADD_SEALS, seals) < 0)
		return vet_sink_misused(sink, "a member could not be sealed", error);
	gboolean sent =
		vet_sink_send(sink, VET_WIRE_MEMBER, g_variant_new("(st)", path, sink->member_size),
			      sink->member_fd, error);
	close(sink->member_fd);
	sink->member_fd = -1;
	sink->unpacked += sink->member_size;
	return sent && await_kept(sink, error);
}

gboolean
vet_sink_member_refused(VetSink *sink, const char *path, const GError *why, GError **error)
{
	g_autofree char *valid = g_utf8_make_valid(path, -1);
	g_autofree char *reason = vet_sink_repaired(why->message, VET_MAX_SENTENCE_BYTES);
	guint32 code = why->domain == VET_ERROR ? (guint32)why->code : VET_ERROR_MALFORMED;
	GError *failure = NULL;

	if (!vet_sink_is_open(sink, error) || !check_name(sink, valid, error))
		return FALSE;
	/* the member that was being written is the one that cannot be handed back */
	if (sink->member_path) {
		g_clear_pointer(&sink->member_path, g_free);
		close(sink->member_fd);
		sink->member_fd = -1;
	}
	if (!vet_budget_spend(&sink->budget, VET_LIMIT_MEMBERS, 1, &failure))
		return vet_sink_fail(sink, failure, error);
	return vet_sink_send(sink, VET_WIRE_REFUSED, g_variant_new("(sus)", valid, code, reason),
			     -1, error);
}
