/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lib/plugin.h"
#include "plugins/pdf/annotations.h"
#include "plugins/pdf/attachments.h"
#include "plugins/pdf/complaints.h"
#include "plugins/pdf/drawing.h"
#include "plugins/pdf/encryption.h"
#include "plugins/pdf/fields.h"
#include "plugins/pdf/glyphs.h"
#include "plugins/pdf/layout.h"
#include "plugins/pdf/look.h"
#include "plugins/pdf/metadata.h"
#include "plugins/pdf/picture.h"
#include "plugins/pdf/sense.h"
#include "plugins/pdf/signature.h"
#include "plugins/pdf/tap.h"

#include <math.h>

/* How sure we are of text that somebody else recognised on a scan. */
#define LAYER_DOUBT 200

/* points; PDF's own largest page is 5 m, of the usual units */
#define MAX_PAGE_SIDE 100000.0

/* Poppler's text of one page is bounded by the document, ours by what any page could hold */
#define MAX_GLYPHS 300000

/* What stays the same from page to page; nothing of it is owned. */
typedef struct {
	PopplerDocument *document;
	PdfTap *tap;
	PdfComplaints *complaints;
	PdfRaw raw;
	gboolean files_are_locked;
	guint n_lost; /* pages of which nothing could be read */
	VetSink *sink;
} Reading;

static gboolean
map_document(VetSource *source, PdfRaw *ret_raw, GError **error)
{
	ret_raw->data = vet_source_map(source, &ret_raw->length, error);
	return ret_raw->data != NULL;
}

/* *ret_tap is what the document drinks from; the caller unrefs both. */
static PopplerDocument *
open_document(const VetSource *source, PdfRaw raw, PdfComplaints *complaints, PdfTap **ret_tap,
	      GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(PdfTap) tap = pdf_tap_new(raw.data, raw.length);
	g_autoptr(PopplerDocument) document = poppler_document_new_from_stream(
		G_INPUT_STREAM(tap), (goffset)raw.length, NULL, NULL, &failure);
	const char *lock = pdf_complaints_locked(complaints);

	if (document && !lock) {
		pdf_complaints_set_tap(complaints, tap);
		*ret_tap = g_steal_pointer(&tap);
		return g_steal_pointer(&document);
	}
	gboolean locked = lock || g_error_matches(failure, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
	g_set_error(error, VET_ERROR, locked ? VET_ERROR_ENCRYPTED : VET_ERROR_MALFORMED,
		    locked ? "%s: opens with a password only (Poppler: %s): send it without one"
			   : "%s: cannot be opened as PDF (Poppler: %s): export it again",
		    vet_source_name(source),
		    lock      ? lock
		    : failure ? failure->message
			      : "no reason given");
	return NULL;
}

static VetBox
box_of_page(PopplerPage *page)
{
	double width, height;

	poppler_page_get_size(page, &width, &height);
	if (!(isfinite(width) && isfinite(height) && width > 0 && height > 0))
		width = height = 0;
	return (VetBox){0, 0, width, height};
}

/* NULL when it has no end: VET_ERROR_LIMIT. */
static PdfDrawing *
watch_page(PopplerPage *page, guint number, PdfTap *tap, GError **error)
{
	VetBox whole = box_of_page(page);
	gboolean is_endless = MAX(whole.x1, whole.y1) > MAX_PAGE_SIDE;
	g_autoptr(PdfDrawing) drawing = is_endless ? NULL : pdf_drawing_new(page, tap);
	const char *reason = is_endless ? "is longer than 35 m (fixed cap)" : pdf_tap_reason(tap);

	if (!reason)
		return g_steal_pointer(&drawing);
	g_set_error(error, VET_ERROR, VET_ERROR_LIMIT, "page %u %s", number, reason);
	return NULL;
}

static gboolean
warn(guint number, const char *reason, VetSink *sink, GError **error)
{
	g_autofree char *sentence = g_strdup_printf("page %u: %s", number, reason);

	return vet_sink_warning(sink, sentence, error);
}

static gboolean
warn_of_garbled(guint number, const char *reason, VetSink *sink, GError **error)
{
	g_autofree char *sentence = g_strdup_printf("%s; it was recognised instead", reason);

	return warn(number, sentence, sink, error);
}

static gboolean
hand_over(PopplerPage *page, VetBox area, VetPictureUse use, VetSink *sink, GError **error)
{
	double dpi = use == VET_PICTURE_TEXT ? PDF_READING_DPI : PDF_LOOKING_DPI;
	g_autoptr(PdfPicture) picture = pdf_picture_new(page, area, dpi);

	if (!picture)
		return vet_sink_warning(sink, "a part of a page cannot be drawn and was not read",
					error);
	VetPicture pixels = pdf_picture_pixels(picture);
	return vet_sink_picture(sink, &pixels, use, error);
}

/* A page whose text has to be recognised; its own is left alone, since the picture shows it too. */
static gboolean
extract_picture(PopplerPage *page, guint number, const PdfLook *look, VetSink *sink, GError **error)
{
	VetBox whole = box_of_page(page);

	if (vet_sink_can_recognise(sink, VET_PICTURE_TEXT) && !vet_box_is_empty(whole))
		return vet_sink_page(sink, whole.x1, whole.y1, VET_TEXT_OCR, error) &&
		       (!look->reason || warn_of_garbled(number, look->reason, sink, error)) &&
		       hand_over(page, whole, VET_PICTURE_TEXT, sink, error);
	return vet_sink_page(sink, whole.x1, whole.y1, VET_TEXT_NONE, error) &&
	       (!look->reason || warn(number, look->reason, sink, error)) &&
	       vet_sink_unrecognised(sink, number, error);
}

/* What a page of text shows besides. */
static gboolean
extract_pictures(PopplerPage *page, guint number, const PdfLook *look, VetSink *sink,
		 GError **error)
{
	for (guint i = 0; i < look->pictures->len; i++) {
		VetBox area = g_array_index(look->pictures, VetBox, i);
		if (!vet_sink_can_recognise(sink, VET_PICTURE_TEXT))
			return vet_sink_unrecognised(sink, number, error);
		if (!hand_over(page, area, VET_PICTURE_TEXT, sink, error))
			return FALSE;
	}
	return !look->has_marks || !vet_sink_can_recognise(sink, VET_PICTURE_MARKS) ||
	       hand_over(page, box_of_page(page), VET_PICTURE_MARKS, sink, error);
}

static gboolean
extract_text(PopplerPage *page, guint number, const PdfGlyphs *glyphs, const PdfDrawing *drawing,
	     const PdfLook *look, VetSink *sink, GError **error)
{
	VetBox whole = box_of_page(page);
	VetTextSource source = look->kind == PDF_LOOK_LAYER ? VET_TEXT_OCR : VET_TEXT_TEXT;

	return vet_sink_page(sink, whole.x1, whole.y1, source, error) &&
	       pdf_layout_write(glyphs, drawing, sink, error) &&
	       extract_pictures(page, number, look, sink, error);
}

/* Apart from the page's text, which says to the machine what it says to its readers. */
static gboolean
extract_hidden(const PdfGlyphs *hidden, VetSink *sink, GError **error)
{
	const PdfDrawing nothing = {.rules = g_array_new(FALSE, FALSE, sizeof(PdfRule))};

	vet_sink_set_role(sink, VET_LINE_HIDDEN);
	gboolean written = pdf_layout_write(hidden, &nothing, sink, error);
	vet_sink_set_role(sink, VET_LINE_BODY);
	g_array_unref(nothing.rules);
	return written;
}

static gboolean
extract_lost_page(VetBox whole, guint number, Reading *reading, GError **error)
{
	reading->n_lost++;
	return vet_sink_page(reading->sink, whole.x1, whole.y1, VET_TEXT_NONE, error) &&
	       warn(number, "is damaged and was not read", reading->sink, error);
}

/* As it looks, or looks blank only because its content cannot be unpacked. */
static gboolean
is_lost(const PdfLook *look, const PdfGlyphs *glyphs, const PdfComplaints *complaints)
{
	return look->kind == PDF_LOOK_BLANK && glyphs->glyphs->len == 0 &&
	       pdf_complaints_of_damage(complaints);
}

static gboolean
extract_page(PopplerPage *page, guint number, Reading *reading, GError **error)
{
	VetSink *sink = reading->sink;
	VetBox whole = box_of_page(page);

	g_autoptr(PdfDrawing) drawing = watch_page(page, number, reading->tap, error);
	if (!drawing)
		return FALSE;
	g_autoptr(PdfGlyphs) glyphs = pdf_glyphs_new(page, MAX_GLYPHS);
	if (glyphs->glyphs->len >= MAX_GLYPHS &&
	    !warn(number, "has more than 300,000 characters (fixed cap); the rest was not read",
		  sink, error))
		return FALSE;
	(void)pdf_sense_restore(glyphs);
	g_autoptr(PdfLook) look = pdf_look_new(whole, glyphs, drawing);
	g_autoptr(PdfGlyphs) hidden =
		look->kind == PDF_LOOK_TEXT ? pdf_glyphs_take_hidden(glyphs, drawing->ink) : NULL;
	pdf_fields_add(page, glyphs);
	if (look->kind == PDF_LOOK_LAYER)
		pdf_glyphs_doubt(glyphs, LAYER_DOUBT);
	gboolean is_picture = look->kind == PDF_LOOK_PICTURE || look->kind == PDF_LOOK_GARBLED;
	gboolean written = is_lost(look, glyphs, reading->complaints)
				   ? extract_lost_page(whole, number, reading, error)
			   : is_picture
				   ? extract_picture(page, number, look, sink, error)
				   : extract_text(page, number, glyphs, drawing, look, sink, error);
	return written && (!hidden || extract_hidden(hidden, sink, error)) &&
	       pdf_annotations_write(page, is_picture ? NULL : glyphs, reading->files_are_locked,
				     sink, error) &&
	       pdf_signatures_write(reading->document, page, reading->raw, sink, error);
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

/* What hangs on the document as a whole (metadata, embedded files) is there all the same. */
static gboolean
refuse_lost(const VetSource *source, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
		    "%s: is damaged: not one page could be read: export it again",
		    vet_source_name(source));
	return FALSE;
}

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	PdfRaw raw;

	if (!map_document(source, &raw, error))
		return FALSE;
	g_autoptr(PdfComplaints) complaints = pdf_complaints_new(raw);
	g_autoptr(PdfTap) tap = NULL;
	g_autoptr(PopplerDocument) document = open_document(source, raw, complaints, &tap, error);

	if (!document)
		return FALSE;
	Reading reading = {.document = document,
			   .tap = tap,
			   .complaints = complaints,
			   .raw = raw,
			   .files_are_locked = pdf_encryption_locks_files(raw),
			   .sink = sink};
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
		pdf_complaints_begin_page(complaints);
		g_autoptr(PopplerPage) page = poppler_document_get_page(document, number - 1);
		if (!(page ? extract_page(page, number, &reading, error)
			   : extract_lost_page((VetBox){0}, number, &reading, error)))
			return FALSE;
	}
	return (first > 1 ||
		pdf_attachments_write(document, reading.files_are_locked, sink, error)) &&
	       warn_of_complaints(complaints, sink, error) &&
	       (reading.n_lost <= last - first || refuse_lost(source, error));
}

static gboolean
render(VetSource *source, guint number, double dpi, VetSink *sink, GError **error)
{
	PdfRaw raw;

	if (!map_document(source, &raw, error))
		return FALSE;
	g_autoptr(PdfComplaints) complaints = pdf_complaints_new(raw);
	g_autoptr(PdfTap) tap = NULL;
	g_autoptr(PopplerDocument) document = open_document(source, raw, complaints, &tap, error);

	if (!document)
		return FALSE;
	g_autoptr(PopplerPage) page =
		number >= 1 && number <= (guint)MAX(poppler_document_get_n_pages(document), 0)
			? poppler_document_get_page(document, (int)number - 1)
			: NULL;
	/* what is never read is not drawn either */
	g_autoptr(PdfDrawing) drawing = page ? watch_page(page, number, tap, error) : NULL;
	if (page && !drawing)
		return FALSE;
	g_autoptr(PdfPicture) picture = page ? pdf_picture_new(page, box_of_page(page), dpi) : NULL;
	if (!picture) {
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "%s: page %u: there is none that can be drawn", vet_source_name(source),
			    number);
		return FALSE;
	}
	VetPicture pixels = pdf_picture_pixels(picture);
	return vet_sink_rendering(sink, &pixels, error);
}

static gboolean
prepare(GError **error)
{
	if (!vet_charset_prepare(error))
		return FALSE;
	pdf_sense_prepare();
	return pdf_drawing_prepare(error);
}

static const char *const media_types[] = {"application/pdf", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "pdf",
	.version = "4",
	.summary = "PDF by Poppler: text with boxes, tables, pictures for the recogniser, embedded "
		   "files",
	.media_types = media_types,
	.prepare = prepare,
	.extract = extract,
	.render = render,
};
