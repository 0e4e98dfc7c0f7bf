/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For sheet.c: what is read of a sheet before any of it is written. */

#include "plugins/ooxml/rich-text.h"
#include "plugins/ooxml/sheet.h"

G_BEGIN_DECLS

#define SHEET_MAX_COLUMNS 16384

typedef struct {
	guint row, column, row_span, column_span;
	guint8 is_hidden, is_faint; /* faint: in the colour of its ground */
	char *text;
} SheetCell;

typedef struct {
	guint row, column, last_row, last_column;
} SheetArea;

/* things of one kind that a sheet should have and has not: how many, and the first one's place */
typedef struct {
	guint n, row, column;
} SheetLack;

typedef struct {
	const char *element;
	VetLineRole role;
	/* the attribute of headerFooter without which it is not printed; NULL: always */
	const char *needs;
} SheetMarginKind;

#define SHEET_N_MARGINS 6
extern const SheetMarginKind sheet_margin_kinds[SHEET_N_MARGINS];

typedef struct {
	const SheetBook *book;
	const char *name;
	gboolean is_sheet_hidden;
	GArray *cells;       /* of SheetCell */
	GArray *merges;      /* of SheetArea */
	GArray *painted;     /* of SheetArea */
	gboolean is_painted; /* all of it */
	gboolean hidden_columns[SHEET_MAX_COLUMNS];
	GString *margins[SHEET_N_MARGINS]; /* NULL: none */
	gboolean margin_shown[SHEET_N_MARGINS];
	GString *margin; /* the one that is being read */
	SheetLack texts, values;
	gboolean row_hidden, in_value, has_value, has_formula, is_cut;
	guint row, column; /* of the cell being read */
	guint style;
	char type[16];
	GString *value;
	RichText inline_text;
	gsize n_bytes;
} Sheet;

/*
 * Reads the part at `path` and says in *ret_failure what was wrong with it; what came before that is kept.
 * `relations` are the sheet's; `name` must outlive it.
 */
Sheet *sheet_load(const SheetBook *book, const char *path, const char *name, gboolean is_hidden,
		  const GPtrArray *relations, GError **ret_failure);
void sheet_free(Sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)

/* By row, then column. */
int sheet_compare_cells(gconstpointer a, gconstpointer b);

G_END_DECLS
