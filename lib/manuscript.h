/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The text of one file that people write, kept for showing where a fault is. Offsets are in bytes
 * from 0.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetManuscript VetManuscript;

#define VET_MANUSCRIPT_MAX_BYTES (4 * 1024 * 1024)

/*
 * Reads a file; VET_ERROR_CONFIG when it cannot be read, is too large or is not UTF-8.  A BOM is
 * dropped.
 */
VetManuscript *vet_manuscript_read(const char *path, const char *name,
				   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_manuscript_free(VetManuscript *manuscript);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetManuscript, vet_manuscript_free)

const char *vet_manuscript_name(const VetManuscript *manuscript);
const char *vet_manuscript_text(const VetManuscript *manuscript);
gsize vet_manuscript_length(const VetManuscript *manuscript);
/* Line and column count from 1, the column in characters. */
void vet_manuscript_locate(const VetManuscript *manuscript, gsize offset, guint *ret_line,
			   guint *ret_column);
/*
 * The line of `offset` and below it a caret and tildes under [offset, offset + length), which line
 * up under wide characters too; a long line is cut around the place.  Two lines, each ending in a
 * line feed.  Caller frees.
 */
char *vet_manuscript_show(const VetManuscript *manuscript, gsize offset, gsize length);

G_END_DECLS
