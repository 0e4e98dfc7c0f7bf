/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The claim of one vetd on a folder: a second one would sweep from the spool what the first is
 * about to read, and take the same arrivals.
 */

#include <glib.h>

G_BEGIN_DECLS

/*
 * Holds until the descriptor returned is closed or the process ends, however it ends.  -1 and
 * VET_ERROR_CONFIG when another process has the claim or the folder cannot be opened.
 */
int vet_claim_folder(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
