/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/sandbox.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* nobody, on Debian and by convention of the kernel: the overflow user */
#define NOBODY 65534

/* Nobody but root may look into the process by ptrace or /proc; a sanitizer looks into its own. */
#ifdef VET_SANITIZED
#define DUMPABLE 1
#else
#define DUMPABLE 0
#endif

static gboolean
refused(const char *what, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", what, g_strerror(errno));
	return FALSE;
}

/* Leaving root also empties the sets of capabilities. */
static gboolean
leave_root(GError **error)
{
	if (geteuid() != 0)
		return TRUE;
	if (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
	    setresuid(NOBODY, NOBODY, NOBODY) != 0)
		return refused("the user cannot be changed to nobody", error);
	return TRUE;
}

gboolean
vet_sandbox_drop_rights(GError **error)
{
	if (!leave_root(error))
		return FALSE;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refused("new privileges cannot be renounced", error);
	if (prctl(PR_SET_DUMPABLE, DUMPABLE, 0, 0, 0) != 0)
		return refused("the process cannot be closed to others", error);
	return TRUE;
}

gboolean
vet_sandbox_die_with(pid_t parent, GError **error)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		return refused("the process cannot be tied to its parent", error);
	if (getppid() == parent)
		return TRUE;
	g_set_error_literal(error, VET_ERROR, VET_ERROR_RETRY, "the parent has died");
	return FALSE;
}

gboolean
vet_sandbox_give_folder(const char *path, GError **error)
{
	if (geteuid() != 0 || lchown(path, NOBODY, NOBODY) == 0)
		return TRUE;
	return refused("a folder cannot be given to nobody", error);
}
