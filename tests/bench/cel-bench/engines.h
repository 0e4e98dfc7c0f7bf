/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The three engines: each holds the data in its own form and one program, compiled. */

#include "tests/bench/cel-bench/data.h"
#include "tests/bench/cel-bench/measure.h"

typedef enum { BENCH_CEL, BENCH_LUA, BENCH_JQ, BENCH_N_ENGINES } BenchEngine;

/* One task, as each would write it. */
typedef struct {
	const char *title;
	const char *sources[BENCH_N_ENGINES];
	/* the Lua source makes a function of this and, unless NULL, of the next */
	const char *arguments[2];
} BenchTask;

typedef struct _BenchEngines BenchEngines;

BenchEngines *bench_engines_new(const BenchTask *task);
void bench_engines_free(BenchEngines *engines);
/* Evaluates once and shows the result: "true", or the paths of the documents.  Caller frees. */
char *bench_engines_show(BenchEngines *engines, BenchEngine engine);
/* Runners whose data is `engines`. */
BenchRun bench_engines_evaluate(BenchEngine engine);
BenchRun bench_engines_compile(BenchEngine engine);
/* Bytes that one evaluation takes by the engine's own count; 0 for jq, which has none. */
gsize bench_engines_own_bytes(BenchEngines *engines, BenchEngine engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BenchEngines, bench_engines_free)
