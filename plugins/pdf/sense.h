/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether the text of a page means anything.  Fonts that do not say which characters they draw, or
 * say it wrongly, show good text and tell gibberish.  The measures are coarse on purpose: a page of
 * good text must never be doubted, and one that is gibberish is so all over.
 */

#include "plugins/pdf/glyphs.h"

G_BEGIN_DECLS

/* Learns from the national charsets which ideographs are common; after vet_charset_prepare(). */
void pdf_sense_prepare(void);
/*
 * Puts Chinese right whose bytes were taken for Latin letters ("ÏîÄ¿" for 项目), when all of them
 * make sense so.  TRUE when it did.
 */
gboolean pdf_sense_restore(PdfGlyphs *glyphs);
/* Why the text means nothing, as the end of a sentence, static; NULL when it may mean something. */
const char *pdf_sense_doubt(const PdfGlyphs *glyphs);

G_END_DECLS
