/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A container as simple as can be: each line of the text is the name of a member.  One that ends in
 * ".txt" is a bundle again, which holds "again.txt"; any other holds JSON.
 */

#include <string.h>

#include "lib/plugin.h"

static gboolean
add_member(VetSink *sink, const char *name, GError **error)
{
	const char *content = g_str_has_suffix(name, ".txt") ? "first.json\nagain.txt\n"
							     : "{\"title\": \"a member\"}";

	return vet_sink_member_begin(sink, name, 0, error) &&
	       vet_sink_member_write(sink, content, strlen(content), error) &&
	       vet_sink_member_end(sink, error);
}

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data)
		return FALSE;
	g_autofree char *text = g_strndup((const char *)data, length);
	g_auto(GStrv) names = g_strsplit(text, "\n", -1);
	for (gsize i = 0; names[i]; i++) {
		if (*names[i] && !add_member(sink, names[i], error))
			return FALSE;
	}
	return TRUE;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "bundle",
	.version = "1",
	.summary = "a container for the tests",
	.media_types = media_types,
	.is_container = TRUE,
	.extract = extract,
};
