/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vetctl check: screens submissions offline, by the same pipeline as vetd, and prints the results
 * in the order of the arguments.
 */

#include <stdio.h>
#include <unistd.h>

#include "daemon/vetctl-offline.h"

typedef struct {
	VetctlOptions *options;
	const char *format;
	guint n_paths;
	GPtrArray *for_sarif; /* of VetResult; NULL unless the format is sarif */
	gboolean found, failed;
} Check;

static void
check_clear(Check *check)
{
	g_clear_pointer(&check->for_sarif, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Check, check_clear)

static void
print_result(Check *check, VetResult *result)
{
	for (guint i = 0; i < result->screening->findings->len; i++) {
		const VetFinding *finding = result->screening->findings->pdata[i];
		check->found = check->found || finding->outcome >= VET_OUTCOME_UNDETERMINED;
	}
	if (check->for_sarif) {
		g_ptr_array_add(check->for_sarif, result);
		return;
	}
	g_autofree char *text = NULL;
	if (g_str_equal(check->format, "json")) {
		text = vet_result_to_json(result);
	} else {
		g_autoptr(VetTerminal) terminal = vetctl_terminal(check->options);
		gboolean color = isatty(STDOUT_FILENO) && !check->options->no_color;
		text = vet_result_to_text(result, color, vet_terminal_columns(terminal));
	}
	fputs(text, stdout);
	if (!g_str_has_suffix(text, "\n"))
		fputc('\n', stdout);
	fflush(stdout);
	vet_result_free(result);
}

static void
print_one(guint number, const char *path, VetResult *result, const GError *error,
	  gpointer user_data)
{
	Check *check = user_data;
	if (result) {
		print_result(check, result);
	} else {
		fprintf(stderr, "vetctl: %s: %s\n", path, error->message);
		check->failed = TRUE;
	}
	vetctl_offline_progress(check->options, number + 1, check->n_paths);
}

static int
run(Check *check, const VetOfflineOptions *wanted, char **paths)
{
	g_autoptr(VetOffline) offline = vetctl_offline(check->options, wanted);
	if (!offline)
		return VETCTL_ERROR;
	if (g_str_equal(check->format, "sarif"))
		check->for_sarif = g_ptr_array_new_with_free_func((GDestroyNotify)vet_result_free);
	vet_offline_screen(offline, (const char *const *)paths, check->n_paths, print_one, check);
	if (check->for_sarif) {
		g_autofree char *sarif = vet_result_to_sarif(check->for_sarif);
		puts(sarif);
	}
	return check->failed ? VETCTL_ERROR : check->found ? VETCTL_FOUND : VETCTL_OK;
}

int
vetctl_check(VetctlOptions *options, int argc, char **argv)
{
	static const char *const formats[] = {"text", "json", "sarif", NULL};
	g_auto(VetOfflineOptions) wanted = {0};
	g_autofree char *format = NULL;
	const GOptionEntry entries[] = {
		VETCTL_OFFLINE_ENTRIES(&wanted),
		{"format", 0, 0, G_OPTION_ARG_STRING, &format,
		 "text, json (one line a submission) or sarif", "FORMAT"},
		{NULL},
	};
	int status = VETCTL_ERROR;

	if (!vetctl_parse(options, entries, &argc, &argv, 1, G_MAXINT, &status))
		return status;
	if (!vetctl_is_format(formats, &format))
		return VETCTL_ERROR;
	g_auto(Check) check = {.options = options, .format = format, .n_paths = (guint)argc - 1};
	return run(&check, &wanted, argv + 1);
}
