/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/compound-writer.h"

#include <string.h>

/*
 * Streams shorter than this lie among small ones, which would be more to write: they are filled up with
 * zeros to this length instead.  (In the format's version 4 sectors are as long, but LibreOffice
 * does not read that.)
 */
#define SHORTEST 4096
#define SECTOR 512
#define SECTOR_SHIFT 9
#define ENTRY_BYTES 128
#define ENTRIES_PER_SECTOR (SECTOR / ENTRY_BYTES)
#define NUMBERS_PER_SECTOR (SECTOR / 4)
/* tables of sectors that the header names; others are in a list of their own */
#define TABLES_IN_HEADER 109
#define MAX_STREAMS 31
#define FREE 0xFFFFFFFFu
#define END_OF_CHAIN 0xFFFFFFFEu
#define IS_TABLE 0xFFFFFFFDu
#define IS_LIST 0xFFFFFFFCu

/* How many sectors of each sort there are; they follow each other in this order. */
typedef struct {
	guint32 tables, lists, directory, data;
} Plan;

typedef struct {
	OfficeEntry entry;
	GByteArray *bytes; /* whole sectors */
	guint32 first;
} Stream;

static void
stream_clear(gpointer data)
{
	Stream *stream = data;
	g_byte_array_unref(stream->bytes);
}

static void
put(guint8 *at, guint64 number, guint size)
{
	for (guint i = 0; i < size; i++)
		at[i] = (guint8)(number >> (8 * i));
}

/* The order of names that the format wants: by length, then by capital letters. */
static gint
compare(gconstpointer a, gconstpointer b)
{
	const gunichar2 *left = ((const Stream *)a)->entry.name;
	const gunichar2 *right = ((const Stream *)b)->entry.name;
	guint n = 0, m = 0;

	while (left[n])
		n++;
	while (right[m])
		m++;
	if (n != m)
		return n < m ? -1 : 1;
	for (guint i = 0; i < n; i++) {
		gunichar x = g_unichar_toupper(left[i]), y = g_unichar_toupper(right[i]);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

/* What the object says to the document around it is of no use elsewhere. */
static gboolean
is_wanted(const OfficeEntry *entry)
{
	return !entry->is_folder && entry->name[0] != 1 && entry->name[0] != 3 && entry->size > 0;
}

static GArray *
collect(const OfficeCompound *compound, guint32 folder, gsize most)
{
	g_autoptr(GArray) entries = office_compound_list(compound, folder);
	g_autoptr(GArray) streams = g_array_new(FALSE, FALSE, sizeof(Stream));
	gsize total = 0;

	g_array_set_clear_func(streams, stream_clear);
	for (guint i = 0; i < entries->len && streams->len < MAX_STREAMS; i++) {
		const OfficeEntry *entry = &g_array_index(entries, OfficeEntry, i);
		if (!is_wanted(entry))
			continue;
		Stream stream = {*entry, office_compound_read_entry(compound, entry, most), 0};
		guint length = stream.bytes->len;
		guint filled = (MAX(length, SHORTEST) + SECTOR - 1) / SECTOR * SECTOR;
		g_byte_array_set_size(stream.bytes, filled);
		memset(stream.bytes->data + length, 0, filled - length);
		total += filled;
		g_array_append_val(streams, stream);
		if (total > most)
			return NULL;
	}
	g_array_sort(streams, compare);
	return g_steal_pointer(&streams);
}

static Plan
make_plan(const GArray *streams)
{
	Plan plan = {0, 0, streams->len / ENTRIES_PER_SECTOR + 1, 0};
	Plan before;

	for (guint i = 0; i < streams->len; i++)
		plan.data += g_array_index(streams, Stream, i).bytes->len / SECTOR;
	/* tables name themselves and the lists, so a few more may be needed for those */
	do {
		before = plan;
		guint32 all = plan.tables + plan.lists + plan.directory + plan.data;
		plan.tables = (all + NUMBERS_PER_SECTOR - 1) / NUMBERS_PER_SECTOR;
		guint32 listed = plan.tables - MIN(plan.tables, TABLES_IN_HEADER);
		plan.lists = (listed + NUMBERS_PER_SECTOR - 2) / (NUMBERS_PER_SECTOR - 1);
	} while (plan.tables != before.tables || plan.lists != before.lists);
	return plan;
}

static void
write_header(guint8 *at, const Plan *plan)
{
	memcpy(at, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	put(at + 24, 0x3E, 2);
	put(at + 26, 3, 2);
	put(at + 28, 0xFFFE, 2);
	put(at + 30, SECTOR_SHIFT, 2);
	put(at + 32, 6, 2);
	put(at + 44, plan->tables, 4);
	put(at + 48, plan->tables + plan->lists, 4);
	put(at + 56, SHORTEST, 4);
	put(at + 60, END_OF_CHAIN, 4);
	put(at + 68, plan->lists > 0 ? plan->tables : END_OF_CHAIN, 4);
	put(at + 72, plan->lists, 4);
	for (guint32 i = 0; i < TABLES_IN_HEADER; i++)
		put(at + 76 + (gsize)i * 4, i < plan->tables ? i : FREE, 4);
}

/* The numbers of the tables that the header has no room for. */
static void
write_lists(guint8 *at, const Plan *plan)
{
	guint32 table = TABLES_IN_HEADER;

	for (guint32 i = 0; i < plan->lists; i++, at += SECTOR) {
		for (guint j = 0; j < NUMBERS_PER_SECTOR - 1; j++, table++)
			put(at + (gsize)j * 4, table < plan->tables ? table : FREE, 4);
		put(at + SECTOR - 4, i + 1 < plan->lists ? plan->tables + i + 1 : END_OF_CHAIN, 4);
	}
}

static void
write_entry(guint8 *at, const gunichar2 *name, guint8 type, guint32 right, guint32 child)
{
	guint n = 0;

	for (; name[n]; n++)
		put(at + (gsize)n * 2, name[n], 2);
	put(at + 64, (n + 1) * 2, 2);
	at[66] = type;
	at[67] = 1;
	put(at + 68, FREE, 4);
	put(at + 72, right, 4);
	put(at + 76, child, 4);
}

/* Streams follow each other to the right: a tree, if a lean one. */
static void
write_directory(guint8 *at, const GArray *streams)
{
	static const gunichar2 root[] = {'R', 'o', 'o', 't', ' ', 'E', 'n', 't', 'r', 'y', 0};

	write_entry(at, root, 5, FREE, streams->len > 0 ? 1 : FREE);
	put(at + 116, END_OF_CHAIN, 4);
	for (guint i = 0; i < streams->len; i++) {
		const Stream *stream = &g_array_index(streams, Stream, i);
		guint8 *entry = at + (gsize)(i + 1) * ENTRY_BYTES;
		write_entry(entry, stream->entry.name, 2, i + 1 < streams->len ? i + 2 : FREE,
			    FREE);
		put(entry + 116, stream->first, 4);
		put(entry + 120, stream->bytes->len, 4);
	}
}

static void
write_chain(guint8 *tables, guint32 first, guint32 n)
{
	for (guint32 i = 0; i < n; i++)
		put(tables + (gsize)(first + i) * 4, i + 1 < n ? first + i + 1 : END_OF_CHAIN, 4);
}

static void
write_tables(guint8 *at, const Plan *plan, const GArray *streams)
{
	memset(at, 0xFF, (gsize)plan->tables * SECTOR);
	for (guint32 i = 0; i < plan->tables + plan->lists; i++)
		put(at + (gsize)i * 4, i < plan->tables ? IS_TABLE : IS_LIST, 4);
	write_chain(at, plan->tables + plan->lists, plan->directory);
	for (guint i = 0; i < streams->len; i++) {
		const Stream *stream = &g_array_index(streams, Stream, i);
		write_chain(at, stream->first, stream->bytes->len / SECTOR);
	}
}

GByteArray *
office_compound_extract(const OfficeCompound *compound, guint32 folder, gsize most)
{
	g_autoptr(GArray) streams = collect(compound, folder, most);

	if (!streams)
		return NULL;
	const Plan plan = make_plan(streams);
	guint32 next = plan.tables + plan.lists + plan.directory;
	gsize length = ((gsize)next + 1) * SECTOR;
	for (guint i = 0; i < streams->len; i++) {
		Stream *stream = &g_array_index(streams, Stream, i);
		stream->first = next;
		next += stream->bytes->len / SECTOR;
	}
	GByteArray *file = g_byte_array_new();
	g_byte_array_set_size(file, (guint)length);
	memset(file->data, 0, length);
	write_header(file->data, &plan);
	write_tables(file->data + SECTOR, &plan, streams);
	write_lists(file->data + (gsize)(plan.tables + 1) * SECTOR, &plan);
	write_directory(file->data + (gsize)(plan.tables + plan.lists + 1) * SECTOR, streams);
	for (guint i = 0; i < streams->len; i++) {
		const Stream *stream = &g_array_index(streams, Stream, i);
		g_byte_array_append(file, stream->bytes->data, stream->bytes->len);
	}
	return file;
}
