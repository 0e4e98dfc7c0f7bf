/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows of text set in aligned columns under a header. */

#include "daemon/terminal.h"

G_BEGIN_DECLS

typedef struct _VetColumns VetColumns;

/*
 * `titles` ends with NULL and is borrowed; the last column takes what is left of the terminal's
 * line.
 */
VetColumns *vet_columns_new(const char *const *titles);
void vet_columns_free(VetColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetColumns, vet_columns_free)
/* Adds a cell, row by row; copied, line feeds become spaces. */
void vet_columns_add(VetColumns *columns, VetPaint paint, const char *text);
void vet_columns_add_number(VetColumns *columns, gint64 number);
void vet_columns_print(const VetColumns *columns, VetTerminal *terminal);

G_END_DECLS
