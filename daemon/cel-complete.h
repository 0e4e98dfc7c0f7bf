/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What could follow in an expression that is being typed. */

#include "daemon/cel-session.h"

G_BEGIN_DECLS

/*
 * The candidates for the word line[start..end): names, fields of what stands before the dot,
 * functions with their parenthesis, commands.  In order, NULL-terminated.  Caller frees.
 */
char **vet_cel_complete(VetCelSession *session, const char *line, gsize start, gsize end);

G_END_DECLS
