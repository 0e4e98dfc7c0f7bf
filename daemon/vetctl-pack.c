/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack: what the author of a rule pack needs. */

#include <string.h>

#include "daemon/vetctl.h"
#include "lib/pack.h"

static int
lint(VetctlOptions *options, int argc, char **argv)
{
	int status;
	if (!vetctl_parse(options, NULL, &argc, &argv, 1, 1, &status))
		return status;
	const char *folder = argv[1];
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	if (!pack) {
		g_autoptr(VetTerminal) remarks = vet_terminal_new(stderr, !options->no_color);
		vet_terminal_print(remarks, VET_PAINT_PLAIN, "%s\n", error->message);
		return g_file_test(folder, G_FILE_TEST_IS_DIR) ? VETCTL_FOUND : VETCTL_ERROR;
	}
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	vet_terminal_print(terminal, VET_PAINT_PLAIN,
			   "%s %s: %u rules, %u document classes, no fault\n", vet_pack_id(pack),
			   vet_pack_version(pack), vet_pack_rules(pack)->len,
			   vet_pack_classes(pack)->len);
	return VETCTL_OK;
}

/* TAP, so that prove and a person can read it. */
static int
test(VetctlOptions *options, int argc, char **argv)
{
	int status;
	if (!vetctl_parse(options, NULL, &argc, &argv, 1, 1, &status))
		return status;
	const char *folder = argv[1];
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	g_autoptr(GPtrArray) results = pack ? vet_pack_run_tests(pack, &error) : NULL;
	if (!results)
		return vetctl_fail(error);
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "1..%u\n", results->len);
	guint failed = 0;
	for (guint i = 0; i < results->len; i++) {
		const VetPackTestResult *result = results->pdata[i];
		failed += !result->passed;
		vet_terminal_put(terminal, result->passed ? VET_PAINT_GREEN : VET_PAINT_RED,
				 result->passed ? "ok" : "not ok");
		vet_terminal_print(terminal, VET_PAINT_PLAIN, " %u - %s\n", i + 1, result->name);
		g_auto(GStrv) lines = g_strsplit(result->detail ? result->detail : "", "\n", -1);
		for (guint line = 0; lines[line]; line++)
			if (*lines[line])
				vet_terminal_print(terminal, VET_PAINT_DIM, "# %s\n", lines[line]);
	}
	vet_terminal_print(terminal, failed ? VET_PAINT_RED : VET_PAINT_PLAIN,
			   "# %u passed, %u failed\n", results->len - failed, failed);
	return failed ? VETCTL_FOUND : VETCTL_OK;
}

/* Adding an action is adding a line. */
const VetctlCommand vetctl_pack_actions[] = {
	{"pack lint", "DIR", "load a pack, show every fault with its place", lint},
	{"pack test", "DIR", "run the pack's own tests through the whole engine", test},
	{"pack docs", "[--format markdown|html] [--output FILE] DIR",
	 "a page of the pack's rules, params, classes, facts and functions", vetctl_pack_docs},
	{"pack explain", "[--pack DIR] [--findings] [--format text|json] RULE SUBMISSION",
	 "why a rule came to what it came to, with the value of each sub-expression",
	 vetctl_pack_explain},
	{"pack impact", "[--against DIR] [--format text|json] DIR [SUBMISSION...]",
	 "what a pack would change, over submissions or all that is stored", vetctl_pack_impact},
	{NULL},
};

static int
usage(VetctlOptions *options, int argc, char **argv)
{
	int status;
	if (!vetctl_parse(options, NULL, &argc, &argv, 1, G_MAXINT, &status))
		return status;
	g_printerr("vetctl: pack %s: no such action; see vetctl --help\n", argv[1]);
	return VETCTL_ERROR;
}

int
vetctl_pack(VetctlOptions *options, int argc, char **argv)
{
	/* options may stand before the action */
	int at = 1;
	while (at < argc && argv[at][0] == '-')
		at += g_str_equal(argv[at], "--config") || g_str_equal(argv[at], "--query") ? 2 : 1;
	g_autofree char *name = g_strdup_printf("pack %s", at < argc ? argv[at] : "");
	for (const VetctlCommand *action = vetctl_pack_actions; action->name; action++) {
		if (!g_str_equal(action->name, name))
			continue;
		memmove(argv + 2, argv + 1, (at - 1) * sizeof(char *));
		argv[1] = (char *)action->name;
		return action->run(options, argc - 1, argv + 1);
	}
	return usage(options, argc, argv);
}
