/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fails an assertion. */

#include <stdlib.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	abort();
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "abort",
	.version = "1",
	.summary = "calls abort()",
	.media_types = media_types,
	.extract = extract,
};
