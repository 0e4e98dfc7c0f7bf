/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>

#include "plugins/archive/directory.h"
#include "plugins/archive/form.h"
#include "plugins/archive/names.h"
#include "plugins/archive/stream.h"
#include "plugins/archive/stub.h"
#include "plugins/archive/zip.h"

static gboolean
is_program(const guint8 *data, gsize length)
{
	return (length >= 2 && memcmp(data, "MZ", 2) == 0) ||
	       (length >= 4 && memcmp(data, "\177ELF", 4) == 0);
}

/*
 * What the local headers lead to is given before it is said that the directory is missing: cut
 * short, or the first part of several.
 */
static gboolean
read_headless_zip(const guint8 *data, gsize length, const VetLimits *limits, VetSink *sink,
		  GError **error)
{
	g_autoptr(GError) failure = NULL;

	if (!archive_stream_read_headless_zip(data, length, limits, sink, &failure) &&
	    !g_error_matches(failure, VET_ERROR, VET_ERROR_MALFORMED)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	g_set_error(
		error, VET_ERROR, VET_ERROR_MALFORMED,
		"The archive has no directory at its end: it is cut short or damaged, or the first "
		"part of one that was split; what could be read without it was read");
	return FALSE;
}

static gboolean
read_zip(const guint8 *data, gsize length, const VetLimits *limits, VetSink *sink, GError **error)
{
	if (!archive_directory_is_there(data, length))
		return read_headless_zip(data, length, limits, sink, error);
	return archive_zip_read(data, length, limits, sink, error);
}

/* An archive behind a program, read as if the program were not there. */
static gboolean
read_program(VetSource *source, const guint8 *data, gsize length, VetSink *sink, GError **error)
{
	static const char *const media_types[] = {
		[ARCHIVE_STUB_7Z] = "application/x-7z-compressed",
		[ARCHIVE_STUB_RAR] = "application/x-rar",
	};
	const VetLimits *limits = vet_source_limits(source);
	gsize offset;
	ArchiveStub kind = archive_stub_find(data, length, &offset);

	if (kind == ARCHIVE_STUB_NONE) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			"The file is a program, and no archive that can be read stands behind it; "
			"hand in the documents themselves");
		return FALSE;
	}
	if (!vet_sink_warning(
		    sink,
		    "The archive is a program that unpacks itself (self-extracting); what it "
		    "holds was read, the program was not run",
		    error))
		return FALSE;
	if (kind == ARCHIVE_STUB_ZIP)
		return read_zip(data, length, limits, sink, error);
	return archive_stream_read(archive_form_find(media_types[kind]), data + offset,
				   length - offset, vet_source_name(source), limits, sink, error);
}

static gboolean
extract_archive(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	if (!data)
		return FALSE;
	if (is_program(data, length))
		return read_program(source, data, length, sink, error);
	const VetLimits *limits = vet_source_limits(source);
	const ArchiveForm *form = archive_form_find(vet_source_media_type(source));
	if (!form)
		return read_zip(data, length, limits, sink, error);
	return archive_stream_read(form, data, length, vet_source_name(source), limits, sink,
				   error);
}

static gboolean
prepare(GError **error)
{
	return archive_names_prepare(error) && archive_stream_prepare(error);
}

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "archive",
	.version = "2",
	.summary =
		"zip, rar, 7z, tar and other archives, compressed files: hands their members back "
		"as documents",
	.media_types = archive_media_types,
	.is_container = TRUE,
	.prepare = prepare,
	.extract = extract_archive,
};
