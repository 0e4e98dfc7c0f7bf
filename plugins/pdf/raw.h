/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Objects as they stand in the file, for what poppler-glib does not tell.  Only what is written
 * openly can be found so: nothing within object streams.  All text lies in the document's bytes.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct {
	const guint8 *data;
	gsize length;
} PdfRaw;

/* Where `needle` stands in `raw`, from byte `from` on; raw.length when nowhere. */
gsize pdf_raw_find(PdfRaw raw, gsize from, const char *needle);
/*
 * The object around a byte: what is between "N G obj" and "endobj", at most 2 MiB each way, and its
 * number.  FALSE when it is in none.
 */
gboolean pdf_raw_object_at(PdfRaw raw, gsize at, PdfRaw *ret_object, guint *ret_number);
/*
 * The value of a key ("/Name") of the object's own dictionary, when it is a string: its bytes.
 * NULL when there is none.
 */
GBytes *pdf_raw_string(PdfRaw object, const char *key);
/* The same as text: by its byte order mark, else as it is judged.  Caller frees. */
char *pdf_raw_text(PdfRaw object, const char *key);
/*
 * The value of a key when it is a dictionary, or a reference to an object of `file`, whatever that
 * is: *ret_dictionary begins with it and goes on behind it.  FALSE when there is none.
 */
gboolean pdf_raw_dictionary(PdfRaw file, PdfRaw object, const char *key, PdfRaw *ret_dictionary);
/* The value of a key when it is a name ("/Sig"), with its slash.  Caller frees. */
char *pdf_raw_name(PdfRaw object, const char *key);

G_END_DECLS
