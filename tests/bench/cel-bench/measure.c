/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/cel-bench/measure.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- time --- */

/* of this thread: what others do on the machine is mostly not in it */
static double
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double
time_round(const BenchRunner *runner, guint64 n)
{
	double begin = now_ns();

	runner->run(runner->data, n);
	return now_ns() - begin;
}

/* how many runs fill a round; warms everything up besides */
static void
calibrate(BenchRunner *runner)
{
	runner->n = 1;
	while (time_round(runner, runner->n) < BENCH_ROUND_NS)
		runner->n *= 2;
}

void
bench_measure(BenchRunner *runners, gsize n_runners)
{
	for (gsize i = 0; i < n_runners; i++)
		calibrate(&runners[i]);
	for (gsize round = 0; round < BENCH_ROUNDS; round++)
		for (gsize i = 0; i < n_runners; i++)
			runners[i].ns[round] =
				time_round(&runners[i], runners[i].n) / (double)runners[i].n;
}

static int
compare_doubles(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

BenchSpread
bench_spread(const double *values, gsize n_values)
{
	g_autofree double *sorted = g_memdup2(values, n_values * sizeof *values);

	qsort(sorted, n_values, sizeof *sorted, compare_doubles);
	return (BenchSpread){sorted[0], sorted[n_values / 2], sorted[n_values - 1]};
}

BenchSpread
bench_quotient(const BenchRunner *above, const BenchRunner *below)
{
	double quotients[BENCH_ROUNDS];

	for (gsize i = 0; i < BENCH_ROUNDS; i++)
		quotients[i] = above->ns[i] / below->ns[i];
	return bench_spread(quotients, BENCH_ROUNDS);
}

/* --- memory: malloc of this program and of all libraries it loads goes through here --- */

static gboolean counting;
static BenchMemory counted;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

static inline void
count(gsize bytes)
{
	if (G_LIKELY(!counting))
		return;
	counted.calls++;
	counted.bytes += bytes;
}

void *
malloc(size_t size)
{
	count(size);
	return __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	count(n * size);
	return __libc_calloc(n, size);
}

void *
realloc(void *memory, size_t size)
{
	count(size);
	return __libc_realloc(memory, size);
}

BenchMemory
bench_memory(const BenchRunner *runner)
{
	runner->run(runner->data, 1);
	counted = (BenchMemory){0, 0};
	counting = TRUE;
	runner->run(runner->data, 1);
	counting = FALSE;
	return counted;
}
