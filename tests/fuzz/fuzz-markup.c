/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTML, XML and SVG; the first byte says as which of them the rest is read. */

#include "tests/fuzz/plugin-sink.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	fuzz_prepare_plugin();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const media_types[] = {"text/html", "text/xml", "image/svg+xml"};

	if (size > 0)
		fuzz_plugin(data + 1, size - 1, media_types[data[0] % G_N_ELEMENTS(media_types)]);
	return 0;
}
