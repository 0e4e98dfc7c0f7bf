/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/block.h"

#include <string.h>

#include "plugins/ooxml/drawing.h"
#include "plugins/ooxml/table.h"

/* a page ends with its notes; one that breaks within a table ends with the table's */
static gboolean
break_page(const DocxReading *reading, GError **error)
{
	if (!reading->in_body)
		return TRUE;
	if (!docx_flow_in_table(reading->flow) && !docx_read_due_notes(reading, error))
		return FALSE;
	docx_flow_break_page(reading->flow);
	return TRUE;
}

/* notes that are referred to before this place of the text, from *next on */
static void
refer(const DocxReading *reading, const GArray *references, gsize at, guint *next)
{
	for (; *next < references->len; (*next)++) {
		const DocxReference *reference = &g_array_index(references, DocxReference, *next);
		if (reference->at > at)
			return;
		docx_notes_refer(reading->notes, reference);
	}
}

static gboolean
write_text(const DocxReading *reading, const DocxParagraph *paragraph, GError **error)
{
	const char *text = paragraph->text->str;
	guint next = 0;
	for (const char *p = text; *p;) {
		gsize length = strcspn(p, "\n\f");
		g_autofree char *line = g_strndup(p, length);
		if (!docx_flow_line(reading->flow, line, error))
			return FALSE;
		refer(reading, paragraph->references, (gsize)(p - text) + length, &next);
		if (p[length] == '\f' && !break_page(reading, error))
			return FALSE;
		p += length + (p[length] != '\0');
	}
	refer(reading, paragraph->references, G_MAXSIZE, &next);
	return TRUE;
}

static gboolean
write_hidden(const DocxReading *reading, const DocxParagraph *paragraph, GError **error)
{
	g_auto(GStrv) lines = g_strsplit(paragraph->hidden->str, "\n", -1);
	for (char **line = lines; *line; line++)
		if (!docx_flow_hidden_line(reading->flow, *line, error))
			return FALSE;
	return TRUE;
}

/* --- what hangs in a paragraph --- */

static gboolean
take_line(gpointer user_data, const char *line, VetLineRole role, GError **error)
{
	const DocxReading *reading = user_data;
	return role == VET_LINE_HIDDEN ? docx_flow_hidden_line(reading->flow, line, error)
				       : docx_flow_line(reading->flow, line, error);
}

static Drawing
make_drawing(const DocxReading *reading)
{
	return (Drawing){.package = reading->package,
			 .relations = reading->relations,
			 .sink = reading->sink,
			 .role = VET_LINE_BODY,
			 .seen = reading->seen,
			 .take = take_line,
			 .user_data = (gpointer)reading};
}

typedef gboolean (*ReadAnchored)(const DocxReading *reading, const xmlNode *node, GError **error);

static gboolean
read_text_box(const DocxReading *reading, const xmlNode *node, GError **error)
{
	DocxReading inner = *reading;
	inner.place.ground = docx_shape_ground(node, reading->place.palette, &reading->shapes,
					       reading->place.ground);
	return docx_read_blocks(&inner, node, error);
}

static gboolean
read_drawn_paragraph(const DocxReading *reading, const xmlNode *node, GError **error)
{
	Drawing drawing = make_drawing(reading);
	g_autoptr(GString) text = g_string_new(NULL);
	drawing_append_paragraph(node, text);
	return drawing_write_text(&drawing, text->str, error);
}

/* charts and diagrams are parts of their own */
static gboolean
read_graphic(const DocxReading *reading, const xmlNode *node, GError **error)
{
	Drawing drawing = make_drawing(reading);
	const char *id = node_attribute(node, node_space(node) == NODE_DIAGRAM ? "dm" : "id");
	return drawing_write_part(&drawing, ooxml_relations_target(reading->relations, id), error);
}

static gboolean
read_word_art(const DocxReading *reading, const xmlNode *node, GError **error)
{
	const char *text = node_attribute(node, "string");
	return !text || docx_flow_line(reading->flow, text, error);
}

static const struct {
	NodeSpace space;
	const char *name;
	ReadAnchored read;
} anchors[] = {
	{NODE_WORD, "tbl", docx_read_table},       {NODE_WORD, "txbxContent", read_text_box},
	{NODE_DRAWING, "p", read_drawn_paragraph}, {NODE_CHART, "chart", read_graphic},
	{NODE_DIAGRAM, "relIds", read_graphic},    {NODE_VML, "textpath", read_word_art},
};

/* it comes behind the paragraph that it hangs on */
static gboolean
read_anchored(const DocxReading *reading, const GPtrArray *anchored, GError **error)
{
	for (guint i = 0; i < anchored->len; i++)
		for (guint j = 0; j < G_N_ELEMENTS(anchors); j++)
			if (node_is_in(anchored->pdata[i], anchors[j].space, anchors[j].name) &&
			    !anchors[j].read(reading, anchored->pdata[i], error))
				return FALSE;
	return TRUE;
}

static gboolean
read_paragraph(const DocxReading *reading, const xmlNode *node, GError **error)
{
	g_autoptr(DocxParagraph) paragraph = docx_paragraph_new(node, &reading->place);
	if (paragraph->breaks_before && !break_page(reading, error))
		return FALSE;
	docx_flow_delete(reading->flow, paragraph->n_changes, paragraph->n_deleted);
	if (!write_text(reading, paragraph, error) || !write_hidden(reading, paragraph, error) ||
	    !read_anchored(reading, paragraph->anchored, error))
		return FALSE;
	return !paragraph->breaks_after || break_page(reading, error);
}

static gboolean
read_block(xmlNode *node, gpointer user_data, GError **error)
{
	const DocxReading *reading = user_data;
	if (node_is(node, "p"))
		return docx_paragraph_is_joined(node) || read_paragraph(reading, node, error);
	if (node_is(node, "tbl"))
		return docx_read_table(reading, node, error);
	return TRUE;
}

gboolean
docx_read_blocks(const DocxReading *reading, const xmlNode *parent, GError **error)
{
	return node_visit(parent, read_block, (gpointer)reading, error);
}

gboolean
docx_read_due_notes(const DocxReading *reading, GError **error)
{
	DocxReading inner = *reading;
	DocxNote note;
	inner.in_body = FALSE;
	docx_flow_set_role(reading->flow, VET_LINE_NOTE);
	while (docx_notes_take(reading->notes, &note)) {
		inner.relations = note.relations;
		if (!docx_read_blocks(&inner, note.node, error))
			return FALSE;
	}
	docx_flow_set_role(reading->flow, VET_LINE_BODY);
	return TRUE;
}
