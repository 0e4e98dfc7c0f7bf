/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A text that grows in the arena of an evaluation, within its budget of steps and memory. */

#include "lib/cel/run.h"

typedef struct {
	CelCall *call;
	char *text; /* NULL while it is empty */
	gsize length, room;
} CelRender;

gboolean cel_render_text(CelRender *render, const char *text, gsize length, GError **error);
/* Decimal digits without exponent, as few as read back the same; NaN, Infinity, -Infinity. */
gboolean cel_render_double(CelRender *render, double value, GError **error);
/* `base`: 2 to 16; with its sign. */
gboolean cel_render_integer(CelRender *render, const CelValue *integer, guint base, gboolean upper,
			    GError **error);
/* As %s of format() asks: text bare, a map in the order of its keys' text. */
gboolean cel_render_value(CelRender *render, const CelValue *value, GError **error);
/* The text as STRING, which takes no more memory: the render is not to be used again. */
CelValue cel_render_finish(CelRender *render);
