/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack explain: why a rule came to what it came to on a submission. */

#include "daemon/config.h"
#include "daemon/explanation.h"
#include "daemon/rejudge.h"
#include "daemon/vetctl-offline.h"
#include "lib/error.h"

static const VetRule *
find_rule(const VetPack *pack, const char *id)
{
	const GPtrArray *rules = vet_pack_rules(pack);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		if (g_str_equal(rule->id, id))
			return rule;
		g_ptr_array_add(names, rule->id);
	}
	g_ptr_array_add(names, NULL);
	const char *nearest = cel_nearest_name(id, (const char *const *)names->pdata);
	g_autofree char *all = g_strjoinv(" ", (char **)names->pdata);
	if (nearest)
		g_printerr("vetctl: the pack %s has no rule %s; did you mean %s?\n",
			   vet_pack_id(pack), id, nearest);
	else
		g_printerr("vetctl: the pack %s has no rule %s; it has %s\n", vet_pack_id(pack), id,
			   all);
	return NULL;
}

typedef struct {
	VetctlOptions *options;
	VetOfflineOptions offline;
	char *format;
	gboolean findings;
} Wanted;

static void
wanted_clear(Wanted *wanted)
{
	vet_offline_options_clear(&wanted->offline);
	g_free(wanted->format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wanted, wanted_clear)

static int
explain(const Wanted *wanted, const VetPack *pack, const VetRule *rule, const VetResult *result,
	VetNamelists *lists)
{
	g_autoptr(VetExplanation) explanation = vet_explanation_new(pack, rule, result, lists);
	if (g_str_equal(wanted->format, "json")) {
		g_autofree char *json = vet_explanation_to_json(explanation, wanted->findings);
		puts(json);
		return VETCTL_OK;
	}
	g_autoptr(VetTerminal) terminal = vetctl_terminal(wanted->options);
	vet_explanation_print(explanation, wanted->findings, terminal);
	return VETCTL_OK;
}

static int
explain_path(const Wanted *wanted, const char *id, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetOffline) offline = vetctl_offline(wanted->options, &wanted->offline);
	const VetRule *rule = offline ? find_rule(vet_offline_pack(offline), id) : NULL;
	if (!rule)
		return VETCTL_ERROR;
	g_autoptr(VetResult) result = vet_offline_screen_one(offline, path, &error);
	if (!result)
		return vetctl_fail(error);
	return explain(wanted, vet_offline_pack(offline), rule, result, vet_offline_lists(offline));
}

/* what vetd has stored under an id, from its extractions */
static int
explain_stored(const Wanted *wanted, const char *id, const char *submission)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetConfig) config = vet_config_load(wanted->options->config, &error);
	const char *folder = wanted->offline.pack || !config ? wanted->offline.pack : config->pack;
	g_autoptr(VetPack) pack = config ? vet_pack_load(folder, &error) : NULL;
	g_autoptr(VetRejudge) rejudge = pack ? vet_rejudge_open(config, &error) : NULL;
	VetPending *row =
		rejudge ? vet_store_find(vet_rejudge_store(rejudge), submission, 0, &error) : NULL;
	if (!row && !error)
		g_set_error(&error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: neither a file nor a submission that is stored", submission);
	const VetRule *rule = row ? find_rule(pack, id) : NULL;
	g_autoptr(VetResult) result = rule ? vet_rejudge(rejudge, pack, row, &error) : NULL;
	if (row)
		vet_pending_free(row);
	if (error)
		return vetctl_fail(error);
	return result ? explain(wanted, pack, rule, result, vet_rejudge_lists(rejudge))
		      : VETCTL_ERROR;
}

int
vetctl_pack_explain(VetctlOptions *options, int argc, char **argv)
{
	static const char *const formats[] = {"text", "json", NULL};
	g_auto(Wanted) wanted = {.options = options};
	const GOptionEntry entries[] = {
		VETCTL_OFFLINE_ENTRIES(&wanted.offline),
		{"findings", 0, 0, G_OPTION_ARG_NONE, &wanted.findings,
		 "Only what came to a finding, not what passed", NULL},
		{"format", 0, 0, G_OPTION_ARG_STRING, &wanted.format, "text (default) or json",
		 "FORMAT"},
		{NULL},
	};
	int status = VETCTL_ERROR;
	if (!vetctl_parse(options, entries, &argc, &argv, 2, 2, &status))
		return status;
	if (!vetctl_is_format(formats, &wanted.format))
		return VETCTL_ERROR;
	if (options->config && !g_file_test(argv[2], G_FILE_TEST_EXISTS))
		return explain_stored(&wanted, argv[1], argv[2]);
	return explain_path(&wanted, argv[1], argv[2]);
}
