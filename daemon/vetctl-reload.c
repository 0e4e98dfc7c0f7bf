/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl reload: the changed rule pack into a running vetd. */

#include "daemon/vetctl.h"

/* Its own tests run before it is taken. */
#define RELOAD_SECONDS 120

int
vetctl_reload(VetctlOptions *options, int argc, char **argv)
{
	int status;
	if (!vetctl_parse(options, NULL, &argc, &argv, 0, 0, &status))
		return status;
	g_autoptr(GError) error = NULL;
	g_autoptr(VetClient) client = vetctl_client(options, &error);
	g_autoptr(JsonObject) request = json_object_new();
	json_object_set_string_member(request, "op", "reload");
	g_autoptr(JsonObject) reply =
		client ? vet_client_ask(client, request, RELOAD_SECONDS, &error) : NULL;
	if (!reply)
		return vetctl_fail(error);
	JsonObject *item = json_object_get_object_member(reply, "item");
	JsonObject *revetting = json_object_get_object_member(item, "revetting");
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "%s\n",
			   json_object_get_string_member(item, "summary"));
	gint64 waiting = json_object_get_int_member(revetting, "waiting");
	if (waiting > 0 && !options->quiet)
		vet_terminal_print(terminal, VET_PAINT_PLAIN,
				   "%" G_GINT64_FORMAT " submissions are judged again by it\n",
				   waiting);
	return VETCTL_OK;
}
