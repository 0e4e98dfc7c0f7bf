/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes hold of the process that started it. */

#include <sys/ptrace.h>
#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
	return vet_sink_warning(sink, "ptrace() returned", error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "ptrace",
	.version = "1",
	.summary = "traces its parent",
	.media_types = media_types,
	.extract = extract,
};
