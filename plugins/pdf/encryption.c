/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/encryption.h"

/* bytes; readers look for it no further from the end */
#define MAX_TAIL 2048
#define MAX_OFFSET_DIGITS 12
#define OPEN_FILTER "/Identity"

/* Where the file says that its table of objects is; 0 when it does not. */
static gsize
offset_of_table(PdfRaw file)
{
	gsize at = file.length > MAX_TAIL ? file.length - MAX_TAIL : 0, last = file.length;
	guint64 offset = 0;

	while ((at = pdf_raw_find(file, at, "startxref")) < file.length)
		last = at++;
	last += strlen("startxref");
	while (last < file.length && g_ascii_isspace(file.data[last]))
		last++;
	for (guint n = 0;
	     last < file.length && n < MAX_OFFSET_DIGITS && g_ascii_isdigit(file.data[last]);
	     n++, last++)
		offset = offset * 10 + (guint64)(file.data[last] - '0');
	return offset < file.length ? (gsize)offset : 0;
}

/* The trailer that holds: behind the table, or the dictionary of the stream that is the table. */
static PdfRaw
find_trailer(PdfRaw file)
{
	gsize table = offset_of_table(file);
	gsize trailer = pdf_raw_find(file, table, "trailer");
	gsize stream = pdf_raw_find(file, table, "stream");
	gsize object = pdf_raw_find(file, table, " obj");
	gsize at = object < MIN(trailer, stream) ? object + strlen(" obj")
						 : trailer + strlen("trailer");

	return at < file.length ? (PdfRaw){file.data + at, file.length - at}
				: (PdfRaw){file.data, 0};
}

gboolean
pdf_encryption_locks_files(PdfRaw file)
{
	PdfRaw encryption;

	if (!pdf_raw_dictionary(file, find_trailer(file), "/Encrypt", &encryption))
		return FALSE;
	g_autofree char *files = pdf_raw_name(encryption, "/EFF");
	g_autofree char *streams = pdf_raw_name(encryption, "/StmF");
	return files && g_strcmp0(files, OPEN_FILTER) != 0 &&
	       g_strcmp0(files, streams ? streams : OPEN_FILTER) != 0;
}
