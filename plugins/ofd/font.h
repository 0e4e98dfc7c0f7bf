/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Fonts to draw a page with: those that the document embeds, and for characters that these lack, or that
 * have none, the best of the system's by fontconfig.
 */

#include <cairo.h>

#include "plugins/ofd/resources.h"

G_BEGIN_DECLS

typedef struct _OfdFonts OfdFonts;

/* Once in the zygote: FreeType, fontconfig's index.  VET_ERROR_CONFIG. */
gboolean ofd_fonts_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Both must outlive it; `resources` may grow. */
OfdFonts *ofd_fonts_new(OfdPackage *package, const OfdResources *resources);
void ofd_fonts_free(OfdFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdFonts, ofd_fonts_free)

/* A glyph of the embedded font of that ID by its number; NULL when there is no such font or glyph. */
cairo_font_face_t *ofd_fonts_find_glyph(OfdFonts *fonts, guint id, guint glyph);
/*
 * The face that shows the character in place of the font of that ID, and its glyph there; NULL when no
 * font has it.  Owned by the fonts.
 */
cairo_font_face_t *ofd_fonts_find_character(OfdFonts *fonts, guint id, gunichar character,
					    guint *ret_glyph);

G_END_DECLS
