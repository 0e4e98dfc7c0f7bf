/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/zip.h"

#include <zip.h>

#include "plugins/archive/extents.h"
#include "plugins/archive/members.h"
#include "plugins/archive/names.h"

#define CHUNK (64 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(zip_t, zip_discard)

typedef struct {
	zip_t *zip;
	const ArchiveDirectory *directory;
	ArchiveNames names;
	ArchiveMembers members;
} Unpacking;

typedef struct {
	zip_file_t *file;
	guint8 chunk[CHUNK];
} Stream;

static const struct {
	int zip_code;
	VetErrorCode code;
	const char *advice;
} failures[] = {
	{ZIP_ER_NOPASSWD, VET_ERROR_ENCRYPTED, "hand it in without a password"},
	{ZIP_ER_WRONGPASSWD, VET_ERROR_ENCRYPTED, "hand it in without a password"},
	{ZIP_ER_ENCRNOTSUPP, VET_ERROR_ENCRYPTED, "hand it in without a password"},
	{ZIP_ER_COMPNOTSUPP, VET_ERROR_UNSUPPORTED, "pack it with the usual method (deflate)"},
	{ZIP_ER_MEMORY, VET_ERROR_LIMIT, "there is not enough memory for it"},
};

/* why libzip could not hand over one member */
static GError *
member_failure(zip_error_t *failure)
{
	int zip_code = zip_error_code_zip(failure);
	VetErrorCode code = VET_ERROR_MALFORMED;
	const char *advice = "pack and hand it in again";
	for (guint i = 0; i < G_N_ELEMENTS(failures); i++)
		if (failures[i].zip_code == zip_code) {
			code = failures[i].code;
			advice = failures[i].advice;
		}
	return g_error_new(VET_ERROR, code, "The member cannot be unpacked: %s; %s",
			   zip_error_strerror(failure), advice);
}

static zip_t *
open_archive(const guint8 *data, gsize length, GError **error)
{
	zip_error_t failure;
	zip_error_init(&failure);
	zip_t *zip = NULL;
	zip_source_t *source = zip_source_buffer_create(data, length, 0, &failure);
	if (source)
		zip = zip_open_from_source(source, ZIP_RDONLY, &failure);
	if (!zip) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The archive cannot be opened: %s; pack it again",
			    zip_error_strerror(&failure));
		zip_source_free(source);
	}
	zip_error_fini(&failure);
	return zip;
}

/* two readers that see different archives in the same bytes: what one checks, the other would not
 * unpack */
static gboolean
check_same_entries(zip_t *zip, const ArchiveDirectory *directory, GError **error)
{
	guint n = directory->entries->len;
	gboolean same = zip_get_num_entries(zip, 0) == (zip_int64_t)n;
	for (guint i = 0; same && i < n; i++) {
		const ArchiveEntry *entry = &g_array_index(directory->entries, ArchiveEntry, i);
		zip_stat_t stat;
		same = zip_stat_index(zip, i, 0, &stat) == 0 && stat.crc == entry->crc &&
		       stat.comp_size == entry->packed_size;
	}
	if (!same)
		g_set_error(
			error, VET_ERROR, VET_ERROR_MALFORMED,
			"The archive has more than one directory and they differ; pack it again");
	return same;
}

/*
 * libzip converts under STRICT just what is neither ASCII nor marked as UTF-8, by the flag or by
 * Info-ZIP's Unicode path field (0x7075) when its check sum fits the name.
 */
static gboolean
name_is_marked(zip_t *zip, guint64 index, const char *raw)
{
	const char *strict = zip_get_name(zip, index, ZIP_FL_ENC_STRICT);
	return strict && strcmp(strict, raw) == 0;
}

static void
note_names(Unpacking *unpacking)
{
	for (guint i = 0; i < unpacking->directory->entries->len; i++) {
		const char *raw = zip_get_name(unpacking->zip, i, ZIP_FL_ENC_RAW);
		if (raw && !name_is_marked(unpacking->zip, i, raw))
			archive_names_note(&unpacking->names, raw);
	}
}

static char *
name_of(const Unpacking *unpacking, guint index)
{
	const char *raw = zip_get_name(unpacking->zip, index, ZIP_FL_ENC_RAW);
	return archive_names_decode(&unpacking->names, raw,
				    raw && name_is_marked(unpacking->zip, index, raw));
}

static gssize
read_chunk(gpointer user_data, const guint8 **ret_data, GError **ret_failure)
{
	Stream *stream = user_data;
	zip_int64_t n = zip_fread(stream->file, stream->chunk, CHUNK);

	*ret_data = stream->chunk;
	if (n < 0)
		*ret_failure = member_failure(zip_file_get_error(stream->file));
	return (gssize)n;
}

/* An encrypted one is refused before a byte is read; a foreign one says why when it is opened. */
static gboolean
take_file(Unpacking *unpacking, guint index, const ArchiveMember *member, GError **error)
{
	gboolean ignored;
	if (member->is_encrypted)
		return archive_members_take(&unpacking->members, member, read_chunk, NULL, &ignored,
					    error);
	g_autofree Stream *stream = g_new(Stream, 1);
	stream->file = zip_fopen_index(unpacking->zip, index, 0);
	if (!stream->file) {
		g_autoptr(GError) failure = member_failure(zip_get_error(unpacking->zip));
		return archive_members_refuse(&unpacking->members, member->name, failure, error);
	}
	gboolean taken = archive_members_take(&unpacking->members, member, read_chunk, stream,
					      &ignored, error);
	zip_fclose(stream->file);
	return taken;
}

static gboolean
take_entry(Unpacking *unpacking, guint index, GError **error)
{
	const ArchiveEntry *entry =
		&g_array_index(unpacking->directory->entries, ArchiveEntry, index);
	if (!archive_members_count(&unpacking->members, error))
		return FALSE;
	if (entry->is_folder && entry->packed_size == 0)
		return TRUE;
	g_autofree char *name = name_of(unpacking, index);
	zip_stat_t stat;
	g_autoptr(GError) failure = NULL;
	if (zip_stat_index(unpacking->zip, index, 0, &stat) != 0)
		failure = member_failure(zip_get_error(unpacking->zip));
	else if (stat.comp_size > unpacking->directory->length)
		failure = g_error_new(VET_ERROR, VET_ERROR_MALFORMED,
				      "The member is said to take %" G_GUINT64_FORMAT
				      " bytes, more than the whole archive has; pack it again",
				      (guint64)stat.comp_size);
	if (failure)
		return archive_members_refuse(&unpacking->members, name, failure, error);
	ArchiveMember member = {
		.name = name,
		.packed_size = stat.comp_size,
		.size = stat.size,
		.size_is_known = TRUE,
		.is_encrypted = stat.encryption_method != ZIP_EM_NONE,
		.mode = entry->mode,
	};
	return take_file(unpacking, index, &member, error);
}

static gboolean
unpack(Unpacking *unpacking, GError **error)
{
	note_names(unpacking);
	if (!archive_extents_warn(unpacking->directory, &unpacking->names, unpacking->members.sink,
				  error))
		return FALSE;
	for (guint i = 0; i < unpacking->directory->entries->len; i++)
		if (!take_entry(unpacking, i, error))
			return FALSE;
	return archive_members_finish(&unpacking->members, error);
}

static gboolean
check_whole(const ArchiveDirectory *directory, GError **error)
{
	if (directory->n_parts == 1)
		return TRUE;
	g_set_error(
		error, VET_ERROR, VET_ERROR_UNSUPPORTED,
		"This is one of %u parts of an archive that was split; put them together and hand "
		"it in as one file",
		directory->n_parts);
	return FALSE;
}

gboolean
archive_zip_read(const guint8 *data, gsize length, const VetLimits *limits, VetSink *sink,
		 GError **error)
{
	g_autoptr(ArchiveDirectory) directory =
		archive_directory_read(data, length, archive_members_max_entries(limits), error);
	if (!directory || !check_whole(directory, error) ||
	    !archive_extents_check(directory, error))
		return FALSE;
	g_autoptr(zip_t) zip = open_archive(directory->data, directory->length, error);
	if (!zip || !check_same_entries(zip, directory, error))
		return FALSE;
	Unpacking unpacking = {.zip = zip, .directory = directory};
	archive_members_init(&unpacking.members, sink, limits);
	gboolean unpacked = unpack(&unpacking, error);
	archive_members_clear(&unpacking.members);
	return unpacked;
}
