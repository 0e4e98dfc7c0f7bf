/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Compound files (OLE2) for tests: a few streams of 4 KiB in folders, in sectors of 512 bytes. */

#include <glib.h>
#include <string.h>

#define COMPOUND_SECTOR 512
#define COMPOUND_STREAM_SECTORS 8

static inline void
compound_put16(guint8 *at, guint16 number)
{
	at[0] = (guint8)number;
	at[1] = (guint8)(number >> 8);
}

static inline void
compound_put32(guint8 *at, guint32 number)
{
	compound_put16(at, (guint16)number);
	compound_put16(at + 2, (guint16)(number >> 16));
}

#define COMPOUND_NONE 0xFFFFFFFF

/* An entry of the directory; a stream has 4 KiB that begin with these bytes. */
typedef struct {
	const char *name;
	const guint8 *data; /* NULL: a folder */
	gsize length;
	guint32 next, child; /* entries, from 1; COMPOUND_NONE */
} CompoundEntry;

static inline void
compound_put_header(guint8 *at)
{
	memcpy(at, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	compound_put16(at + 24, 0x3E);
	compound_put16(at + 26, 3);
	compound_put16(at + 28, 0xFFFE);
	compound_put16(at + 30, 9);
	compound_put16(at + 32, 6);
	compound_put32(at + 44, 1);
	compound_put32(at + 48, 1);
	compound_put32(at + 56, 4096);
	compound_put32(at + 60, 0xFFFFFFFE);
	compound_put32(at + 68, 0xFFFFFFFE);
	memset(at + 76, 0xFF, COMPOUND_SECTOR - 76);
	compound_put32(at + 76, 0);
}

static inline void
compound_put_entry(guint8 *at, const CompoundEntry *entry, guint32 first)
{
	for (gsize i = 0; entry->name[i]; i++)
		compound_put16(at + i * 2, (guint8)entry->name[i]);
	compound_put16(at + 64, (guint16)((strlen(entry->name) + 1) * 2));
	at[66] = entry->data ? 2 : 1;
	compound_put32(at + 68, COMPOUND_NONE);
	compound_put32(at + 72, entry->next);
	compound_put32(at + 76, entry->child);
	compound_put32(at + 116, entry->data ? first : 0xFFFFFFFE);
	compound_put32(at + 120, entry->data ? COMPOUND_SECTOR * COMPOUND_STREAM_SECTORS : 0);
}

/* The header, a sector of the table, two of the directory, and what streams there are. */
static inline GByteArray *
compound_make_of(const CompoundEntry *entries, guint n)
{
	const CompoundEntry root = {"Root CompoundEntry", NULL, 0, COMPOUND_NONE, 1};
	GByteArray *file = g_byte_array_new();
	guint32 first = 3;

	g_byte_array_set_size(file, COMPOUND_SECTOR * (4 + COMPOUND_STREAM_SECTORS * n));
	memset(file->data, 0, file->len);
	compound_put_header(file->data);
	guint8 *fat = file->data + COMPOUND_SECTOR, *directory = file->data + COMPOUND_SECTOR * 2;
	memset(fat, 0xFF, COMPOUND_SECTOR);
	compound_put32(fat, 0xFFFFFFFD);
	compound_put32(fat + 4, 2);
	compound_put32(fat + 8, 0xFFFFFFFE);
	compound_put_entry(directory, &root, 0);
	directory[66] = 5;
	for (guint i = 0; i < n; i++) {
		compound_put_entry(directory + (gsize)(i + 1) * 128, &entries[i], first);
		if (!entries[i].data)
			continue;
		for (guint32 j = 0; j < COMPOUND_STREAM_SECTORS; j++)
			compound_put32(fat + (gsize)(first + j) * 4, j + 1 < COMPOUND_STREAM_SECTORS
									     ? first + j + 1
									     : 0xFFFFFFFE);
		memcpy(file->data + (gsize)COMPOUND_SECTOR * (first + 1), entries[i].data,
		       entries[i].length);
		first += COMPOUND_STREAM_SECTORS;
	}
	return file;
}

static inline GByteArray *
compound_make(const char *name, const guint8 *data, gsize length)
{
	const CompoundEntry entry = {name, data, length, COMPOUND_NONE, COMPOUND_NONE};
	return compound_make_of(&entry, 1);
}
