/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Root variables of every kind, with fixed values: what fuzzed expressions may name. */

#include "lib/cel/cel.h"

/* An env that declares them with their types. */
CelEnv *fuzz_bindings_env(void);
/* A CelResolve; "absent" is not bound, "broken" fails. */
gboolean fuzz_bindings_resolve(gpointer user_data, const char *name, CelValue *ret_value,
			       GError **error);
/* A NUL-terminated copy; what lies behind a NUL is dropped, as any caller of the library would. */
char *fuzz_bindings_text(const guint8 *data, gsize size);
