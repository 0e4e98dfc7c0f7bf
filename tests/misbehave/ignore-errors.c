/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adds lines without end and takes no notice of the sink. */

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	for (guint i = 0; i < 4 * 1000 * 1000; i++) {
		if (i % 100 == 0)
			(void)!vet_sink_page(sink, 595, 842, VET_TEXT_TEXT, NULL);
		(void)!vet_sink_line(sink, "again and again", (VetBox){0}, NULL, 0, NULL);
	}
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "ignore-errors",
	.version = "1",
	.summary = "does not heed the caps",
	.media_types = media_types,
	.extract = extract,
};
