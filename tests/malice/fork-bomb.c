/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Multiplies. */

#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	for (;;)
		(void)!fork();
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "fork-bomb",
	.version = "1",
	.summary = "forks without end",
	.media_types = media_types,
	.extract = extract,
};
