/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads JSON as it should: the other document of a submission whose first one misbehaves. */

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	g_autofree char *text = data ? g_strndup((const char *)data, MIN(length, 4096)) : NULL;

	return data && vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error) &&
	       vet_sink_line(sink, text, (VetBox){0}, NULL, 0, error);
}

static const char *const media_types[] = {"application/json", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "innocent",
	.version = "1",
	.summary = "does what it should",
	.media_types = media_types,
	.extract = extract,
};
