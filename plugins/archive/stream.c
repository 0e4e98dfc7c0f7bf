/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/stream.h"

#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#include "plugins/archive/bytes.h"
#include "plugins/archive/members.h"
#include "plugins/archive/names.h"
#include "plugins/archive/rar.h"
#include "plugins/archive/unpacker.h"

/* as the sink: a ratio says nothing of small archives */
#define RATIO_FREE_BYTES (1024 * 1024)
/* damaged headers in a row, each of 512 bytes, that are stepped over to find a good one */
#define MAX_RETRIES 2048

#define CAB_HAS_PREVIOUS 0x1
#define CAB_HAS_NEXT 0x2

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_read_free)

typedef struct {
	const ArchiveForm *form;
	Archive *archive;
	ArchiveUnpacker *unpacker; /* NULL when nothing is packed around the archive */
	ArchiveRar *rar;           /* NULL when it is none */
	const char *name;          /* of the document */
	ArchiveNames names;
	ArchiveMembers members;
	guint64 skipped; /* bytes unpacked of members that were not kept */
	guint64 max_skipped;
	guint n_damaged;
	/* of the member that is read */
	guint64 position;
	guint64 size; /* to be filled up with zeros; 0 unless it is sparse */
	const guint8 *block;
	gsize block_left;
	guint64 block_at;
} Stream;

static const guint8 zeros[64 * 1024];

/* Names in UTF-16 are converted into the locale's charset, and in "C" they would be lost. */
static locale_t utf8_locale;

gboolean
archive_stream_prepare(GError **error)
{
	if (!utf8_locale)
		utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8_locale)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "The locale C.UTF-8 cannot be loaded: %s; install libc-bin", g_strerror(errno));
	return FALSE;
}

/* --- what went wrong --- */

/* libarchive's numbers do not tell these apart */
static const struct {
	const char *words;
	VetErrorCode code;
	const char *advice;
} causes[] = {
	{"ncrypt", VET_ERROR_ENCRYPTED, "hand it in without a password"},
	{"assphrase", VET_ERROR_ENCRYPTED, "hand it in without a password"},
	{"assword", VET_ERROR_ENCRYPTED, "hand it in without a password"},
	{"nsupported", VET_ERROR_UNSUPPORTED, "pack it as zip"},
	{"not supported", VET_ERROR_UNSUPPORTED, "pack it as zip"},
	{"llocate memory", VET_ERROR_LIMIT, "there is not enough memory for it"},
	{"ut of memory", VET_ERROR_LIMIT, "there is not enough memory for it"},
};

static GError *
failure_of(const Stream *stream, const char *what)
{
	const char *said = archive_error_string(stream->archive);
	VetErrorCode code = VET_ERROR_MALFORMED;
	const char *advice = "pack and hand it in again";

	if (stream->unpacker && archive_unpacker_fault(stream->unpacker))
		said = archive_unpacker_fault(stream->unpacker);
	else if (!said)
		said = "it is cut short or damaged";
	for (guint i = 0; i < G_N_ELEMENTS(causes); i++)
		if (strstr(said, causes[i].words)) {
			code = causes[i].code;
			advice = causes[i].advice;
			break;
		}
	return g_error_new(VET_ERROR, code, "%s: %s; %s", what, said, advice);
}

static gboolean
is_damaged(const Stream *stream)
{
	return stream->unpacker && archive_unpacker_is_damaged(stream->unpacker);
}

/* --- the bytes of a member --- */

/*
 * Blocks come with their place in the member; what lies between them was not stored.  1 when there
 * is one, 0 at the end.
 */
static gssize
next_block(Stream *stream, GError **ret_failure)
{
	const void *block;
	size_t length;
	la_int64_t offset;
	int result;

	do
		result = archive_read_data_block(stream->archive, &block, &length, &offset);
	while (result == ARCHIVE_RETRY ||
	       (result >= ARCHIVE_WARN && result <= ARCHIVE_OK && length == 0));
	/* a lone file ends with what is packed around it, be it whole or not */
	gboolean is_cut = result == ARCHIVE_EOF && is_damaged(stream) &&
			  archive_format(stream->archive) == ARCHIVE_FORMAT_RAW;
	if (result == ARCHIVE_EOF && !is_cut)
		return 0;
	if (is_cut || result < ARCHIVE_WARN) {
		*ret_failure = failure_of(stream, "The member cannot be unpacked");
		return -1;
	}
	if (offset < 0 || (guint64)offset < stream->position) {
		g_set_error(ret_failure, VET_ERROR, VET_ERROR_MALFORMED,
			    "The pieces of the member overlap; pack it again");
		return -1;
	}
	stream->block = block;
	stream->block_left = length;
	stream->block_at = (guint64)offset;
	return 1;
}

static gssize
give_zeros(Stream *stream, guint64 until, const guint8 **ret_data)
{
	gsize n = (gsize)MIN(until - stream->position, sizeof zeros);

	*ret_data = zeros;
	stream->position += n;
	return (gssize)n;
}

static gssize
read_block(gpointer user_data, const guint8 **ret_data, GError **ret_failure)
{
	Stream *stream = user_data;

	if (stream->block_left == 0) {
		gssize result = next_block(stream, ret_failure);
		if (result < 0)
			return result;
		if (result == 0)
			return stream->position < stream->size
				       ? give_zeros(stream, stream->size, ret_data)
				       : 0;
	}
	if (stream->position < stream->block_at)
		return give_zeros(stream, stream->block_at, ret_data);
	gsize n = stream->block_left;
	*ret_data = stream->block;
	stream->block_left = 0;
	stream->position += n;
	return (gssize)n;
}

static void
begin_member(Stream *stream, struct archive_entry *entry)
{
	stream->position = 0;
	stream->block_left = 0;
	stream->block_at = 0;
	stream->size =
		archive_entry_sparse_count(entry) > 0 ? (guint64)archive_entry_size(entry) : 0;
}

/*
 * What is not kept is unpacked all the same where the next member lies behind it, and that is held
 * against the ratio, too: a refused member must not cost what a kept one may not.
 */
static gboolean
skip_rest(Stream *stream, GError **error)
{
	const void *block;
	size_t length = 0;
	la_int64_t offset;

	while (archive_read_data_block(stream->archive, &block, &length, &offset) == ARCHIVE_OK) {
		stream->skipped += length;
		if (stream->skipped > stream->max_skipped) {
			g_autofree char *what =
				vet_limits_describe(stream->members.limits, VET_LIMIT_RATIO);
			g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
				    "%s, in members that were not kept", what);
			return FALSE;
		}
	}
	return TRUE;
}

/* --- members --- */

static char *
decoded(Stream *stream, const char *raw)
{
	if (raw)
		archive_names_note(&stream->names, raw);
	return archive_names_decode(&stream->names, raw, FALSE);
}

/*
 * LHA's names must be in some charset for libarchive, or it gives up the archive.  They are read as
 * Latin-1, which holds any bytes, and become bytes again here.
 */
static char *
bytes_of_latin1(const char *name)
{
	GString *bytes = g_string_new(NULL);

	for (const char *p = name; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c > 0xff) {
			g_string_free(bytes, TRUE);
			return g_strdup(name);
		}
		g_string_append_c(bytes, (char)c);
	}
	return g_string_free(bytes, FALSE);
}

/* The only member of a compressed file has no name, or that of before it was packed. */
static char *
name_of(Stream *stream, struct archive_entry *entry)
{
	if (archive_format(stream->archive) == ARCHIVE_FORMAT_RAW)
		return archive_form_inner_name(stream->name);
	const char *raw = archive_entry_pathname(entry);
	if (!raw)
		raw = archive_entry_pathname_utf8(entry);
	if (!raw || !stream->form->names_are_latin1 || !g_utf8_validate(raw, -1, NULL))
		return decoded(stream, raw);
	g_autofree char *bytes = bytes_of_latin1(raw);
	return decoded(stream, bytes);
}

static gboolean
is_encrypted(const Stream *stream, struct archive_entry *entry)
{
	guint64 index = stream->members.n_entries - 1;

	if (stream->rar && index < stream->rar->encrypted->len &&
	    stream->rar->encrypted->data[index])
		return TRUE;
	return archive_entry_is_data_encrypted(entry) != 0;
}

static gboolean
take_entry(Stream *stream, struct archive_entry *entry, GError **error)
{
	if (!archive_members_count(&stream->members, error))
		return FALSE;
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return TRUE;
	g_autofree char *name = name_of(stream, entry);
	const char *hardlink = archive_entry_hardlink(entry);
	g_autofree char *link = hardlink && archive_entry_size(entry) == 0
					? archive_names_decode(&stream->names, hardlink, FALSE)
					: NULL;
	la_int64_t size = archive_entry_size(entry);
	ArchiveMember member = {
		.name = name,
		.size = size > 0 ? (guint64)size : 0,
		.size_is_known = archive_entry_size_is_set(entry) && size >= 0,
		.is_encrypted = is_encrypted(stream, entry),
		.mode = archive_entry_filetype(entry),
		.link = link,
	};
	gboolean is_read;
	begin_member(stream, entry);
	if (!archive_members_take(&stream->members, &member, read_block, stream, &is_read, error))
		return FALSE;
	return is_read || member.is_encrypted || stream->form->seeks || skip_rest(stream, error);
}

/* FALSE at the end, with or without an error. */
static gboolean
next_entry(Stream *stream, struct archive_entry **ret_entry, GError **error)
{
	for (guint n_retries = 0;;) {
		int result = archive_read_next_header(stream->archive, ret_entry);
		if (result == ARCHIVE_OK || result == ARCHIVE_WARN)
			return TRUE;
		if (result == ARCHIVE_EOF)
			return FALSE;
		stream->n_damaged += result == ARCHIVE_RETRY;
		if (result == ARCHIVE_RETRY && ++n_retries < MAX_RETRIES)
			continue;
		GError *failure = failure_of(stream, stream->members.n_entries > 0
							     ? "The archive cannot be read further"
							     : "The archive cannot be read");
		g_propagate_error(error, failure);
		return FALSE;
	}
}

/* An empty file, compressed: it is there and says nothing. */
static gboolean
take_nothing(Stream *stream, GError **error)
{
	g_autofree char *name = archive_form_inner_name(stream->name);

	return vet_sink_member_begin(stream->members.sink, name, 0, error) &&
	       vet_sink_member_end(stream->members.sink, error);
}

static gboolean
finish(Stream *stream, GError **error)
{
	if (stream->n_damaged > 0) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_MALFORMED,
			"The archive is damaged: %u blocks of it are no headers, and the members "
			"there are lost; pack and hand it in again",
			stream->n_damaged);
		return FALSE;
	}
	if (is_damaged(stream)) {
		g_propagate_error(error, failure_of(stream, "The archive cannot be read further"));
		return FALSE;
	}
	if (stream->form->packing != ARCHIVE_PACKED_NOT && stream->members.n_entries == 0 &&
	    !take_nothing(stream, error))
		return FALSE;
	if (stream->unpacker && archive_unpacker_fault(stream->unpacker) &&
	    !vet_sink_warning(stream->members.sink, archive_unpacker_fault(stream->unpacker),
			      error))
		return FALSE;
	return archive_members_finish(&stream->members, error);
}

static gboolean
read_members(Stream *stream, GError **error)
{
	struct archive_entry *entry;
	GError *failure = NULL;

	while (next_entry(stream, &entry, &failure))
		if (!take_entry(stream, entry, error))
			return FALSE;
	if (!failure)
		return finish(stream, error);
	g_propagate_error(error, failure);
	return FALSE;
}

/* --- opening --- */

static la_ssize_t
read_unpacked(struct archive *archive, void *user_data, const void **ret_data)
{
	return (la_ssize_t)archive_unpacker_read(user_data, ret_data);
}

static void
support_formats(Archive *archive, const ArchiveForm *form)
{
	for (guint i = 0; i < ARCHIVE_MAX_FORMATS && form->formats[i]; i++)
		form->formats[i](archive);
	/* what stands behind the end of a tar is there to be found, too; others have no such option */
	if (form->formats[0] == archive_read_support_format_tar)
		archive_read_set_format_option(archive, "tar", "read_concatenated_archives", "1");
	if (form->names_are_latin1)
		archive_read_set_format_option(archive, "lha", "hdrcharset", "ISO-8859-1");
}

static int
open_packed(Stream *stream, const guint8 *data, gsize length)
{
	const guint8 *start;

	stream->unpacker = archive_unpacker_new(stream->form, data, length);
	gsize n = archive_unpacker_peek(stream->unpacker, &start);
	if (archive_form_is_archive(start, n)) {
		support_formats(stream->archive, stream->form);
	} else {
		archive_read_support_format_raw(stream->archive);
		archive_read_support_format_empty(stream->archive);
	}
	return archive_read_open(stream->archive, stream->unpacker, NULL, read_unpacked, NULL);
}

static gboolean
open_archive(Stream *stream, const guint8 *data, gsize length, GError **error)
{
	int result;

	if (stream->form->packing != ARCHIVE_PACKED_NOT) {
		result = open_packed(stream, data, length);
	} else {
		support_formats(stream->archive, stream->form);
		result = archive_read_open_memory(stream->archive, data, length);
	}
	if (result >= ARCHIVE_WARN)
		return TRUE;
	g_propagate_error(error, failure_of(stream, "The archive cannot be opened"));
	return FALSE;
}

static gboolean
read_in_locale(Stream *stream, const guint8 *data, gsize length, VetSink *sink,
	       const VetLimits *limits, GError **error)
{
	guint64 allowed;

	if (!g_uint64_checked_mul(&allowed, length, limits->value[VET_LIMIT_RATIO]))
		allowed = G_MAXUINT64;
	stream->max_skipped = MAX(allowed, RATIO_FREE_BYTES);
	archive_members_init(&stream->members, sink, limits);
	locale_t before = uselocale(utf8_locale);
	gboolean is_read = open_archive(stream, data, length, error) && read_members(stream, error);
	uselocale(before);
	archive_members_clear(&stream->members);
	g_clear_pointer(&stream->unpacker, archive_unpacker_free);
	return is_read;
}

/* --- parts --- */

static gboolean
refuse_part(GError **error)
{
	g_set_error(
		error, VET_ERROR, VET_ERROR_UNSUPPORTED,
		"This is one part of an archive that was split; put them together and hand it in "
		"as one file");
	return FALSE;
}

/* The list of a 7z stands at its end, and its beginning says where that is. */
static gboolean
check_7z_is_whole(const guint8 *data, gsize length, GError **error)
{
	if (length < 32 || memcmp(data, "7z\xbc\xaf\x27\x1c", 6) != 0)
		return TRUE;
	guint64 end;
	if (g_uint64_checked_add(&end, archive_get64(data + 12), archive_get64(data + 20)) &&
	    end <= length - 32)
		return TRUE;
	g_set_error(
		error, VET_ERROR, VET_ERROR_MALFORMED,
		"The archive ends before its list of members: it is cut short, or the first part "
		"of one that was split (.7z.001); put the parts together and hand it in as one "
		"file");
	return FALSE;
}

/* A cabinet says in its header whether it goes on in another, or comes from one. */
static gboolean
check_cab_is_whole(const guint8 *data, gsize length, GError **error)
{
	gboolean is_part = length >= 36 && memcmp(data, "MSCF", 4) == 0 &&
			   (archive_get16(data + 30) & (CAB_HAS_PREVIOUS | CAB_HAS_NEXT)) != 0;
	return !is_part || refuse_part(error);
}

static gboolean
check_rar(const ArchiveRar *rar, GError **error)
{
	if (rar->is_locked) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_ENCRYPTED,
			"The archive and the list of its members are encrypted; hand it in without "
			"a password");
		return FALSE;
	}
	return !rar->is_part || refuse_part(error);
}

gboolean
archive_stream_read(const ArchiveForm *form, const guint8 *data, gsize length, const char *name,
		    const VetLimits *limits, VetSink *sink, GError **error)
{
	g_autoptr(ArchiveRar) rar = NULL;

	if (!check_7z_is_whole(data, length, error) || !check_cab_is_whole(data, length, error))
		return FALSE;
	if (form->formats[0] == archive_read_support_format_rar) {
		rar = archive_rar_look(data, length, archive_members_max_entries(limits));
		if (!check_rar(rar, error))
			return FALSE;
	}
	g_autoptr(Archive) archive = archive_read_new();
	Stream stream = {.form = form, .archive = archive, .rar = rar, .name = name};
	return read_in_locale(&stream, data, length, sink, limits, error);
}

gboolean
archive_stream_read_headless_zip(const guint8 *data, gsize length, const VetLimits *limits,
				 VetSink *sink, GError **error)
{
	static const ArchiveForm form = {
		.formats = {archive_read_support_format_zip_streamable},
	};
	g_autoptr(Archive) archive = archive_read_new();
	Stream stream = {.form = &form, .archive = archive, .name = ""};
	return read_in_locale(&stream, data, length, sink, limits, error);
}
