/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How a cell shows its number: number format codes (ISO 29500-1, 18.8.31).  A whole number of more than
 * eleven digits is shown with all of them, whatever the cell's format makes of it.  Colours, widths and
 * [DBNum] are left out.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

/* `number` as the file has it; `code` NULL is General.  Text that is no number comes back as it is.
 * Caller frees. */
char *format_number(const char *code, const char *number, gboolean is_1904);
/* A text in a cell of that format: '0;0;0;"["@"]"'.  Caller frees. */
char *format_text(const char *code, const char *text);
/* The code of a built-in format, those of Chinese editions among them; NULL for General. */
const char *format_builtin(guint id);

/* For format.c and format-date.c. */
typedef struct {
	const char *at;
	gsize length;
} FormatSection;

/*
 * One token of a section: `*ret_kind` is '"' for literal text, '[' for what stands in brackets, else the
 * letter itself.  Returns the bytes it takes (0 at the end); its text is without quotes.
 */
gsize format_token(const FormatSection *section, gsize at, char *ret_kind, const char **ret_text,
		   gsize *ret_length);
/* TRUE when a letter of the section stands for a part of a date. */
gboolean format_is_date(const FormatSection *section);
/* FALSE when no calendar has the day. */
gboolean format_date(const FormatSection *section, double serial, gboolean is_1904, GString *out);

G_END_DECLS
