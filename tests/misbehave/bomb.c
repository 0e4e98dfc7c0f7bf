/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Unpacks to any size. */

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	static const char zeros[64 * 1024];

	if (!vet_sink_member_begin(sink, "zeros.bin", 0, error))
		return FALSE;
	while (vet_sink_member_write(sink, zeros, sizeof zeros, error))
		continue;
	return FALSE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "bomb",
	.version = "1",
	.summary = "unpacks without end",
	.media_types = media_types,
	.extract = extract,
};
