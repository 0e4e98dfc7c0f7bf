/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/chart.h"

#include <string.h>

#include "plugins/ooxml/format.h"

#define MAX_DEPTH 32

typedef struct {
	const Drawing *drawing;
	GString *categories; /* as they were written last */
} Chart;

static gboolean
is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const char *
content_of(const xmlNode *node)
{
	return node && node->children && node->children->type == XML_TEXT_NODE
		       ? (const char *)node->children->content
		       : "";
}

/* a value is a `v` or, in charts of the new kind, the `pt` itself */
static void
append_point(const xmlNode *node, const char *code, GString *out)
{
	const char *text = content_of(node);
	g_autofree char *shown = code ? format_number(code, text, FALSE) : g_strdup(text);
	g_strdelimit(shown, "\t\r\n", ' ');
	g_strstrip(shown);
	if (*shown)
		g_string_append_printf(out, "%s%s", out->len > 0 ? "\t" : "", shown);
}

/* numbers are shown by the format that stands beside them */
static void
append_points(const xmlNode *node, const char *code, guint depth, GString *out)
{
	const xmlNode *format = drawing_child(node, "formatCode");
	const char *own = node_attribute(node, "formatCode");
	if (format || is_named(node, "numCache"))
		code = content_of(format);
	else if (own && is_named(node, "pt"))
		code = own;
	for (const xmlNode *child = node->children; child && depth < MAX_DEPTH;
	     child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (is_named(child, "v") || (is_named(child, "pt") && !drawing_child(child, "v")))
			append_point(child, code, out);
		else
			append_points(child, code, depth + 1, out);
	}
}

static gboolean
write_line(const Chart *chart, const GString *line, GError **error)
{
	return line->len == 0 || drawing_write_text(chart->drawing, line->str, error);
}

static gboolean
write_categories(Chart *chart, const GString *categories, GError **error)
{
	if (g_string_equal(categories, chart->categories))
		return TRUE;
	g_string_assign(chart->categories, categories->str);
	return write_line(chart, categories, error);
}

/* which of a series' children are its name, its categories and its values */
static const struct {
	const char *name;
	gboolean is_category;
} series_children[] = {
	{"tx", FALSE},  {"cat", TRUE},   {"xVal", TRUE},
	{"val", FALSE}, {"yVal", FALSE}, {"bubbleSize", FALSE},
};

static gboolean
write_series(Chart *chart, const xmlNode *series, GError **error)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) categories = g_string_new(NULL);
	for (const xmlNode *child = series->children; child; child = child->next) {
		gboolean is_points = FALSE;
		for (guint i = 0; i < G_N_ELEMENTS(series_children); i++) {
			if (!is_named(child, series_children[i].name))
				continue;
			is_points = TRUE;
			append_points(child, NULL, 0,
				      series_children[i].is_category ? categories : line);
		}
		/* labels that were written by hand */
		if (!is_points && child->type == XML_ELEMENT_NODE &&
		    !drawing_write(chart->drawing, child, error))
			return FALSE;
	}
	return write_categories(chart, categories, error) && write_line(chart, line, error);
}

static gboolean
write_node(Chart *chart, const xmlNode *node, guint depth, GError **error)
{
	for (const xmlNode *child = node->children; child && depth < MAX_DEPTH;
	     child = child->next) {
		const xmlNode *inner = child;
		g_autoptr(GString) text = g_string_new(NULL);
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (node_space(child) == NODE_COMPAT && !(inner = node_alternative(child)))
			continue;
		if (is_named(child, "ser")) {
			if (!write_series(chart, child, error))
				return FALSE;
			continue;
		}
		if (node_is_in(child, NODE_DRAWING, "p"))
			drawing_append_paragraph(child, text);
		else if (is_named(child, "v"))
			append_point(child, NULL, text);
		else if (is_named(child, "lvl"))
			append_points(child, NULL, 0, text);
		else if (!write_node(chart, inner, depth + 1, error))
			return FALSE;
		if (!write_line(chart, text, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
chart_write(const Drawing *drawing, const xmlNode *root, GError **error)
{
	g_autoptr(GString) categories = g_string_new(NULL);
	Chart chart = {drawing, categories};
	return write_node(&chart, root, 0, error);
}
