/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How a picture looks, to find it again when it was saved anew: the signs of its lowest frequencies
 * (discrete cosine transform of what is printed, without the margins, in 32 by 32 fields).  Quality,
 * size, brightness and margins leave nearly all of them as they are; turning it does not.  Two prints
 * of one form look alike too: whoever compares has to read them.
 */

#include "plugins/recognise/sheet.h"

G_BEGIN_DECLS

#define LIKENESS_BITS 128

/* as hexadecimal digits, with the NUL */
#define LIKENESS_TEXT (LIKENESS_BITS / 4 + 1)

/*
 * FALSE, and "" in ret_text, for a blank or nearly uniform picture.  Before anything is taken out of
 * the sheet.
 */
gboolean likeness_of(const Sheet *sheet, char ret_text[LIKENESS_TEXT]);

G_END_DECLS
