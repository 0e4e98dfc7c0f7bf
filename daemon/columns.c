/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/columns.h"

#include "lib/text.h"
#include "lib/words.h"

#define GAP 2
/* A cell longer than this is cut, so that one long name does not push the others away. */
#define CELL_MAX 48
#define LAST_CELL_MIN 16

typedef struct {
	char *text;
	VetPaint paint;
} Cell;

struct _VetColumns {
	const char *const *titles;
	guint length;
	GPtrArray *cells; /* of Cell, row by row */
};

static void
free_cell(gpointer data)
{
	Cell *cell = data;
	g_free(cell->text);
	g_free(cell);
}

VetColumns *
vet_columns_new(const char *const *titles)
{
	VetColumns *columns = g_new0(VetColumns, 1);
	columns->titles = titles;
	columns->length = g_strv_length((char **)titles);
	columns->cells = g_ptr_array_new_with_free_func(free_cell);
	return columns;
}

void
vet_columns_free(VetColumns *columns)
{
	if (!columns)
		return;
	g_ptr_array_unref(columns->cells);
	g_free(columns);
}

void
vet_columns_add(VetColumns *columns, VetPaint paint, const char *text)
{
	Cell *cell = g_new0(Cell, 1);
	cell->text = g_strdelimit(g_strdup(text), "\n", ' ');
	cell->paint = paint;
	g_ptr_array_add(columns->cells, cell);
}

void
vet_columns_add_number(VetColumns *columns, gint64 number)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
	vet_columns_add(columns, VET_PAINT_PLAIN, text);
}

/* The widths of all but the last; the last gets what is left (0 = any). */
static guint *
measure(const VetColumns *columns, guint available)
{
	guint *widths = g_new0(guint, columns->length);
	guint used = 0, last = columns->length - 1;
	for (guint i = 0; i < columns->length; i++)
		widths[i] = vet_text_width(_(columns->titles[i]));
	for (guint i = 0; i < columns->cells->len; i++) {
		const Cell *cell = columns->cells->pdata[i];
		guint width = MIN(vet_text_width(cell->text), CELL_MAX);
		widths[i % columns->length] = MAX(widths[i % columns->length], width);
	}
	for (guint i = 0; i < last; i++)
		used += widths[i] + GAP;
	widths[last] = 0;
	if (available > 0)
		widths[last] = MAX(available, used + LAST_CELL_MIN) - used;
	return widths;
}

static void
print_cell(VetTerminal *terminal, VetPaint paint, const char *text, guint width, gboolean last)
{
	g_autofree char *cut = width ? vet_text_ellipsize(text, width) : g_strdup(text);
	if (last)
		vet_terminal_print(terminal, paint, "%s\n", cut);
	else
		vet_terminal_pad(terminal, paint, cut, width + GAP);
}

void
vet_columns_print(const VetColumns *columns, VetTerminal *terminal)
{
	g_return_if_fail(columns->length > 0);
	g_autofree guint *widths = measure(columns, vet_terminal_columns(terminal));
	guint last = columns->length - 1;
	for (guint i = 0; i < columns->length; i++)
		print_cell(terminal, VET_PAINT_DIM, _(columns->titles[i]), widths[i], i == last);
	for (guint i = 0; i < columns->cells->len; i++) {
		const Cell *cell = columns->cells->pdata[i];
		/* a table has columns; NOLINTNEXTLINE(clang-analyzer-core.DivideZero) */
		guint column = i % columns->length;
		print_cell(terminal, cell->paint, cell->text, widths[column], column == last);
	}
}
