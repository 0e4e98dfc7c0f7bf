/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/rar.h"

#include "plugins/archive/bytes.h"

#define MARK4_SIZE 7
#define MARK5_SIZE 8

#define MAIN4 0x73
#define MAIN4_IS_PART 0x0001
#define MAIN4_IS_LOCKED 0x0080

enum {
	BLOCK_MAIN = 1,
	BLOCK_FILE = 2,
	BLOCK_LOCK = 4,
	BLOCK_END = 5,
};
#define BLOCK_HAS_EXTRA 0x1
#define BLOCK_HAS_DATA 0x2
#define BLOCK_CONTINUES (0x8 | 0x10) /* from the part before, into the next */
#define MAIN_IS_PART 0x1
#define END_IS_NOT_LAST 0x1
#define RECORD_ENCRYPTION 1

/* Bytes that are read from the front; `left` 0 once they have run out. */
typedef struct {
	const guint8 *p;
	gsize left;
} Cursor;

/* Seven bits a byte, the lowest first; 0 and no bytes left when it does not end. */
static guint64
take_number(Cursor *cursor)
{
	guint64 number = 0;

	for (guint shift = 0; shift < 64 && cursor->left > 0; shift += 7) {
		guint8 byte = *cursor->p++;
		cursor->left--;
		number |= (guint64)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return number;
	}
	cursor->left = 0;
	return 0;
}

static Cursor
take_bytes(Cursor *cursor, guint64 length)
{
	Cursor taken = {cursor->p, (gsize)MIN(length, cursor->left)};
	cursor->p += taken.left;
	cursor->left -= taken.left;
	return taken;
}

static gboolean
extra_says_encrypted(Cursor extra)
{
	while (extra.left > 0) {
		Cursor record = take_bytes(&extra, take_number(&extra));
		if (record.left > 0 && take_number(&record) == RECORD_ENCRYPTION)
			return TRUE;
	}
	return FALSE;
}

/* FALSE: what follows is not to be looked at. */
static gboolean
look_at_block(ArchiveRar *rar, guint64 type, guint64 flags, Cursor header, Cursor extra,
	      guint64 max_entries)
{
	guint8 encrypted;

	switch (type) {
	case BLOCK_MAIN:
		rar->is_part |= (take_number(&header) & MAIN_IS_PART) != 0;
		return TRUE;
	case BLOCK_FILE:
		rar->is_part |= (flags & BLOCK_CONTINUES) != 0;
		encrypted = extra_says_encrypted(extra);
		g_byte_array_append(rar->encrypted, &encrypted, 1);
		return rar->encrypted->len < max_entries;
	case BLOCK_LOCK:
		rar->is_locked = TRUE;
		return FALSE;
	case BLOCK_END:
		rar->is_part |= (take_number(&header) & END_IS_NOT_LAST) != 0;
		return FALSE;
	default:
		return TRUE;
	}
}

static void
look5(ArchiveRar *rar, Cursor cursor, guint64 max_entries)
{
	gboolean goes_on = TRUE;

	while (goes_on && cursor.left > 4) {
		take_bytes(&cursor, 4); /* check sum */
		Cursor header = take_bytes(&cursor, take_number(&cursor));
		guint64 type = take_number(&header);
		guint64 flags = take_number(&header);
		guint64 extra_size = flags & BLOCK_HAS_EXTRA ? take_number(&header) : 0;
		guint64 data_size = flags & BLOCK_HAS_DATA ? take_number(&header) : 0;
		extra_size = MIN(extra_size, header.left);
		Cursor extra = {header.p + (header.left - extra_size), (gsize)extra_size};
		goes_on = header.left > 0 &&
			  look_at_block(rar, type, flags, header, extra, max_entries);
		take_bytes(&cursor, data_size);
	}
}

static void
look4(ArchiveRar *rar, const guint8 *p, gsize left)
{
	if (left < 7 || p[2] != MAIN4)
		return;
	rar->is_part = (archive_get16(p + 3) & MAIN4_IS_PART) != 0;
	rar->is_locked = (archive_get16(p + 3) & MAIN4_IS_LOCKED) != 0;
}

ArchiveRar *
archive_rar_look(const guint8 *data, gsize length, guint64 max_entries)
{
	ArchiveRar *rar = g_new0(ArchiveRar, 1);

	rar->encrypted = g_byte_array_new();
	if (length > MARK5_SIZE && memcmp(data, "Rar!\x1a\x07\x01\x00", MARK5_SIZE) == 0)
		look5(rar, (Cursor){data + MARK5_SIZE, length - MARK5_SIZE}, max_entries);
	else if (length > MARK4_SIZE)
		look4(rar, data + MARK4_SIZE, length - MARK4_SIZE);
	return rar;
}

void
archive_rar_free(ArchiveRar *rar)
{
	g_byte_array_unref(rar->encrypted);
	g_free(rar);
}
