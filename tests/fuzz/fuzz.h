/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the fuzz targets share.  A target is one file with LLVMFuzzerTestOneInput(); libFuzzer brings
 * main() under `make fuzz`, tests/fuzz/replay.c under `make check`.  An invariant that breaks aborts.
 */

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* Once, before the first input; every target has one. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* g_assert() names file and line, and is never compiled out here. */
#define fuzz_hold(condition) g_assert_true(condition)
