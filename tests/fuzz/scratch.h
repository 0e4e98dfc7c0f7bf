/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A folder in memory for what is loaded from files; removed when the process ends in good order. */

#include <glib.h>

/* Its path; made at the first call. */
const char *fuzz_scratch_folder(void);
/* Writes a file there. Truncates and writes over: a rename for each input would cost more. */
void fuzz_scratch_write(const char *name, const char *bytes, gsize length);
