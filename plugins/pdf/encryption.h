/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a document's encryption dictionary says, as it stands in the file (ISO 32000-1, 7.6.5), of
 * what Poppler passes over: it decrypts all of a document by one filter, or nothing.
 */

#include "plugins/pdf/raw.h"

G_BEGIN_DECLS

/* Whether embedded files are encrypted by another filter than the rest, which may be open. */
gboolean pdf_encryption_locks_files(PdfRaw file);

G_END_DECLS
