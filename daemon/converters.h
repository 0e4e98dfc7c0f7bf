/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The pool's account of children that convert: how many there are, and the folders that they leave
 * behind, which are removed once nothing writes to them any more.
 */

#include "daemon/scratch.h"

G_BEGIN_DECLS

/* All zeros at first. */
typedef struct {
	VetScratch *scratch; /* made with the first */
	guint running;
	guint failed; /* that ended before they were ready, in a row */
	GArray *left; /* of guint32: numbers of folders that are still there */
	guint source; /* tries again */
} VetConverters;

/* Removes every folder. */
void vet_converters_clear(VetConverters *converters);

/* Each takes the memory of LibreOffice. */
gboolean vet_converters_has_room(const VetConverters *converters);
/* Where child `number` may make its folder; caller frees.  NULL: VET_ERROR_CONFIG. */
char *vet_converters_folder(VetConverters *converters, guint32 number,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_converters_started(VetConverters *converters);
/* One has ended: TRUE when too many in a row were never ready, and documents must be given up. */
gboolean vet_converters_failed(VetConverters *converters, gboolean was_ready);
void vet_converters_ended(VetConverters *converters, guint32 number);

G_END_DECLS
