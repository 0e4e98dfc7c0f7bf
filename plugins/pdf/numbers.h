/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Under which number a font keeps the glyph of a character.  To draw, Poppler works the numbers of a
 * whole font out before the first: of one that the system lends (a form's 宋体 is seldom embedded)
 * 65,000, which takes longer than reading the page does.  Whoever only watches where glyphs are drawn
 * can spare them.
 *
 * Like plugins/pdf/drawing.h this stands between Poppler and itself.  A Poppler that names these two
 * functions otherwise does not pass here, works the numbers out, and says the same.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

/* Looks up Poppler's own functions, without which nothing is spared. */
void pdf_numbers_prepare(void);
/* From now on they are not worked out; not to be nested. */
void pdf_numbers_spare(void);
/*
 * From now on they are.  TRUE when a font went without: its document keeps it so, and cannot be drawn
 * any more.
 */
gboolean pdf_numbers_restore(void);

G_END_DECLS
