/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sends pages without end past the sink. */

#include <unistd.h>

#include "lib/wire.h"

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	char page[1 + 24] = {VET_WIRE_PAGE};

	for (;;)
		(void)!write(3, page, sizeof page);
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "flood",
	.version = "1",
	.summary = "floods the socket",
	.media_types = media_types,
	.extract = extract,
};
