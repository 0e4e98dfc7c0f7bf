/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sends what it has read elsewhere. */

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)!connect(fd, (const struct sockaddr *)&address, sizeof address);
	return vet_sink_warning(sink, "socket() returned", error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "connect",
	.version = "1",
	.summary = "opens a connection",
	.media_types = media_types,
	.extract = extract,
};
