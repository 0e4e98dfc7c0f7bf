/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/band.h"
#include "plugins/pdf/gutter.h"
#include "plugins/pdf/layout.h"
#include "plugins/pdf/line.h"

/* points, and how many in a row; fewer may be a table of scores */
#define MAX_DIGIT_BOX 30.0
#define MIN_DIGIT_BOXES 8

/* a grid of more cells is a table only when that share of them has text */
#define MAX_SPARSE_CELLS 200
#define MIN_FILLED 0.1

/* What stands in one cell, or on the page outside all grids: characters and smaller grids. */
typedef struct {
	GArray *glyphs;   /* of PdfGlyph */
	GPtrArray *parts; /* of Part, not owned */
} Region;

/* A grid and what stands in its cells. */
typedef struct {
	const PdfGrid *grid;
	Region *cells;
	gboolean is_table;
} Part;

typedef struct {
	GPtrArray *parts; /* of Part, innermost first */
	Region page;
	const PdfTurn *turn;
	VetSink *sink;
} Layout;

static void
region_init(Region *region)
{
	region->glyphs = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
	region->parts = g_ptr_array_new();
}

static void
region_clear(Region *region)
{
	g_array_unref(region->glyphs);
	g_ptr_array_unref(region->parts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Region, region_clear)

static void
part_free(Part *part)
{
	for (guint i = 0; i < part->grid->cells->len; i++)
		region_clear(&part->cells[i]);
	g_free(part->cells);
	g_free(part);
}

static void
layout_clear(Layout *layout)
{
	g_ptr_array_unref(layout->parts);
	region_clear(&layout->page);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Layout, layout_clear)

/* The innermost cell around the middle of the box, from part `first` on; else the page. */
static Region *
region_at(Layout *layout, guint first, VetBox box)
{
	double x = (box.x0 + box.x1) / 2, y = (box.y0 + box.y1) / 2;
	guint cell;

	for (guint i = first; i < layout->parts->len; i++) {
		Part *part = layout->parts->pdata[i];
		if (pdf_grid_find(part->grid, x, y, &cell))
			return &part->cells[cell];
	}
	return &layout->page;
}

static guint
count_filled(const Part *part)
{
	guint n_filled = 0;

	for (guint i = 0; i < part->grid->cells->len; i++)
		n_filled += part->cells[i].glyphs->len > 0;
	return n_filled;
}

/* Squared paper or a chart: its rules part no text, which goes to what is around it. */
static void
empty_if_sparse(Layout *layout, guint part_index)
{
	Part *part = layout->parts->pdata[part_index];
	GArray *around = region_at(layout, part_index + 1, part->grid->box)->glyphs;

	if (part->grid->cells->len <= MAX_SPARSE_CELLS ||
	    count_filled(part) >= MIN_FILLED * part->grid->cells->len)
		return;
	for (guint i = 0; i < part->grid->cells->len; i++) {
		GArray *glyphs = part->cells[i].glyphs;
		g_array_append_vals(around, glyphs->data, glyphs->len);
		g_array_set_size(glyphs, 0);
	}
}

/* Columns with text in at least two cells; anything else is a frame around text. */
static gboolean
is_table(const Part *part)
{
	return part->grid->n_columns > 1 && count_filled(part) > 1;
}

/* A box for a single character, as forms have them for the digits of a number. */
static gboolean
is_digit_box(const Part *part, guint cell)
{
	const PdfGridCell *place = &g_array_index(part->grid->cells, PdfGridCell, cell);

	return part->cells[cell].glyphs->len <= 1 && place->column_span == 1 &&
	       pdf_box_width(place->box) <= MAX_DIGIT_BOX;
}

/* Moves the characters of a row of such boxes into its first, each as wide as its box. */
static void
join_digit_boxes(Part *part, guint first, guint n_boxes)
{
	GArray *number = part->cells[first].glyphs;

	for (guint i = first; i < first + n_boxes; i++) {
		GArray *glyphs = part->cells[i].glyphs;
		const VetBox *box = &g_array_index(part->grid->cells, PdfGridCell, i).box;
		for (guint j = 0; j < glyphs->len; j++) {
			PdfGlyph *glyph = &g_array_index(glyphs, PdfGlyph, j);
			glyph->box.x0 = box->x0;
			glyph->box.x1 = box->x1;
			glyph->spaced = glyph->begins = FALSE;
		}
		if (glyphs != number) {
			g_array_append_vals(number, glyphs->data, glyphs->len);
			g_array_set_size(glyphs, 0);
		}
	}
}

static void
join_all_digit_boxes(Part *part)
{
	const GArray *cells = part->grid->cells;

	for (guint first = 0; first < cells->len;) {
		const PdfGridCell *start = &g_array_index(cells, PdfGridCell, first);
		guint n_boxes = 0, n_filled = 0;
		while (first + n_boxes < cells->len && is_digit_box(part, first + n_boxes)) {
			guint cell = first + n_boxes;
			if (g_array_index(cells, PdfGridCell, cell).row != start->row)
				break;
			n_filled += part->cells[cell].glyphs->len;
			n_boxes++;
		}
		if (n_boxes >= MIN_DIGIT_BOXES && n_filled >= MIN_DIGIT_BOXES)
			join_digit_boxes(part, first, n_boxes);
		first += MAX(n_boxes, 1);
	}
}

static void
layout_init(Layout *layout, const PdfGlyphs *glyphs, const GPtrArray *grids)
{
	layout->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
	region_init(&layout->page);
	for (guint i = 0; i < grids->len; i++) {
		Part *part = g_new0(Part, 1);
		part->grid = grids->pdata[i];
		part->cells = g_new0(Region, part->grid->cells->len);
		for (guint j = 0; j < part->grid->cells->len; j++)
			region_init(&part->cells[j]);
		g_ptr_array_add(layout->parts, part);
	}
	for (guint i = 0; i < glyphs->glyphs->len; i++) {
		const PdfGlyph *glyph = &g_array_index(glyphs->glyphs, PdfGlyph, i);
		g_array_append_val(region_at(layout, 0, glyph->box)->glyphs, *glyph);
	}
	for (guint i = 0; i < grids->len; i++) {
		Part *part = layout->parts->pdata[i];
		empty_if_sparse(layout, i);
		join_all_digit_boxes(part);
		part->is_table = is_table(part);
		g_ptr_array_add(region_at(layout, i + 1, part->grid->box)->parts, part);
	}
}

/* --- tables --- */

/* A table is built on a page of its own and copied by the sink. */
static VetTable *
begin_table(const Layout *layout, VetContent *scratch, guint n_rows, guint n_columns, VetBox box)
{
	VetPage *page = vet_content_add_page(scratch, 0, 0, VET_TEXT_TEXT);

	return vet_page_add_table(page, n_rows, n_columns, pdf_turn_box_back(layout->turn, box));
}

static void
join_line(GString *text, const PdfLine *line)
{
	if (text->len > 0)
		g_string_append_c(text, '\n');
	g_string_append_len(text, line->text->str, line->text->len);
}

static gboolean
write_row(const Layout *layout, const PdfRow *row, GString *text, GError **error)
{
	g_autoptr(PdfLine) line = pdf_line_new();

	for (guint i = 0; i < row->pieces->len; i++)
		pdf_line_add(line, row->pieces->pdata[i]);
	if (text)
		join_line(text, line);
	return pdf_line_write(line, layout->turn, layout->sink, error);
}

static gboolean write_region(Layout *layout, const Region *region, GError **error);

static gboolean write_parts(Layout *layout, const Region *region, guint *next, double above,
			    GError **error);

static gboolean
write_cell(Layout *layout, const Region *region, GString *text, GError **error)
{
	guint next = 0;
	g_autoptr(GPtrArray) rows = pdf_rows_new(region->glyphs);

	for (guint i = 0; i < rows->len; i++) {
		if (!write_row(layout, rows->pdata[i], text, error))
			return FALSE;
	}
	return write_parts(layout, region, &next, G_MAXDOUBLE, error);
}

static gboolean
write_ruled_table(Layout *layout, const Part *part, GError **error)
{
	const PdfGrid *grid = part->grid;
	g_autoptr(VetContent) scratch = vet_content_new();
	VetTable *table = begin_table(layout, scratch, grid->n_rows, grid->n_columns, grid->box);

	for (guint i = 0; i < grid->cells->len; i++) {
		const PdfGridCell *cell = &g_array_index(grid->cells, PdfGridCell, i);
		g_autoptr(GString) text = g_string_new(NULL);
		if (!write_cell(layout, &part->cells[i], text, error))
			return FALSE;
		vet_table_add_cell(table, cell->row, cell->column, cell->row_span,
				   cell->column_span, text->str,
				   pdf_turn_box_back(layout->turn, cell->box));
	}
	return vet_sink_table(layout->sink, table, error);
}

static gboolean
write_part(Layout *layout, const Part *part, GError **error)
{
	if (part->is_table)
		return write_ruled_table(layout, part, error);
	for (guint i = 0; i < part->grid->cells->len; i++) {
		if (!write_region(layout, &part->cells[i], error))
			return FALSE;
	}
	return TRUE;
}

static gint
by_top(gconstpointer left, gconstpointer right)
{
	const VetBox *a = &(*(Part *const *)left)->grid->box;
	const VetBox *b = &(*(Part *const *)right)->grid->box;

	if (a->y0 != b->y0)
		return a->y0 < b->y0 ? -1 : 1;
	return a->x0 < b->x0 ? -1 : a->x0 > b->x0;
}

/* Writes the grids of the region that begin above the place, from `next` on. */
static gboolean
write_parts(Layout *layout, const Region *region, guint *next, double above, GError **error)
{
	if (*next == 0)
		g_ptr_array_sort(region->parts, by_top);
	while (*next < region->parts->len) {
		const Part *part = region->parts->pdata[*next];
		if (part->grid->box.y0 >= above)
			break;
		(*next)++;
		if (!write_part(layout, part, error))
			return FALSE;
	}
	return TRUE;
}

/* --- bands --- */

typedef struct {
	const PdfBand *band;
	const GPtrArray *rows;
	guint first;
} BandRows;

/* What stands in one column in rows [from, to) of the band: an array of PdfLine. */
static GPtrArray *
column_lines(const BandRows *at, guint column, guint from, guint to)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)pdf_line_free);

	for (guint i = from; i < to; i++) {
		const PdfRow *row = at->rows->pdata[at->first + i];
		g_autoptr(PdfLine) line = pdf_line_new();
		for (guint j = 0; j < row->pieces->len; j++) {
			if (pdf_band_column_of(at->band, row->pieces->pdata[j]) == column)
				pdf_line_add(line, row->pieces->pdata[j]);
		}
		if (line->text->len > 0)
			g_ptr_array_add(lines, g_steal_pointer(&line));
	}
	return lines;
}

static gboolean
write_lines(const Layout *layout, const GPtrArray *lines, GError **error)
{
	for (guint i = 0; i < lines->len; i++) {
		if (!pdf_line_write(lines->pdata[i], layout->turn, layout->sink, error))
			return FALSE;
	}
	return TRUE;
}

static void
add_aligned_cell(const Layout *layout, VetTable *table, guint row, guint column,
		 const GPtrArray *lines)
{
	VetBox box = {0};
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const PdfLine *line = lines->pdata[i];
		join_line(text, line);
		box = vet_box_union(box, line->box);
	}
	if (lines->len > 0)
		box = pdf_turn_box_back(layout->turn, box);
	vet_table_add_cell(table, row, column, 1, 1, text->str, box);
}

static guint
group_end(const PdfBand *band, guint from)
{
	guint to = from + 1;

	while (to < band->n_rows &&
	       g_array_index(band->groups, guint, to) == g_array_index(band->groups, guint, from))
		to++;
	return to;
}

/* A row of one line stays one line; where a cell wraps, each cell's lines stay together. */
static gboolean
write_aligned_table(Layout *layout, const BandRows *at, GError **error)
{
	const PdfBand *band = at->band;
	guint n_groups = g_array_index(band->groups, guint, band->n_rows - 1) + 1;
	VetBox box = {0};
	g_autoptr(VetContent) scratch = vet_content_new();

	for (guint i = 0; i < band->n_rows; i++)
		box = vet_box_union(box, ((PdfRow *)at->rows->pdata[at->first + i])->box);
	VetTable *table = begin_table(layout, scratch, n_groups, band->columns->len, box);
	for (guint from = 0, to = 0, group = 0; from < band->n_rows; from = to, group++) {
		to = group_end(band, from);
		gboolean wraps = to - from > 1;
		if (!wraps && !write_row(layout, at->rows->pdata[at->first + from], NULL, error))
			return FALSE;
		for (guint column = 0; column < band->columns->len; column++) {
			g_autoptr(GPtrArray) lines = column_lines(at, column, from, to);
			if (wraps && !write_lines(layout, lines, error))
				return FALSE;
			add_aligned_cell(layout, table, group, column, lines);
		}
	}
	return vet_sink_table(layout->sink, table, error);
}

static gboolean
write_band(Layout *layout, const BandRows *at, GError **error)
{
	switch (at->band->kind) {
	case PDF_BAND_PLAIN:
		return write_row(layout, at->rows->pdata[at->first], NULL, error);
	case PDF_BAND_TABLE:
		return write_aligned_table(layout, at, error);
	case PDF_BAND_COLUMNS:
		break;
	}
	for (guint column = 0; column < at->band->columns->len; column++) {
		g_autoptr(GPtrArray) lines = column_lines(at, column, 0, at->band->n_rows);
		if (!write_lines(layout, lines, error))
			return FALSE;
	}
	return TRUE;
}

/* Rows [from, to), with the grids that begin above each. */
static gboolean
write_rows(Layout *layout, const Region *region, const GPtrArray *rows, guint from, guint to,
	   guint *next, GError **error)
{
	for (guint i = from; i < to;) {
		const PdfRow *row = rows->pdata[i];
		g_autoptr(PdfBand) band = pdf_band_new(rows, i, to);
		BandRows at = {band, rows, i};
		if (!write_parts(layout, region, next, row->box.y0, error) ||
		    !write_band(layout, &at, error))
			return FALSE;
		i += band->n_rows;
	}
	return TRUE;
}

/* One side of a gutter is a region of its own, where the lines of the other do not matter. */
static gboolean
write_side(Layout *layout, const GPtrArray *rows, const PdfGutter *gutter, gboolean right,
	   GError **error)
{
	g_auto(Region) side = {0};

	region_init(&side);
	for (guint i = gutter->first; i < gutter->first + gutter->n_rows; i++) {
		const PdfRow *row = rows->pdata[i];
		for (guint j = 0; j < row->pieces->len; j++) {
			const PdfPiece *piece = row->pieces->pdata[j];
			if ((piece->box.x0 >= gutter->x) == right)
				g_array_append_vals(side.glyphs, piece->glyphs->data,
						    piece->glyphs->len);
		}
	}
	return write_region(layout, &side, error);
}

static gboolean
write_region(Layout *layout, const Region *region, GError **error)
{
	guint next = 0;
	g_autoptr(GPtrArray) rows = pdf_rows_new(region->glyphs);
	PdfGutter gutter = {0};

	if (pdf_gutter_find(rows, &gutter)) {
		const PdfRow *row = rows->pdata[gutter.first];
		if (!write_rows(layout, region, rows, 0, gutter.first, &next, error) ||
		    !write_parts(layout, region, &next, row->box.y0, error) ||
		    !write_side(layout, rows, &gutter, FALSE, error) ||
		    !write_side(layout, rows, &gutter, TRUE, error))
			return FALSE;
	}
	return write_rows(layout, region, rows, gutter.first + gutter.n_rows, rows->len, &next,
			  error) &&
	       write_parts(layout, region, &next, G_MAXDOUBLE, error);
}

static GPtrArray *
upright_grids(const PdfDrawing *drawing, const PdfTurn *turn)
{
	g_autoptr(GArray) rules = g_array_new(FALSE, FALSE, sizeof(PdfRule));

	for (guint i = 0; i < drawing->rules->len; i++) {
		PdfRule rule = pdf_turn_rule(turn, g_array_index(drawing->rules, PdfRule, i));
		g_array_append_val(rules, rule);
	}
	return pdf_grids_new(rules);
}

gboolean
pdf_layout_write(const PdfGlyphs *glyphs, const PdfDrawing *drawing, VetSink *sink, GError **error)
{
	/* before the layout, which refers to them to its end */
	g_autoptr(GPtrArray) grids = upright_grids(drawing, &glyphs->turn);
	g_auto(Layout) layout = {.sink = sink, .turn = &glyphs->turn};

	layout_init(&layout, glyphs, grids);
	return write_region(&layout, &layout.page, error);
}
