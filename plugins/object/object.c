/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include "plugins/office/compound.h"
#include "plugins/office/objects.h"

static gboolean
extract_object(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data)
		return FALSE;
	g_autoptr(OfficeCompound) compound = office_compound_new(data, length);
	if (!compound) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "The embedded object is cut short or damaged: its directory is "
				    "missing; hand in the embedded file by itself");
		return FALSE;
	}
	/* some other OLE file, with such an object deeper in it */
	if (!office_objects_is_one(compound)) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
				    "This is an object or document of a kind that does not show "
				    "(OLE), which nothing here reads; hand it in as PDF");
		return FALSE;
	}
	return office_objects_hand_one(compound, sink, error);
}

static const char *const media_types[] = {"application/x-ole-object", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "object",
	.version = "1",
	.summary = "files that Office packed into docx, xlsx and pptx: hands them back",
	.media_types = media_types,
	.is_container = TRUE,
	.extract = extract_object,
};
