/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/cel-bench/pack.h"

#include "lib/error.h"
#include "lib/pack-facts.h"
#include "lib/screen.h"

#include <string.h>

struct _BenchPack {
	VetPack *pack;
	VetManuscript *source;
	VetYamlNode *tests;
	const VetYamlNode *defaults;
	VetFacts *facts;
	VetNamelists *lists;
	VetScreenOptions options;
};

static gboolean
import_list(BenchPack *bench, const char *name, const VetYamlNode *rows, GError **error)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	gboolean registrations = g_str_equal(name, "registrations");
	g_autofree char *csv = vet_pack_facts_csv(rows, registrations, diagnostics);
	g_auto(VetImportReport) report = {0};

	if (csv == NULL) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "the list %s cannot be read", name);
		return FALSE;
	}
	if (registrations)
		return vet_namelists_import_registrations(bench->lists, "bench.csv", csv,
							  strlen(csv), TRUE, &report, error);
	return vet_namelists_import(bench->lists, name, "bench.csv", csv, strlen(csv), TRUE,
				    &report, error);
}

static gboolean
import_lists(BenchPack *bench, GError **error)
{
	static const guint8 secret[] = "pack bench";
	const VetYamlNode *lists = vet_yaml_get(bench->defaults, "lists");

	bench->lists = vet_namelists_open(NULL, secret, sizeof secret, error);
	for (guint i = 0; bench->lists != NULL && lists != NULL && i < lists->keys->len; i++) {
		const VetYamlNode *name = lists->keys->pdata[i], *rows = lists->items->pdata[i];

		if (rows->kind == VET_YAML_LIST && !import_list(bench, name->text, rows, error))
			return FALSE;
	}
	return bench->lists != NULL;
}

/* when it was received, as the pack's own tests take it */
static gint64
now_of(const VetFacts *facts)
{
	CelValue submission, received;

	if (vet_facts_get(facts, "submission", &submission) &&
	    cel_map_get(submission, "received_at", &received))
		return received.integer;
	return 0;
}

/* The facts of one case, or of the defaults alone. */
static gboolean
read_facts(BenchPack *bench, const VetYamlNode *set, GError **error)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	VetFacts *facts = vet_pack_facts_read(bench->pack, bench->defaults, set, diagnostics);

	if (facts == NULL) {
		g_autofree char *text = vet_diagnostics_text(diagnostics);

		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG, text);
		return FALSE;
	}
	g_clear_pointer(&bench->facts, vet_facts_free);
	bench->facts = facts;
	bench->options = (VetScreenOptions){
		.submission_id = "BENCH", .now = now_of(facts), .lists = bench->lists};
	return TRUE;
}

static gboolean
read_worst_facts(BenchPack *bench, GError **error)
{
	const VetYamlNode *cases = vet_yaml_get(bench->tests, "cases"), *worst = NULL;
	guint most = 0;

	for (guint i = 0; cases != NULL && i < cases->items->len; i++) {
		const VetYamlNode *set = vet_yaml_get(cases->items->pdata[i], "set");

		if (set == NULL || !read_facts(bench, set, NULL))
			continue;
		guint findings = bench_pack_n_findings(bench);
		if (findings > most)
			worst = set;
		most = MAX(most, findings);
	}
	return read_facts(bench, worst, error);
}

static gboolean
load(BenchPack *bench, const char *folder, gboolean faulty, GError **error)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autofree char *path = g_build_filename(folder, "tests.yaml", NULL);

	bench->pack = vet_pack_load(folder, error);
	if (bench->pack == NULL)
		return FALSE;
	bench->source = vet_manuscript_read(path, "tests.yaml", error);
	if (bench->source == NULL)
		return FALSE;
	/* the pack that was just loaded has read it without a fault */
	bench->tests = vet_yaml_parse(bench->source, diagnostics);
	bench->defaults = vet_yaml_get(bench->tests, "defaults");
	if (!import_lists(bench, error))
		return FALSE;
	return faulty ? read_worst_facts(bench, error) : read_facts(bench, NULL, error);
}

BenchPack *
bench_pack_new(const char *folder, gboolean faulty, GError **error)
{
	g_autoptr(BenchPack) bench = g_new0(BenchPack, 1);

	return load(bench, folder, faulty, error) ? g_steal_pointer(&bench) : NULL;
}

void
bench_pack_free(BenchPack *bench)
{
	g_clear_pointer(&bench->facts, vet_facts_free);
	g_clear_pointer(&bench->lists, vet_namelists_close);
	g_clear_pointer(&bench->tests, vet_yaml_node_free);
	g_clear_pointer(&bench->source, vet_manuscript_free);
	g_clear_pointer(&bench->pack, vet_pack_unref);
	g_free(bench);
}

void
bench_pack_run(gpointer data, guint64 n)
{
	BenchPack *bench = data;

	for (guint64 i = 0; i < n; i++)
		vet_screening_free(vet_screen_run(bench->pack, bench->facts, &bench->options));
}

guint
bench_pack_n_rules(const BenchPack *bench)
{
	return vet_pack_rules(bench->pack)->len;
}

guint
bench_pack_n_findings(const BenchPack *bench)
{
	g_autoptr(VetScreening) screening =
		vet_screen_run(bench->pack, bench->facts, &bench->options);

	return screening->findings->len;
}
