/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the checker asks of an environment. */

#include "lib/cel/overload.h"

/* NULL when no variable of this very name is declared. */
const CelType *cel_env_variable(const CelEnv *env, const char *name);
/* Appends all overloads of this name, those of the env itself first. */
void cel_env_collect_overloads(const CelEnv *env, const char *name, GPtrArray *overloads);
/* Any of them that is called so. */
gboolean cel_env_has_function(const CelEnv *env, const char *name, gboolean member,
			      guint n_arguments);
/* Appends names, which the env keeps: of variables, of functions that are members or not. */
void cel_env_collect_variables(const CelEnv *env, GPtrArray *names);
void cel_env_collect_functions(const CelEnv *env, gboolean members, GPtrArray *names);
/* "" when there is none. */
const char *cel_env_container(const CelEnv *env);
gboolean cel_env_is_lenient(const CelEnv *env);
/* A type in the form of CelType, read into `arena`; NULL when it is none. */
const CelType *cel_env_read_type(const CelEnv *env, CelArena *arena, const char *text);
