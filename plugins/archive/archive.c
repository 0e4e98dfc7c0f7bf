/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <sys/stat.h>
#include <zip.h>

#include "plugins/archive/directory.h"
#include "plugins/archive/names.h"

#define CHUNK (64 * 1024)
/* folders are entries but no members: room for them, and for junk */
#define ENTRIES_PER_MEMBER 4
#define ENTRIES_AT_LEAST 1024

G_DEFINE_AUTOPTR_CLEANUP_FUNC(zip_t, zip_discard)

typedef struct {
	zip_t *zip;
	const ArchiveDirectory *directory;
	const ArchiveNames *names;
	VetSink *sink;
	guint64 max_size; /* of one member */
	guint8 chunk[CHUNK];
	guint n_members;
	guint n_encrypted;
} Unpacking;

static const struct {
	mode_t type;
	const char *what;
} refused_types[] = {
	{S_IFLNK, "a symbolic link"}, {S_IFIFO, "a FIFO"},   {S_IFSOCK, "a socket"},
	{S_IFCHR, "a device"},        {S_IFBLK, "a device"},
};

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

/* NULL when nothing speaks against unpacking the member */
static GError *
member_objection(const Unpacking *unpacking, const ArchiveEntry *entry, const zip_stat_t *stat)
{
	for (guint i = 0; i < G_N_ELEMENTS(refused_types); i++)
		if ((entry->mode & S_IFMT) == refused_types[i].type)
			return g_error_new(VET_ERROR, VET_ERROR_UNSUPPORTED,
					   "The member is %s, not a file; pack the file itself",
					   refused_types[i].what);
	if (stat->encryption_method != ZIP_EM_NONE)
		return g_error_new(VET_ERROR, VET_ERROR_ENCRYPTED,
				   "The member is encrypted; hand it in without a password");
	if (stat->size > unpacking->max_size)
		return g_error_new(VET_ERROR, VET_ERROR_LIMIT,
				   "The member has %" G_GUINT64_FORMAT
				   " bytes, more than the %" G_GUINT64_FORMAT
				   " allowed (limits.document-bytes)",
				   (guint64)stat->size, unpacking->max_size);
	return NULL;
}

/*
 * TRUE with ret_failure set: the member is bad but the archive goes on.  FALSE: the sink has had
 * enough.
 */
static gboolean
write_member(Unpacking *unpacking, zip_file_t *file, guint64 declared, GError **ret_failure,
	     GError **error)
{
	guint64 written = 0;
	zip_int64_t n;
	while ((n = zip_fread(file, unpacking->chunk, CHUNK)) > 0) {
		written += (guint64)n;
		if (written > declared) {
			g_set_error(ret_failure, VET_ERROR, VET_ERROR_MALFORMED,
				    "The member unpacks to more than the %" G_GUINT64_FORMAT
				    " bytes it declares; pack it again",
				    declared);
			return TRUE;
		}
		if (!vet_sink_member_write(unpacking->sink, unpacking->chunk, (gsize)n, error))
			return FALSE;
	}
	if (n < 0)
		*ret_failure = member_failure(zip_file_get_error(file));
	else if (written < declared)
		g_set_error(ret_failure, VET_ERROR, VET_ERROR_MALFORMED,
			    "The member unpacks to %" G_GUINT64_FORMAT
			    " bytes but declares %" G_GUINT64_FORMAT "; pack it again",
			    written, declared);
	return TRUE;
}

static gboolean
unpack_member(Unpacking *unpacking, guint index, const char *name, const zip_stat_t *stat,
	      GError **error)
{
	g_autoptr(GError) failure = NULL;
	zip_file_t *file = zip_fopen_index(unpacking->zip, index, 0);
	if (!file) {
		failure = member_failure(zip_get_error(unpacking->zip));
		return vet_sink_member_refused(unpacking->sink, name, failure, error);
	}
	gboolean ok = vet_sink_member_begin(unpacking->sink, name, stat->comp_size, error) &&
		      write_member(unpacking, file, stat->size, &failure, error);
	zip_fclose(file);
	if (!ok)
		return FALSE;
	if (failure)
		return vet_sink_member_refused(unpacking->sink, name, failure, error);
	return vet_sink_member_end(unpacking->sink, error);
}

static gboolean
take_entry(Unpacking *unpacking, guint index, GError **error)
{
	const ArchiveEntry *entry =
		&g_array_index(unpacking->directory->entries, ArchiveEntry, index);
	if (entry->is_folder)
		return TRUE;
	g_autofree char *name = archive_names_get(unpacking->names, index);
	zip_stat_t stat;
	if (zip_stat_index(unpacking->zip, index, 0, &stat) != 0) {
		g_autoptr(GError) failure = member_failure(zip_get_error(unpacking->zip));
		return vet_sink_member_refused(unpacking->sink, name, failure, error);
	}
	unpacking->n_members++;
	g_autoptr(GError) objection = member_objection(unpacking, entry, &stat);
	if (!objection)
		return unpack_member(unpacking, index, name, &stat, error);
	if (g_error_matches(objection, VET_ERROR, VET_ERROR_ENCRYPTED))
		unpacking->n_encrypted++;
	return vet_sink_member_refused(unpacking->sink, name, objection, error);
}

static gboolean
unpack(Unpacking *unpacking, GError **error)
{
	for (guint i = 0; i < unpacking->directory->entries->len; i++)
		if (!take_entry(unpacking, i, error))
			return FALSE;
	if (unpacking->n_encrypted > 0 && unpacking->n_encrypted == unpacking->n_members) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_ENCRYPTED,
			"Every member of the archive is encrypted; hand it in without a password");
		return FALSE;
	}
	return TRUE;
}

static gboolean
extract_archive(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	if (!data)
		return FALSE;
	const VetLimits *limits = vet_source_limits(source);
	guint64 max_members = MIN(limits->value[VET_LIMIT_MEMBERS], G_MAXUINT32);
	g_autoptr(ArchiveDirectory) directory = archive_directory_read(
		data, length, max_members * ENTRIES_PER_MEMBER + ENTRIES_AT_LEAST, error);
	if (!directory || !archive_directory_check_overlap(directory, data, length, error))
		return FALSE;
	g_autoptr(zip_t) zip = open_archive(data, length, error);
	if (!zip || !check_same_entries(zip, directory, error))
		return FALSE;
	g_autoptr(ArchiveNames) names = archive_names_new(zip);
	Unpacking unpacking = {
		.zip = zip,
		.directory = directory,
		.names = names,
		.sink = sink,
		.max_size = limits->value[VET_LIMIT_DOCUMENT_BYTES],
	};
	return unpack(&unpacking, error);
}

static const char *const media_types[] = {"application/zip", "application/x-zip-compressed",
					  "application/x-zip", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "archive",
	.version = "1",
	.summary = "zip archives: hands their members back as documents",
	.media_types = media_types,
	.is_container = TRUE,
	.prepare = archive_names_prepare,
	.extract = extract_archive,
};
