/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/slide.h"

#include <math.h>
#include <string.h>

#include "plugins/ooxml/drawing.h"

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

static double
emu(const xmlNode *node, const char *name)
{
	const char *text = node_attribute(node, name);
	double value = text ? g_ascii_strtod(text, NULL) / EMU_PER_POINT : 0;
	return isfinite(value) ? CLAMP(value, -MAX_POINTS, MAX_POINTS) : 0;
}

static VetBox
box_of(const xmlNode *place, const Frame *frame)
{
	const xmlNode *offset = drawing_child(place, "off"), *extent = drawing_child(place, "ext");
	double x = frame->x + emu(offset, "x") * frame->x_scale;
	double y = frame->y + emu(offset, "y") * frame->y_scale;
	return (VetBox){x, y, x + emu(extent, "cx") * frame->x_scale,
			y + emu(extent, "cy") * frame->y_scale};
}

static Frame
frame_of(const xmlNode *place, const Frame *outer)
{
	const xmlNode *offset = drawing_child(place, "chOff"),
		      *extent = drawing_child(place, "chExt");
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
	const xmlNode *inside = drawing_child(node, "nvSpPr");
	const xmlNode *kind = drawing_child(drawing_child(inside, "nvPr"), "ph");
	const char *type = node_attribute(kind, "type");
	const xmlNode *place = drawing_child(drawing_child(node, "spPr"), "xfrm");
	if (!place)
		place = drawing_child(node, "xfrm");
	Shape shape = {.node = node, .order = shapes->len, .is_hidden = is_hidden};
	shape.is_title = type && (strcmp(type, "title") == 0 || strcmp(type, "ctrTitle") == 0);
	if (place)
		shape.box = box_of(place, frame);
	g_array_append_val(shapes, shape);
}

static void
collect(const xmlNode *tree, const Frame *frame, gboolean is_hidden, guint depth, GArray *shapes)
{
	for (const xmlNode *node = tree ? tree->children : NULL;
	     node && depth < MAX_DEPTH && shapes->len < MAX_SHAPES; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		gboolean hidden = is_hidden || drawing_is_hidden(node);
		if (node_space(node) == NODE_COMPAT) {
			collect(node_alternative(node), frame, hidden, depth + 1, shapes);
		} else if (node_is_in(node, NODE_SLIDE, "grpSp")) {
			const xmlNode *place =
				drawing_child(drawing_child(node, "grpSpPr"), "xfrm");
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
		drawing_append_paragraph(node, text);
	}
	return g_string_free(text, FALSE);
}

typedef struct {
	VetTable *table;            /* NULL: too large to be kept */
	guint covered[MAX_COLUMNS]; /* how many rows of the column are */
} Grid;

/* spans end where another cell's begin */
static void
add_cell(Grid *grid, guint row, guint column, const xmlNode *node, const char *text)
{
	const VetBox nowhere = {0};
	VetTable *table = grid->table;
	if (!table || column >= table->n_columns || grid->covered[column] > row)
		return;
	guint columns = node_number(node_attribute(node, "gridSpan"), 1, MAX_COLUMNS);
	guint rows = node_number(node_attribute(node, "rowSpan"), 1, G_MAXUINT16);
	guint n = 0;
	rows = CLAMP(rows, 1, table->n_rows - row);
	columns = CLAMP(columns, 1, table->n_columns - column);
	while (n < columns && grid->covered[column + n] <= row)
		grid->covered[column + n++] = row + rows;
	vet_table_add_cell(table, row, column, rows, n, text, nowhere);
}

static gboolean
write_row(const Drawing *slide, const xmlNode *row, guint number, Grid *grid, GError **error)
{
	g_autoptr(GString) line = g_string_new(NULL);
	guint column = 0;
	for (const xmlNode *node = row->children; node; node = node->next) {
		if (!node_is_in(node, NODE_DRAWING, "tc"))
			continue;
		g_autofree char *text = cell_text(node);
		gboolean is_covered = is_on(node_attribute(node, "hMerge")) ||
				      is_on(node_attribute(node, "vMerge"));
		if (!is_covered)
			add_cell(grid, number, column, node, text);
		column++;
		g_strdelimit(text, "\r\n", ' ');
		if (*text)
			g_string_append_printf(line, "%s%s", line->len > 0 ? "\t" : "", text);
	}
	return drawing_write_text(slide, line->str, error);
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
write_table(const Drawing *slide, const xmlNode *node, GError **error)
{
	guint n_rows = count(node, "tr"), number = 0;
	guint n_columns = count(node_child_in(node, NODE_DRAWING, "tblGrid"), "gridCol");
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = n_rows > 0 && n_columns > 0 && n_columns <= MAX_COLUMNS &&
					  vet_table_shape_allowed(n_rows, n_columns)
				  ? vet_page_add_table(page, n_rows, n_columns, slide->box)
				  : NULL;
	Grid grid = {.table = table};
	for (const xmlNode *row = node->children; row; row = row->next)
		if (node_is_in(row, NODE_DRAWING, "tr") &&
		    !write_row(slide, row, number++, &grid, error))
			return FALSE;
	return !table || slide->role == VET_LINE_HIDDEN ||
	       vet_sink_table(slide->sink, table, error);
}

static gboolean
write_shape(const Drawing *slide, const xmlNode *node, GError **error)
{
	const xmlNode *data = drawing_child(drawing_child(node, "graphic"), "graphicData");
	const xmlNode *table = node_child_in(data, NODE_DRAWING, "tbl");
	return table ? write_table(slide, table, error) : drawing_write(slide, node, error);
}

static gboolean
write_side_parts(Drawing *slide, gboolean is_hidden, GError **error)
{
	slide->box = (VetBox){0};
	slide->role = is_hidden ? VET_LINE_HIDDEN : VET_LINE_NOTE;
	for (guint i = 0; i < slide->relations->len; i++) {
		const OoxmlRelation *relation = slide->relations->pdata[i];
		gboolean is_side = strcmp(relation->type, "notesSlide") == 0 ||
				   strcmp(relation->type, "comments") == 0;
		if (is_side && !drawing_write_part(slide, relation->target, error))
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
	g_autoptr(GHashTable) seen = drawing_seen_new();
	Drawing slide = {package, relations, sink, VET_LINE_BODY, {0}, seen};
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const char *show = node_attribute(root, "show");
	gboolean is_hidden = show && !is_on(show);
	if (!vet_sink_page(sink, width, height, VET_TEXT_TEXT, error))
		return FALSE;
	if (failure && !vet_sink_warning(sink, failure->message, error))
		return FALSE;
	collect(drawing_child(drawing_child(root, "cSld"), "spTree"), &frame, FALSE, 0, shapes);
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
