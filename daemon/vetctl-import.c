/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl import: hands a CSV to a running vetd. */

#include <string.h>

#include "daemon/query.h"
#include "daemon/vetctl.h"
#include "lib/error.h"

/* A list of a million rows takes its time. */
#define IMPORT_SECONDS 120
#define REGISTRATIONS "registrations"

/* Room for the request around the content. */
#define MAX_FILE_BYTES ((VET_QUERY_MAX_IMPORT - 4096) / 4 * 3)

static char *
read_file(const char *path, gsize *ret_length, GError **error)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
	if (!file)
		return NULL;
	gsize length = g_mapped_file_get_length(file);
	if (length > MAX_FILE_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "%s: %" G_GSIZE_FORMAT
			    " bytes, at most %d can be sent; name it in vetd's "
			    "configuration instead",
			    path, length, MAX_FILE_BYTES);
		return NULL;
	}
	*ret_length = length;
	return g_base64_encode((const guchar *)g_mapped_file_get_contents(file), length);
}

static JsonObject *
make_request(const char *name, const char *path, gboolean force, GError **error)
{
	gsize length;
	g_autofree char *content = read_file(path, &length, error);
	if (!content)
		return NULL;
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *source = g_utf8_make_valid(base, -1);
	JsonObject *request = json_object_new();
	json_object_set_string_member(request, "op", "import");
	json_object_set_string_member(request, "name", name);
	json_object_set_string_member(request, "source", source);
	json_object_set_boolean_member(request, "force", force);
	json_object_set_string_member(request, "content", content);
	return request;
}

static void
print_reply(const VetctlOptions *options, JsonObject *reply)
{
	JsonObject *item = json_object_get_object_member(reply, "item");
	JsonArray *problems = json_object_get_array_member(item, "problems");
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	g_autoptr(VetTerminal) remarks = vet_terminal_new(stderr, FALSE);
	for (guint i = 0; !options->quiet && i < json_array_get_length(problems); i++)
		vet_terminal_print(remarks, VET_PAINT_PLAIN, "%s\n",
				   json_array_get_string_element(problems, i));
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "%s\n",
			   json_object_get_string_member(item, "summary"));
}

/* "registry CSV" or "list NAME CSV"; NULL: neither. */
static const char *
name_of_operands(int argc, char **argv)
{
	if (argc == 3 && g_str_equal(argv[1], "registry"))
		return REGISTRATIONS;
	return argc == 4 && g_str_equal(argv[1], "list") ? argv[2] : NULL;
}

int
vetctl_import(VetctlOptions *options, int argc, char **argv)
{
	gboolean force = FALSE;
	const GOptionEntry entries[] = {
		{"force", 0, 0, G_OPTION_ARG_NONE, &force,
		 "Take it even when it is empty or much smaller than the one before", NULL},
		{NULL},
	};
	int status;
	if (!vetctl_parse(options, entries, &argc, &argv, 2, 3, &status))
		return status;
	const char *name = name_of_operands(argc, argv);
	if (!name) {
		g_printerr("vetctl: usage: vetctl import registry CSV, or vetctl import list NAME "
			   "CSV\n");
		return VETCTL_ERROR;
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(VetClient) client = vetctl_client(options, &error);
	g_autoptr(JsonObject) request =
		client ? make_request(name, argv[argc - 1], force, &error) : NULL;
	g_autoptr(JsonObject) reply =
		request ? vet_client_ask(client, request, IMPORT_SECONDS, &error) : NULL;
	if (!reply)
		return vetctl_fail(error);
	print_reply(options, reply);
	return VETCTL_OK;
}
