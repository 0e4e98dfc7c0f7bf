/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A child of the zygote: gives up everything, then reads the documents of one submission. */

#include <sys/types.h>

#include "daemon/loader.h"
#include "lib/identify.h"

G_BEGIN_DECLS

/*
 * `socket` becomes the child's only descriptor; `parent` is the zygote, with which it dies.  Never
 * returns: the child ends when vetd closes its end, or with last words.  `folder`: the child converts
 * and makes that folder for it; NULL: it does not, and sets aside what must be converted.
 */
void vet_child_run(const VetLoader *loader, VetIdentifier *identifier, int socket, pid_t parent,
		   gboolean sandboxed, const VetLimits *limits, const char *folder) G_GNUC_NORETURN;

G_END_DECLS
