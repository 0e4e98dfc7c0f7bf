/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gets no memory for a part of the document, leaves it out and says that all is well. */

#include "lib/plugin.h"

#define TOO_MUCH (G_GUINT64_CONSTANT(64) << 30)

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	g_autofree char *part = g_try_malloc(TOO_MUCH);

	return vet_sink_page(sink, 0, 0, part ? VET_TEXT_TEXT : VET_TEXT_NONE, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "ignore-memory",
	.version = "1",
	.summary = "takes no notice of memory that it does not get",
	.media_types = media_types,
	.extract = extract,
};
