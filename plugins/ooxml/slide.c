/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/slide.h"

#include <math.h>
#include <string.h>

#define EMU_PER_POINT 12700.0
#define MAX_DEPTH 64
#define MAX_SHAPES 20000
#define MAX_COLUMNS 1000
#define MAX_POINTS 100000.0

/* from a group's own coordinates to the slide's */
typedef struct {
	double x, y, x_scale, y_scale;
} Frame;

typedef struct {
	const xmlNode *node;
	VetBox box;
	gboolean is_title, is_hidden;
	guint order;
} Shape;

typedef struct {
	const OoxmlPackage *package;
	const GPtrArray *relations;
	VetSink *sink;
	VetLineRole role;
	VetBox box;
} Slide;

static double
emu(const xmlNode *node, const char *name)
{
	const char *text = node_attribute(node, name);
	double value = text ? g_ascii_strtod(text, NULL) / EMU_PER_POINT : 0;
	return isfinite(value) ? CLAMP(value, -MAX_POINTS, MAX_POINTS) : 0;
}

static const xmlNode *
find_child(const xmlNode *node, const char *name)
{
	for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, name) == 0)
			return child;
	return NULL;
}

static VetBox
box_of(const xmlNode *place, const Frame *frame)
{
	const xmlNode *offset = find_child(place, "off"), *extent = find_child(place, "ext");
	double x = frame->x + emu(offset, "x") * frame->x_scale;
	double y = frame->y + emu(offset, "y") * frame->y_scale;
	return (VetBox){x, y, x + emu(extent, "cx") * frame->x_scale,
			y + emu(extent, "cy") * frame->y_scale};
}

static Frame
frame_of(const xmlNode *place, const Frame *outer)
{
	const xmlNode *offset = find_child(place, "chOff"), *extent = find_child(place, "chExt");
	VetBox box = box_of(place, outer);
	double width = emu(extent, "cx"), height = emu(extent, "cy");
	if (!extent || width <= 0 || height <= 0)
		return *outer;
	double x_scale = CLAMP((box.x1 - box.x0) / width, 0, 1000);
	double y_scale = CLAMP((box.y1 - box.y0) / height, 0, 1000);
	return (Frame){box.x0 - emu(offset, "x") * x_scale, box.y0 - emu(offset, "y") * y_scale,
		       x_scale, y_scale};
}

static gboolean
is_on(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void
add_shape(GArray *shapes, const xmlNode *node, const Frame *frame, gboolean is_hidden)
{
	const xmlNode *inside = find_child(node, "nvSpPr");
	const xmlNode *kind = find_child(find_child(inside, "nvPr"), "ph");
	const char *type = node_attribute(kind, "type");
	const xmlNode *place = find_child(find_child(node, "spPr"), "xfrm");
	if (!place)
		place = find_child(node, "xfrm");
	Shape shape = {.node = node, .order = shapes->len, .is_hidden = is_hidden};
	shape.is_title = type && (strcmp(type, "title") == 0 || strcmp(type, "ctrTitle") == 0);
	if (place)
		shape.box = box_of(place, frame);
	g_array_append_val(shapes, shape);
}

static gboolean
is_unseen(const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE &&
		    g_str_has_prefix((const char *)child->name, "nv"))
			return is_on(node_attribute(find_child(child, "cNvPr"), "hidden"));
	return FALSE;
}

static void
collect(const xmlNode *tree, const Frame *frame, gboolean is_hidden, guint depth, GArray *shapes)
{
	for (const xmlNode *node = tree ? tree->children : NULL;
	     node && depth < MAX_DEPTH && shapes->len < MAX_SHAPES; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		gboolean hidden = is_hidden || is_unseen(node);
		if (node_space(node) == NODE_COMPAT) {
			collect(node_alternative(node), frame, hidden, depth + 1, shapes);
		} else if (node_is_in(node, NODE_SLIDE, "grpSp")) {
			const xmlNode *place = find_child(find_child(node, "grpSpPr"), "xfrm");
			Frame inner = frame_of(place, frame);
			collect(node, &inner, hidden, depth + 1, shapes);
		} else if (node_space(node) == NODE_SLIDE) {
			add_shape(shapes, node, frame, hidden);
		}
	}
}

/* the title, then what has no place of its own, then top to bottom and left to right */
static int
compare_shapes(gconstpointer a, gconstpointer b)
{
	const Shape *x = a, *y = b;
	if (x->is_title != y->is_title)
		return x->is_title ? -1 : 1;
	if (x->box.y0 != y->box.y0)
		return x->box.y0 < y->box.y0 ? -1 : 1;
	if (x->box.x0 != y->box.x0)
		return x->box.x0 < y->box.x0 ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void
paragraph_text(const xmlNode *node, guint depth, GString *out)
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
			paragraph_text(node_alternative(child), depth + 1, out);
		else if (child->type == XML_ELEMENT_NODE)
			paragraph_text(child, depth + 1, out);
	}
}

static gboolean
write_text(const Slide *slide, const char *text, GError **error)
{
	g_auto(GStrv) lines = g_strsplit_set(text, "\n\r\v", -1);
	vet_sink_set_role(slide->sink, slide->role);
	for (char **line = lines; *line; line++)
		if (*g_strstrip(*line) &&
		    !vet_sink_line(slide->sink, *line, slide->box, NULL, 0, error))
			return FALSE;
	return TRUE;
}

/* every paragraph below the node; of comments also p:text, of charts c:v */
static gboolean
write_paragraphs(const Slide *slide, const xmlNode *node, guint depth, GError **error)
{
	for (const xmlNode *child = node->children; child && depth < MAX_DEPTH;
	     child = child->next) {
		const xmlNode *inner = child;
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (node_space(child) == NODE_COMPAT && !(inner = node_alternative(child)))
			continue;
		gboolean is_value = child->children && child->children->type == XML_TEXT_NODE &&
				    (strcmp((const char *)child->name, "v") == 0 ||
				     node_is_in(child, NODE_SLIDE, "text"));
		g_autoptr(GString) text = g_string_new(NULL);
		if (is_value)
			g_string_append(text, (const char *)child->children->content);
		else if (node_is_in(child, NODE_DRAWING, "p"))
			paragraph_text(child, 0, text);
		else if (!write_paragraphs(slide, inner, depth + 1, error))
			return FALSE;
		if (text->len > 0 && !write_text(slide, text->str, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
write_part(const Slide *slide, const char *path, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(xmlDoc) doc =
		path ? ooxml_package_read_xml(slide->package, path, &failure) : NULL;
	if (failure)
		return vet_sink_warning(slide->sink, failure->message, error);
	return !doc || write_paragraphs(slide, xmlDocGetRootElement(doc), 0, error);
}

static char *
cell_text(const xmlNode *cell)
{
	GString *text = g_string_new(NULL);
	const xmlNode *body = node_child_in(cell, NODE_DRAWING, "txBody");
	for (const xmlNode *node = body ? body->children : NULL; node; node = node->next) {
		if (!node_is_in(node, NODE_DRAWING, "p"))
			continue;
		if (text->len > 0)
			g_string_append_c(text, '\n');
		paragraph_text(node, 0, text);
	}
	return g_string_free(text, FALSE);
}

static gboolean
write_row(const Slide *slide, const xmlNode *row, guint number, VetTable *table, GError **error)
{
	const VetBox nowhere = {0};
	g_autoptr(GString) line = g_string_new(NULL);
	guint column = 0;
	for (const xmlNode *node = row->children; node; node = node->next) {
		if (!node_is_in(node, NODE_DRAWING, "tc"))
			continue;
		g_autofree char *text = cell_text(node);
		gboolean is_covered = is_on(node_attribute(node, "hMerge")) ||
				      is_on(node_attribute(node, "vMerge"));
		guint columns = node_number(node_attribute(node, "gridSpan"), 1, MAX_COLUMNS);
		guint rows = node_number(node_attribute(node, "rowSpan"), 1, G_MAXUINT16);
		if (!is_covered && table && column < table->n_columns)
			vet_table_add_cell(
				table, number, column, CLAMP(rows, 1, table->n_rows - number),
				CLAMP(columns, 1, table->n_columns - column), text, nowhere);
		column++;
		g_strdelimit(text, "\r\n", ' ');
		if (*text)
			g_string_append_printf(line, "%s%s", line->len > 0 ? "\t" : "", text);
	}
	return write_text(slide, line->str, error);
}

static guint
count(const xmlNode *node, const char *name)
{
	guint n = 0;
	for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
		n += node_is_in(child, NODE_DRAWING, name);
	return n;
}

static gboolean
write_table(const Slide *slide, const xmlNode *node, GError **error)
{
	guint n_rows = count(node, "tr"), number = 0;
	guint n_columns = count(node_child_in(node, NODE_DRAWING, "tblGrid"), "gridCol");
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = n_rows > 0 && n_columns > 0 && n_columns <= MAX_COLUMNS &&
					  vet_table_shape_allowed(n_rows, n_columns)
				  ? vet_page_add_table(page, n_rows, n_columns, slide->box)
				  : NULL;
	for (const xmlNode *row = node->children; row; row = row->next)
		if (node_is_in(row, NODE_DRAWING, "tr") &&
		    !write_row(slide, row, number++, table, error))
			return FALSE;
	return !table || slide->role == VET_LINE_HIDDEN ||
	       vet_sink_table(slide->sink, table, error);
}

static gboolean
write_shape(const Slide *slide, const xmlNode *node, GError **error)
{
	const xmlNode *data = find_child(find_child(node, "graphic"), "graphicData");
	const xmlNode *table = node_child_in(data, NODE_DRAWING, "tbl");
	const xmlNode *diagram = find_child(data, "relIds"), *chart = find_child(data, "chart");
	if (table)
		return write_table(slide, table, error);
	if (diagram || chart) {
		const char *id =
			diagram ? node_attribute(diagram, "dm") : node_attribute(chart, "id");
		return write_part(slide, ooxml_relations_target(slide->relations, id), error);
	}
	return write_paragraphs(slide, node, 0, error);
}

static gboolean
write_side_parts(Slide *slide, gboolean is_hidden, GError **error)
{
	slide->box = (VetBox){0};
	slide->role = is_hidden ? VET_LINE_HIDDEN : VET_LINE_NOTE;
	for (guint i = 0; i < slide->relations->len; i++) {
		const OoxmlRelation *relation = slide->relations->pdata[i];
		gboolean is_side = strcmp(relation->type, "notesSlide") == 0 ||
				   strcmp(relation->type, "comments") == 0;
		if (is_side && !write_part(slide, relation->target, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
slide_read(const OoxmlPackage *package, const char *path, double width, double height,
	   VetSink *sink, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(xmlDoc) doc = ooxml_package_read_xml(package, path, &failure);
	g_autoptr(GPtrArray) relations = ooxml_package_relations(package, path);
	g_autoptr(GArray) shapes = g_array_new(FALSE, FALSE, sizeof(Shape));
	const Frame frame = {0, 0, 1, 1};
	Slide slide = {package, relations, sink, VET_LINE_BODY, {0}};
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const char *show = node_attribute(root, "show");
	gboolean is_hidden = show && !is_on(show);
	if (!vet_sink_page(sink, width, height, VET_TEXT_TEXT, error))
		return FALSE;
	if (failure && !vet_sink_warning(sink, failure->message, error))
		return FALSE;
	collect(find_child(find_child(root, "cSld"), "spTree"), &frame, FALSE, 0, shapes);
	if (shapes->len >= MAX_SHAPES &&
	    !vet_sink_warning(sink, "A slide has more shapes than are read; split it", error))
		return FALSE;
	g_array_sort(shapes, compare_shapes);
	for (guint i = 0; i < shapes->len; i++) {
		const Shape *shape = &g_array_index(shapes, Shape, i);
		slide.box = shape->box;
		slide.role = is_hidden || shape->is_hidden ? VET_LINE_HIDDEN : VET_LINE_BODY;
		if (!write_shape(&slide, shape->node, error))
			return FALSE;
	}
	return write_side_parts(&slide, is_hidden, error);
}
