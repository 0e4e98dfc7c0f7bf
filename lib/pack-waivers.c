/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-waivers.h"

#include <stdio.h>
#include <string.h>

#define MAX_WAIVERS 1000

static const VetYamlKey waiver_keys[] = {
	{"rule", VET_YAML_SCALAR, TRUE},    {"match", VET_YAML_SCALAR, TRUE},
	{"reason", VET_YAML_SCALAR, TRUE},  {"approved_by", VET_YAML_SCALAR, TRUE},
	{"expires", VET_YAML_SCALAR, TRUE}, {NULL},
};

void
vet_waiver_free(VetWaiver *waiver)
{
	if (!waiver)
		return;
	g_free(waiver->rule);
	cel_program_free(waiver->match);
	g_free(waiver->reason);
	g_free(waiver->approved_by);
	g_free(waiver);
}

/* a day is meant whole: its waiver ends with the midnight after it, in China */
static gboolean
read_day(const char *text, CelValue *ret_value)
{
	guint year = 0, month = 0, day = 0;
	int length = 0;
	if (strlen(text) != 10 ||
	    sscanf(text, "%4u-%2u-%2u%n", &year, &month, &day, &length) != 3 || length != 10 ||
	    !g_date_valid_dmy(day, month, year))
		return FALSE;
	g_autofree char *midnight = g_strconcat(text, "T00:00:00+08:00", NULL);
	if (!cel_timestamp_parse(midnight, ret_value))
		return FALSE;
	ret_value->integer += G_TIME_SPAN_DAY / G_TIME_SPAN_SECOND;
	return TRUE;
}

static void
read_expiry(VetPackLoader *loader, VetWaiver *waiver, const VetYamlNode *node)
{
	if (!read_day(node->text, &waiver->expires) &&
	    !cel_timestamp_parse(node->text, &waiver->expires)) {
		vet_yaml_fault(node, loader->diagnostics,
			       "“%s” is no date: expected one like 2025-12-31, or a time like "
			       "\"2025-12-31T18:00:00+08:00\"",
			       node->text);
		return;
	}
	/* a running vetd must not refuse at midnight what it took the day before */
	if (waiver->expires.integer <= loader->now)
		vet_yaml_warn(node, loader->diagnostics,
			      "the waiver expired with %s and waives nothing any more; take it "
			      "out, or have it approved anew",
			      node->text);
}

static void
read_waiver(VetPackLoader *loader, VetPackScope *scope, const VetYamlNode *node)
{
	if (!vet_yaml_check(node, "waiver", waiver_keys, loader->diagnostics))
		return;
	VetWaiver *waiver = g_new0(VetWaiver, 1);
	waiver->rule = g_strdup(vet_yaml_get_text(node, "rule"));
	waiver->match = vet_pack_scope_compile_bool(scope, vet_yaml_get(node, "match"), "match");
	waiver->reason = g_strdup(vet_yaml_get_text(node, "reason"));
	waiver->approved_by = g_strdup(vet_yaml_get_text(node, "approved_by"));
	g_ptr_array_add(loader->pack->waivers, waiver);
	read_expiry(loader, waiver, vet_yaml_get(node, "expires"));
}

static const VetYamlNode *
waivers_of(const VetPackLayer *layer)
{
	const VetYamlNode *waivers = layer->rules ? vet_yaml_get(layer->rules, "waivers") : NULL;
	return waivers && waivers->kind == VET_YAML_LIST ? waivers : NULL;
}

void
vet_pack_read_waivers(VetPackLoader *loader, VetPackScope *scope, const VetPackRuleEntry *rule)
{
	const GPtrArray *layers = loader->pack->layers;
	const char *id = vet_yaml_get_text(rule->node, "id");
	gboolean is_known = FALSE;
	for (guint i = 0; i < layers->len; i++) {
		const VetPackLayer *layer = layers->pdata[i];
		const VetYamlNode *waivers = waivers_of(layer);
		is_known = is_known || layer == rule->layer;
		for (guint j = 0; is_known && waivers && j < waivers->items->len; j++) {
			const VetYamlNode *node = waivers->items->pdata[j];
			const char *name = vet_yaml_get_text(node, "rule");
			if (name && g_str_equal(name, id))
				read_waiver(loader, scope, node);
		}
	}
}

void
vet_pack_check_waivers(VetPackLoader *loader)
{
	const VetYamlNode *waivers = waivers_of(&loader->pack->own);
	if (waivers && waivers->items->len > MAX_WAIVERS)
		vet_yaml_fault(waivers, loader->diagnostics, "more than %d waivers", MAX_WAIVERS);
	for (guint i = 0; waivers && i < waivers->items->len; i++) {
		const VetYamlNode *node = waivers->items->pdata[i];
		if (!vet_yaml_check_kind(node, "a waiver", VET_YAML_MAP, loader->diagnostics))
			continue;
		const VetYamlNode *rule = vet_yaml_get(node, "rule");
		if (!rule || !rule->text)
			vet_yaml_fault(node, loader->diagnostics,
				       "this waiver lacks the key “rule”");
		else if (!vet_pack_has_entry(loader, rule->text))
			vet_pack_report_rule(loader->pack, rule, loader->diagnostics);
	}
}
