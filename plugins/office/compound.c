/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/compound.h"

#include <string.h>

#include "plugins/office/bytes.h"

#define HEADER_BYTES 512
#define HEADER_DIFAT 109
#define ENTRY_BYTES 128
#define MAX_ENTRIES 4096
#define MINI_SHIFT 6
/* sector numbers from here up are marks: free, end of the chain, table */
#define FIRST_MARK 0xFFFFFFFAu
#define NO_ENTRY 0xFFFFFFFFu
#define TYPE_FOLDER 1
#define TYPE_STREAM 2
#define TYPE_ROOT 5

struct _OfficeCompound {
	const guint8 *data;
	gsize length;
	guint shift;
	guint32 n_sectors;
	guint32 mini_cutoff;
	GArray *fat;         /* of guint32: the sectors of the table of sectors */
	GByteArray *entries; /* the directory */
	GByteArray *mini;    /* where small streams lie */
	GArray *mini_fat;    /* of guint32: the next of each */
};

/* NULL when the sector lies beyond the end; the last one may be cut short (*ret_length). */
static const guint8 *
sector_at(const OfficeCompound *compound, guint32 number, gsize *ret_length)
{
	guint64 at = ((guint64)number + 1) << compound->shift;

	if (number >= FIRST_MARK || at >= compound->length)
		return NULL;
	*ret_length = MIN((gsize)1 << compound->shift, compound->length - (gsize)at);
	return compound->data + at;
}

static guint32
next_sector(const OfficeCompound *compound, guint32 number)
{
	guint32 per_sector = 1u << (compound->shift - 2);
	gsize length;

	if (number / per_sector >= compound->fat->len)
		return NO_ENTRY;
	guint32 table = g_array_index(compound->fat, guint32, number / per_sector);
	const guint8 *sector = sector_at(compound, table, &length);
	gsize at = (gsize)(number % per_sector) * 4;
	return sector && at + 4 <= length ? bytes_le32(sector + at) : NO_ENTRY;
}

static GByteArray *
read_chain(const OfficeCompound *compound, guint32 first, gsize most)
{
	GByteArray *bytes = g_byte_array_new();
	guint32 number = first, n = 0;
	gsize length;

	for (const guint8 *sector = sector_at(compound, number, &length);
	     sector && bytes->len < most && n < compound->n_sectors;
	     sector = sector_at(compound, number, &length), n++) {
		g_byte_array_append(bytes, sector, MIN(length, most - bytes->len));
		number = next_sector(compound, number);
	}
	return bytes;
}

/* Which sectors hold the table of sectors: the first are named in the header, others in a chain. */
static void
find_tables(OfficeCompound *compound)
{
	guint32 per_sector = (1u << (compound->shift - 2)) - 1;
	guint32 number = bytes_le32(compound->data + 68);
	gsize length;

	for (guint i = 0; i < HEADER_DIFAT; i++) {
		guint32 table = bytes_le32(compound->data + 76 + (gsize)i * 4);
		if (table < FIRST_MARK)
			g_array_append_val(compound->fat, table);
	}
	for (guint32 n = 0; n < compound->n_sectors; n++) {
		const guint8 *sector = sector_at(compound, number, &length);
		if (!sector || length < (gsize)(per_sector + 1) * 4 ||
		    compound->fat->len > compound->n_sectors)
			return;
		for (guint32 i = 0; i < per_sector; i++) {
			guint32 table = bytes_le32(sector + (gsize)i * 4);
			if (table < FIRST_MARK)
				g_array_append_val(compound->fat, table);
		}
		number = bytes_le32(sector + (gsize)per_sector * 4);
	}
}

static const guint8 *
entry_at(const OfficeCompound *compound, guint32 number)
{
	if (number >= compound->entries->len / ENTRY_BYTES)
		return NULL;
	return compound->entries->data + (gsize)number * ENTRY_BYTES;
}

static void
find_mini_streams(OfficeCompound *compound)
{
	const guint8 *root = entry_at(compound, 0);
	g_autoptr(GByteArray) table =
		read_chain(compound, bytes_le32(compound->data + 60), compound->length);

	if (root && root[66] == TYPE_ROOT) {
		g_byte_array_unref(compound->mini);
		compound->mini = read_chain(compound, bytes_le32(root + 116), compound->length);
	}
	for (guint i = 0; i + 4 <= table->len; i += 4) {
		guint32 next = bytes_le32(table->data + i);
		g_array_append_val(compound->mini_fat, next);
	}
}

OfficeCompound *
office_compound_new(const guint8 *data, gsize length)
{
	if (length < HEADER_BYTES || memcmp(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) != 0)
		return NULL;
	guint shift = bytes_le16(data + 30);
	if (shift != 9 && shift != 12)
		return NULL;
	g_autoptr(OfficeCompound) compound = g_new0(OfficeCompound, 1);
	compound->data = data;
	compound->length = length;
	compound->shift = shift;
	compound->n_sectors = (guint32)MIN(length >> shift, FIRST_MARK);
	compound->mini_cutoff = bytes_le32(data + 56);
	compound->fat = g_array_new(FALSE, FALSE, sizeof(guint32));
	compound->mini = g_byte_array_new();
	compound->mini_fat = g_array_new(FALSE, FALSE, sizeof(guint32));
	find_tables(compound);
	compound->entries =
		read_chain(compound, bytes_le32(data + 48), (gsize)MAX_ENTRIES * ENTRY_BYTES);
	find_mini_streams(compound);
	return compound->entries->len >= ENTRY_BYTES ? g_steal_pointer(&compound) : NULL;
}

void
office_compound_free(OfficeCompound *compound)
{
	if (!compound)
		return;
	g_array_unref(compound->fat);
	g_clear_pointer(&compound->entries, g_byte_array_unref);
	g_byte_array_unref(compound->mini);
	g_array_unref(compound->mini_fat);
	g_free(compound);
}

static OfficeEntry
describe(const guint8 *at, guint32 number)
{
	OfficeEntry entry = {number, at[66] == TYPE_FOLDER, bytes_le32(at + 120), {0}};
	/* with its 0 */
	guint length = MIN(bytes_le16(at + 64) / 2, OFFICE_MAX_NAME + 1);

	for (guint i = 0; i + 1 < length; i++)
		entry.name[i] = bytes_le16(at + (gsize)i * 2);
	return entry;
}

/* The entries are a tree, which is walked without minding its order, each entry once at most. */
GArray *
office_compound_list(const OfficeCompound *compound, guint32 folder)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(OfficeEntry));
	g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree gboolean *seen = g_new0(gboolean, compound->entries->len / ENTRY_BYTES);
	const guint8 *parent = entry_at(compound, folder);
	guint32 child = parent ? bytes_le32(parent + 76) : NO_ENTRY;

	g_array_append_val(todo, child);
	while (todo->len > 0) {
		guint32 number = g_array_index(todo, guint32, todo->len - 1);
		const guint8 *at = entry_at(compound, number);
		g_array_set_size(todo, todo->len - 1);
		if (!at || seen[number])
			continue;
		seen[number] = TRUE;
		guint32 left = bytes_le32(at + 68), right = bytes_le32(at + 72);
		g_array_append_val(todo, left);
		g_array_append_val(todo, right);
		OfficeEntry entry = describe(at, number);
		if (at[66] == TYPE_FOLDER || at[66] == TYPE_STREAM)
			g_array_append_val(list, entry);
	}
	return list;
}

gboolean
office_entry_is(const OfficeEntry *entry, const char *name)
{
	gsize i = 0;

	while (i < OFFICE_MAX_NAME && name[i] && entry->name[i] == (guint8)name[i])
		i++;
	return !name[i] && !entry->name[i];
}

/* At the top alone: an embedded document has streams of the same names further down. */
static gboolean
find_stream(const OfficeCompound *compound, const char *name, OfficeEntry *ret_entry)
{
	g_autoptr(GArray) list = office_compound_list(compound, OFFICE_ROOT);

	for (guint i = 0; i < list->len; i++) {
		const OfficeEntry *entry = &g_array_index(list, OfficeEntry, i);
		if (entry->is_folder || !office_entry_is(entry, name))
			continue;
		*ret_entry = *entry;
		return TRUE;
	}
	return FALSE;
}

static GByteArray *
read_mini_chain(const OfficeCompound *compound, guint32 first, gsize most)
{
	GByteArray *bytes = g_byte_array_new();
	guint32 number = first;

	for (guint n = 0;
	     n < compound->mini_fat->len && number < compound->mini_fat->len && bytes->len < most;
	     n++) {
		gsize at = (gsize)number << MINI_SHIFT;
		if (at >= compound->mini->len)
			break;
		gsize length = MIN((gsize)1 << MINI_SHIFT, compound->mini->len - at);
		g_byte_array_append(bytes, compound->mini->data + at,
				    (guint)MIN(length, most - bytes->len));
		number = g_array_index(compound->mini_fat, guint32, number);
	}
	return bytes;
}

GByteArray *
office_compound_read_entry(const OfficeCompound *compound, const OfficeEntry *entry, gsize most)
{
	const guint8 *at = entry_at(compound, entry->number);
	guint32 first = at ? bytes_le32(at + 116) : NO_ENTRY;

	most = MIN(most, entry->size);
	return entry->size < compound->mini_cutoff ? read_mini_chain(compound, first, most)
						   : read_chain(compound, first, most);
}

GByteArray *
office_compound_read(const OfficeCompound *compound, const char *name, gsize most)
{
	OfficeEntry entry;

	return find_stream(compound, name, &entry)
		       ? office_compound_read_entry(compound, &entry, most)
		       : NULL;
}

gboolean
office_compound_has(const OfficeCompound *compound, const char *name)
{
	OfficeEntry entry;

	return find_stream(compound, name, &entry);
}
