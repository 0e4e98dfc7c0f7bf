/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The texts that the cells of a workbook share. */

#include "plugins/ooxml/rich-text.h"

G_BEGIN_DECLS

typedef struct {
	char *text;
	RichInk ink;
} SharedString;

/* (element-type SharedString), caller unrefs. */
GArray *strings_new(void);
/* Adds those of the part.  Damage or too many of them: FALSE, and what came before is kept. */
gboolean strings_read(GArray *strings, const OoxmlPackage *package, const char *path,
		      const InkPalette *palette, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
