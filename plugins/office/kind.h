/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What LibreOffice is to do with a document, by its media type. */

#include "lib/plugin.h"

G_BEGIN_DECLS

typedef struct {
	const char *media_type;
	const char *extension; /* that LibreOffice knows the format by, as it looks at names too */
	const char *target;    /* extension of what it is converted to */
	/* for --convert-to; with pages of speakers' notes, NULL when the format has none */
	const char *with_notes;
	/* NULL: some compound file, of which only the fault is told */
	const char *command;
} OfficeKind;

/* NULL-terminated, for the plugin. */
extern const char *const office_media_types[];
/* NULL when it is none of them. */
const OfficeKind *office_kind_find(const char *media_type);

G_END_DECLS
