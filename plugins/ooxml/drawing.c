/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/drawing.h"

#include <string.h>

#include "plugins/ooxml/chart.h"

#define MAX_DEPTH 64

GHashTable *
drawing_seen_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

const xmlNode *
drawing_child(const xmlNode *node, const char *name)
{
	for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, name) == 0)
			return child;
	return NULL;
}

gboolean
drawing_is_hidden(const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE ||
		    !g_str_has_prefix((const char *)child->name, "nv"))
			continue;
		const char *hidden = node_attribute(drawing_child(child, "cNvPr"), "hidden");
		return hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
	}
	return FALSE;
}

static void
append_paragraph(const xmlNode *node, guint depth, GString *out)
{
	for (const xmlNode *child = node->children; child && depth < MAX_DEPTH;
	     child = child->next) {
		const char *text = child->children && child->children->content
					   ? (const char *)child->children->content
					   : "";
		if (node_is_in(child, NODE_DRAWING, "t"))
			g_string_append(out, text);
		else if (node_is_in(child, NODE_DRAWING, "br"))
			g_string_append_c(out, '\n');
		else if (node_space(child) == NODE_COMPAT && node_alternative(child))
			append_paragraph(node_alternative(child), depth + 1, out);
		else if (child->type == XML_ELEMENT_NODE)
			append_paragraph(child, depth + 1, out);
	}
}

void
drawing_append_paragraph(const xmlNode *paragraph, GString *out)
{
	append_paragraph(paragraph, 0, out);
}

static gboolean
write_line(const Drawing *drawing, const char *line, GError **error)
{
	if (drawing->take)
		return drawing->take(drawing->user_data, line, drawing->role, error);
	vet_sink_set_role(drawing->sink, drawing->role);
	return vet_sink_line(drawing->sink, line, drawing->box, NULL, 0, error);
}

gboolean
drawing_write_text(const Drawing *drawing, const char *text, GError **error)
{
	g_auto(GStrv) lines = g_strsplit_set(text, "\n\r\v", -1);
	for (char **line = lines; *line; line++)
		if (*g_strstrip(*line) && !write_line(drawing, *line, error))
			return FALSE;
	return TRUE;
}

/* a chart and a diagram stand in parts of their own */
static gboolean
write_graphic(const Drawing *drawing, const xmlNode *data, GError **error)
{
	const xmlNode *diagram = drawing_child(data, "relIds"),
		      *chart = drawing_child(data, "chart");
	const char *id = diagram ? node_attribute(diagram, "dm") : node_attribute(chart, "id");
	return drawing_write_part(drawing, ooxml_relations_target(drawing->relations, id), error);
}

static gboolean write_node(const Drawing *drawing, const xmlNode *node, guint depth,
			   GError **error);

static gboolean
write_child(const Drawing *drawing, const xmlNode *child, guint depth, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (node_space(child) == NODE_COMPAT) {
		const xmlNode *inner = node_alternative(child);
		return !inner || write_node(drawing, inner, depth + 1, error);
	}
	if (node_is_in(child, NODE_DRAWING, "p"))
		drawing_append_paragraph(child, text);
	else if (node_is_in(child, NODE_SLIDE, "text") && child->children &&
		 child->children->content) /* of a comment */
		g_string_append(text, (const char *)child->children->content);
	else if (node_is_in(child, NODE_DRAWING, "graphicData") &&
		 !write_graphic(drawing, child, error))
		return FALSE;
	else
		return write_node(drawing, child, depth + 1, error);
	return text->len == 0 || drawing_write_text(drawing, text->str, error);
}

static gboolean
write_node(const Drawing *drawing, const xmlNode *node, guint depth, GError **error)
{
	Drawing inner = *drawing;
	if (drawing_is_hidden(node))
		inner.role = VET_LINE_HIDDEN;
	for (const xmlNode *child = node->children; child && depth < MAX_DEPTH; child = child->next)
		if (child->type == XML_ELEMENT_NODE && !write_child(&inner, child, depth, error))
			return FALSE;
	return TRUE;
}

gboolean
drawing_write(const Drawing *drawing, const xmlNode *node, GError **error)
{
	return write_node(drawing, node, 0, error);
}

gboolean
drawing_write_part(const Drawing *drawing, const char *path, GError **error)
{
	if (!path || !g_hash_table_add(drawing->seen, g_strdup(path)))
		return TRUE;
	g_autoptr(GError) failure = NULL;
	g_autoptr(xmlDoc) doc = ooxml_package_read_xml(drawing->package, path, &failure);
	if (!doc)
		return vet_sink_warning(drawing->sink, failure->message, error);
	g_autoptr(GPtrArray) relations = ooxml_package_relations(drawing->package, path);
	const xmlNode *root = xmlDocGetRootElement(doc);
	Drawing inner = *drawing;
	inner.relations = relations;
	if (strcmp((const char *)root->name, "chartSpace") != 0)
		return drawing_write(&inner, root, error);
	/* boxes drawn on the chart */
	return chart_write(&inner, root, error) &&
	       drawing_write_part(&inner, ooxml_relations_find(relations, "chartUserShapes"),
				  error);
}
