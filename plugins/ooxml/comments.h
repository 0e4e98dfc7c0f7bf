/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The comments of a sheet: notes (ISO 29500-1, 18.7) and threads (MS-XLSX, 2.6.205).  A thread is also kept as a
 * note for programs that know none; what that repeats is left out.
 */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* Who wrote them: id → char *, the name.  `relations` are the workbook's.  A damaged part is said; NULL
 * when the sink has had enough. */
GHashTable *comments_read_persons(const OoxmlPackage *package, const GPtrArray *relations,
				  VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A line each, "B2: text" or "B2: name: text", in the current role.  `relations` are the sheet's. */
gboolean comments_write(const OoxmlPackage *package, const GPtrArray *relations,
			GHashTable *persons, VetSink *sink,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
