/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Closes its socket and goes on. */

#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	close(3);
	for (;;)
		pause();
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "close-socket",
	.version = "1",
	.summary = "closes its socket",
	.media_types = media_types,
	.extract = extract,
};
