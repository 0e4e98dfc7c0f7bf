/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Leaves a file behind. */

#include <fcntl.h>
#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	int fd = open("/tmp/vet-malice", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	(void)!write(fd, "here", 4);
	return vet_sink_warning(sink, "open() returned", error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "write-outside",
	.version = "1",
	.summary = "writes a file",
	.media_types = media_types,
	.extract = extract,
};
