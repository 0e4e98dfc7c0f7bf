/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ends the process without a word. */

#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	_exit(7);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "exit-at-once",
	.version = "1",
	.summary = "calls _exit()",
	.media_types = media_types,
	.extract = extract,
};
