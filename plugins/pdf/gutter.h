/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The blank strip between two columns of running text, whose lines need not stand level. */

#include "plugins/pdf/rows.h"

G_BEGIN_DECLS

typedef struct {
	guint first, n_rows; /* the rows that it parts */
	double x;
} PdfGutter;

/* FALSE when the rows (of PdfRow) are not mostly text in columns. */
gboolean pdf_gutter_find(const GPtrArray *rows, PdfGutter *ret_gutter);

G_END_DECLS
