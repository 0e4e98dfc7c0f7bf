/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/block.h"
#include "plugins/ooxml/paragraph.h"
#include "plugins/ooxml/table.h"

#include <string.h>

static gboolean
write_text(DocxFlow *flow, char *text, GError **error)
{
	for (char *p = text; *p;) {
		gsize length = strcspn(p, "\n\f");
		char end = p[length];
		p[length] = '\0';
		if (!docx_flow_line(flow, p, error))
			return FALSE;
		if (end == '\f')
			docx_flow_break_page(flow);
		p += length + (end != '\0');
	}
	return TRUE;
}

/* text boxes come behind the paragraph that they hang on */
static gboolean
read_anchored(const DocxReading *reading, const GPtrArray *anchored, GError **error)
{
	for (guint i = 0; i < anchored->len; i++) {
		const xmlNode *node = anchored->pdata[i];
		gboolean ok = node_is(node, "tbl") ? docx_read_table(reading, node, error)
						   : docx_read_blocks(reading, node, error);
		if (!ok)
			return FALSE;
	}
	return TRUE;
}

static gboolean
read_paragraph(const DocxReading *reading, const xmlNode *node, GError **error)
{
	g_autoptr(DocxParagraph) paragraph =
		docx_paragraph_new(node, reading->styles, reading->numbering);
	if (paragraph->breaks_before)
		docx_flow_break_page(reading->flow);
	docx_flow_hide(reading->flow, paragraph->n_hidden);
	if (!write_text(reading->flow, paragraph->text->str, error) ||
	    !read_anchored(reading, paragraph->anchored, error))
		return FALSE;
	if (paragraph->breaks_after)
		docx_flow_break_page(reading->flow);
	return TRUE;
}

static gboolean
read_block(xmlNode *node, gpointer user_data, GError **error)
{
	const DocxReading *reading = user_data;
	if (node_is(node, "p"))
		return read_paragraph(reading, node, error);
	if (node_is(node, "tbl"))
		return docx_read_table(reading, node, error);
	return TRUE;
}

gboolean
docx_read_blocks(const DocxReading *reading, const xmlNode *parent, GError **error)
{
	return node_visit(parent, read_block, (gpointer)reading, error);
}
