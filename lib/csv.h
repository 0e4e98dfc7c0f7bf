/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* CSV (RFC 4180; comma or tab) with a header line, in UTF-8 with or without BOM, or GB18030. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetCsv VetCsv;

/* Bounds: fields of a row, bytes of a field, bytes of the whole. */
#define VET_CSV_MAX_FIELDS 256
#define VET_CSV_MAX_FIELD_BYTES (64 * 1024)
#define VET_CSV_MAX_BYTES (G_GUINT64_CONSTANT(1) << 30)

/* Decodes and reads the header.  VET_ERROR_MALFORMED names `source_name` and the line. */
VetCsv *vet_csv_new(const char *bytes, gsize length, const char *source_name,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_csv_free(VetCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetCsv, vet_csv_free)
/* Column number of a header, -1 when absent; compared without white space and width. */
int vet_csv_column(const VetCsv *csv, const char *header);
/*
 * Next row; TRUE with *ret_fields (NULL-terminated, owned by the csv until the next call) and the
 * line it began at.  FALSE without error at the end; FALSE with VET_ERROR_MALFORMED for a bad row,
 * after which the next call goes on behind it.
 */
gboolean vet_csv_next(VetCsv *csv, char ***ret_fields, guint *ret_line, GError **error);

G_END_DECLS
