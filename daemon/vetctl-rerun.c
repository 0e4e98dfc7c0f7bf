/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl rerun: stored runs once more, by the pack, lists and clock of each, byte for byte. */

#include <string.h>

#include "daemon/difference.h"
#include "daemon/rejudge.h"
#include "daemon/vetctl.h"
#include "lib/ident.h"
#include "lib/json-writer.h"

/* runs held in memory at once */
#define PAGE 20

typedef enum { SAME, DIFFERENT, IMPOSSIBLE, N_OUTCOMES } Outcome;

static const struct {
	const char *name; /* in JSON */
	const char *word;
	VetPaint paint;
} outcomes[N_OUTCOMES] = {
	[SAME] = {"same", "same", VET_PAINT_GREEN},
	[DIFFERENT] = {"different", "not the same", VET_PAINT_RED},
	[IMPOSSIBLE] = {"impossible", "cannot be repeated", VET_PAINT_YELLOW},
};

typedef struct {
	VetctlOptions *options;
	VetTerminal *terminal;
	VetRejudge *rejudge;
	gboolean json;
	const char *id; /* NULL: all */
	guint version;
	guint counts[N_OUTCOMES];
} Rerun;

/* --- one run --- */

static char *
compare_lists(const VetStoredRun *run, const VetResult *result)
{
	if (g_strv_equal((const char *const *)run->lists, (const char *const *)result->lists))
		return NULL;
	g_autofree char *before = g_strjoinv(", ", run->lists);
	g_autofree char *after = g_strjoinv(", ", result->lists);
	return g_strdup_printf("what it was compared with: stored %s, now %s", before, after);
}

/* NULL: the same */
static char *
compare(const VetStoredRun *run, const VetResult *result)
{
	g_autofree char *json = vet_result_to_json(result);
	char *difference = vet_difference(run->result, json);

	if (!difference)
		difference = compare_lists(run, result);
	if (!difference && !run->agrees)
		difference = g_strdup("the result is the same, but what the store lists and "
				      "searches it by is not what it says");
	return difference;
}

static void
print_json(const VetStoredRun *run, Outcome outcome, const char *detail)
{
	VetJsonWriter *writer = vet_json_writer_new();
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "id", run->id);
	vet_json_writer_put_int(writer, "version", run->version);
	vet_json_writer_put_int(writer, "run", run->number);
	vet_json_writer_put_string(writer, "pack", run->pack_id);
	vet_json_writer_put_string(writer, "pack_version", run->pack_version);
	vet_json_writer_put_string(writer, "pack_sha256", run->pack_sha256);
	vet_json_writer_put_string(writer, "outcome", outcomes[outcome].name);
	vet_json_writer_put_string(writer, "detail", detail);
	vet_json_writer_end_object(writer);
	g_autofree char *line = vet_json_writer_finish(writer);
	g_print("%s\n", line);
}

static void
print_text(const Rerun *rerun, const VetStoredRun *run, Outcome outcome, const char *detail)
{
	vet_terminal_print(rerun->terminal, VET_PAINT_PLAIN,
			   "%s version %u, run %" G_GINT64_FORMAT " by %s %s: ", run->id,
			   run->version, run->number, run->pack_id, run->pack_version);
	vet_terminal_print(rerun->terminal, outcomes[outcome].paint, "%s", outcomes[outcome].word);
	vet_terminal_print(rerun->terminal, VET_PAINT_PLAIN, "%s%s\n", detail ? "\n  " : "",
			   detail ? detail : "");
}

static void
repeat(Rerun *rerun, const VetStoredRun *run)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetResult) result = vet_rejudge_run(rerun->rejudge, run, &error);
	g_autofree char *difference = result ? compare(run, result) : NULL;
	Outcome outcome = !result ? IMPOSSIBLE : difference ? DIFFERENT : SAME;
	/* a record that was tampered with may hold anything */
	g_autofree char *detail =
		outcome == SAME ? NULL
				: vet_mask_personal_numbers(result ? difference : error->message);

	rerun->counts[outcome]++;
	if (rerun->json)
		print_json(run, outcome, detail);
	else
		print_text(rerun, run, outcome, detail);
}

/* --- all that are asked for --- */

static gboolean
repeat_all(Rerun *rerun, GError **error)
{
	gint64 after = 0;

	for (;;) {
		g_autoptr(GPtrArray) runs =
			vet_store_runs(vet_rejudge_store(rerun->rejudge), rerun->id, rerun->version,
				       after, PAGE, error);
		for (guint i = 0; runs && i < runs->len; i++) {
			const VetStoredRun *run = runs->pdata[i];
			repeat(rerun, run);
			after = run->number;
		}
		if (!runs || runs->len < PAGE)
			return runs != NULL;
	}
}

static int
conclude(const Rerun *rerun)
{
	guint all = 0;

	for (guint i = 0; i < N_OUTCOMES; i++)
		all += rerun->counts[i];
	if (all == 0 && rerun->id) {
		g_printerr("vetctl: %s%s: no run is stored; was it received, and screened?\n",
			   rerun->id, rerun->version ? " in that version" : "");
		return VETCTL_ERROR;
	}
	if (!rerun->json && !rerun->options->quiet)
		g_printerr("%u runs: %u the same, %u not, %u cannot be repeated\n", all,
			   rerun->counts[SAME], rerun->counts[DIFFERENT],
			   rerun->counts[IMPOSSIBLE]);
	/* a difference is told even where something else could not be looked at */
	if (rerun->counts[DIFFERENT])
		return VETCTL_FOUND;
	return rerun->counts[IMPOSSIBLE] ? VETCTL_ERROR : VETCTL_OK;
}

static int
run_rerun(Rerun *rerun)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetConfig) config = vetctl_config(rerun->options, &error);
	g_autoptr(VetRejudge) rejudge = config ? vet_rejudge_open(config, &error) : NULL;
	g_autoptr(VetTerminal) terminal = vetctl_terminal(rerun->options);

	rerun->rejudge = rejudge;
	rerun->terminal = terminal;
	return rejudge && repeat_all(rerun, &error) ? conclude(rerun) : vetctl_fail(error);
}

int
vetctl_rerun(VetctlOptions *options, int argc, char **argv)
{
	Rerun rerun = {.options = options};
	gboolean all = FALSE;
	const GOptionEntry entries[] = {
		{"all", 0, 0, G_OPTION_ARG_NONE, &all, "Every run there is", NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &rerun.json, "One JSON object a line", NULL},
		{NULL},
	};
	g_autoptr(GError) error = NULL;
	guint64 version = 0;
	int status;

	if (!vetctl_parse(options, entries, &argc, &argv, 0, 2, &status))
		return status;
	if (all == (argc > 1)) {
		g_printerr("vetctl: which runs? name a submission, or --all\n");
		return VETCTL_ERROR;
	}
	if (argc == 3 && !g_ascii_string_to_unsigned(argv[2], 10, 1, G_MAXINT32, &version, &error))
		return vetctl_fail(error);
	rerun.id = argc > 1 ? argv[1] : NULL;
	rerun.version = (guint)version;
	return run_rerun(&rerun);
}
