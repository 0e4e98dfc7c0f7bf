/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Of CSS what decides whether a reader sees a text: display, visibility, opacity, size, colour on
 * background, places off the page.  Style attributes, and rules of <style> for a tag, a class or an id.
 */

#include "plugins/markup/tokens.h"

G_BEGIN_DECLS

/* no colour that is known: a picture, a gradient */
#define STYLE_NO_COLOUR (-1)

/* What holds within an element; most of it is inherited. */
typedef struct {
	gboolean is_gone;          /* and all within: display: none, opacity: 0, off the page */
	gboolean is_invisible;     /* visibility: what is within may be visible again */
	gboolean is_tiny;          /* the font has no size */
	gboolean keeps_space;      /* white-space: pre */
	gint32 colour, background; /* 0xRRGGBB or STYLE_NO_COLOUR */
} Style;

void style_init(Style *style);
gboolean style_hides(const Style *style);
/* "display: none; color: #fff" */
void style_apply(Style *style, const char *declarations, gsize length);
/* A colour as HTML's attributes have it: "white", "#ffffff", "ffffff". */
gint32 style_colour(const char *text);

typedef struct _StyleSheet StyleSheet;

StyleSheet *style_sheet_new(void);
void style_sheet_free(StyleSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StyleSheet, style_sheet_free)
/* The content of a <style>. */
void style_sheet_add(StyleSheet *sheet, const char *text, gsize length);
/* There are rules that are not here: another file's. */
void style_sheet_set_partial(StyleSheet *sheet);
/* The rules for this element; `classes` and `id` may be NULL. */
void style_sheet_apply(const StyleSheet *sheet, Style *style, const char *tag, const char *classes,
		       const char *id);

G_END_DECLS
