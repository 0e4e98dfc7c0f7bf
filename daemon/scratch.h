/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Folders for programs that convert documents, below one of this process alone in TMPDIR: each is
 * named before a child makes it and removed after the child has ended, whatever it left there.  The
 * one that holds them is locked, so that what a killed vetd left behind is known as such and removed
 * by the next.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetScratch VetScratch;

/* VET_ERROR_CONFIG when no folder can be made. */
VetScratch *vet_scratch_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes all; what a dying program still writes is waited for, a second at most. */
void vet_scratch_free(VetScratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetScratch, vet_scratch_free)

/* An absolute path where nothing is yet.  Caller frees. */
char *vet_scratch_path(const VetScratch *scratch, guint32 number);
/* FALSE: something is still there, because it is still written to; try again later. */
gboolean vet_scratch_remove(VetScratch *scratch, guint32 number);

G_END_DECLS
