/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A table of HTML as it grows: rows, cells, colspan and rowspan (WHATWG, 4.9.12). */

#include "plugins/markup/flow.h"

G_BEGIN_DECLS

typedef struct _Table Table;

Table *table_new(void);
void table_free(Table *table);

void table_begin_row(Table *table);
/* The text of the cell that begins, to be filled; NULL when the table is too large to be one. */
GString *table_begin_cell(Table *table, guint column_span, guint row_span);
/* Hands the table to the sink, if it arranges anything. */
gboolean table_end(Table *table, VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
