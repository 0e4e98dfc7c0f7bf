/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Files and pictures inside a package, handed back as documents of their own. */

#include "lib/extract.h"
#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* `main_part`: those below its folder's media/ and embeddings/, and what its relations call pictures,
 * objects, films and imported documents (altChunk), wherever it stands; each once.  Equations are no files. */
gboolean ooxml_read_members(const OoxmlPackage *package, const char *main_part,
			    const GPtrArray *relations, guint64 max_size, VetSink *sink,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
