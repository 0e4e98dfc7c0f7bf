/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * OFD packages, as parts in text (tests/fuzz/parts.h).  The sink checks what any reader of the plugin
 * relies on; the recogniser looks at every pixel.  The first page is painted, too.
 */

#include "lib/plugin.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/parts.h"

#include <math.h>
#include <string.h>

/* so that an input of a few bytes cannot keep the fuzzer busy */
#define MAX_PAGES 50
#define PAINTED_DPI 24

struct _VetSource {
	const guint8 *data;
	gsize length;
	VetLimits limits;
};

struct _VetSink {
	guint n_pages;
	gboolean on_page, in_member;
};

/* --- the worker's side, as the plugin sees it --- */

const guint8 *
vet_source_map(VetSource *source, gsize *ret_length, GError **error)
{
	*ret_length = source->length;
	return source->data;
}

const char *
vet_source_name(const VetSource *source)
{
	return "fuzz.ofd";
}

const VetLimits *
vet_source_limits(const VetSource *source)
{
	return &source->limits;
}

static void
check_box(VetBox box)
{
	fuzz_hold(isfinite(box.x0) && isfinite(box.y0) && isfinite(box.x1) && isfinite(box.y1));
}

static gboolean
check_text(const char *text)
{
	fuzz_hold(g_utf8_validate(text, -1, NULL));
	return TRUE;
}

gboolean
vet_sink_page(VetSink *sink, double width, double height, VetTextSource source, GError **error)
{
	fuzz_hold(isfinite(width) && isfinite(height) && width >= 0 && height >= 0);
	fuzz_hold(!sink->in_member);
	sink->on_page = TRUE;
	if (++sink->n_pages <= MAX_PAGES)
		return TRUE;
	g_set_error_literal(error, VET_ERROR, VET_ERROR_LIMIT, "more pages than are fuzzed");
	return FALSE;
}

gboolean
vet_sink_line(VetSink *sink, const char *text, VetBox box, const VetRun *runs, guint n_runs,
	      GError **error)
{
	gsize length = strlen(text), end = 0;

	fuzz_hold(sink->on_page && length > 0);
	check_box(box);
	for (guint i = 0; i < n_runs; i++) {
		fuzz_hold(runs[i].start >= end && runs[i].length > 0);
		end = (gsize)runs[i].start + runs[i].length;
		check_box(runs[i].box);
	}
	fuzz_hold(end <= length);
	return check_text(text);
}

void
vet_sink_set_role(VetSink *sink, VetLineRole role)
{
	fuzz_hold(sink->on_page && role < VET_N_LINE_ROLES);
}

gboolean
vet_sink_table(VetSink *sink, const VetTable *table, GError **error)
{
	fuzz_hold(sink->on_page);
	check_box(table->box);
	for (guint i = 0; i < table->cells->len; i++) {
		const VetCell *cell = table->cells->pdata[i];
		fuzz_hold(cell->row_span > 0 && cell->column_span > 0 &&
			  cell->row + cell->row_span <= table->n_rows &&
			  cell->column + cell->column_span <= table->n_columns);
		check_box(cell->box);
		check_text(cell->text);
	}
	return TRUE;
}

gboolean
vet_sink_mark(VetSink *sink, const VetMark *mark, GError **error)
{
	fuzz_hold(sink->on_page);
	check_box(mark->box);
	return check_text(mark->text) && check_text(mark->detail);
}

gboolean
vet_sink_metadata(VetSink *sink, const char *key, const char *value, GError **error)
{
	return check_text(key) && check_text(value);
}

gboolean
vet_sink_warning(VetSink *sink, const char *sentence, GError **error)
{
	return check_text(sentence);
}

gboolean
vet_sink_can_recognise(const VetSink *sink, VetPictureUse use)
{
	return TRUE;
}

gboolean
vet_sink_unrecognised(VetSink *sink, guint page, GError **error)
{
	return TRUE;
}

gboolean
vet_sink_picture(VetSink *sink, const VetPicture *picture, VetPictureUse use, GError **error)
{
	guint32 sum = 0;

	fuzz_hold(sink->on_page && vet_picture_is_sound(picture));
	for (guint row = 0; row < picture->height; row++)
		for (guint i = 0; i < picture->width; i++)
			sum += ((const guint32 *)(picture->pixels + row * picture->stride))[i] >>
			       24;
	fuzz_hold(sum == 0);
	return TRUE;
}

gboolean
vet_sink_rendering(VetSink *sink, const VetPicture *picture, GError **error)
{
	fuzz_hold(vet_picture_is_sound(picture));
	fuzz_hold((gsize)picture->width * picture->height <= VET_MAX_RENDERING_PIXELS);
	return TRUE;
}

gboolean
vet_sink_member_begin(VetSink *sink, const char *path, guint64 packed_size, GError **error)
{
	fuzz_hold(!sink->in_member);
	sink->in_member = TRUE;
	return check_text(path);
}

gboolean
vet_sink_member_write(VetSink *sink, const void *data, gsize length, GError **error)
{
	fuzz_hold(sink->in_member && length > 0);
	return TRUE;
}

gboolean
vet_sink_member_end(VetSink *sink, GError **error)
{
	fuzz_hold(sink->in_member);
	sink->in_member = FALSE;
	return TRUE;
}

gboolean
vet_sink_member_refused(VetSink *sink, const char *path, const GError *why, GError **error)
{
	fuzz_hold(why != NULL);
	sink->in_member = FALSE;
	return check_text(path);
}

/* --- the target --- */

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	g_autoptr(GError) error = NULL;
	gboolean prepared = vet_plugin.prepare(&error);

	fuzz_hold(prepared);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VetSource source = {0};
	VetSink sink = {0};
	g_autoptr(GError) error = NULL;
	g_autofree guint8 *packed = NULL;

	vet_limits_init(&source.limits);
	source.data = packed = fuzz_pack(data, size, &source.length);
	if (!packed)
		return 0;
	gboolean read = vet_plugin.extract(&source, &sink, &error);
	fuzz_hold(read == (error == NULL));
	fuzz_hold(!error || error->domain == VET_ERROR);
	fuzz_hold(!read || !sink.in_member);
	g_autoptr(GError) undrawn = NULL;
	gboolean drawn = vet_plugin.render(&source, 1, PAINTED_DPI, &sink, &undrawn);
	fuzz_hold(drawn == (undrawn == NULL));
	fuzz_hold(!undrawn || undrawn->domain == VET_ERROR);
	return 0;
}
