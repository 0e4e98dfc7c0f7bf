/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presentations (pptx), as parts in text: see tests/fuzz/parts.h. */

#include "tests/fuzz/parts.h"
#include "tests/fuzz/plugin-sink.h"

#define MEDIA_TYPE "application/vnd.openxmlformats-officedocument.presentationml.presentation"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	fuzz_prepare_plugin();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gsize length = 0;
	g_autofree guint8 *package = fuzz_pack(data, size, &length);

	if (package)
		fuzz_plugin(package, length, MEDIA_TYPE);
	return 0;
}
