/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/cel-shell.h"

#include <string.h>

#include "daemon/cel-print.h"
#include "lib/ident.h"

#define MAX_TEXT 200
#define SHORT_TEXT 40
#define DEFAULT_COLUMNS 100
#define SHORT_COLUMNS 60

struct _VetCelShell {
	VetCelSession *session;
	VetTerminal *out, *faults;
	VetCelLoad load;
	gpointer user_data;
};

VetCelShell *
vet_cel_shell_new(VetCelSession *session, VetTerminal *out, VetTerminal *faults, VetCelLoad load,
		  gpointer user_data)
{
	VetCelShell *shell = g_new0(VetCelShell, 1);
	*shell = (VetCelShell){session, out, faults, load, user_data};
	return shell;
}

void
vet_cel_shell_free(VetCelShell *shell)
{
	g_free(shell);
}

VetCelSession *
vet_cel_shell_session(const VetCelShell *shell)
{
	return shell->session;
}

static VetCelStep
fail(VetCelShell *shell, const char *text)
{
	vet_terminal_put(shell->faults, VET_PAINT_PLAIN, text);
	return VET_CEL_FAILED;
}

/* --- expressions --- */

static VetCelStep
evaluate(VetCelShell *shell, const char *source, const char *name)
{
	g_auto(VetCelFault) fault = {0};
	CelValue value;
	guint columns = vet_terminal_columns(shell->out);
	VetCelPrint how = {.columns = columns ? columns : DEFAULT_COLUMNS,
			   .max_text = MAX_TEXT,
			   .masked = vet_cel_session_is_private(shell->session)};
	if (!vet_cel_session_evaluate(shell->session, source, -1, &value, &fault))
		return fail(shell, fault.shown);
	if (name)
		vet_cel_session_keep(shell->session, name);
	g_autofree char *text = vet_cel_print(value, &how);
	vet_terminal_print(shell->out, VET_PAINT_PLAIN, "%s\n", text);
	return VET_CEL_DONE;
}

/* "name = expression": where the expression begins, NULL when the line is none */
static const char *
find_assigned(const char *line, char **ret_name)
{
	const char *at = line;
	if (!g_ascii_isalpha(*at) && *at != '_')
		return NULL;
	while (g_ascii_isalnum(*at) || *at == '_')
		at++;
	g_autofree char *name = g_strndup(line, at - line);
	while (*at == ' ')
		at++;
	if (*at != '=' || at[1] == '=')
		return NULL;
	*ret_name = g_steal_pointer(&name);
	return at + 1 + strspn(at + 1, " ");
}

/* --- commands --- */

static VetCelStep
help(VetCelShell *shell, const char *argument)
{
	vet_terminal_put(shell->out, VET_PAINT_PLAIN,
			 "EXPRESSION            its value\n"
			 "NAME = EXPRESSION     its value, kept under the name\n");
	for (const VetCelShellCommand *row = vet_cel_shell_commands(); row->name; row++) {
		g_autofree char *usage = g_strdup_printf("%s %s", row->name, row->argument);
		vet_terminal_pad(shell->out, VET_PAINT_PLAIN, usage, 22);
		vet_terminal_print(shell->out, VET_PAINT_PLAIN, "%s\n", row->summary);
	}
	vet_terminal_put(shell->out, VET_PAINT_PLAIN,
			 "Tab completes names, fields and functions; the arrows go through what "
			 "was entered before.\n");
	return VET_CEL_DONE;
}

static guint
show_rows(VetCelShell *shell, const CelFunctionRow *rows, const char *wanted, gboolean exact)
{
	guint shown = 0;
	for (const CelFunctionRow *row = rows; row->signature; row++) {
		g_autofree char *name = vet_cel_function_name(row, NULL);
		if (*wanted &&
		    (exact ? !g_str_equal(name, wanted) : !strstr(row->signature, wanted)))
			continue;
		vet_terminal_print(shell->out, VET_PAINT_BOLD, "%s\n", row->signature);
		vet_terminal_print(shell->out, VET_PAINT_PLAIN, "    %s\n", row->summary);
		shown++;
	}
	return shown;
}

static VetCelStep
functions(VetCelShell *shell, const char *argument)
{
	guint shown = 0;
	for (guint exact = 2; !shown && exact-- > 0;)
		for (guint table = 0; table < VET_CEL_TABLES; table++)
			shown +=
				show_rows(shell, vet_cel_session_functions(table), argument, exact);
	if (shown)
		return VET_CEL_DONE;
	g_autofree char *text =
		g_strdup_printf("no function is called %s; :functions lists them all\n", argument);
	return fail(shell, text);
}

static VetCelStep
variables(VetCelShell *shell, const char *argument)
{
	g_auto(GStrv) names = vet_cel_session_names(shell->session);
	VetCelPrint how = {.max_text = SHORT_TEXT,
			   .masked = vet_cel_session_is_private(shell->session)};
	for (guint i = 0; names[i]; i++) {
		CelValue value;
		gboolean bound = vet_cel_session_get(shell->session, names[i], &value);
		g_autofree char *text = bound ? vet_cel_print(value, &how) : g_strdup("");
		g_autofree char *cut =
			g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), SHORT_COLUMNS));
		vet_terminal_pad(shell->out, VET_PAINT_BOLD, names[i], 14);
		vet_terminal_print(shell->out, VET_PAINT_DIM, " %-10s",
				   bound ? cel_kind_name(value.kind) : "no value");
		vet_terminal_print(shell->out, VET_PAINT_PLAIN, " %s%s\n", cut,
				   strlen(cut) < strlen(text) ? "…" : "");
	}
	return VET_CEL_DONE;
}

static VetCelStep
type(VetCelShell *shell, const char *argument)
{
	g_auto(VetCelFault) fault = {0};
	g_autofree char *text = NULL;
	if (!vet_cel_session_check(shell->session, argument, -1, &text, &fault))
		return fail(shell, fault.shown);
	vet_terminal_print(shell->out, VET_PAINT_PLAIN, "%s\n", text);
	return VET_CEL_DONE;
}

static VetCelStep
load(VetCelShell *shell, const char *argument)
{
	g_autoptr(GError) error = NULL;
	if (!*argument)
		return fail(shell, ":load SUBMISSION: which folder, archive or document?\n");
	if (shell->load(shell->session, argument, shell->user_data, &error))
		return variables(shell, "");
	g_autofree char *text = g_strdup_printf("%s\n", error->message);
	return fail(shell, text);
}

static VetCelStep
quit(VetCelShell *shell, const char *argument)
{
	return VET_CEL_QUIT;
}

const VetCelShellCommand *
vet_cel_shell_commands(void)
{
	static const VetCelShellCommand commands[] = {
		{":functions", "[NAME]", "what can be called, or what NAME does", functions},
		{":help", "", "this list", help},
		{":load", "SUBMISSION", "the facts of a folder, archive or document", load},
		{":quit", "", "end; so does Ctrl-D", quit},
		{":type", "EXPRESSION", "its type, without evaluating it", type},
		{":vars", "", "the names that have a value", variables},
		{NULL},
	};
	return commands;
}

static VetCelStep
run_command(VetCelShell *shell, const char *line)
{
	gsize length = strcspn(line, " ");
	g_autofree char *name = g_strndup(line, length);
	g_autofree char *argument = g_strstrip(g_strdup(line + length));
	for (const VetCelShellCommand *row = vet_cel_shell_commands(); row->name; row++)
		if (g_str_equal(row->name, name))
			return row->run(shell, argument);
	g_autofree char *text = g_strdup_printf("%s is no command; :help lists them\n", name);
	return fail(shell, text);
}

VetCelStep
vet_cel_shell_run(VetCelShell *shell, const char *line)
{
	g_autofree char *text = g_strstrip(g_strdup(line));
	g_autofree char *name = NULL;
	if (!*text)
		return VET_CEL_DONE;
	if (*text == ':')
		return run_command(shell, text);
	const char *assigned = find_assigned(text, &name);
	return evaluate(shell, assigned ? assigned : text, name);
}
