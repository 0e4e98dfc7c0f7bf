/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a child gives up before it sees a document.  One back end a file; each fails closed:
 * FALSE with VET_ERROR_CONFIG when the kernel or the rights do not allow it, and the child then
 * ends. What is refused later is named in the outcome, see daemon/last-words.h.
 */

#include <sys/types.h>

#include "lib/error.h"
#include "lib/limits.h"

G_BEGIN_DECLS

/*
 * All of it, in the order that works: limits, user, no new privileges, death with the parent,
 * files, system calls.  The caller has closed its descriptors already; what is open stays usable.
 */
gboolean vet_sandbox_enter(const VetLimits *limits, pid_t parent,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The same for a child that converts: it may also write below `folder`, which is its own by now, and
 * wait for the end of its program.  What it may call is for vet_sandbox_filter_keeper(), once the
 * program's process has been forked.
 */
gboolean vet_sandbox_enter_folder(const VetLimits *limits, pid_t parent, const char *folder,
				  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Alone, for a child without a sandbox: it dies when `parent` does, also when that has happened
 * already.
 */
gboolean vet_sandbox_die_with(pid_t parent, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The back ends. */
gboolean vet_sandbox_limit_resources(const VetLimits *limits,
				     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same with room for LibreOffice itself. */
gboolean vet_sandbox_limit_program(const VetLimits *limits,
				   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_sandbox_drop_rights(GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_sandbox_close_files(GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_sandbox_filter_calls(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Files again, of a converting child; execution too, of LibreOffice alone. */
gboolean vet_sandbox_close_files_but(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* System calls of the child that keeps a program, and of the program. */
gboolean vet_sandbox_filter_keeper(GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_sandbox_filter_program(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives a new folder to the user that the children become; TRUE when that is nobody else. */
gboolean vet_sandbox_give_folder(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
