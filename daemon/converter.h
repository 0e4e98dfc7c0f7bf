/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The sandbox of a child that converts, and the program that it may run.  Two processes: the keeper,
 * which is the child that vetd speaks with, and the runner, forked before either sees a document.
 * The runner has nothing but a pipe from the keeper, waits there for the command, and becomes the
 * program; it makes no processes, opens no connections and dies with the keeper.
 */

#include <sys/types.h>

#include "lib/extract-private.h"

G_BEGIN_DECLS

typedef struct {
	VetConversionMeans means;
	char *folder;
	pid_t runner; /* 0 once it has ended */
	int pipe;     /* to the runner; -1 once the command is given */
} VetConverter;

/*
 * Makes `folder` (absolute; its parent is there) and gives up everything else, as
 * vet_sandbox_enter() does, or only ties the processes together when not `sandboxed`.  The caller
 * has closed its descriptors already.  VET_ERROR_CONFIG: nothing may be converted.
 */
gboolean vet_converter_enter(VetConverter *converter, const char *folder, gboolean sandboxed,
			     const VetLimits *limits, pid_t parent,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
