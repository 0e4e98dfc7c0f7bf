/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes memory without end. */

#include <string.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	for (;;)
		memset(g_malloc(8 * 1024 * 1024), 1, 8 * 1024 * 1024);
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "allocate",
	.version = "1",
	.summary = "allocates without end",
	.media_types = media_types,
	.extract = extract,
};
