/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack: what the author of a rule pack needs. */

#include <string.h>

#include "daemon/vetctl-pack.h"

/* Adding an action is adding a line. */
const VetctlCommand vetctl_pack_actions[] = {
	{"pack lint", "DIR...", "load packs, show every fault with its place", vetctl_pack_lint},
	{"pack test", "[--format F] [--filter TEXT] DIR",
	 "run the pack's own tests through the whole engine", vetctl_pack_test},
	{"pack docs", "[--format markdown|html] [--output FILE] DIR",
	 "a page of the pack's rules, params, classes, facts and functions", vetctl_pack_docs},
	{"pack pot", "[--output FILE] DIR", "the pack's texts, as a template for translators",
	 vetctl_pack_pot},
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

static gboolean
takes_value(const char *option)
{
	static const char *const options[] = {"--config", "--query", "--lang", NULL};
	return g_strv_contains(options, option);
}

int
vetctl_pack(VetctlOptions *options, int argc, char **argv)
{
	/* options may stand before the action */
	int at = 1;
	while (at < argc && argv[at][0] == '-')
		at += takes_value(argv[at]) ? 2 : 1;
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
