/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/vetctl.h"

#include <string.h>

#include "daemon/language.h"

static const VetctlCommand *
command_of(const char *name)
{
	/* who runs a command names it by its row: it is in one of the two */
	const VetctlCommand *command = strchr(name, ' ') ? vetctl_pack_actions : vetctl_commands;
	while (!g_str_equal(command->name, name))
		command++;
	return command;
}

gboolean
vetctl_parse(VetctlOptions *options, const GOptionEntry *entries, int *argc, char ***argv,
	     int minimum, int maximum, int *ret_status)
{
	gboolean version = FALSE;
	const GOptionEntry common[] = {
		{"config", 0, 0, G_OPTION_ARG_FILENAME, &options->config,
		 "Configuration of the vetd meant", "FILE"},
		{"query", 0, 0, G_OPTION_ARG_STRING, &options->query, "Its query endpoint",
		 "ENDPOINT"},
		{"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "No remarks on stderr", NULL},
		{"no-color", 0, 0, G_OPTION_ARG_NONE, &options->no_color, "No colour", NULL},
		{"lang", 0, 0, G_OPTION_ARG_STRING, &options->language,
		 "Language of words and findings, like en or zh (default: the locale)", "LANG"},
		{"version", 0, 0, G_OPTION_ARG_NONE, &version, "The version of vetctl", NULL},
		{NULL},
	};
	const VetctlCommand *command = command_of((*argv)[0]);
	g_autofree char *title = g_strdup_printf("%s %s", command->name, command->arguments);
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_set_summary(context, command->summary);
	g_option_context_add_main_entries(context, common, NULL);
	if (entries)
		g_option_context_add_main_entries(context, entries, NULL);
	/* --help prints and exits 0; its first line shows the program's name */
	g_autofree char *name = g_strdup_printf("vetctl %s", title);
	g_set_prgname(name);
	g_autoptr(GError) error = NULL;
	gboolean parsed = g_option_context_parse(context, argc, argv, &error);
	g_set_prgname("vetctl");
	*ret_status = VETCTL_ERROR;
	if (!parsed) {
		g_printerr("vetctl: %s; see vetctl %s --help\n", error->message, command->name);
		return FALSE;
	}
	vet_language_choose(options->language);
	vet_language_speak();
	if (version) {
		g_print("vetctl %s\n", VET_VERSION);
		*ret_status = VETCTL_OK;
		return FALSE;
	}
	if (*argc - 1 < minimum || *argc - 1 > maximum) {
		g_printerr("vetctl: usage: vetctl %s\n", title);
		return FALSE;
	}
	return TRUE;
}

int
vetctl_fail(const GError *error)
{
	g_autoptr(VetTerminal) terminal = vet_terminal_new(stderr, FALSE);
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "vetctl: %s\n", error->message);
	return VETCTL_ERROR;
}

VetTerminal *
vetctl_terminal(const VetctlOptions *options)
{
	return vet_terminal_new(stdout, !options->no_color);
}

VetConfig *
vetctl_config(const VetctlOptions *options, GError **error)
{
	return options->config ? vet_config_load(options->config, error) : vet_config_new();
}

void
vetctl_print_json(JsonNode *node)
{
	g_autofree char *line = json_to_string(node, FALSE);
	g_print("%s\n", line);
}

VetClient *
vetctl_client(const VetctlOptions *options, GError **error)
{
	g_autoptr(VetConfig) config = vetctl_config(options, error);
	if (!config)
		return NULL;
	return vet_client_new(options->query ? options->query : config->query,
			      options->publish ? options->publish : config->publish);
}

JsonNode *
vetctl_ask_item(const VetctlOptions *options, JsonObject *request, GError **error)
{
	g_autoptr(VetClient) client = vetctl_client(options, error);
	g_autoptr(JsonObject) reply =
		client ? vet_client_ask(client, request, VETCTL_ANSWER_SECONDS, error) : NULL;
	return reply ? json_object_dup_member(reply, "item") : NULL;
}
