/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/vetctl.h"

#include <locale.h>

#include "daemon/paths.h"

/* Adding a command is adding a line. */
const VetctlCommand vetctl_commands[] = {
	{"check", "[--pack DIR] [--registry CSV] [--list NAME=CSV] [--format F] PATH...",
	 "screen submissions offline and show what is found", vetctl_check},
	{"extract", "[--format text|json|html] [--words] [--dpi N] FILE...",
	 "what vetd sees in documents: lines with places, tables, seals", vetctl_extract},
	{"cel",
	 "[--pack DIR] [--submission PATH] [--bind NAME=EXPR]... [--batch FILE | EXPRESSION]",
	 "evaluate an expression, a file of them, or what is typed at a prompt", vetctl_cel},
	{"list", "[--verdict V] [--rule ID] [--track T] [--unit NAME]",
	 "what a running vetd has received", vetctl_list},
	{"search", "TEXT", "the same, by a part of id, project, unit or message", vetctl_search},
	{"show", "[--json] ID [VERSION]", "one result: findings with page and quote", vetctl_show},
	{"watch", "[--from N]", "events as they come, without a gap", vetctl_watch},
	{"replay", "[--to N] FROM", "stored events from a sequence on", vetctl_replay},
	{"stats", "[--recommendations] [--format F]",
	 "figures of a running vetd; what tracks and counties recommended", vetctl_stats},
	{"import", "[--force] registry CSV | list NAME CSV",
	 "a list or the registrations into a running vetd", vetctl_import},
	{"rerun", "[--json] ID [VERSION] | --all",
	 "repeat stored runs as they were and compare them byte for byte", vetctl_rerun},
	{"reload", "", "the changed rule pack into a running vetd", vetctl_reload},
	{"pack", "ACTION [ARGUMENT…]", "what the author of a rule pack needs", vetctl_pack},
	{NULL},
};

static void
print_rows(const VetctlCommand *rows)
{
	for (const VetctlCommand *command = rows; command->name; command++)
		g_print("  %-12s %s\n  %-12s   vetctl %s %s\n", command->name, command->summary, "",
			command->name, command->arguments);
}

static void
print_commands(void)
{
	g_print("Usage: vetctl [OPTION…] COMMAND [ARGUMENT…]\n\n"
		"The operator's tool of vetd.\n\nCommands:\n");
	print_rows(vetctl_commands);
	g_print("\nActions of pack:\n");
	print_rows(vetctl_pack_actions);
	g_print("\nOptions of every command:\n"
		"  --config FILE     the configuration of the vetd that is meant\n"
		"  --query ENDPOINT  its query endpoint, when there is no configuration at hand\n"
		"  --quiet           no progress and no remarks on stderr\n"
		"  --no-color        no colour, even on a terminal\n"
		"  --lang LANG       language of words and findings: en, zh; else the locale says\n"
		"  --help            what a command takes\n"
		"  --version         the version of vetctl\n\n"
		"Exit status: 0 well, 1 something was found, 2 wrong usage or input.\n");
}

static const VetctlCommand *
find_command(const char *name)
{
	for (const VetctlCommand *command = vetctl_commands; command->name; command++) {
		if (g_str_equal(command->name, name))
			return command;
	}
	return NULL;
}

/* GLib would turn Chinese into question marks where the locale is C, as in cron and in services. */
static void
print_utf8(const char *text)
{
	fputs(text, stdout);
}

static void
print_error_utf8(const char *text)
{
	fputs(text, stderr);
}

/* On a full disk nothing fails where it is printed, but where it leaves the buffer. */
static int
finish(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	g_printerr("vetctl: standard output: not all of it could be written\n");
	return VETCTL_ERROR;
}

int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	g_set_print_handler(print_utf8);
	g_set_printerr_handler(print_error_utf8);
	g_set_prgname("vetctl");
	vet_paths_announce_packs();
	VetctlOptions options = {0};
	gboolean version = FALSE, help = FALSE;
	const GOptionEntry entries[] = {
		{"config", 0, 0, G_OPTION_ARG_FILENAME, &options.config, NULL, NULL},
		{"query", 0, 0, G_OPTION_ARG_STRING, &options.query, NULL, NULL},
		{"quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, NULL, NULL},
		{"no-color", 0, 0, G_OPTION_ARG_NONE, &options.no_color, NULL, NULL},
		{"lang", 0, 0, G_OPTION_ARG_STRING, &options.language, NULL, NULL},
		{"version", 0, 0, G_OPTION_ARG_NONE, &version, NULL, NULL},
		{"help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL},
		{NULL},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_set_help_enabled(context, FALSE);
	/* stops at the command: what follows is its own */
	g_option_context_set_strict_posix(context, TRUE);
	int status = VETCTL_ERROR;
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("vetctl: %s; see vetctl --help\n", error->message);
	} else if (version) {
		g_print("vetctl %s\n", VET_VERSION);
		status = VETCTL_OK;
	} else if (help) {
		print_commands();
		status = VETCTL_OK;
	} else if (argc < 2) {
		g_printerr("vetctl: which command? see vetctl --help\n");
	} else {
		const VetctlCommand *command = find_command(argv[1]);
		if (command)
			status = command->run(&options, argc - 1, argv + 1);
		else
			g_printerr("vetctl: no such command: %s; see vetctl --help\n", argv[1]);
	}
	g_free(options.config);
	g_free(options.query);
	g_free(options.publish);
	g_free(options.language);
	return finish(status);
}
