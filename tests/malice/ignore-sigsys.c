/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes the handler away that names refused calls, then makes one. */

#include <signal.h>
#include <sys/socket.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	signal(SIGSYS, SIG_IGN);
	(void)!socket(AF_UNIX, SOCK_STREAM, 0);
	return vet_sink_warning(sink, "socket() returned", error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "ignore-sigsys",
	.version = "1",
	.summary = "ignores SIGSYS",
	.media_types = media_types,
	.extract = extract,
};
