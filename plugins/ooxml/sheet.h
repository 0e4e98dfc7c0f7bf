/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One sheet: its cells as they are shown, in lines and tables. */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

typedef struct {
	const OoxmlPackage *package;
	VetSink *sink;
	GPtrArray *strings; /* of char *: the shared ones */
	GPtrArray *formats; /* of char *: the code of each cell style, NULL for General */
	gboolean is_1904;
} SheetBook;

/* Damage is said and what came before it is kept. */
gboolean sheet_read(const SheetBook *book, const char *path, const char *name, gboolean is_hidden,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
