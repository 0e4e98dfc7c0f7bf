/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Commands that show the events of a running vetd: watch, replay. */

#include <string.h>

#include "daemon/vetctl.h"
#include "lib/error.h"

#define WORD_COLUMNS 13

typedef struct {
	VetTerminal *terminal;
	gint64 left; /* events still to be shown, 0 = without end */
	gboolean json;
} Display;

static const char *
text_of(JsonObject *object, const char *name)
{
	return json_object_get_string_member_with_default(object, name, "");
}

/* "received", "reject" …, the last part of the type. */
static void
print_event(VetTerminal *terminal, JsonObject *event)
{
	const char *type = text_of(event, "type");
	const char *word = strrchr(type, '.') ? strrchr(type, '.') + 1 : type;
	JsonNode *node = json_object_get_member(event, "data");
	g_autoptr(JsonObject) none = json_object_new();
	JsonObject *data = node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : none;
	vet_terminal_print(terminal, VET_PAINT_DIM, "%6s  ", text_of(event, "sequence"));
	vet_terminal_pad(terminal, vet_terminal_paint_of(word), word, WORD_COLUMNS);
	vet_terminal_print(terminal, VET_PAINT_BOLD, " %s", text_of(event, "subject"));
	const char *verdict = text_of(data, "verdict");
	if (*verdict)
		vet_terminal_print(terminal, vet_terminal_paint_of(verdict), "  %s", verdict);
	JsonNode *finding = json_object_get_member(data, "finding");
	if (finding && JSON_NODE_HOLDS_OBJECT(finding))
		vet_terminal_print(terminal, VET_PAINT_PLAIN, "  %s: %s",
				   text_of(json_node_get_object(finding), "rule"),
				   text_of(json_node_get_object(finding), "message"));
	vet_terminal_put(terminal, VET_PAINT_PLAIN, "\n");
}

static gboolean
show_event(JsonNode *event, gpointer user_data)
{
	Display *display = user_data;
	if (display->json) {
		g_autofree char *line = json_to_string(event, FALSE);
		printf("%s\n", line);
	} else {
		print_event(display->terminal, json_node_get_object(event));
	}
	fflush(stdout);
	return display->left == 0 || --display->left > 0;
}

int
vetctl_watch(VetctlOptions *options, int argc, char **argv)
{
	Display display = {0};
	gint64 from = 0;
	const GOptionEntry entries[] = {
		{"from", 0, 0, G_OPTION_ARG_INT64, &from,
		 "First event wanted; 1 = all there are (default: new ones)", "N"},
		{"publish", 0, 0, G_OPTION_ARG_STRING, &options->publish, "Where vetd publishes",
		 "ENDPOINT"},
		{"count", 0, 0, G_OPTION_ARG_INT64, &display.left, "End after N events", "N"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &display.json, "One CloudEvent a line", NULL},
		{NULL},
	};
	int status;
	if (!vetctl_parse(options, entries, &argc, &argv, 0, 0, &status))
		return status;
	g_autoptr(GError) error = NULL;
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	g_autoptr(VetClient) client = vetctl_client(options, &error);
	display.terminal = terminal;
	if (!client || !vet_client_follow(client, MAX(from, 0), show_event, &display, &error))
		return vetctl_fail(error);
	return VETCTL_OK;
}

int
vetctl_replay(VetctlOptions *options, int argc, char **argv)
{
	Display display = {0};
	gint64 to = G_MAXINT64;
	const GOptionEntry entries[] = {
		{"to", 0, 0, G_OPTION_ARG_INT64, &to, "Last event wanted (default: all there are)",
		 "N"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &display.json, "One CloudEvent a line", NULL},
		{NULL},
	};
	int status;
	if (!vetctl_parse(options, entries, &argc, &argv, 1, 1, &status))
		return status;
	guint64 from;
	g_autoptr(GError) error = NULL;
	if (!g_ascii_string_to_unsigned(argv[1], 10, 1, G_MAXINT64, &from, NULL)) {
		g_set_error(&error, VET_ERROR, VET_ERROR_MALFORMED,
			    "%s: this is no sequence; a number from 1 is expected", argv[1]);
		return vetctl_fail(error);
	}
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	g_autoptr(VetClient) client = vetctl_client(options, &error);
	display.terminal = terminal;
	if (!client || !vet_client_replay(client, from, to, show_event, &display, &error))
		return vetctl_fail(error);
	return VETCTL_OK;
}
