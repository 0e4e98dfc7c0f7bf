/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/annotations.h"
#include "plugins/pdf/attachments.h"

#define MAX_ANNOTATIONS 2000
#define MAX_LINES 64 /* of one */

typedef enum {
	SAYS_NOTHING, /* a link, a field, the window of a remark */
	SAYS_TEXT,    /* typed on the page */
	SAYS_ASIDE,   /* to what the page shows: it may repeat that */
	SAYS_REMARK,
} Saying;

static const Saying sayings[] = {
	[POPPLER_ANNOT_TEXT] = SAYS_REMARK,      [POPPLER_ANNOT_FREE_TEXT] = SAYS_TEXT,
	[POPPLER_ANNOT_LINE] = SAYS_REMARK,      [POPPLER_ANNOT_SQUARE] = SAYS_REMARK,
	[POPPLER_ANNOT_CIRCLE] = SAYS_REMARK,    [POPPLER_ANNOT_POLYGON] = SAYS_REMARK,
	[POPPLER_ANNOT_POLY_LINE] = SAYS_REMARK, [POPPLER_ANNOT_HIGHLIGHT] = SAYS_ASIDE,
	[POPPLER_ANNOT_UNDERLINE] = SAYS_ASIDE,  [POPPLER_ANNOT_SQUIGGLY] = SAYS_ASIDE,
	[POPPLER_ANNOT_STRIKE_OUT] = SAYS_ASIDE, [POPPLER_ANNOT_STAMP] = SAYS_ASIDE,
	[POPPLER_ANNOT_CARET] = SAYS_REMARK,     [POPPLER_ANNOT_INK] = SAYS_REMARK,
};

static Saying
saying_of(PopplerAnnot *annotation)
{
	PopplerAnnotType type = poppler_annot_get_annot_type(annotation);

	return type < G_N_ELEMENTS(sayings) ? sayings[type] : SAYS_NOTHING;
}

static gboolean
is_hidden(PopplerAnnot *annotation)
{
	return poppler_annot_get_flags(annotation) &
	       (POPPLER_ANNOT_FLAG_HIDDEN | POPPLER_ANNOT_FLAG_NO_VIEW);
}

/* Of a page that is read from its picture, what was typed on it is told by that. */
static gboolean
is_shown(Saying saying, const char *text, const char *shown)
{
	g_autofree char *needle = pdf_text_without_space(text);

	return saying != SAYS_REMARK &&
	       (shown ? strstr(shown, needle) != NULL : saying == SAYS_TEXT);
}

static gboolean
write_annotation(PopplerPage *page, const PopplerAnnotMapping *mapping, const char *shown,
		 VetSink *sink, GError **error)
{
	Saying saying = saying_of(mapping->annot);
	g_autofree char *text =
		saying != SAYS_NOTHING ? poppler_annot_get_contents(mapping->annot) : NULL;
	gboolean hidden = is_hidden(mapping->annot), written = TRUE;

	if (!text || !g_utf8_validate(text, -1, NULL) || (!hidden && is_shown(saying, text, shown)))
		return TRUE;
	g_auto(GStrv) lines = g_strsplit_set(text, "\r\n", MAX_LINES);
	vet_sink_set_role(sink, hidden                ? VET_LINE_HIDDEN
				: saying == SAYS_TEXT ? VET_LINE_BODY
						      : VET_LINE_NOTE);
	for (guint i = 0; lines[i] && written; i++) {
		if (*g_strstrip(lines[i]))
			written =
				vet_sink_line(sink, lines[i], pdf_box_of_area(page, &mapping->area),
					      NULL, 0, error);
	}
	vet_sink_set_role(sink, VET_LINE_BODY);
	return written;
}

gboolean
pdf_annotations_write(PopplerPage *page, const PdfGlyphs *shown, gboolean locked, VetSink *sink,
		      GError **error)
{
	GList *annotations = poppler_page_get_annot_mapping(page);
	g_autofree char *text = annotations && shown ? pdf_glyphs_text(shown) : NULL;
	gboolean written = TRUE;
	guint n = 0;

	for (GList *at = annotations; at && written && n < MAX_ANNOTATIONS; at = at->next, n++) {
		const PopplerAnnotMapping *mapping = at->data;
		written = write_annotation(page, mapping, text, sink, error) &&
			  pdf_attachments_write_annotation(mapping->annot, locked, sink, error);
	}
	poppler_page_free_annot_mapping(annotations);
	return written;
}
