/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Never comes to an end. */

#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	for (;;)
		pause();
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "stall",
	.version = "1",
	.summary = "waits without end",
	.media_types = media_types,
	.extract = extract,
};
