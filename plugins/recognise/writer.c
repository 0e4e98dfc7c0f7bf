/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/writer.h"

#include <string.h>

/* of 100: strokes that are no print still get 70 to 88 */
#define WORTHLESS 65
/* a piece of so few characters must be surer: a stain is one, too */
#define FEW 2
#define WORTHLESS_FEW 82

guint
writer_count_letters(const ReadPiece *read)
{
	guint letters = 0;

	for (const char *at = read->text->str; *at; at = g_utf8_next_char(at))
		letters += g_unichar_isalnum(g_utf8_get_char(at));
	return letters;
}

gboolean
writer_is_text(const ReadPiece *read)
{
	guint letters = read && read->n_characters > 0 ? writer_count_letters(read) : 0;

	if (letters == 0)
		return FALSE;
	return read->confidence >= (letters <= FEW ? WORTHLESS_FEW : WORTHLESS);
}

typedef struct {
	GString *text;
	GArray *runs;
	VetBox box;
} Line;

static gboolean
flush(Line *line, VetSink *sink, GError **error)
{
	gboolean done = TRUE;

	if (line->text->len)
		done = vet_sink_line(sink, line->text->str, line->box,
				     (const VetRun *)(void *)line->runs->data,
				     MIN(line->runs->len, VET_MAX_LINE_RUNS), error);
	g_string_truncate(line->text, 0);
	g_array_set_size(line->runs, 0);
	line->box = (VetBox){0};
	return done;
}

/*
 * One line of a piece: bytes [start, end) of its text.  Between pieces there is a wide gap; behind
 * a colon most of it is the colon's own.
 */
static void
append(Line *line, const ReadPiece *read, gsize start, gsize end)
{
	if (line->text->len && !g_str_has_suffix(line->text->str, ":") &&
	    !g_str_has_suffix(line->text->str, "："))
		g_string_append_c(line->text, '\t');
	gsize base = line->text->len;
	g_string_append_len(line->text, read->text->str + start, (gssize)(end - start));
	for (guint i = 0; i < read->runs->len; i++) {
		VetRun run = g_array_index(read->runs, VetRun, i);
		if (run.start < start || run.start + run.length > end)
			continue;
		run.start = (guint32)(run.start - start + base);
		line->box = vet_box_union(line->box, run.box);
		g_array_append_val(line->runs, run);
	}
}

/* A piece of several lines ends the line before it and is its own lines. */
static gboolean
add_piece(Line *line, const ReadPiece *read, VetSink *sink, GError **error)
{
	const char *text = read->text->str;
	gboolean is_block = strchr(text, '\n') != NULL;

	if (is_block && !flush(line, sink, error))
		return FALSE;
	for (gsize start = 0; start < read->text->len;) {
		gsize end = start + strcspn(text + start, "\n");
		if (end > start)
			append(line, read, start, end);
		if (is_block && !flush(line, sink, error))
			return FALSE;
		start = end + 1;
	}
	return TRUE;
}

static gboolean
write_lines(const Layout *layout, const GPtrArray *reads, VetSink *sink, GError **error)
{
	Line line = {.text = g_string_new(NULL), .runs = g_array_new(FALSE, FALSE, sizeof(VetRun))};
	gint row = -1;
	gboolean done = TRUE;

	for (guint i = 0; done && i < layout->pieces->len; i++) {
		const ReadPiece *read = reads->pdata[i];
		if (!writer_is_text(read))
			continue;
		gint own = g_array_index(layout->pieces, Piece, i).row;
		done = (own == row || flush(&line, sink, error)) &&
		       add_piece(&line, read, sink, error);
		row = own;
	}
	done = done && flush(&line, sink, error);
	g_string_free(line.text, TRUE);
	g_array_unref(line.runs);
	return done;
}

/* --- tables --- */

/* Pieces of one row apart by a tab, rows by a line feed. */
static char *
cell_text(const Layout *layout, const GPtrArray *reads, gint grid, gint cell)
{
	GString *text = g_string_new(NULL);
	gint row = -1;

	for (guint i = 0; i < layout->pieces->len && text->len < VET_MAX_CELL_BYTES; i++) {
		const Piece *piece = &g_array_index(layout->pieces, Piece, i);
		const ReadPiece *read = reads->pdata[i];
		if (piece->grid != grid || piece->cell != cell || !writer_is_text(read))
			continue;
		if (text->len)
			g_string_append_c(text, piece->row == row ? '\t' : '\n');
		g_string_append(text, read->text->str);
		row = piece->row;
	}
	return g_string_free(text, FALSE);
}

static gboolean
write_table(const Sheet *sheet, const Layout *layout, const GPtrArray *reads, gint number,
	    VetSink *sink, GError **error)
{
	const Grid *grid = layout->grids->pdata[number];
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(VetCell));
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) pointers = g_ptr_array_new();
	gboolean says = FALSE;

	if (!vet_table_shape_allowed(grid->n_rows, grid->n_columns))
		return TRUE;
	for (guint i = 0; i < grid->cells->len; i++) {
		const GridCell *from = &g_array_index(grid->cells, GridCell, i);
		g_ptr_array_add(texts, cell_text(layout, reads, number, (gint)i));
		VetCell cell = {.row = from->row,
				.column = from->column,
				.row_span = MIN(from->row_span, grid->n_rows - from->row),
				.column_span =
					MIN(from->column_span, grid->n_columns - from->column),
				.text = texts->pdata[i],
				.box = sheet_place(sheet, from->area.x0, from->area.y0,
						   from->area.x1, from->area.y1)};
		says = says || *cell.text;
		/* two in one place: the drawing is no grid there */
		const VetCell *before =
			cells->len ? &g_array_index(cells, VetCell, cells->len - 1) : NULL;
		if (before && before->row == cell.row && before->column == cell.column)
			continue;
		g_array_append_val(cells, cell);
	}
	if (!says)
		return TRUE;
	for (guint i = 0; i < cells->len; i++)
		g_ptr_array_add(pointers, &g_array_index(cells, VetCell, i));
	VetTable table = {.n_rows = grid->n_rows,
			  .n_columns = grid->n_columns,
			  .source = VET_TEXT_OCR,
			  .box = sheet_place(sheet, grid->area.x0, grid->area.y0, grid->area.x1,
					     grid->area.y1),
			  .cells = pointers};
	return vet_sink_table(sink, &table, error);
}

gboolean
writer_write(const Sheet *sheet, const Layout *layout, const GPtrArray *reads, VetSink *sink,
	     GError **error)
{
	gboolean done = write_lines(layout, reads, sink, error);

	for (guint i = 0; done && i < layout->grids->len; i++)
		done = write_table(sheet, layout, reads, (gint)i, sink, error);
	return done;
}
