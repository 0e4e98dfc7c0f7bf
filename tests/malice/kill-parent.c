/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Kills the zygote, and with it the children of other submissions. */

#include <signal.h>
#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	kill(getppid(), SIGKILL);
	return vet_sink_warning(sink, "kill() returned", error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "kill-parent",
	.version = "1",
	.summary = "kills its parent",
	.media_types = media_types,
	.extract = extract,
};
