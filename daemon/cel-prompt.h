/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The lines of `vetctl cel`: at a terminal with history (kept in the user's state folder) and
 * completion, by readline; else plain lines of standard input.
 */

#include "daemon/cel-shell.h"

G_BEGIN_DECLS

/* Until :quit or the end of the input.  FALSE: a line failed (without a terminal only). */
gboolean vet_cel_prompt(VetCelShell *shell);

G_END_DECLS
