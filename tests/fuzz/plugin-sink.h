/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The worker's side for targets that are one plugin: a source of the input's own size, so that a
 * sanitizer sees each step beyond it, and a sink that holds the plugin to what lib/extract.h demands.
 * Included by one file of a target.
 */

#include "lib/plugin.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <string.h>

/* so that an input of a few bytes cannot keep the fuzzer busy */
#define FUZZ_MAX_TEXT (1024 * 1024)

struct _VetSource {
	const guint8 *data;
	gsize length;
	const char *media_type;
	VetLimits limits;
};

struct _VetSink {
	gboolean on_page, in_member, has_failed;
	guint n_pages;
	gsize text_bytes;
};

int
vet_source_fd(const VetSource *source)
{
	return -1;
}

guint64
vet_source_size(const VetSource *source)
{
	return source->length;
}

const char *
vet_source_media_type(const VetSource *source)
{
	return source->media_type;
}

const char *
vet_source_name(const VetSource *source)
{
	return "fuzz";
}

const VetLimits *
vet_source_limits(const VetSource *source)
{
	return &source->limits;
}

const guint8 *
vet_source_map(VetSource *source, gsize *ret_length, GError **error)
{
	if (source->length == 0) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED, "empty");
		return NULL;
	}
	*ret_length = source->length;
	return source->data;
}

/* FALSE once there was enough; what was told so must not go on */
static gboolean
fuzz_spend(VetSink *sink, gsize bytes, GError **error)
{
	fuzz_hold(!sink->has_failed);
	sink->text_bytes += bytes;
	if (sink->text_bytes <= FUZZ_MAX_TEXT)
		return TRUE;
	sink->has_failed = TRUE;
	g_set_error_literal(error, VET_ERROR, VET_ERROR_LIMIT, "more text than is fuzzed");
	return FALSE;
}

static gboolean
fuzz_spend_text(VetSink *sink, const char *text, GError **error)
{
	fuzz_hold(g_utf8_validate(text, -1, NULL));
	return fuzz_spend(sink, strlen(text) + 16, error);
}

guint
vet_sink_page_number(const VetSink *sink)
{
	return sink->n_pages;
}

gboolean
vet_sink_page(VetSink *sink, double width, double height, VetTextSource source, GError **error)
{
	fuzz_hold(isfinite(width) && isfinite(height) && !sink->in_member);
	sink->on_page = TRUE;
	sink->n_pages++;
	return fuzz_spend(sink, 512, error);
}

gboolean
vet_sink_line(VetSink *sink, const char *text, VetBox box, const VetRun *runs, guint n_runs,
	      GError **error)
{
	fuzz_hold(sink->on_page && !sink->in_member);
	/* nothing empty, and no line within a line */
	fuzz_hold(*text && !strchr(text, '\n'));
	return fuzz_spend_text(sink, text, error);
}

void
vet_sink_set_role(VetSink *sink, VetLineRole role)
{
	fuzz_hold(role < VET_N_LINE_ROLES);
}

gboolean
vet_sink_table(VetSink *sink, const VetTable *table, GError **error)
{
	guint64 places = 0;
	fuzz_hold(sink->on_page && table->n_rows > 0 && table->n_columns > 0);
	for (guint i = 0; i < table->cells->len; i++) {
		const VetCell *cell = table->cells->pdata[i];
		fuzz_hold(cell->row < table->n_rows && cell->column < table->n_columns);
		fuzz_hold(cell->row_span > 0 && cell->row_span <= table->n_rows - cell->row);
		fuzz_hold(cell->column_span > 0 &&
			  cell->column_span <= table->n_columns - cell->column);
		places += (guint64)cell->row_span * cell->column_span;
		if (!fuzz_spend_text(sink, cell->text, error))
			return FALSE;
	}
	/* no place is covered twice */
	fuzz_hold(places <= (guint64)table->n_rows * table->n_columns);
	return fuzz_spend(sink, 256, error);
}

gboolean
vet_sink_mark(VetSink *sink, const VetMark *mark, GError **error)
{
	fuzz_hold(sink->on_page && mark->kind < VET_N_MARK_KINDS);
	return fuzz_spend_text(sink, mark->text, error) &&
	       fuzz_spend_text(sink, mark->detail, error);
}

gboolean
vet_sink_metadata(VetSink *sink, const char *key, const char *value, GError **error)
{
	fuzz_hold(*key && *value);
	return fuzz_spend_text(sink, value, error);
}

gboolean
vet_sink_warning(VetSink *sink, const char *sentence, GError **error)
{
	fuzz_hold(*sentence);
	return fuzz_spend_text(sink, sentence, error);
}

gboolean
vet_sink_member_begin(VetSink *sink, const char *path, guint64 packed_size, GError **error)
{
	fuzz_hold(!sink->in_member && *path);
	sink->in_member = TRUE;
	return fuzz_spend_text(sink, path, error);
}

gboolean
vet_sink_member_write(VetSink *sink, const void *data, gsize length, GError **error)
{
	/* read to its end, so that a sanitizer sees a step beyond it */
	g_autofree guint8 *copy = g_memdup2(data, length);
	fuzz_hold(sink->in_member && (length == 0 || copy));
	return fuzz_spend(sink, length, error);
}

gboolean
vet_sink_member_end(VetSink *sink, GError **error)
{
	fuzz_hold(sink->in_member);
	sink->in_member = FALSE;
	return fuzz_spend(sink, 16, error);
}

gboolean
vet_sink_member_refused(VetSink *sink, const char *path, const GError *why, GError **error)
{
	fuzz_hold(why && *why->message);
	sink->in_member = FALSE;
	return fuzz_spend_text(sink, path, error);
}

static void
fuzz_prepare_plugin(void)
{
	g_autoptr(GError) error = NULL;
	fuzz_hold(!vet_plugin.prepare || vet_plugin.prepare(&error));
}

/* what the plugin makes of the bytes; an error it gives has a code and says something */
static void
fuzz_plugin(const guint8 *data, gsize length, const char *media_type)
{
	g_autofree guint8 *exact = g_memdup2(data, length);
	VetSource source = {.data = exact, .length = length, .media_type = media_type};
	VetSink sink = {0};
	g_autoptr(GError) error = NULL;
	vet_limits_init(&source.limits);
	gboolean read = vet_plugin.extract(&source, &sink, &error);
	fuzz_hold(read == (error == NULL));
	fuzz_hold(!error || (error->domain == VET_ERROR && *error->message));
	fuzz_hold(!read || (!sink.has_failed && !sink.in_member));
}
