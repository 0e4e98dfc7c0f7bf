/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <libxml/parser.h>
#include <string.h>

#include "plugins/ooxml/docx.h"
#include "plugins/ooxml/pptx.h"
#include "plugins/ooxml/stream.h"
#include "plugins/ooxml/xlsx.h"

#define OLE_MAGIC "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#define OLE_MAGIC_LENGTH 8
/* the stream that holds an encrypted package, as its name stands in the OLE directory
 * (MS-OFFCRYPTO 2.3.4) */
#define ENCRYPTED_STREAM "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"

static gboolean
prepare(GError **error)
{
	xmlInitParser();
	return TRUE;
}

/* a document with a password is no zip any more but an OLE file around it */
static gboolean
refuse_ole(const guint8 *data, gsize length, GError **error)
{
	if (memmem(data, length, ENCRYPTED_STREAM, sizeof ENCRYPTED_STREAM - 1))
		g_set_error(error, VET_ERROR, VET_ERROR_ENCRYPTED,
			    "The document is encrypted; hand it in without a password");
	else
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "Nothing here reads this kind of OLE file; hand the document in as PDF "
			    "or docx");
	return FALSE;
}

typedef gboolean (*ReadPart)(const OoxmlPackage *package, const char *main_part, VetSource *source,
			     VetSink *sink, GError **error);

static const struct {
	NodeSpace space;
	const char *root;
	ReadPart read;
} kinds[] = {
	{NODE_SHEET, "workbook", xlsx_read},
	{NODE_SLIDE, "presentation", pptx_read},
};

/* by the root of its main part, whatever its name is; NULL when it is none of them */
static ReadPart
find_reader(const OoxmlPackage *package, const char *main_part)
{
	if (g_str_has_suffix(main_part, ".bin"))
		return xlsx_read;
	g_autoptr(OoxmlStream) stream = ooxml_stream_open(package, main_part, NULL);
	OoxmlEvent event;
	do
		event = stream ? ooxml_stream_next(stream, NULL) : OOXML_STREAM_END;
	while (event == OOXML_STREAM_TEXT);
	if (event != OOXML_STREAM_OPEN)
		return NULL;
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (node_is_in(ooxml_stream_node(stream), kinds[i].space, kinds[i].root))
			return kinds[i].read;
	return NULL;
}

static gboolean
extract_ooxml(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	if (!data)
		return FALSE;
	if (length >= OLE_MAGIC_LENGTH && memcmp(data, OLE_MAGIC, OLE_MAGIC_LENGTH) == 0)
		return refuse_ole(data, length, error);
	g_autoptr(OoxmlPackage) package = ooxml_package_open(data, length, error);
	if (!package)
		return FALSE;
	g_autofree char *main_part = ooxml_package_main_part(package);
	ReadPart read = main_part ? find_reader(package, main_part) : NULL;
	if (read)
		return read(package, main_part, source, sink, error);
	return docx_read(package, source, sink, error);
}

static const char *const media_types[] = {
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.template",
	"application/vnd.ms-word.document.macroEnabled.12",
	"application/vnd.ms-word.template.macroEnabled.12",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.template",
	"application/vnd.ms-excel.sheet.macroEnabled.12",
	"application/vnd.ms-excel.template.macroEnabled.12",
	"application/vnd.ms-excel.sheet.binary.macroEnabled.12",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"application/vnd.openxmlformats-officedocument.presentationml.template",
	"application/vnd.openxmlformats-officedocument.presentationml.slideshow",
	"application/vnd.ms-powerpoint.presentation.macroEnabled.12",
	/* only to tell what is locked */
	"application/encrypted",
	"application/x-ole-storage",
	"application/CDFV2",
	NULL,
};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "ooxml",
	.version = "5",
	.summary = "docx, xlsx, pptx: paragraphs, sheets, slides, tables, notes, comments, "
		   "embedded files",
	.media_types = media_types,
	.prepare = prepare,
	.extract = extract_ooxml,
};
