/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The text of one file that people write, kept for showing where a fault is. Offsets are in bytes from 0. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetSource VetSource;

#define VET_SOURCE_MAX_BYTES (4 * 1024 * 1024)

/* Copies `text`, which must be valid UTF-8; `name` is how messages call it ("rules.yaml"). */
VetSource *vet_source_new(const char *name, const char *text, gsize length);
/* Reads a file; VET_ERROR_CONFIG when it cannot be read, is too large or is not UTF-8.  A BOM is dropped. */
VetSource *vet_source_read(const char *path, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_source_free(VetSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSource, vet_source_free)

const char *vet_source_name(const VetSource *source);
const char *vet_source_text(const VetSource *source);
gsize vet_source_length(const VetSource *source);
/* Line and column count from 1, the column in characters. */
void vet_source_locate(const VetSource *source, gsize offset, guint *ret_line, guint *ret_column);
/*
 * The line of `offset` and below it a caret and tildes under [offset, offset + length), which line up under
 * wide characters too; a long line is cut around the place.  Two lines, each ending in a line feed.  Caller frees.
 */
char *vet_source_show(const VetSource *source, gsize offset, gsize length);

G_END_DECLS
