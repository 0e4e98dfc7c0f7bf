/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack explain: why a rule came to what it came to on a submission. */

#include "daemon/explanation.h"
#include "daemon/vetctl-offline.h"

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

int
vetctl_pack_explain(VetctlOptions *options, int argc, char **argv)
{
	static const char *const formats[] = {"text", "json", NULL};
	g_auto(VetOfflineOptions) wanted = {0};
	g_autofree char *format = NULL;
	gboolean findings = FALSE;
	const GOptionEntry entries[] = {
		VETCTL_OFFLINE_ENTRIES(&wanted),
		{"findings", 0, 0, G_OPTION_ARG_NONE, &findings,
		 "Only what came to a finding, not what passed", NULL},
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
		{NULL},
	};
	g_autoptr(GError) error = NULL;
	int status = VETCTL_ERROR;
	if (!vetctl_parse(options, entries, &argc, &argv, 2, 2, &status))
		return status;
	if (!vetctl_is_format(formats, &format))
		return VETCTL_ERROR;
	g_autoptr(VetOffline) offline = vetctl_offline(options, &wanted);
	const VetRule *rule = offline ? find_rule(vet_offline_pack(offline), argv[1]) : NULL;
	if (!rule)
		return VETCTL_ERROR;
	g_autoptr(VetResult) result = vet_offline_screen_one(offline, argv[2], &error);
	if (!result)
		return vetctl_fail(error);
	g_autoptr(VetExplanation) explanation = vet_explanation_new(
		vet_offline_pack(offline), rule, result, vet_offline_lists(offline));
	if (g_str_equal(format, "json")) {
		g_autofree char *json = vet_explanation_to_json(explanation, findings);
		puts(json);
		return VETCTL_OK;
	}
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	vet_explanation_print(explanation, findings, terminal);
	return VETCTL_OK;
}
