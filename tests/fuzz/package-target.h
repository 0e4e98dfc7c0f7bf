/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A target that is one plugin reading packages: parts in text (tests/fuzz/parts.h), taken for MEDIA_TYPE,
 * which the file that includes this defines.
 */

#include "tests/fuzz/parts.h"
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
	gsize length = 0;
	g_autofree guint8 *package = fuzz_pack(data, size, &length);

	if (package)
		fuzz_plugin(package, length, MEDIA_TYPE);
	return 0;
}
