/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ends the process, as some libraries do when they are at a loss. */

#include <stdlib.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	exit(3);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "exit",
	.version = "1",
	.summary = "calls exit()",
	.media_types = media_types,
	.extract = extract,
};
