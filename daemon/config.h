/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* vetd.conf: a GKeyFile; every key has a default, an unknown one is an error with its line. */

#include "lib/limits.h"

G_BEGIN_DECLS

typedef struct {
	char *inbox, *state, *pack, *locale;
	guint settle_ms, rescan_ms;
	guint workers; /* 0 = cores */
	gboolean sandbox;
	guint64 extractions; /* bytes of stored extractions at most; 0 = none are stored */
	char *blacklist;     /* CSV, NULL = none given */
	char *registry;      /* CSV, NULL = none given */
	char *publish, *query;
	VetLimits limits;
} VetConfig;

/* Defaults only. */
VetConfig *vet_config_new(void);
/* VET_ERROR_CONFIG: "FILE:LINE: what was found, what is expected"; all faults, a line each. */
VetConfig *vet_config_load(const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_config_free(VetConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetConfig, vet_config_free)
/* An example configuration with every key, its default and a comment.  Caller frees. */
char *vet_config_example(void);

G_END_DECLS
