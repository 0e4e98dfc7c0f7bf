/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs another program with the rights it has. */

#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	execl("/bin/sh", "sh", "-c", "touch /tmp/vet-malice", (char *)NULL);
	return vet_sink_warning(sink, "execl() returned", error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "exec",
	.version = "1",
	.summary = "runs a program",
	.media_types = media_types,
	.extract = extract,
};
