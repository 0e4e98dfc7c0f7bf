/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Says of a run that it reaches beyond its line. */

#include "lib/wire.h"

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	const VetRun run = {.start = 1, .length = G_MAXUINT16};
	GVariantBuilder lines;

	g_variant_builder_init(&lines, G_VARIANT_TYPE("a" VET_WIRE_LINE_FORM));
	g_variant_builder_add(
		&lines, "(syy" VET_WIRE_BOX_FORM "@a" VET_WIRE_RUN_FORM ")", "short",
		(guchar)VET_LINE_BODY, (guchar)VET_TEXT_TEXT, 0.0, 0.0, 0.0, 0.0,
		g_variant_new_fixed_array(G_VARIANT_TYPE(VET_WIRE_RUN_FORM), &run, 1, sizeof run));
	return vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error) &&
	       vet_wire_send(3, VET_WIRE_LINES, g_variant_builder_end(&lines), -1, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "lie-about-runs",
	.version = "1",
	.summary = "lies about the length of a run",
	.media_types = media_types,
	.extract = extract,
};
