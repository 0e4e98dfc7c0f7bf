/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a line at the prompt of `vetctl cel` does: an expression, NAME = EXPRESSION, or a command
 * such as :help.  Where lines come from is cel-prompt.h's.
 */

#include "daemon/cel-session.h"
#include "daemon/terminal.h"

G_BEGIN_DECLS

typedef struct _VetCelShell VetCelShell;

/* Loads the facts of a submission into the session. */
typedef gboolean (*VetCelLoad)(VetCelSession *session, const char *path, gpointer user_data,
			       GError **error);

/* Borrows all of it. */
VetCelShell *vet_cel_shell_new(VetCelSession *session, VetTerminal *out, VetTerminal *faults,
			       VetCelLoad load, gpointer user_data);
void vet_cel_shell_free(VetCelShell *shell);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetCelShell, vet_cel_shell_free)
VetCelSession *vet_cel_shell_session(const VetCelShell *shell);

typedef enum {
	VET_CEL_DONE,
	VET_CEL_FAILED, /* and said */
	VET_CEL_QUIT,
} VetCelStep;

VetCelStep vet_cel_shell_run(VetCelShell *shell, const char *line);

typedef struct {
	const char *name; /* ":type" */
	const char *argument;
	const char *summary;
	VetCelStep (*run)(VetCelShell *shell, const char *argument);
} VetCelShellCommand;

/* Ends with a NULL name. */
const VetCelShellCommand *vet_cel_shell_commands(void);

G_END_DECLS
