/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sends cells without a table. */

#include "lib/wire.h"

#include "lib/plugin.h"

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	GVariantBuilder cells;

	g_variant_builder_init(&cells, G_VARIANT_TYPE("a(uuuus(dddd))"));
	return vet_wire_send(3, VET_WIRE_CELLS, g_variant_builder_end(&cells), -1, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "out-of-order",
	.version = "1",
	.summary = "sends a message out of order",
	.media_types = media_types,
	.extract = extract,
};
