/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/cel.h"

gboolean cel_env_declares(const CelEnv *env, const char *name);
/* The declared names, "a, b, c", cut after a few.  Caller frees. */
char *cel_env_list_names(const CelEnv *env);
/* NULL when there is none with this name, form and number of arguments. */
const CelFunctionRow *cel_env_find_function(const CelEnv *env, const char *name, gboolean member,
					    guint n_arguments);
/* Any function of this name, for messages. */
const CelFunctionRow *cel_env_find_any(const CelEnv *env, const char *name);
/* "" when there is none. */
const char *cel_env_container(const CelEnv *env);
gboolean cel_env_is_lenient(const CelEnv *env);
