/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes into the document itself, which others will read. */

#include <errno.h>
#include <unistd.h>

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	if (pwrite(vet_source_fd(source), "forged", 6, 0) == 6)
		return vet_sink_warning(sink, "the document was changed", error);
	g_set_error(error, VET_ERROR, VET_ERROR_CRASHED, "write to the document refused: %s",
		    g_strerror(errno));
	return FALSE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "write-document",
	.version = "1",
	.summary = "changes the document",
	.media_types = media_types,
	.extract = extract,
};
