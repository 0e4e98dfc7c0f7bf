/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/locked.h"

#include <string.h>

#include "plugins/office/bytes.h"
#include "plugins/office/package.h"

#define LOOKED_AT (64 * 1024)
#define MAX_RECORDS 256
/* [MS-DOC] FibBase */
#define FIB_FLAGS 10
#define FIB_ENCRYPTED 0x0100
/* [MS-XLS] */
#define RECORD_FILE_PASS 0x002F
#define RECORD_EOF 0x000A
/* [MS-PPT] CurrentUserAtom, which begins with a header of eight bytes */
#define USER_TOKEN 12
#define TOKEN_ENCRYPTED 0xF3D1C4DF
/* [MS-OFFCRYPTO] 2.2: what is protected; the document beside it is a notice that says so */
#define RIGHTS_STREAM "\011DRMContent"
#define MANIFEST "META-INF/manifest.xml"
#define MAX_MANIFEST (4 * 1024 * 1024)

static OfficeLock
lock_of_word(const GByteArray *stream)
{
	return stream->len >= FIB_FLAGS + 2 && bytes_le16(stream->data + FIB_FLAGS) & FIB_ENCRYPTED
		       ? OFFICE_LOCKED
		       : OFFICE_OPEN;
}

/* The record of the password is among the first, before the sheets. */
static OfficeLock
lock_of_workbook(const GByteArray *stream)
{
	gsize at = 0;

	for (guint n = 0; n < MAX_RECORDS && at + 4 <= stream->len; n++) {
		guint16 record = bytes_le16(stream->data + at);
		if (record == RECORD_FILE_PASS)
			return OFFICE_MAYBE_LOCKED;
		if (record == RECORD_EOF)
			break;
		at += 4 + (gsize)bytes_le16(stream->data + at + 2);
	}
	return OFFICE_OPEN;
}

static OfficeLock
lock_of_slides(const GByteArray *stream)
{
	return stream->len >= USER_TOKEN + 4 &&
			       bytes_le32(stream->data + USER_TOKEN) == TOKEN_ENCRYPTED
		       ? OFFICE_LOCKED
		       : OFFICE_OPEN;
}

typedef struct {
	const char *stream;
	OfficeLock (*lock)(const GByteArray *stream);
} Row;

static const Row rows[] = {
	{"WordDocument", lock_of_word},
	{"Workbook", lock_of_workbook},
	{"Book", lock_of_workbook},
	{"Current User", lock_of_slides},
};

OfficeLock
office_lock_of_compound(const OfficeCompound *compound)
{
	if (office_compound_has(compound, RIGHTS_STREAM))
		return OFFICE_RESTRICTED;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GByteArray) stream =
			office_compound_read(compound, rows[i].stream, LOOKED_AT);
		OfficeLock lock = stream ? rows[i].lock(stream) : OFFICE_OPEN;
		if (lock != OFFICE_OPEN)
			return lock;
	}
	return OFFICE_OPEN;
}

OfficeLock
office_lock_of_package(const guint8 *data, gsize length)
{
	static const char mark[] = ":encryption-data";
	gsize n = 0;
	g_autofree char *manifest = office_package_read(data, length, MANIFEST, MAX_MANIFEST, &n);

	return manifest && memmem(manifest, n, mark, sizeof mark - 1) ? OFFICE_LOCKED : OFFICE_OPEN;
}
