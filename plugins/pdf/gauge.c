/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/gauge.h"

#include <gio/gio.h>

/* what is smaller unpacks to 64 MiB at most, which takes no time to speak of */
#define MIN_RUN ((gsize)64 * 1024)
/* streams that are read by turns: a page, the forms that it shows, their fonts */
#define MAX_RUNS 8
#define CHUNK 65536
/* what a byte can unpack to; Deflate cannot do better */
#define MOST_OF_A_BYTE 1032

/* What was read without a gap: a stream from its beginning on. */
typedef struct {
	gsize start, end;
	gsize fed; /* unpacked up to here */
	guint64 used;
	GConverter *unpacker; /* NULL before anything was unpacked */
	gboolean is_done;     /* the stream has ended, or is none of this kind */
} Run;

struct _PdfGauge {
	const guint8 *data;
	gsize length;
	guint64 unpacked; /* by this page */
	guint64 owed;     /* bytes of runs that are long enough and were not unpacked yet */
	guint64 clock;
	Run runs[MAX_RUNS];
};

PdfGauge *
pdf_gauge_new(const guint8 *data, gsize length)
{
	PdfGauge *gauge = g_new0(PdfGauge, 1);

	gauge->data = data;
	gauge->length = length;
	return gauge;
}

static void
run_clear(Run *run)
{
	g_clear_object(&run->unpacker);
	*run = (Run){0};
}

void
pdf_gauge_begin_page(PdfGauge *gauge)
{
	for (guint i = 0; i < MAX_RUNS; i++)
		run_clear(&gauge->runs[i]);
	gauge->unpacked = gauge->owed = 0;
}

void
pdf_gauge_free(PdfGauge *gauge)
{
	if (!gauge)
		return;
	pdf_gauge_begin_page(gauge);
	g_free(gauge);
}

static void
unpack(PdfGauge *gauge, Run *run)
{
	static guint8 nobodys[CHUNK];
	gsize n_read = 0, n_written = 0;

	if (!run->unpacker)
		run->unpacker = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
	while (!run->is_done && run->fed < run->end && gauge->unpacked <= PDF_GAUGE_MOST) {
		GConverterResult result = g_converter_convert(
			run->unpacker, gauge->data + run->fed, run->end - run->fed, nobodys, CHUNK,
			G_CONVERTER_NO_FLAGS, &n_read, &n_written, NULL);
		if (result == G_CONVERTER_ERROR)
			n_read = n_written = 0;
		run->fed += n_read;
		gauge->unpacked += n_written;
		run->is_done = result != G_CONVERTER_CONVERTED || n_read + n_written == 0;
	}
}

static gboolean
is_owed(const Run *run)
{
	return !run->is_done && run->fed < run->end && run->end - run->start >= MIN_RUN;
}

static void
unpack_all(PdfGauge *gauge)
{
	for (guint i = 0; i < MAX_RUNS; i++) {
		if (is_owed(&gauge->runs[i]))
			unpack(gauge, &gauge->runs[i]);
	}
	gauge->owed = 0;
}

/*
 * The run that goes on here, of several the one that was read last: Poppler reads up to whole KiB, so
 * that the head of an object and its stream may end in the same place.  Else a new one in place of the
 * longest unused.
 */
static Run *
find_run(PdfGauge *gauge, gsize from)
{
	Run *found = NULL, *oldest = &gauge->runs[0];

	for (guint i = 0; i < MAX_RUNS; i++) {
		Run *run = &gauge->runs[i];
		if (run->end == from && run->end > run->start &&
		    (!found || run->used > found->used))
			found = run;
		if (run->used < oldest->used)
			oldest = run;
	}
	if (found)
		return found;
	if (is_owed(oldest))
		unpack_all(gauge);
	run_clear(oldest);
	oldest->start = oldest->end = oldest->fed = from;
	return oldest;
}

gboolean
pdf_gauge_read(PdfGauge *gauge, gsize from, gsize to)
{
	if (from >= to || to > gauge->length)
		return TRUE;
	Run *run = find_run(gauge, from);
	gboolean was_short = run->end - run->start < MIN_RUN;
	run->end = to;
	run->used = ++gauge->clock;
	if (is_owed(run))
		gauge->owed += to - (was_short ? run->start : from);
	/* most pages read too little to come near the cap, and nothing of it need be unpacked to know */
	if (gauge->unpacked + gauge->owed * MOST_OF_A_BYTE > PDF_GAUGE_MOST)
		unpack_all(gauge);
	return gauge->unpacked <= PDF_GAUGE_MOST;
}
