/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Below the folder of samples that may lie beside the repository; VET_SHARED says where else.  Caller frees. */
static inline char *
shared_path(const char *below)
{
	const char *shared = g_getenv("VET_SHARED");

	return g_build_filename(shared ? shared : "../shared", below, NULL);
}
