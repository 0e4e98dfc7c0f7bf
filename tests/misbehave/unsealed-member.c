/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hands back a member that it can still change. */

#include <sys/mman.h>
#include <unistd.h>

#include "lib/wire.h"

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	int fd = memfd_create("loose", 0);

	(void)!write(fd, "short", 5);
	return vet_wire_send(3, VET_WIRE_MEMBER, g_variant_new("(st)", "member.json", (guint64)5),
			     fd, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "unsealed-member",
	.version = "1",
	.summary = "does not seal a member",
	.media_types = media_types,
	.extract = extract,
};
