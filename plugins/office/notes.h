/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether speakers' notes were written to slides.  Only then are pages of notes wanted: each repeats the
 * text of its slide in a small picture.
 */

#include <glib.h>

#include "plugins/office/compound.h"

G_BEGIN_DECLS

/* Of a ppt. */
gboolean office_notes_in_compound(const OfficeCompound *compound);
/* Of OpenDocument: a package or one file of XML. */
gboolean office_notes_in_opendocument(const guint8 *data, gsize length);

G_END_DECLS
