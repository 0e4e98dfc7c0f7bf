/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl cel: one expression, many in a file, or a prompt. */

#include <string.h>

#include "daemon/cel-batch.h"
#include "daemon/cel-print.h"
#include "daemon/cel-prompt.h"
#include "daemon/vetctl-offline.h"
#include "lib/cel-json.h"
#include "lib/error.h"
#include "lib/ident.h"

typedef struct {
	VetctlOptions *options;
	VetOfflineOptions offline;
	char **binds;
	char *bindings, *batch, *submission;
	gboolean json, type;
	VetOffline *screening; /* made when a submission is asked for */
	VetCelSession *session;
} Cel;

static void
cel_clear(Cel *cel)
{
	vet_cel_session_free(cel->session);
	vet_offline_free(cel->screening);
	vet_offline_options_clear(&cel->offline);
	g_strfreev(cel->binds);
	g_free(cel->bindings);
	g_free(cel->batch);
	g_free(cel->submission);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cel, cel_clear)

static const char *
name_of(const char *file)
{
	return g_str_equal(file, "-") ? "standard input" : file;
}

/* the whole of a file, or of standard input for "-" */
static char *
read_all(const char *file, gsize *ret_length, GError **error)
{
	char *text = NULL;
	if (!g_str_equal(file, "-"))
		return g_file_get_contents(file, &text, ret_length, error) ? text : NULL;
	GString *input = g_string_new(NULL);
	char buffer[65536];
	for (gsize n = 0; input->len <= VET_JSON_TREE_MAX_BYTES &&
			  (n = fread(buffer, 1, sizeof buffer, stdin)) > 0;)
		g_string_append_len(input, buffer, (gssize)n);
	*ret_length = input->len;
	return g_string_free(input, FALSE);
}

/* --- batch --- */

static void
print_line(const char *json, gpointer user_data)
{
	puts(json);
}

static int
run_batch(const Cel *cel)
{
	g_autoptr(GError) error = NULL;
	gsize length = 0;
	g_autofree char *text = read_all(cel->batch, &length, &error);
	if (text && vet_cel_batch(text, length, print_line, NULL, &error))
		return VETCTL_OK;
	g_prefix_error(&error,
		       "%s: ", g_str_equal(cel->batch, "-") ? "standard input" : cel->batch);
	return vetctl_fail(error);
}

/* --- names --- */

static gboolean
load_submission(VetCelSession *session, const char *path, gpointer user_data, GError **error)
{
	Cel *cel = user_data;
	if (!cel->screening)
		cel->screening = vet_offline_new(&cel->offline, NULL, error);
	VetResult *result =
		cel->screening ? vet_offline_screen_one(cel->screening, path, error) : NULL;
	if (result)
		vet_cel_session_load(session, vet_offline_pack(cel->screening), result,
				     vet_offline_lists(cel->screening));
	return result != NULL;
}

static gboolean
load_pack(Cel *cel, GError **error)
{
	if (!cel->offline.pack)
		return TRUE;
	g_autoptr(VetPack) pack = vet_pack_load(cel->offline.pack, error);
	if (pack)
		vet_cel_session_load(cel->session, pack, NULL, NULL);
	return pack != NULL;
}

static gboolean
bind_file(Cel *cel, GError **error)
{
	gsize length = 0;
	if (!cel->bindings)
		return TRUE;
	g_autofree char *text = read_all(cel->bindings, &length, error);
	g_autoptr(VetJsonTree) tree = text ? vet_json_tree_parse(text, length, error) : NULL;
	if (tree && tree->kind != VET_JSON_OBJECT)
		vet_json_tree_fault(text, tree->offset, error,
				    "an object {NAME: value} is expected, %s was found",
				    vet_json_kind_name(tree->kind));
	else if (tree && vet_cel_batch_bind(cel->session, tree, NULL, text, error))
		return TRUE;
	g_prefix_error(error, "%s: ", name_of(cel->bindings));
	return FALSE;
}

static gboolean
bind_one(Cel *cel, const char *bind, GError **error)
{
	const char *equals = strchr(bind, '=');
	g_auto(VetCelFault) fault = {0};
	CelValue value;
	if (!equals || equals == bind) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "--bind %s: NAME=EXPRESSION is expected", bind);
		return FALSE;
	}
	g_autofree char *name = g_strndup(bind, equals - bind);
	if (!vet_cel_session_evaluate(cel->session, equals + 1, -1, &value, &fault)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "--bind %s:\n%s", name,
			    fault.shown);
		return FALSE;
	}
	vet_cel_session_keep(cel->session, name);
	return TRUE;
}

static gboolean
set_up(Cel *cel, GError **error)
{
	cel->session = vet_cel_session_new(FALSE);
	if (!load_pack(cel, error) ||
	    (cel->submission && !load_submission(cel->session, cel->submission, cel, error)) ||
	    !bind_file(cel, error))
		return FALSE;
	for (guint i = 0; cel->binds && cel->binds[i]; i++)
		if (!bind_one(cel, cel->binds[i], error))
			return FALSE;
	return TRUE;
}

/* --- one expression --- */

static int
fail(const Cel *cel, const VetCelFault *fault)
{
	g_autoptr(VetTerminal) terminal = vet_terminal_new(stderr, !cel->options->no_color);
	vet_terminal_put(terminal, VET_PAINT_PLAIN, fault->shown);
	return fault->compiled ? VETCTL_FOUND : VETCTL_ERROR;
}

/* a text stands bare, as a shell wants it */
static char *
readable(const Cel *cel, CelValue value, guint columns)
{
	VetCelPrint how = {.columns = columns, .masked = vet_cel_session_is_private(cel->session)};
	if (value.kind != CEL_STRING)
		return vet_cel_print(value, &how);
	return how.masked ? vet_mask_personal_numbers(value.text) : g_strdup(value.text);
}

static int
print_value(const Cel *cel, CelValue value)
{
	g_autoptr(VetTerminal) terminal = vetctl_terminal(cel->options);
	g_autoptr(GError) error = NULL;
	if (!cel->json) {
		g_autofree char *text = readable(cel, value, vet_terminal_columns(terminal));
		vet_terminal_print(terminal, VET_PAINT_PLAIN, "%s\n", text);
		return VETCTL_OK;
	}
	VetJsonWriter *writer = vet_json_writer_new();
	gboolean written =
		vet_cel_json_write(writer, value, vet_cel_session_is_private(cel->session), &error);
	g_autofree char *json = vet_json_writer_finish(writer);
	if (!written)
		return vetctl_fail(error);
	puts(json);
	return VETCTL_OK;
}

static int
run_one(const Cel *cel, const char *expression)
{
	g_auto(VetCelFault) fault = {0};
	g_autofree char *type = NULL;
	CelValue value;
	if (cel->type) {
		if (!vet_cel_session_check(cel->session, expression, -1, &type, &fault))
			return fail(cel, &fault);
		puts(type);
		return VETCTL_OK;
	}
	if (!vet_cel_session_evaluate(cel->session, expression, -1, &value, &fault))
		return fail(cel, &fault);
	return print_value(cel, value);
}

static int
run_prompt(Cel *cel)
{
	g_autoptr(VetTerminal) out = vetctl_terminal(cel->options);
	g_autoptr(VetTerminal) faults = vet_terminal_new(stderr, !cel->options->no_color);
	g_autoptr(VetCelShell) shell =
		vet_cel_shell_new(cel->session, out, faults, load_submission, cel);
	return vet_cel_prompt(shell) ? VETCTL_OK : VETCTL_FOUND;
}

int
vetctl_cel(VetctlOptions *options, int argc, char **argv)
{
	g_auto(Cel) cel = {.options = options};
	const GOptionEntry entries[] = {
		VETCTL_OFFLINE_ENTRIES(&cel.offline),
		{"submission", 0, 0, G_OPTION_ARG_FILENAME, &cel.submission,
		 "Its facts are there, with the params and vars of the pack", "PATH"},
		{"bind", 0, 0, G_OPTION_ARG_STRING_ARRAY, &cel.binds,
		 "A name for the value of an expression; may be repeated", "NAME=EXPRESSION"},
		{"bindings", 0, 0, G_OPTION_ARG_FILENAME, &cel.bindings,
		 "Names and values, as {\"x\": {\"int\": \"1\"}}", "FILE"},
		{"batch", 0, 0, G_OPTION_ARG_FILENAME, &cel.batch,
		 "Evaluate a JSON array of {\"expr\", \"bindings\" …}, a line each (- = stdin)",
		 "FILE"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &cel.json, "The value as tagged JSON", NULL},
		{"type", 0, 0, G_OPTION_ARG_NONE, &cel.type, "The type, without evaluating", NULL},
		{NULL},
	};
	int status = VETCTL_ERROR;
	g_autoptr(GError) error = NULL;
	if (!vetctl_parse(options, entries, &argc, &argv, 0, 1, &status))
		return status;
	if (cel.batch && argc == 1)
		return run_batch(&cel);
	if (cel.batch) {
		g_printerr("vetctl: --batch takes its expressions from the file: %s is one more\n",
			   argv[1]);
		return VETCTL_ERROR;
	}
	if (!set_up(&cel, &error))
		return vetctl_fail(error);
	return argc == 2 ? run_one(&cel, argv[1]) : run_prompt(&cel);
}
