/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Header and footer of a sheet, written in codes: "&L&\"Arial\"&12left&C&A&Rpage &P" (ISO 29500-1,
 * 18.3.1.39). */

#include <glib.h>

G_BEGIN_DECLS

/*
 * What is printed, its left, middle and right part with a tab between; the sheet's name for &A.
 * Numbers of pages, dates and the file's name are not known and left out, fonts, sizes and pictures
 * too.  Caller frees.
 */
char *sheet_margin_text(const char *code, const char *sheet_name);

G_END_DECLS
