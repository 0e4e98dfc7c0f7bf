/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Watches the inbox and turns what is complete into receipts: copied into the spool, durable in the
 * store, then removed from the inbox, in that order, so that a crash between any two steps loses
 * nothing and repeats nothing.  Complete: renamed in, or closed after writing and quiet for the
 * settle time, or NAME.complete beside it (or .complete inside a folder).
 * The arrival time is the newest ctime in it (set by the kernel when it was put there), so a
 * restart does not make a submission late.
 */

#include "daemon/spool.h"
#include "lib/store.h"

G_BEGIN_DECLS

typedef struct _VetIntake VetIntake;

typedef struct {
	const char *inbox;
	guint settle_ms;
	guint rescan_ms; /* inotify loses events and sees nothing on NFS or SMB */
	VetLimits limits;
} VetIntakeOptions;

/* Called on the main context after each receipt is durable. */
typedef void (*VetIntakeReceived)(const char *id, guint version, VetReceived received,
				  gpointer user_data);

/* Does a first scan at once.  VET_ERROR_CONFIG when the inbox cannot be read. */
VetIntake *vet_intake_new(const VetIntakeOptions *options, VetSpool *spool, VetStore *store,
			  VetIntakeReceived received, gpointer user_data,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_intake_free(VetIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetIntake, vet_intake_free)
/* Entries seen and not yet complete. */
guint vet_intake_waiting(const VetIntake *intake);
/*
 * Reports a machine's fault (disk full, unreadable folder) once per kind; the entry is tried again
 * at the next scan.
 */
void vet_intake_set_complaint(VetIntake *intake,
			      void (*complain)(const char *sentence, gpointer user_data),
			      gpointer user_data);
/*
 * Submission id of an inbox name: without the extension (".tar.gz" whole); never empty, '/'-free.
 * Caller frees.
 */
char *vet_intake_id_of_name(const char *name);

G_END_DECLS
