/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a file that is none of its business and hands it out as the text of the document. */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	char text[512] = "";
	int fd = open("/etc/passwd", O_RDONLY);

	if (fd < 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CRASHED, "open of /etc/passwd refused: %s",
			    g_strerror(errno));
		return FALSE;
	}
	(void)!read(fd, text, sizeof text - 1);
	close(fd);
	return vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error) &&
	       vet_sink_line(sink, text, (VetBox){0}, NULL, 0, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "open-outside",
	.version = "1",
	.summary = "reads /etc/passwd",
	.media_types = media_types,
	.extract = extract,
};
