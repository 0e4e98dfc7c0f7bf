/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Uses up its stack. */

#include "lib/plugin.h"

/* through a pointer, or the compiler would see it coming */
static int (*volatile again)(int depth);

static int
go_deeper(int depth)
{
	volatile char frame[64 * 1024];

	frame[0] = 1;
	return again(depth + 1) + frame[0];
}

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	again = go_deeper;
	return go_deeper(0) > 0;
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "recurse",
	.version = "1",
	.summary = "recurses without end",
	.media_types = media_types,
	.extract = extract,
};
