/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads as it should, but never gives back what it took: the next documents must not suffer. */

#include <string.h>

#include "lib/plugin.h"

#define LEAK (100 * 1024 * 1024)

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	memset(g_malloc(LEAK), 1, LEAK);
	return vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "leak",
	.version = "1",
	.summary = "leaks memory",
	.media_types = media_types,
	.extract = extract,
};
