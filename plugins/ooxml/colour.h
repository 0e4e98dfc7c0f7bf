/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Colours of a docx, of letters and of the ground they stand on, as far as they decide whether a
 * reader sees the letters.
 */

#include "plugins/ooxml/ink.h"

G_BEGIN_DECLS

typedef enum {
	DOCX_COLOUR_UNSET, /* says nothing: what is around or below holds */
	DOCX_COLOUR_AUTO,  /* of letters: black or white, whichever shows */
	DOCX_COLOUR_RGB,
	DOCX_COLOUR_UNKNOWN, /* a pattern, a picture, a colour that cannot be worked out */
} DocxColourKind;

typedef struct {
	DocxColourKind kind;
	Ink ink; /* of RGB */
} DocxColour;

#define DOCX_WHITE ((DocxColour){DOCX_COLOUR_RGB, INK_WHITE})

/* The colours that a theme gives to names: "background1", "accent2". */
typedef struct _DocxPalette DocxPalette;

/* `theme` is word/theme/theme1.xml, `settings` word/settings.xml; both may be NULL and may be freed
 * afterwards. */
DocxPalette *docx_palette_new(const xmlDoc *theme, const xmlDoc *settings);
void docx_palette_free(DocxPalette *palette);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxPalette, docx_palette_free)

/* w:color; UNSET when `node` is NULL. */
DocxColour docx_colour_of_letters(const DocxPalette *palette, const xmlNode *node);
/* w:shd; UNSET when `node` is NULL or what is below shows through. */
DocxColour docx_colour_of_shading(const DocxPalette *palette, const xmlNode *node);
/* w:background; UNSET when `node` is NULL or leaves it to the program. */
DocxColour docx_colour_of_page(const DocxPalette *palette, const xmlNode *node);
/* w:highlight; UNSET when `name` is NULL or "none". */
DocxColour docx_colour_of_highlight(const char *name);
/* The fill of a shape (a:solidFill …) among the children of its properties; UNSET when there is none
 * or none is said. */
DocxColour docx_colour_of_fill(const DocxPalette *palette, const xmlNode *properties);
/* Of VML: "#4472c4", "white [3212]", "red". */
DocxColour docx_colour_of_vml(const char *value);

/* `colour`, or `below` where it is UNSET. */
DocxColour docx_colour_over(DocxColour colour, DocxColour below);
/* TRUE when both are known and no eye tells them apart on paper. */
gboolean docx_colour_is_same(DocxColour a, DocxColour b);

G_END_DECLS
