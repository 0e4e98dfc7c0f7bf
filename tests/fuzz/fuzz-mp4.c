/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Films: boxes within boxes, tables of samples, fragments. */

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
	fuzz_plugin(data, size, "video/mp4");
	return 0;
}
