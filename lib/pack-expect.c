/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a test expects, held against what was found. */

#include "lib/pack-tests.h"

#include <string.h>

/* --- what a case expects --- */

static VetOutcome
worst_of(const VetScreening *screening, const char *rule)
{
	VetOutcome worst = VET_OUTCOME_PASS;
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (g_str_equal(finding->rule, rule))
			worst = MAX(worst, finding->outcome);
	}
	return worst;
}

static const char *
message_of(const VetScreening *screening, const char *rule, VetOutcome outcome)
{
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (g_str_equal(finding->rule, rule) && finding->outcome == outcome)
			return finding->message;
	}
	return "";
}

/* exactly these findings: one that is missing and one too many are both faults */
static void
compare_outcomes(const VetPack *pack, const VetScreening *screening, const VetYamlNode *expect,
		 GString *detail)
{
	const GPtrArray *rules = vet_pack_rules(pack);
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		const char *expected = vet_yaml_get_text(expect, rule->id);
		VetOutcome found = worst_of(screening, rule->id);
		if (!expected)
			expected = vet_outcome_name(VET_OUTCOME_PASS);
		if (g_str_equal(expected, vet_outcome_name(found)))
			continue;
		g_string_append_printf(detail, "%s: expected %s, found %s", rule->id, expected,
				       vet_outcome_name(found));
		if (found > VET_OUTCOME_PASS)
			g_string_append_printf(detail, " (%s)",
					       message_of(screening, rule->id, found));
		g_string_append_c(detail, '\n');
	}
}

typedef gboolean (*Holds)(const VetFinding *finding, const char *expected);

static gboolean
holds_message(const VetFinding *finding, const char *expected)
{
	return strstr(finding->message, expected) != NULL;
}

static gboolean
holds_evidence(const VetFinding *finding, const char *expected)
{
	for (guint i = 0; i < finding->evidence->len; i++) {
		const VetEvidence *evidence = finding->evidence->pdata[i];
		g_autofree char *place =
			g_strdup_printf("%s#%u", evidence->document, evidence->page);
		if (g_str_equal(place, expected) || g_str_equal(evidence->document, expected))
			return TRUE;
	}
	return FALSE;
}

static guint
count_holding(const VetScreening *screening, const char *rule, Holds holds, const char *expected)
{
	guint count = 0;
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		count += g_str_equal(finding->rule, rule) && (!holds || holds(finding, expected));
	}
	return count;
}

static void
describe_finding(const VetFinding *finding, GString *detail)
{
	g_string_append_printf(detail, "  found: %s", finding->message);
	for (guint i = 0; i < finding->evidence->len; i++) {
		const VetEvidence *evidence = finding->evidence->pdata[i];
		g_string_append_printf(detail, " [%s#%u]", evidence->document, evidence->page);
	}
	g_string_append_c(detail, '\n');
}

static void
compare_texts(const VetScreening *screening, const VetYamlNode *node, const char *key, Holds holds,
	      GString *detail)
{
	const VetYamlNode *map = vet_yaml_get(node, key);
	for (guint i = 0; map && i < map->keys->len; i++) {
		const char *rule = ((VetYamlNode *)map->keys->pdata[i])->text;
		const char *expected = ((VetYamlNode *)map->items->pdata[i])->text;
		if (count_holding(screening, rule, holds, expected))
			continue;
		g_string_append_printf(detail, "%s: no finding with the %s “%s”\n", rule, key,
				       expected);
		for (guint j = 0; j < screening->findings->len; j++) {
			const VetFinding *finding = screening->findings->pdata[j];
			if (g_str_equal(finding->rule, rule))
				describe_finding(finding, detail);
		}
	}
}

static void
compare_counts(const VetScreening *screening, const VetYamlNode *node, GString *detail)
{
	const VetYamlNode *map = vet_yaml_get(node, "count");
	for (guint i = 0; map && i < map->keys->len; i++) {
		const char *rule = ((VetYamlNode *)map->keys->pdata[i])->text;
		const char *expected = ((VetYamlNode *)map->items->pdata[i])->text;
		g_autofree char *found =
			g_strdup_printf("%u", count_holding(screening, rule, NULL, NULL));
		if (!g_str_equal(found, expected))
			g_string_append_printf(detail, "%s: expected %s findings, found %s\n", rule,
					       expected, found);
	}
}

static void
check_evidence(const VetScreening *screening, GString *detail)
{
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (!finding->evidence->len)
			g_string_append_printf(detail, "%s: a finding without evidence\n",
					       finding->rule);
	}
}

void
vet_pack_compare(const VetPack *pack, const VetYamlNode *test, const VetScreening *screening,
		 GString *detail)
{
	compare_outcomes(pack, screening, vet_yaml_get(test, "expect"), detail);
	compare_counts(screening, test, detail);
	compare_texts(screening, test, "message", holds_message, detail);
	compare_texts(screening, test, "note", holds_message, detail);
	compare_texts(screening, test, "evidence", holds_evidence, detail);
	check_evidence(screening, detail);
}

/* --- fields --- */

/* timestamps as their day: a field of type date has no more */
static char *
show_value(CelValue value)
{
	if (value.kind != CEL_TIMESTAMP)
		return cel_value_to_display(value);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(value.integer);
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("+08:00");
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
	return g_date_time_format(local, "%Y-%m-%d");
}

static void
compare_field(CelValue found, const VetYamlNode *expected, const char *path, GString *detail)
{
	if (expected->kind == VET_YAML_SCALAR) {
		g_autofree char *shown = show_value(found);
		if (!g_str_equal(shown, expected->text))
			g_string_append_printf(detail, "%s: expected “%s”, found “%s”\n", path,
					       expected->text, shown);
		return;
	}
	if (expected->kind == VET_YAML_MAP) {
		for (guint i = 0; i < expected->keys->len; i++) {
			const VetYamlNode *name = expected->keys->pdata[i];
			CelValue value = cel_string("");
			g_autofree char *deeper = g_strdup_printf("%s.%s", path, name->text);
			cel_map_get(found, name->text, &value);
			compare_field(value, expected->items->pdata[i], deeper, detail);
		}
		return;
	}
	gsize length = found.kind == CEL_LIST ? found.list->length : 0;
	if (length != expected->items->len) {
		g_autofree char *shown = show_value(found);
		g_string_append_printf(detail, "%s: expected %u values, found %s\n", path,
				       expected->items->len, shown);
		return;
	}
	for (guint i = 0; i < expected->items->len; i++) {
		g_autofree char *deeper = g_strdup_printf("%s[%u]", path, i);
		compare_field(found.list->items[i], expected->items->pdata[i], deeper, detail);
	}
}

/* a field with nothing behind it is expected to be absent */
void
vet_pack_compare_fields(CelValue fields, const VetYamlNode *expect, GString *detail)
{
	for (guint i = 0; i < expect->keys->len; i++) {
		const VetYamlNode *name = expect->keys->pdata[i];
		const VetYamlNode *expected = expect->items->pdata[i];
		CelValue value;
		gboolean found = cel_map_get(fields, name->text, &value);
		if (found)
			compare_field(value, expected, name->text, detail);
		else if (expected->kind != VET_YAML_SCALAR || *expected->text)
			g_string_append_printf(detail, "%s: not found\n", name->text);
	}
}
