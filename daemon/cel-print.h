/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A CEL value for a person to read: as it would be written in an expression, laid out in lines. */

#include "lib/cel/cel.h"

G_BEGIN_DECLS

typedef struct {
	guint columns;   /* lists and maps that are wider get a line an element; 0 = one line */
	guint max_text;  /* characters of a text, then "…"; 0 = all */
	guint max_bytes; /* of the whole, then "…"; 0 = 64 KiB */
	gboolean masked; /* personal numbers are starred, keys for matching left out */
} VetCelPrint;

/* Caller frees. */
char *vet_cel_print(CelValue value, const VetCelPrint *how);

G_END_DECLS
