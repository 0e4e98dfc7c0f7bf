/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/extents.h"

#include "plugins/archive/bytes.h"

#define LOCAL_SIZE 30
#define FLAG_ENCRYPTED 0x1
#define FLAG_DESCRIPTOR 0x8
#define FLAG_UTF8 0x800

typedef struct {
	guint64 offset, size;
} Extent;

static gint
compare_extents(gconstpointer a, gconstpointer b)
{
	const Extent *x = a, *y = b;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* NULL when the entry points at no local header: it fails by itself when it is opened */
static const guint8 *
local_header(const ArchiveDirectory *directory, const ArchiveEntry *entry)
{
	if (entry->offset > directory->length || directory->length - entry->offset < LOCAL_SIZE ||
	    memcmp(directory->data + entry->offset, "PK\3\4", 4) != 0)
		return NULL;
	return directory->data + entry->offset;
}

/* of Extent, by offset */
static GArray *
extents_of(const ArchiveDirectory *directory)
{
	GArray *extents = g_array_new(FALSE, FALSE, sizeof(Extent));

	for (guint i = 0; i < directory->entries->len; i++) {
		const ArchiveEntry *entry = &g_array_index(directory->entries, ArchiveEntry, i);
		const guint8 *local = local_header(directory, entry);
		if (!local)
			continue;
		Extent extent = {entry->offset, LOCAL_SIZE + archive_get16(local + 26) +
							archive_get16(local + 28)};
		if (entry->packed_size <= directory->length)
			extent.size += entry->packed_size;
		g_array_append_val(extents, extent);
	}
	g_array_sort(extents, compare_extents);
	return extents;
}

gboolean
archive_extents_check(const ArchiveDirectory *directory, GError **error)
{
	g_autoptr(GArray) extents = extents_of(directory);

	for (guint i = 0; i < extents->len; i++) {
		const Extent *extent = &g_array_index(extents, Extent, i);
		guint64 next = i + 1 < extents->len ? (extent + 1)->offset : directory->directory;
		if (extent->offset < next ? next - extent->offset < extent->size
					  : extent->size > 0) {
			g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "Members of the archive overlap at byte %" G_GUINT64_FORMAT
				    ", as in a zip bomb: none was unpacked",
				    next);
			return FALSE;
		}
	}
	return TRUE;
}

/* --- what contradicts --- */

static char *
decoded(const ArchiveNames *names, const guint8 *raw, gsize length, guint16 flags)
{
	g_autofree char *terminated = g_strndup((const char *)raw, length);
	return archive_names_decode(names, terminated, (flags & FLAG_UTF8) != 0);
}

/* all ones: the number stands in the zip64 field; zero beside a descriptor: it stands behind */
static gboolean
number_differs(guint32 local, guint64 central, guint16 flags)
{
	return !(flags & FLAG_DESCRIPTOR) && local != G_MAXUINT32 && local != central;
}

/* What the local header says otherwise than the directory; NULL when they agree.  Caller frees. */
static char *
contradiction(const ArchiveDirectory *directory, const ArchiveEntry *entry,
	      const ArchiveNames *names)
{
	const guint8 *p = local_header(directory, entry);

	if (!p)
		return NULL;
	guint16 flags = archive_get16(p + 6), length = archive_get16(p + 26);
	if (length > directory->length - entry->offset - LOCAL_SIZE)
		return NULL;
	g_autofree char *name = decoded(names, entry->name, entry->name_length, entry->flags);
	g_autofree char *local_name = decoded(names, p + LOCAL_SIZE, length, flags);
	if (!g_str_equal(name, local_name))
		return g_strdup_printf("\"%.200s\" is called \"%.200s\" there", name, local_name);
	if (archive_get16(p + 8) != entry->method)
		return g_strdup_printf("\"%.200s\" is packed by method %u here and %u there", name,
				       entry->method, archive_get16(p + 8));
	if ((flags ^ entry->flags) & FLAG_ENCRYPTED)
		return g_strdup_printf("\"%.200s\" is encrypted by one of them only", name);
	if (number_differs(archive_get32(p + 14), entry->crc, flags))
		return g_strdup_printf("\"%.200s\" has another check sum there", name);
	if (number_differs(archive_get32(p + 18), entry->packed_size, flags) ||
	    number_differs(archive_get32(p + 22), entry->size, flags))
		return g_strdup_printf("\"%.200s\" has another size there", name);
	return NULL;
}

static gboolean
warn_of_contradictions(const ArchiveDirectory *directory, const ArchiveNames *names, VetSink *sink,
		       GError **error)
{
	g_autofree char *first = NULL;
	guint n = 0;

	for (guint i = 0; i < directory->entries->len; i++) {
		char *what = contradiction(
			directory, &g_array_index(directory->entries, ArchiveEntry, i), names);
		if (!what)
			continue;
		if (n++ == 0)
			first = what;
		else
			g_free(what);
	}
	if (n == 0)
		return TRUE;
	g_autofree char *sentence = g_strdup_printf("The archive is forged or damaged: the headers "
						    "of %u members contradict its directory "
						    "(%s); they were read as the directory says",
						    n, first);
	return vet_sink_warning(sink, sentence, error);
}

/* --- what is not listed --- */

static guint
headers_within(const guint8 *p, gsize length)
{
	guint n = 0;
	const guint8 *end = p + length;

	while ((p = memmem(p, (gsize)(end - p), "PK\3\4", 4)) && n < G_MAXUINT16) {
		n++;
		p += 4;
	}
	return n;
}

static gboolean
is_program(const ArchiveDirectory *directory)
{
	const guint8 *first = directory->data - directory->before;
	return memcmp(first, "MZ", 2) == 0 || memcmp(first, "\177ELF", 4) == 0;
}

/* Members that were deleted from the directory alone, or never put there. */
static gboolean
warn_of_unlisted(const ArchiveDirectory *directory, VetSink *sink, GError **error)
{
	g_autoptr(GArray) extents = extents_of(directory);
	/* a program that unpacks the archive knows the mark of a member, too */
	guint64 end = is_program(directory) && extents->len > 0
			      ? g_array_index(extents, Extent, 0).offset
			      : 0;
	guint n = 0;

	for (guint i = 0; i <= extents->len; i++) {
		const Extent *extent = &g_array_index(extents, Extent, i);
		guint64 next = i < extents->len ? extent->offset : directory->directory;
		if (next > end)
			n += headers_within(directory->data + end, next - end);
		if (i < extents->len)
			end = extent->offset + extent->size;
	}
	if (n == 0)
		return TRUE;
	g_autofree char *sentence = g_strdup_printf(
		"The archive holds %u members that its directory does not list; they "
		"were not read: pack it again",
		n);
	return vet_sink_warning(sink, sentence, error);
}

static gboolean
is_padding(const guint8 *p, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (p[i] != 0 && !g_ascii_isspace((char)p[i]))
			return FALSE;
	return TRUE;
}

/* A program before it is said elsewhere; any other thing nobody would look for. */
static gboolean
warn_of_surroundings(const ArchiveDirectory *directory, VetSink *sink, GError **error)
{
	guint64 before = directory->before;

	for (guint i = 0; i < directory->entries->len; i++) {
		const ArchiveEntry *entry = &g_array_index(directory->entries, ArchiveEntry, i);
		before = MIN(i == 0 ? G_MAXUINT64 : before, directory->before + entry->offset);
	}
	/* "PK00" is the mark of an archive that was to be split and fitted one part */
	gboolean is_mark =
		before == 4 && memcmp(directory->data - directory->before, "PK00", 4) == 0;
	gsize after = is_padding(directory->data + directory->length, directory->after)
			      ? 0
			      : directory->after;
	if (is_mark || is_program(directory))
		before = 0;
	if (before == 0 && after == 0)
		return TRUE;
	g_autofree char *sentence = g_strdup_printf(
		"%" G_GUINT64_FORMAT " bytes before the archive and %" G_GSIZE_FORMAT
		" behind it are no part of it and were not read",
		before, after);
	return vet_sink_warning(sink, sentence, error);
}

gboolean
archive_extents_warn(const ArchiveDirectory *directory, const ArchiveNames *names, VetSink *sink,
		     GError **error)
{
	return warn_of_contradictions(directory, names, sink, error) &&
	       warn_of_unlisted(directory, sink, error) &&
	       warn_of_surroundings(directory, sink, error);
}
