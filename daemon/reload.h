/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A changed rule pack takes the place of the one in force: loaded whole and through its own tests
 * beside it, or not at all.  Done in one go on the main loop: a pack is some files of at most a few
 * hundred kilobytes, each rule of each test has its budget of steps, and yiyang-2025 takes a quarter of a second.
 */

#include "daemon/health.h"
#include "daemon/pipeline.h"
#include "lib/store.h"

G_BEGIN_DECLS

/* All borrowed. */
typedef struct {
	const char *folder;    /* of the pack */
	VetPipeline *pipeline; /* has the pack in force */
	VetStore *store;       /* vet.pack.reloaded goes to its outbox */
	VetHealth *health;     /* a failure is a problem of "pack" until a reload succeeds */
} VetReload;

typedef enum {
	VET_RELOAD_UNCHANGED, /* the files are those of the pack in force: nothing was done */
	VET_RELOAD_DONE,
} VetReloadOutcome;

/*
 * VET_ERROR_CONFIG: the pack cannot be loaded or fails its tests, and why; the old one stays in
 * force.  The outcome but for UNCHANGED is told on the bus.  *ret_sentence, for people, is the
 * caller's.
 */
gboolean vet_reload(const VetReload *reload, VetReloadOutcome *ret_outcome, char **ret_sentence,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
