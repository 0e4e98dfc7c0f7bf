/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sends a message larger than any may be. */

#include <unistd.h>

#include "lib/wire.h"

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	static char message[VET_WIRE_MAX_MESSAGE + 2] = {VET_WIRE_LINES};

	(void)!write(3, message, sizeof message);
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "long-message",
	.version = "1",
	.summary = "sends too long a message",
	.media_types = media_types,
	.extract = extract,
};
