/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/unpacker.h"

#include "plugins/archive/gunzip.h"

struct _ArchiveUnpacker {
	ArchiveGunzip *gunzip;   /* of gzip, else NULL */
	struct archive *archive; /* of the others */
	const void *peeked;      /* read and not yet taken, or NULL */
	gsize peeked_length;
	gboolean has_ended;
	char *fault; /* of the others */
};

static void
note_fault(ArchiveUnpacker *unpacker, const char *said)
{
	unpacker->has_ended = TRUE;
	if (!unpacker->fault)
		unpacker->fault = g_strdup(said ? said : "it is cut short or damaged");
}

/*
 * With the filter named, nothing is guessed and no second layer taken off.  Only that of `compress`
 * cannot be named: it reads before it is connected.
 */
static int
add_filter(struct archive *archive, int filter)
{
	if (filter == ARCHIVE_FILTER_COMPRESS)
		return archive_read_support_filter_compress(archive);
	return archive_read_append_filter(archive, filter);
}

static void
open_filter(ArchiveUnpacker *unpacker, int filter, const guint8 *data, gsize length)
{
	struct archive *archive = unpacker->archive = archive_read_new();
	struct archive_entry *entry;

	if (archive_read_support_format_raw(archive) != ARCHIVE_OK ||
	    add_filter(archive, filter) != ARCHIVE_OK ||
	    archive_read_open_memory(archive, data, length) != ARCHIVE_OK) {
		note_fault(unpacker, NULL);
		return;
	}
	/* "unrecognized format" is what it says of a filter that failed at once */
	switch (archive_read_next_header(archive, &entry)) {
	case ARCHIVE_OK:
	case ARCHIVE_WARN:
		return;
	case ARCHIVE_EOF:
		unpacker->has_ended = TRUE;
		return;
	default:
		note_fault(unpacker, NULL);
	}
}

ArchiveUnpacker *
archive_unpacker_new(const ArchiveForm *form, const guint8 *data, gsize length)
{
	ArchiveUnpacker *unpacker = g_new0(ArchiveUnpacker, 1);

	if (form->packing == ARCHIVE_PACKED_GZIP)
		unpacker->gunzip = archive_gunzip_new(data, length);
	else
		open_filter(unpacker, form->filter, data, length);
	return unpacker;
}

void
archive_unpacker_free(ArchiveUnpacker *unpacker)
{
	g_clear_pointer(&unpacker->gunzip, archive_gunzip_free);
	archive_read_free(unpacker->archive);
	g_free(unpacker->fault);
	g_free(unpacker);
}

static gsize
read_on(ArchiveUnpacker *unpacker, const void **ret_data)
{
	size_t length = 0;
	la_int64_t offset;

	if (unpacker->gunzip) {
		gssize n = archive_gunzip_read(unpacker->gunzip, ret_data);
		unpacker->has_ended |= n <= 0;
		return n > 0 ? (gsize)n : 0;
	}
	while (!unpacker->has_ended && length == 0) {
		int result = archive_read_data_block(unpacker->archive, ret_data, &length, &offset);
		if (result == ARCHIVE_EOF)
			unpacker->has_ended = TRUE;
		else if (result < ARCHIVE_WARN)
			note_fault(unpacker, archive_error_string(unpacker->archive));
	}
	return unpacker->has_ended ? 0 : length;
}

gsize
archive_unpacker_peek(ArchiveUnpacker *unpacker, const guint8 **ret_data)
{
	unpacker->peeked_length = read_on(unpacker, &unpacker->peeked);
	*ret_data = unpacker->peeked;
	return unpacker->peeked_length;
}

gsize
archive_unpacker_read(ArchiveUnpacker *unpacker, const void **ret_data)
{
	if (unpacker->peeked_length == 0)
		return read_on(unpacker, ret_data);
	gsize length = unpacker->peeked_length;
	*ret_data = unpacker->peeked;
	unpacker->peeked_length = 0;
	return length;
}

const char *
archive_unpacker_fault(const ArchiveUnpacker *unpacker)
{
	/* what was unpacked before a fault comes before it */
	if (!unpacker->has_ended)
		return NULL;
	return unpacker->gunzip ? archive_gunzip_fault(unpacker->gunzip) : unpacker->fault;
}

gboolean
archive_unpacker_is_damaged(const ArchiveUnpacker *unpacker)
{
	if (unpacker->gunzip)
		return unpacker->has_ended && archive_gunzip_is_damaged(unpacker->gunzip);
	return unpacker->fault != NULL;
}
