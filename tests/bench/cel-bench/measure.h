/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rounds that take turns, so that all runners see the same machine; and what one run asks of malloc. */

#include <glib.h>

#define BENCH_ROUNDS 21
#define BENCH_ROUND_NS (20 * 1000 * 1000)

/* Does its work `n` times. */
typedef void (*BenchRun)(gpointer data, guint64 n);

typedef struct {
	BenchRun run;
	gpointer data;
	guint64 n;               /* of a round */
	double ns[BENCH_ROUNDS]; /* processor time of one run */
} BenchRunner;

typedef struct {
	double least, median, most;
} BenchSpread;

/* Measures all of them, in turn, round by round. */
void bench_measure(BenchRunner *runners, gsize n_runners);
BenchSpread bench_spread(const double *values, gsize n_values);
/* Of the quotients round by round. */
BenchSpread bench_quotient(const BenchRunner *above, const BenchRunner *below);

typedef struct {
	gsize calls,
		bytes; /* of malloc, calloc and realloc; nothing is taken off for what was freed */
} BenchMemory;

/* What one run asks for, after another that warmed it up. */
BenchMemory bench_memory(const BenchRunner *runner);
