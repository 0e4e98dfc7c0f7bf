/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sends bytes that are no message. */

#include <string.h>
#include <unistd.h>

#include "lib/wire.h"

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	char message[100];

	memset(message, 0xEE, sizeof message);
	message[0] = VET_WIRE_METADATA;
	(void)!write(3, message, sizeof message);
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "garbage",
	.version = "1",
	.summary = "sends garbage",
	.media_types = media_types,
	.extract = extract,
};
