/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * cel-bench: expressions of lib/cel beside Lua and jq in one process and run, a whole pack, and what
 * hostile expressions cost; as Markdown on standard output.  tests/bench/cel.py adds when and where.
 */

#include "tests/bench/cel-bench/engines.h"
#include "tests/bench/cel-bench/pack.h"
#include "tests/unit/cel-hostile.h"

#include <stdlib.h>

#define PACK "rules/yiyang-2025"
/* what issue 3 asks for */
#define GOAL_A_NS 150.0
#define GOAL_A_QUOTIENT 3.0
#define GOAL_B_QUOTIENT 1.0
#define GOAL_COMPILE_NS 20e3
#define GOAL_PACK_NS 300e3
#define GOAL_HOSTILE_MS 100.0
#define GOAL_HOSTILE_KIB (64.0 * 1024)

/* Each as its own language would have it; Lua's with the data as arguments, which are its quickest
 * variables. */
static const BenchTask tasks[] = {
	{"A",
	 {[BENCH_CEL] = "size(members) <= 5",
	  [BENCH_LUA] = "return function(members) return #members <= 5 end",
	  [BENCH_JQ] = "(.members | length) <= 5"},
	 {"members"}},
	{"B",
	 {[BENCH_CEL] = "documents.filter(d, !units.exists(u, u.name == d.holder))",
	  [BENCH_LUA] = "return function(documents, units)\n"
			"  local result = {}\n"
			"  for i = 1, #documents do\n"
			"    local d, found = documents[i], false\n"
			"    for j = 1, #units do\n"
			"      if units[j].name == d.holder then found = true break end\n"
			"    end\n"
			"    if not found then result[#result + 1] = d end\n"
			"  end\n"
			"  return result\n"
			"end",
	  [BENCH_JQ] = ".units as $units | [.documents[] | select(.holder as $holder"
		       " | any($units[]; .name == $holder) | not)]"},
	 {"documents", "units"}},
};

/* --- numbers --- */

static char *
show_ns(double ns)
{
	static const struct {
		double from, by;
		const char *unit;
	} units[] = {{1e6, 1e6, "ms"}, {1e4, 1e3, "µs"}, {0, 1, "ns"}};
	gsize i = 0;

	while (ns < units[i].from)
		i++;
	double number = ns / units[i].by;
	return g_strdup_printf(number < 100 ? "%.1f %s" : "%.0f %s", number, units[i].unit);
}

/* "312 ns (300–350)" */
static char *
show_time(const BenchRunner *runner)
{
	BenchSpread spread = bench_spread(runner->ns, BENCH_ROUNDS);
	g_autofree char *least = show_ns(spread.least), *median = show_ns(spread.median),
			*most = show_ns(spread.most);

	return g_strdup_printf("**%s** (%s – %s)", median, least, most);
}

static char *
show_quotient(BenchSpread quotient)
{
	return g_strdup_printf("**%.3g** (%.3g – %.3g)", quotient.median, quotient.least,
			       quotient.most);
}

static const char *
verdict(gboolean met)
{
	return met ? "met" : "**missed**";
}

/* --- the three engines --- */

static void
check_results(BenchEngines *engines, const BenchTask *task)
{
	g_autofree char *expected = bench_engines_show(engines, BENCH_CEL);

	for (BenchEngine i = BENCH_CEL; i < BENCH_N_ENGINES; i++) {
		g_autofree char *shown = bench_engines_show(engines, i);

		if (*shown != '\0' && g_str_equal(shown, expected))
			continue;
		fprintf(stderr, "%s: the engines do not agree:\n%s\n%s\n", task->title, expected,
			shown);
		exit(EXIT_FAILURE);
	}
}

static void
print_times(const char *title, const BenchRunner *runners, const char *goal)
{
	g_autofree char *cel = show_time(&runners[BENCH_CEL]);
	g_autofree char *lua = show_time(&runners[BENCH_LUA]);
	g_autofree char *jq = show_time(&runners[BENCH_JQ]);
	g_autofree char *by_lua =
		show_quotient(bench_quotient(&runners[BENCH_CEL], &runners[BENCH_LUA]));
	g_autofree char *by_jq =
		show_quotient(bench_quotient(&runners[BENCH_CEL], &runners[BENCH_JQ]));

	printf("| %s | %s | %s | %s | %s | %s | %s |\n", title, cel, lua, jq, by_lua, by_jq, goal);
	fflush(stdout);
}

static double
median_ns(const BenchRunner *runner)
{
	return bench_spread(runner->ns, BENCH_ROUNDS).median;
}

static char *
goal_of_evaluation(gsize task, const BenchRunner *runners)
{
	double quotient = bench_quotient(&runners[BENCH_CEL], &runners[BENCH_LUA]).median;
	gboolean quick = median_ns(&runners[BENCH_CEL]) < GOAL_A_NS;

	if (task == 0)
		return g_strdup_printf("≤ %g × Lua: %s; < %g ns: %s", GOAL_A_QUOTIENT,
				       verdict(quotient <= GOAL_A_QUOTIENT), GOAL_A_NS,
				       verdict(quick));
	return g_strdup_printf("faster than Lua: %s", verdict(quotient < GOAL_B_QUOTIENT));
}

static char *
goal_of_compiling(gsize task, const BenchRunner *runners)
{
	if (task != 0)
		return g_strdup("");
	return g_strdup_printf("< %g µs: %s", GOAL_COMPILE_NS / 1e3,
			       verdict(median_ns(&runners[BENCH_CEL]) < GOAL_COMPILE_NS));
}

static void
measure_engines(BenchEngines *engines, BenchRun (*run_of)(BenchEngine engine),
		BenchRunner *ret_runners)
{
	for (BenchEngine i = BENCH_CEL; i < BENCH_N_ENGINES; i++)
		ret_runners[i] = (BenchRunner){.run = run_of(i), .data = engines};
	bench_measure(ret_runners, BENCH_N_ENGINES);
}

static void
print_tasks(BenchEngines *const *engines)
{
	BenchRunner runners[BENCH_N_ENGINES];

	puts("| | CEL | Lua | jq | CEL / Lua | CEL / jq | goal |\n|---|---|---|---|---|---|---|");
	for (gsize i = 0; i < G_N_ELEMENTS(tasks); i++) {
		g_autofree char *title = g_strdup_printf("%s: evaluate", tasks[i].title);

		measure_engines(engines[i], bench_engines_evaluate, runners);
		g_autofree char *goal = goal_of_evaluation(i, runners);
		print_times(title, runners, goal);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(tasks); i++) {
		g_autofree char *title = g_strdup_printf("%s: compile and check", tasks[i].title);

		measure_engines(engines[i], bench_engines_compile, runners);
		g_autofree char *goal = goal_of_compiling(i, runners);
		print_times(title, runners, goal);
	}
}

static void
print_memory(BenchEngines *engines, const BenchTask *task)
{
	printf("| %s: evaluate |", task->title);
	for (BenchEngine i = BENCH_CEL; i < BENCH_N_ENGINES; i++) {
		const BenchRunner runner = {.run = bench_engines_evaluate(i), .data = engines};
		BenchMemory memory = bench_memory(&runner);

		if (i != BENCH_JQ)
			printf(" %" G_GSIZE_FORMAT " |", bench_engines_own_bytes(engines, i));
		printf(" %" G_GSIZE_FORMAT " in %" G_GSIZE_FORMAT " |", memory.bytes, memory.calls);
	}
	putchar('\n');
}

/* --- the whole pack --- */

static gboolean
print_pack(const char *title, gboolean faulty, GError **error)
{
	g_autoptr(BenchPack) pack = bench_pack_new(PACK, faulty, error);

	if (pack == NULL)
		return FALSE;
	BenchRunner runner = {.run = bench_pack_run, .data = pack};

	bench_measure(&runner, 1);
	BenchMemory memory = bench_memory(&runner);
	g_autofree char *time = show_time(&runner);
	printf("| %s: %u rules, %u findings | %s | %" G_GSIZE_FORMAT " in %" G_GSIZE_FORMAT
	       " | < %g µs: %s |\n",
	       title, bench_pack_n_rules(pack), bench_pack_n_findings(pack), time, memory.bytes,
	       memory.calls, GOAL_PACK_NS / 1e3, verdict(median_ns(&runner) < GOAL_PACK_NS));
	return TRUE;
}

static gboolean
print_packs(GError **error)
{
	puts("\n| " PACK " on one submission | time | bytes of malloc in calls | goal "
	     "|\n|---|---|---|---|");
	return print_pack("all is well", FALSE, error) &&
	       print_pack("the worst of its tests", TRUE, error);
}

/* --- hostile expressions --- */

/* Lines of a table have no bars of their own. */
static char *
escape_bars(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "|", -1);

	return g_strjoinv("\\|", parts);
}

/* the quickest of three: what else the machine did is in the elapsed time */
static void
run_hostile(const Hostile *row, HostileResult *ret_result)
{
	hostile_run(row, ret_result);
	for (int i = 0; i < 2; i++) {
		HostileResult again;

		hostile_run(row, &again);
		if (again.finished && again.elapsed < ret_result->elapsed)
			*ret_result = again;
	}
}

static void
print_hostile(const Hostile *row)
{
	g_autofree char *name = escape_bars(row->name);
	HostileResult result;

	run_hostile(row, &result);
	if (!result.finished) {
		printf("| %s | | | | | the process died | **missed** |\n", name);
		return;
	}
	g_autofree char *answer = escape_bars(result.failed ? result.message : "a value");
	gboolean met = (result.failed || row->may_pass) && result.elapsed <= GOAL_HOSTILE_MS &&
		       (double)result.peak_kib < GOAL_HOSTILE_KIB;
	printf("| %s | %.1f | %.1f | %.1f | %" G_GUINT64_FORMAT " | %s | %s |\n", name,
	       result.elapsed, result.processor, (double)result.peak_kib / 1024, result.steps,
	       answer, verdict(met));
	fflush(stdout);
}

static void
print_hostiles(void)
{
	g_autoptr(GArray) rows = hostile_rows();

	printf("\n| hostile | ms elapsed | ms of processor | MiB at the peak | steps | answer | "
	       "≤ %g ms, < %g MiB |\n|---|---|---|---|---|---|---|\n",
	       GOAL_HOSTILE_MS, GOAL_HOSTILE_KIB / 1024);
	for (guint i = 0; i < rows->len; i++)
		print_hostile(&g_array_index(rows, Hostile, i));
}

int
main(void)
{
	BenchEngines *engines[G_N_ELEMENTS(tasks)];
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(tasks); i++) {
		engines[i] = bench_engines_new(&tasks[i]);
		check_results(engines[i], &tasks[i]);
		printf("%s: `%s`  \n", tasks[i].title, tasks[i].sources[BENCH_CEL]);
	}
	putchar('\n');
	print_tasks(engines);
	puts("\n| bytes | CEL: arena | CEL: malloc in calls | Lua: its heap | Lua: malloc in calls "
	     "| jq: malloc in calls |\n|---|---|---|---|---|---|");
	for (gsize i = 0; i < G_N_ELEMENTS(tasks); i++) {
		print_memory(engines[i], &tasks[i]);
		bench_engines_free(engines[i]);
	}
	if (!print_packs(&error)) {
		fprintf(stderr, "%s\n", error->message);
		return EXIT_FAILURE;
	}
	print_hostiles();
	return EXIT_SUCCESS;
}
