/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One sheet: its cells as they are shown, in lines and tables, what is drawn above them, its header and
 * footer, its comments.
 */

#include "plugins/ooxml/cell-styles.h"

G_BEGIN_DECLS

typedef struct {
	const OoxmlPackage *package;
	VetSink *sink;
	GArray *strings; /* of SharedString */
	const CellStyles *styles;
	GHashTable *persons; /* as of comments_read_persons() */
	gboolean is_1904;
} SheetBook;

/* Damage is said and what came before it is kept. */
gboolean sheet_read(const SheetBook *book, const char *path, const char *name, gboolean is_hidden,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
