/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of a test as the CSV that the real import reads. */

#include "lib/pack-facts.h"

#include <string.h>

typedef struct {
	const char *key, *header;
} Column;

static const Column list_columns[] = {
	{"name", "名称"},          {"credit_code", "统一社会信用代码"},
	{"listed_on", "列入日期"}, {"reason", "列入事由"},
	{"source", "来源"},        {NULL},
};

static const Column registration_columns[] = {
	{"project_name", "项目名称"},
	{"unit", "参赛单位"},
	{"credit_code", "统一社会信用代码"},
	{"members", "团队成员"},
	{"id_numbers", "成员身份证号"},
	{"city", "初赛承办市州"},
	{"track", "参赛赛道"},
	{NULL},
};

static void
append_field(GString *csv, gboolean first, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "\"", -1);
	g_autofree char *doubled = g_strjoinv("\"\"", parts);
	g_string_append_printf(csv, "%s\"%s\"", first ? "" : ",", doubled);
}

/* members are written as a list, the CSV has them in one field */
static char *
text_of(const VetYamlNode *node)
{
	if (!node)
		return g_strdup("");
	if (node->kind != VET_YAML_LIST)
		return g_strdup(node->text);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < node->items->len; i++) {
		const VetYamlNode *item = node->items->pdata[i];
		g_string_append_printf(text, "%s%s", i ? "、" : "", item->text ? item->text : "");
	}
	return g_string_free(text, FALSE);
}

static gboolean
check_row(const VetYamlNode *row, const Column *columns, VetDiagnostics *diagnostics)
{
	VetYamlKey keys[16] = {{NULL}};
	for (guint i = 0; columns[i].key; i++)
		keys[i] = (VetYamlKey){columns[i].key, VET_YAML_SCALAR | VET_YAML_LIST, FALSE};
	return vet_yaml_check(row, "row of a list", keys, diagnostics);
}

char *
vet_pack_facts_csv(const VetYamlNode *rows, gboolean registrations, VetDiagnostics *diagnostics)
{
	const Column *columns = registrations ? registration_columns : list_columns;
	if (!vet_yaml_check_kind(rows, "a list", VET_YAML_LIST, diagnostics))
		return NULL;
	g_autoptr(GString) csv = g_string_new(NULL);
	for (guint i = 0; columns[i].key; i++)
		append_field(csv, i == 0, columns[i].header);
	g_string_append(csv, "\n");
	for (guint i = 0; i < rows->items->len; i++) {
		const VetYamlNode *row = rows->items->pdata[i];
		if (!check_row(row, columns, diagnostics))
			return NULL;
		for (guint j = 0; columns[j].key; j++) {
			g_autofree char *text = text_of(vet_yaml_get(row, columns[j].key));
			append_field(csv, j == 0, text);
		}
		g_string_append(csv, "\n");
	}
	return g_strdup(csv->str);
}
