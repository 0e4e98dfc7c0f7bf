/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/draw.h"

#include <math.h>

/*
 * PathObject: its AbbreviatedData is read for straight lines along the axes and for filled boxes, the
 * rules of a table.  Curves are only followed to where they end.
 */

/* of a page; a map has more, and no tables */
#define MAX_POINTS 400000
#define MAX_DATA_BYTES (4 * 1024 * 1024)
/* points: how far a line may lean and still be a rule */
#define UPRIGHT 1.0
/* of a filled shape that is a rule: as for ofd_sheet_add_box() */
#define MAX_THICKNESS 4.0
#define MAX_CORNERS 6
#define DEFAULT_PEN 0.353 /* mm */

typedef struct {
	OfdSheet *sheet;
	OfdPaint *paint; /* may be NULL */
	OfdMatrix matrix;
	gboolean stroked, filled;
	double pen; /* points */
	OfdColor fill;
	gboolean makes_fills;
	/* the subpath so far, in points of the page */
	double start_x, start_y, x, y;
	VetBox box;
	guint n_corners, n_slanted;
	gboolean curved;
} Pen;

/* The operators, how many numbers they take, whether they draw at all and a curve; the last two are where
 * the pen goes. */
static const struct {
	char name;
	guint n_numbers;
	gboolean moves;
	gboolean curved;
} operators[] = {
	{'S', 2, TRUE, FALSE}, {'M', 2, TRUE, FALSE}, {'L', 2, FALSE, FALSE}, {'Q', 4, FALSE, TRUE},
	{'B', 6, FALSE, TRUE}, {'A', 7, FALSE, TRUE}, {'C', 0, FALSE, FALSE},
};

static void
stroke_side(const Pen *pen, double x, double y)
{
	double half = pen->pen / 2;
	VetBox box = {MIN(pen->x, x), MIN(pen->y, y), MAX(pen->x, x), MAX(pen->y, y)};

	if (fabs(y - pen->y) <= UPRIGHT && fabs(x - pen->x) > fabs(y - pen->y)) {
		box.y0 -= half;
		box.y1 += half;
	} else if (fabs(x - pen->x) <= UPRIGHT) {
		box.x0 -= half;
		box.x1 += half;
	} else {
		return;
	}
	ofd_sheet_add_box(pen->sheet, box);
}

static void
end_shape(Pen *pen)
{
	double width = pen->box.x1 - pen->box.x0, height = pen->box.y1 - pen->box.y0;
	gboolean is_box = pen->n_corners >= 3 && pen->n_corners <= MAX_CORNERS && !pen->curved &&
			  pen->n_slanted == 0;
	gboolean thin = MIN(width, height) <= MAX_THICKNESS;

	if (pen->filled && pen->n_corners >= 3 && !pen->curved && (thin || is_box)) {
		if (!ofd_color_is_like(pen->fill, OFD_WHITE))
			ofd_sheet_add_box(pen->sheet, pen->box);
		if (is_box && pen->makes_fills)
			ofd_sheet_add_fill(pen->sheet, pen->box, pen->fill);
	}
	pen->n_corners = pen->n_slanted = 0;
	pen->curved = FALSE;
}

static void
move_to(Pen *pen, double x, double y)
{
	end_shape(pen);
	pen->start_x = pen->x = x;
	pen->start_y = pen->y = y;
	pen->box = (VetBox){x, y, x, y};
	pen->n_corners = 1;
}

static void
line_to(Pen *pen, double x, double y, gboolean curved)
{
	if (pen->n_corners == 0)
		move_to(pen, pen->x, pen->y);
	if (pen->stroked && !curved)
		stroke_side(pen, x, y);
	if (fabs(x - pen->x) > UPRIGHT && fabs(y - pen->y) > UPRIGHT)
		pen->n_slanted++;
	pen->curved |= curved;
	pen->box = (VetBox){MIN(pen->box.x0, x), MIN(pen->box.y0, y), MAX(pen->box.x1, x),
			    MAX(pen->box.y1, y)};
	pen->x = x;
	pen->y = y;
	pen->n_corners++;
}

static void
close_path(Pen *pen)
{
	if (pen->stroked && pen->n_corners > 1)
		stroke_side(pen, pen->start_x, pen->start_y);
	pen->x = pen->start_x;
	pen->y = pen->start_y;
	end_shape(pen);
}

static void
apply_operator(Pen *pen, guint kind, const double *numbers)
{
	guint n = operators[kind].n_numbers;

	if (pen->paint)
		ofd_paint_operator(pen->paint, &pen->matrix, operators[kind].name, numbers);
	if (n == 0) {
		close_path(pen);
		return;
	}
	double x = numbers[n - 2], y = numbers[n - 1];
	ofd_matrix_apply(&pen->matrix, &x, &y);
	if (operators[kind].moves)
		move_to(pen, x, y);
	else
		line_to(pen, x, y, operators[kind].curved);
}

static gboolean
find_operator(char name, guint *ret_operator)
{
	for (guint i = 0; i < G_N_ELEMENTS(operators); i++) {
		if (operators[i].name == g_ascii_toupper(name)) {
			*ret_operator = i;
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean
read_number(const char **at, double *ret_number)
{
	char *end;

	while (g_ascii_isspace(**at) || **at == ',')
		(*at)++;
	/* not what strtod takes besides: infinity, nan */
	if (g_ascii_isalpha(**at))
		return FALSE;
	*ret_number = g_ascii_strtod(*at, &end);
	gboolean found = end != *at;
	*at = end;
	return found && isfinite(*ret_number);
}

/* Stops at the first thing that is no path: the rest cannot be told. */
static void
read_data(OfdDrawing *drawing, Pen *pen, const char *at)
{
	while (drawing->n_points++ < MAX_POINTS) {
		double numbers[7] = {0};
		guint kind;
		while (g_ascii_isspace(*at) || *at == ',')
			at++;
		if (!*at || !find_operator(*at, &kind))
			break;
		at++;
		for (guint i = 0; i < operators[kind].n_numbers; i++)
			if (!read_number(&at, &numbers[i]))
				return;
		apply_operator(pen, kind, numbers);
	}
}

static const char *
look_of(const OfdDrawing *drawing, const OfdState *state, const xmlNode *object, const char *name)
{
	return node_attribute(ofd_draw_find(drawing, state, object, name), name);
}

static void
paint_path(OfdDrawing *drawing, const OfdState *state, const xmlNode *object, const Pen *pen,
	   OfdColor stroke)
{
	double area = pen->matrix.a * pen->matrix.d - pen->matrix.b * pen->matrix.c;
	OfdPathLook look = {
		.filled = node_flag(object, "Fill", FALSE),
		.stroked = node_flag(object, "Stroke", TRUE),
		.even_odd = g_strcmp0(node_attribute(object, "Rule"), "Even-Odd") == 0,
		.fill = pen->fill,
		.stroke = stroke,
		.width = pen->pen,
		.cap = look_of(drawing, state, object, "Cap"),
		.join = look_of(drawing, state, object, "Join"),
		.dashes = look_of(drawing, state, object, "DashPattern"),
		.scale = sqrt(fabs(area)),
	};

	ofd_paint_path(drawing->paint, &look);
}

void
ofd_path_draw(OfdDrawing *drawing, const OfdState *state, const xmlNode *object)
{
	g_autofree char *data = node_text(node_child(object, "AbbreviatedData"), MAX_DATA_BYTES);
	OfdColor stroke = ofd_draw_color(drawing, state, object, "StrokeColor", OFD_BLACK);
	OfdColor fill = ofd_draw_color(drawing, state, object, "FillColor", OFD_CLEAR);
	const xmlNode *width = ofd_draw_find(drawing, state, object, "LineWidth");
	Pen pen = {.sheet = drawing->sheet, .paint = drawing->paint, .fill = fill};

	if (state->unseen || (drawing->is_note && !drawing->paint) || !*data)
		return;
	pen.matrix = ofd_matrix_multiply(ofd_matrix_of_object(object), state->matrix);
	pen.stroked = node_flag(object, "Stroke", TRUE) && !ofd_color_is_clear(stroke) &&
		      !ofd_color_is_like(stroke, OFD_WHITE);
	pen.filled = node_flag(object, "Fill", FALSE) && !ofd_color_is_clear(fill);
	pen.makes_fills = fill.known && fill.alpha == 255;
	/* the line is as wide as the map makes it, on the mean of both axes */
	double scale = sqrt(fabs(pen.matrix.a * pen.matrix.d - pen.matrix.b * pen.matrix.c));
	pen.pen = fabs(node_number(width, "LineWidth", DEFAULT_PEN)) * scale;
	pen.pen = isfinite(pen.pen) ? MIN(pen.pen, 1000) : 0;
	/* what notes draw rules no table */
	pen.stroked &= !drawing->is_note;
	pen.filled &= !drawing->is_note;
	read_data(drawing, &pen, data);
	end_shape(&pen);
	if (pen.paint)
		paint_path(drawing, state, object, &pen, stroke);
}
