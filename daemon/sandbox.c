/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/sandbox.h"

gboolean
vet_sandbox_enter(const VetLimits *limits, pid_t parent, GError **error)
{
	/* the tie to the parent comes after the user has changed, which clears it */
	return vet_sandbox_limit_resources(limits, error) && vet_sandbox_drop_rights(error) &&
	       vet_sandbox_die_with(parent, error) && vet_sandbox_close_files(error) &&
	       vet_sandbox_filter_calls(error);
}

gboolean
vet_sandbox_enter_folder(const VetLimits *limits, pid_t parent, const char *folder, GError **error)
{
	return vet_sandbox_limit_program(limits, error) && vet_sandbox_drop_rights(error) &&
	       vet_sandbox_die_with(parent, error) && vet_sandbox_close_files_but(folder, error);
}
