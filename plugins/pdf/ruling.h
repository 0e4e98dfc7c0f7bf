/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rules of a page put in order: pieces joined, and rules that touch gathered in networks. */

#include "plugins/pdf/drawing.h"

G_BEGIN_DECLS

/*
 * Joins collinear rules that touch, overlap or leave the gap of a dotted line, and drops short
 * ones. Empty when there are more than a table has: a chart or a map.
 */
GArray *pdf_ruling_join(const GArray *rules);
/* Networks of rules that touch or cross: an array of GArray of PdfRule. */
GPtrArray *pdf_ruling_networks(const GArray *joined);

G_END_DECLS
