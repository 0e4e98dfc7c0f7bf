/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where a command's output goes: text from strangers made harmless (no control characters, no
 * escape sequences), colour only on a terminal, columns counted as East Asian text needs them.
 */

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef enum {
	VET_PAINT_PLAIN,
	VET_PAINT_BOLD,
	VET_PAINT_DIM,
	VET_PAINT_RED,
	VET_PAINT_YELLOW,
	VET_PAINT_GREEN,
	VET_PAINT_BLUE,
	VET_PAINT_MAGENTA,
} VetPaint;

typedef struct _VetTerminal VetTerminal;

/*
 * Borrows `out`.  Colour: when `out` is a terminal, `color` is TRUE and the environment has no
 * NO_COLOR.
 */
VetTerminal *vet_terminal_new(FILE *out, gboolean color);
void vet_terminal_free(VetTerminal *terminal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetTerminal, vet_terminal_free)
/* Columns of the terminal; 0 = no terminal, lines may be of any length. */
guint vet_terminal_columns(const VetTerminal *terminal);
/* Whether what is written may carry colour. */
gboolean vet_terminal_is_colored(const VetTerminal *terminal);
/* Writes text; line feeds stay, other control characters become "�". */
void vet_terminal_put(VetTerminal *terminal, VetPaint paint, const char *text);
void vet_terminal_print(VetTerminal *terminal, VetPaint paint, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* The text, padded with spaces to `columns`. */
void vet_terminal_pad(VetTerminal *terminal, VetPaint paint, const char *text, guint columns);
/*
 * How a verdict ("ineligible" …), an outcome ("reject" …) or a document's status ("ok" …) is
 * painted.
 */
VetPaint vet_terminal_paint_of(const char *word);

G_END_DECLS
