/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack impact: what a pack would change, over given submissions or all that is stored. */

#include "daemon/config.h"
#include "daemon/impact.h"
#include "daemon/rejudge.h"
#include "daemon/vetctl-offline.h"
#include "lib/error.h"

typedef struct {
	VetctlOptions *options;
	VetOfflineOptions offline; /* its pack is the one that is compared against */
	VetConfig *config;         /* NULL without --config */
	VetOffline *screening;
	VetPack *before, *after;
	VetImpact *impact;
	guint n_paths;
} Run;

static void
run_clear(Run *run)
{
	vet_impact_free(run->impact);
	vet_offline_free(run->screening);
	vet_pack_unref(run->before);
	vet_pack_unref(run->after);
	vet_config_free(run->config);
	vet_offline_options_clear(&run->offline);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

static void
add_failure(Run *run, const GError *error, const char *path)
{
	g_autofree char *text =
		path ? g_strdup_printf("%s: %s", path, error->message) : g_strdup(error->message);
	g_printerr("vetctl: %s\n", text);
	vet_impact_add_failure(run->impact, text);
}

/* --- given submissions: read once, judged twice --- */

static void
compare_path(guint number, const char *path, VetResult *result, const GError *error,
	     gpointer user_data)
{
	Run *run = user_data;
	g_autoptr(VetResult) before = result;
	vetctl_offline_progress(run->options, number + 1, run->n_paths);
	if (!before) {
		add_failure(run, error, path);
		return;
	}
	g_autoptr(VetResult) after = vet_offline_judge(run->screening, run->after, before);
	vet_impact_add(run->impact, before, after);
}

static gboolean
compare_paths(Run *run, char **paths)
{
	run->offline.other = run->after;
	run->screening = vetctl_offline(run->options, &run->offline);
	if (!run->screening)
		return FALSE;
	vet_offline_screen(run->screening, (const char *const *)paths, run->n_paths, compare_path,
			   run);
	return TRUE;
}

/* --- what is stored: judged twice from its extractions --- */

static void
compare_row(Run *run, VetRejudge *rejudge, const VetPending *row)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetResult) before = vet_rejudge(rejudge, run->before, row, &error);
	g_autoptr(VetResult) after = before ? vet_rejudge(rejudge, run->after, row, &error) : NULL;
	if (after)
		vet_impact_add(run->impact, before, after);
	else
		add_failure(run, error, NULL);
}

static gboolean
compare_stored(Run *run)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetRejudge) rejudge = vet_rejudge_open(run->config, &error);
	g_autoptr(GPtrArray) rows =
		rejudge ? vet_store_newest(vet_rejudge_store(rejudge), &error) : NULL;
	for (guint i = 0; rows && i < rows->len; i++) {
		compare_row(run, rejudge, rows->pdata[i]);
		vetctl_offline_progress(run->options, i + 1, rows->len);
	}
	if (!rows)
		vetctl_fail(error);
	return rows != NULL;
}

/* --- the whole --- */

static gboolean
set_up(Run *run, const char *folder, GError **error)
{
	if (run->options->config) {
		run->config = vet_config_load(run->options->config, error);
		if (!run->config)
			return FALSE;
		if (!run->offline.pack)
			run->offline.pack = g_strdup(run->config->pack);
	}
	if (!run->config && !run->n_paths) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "over what? name submissions, or a configuration by --config FILE for "
			    "all that is stored");
		return FALSE;
	}
	if (!run->n_paths &&
	    (run->offline.lists || run->offline.registry || run->offline.received_at)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "--list, --registry and --received-at are for submissions that are "
			    "named; what is stored is judged by its own lists and clock");
		return FALSE;
	}
	g_autofree char *against = vet_offline_pack_folder(&run->offline);
	run->before = vet_pack_load(against, error);
	run->after = run->before ? vet_pack_load(folder, error) : NULL;
	if (run->after)
		run->impact = vet_impact_new(run->before, run->after);
	return run->after != NULL;
}

static int
print(const Run *run, const char *format)
{
	if (g_str_equal(format, "json")) {
		g_autofree char *json = vet_impact_to_json(run->impact);
		puts(json);
	} else {
		g_autoptr(VetTerminal) terminal = vetctl_terminal(run->options);
		vet_impact_print(run->impact, terminal);
	}
	if (run->impact->failures->len)
		return VETCTL_ERROR;
	return run->impact->submissions->len ? VETCTL_FOUND : VETCTL_OK;
}

int
vetctl_pack_impact(VetctlOptions *options, int argc, char **argv)
{
	static const char *const formats[] = {"text", "json", NULL};
	g_auto(Run) run = {.options = options};
	g_autofree char *format = NULL;
	const GOptionEntry entries[] = {
		{"against", 0, 0, G_OPTION_ARG_FILENAME, &run.offline.pack,
		 "The pack it is compared against (default that of --config, "
		 "else " VET_OFFLINE_DEFAULT_PACK ")",
		 "DIR"},
		VETCTL_OFFLINE_INPUTS(&run.offline),
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
		{NULL},
	};
	g_autoptr(GError) error = NULL;
	int status = VETCTL_ERROR;
	if (!vetctl_parse(options, entries, &argc, &argv, 1, G_MAXINT, &status))
		return status;
	if (!vetctl_is_format(formats, &format))
		return VETCTL_ERROR;
	run.n_paths = (guint)argc - 2;
	if (!set_up(&run, argv[1], &error))
		return vetctl_fail(error);
	if (!(run.n_paths ? compare_paths(&run, argv + 2) : compare_stored(&run)))
		return VETCTL_ERROR;
	return print(&run, format);
}
