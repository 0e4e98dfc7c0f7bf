/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lib/plugin.h"
#include "plugins/pdf/attachments.h"
#include "plugins/pdf/complaints.h"
#include "plugins/pdf/drawing.h"
#include "plugins/pdf/fields.h"
#include "plugins/pdf/glyphs.h"
#include "plugins/pdf/layout.h"
#include "plugins/pdf/metadata.h"

#include <math.h>

/* shares of a page's characters that have no meaning, or are drawn but not told */
#define MAX_UNREADABLE 0.3
#define MAX_UNTOLD 0.7
#define MIN_GLYPHS 20

/* a page is a picture when pictures cover that share of it and it tells fewer characters */
#define MIN_PICTURE 0.5
#define MAX_PICTURE_GLYPHS 60

/* Poppler's text of one page is bounded by the document, ours by what any page could hold */
#define MAX_GLYPHS 200000

static PopplerDocument *
open_document(VetSource *source, GError **error)
{
	gsize length;
	g_autoptr(GError) failure = NULL;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data)
		return NULL;
	g_autoptr(GBytes) bytes = g_bytes_new_static(data, length);
	PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, &failure);
	if (document)
		return document;
	gboolean locked = g_error_matches(failure, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
	g_set_error(error, VET_ERROR, locked ? VET_ERROR_ENCRYPTED : VET_ERROR_MALFORMED,
		    locked ? "%s: opens with a password only (Poppler: %s): send it without one"
			   : "%s: cannot be opened as PDF (Poppler: %s): export it again",
		    vet_source_name(source), failure ? failure->message : "no reason given");
	return NULL;
}

/* Why the text of the page cannot be trusted, as the end of a sentence; NULL when it can. */
static const char *
distrust(const PdfGlyphs *glyphs, const PdfDrawing *drawing)
{
	guint n_told = glyphs->glyphs->len;

	if (glyphs->n_unreadable > MAX_UNREADABLE * (n_told + glyphs->n_unreadable))
		return "text is garbled: most of its characters have no meaning";
	if (drawing->n_glyphs >= MIN_GLYPHS && n_told < (1 - MAX_UNTOLD) * drawing->n_glyphs)
		return "text cannot be read: its fonts do not say which characters they draw";
	return NULL;
}

/* A scan on which the scanner's software wrote its name is a scan still. */
static gboolean
is_picture(PopplerPage *page, double page_area, const PdfGlyphs *glyphs)
{
	double area = 0;

	if (glyphs->glyphs->len >= MAX_PICTURE_GLYPHS)
		return FALSE;
	GList *images = poppler_page_get_image_mapping(page);
	for (const GList *link = images; link; link = link->next) {
		const PopplerRectangle *at = &((const PopplerImageMapping *)link->data)->area;
		area += fabs((at->x2 - at->x1) * (at->y2 - at->y1));
	}
	poppler_page_free_image_mapping(images);
	return area >= MIN_PICTURE * page_area;
}

static gboolean
extract_page(PopplerPage *page, guint number, VetSink *sink, GError **error)
{
	double width, height;
	g_autoptr(PdfDrawing) drawing = pdf_drawing_new(page);
	g_autoptr(PdfGlyphs) glyphs = pdf_glyphs_new(page, MAX_GLYPHS);

	poppler_page_get_size(page, &width, &height);
	if (!(isfinite(width) && isfinite(height) && width > 0 && height > 0))
		width = height = 0;
	pdf_fields_add(page, glyphs);
	const char *reason = distrust(glyphs, drawing);
	gboolean readable = !reason && glyphs->glyphs->len > 0;
	if (!vet_sink_page(sink, width, height, readable ? VET_TEXT_TEXT : VET_TEXT_NONE, error))
		return FALSE;
	if (readable && is_picture(page, width * height, glyphs))
		reason = "is a picture with few words beside it: what it shows was not read";
	if (reason) {
		g_autofree char *sentence = g_strdup_printf("page %u: %s", number, reason);
		if (!vet_sink_warning(sink, sentence, error))
			return FALSE;
	}
	return (!readable || pdf_layout_write(glyphs, drawing, sink, error)) &&
	       pdf_attachments_write_page(page, sink, error);
}

static gboolean
extract_missing_page(guint number, VetSink *sink, GError **error)
{
	g_autofree char *sentence = g_strdup_printf("page %u: is damaged and was not read", number);

	return vet_sink_page(sink, 0, 0, VET_TEXT_NONE, error) &&
	       vet_sink_warning(sink, sentence, error);
}

static gboolean
warn_of_complaints(const PdfComplaints *complaints, VetSink *sink, GError **error)
{
	const char *grave = pdf_complaints_grave(complaints);

	if (!grave)
		return TRUE;
	g_autofree char *sentence =
		g_strdup_printf("a part is damaged and was not read (Poppler: %s)", grave);
	return vet_sink_warning(sink, sentence, error);
}

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	g_autoptr(PdfComplaints) complaints = pdf_complaints_new();
	g_autoptr(PopplerDocument) document = open_document(source, error);

	if (!document)
		return FALSE;
	int n_pages = poppler_document_get_n_pages(document);
	guint first, last;

	if (n_pages <= 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "%s: has no pages that can be found: export it again",
			    vet_source_name(source));
		return FALSE;
	}
	if (!vet_sink_pages(sink, n_pages, &first, &last, error) ||
	    (first == 1 && !pdf_metadata_write(document, sink, error)))
		return FALSE;
	for (guint number = first; number <= last; number++) {
		g_autoptr(PopplerPage) page = poppler_document_get_page(document, number - 1);
		if (!(page ? extract_page(page, number, sink, error)
			   : extract_missing_page(number, sink, error)))
			return FALSE;
	}
	return (first > 1 || pdf_attachments_write(document, sink, error)) &&
	       warn_of_complaints(complaints, sink, error);
}

static const char *const media_types[] = {"application/pdf", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "pdf",
	.version = "1",
	.summary = "PDF by Poppler: text with boxes, tables, metadata, embedded files",
	.media_types = media_types,
	.prepare = pdf_drawing_prepare,
	.extract = extract,
};
