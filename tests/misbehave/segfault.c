/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Follows a pointer into nothing. */

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	volatile int *nowhere = NULL;

	*nowhere = 1;
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "segfault",
	.version = "1",
	.summary = "writes to address 0",
	.media_types = media_types,
	.extract = extract,
};
