/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/cel-prompt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* these need stdio.h first */
#include <readline/history.h>
#include <readline/readline.h>

#include "daemon/cel-complete.h"

#define PROMPT "cel> "
#define MAX_HISTORY 1000
#define FOLDER "vetctl"
#define FILE_NAME "cel-history"

/* readline calls back without a place for data of ours */
static VetCelShell *current;

/* --- history --- */

/* NULL: there is no place for it, and the prompt works without */
static char *
history_file(void)
{
	g_autofree char *folder = g_build_filename(g_get_user_state_dir(), FOLDER, NULL);
	if (g_mkdir_with_parents(folder, 0700) != 0)
		return NULL;
	char *file = g_build_filename(folder, FILE_NAME, NULL);
	/* what is typed may name people */
	mode_t before = umask(0077);
	FILE *made = fopen(file, "ae");
	umask(before);
	if (made)
		fclose(made);
	return file;
}

static void
remember(const char *line, const char *file)
{
	HIST_ENTRY *last =
		history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
	if (!*line || (last && g_str_equal(last->line, line)))
		return;
	add_history(line);
	if (file)
		append_history(1, file);
}

/* --- completion --- */

/* readline frees with free(), so what it gets is of malloc() */
static char *
next_candidate(const char *text, int state)
{
	static char **candidates;
	static guint at;
	if (state == 0) {
		g_clear_pointer(&candidates, g_strfreev);
		candidates =
			vet_cel_complete(vet_cel_shell_session(current), rl_line_buffer,
					 (gsize)(rl_point - (int)strlen(text)), (gsize)rl_point);
		at = 0;
	}
	return candidates && candidates[at] ? strdup(candidates[at++]) : NULL;
}

static char **
complete(const char *text, int start, int end)
{
	rl_completion_append_character = '\0';
	/* names of files are readline's own */
	if (g_str_has_prefix(rl_line_buffer, ":load "))
		return NULL;
	rl_attempted_completion_over = 1;
	return rl_completion_matches(text, next_candidate);
}

/* --- lines --- */

static void
run_terminal(VetCelShell *shell)
{
	g_autofree char *file = history_file();
	VetCelStep step = VET_CEL_DONE;
	current = shell;
	rl_readline_name = "vetctl";
	rl_basic_word_break_characters = " \t\n\"'`()[]{}<>=!&|?:;,+-*/%.";
	rl_completer_word_break_characters = rl_basic_word_break_characters;
	rl_attempted_completion_function = complete;
	using_history();
	stifle_history(MAX_HISTORY);
	if (file)
		read_history(file);
	while (step != VET_CEL_QUIT) {
		char *line = readline(PROMPT);
		if (!line) {
			putchar('\n');
			break;
		}
		remember(line, file);
		step = vet_cel_shell_run(shell, line);
		fflush(stdout);
		free(line);
	}
	if (file)
		history_truncate_file(file, MAX_HISTORY);
	current = NULL;
}

static gboolean
run_plain(VetCelShell *shell)
{
	g_autofree char *line = NULL;
	gsize size = 0;
	gboolean well = TRUE;
	char *buffer = NULL;
	for (VetCelStep step = VET_CEL_DONE; step != VET_CEL_QUIT;) {
		if (getline(&buffer, &size, stdin) < 0)
			break;
		step = vet_cel_shell_run(shell, buffer);
		well = well && step != VET_CEL_FAILED;
	}
	free(buffer);
	return well;
}

gboolean
vet_cel_prompt(VetCelShell *shell)
{
	if (!isatty(STDIN_FILENO))
		return run_plain(shell);
	run_terminal(shell);
	return TRUE;
}
