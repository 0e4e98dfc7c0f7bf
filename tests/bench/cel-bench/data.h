/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One set of data in the form of each engine: {members, documents, units}. */

#include "lib/cel/cel.h"

#include <jv.h>
#include <lauxlib.h>
#include <lua.h>

#define BENCH_MEMBERS 5
#define BENCH_DOCUMENTS 40
#define BENCH_UNITS 3

/* The caller's. */
jv bench_data_new(void);
/* Objects become maps, whole numbers become ints.  Consumes the value. */
CelValue bench_data_to_cel(jv value, CelArena *arena);
/* Pushes it.  Consumes the value. */
void bench_data_to_lua(jv value, lua_State *lua);
