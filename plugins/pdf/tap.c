/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/tap.h"
#include "plugins/pdf/gauge.h"

#include <sys/resource.h>

/*
 * Poppler reads that much at a time, of which hardly more than 1 MiB is unpacked: memory is looked at every
 * 16 MiB at the latest.
 */
#define BYTES_A_READ 1024
#define READS_A_LOOK 16
/* of a page, besides reading all there is once; a form that is shown again takes twenty */
#define MAX_READS 500000

struct _PdfTap {
	GMemoryInputStream parent;
	const char *reason;
	PdfGauge *gauge;
	gsize length;
	gsize n_reads; /* of the page */
	gsize ceiling; /* bytes of memory; 0 between pages */
};

G_DEFINE_FINAL_TYPE(PdfTap, pdf_tap, G_TYPE_MEMORY_INPUT_STREAM)

/* Bytes; of whatever time.  What the allocator counts as free is what took the memory. */
static gsize
most_memory(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) == 0 ? (gsize)usage.ru_maxrss * 1024 : 0;
}

static void
look(PdfTap *tap)
{
	tap->n_reads++;
	if (tap->n_reads > MAX_READS + tap->length / BYTES_A_READ)
		pdf_tap_shut(tap, "goes back to its parts more than 500,000 times (fixed cap)");
	if (tap->n_reads % READS_A_LOOK == 0 && most_memory() > tap->ceiling)
		pdf_tap_shut(tap, "takes more than 128 MiB to draw (fixed cap)");
}

static gssize
pdf_tap_read(GInputStream *stream, void *buffer, gsize size, GCancellable *cancellable,
	     GError **error)
{
	PdfTap *tap = PDF_TAP(stream);

	if (tap->ceiling > 0)
		look(tap);
	if (tap->reason)
		return 0;
	gsize from = (gsize)g_seekable_tell(G_SEEKABLE(stream));
	gssize n = G_INPUT_STREAM_CLASS(pdf_tap_parent_class)
			   ->read_fn(stream, buffer, size, cancellable, error);
	if (tap->ceiling > 0 && n > 0 && !pdf_gauge_read(tap->gauge, from, from + (gsize)n))
		pdf_tap_shut(tap, "unpacks to more than 256 MiB (fixed cap)");
	return n;
}

static void
pdf_tap_finalize(GObject *object)
{
	pdf_gauge_free(PDF_TAP(object)->gauge);
	G_OBJECT_CLASS(pdf_tap_parent_class)->finalize(object);
}

static void
pdf_tap_class_init(PdfTapClass *class)
{
	G_INPUT_STREAM_CLASS(class)->read_fn = pdf_tap_read;
	G_OBJECT_CLASS(class)->finalize = pdf_tap_finalize;
}

static void
pdf_tap_init(PdfTap *tap)
{
}

PdfTap *
pdf_tap_new(const guint8 *data, gsize length)
{
	PdfTap *tap = g_object_new(PDF_TYPE_TAP, NULL);

	tap->length = length;
	tap->gauge = pdf_gauge_new(data, length);
	g_memory_input_stream_add_data(G_MEMORY_INPUT_STREAM(tap), data, (gssize)length, NULL);
	return tap;
}

void
pdf_tap_shut(PdfTap *tap, const char *reason)
{
	if (!tap->reason)
		tap->reason = reason;
}

const char *
pdf_tap_reason(const PdfTap *tap)
{
	return tap->reason;
}

void
pdf_tap_begin_page(PdfTap *tap)
{
	tap->n_reads = 0;
	pdf_gauge_begin_page(tap->gauge);
	tap->ceiling = most_memory() + PDF_TAP_MEMORY;
}

void
pdf_tap_end_page(PdfTap *tap)
{
	tap->ceiling = 0;
}
