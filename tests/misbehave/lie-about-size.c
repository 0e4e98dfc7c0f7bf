/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Says of a member that it is larger than it is. */

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/wire.h"

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	int fd = memfd_create("lie", MFD_ALLOW_SEALING);

	(void)!write(fd, "short", 5);
	fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
	return vet_wire_send(3, VET_WIRE_MEMBER,
			     g_variant_new("(st)", "member.json", (guint64)1000), fd, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "lie-about-size",
	.version = "1",
	.summary = "lies about the size of a member",
	.media_types = media_types,
	.extract = extract,
};
