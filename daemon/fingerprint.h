/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What, besides a document's bytes and the plugin that takes it, decides what is read in it. */

#include "lib/limits.h"

G_BEGIN_DECLS

/*
 * SHA-256, in hex, over the worker program (it says what is what), what each plugin takes
 * (`plugins` of VetZygotePlugin, not their builds: those count only for what they read) and the
 * caps, but for the seconds: what time decided is never stored.  NULL when the worker cannot be
 * read.  Caller frees.
 */
char *vet_fingerprint(const char *worker_path, const GPtrArray *plugins, const VetLimits *limits);

G_END_DECLS
