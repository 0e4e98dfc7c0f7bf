/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <unistd.h>

#include "plugins/office/compound.h"
#include "plugins/office/kind.h"
#include "plugins/office/locked.h"
#include "plugins/office/notes.h"
#include "plugins/office/objects.h"
#include "plugins/office/program.h"
#include "plugins/office/summary.h"

/* limits.document-bytes may be set higher, for films and archives */
#define MAX_DOCUMENT_BYTES (1024u * 1024 * 1024)

static gboolean
refuse_locked(GError **error)
{
	g_set_error_literal(error, VET_ERROR, VET_ERROR_ENCRYPTED,
			    "The document is locked with a password; hand it in without one");
	return FALSE;
}

static gboolean
refuse_damaged(const OfficeKind *kind, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
		    "LibreOffice cannot load the document (as %s): it is damaged; open it in the "
		    "program that wrote it, and save it again or as PDF",
		    kind->extension);
	return FALSE;
}

typedef struct {
	const char *stream;
	const char *what;
} OtherKind;

static const OtherKind other_kinds[] = {
	{"VisioDocument", "a drawing of Visio"},
	{"FileHeader", "a document of Hangul (hwp)"},
	{"Contents", "a publication of Publisher"},
	{"Props12", "a plan of Project"},
};

/* A compound file that is no document of Word, Excel or PowerPoint, or not to be seen as one. */
static gboolean
refuse_other(const OfficeCompound *compound, GError **error)
{
	const char *what = "of an unknown kind";

	if (!compound) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "The file is an OLE file that is cut short or damaged: its "
				    "directory is missing; send it again");
		return FALSE;
	}
	if (office_compound_has(compound, "EncryptedPackage"))
		return refuse_locked(error);
	for (gsize i = 0; i < G_N_ELEMENTS(other_kinds); i++) {
		if (office_compound_has(compound, other_kinds[i].stream))
			what = other_kinds[i].what;
	}
	g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
		    "The file is an OLE file, %s, which nothing here reads; hand it in as PDF",
		    what);
	return FALSE;
}

static gboolean
extract_other(const OfficeCompound *compound, VetSink *sink, GError **error)
{
	gboolean wraps = FALSE;

	if (compound && !office_objects_hand_wrapped(compound, sink, &wraps, error))
		return FALSE;
	return wraps || refuse_other(compound, error);
}

/* A document on its way: what was found out about it before LibreOffice sees it. */
typedef struct {
	VetSource *source;
	const OfficeKind *kind;
	OfficeLock lock;
	gboolean has_notes;
} Document;

static gboolean
convert(const Document *document, VetSink *sink, GError **error)
{
	gboolean with_notes = document->has_notes && document->kind->with_notes;
	int fd;

	if (document->lock == OFFICE_LOCKED)
		return refuse_locked(error);
	if (!office_program_convert(document->source, document->kind, with_notes, sink, &fd, error))
		return FALSE;
	if (fd < 0)
		return document->lock == OFFICE_OPEN ? refuse_damaged(document->kind, error)
						     : refuse_locked(error);
	gboolean handed = vet_sink_converted(sink, fd, error);
	close(fd);
	return handed;
}

static gboolean
extract_compound(Document *document, const OfficeCompound *compound, VetSink *sink, GError **error)
{
	document->lock = office_lock_of_compound(compound);
	if (!office_summary_read(compound, sink, error))
		return FALSE;
	/* what is locked cannot be looked into either */
	if (document->lock != OFFICE_LOCKED && !office_objects_hand(compound, sink, error))
		return FALSE;
	document->has_notes = office_notes_in_compound(compound);
	return convert(document, sink, error);
}

static gboolean
extract_office(VetSource *source, VetSink *sink, GError **error)
{
	Document document = {source, office_kind_find(vet_source_media_type(source)), OFFICE_OPEN,
			     FALSE};
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data)
		return FALSE;
	if (!document.kind) {
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "LibreOffice is not asked to read %s", vet_source_media_type(source));
		return FALSE;
	}
	if (length > MAX_DOCUMENT_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "The document has %" G_GSIZE_FORMAT
			    " bytes, more than the %u that LibreOffice is given; split it",
			    length, MAX_DOCUMENT_BYTES);
		return FALSE;
	}
	g_autoptr(OfficeCompound) compound = office_compound_new(data, length);
	if (!document.kind->command)
		return extract_other(compound, sink, error);
	if (compound)
		return extract_compound(&document, compound, sink, error);
	if (g_str_equal(document.kind->extension, "rtf"))
		return office_objects_hand_rtf(data, length, sink, error) &&
		       convert(&document, sink, error);
	document.lock = office_lock_of_package(data, length);
	document.has_notes = office_notes_in_opendocument(data, length);
	return convert(&document, sink, error);
}

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "office",
	.version = "2",
	.summary = "doc, xls, ppt, rtf, odt and others: converts them by LibreOffice",
	.media_types = office_media_types,
	.converts = TRUE,
	.prepare = office_program_find,
	.relies_on = office_program_version,
	.extract = extract_office,
};
