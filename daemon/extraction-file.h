/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One stored extraction as a file: magic, version, length and checksum, then the compressed
 * extraction with what it belongs to.  The version is in the machine's byte order, so an entry of
 * another machine is one of another version.
 */

#include <glib.h>

G_BEGIN_DECLS

/* Grows with the format, also with that of daemon/extraction.h. */
#define VET_EXTRACTION_FILE_VERSION 2

/* The bytes of a file; `label` is held against what is asked for later.  NULL: it does not compress. */
GByteArray *vet_extraction_file_make(const char *label, const char *fingerprint,
				     GVariant *extraction);
/*
 * Back again: the extraction in normal form, the caller's.  NULL without error: of another version,
 * label or reader.  NULL and VET_ERROR_MALFORMED: damaged.  VET_ERROR_RETRY: memory ran out.
 */
GVariant *vet_extraction_file_parse(const char *label, const char *fingerprint, const guint8 *bytes,
				    gsize length, GError **error);

G_END_DECLS
