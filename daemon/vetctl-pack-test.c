/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack test: a table for a person, TAP for a program. */

#include "daemon/vetctl-pack.h"

#include <string.h>
#include <unistd.h>

#include "lib/pack.h"
#include "lib/text.h"

/* columns of the table of coverage, by what matters most to who reads it */
static const VetOutcome columns[] = {VET_OUTCOME_PASS,   VET_OUTCOME_REJECT,
				     VET_OUTCOME_REVIEW, VET_OUTCOME_UNDETERMINED,
				     VET_OUTCOME_NOTE,   VET_OUTCOME_WAIVED};
#define GAP 2

/* --- TAP --- */

static guint
print_tap(VetTerminal *terminal, const VetPackTestRun *run)
{
	guint failed = 0;
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "TAP version 13\n1..%u\n", run->results->len);
	for (guint i = 0; i < run->results->len; i++) {
		const VetPackTestResult *result = run->results->pdata[i];
		failed += !result->passed;
		/* a # would begin a directive */
		g_autofree char *name = g_strdup(result->name);
		g_strdelimit(name, "#", ' ');
		vet_terminal_put(terminal, result->passed ? VET_PAINT_GREEN : VET_PAINT_RED,
				 result->passed ? "ok" : "not ok");
		vet_terminal_print(terminal, VET_PAINT_PLAIN, " %u - %s\n", i + 1, name);
		g_auto(GStrv) lines = g_strsplit(result->detail ? result->detail : "", "\n", -1);
		for (guint line = 0; lines[line]; line++)
			if (*lines[line])
				vet_terminal_print(terminal, VET_PAINT_DIM, "# %s\n", lines[line]);
	}
	return failed;
}

/* --- a table of the tests --- */

static guint
print_tests(VetTerminal *terminal, const VetPackTestRun *run)
{
	guint failed = 0;
	for (guint i = 0; i < run->results->len; i++) {
		const VetPackTestResult *result = run->results->pdata[i];
		failed += !result->passed;
		vet_terminal_pad(terminal, result->passed ? VET_PAINT_GREEN : VET_PAINT_RED,
				 result->passed ? "ok" : "FAIL", 4 + GAP);
		vet_terminal_print(terminal, VET_PAINT_PLAIN, "%s\n", result->name);
		g_auto(GStrv) lines = g_strsplit(result->detail ? result->detail : "", "\n", -1);
		for (guint line = 0; lines[line]; line++)
			if (*lines[line])
				vet_terminal_print(terminal, VET_PAINT_PLAIN, "%*s%s\n", 4 + GAP,
						   "", lines[line]);
	}
	return failed;
}

/* --- a table of rules × outcomes --- */

static guint
width_of_rules(const VetPackTestRun *run)
{
	guint width = strlen("rule");
	for (guint i = 0; i < run->coverage->len; i++) {
		const VetPackRuleCoverage *row = run->coverage->pdata[i];
		width = MAX(width, vet_text_width(row->rule->id));
	}
	return width;
}

/* a number, 0 where none is but could be, · where none can be */
static void
print_cell(VetTerminal *terminal, const VetPack *pack, const VetPackRuleCoverage *row,
	   VetOutcome outcome)
{
	guint count = row->outcomes[outcome];
	guint width = strlen(vet_outcome_name(outcome));
	gboolean possible = vet_rule_may_come_to(pack, row->rule, outcome);
	g_autofree char *text = count || possible ? g_strdup_printf("%*u", (int)width, count)
						  : g_strdup_printf("%*s·", (int)width - 1, "");
	VetPaint paint = count ? VET_PAINT_PLAIN : possible ? VET_PAINT_YELLOW : VET_PAINT_DIM;
	vet_terminal_put(terminal, VET_PAINT_PLAIN, "  ");
	vet_terminal_put(terminal, paint, text);
}

static void
print_coverage(VetTerminal *terminal, const VetPack *pack, const VetPackTestRun *run)
{
	guint width = width_of_rules(run);
	vet_terminal_put(terminal, VET_PAINT_PLAIN, "\n");
	vet_terminal_pad(terminal, VET_PAINT_BOLD, "rule", width);
	for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
		vet_terminal_print(terminal, VET_PAINT_BOLD, "  %s", vet_outcome_name(columns[i]));
	vet_terminal_print(terminal, VET_PAINT_BOLD, "  cases\n");
	for (guint i = 0; i < run->coverage->len; i++) {
		const VetPackRuleCoverage *row = run->coverage->pdata[i];
		guint seen = 0;
		vet_terminal_pad(terminal, VET_PAINT_PLAIN, row->rule->id, width);
		for (guint j = 0; j < G_N_ELEMENTS(columns); j++)
			print_cell(terminal, pack, row, columns[j]);
		for (guint j = 0; j < row->rule->cases->len; j++)
			seen += row->cases[j] > 0;
		vet_terminal_print(
			terminal, seen < row->rule->cases->len ? VET_PAINT_YELLOW : VET_PAINT_PLAIN,
			"  %u of %u\n", seen, row->rule->cases->len);
	}
}

static void
print_unseen_cases(VetTerminal *terminal, const VetPackTestRun *run)
{
	gboolean first = TRUE;
	for (guint i = 0; i < run->coverage->len; i++) {
		const VetPackRuleCoverage *row = run->coverage->pdata[i];
		for (guint j = 0; j < row->rule->cases->len; j++) {
			const VetCase *one = row->rule->cases->pdata[j];
			if (row->cases[j])
				continue;
			if (first)
				vet_terminal_put(terminal, VET_PAINT_PLAIN,
						 "\nno test makes these cases fail:\n");
			first = FALSE;
			vet_terminal_print(terminal, VET_PAINT_YELLOW, "  %s:%u: %s case %u (%s)\n",
					   row->rule->file, one->line, row->rule->id, j + 1,
					   vet_outcome_name(one->on_fail));
		}
	}
}

/* --- the command --- */

static int
run_tests(VetctlOptions *options, const char *folder, const char *filter, gboolean tap)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	if (!pack)
		return vetctl_fail(error);
	g_autoptr(VetPackTestRun) run = vet_pack_test(pack, filter);
	if (!run->results->len) {
		g_printerr("vetctl: no test of %s has “%s” in its name\n", vet_pack_id(pack),
			   filter ? filter : "");
		return VETCTL_ERROR;
	}
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	guint failed = tap ? print_tap(terminal, run) : print_tests(terminal, run);
	/* what a part of the tests does not see says nothing */
	if (!tap && !filter) {
		print_coverage(terminal, pack, run);
		print_unseen_cases(terminal, run);
	}
	vet_terminal_print(terminal, failed ? VET_PAINT_RED : VET_PAINT_PLAIN,
			   tap ? "# %u passed, %u failed\n" : "\n%u passed, %u failed\n",
			   run->results->len - failed, failed);
	return failed ? VETCTL_FOUND : VETCTL_OK;
}

int
vetctl_pack_test(VetctlOptions *options, int argc, char **argv)
{
	g_autofree char *format = NULL;
	g_autofree char *filter = NULL;
	const GOptionEntry entries[] = {
		{"format", 0, 0, G_OPTION_ARG_STRING, &format,
		 "table or tap (default: table on a terminal, else tap)", "FORMAT"},
		{"filter", 0, 0, G_OPTION_ARG_STRING, &filter,
		 "Only the tests whose name contains the text", "TEXT"},
		{NULL},
	};
	int status;
	if (!vetctl_parse(options, entries, &argc, &argv, 1, 1, &status))
		return status;
	if (!format)
		format = g_strdup(isatty(STDOUT_FILENO) ? "table" : "tap");
	gboolean tap = g_str_equal(format, "tap");
	if (tap || g_str_equal(format, "table"))
		return run_tests(options, argv[1], filter, tap);
	g_printerr("vetctl: --format %s: table or tap is expected\n", format);
	return VETCTL_ERROR;
}
