/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Raw scalars of YAML as typed values: the schema says the type, never the look of the text. */

#include "lib/pack-private.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define MAX_ITEMS 100000

typedef gboolean (*ReadScalar)(const char *text, CelArena *arena, CelValue *ret_value);

static gboolean
read_string(const char *text, CelArena *arena, CelValue *ret_value)
{
	const char *copy = cel_arena_copy(arena, text, strlen(text));
	if (!copy)
		return FALSE;
	*ret_value = cel_string(copy);
	return TRUE;
}

static gboolean
read_int(const char *text, CelArena *arena, CelValue *ret_value)
{
	gint64 number = 0;
	if (!g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &number, NULL))
		return FALSE;
	*ret_value = cel_int(number);
	return TRUE;
}

static gboolean
read_double(const char *text, CelArena *arena, CelValue *ret_value)
{
	char *end = NULL;
	errno = 0;
	double number = g_ascii_strtod(text, &end);
	if (end == text || *end || errno || !isfinite(number))
		return FALSE;
	*ret_value = cel_double(number);
	return TRUE;
}

static gboolean
read_bool(const char *text, CelArena *arena, CelValue *ret_value)
{
	gboolean is_true = g_str_equal(text, "true");
	if (!is_true && !g_str_equal(text, "false"))
		return FALSE;
	*ret_value = cel_bool(is_true);
	return TRUE;
}

static gboolean
read_timestamp(const char *text, CelArena *arena, CelValue *ret_value)
{
	return cel_timestamp_parse(text, ret_value);
}

static const struct {
	const char *type;
	ReadScalar read;
	const char *example;
} scalars[] = {
	{"string", read_string, "text"},
	{"int", read_int, "a whole number like 5"},
	{"double", read_double, "a number like 0.85"},
	{"bool", read_bool, "true or false"},
	{"timestamp", read_timestamp, "a time like \"2025-07-10T23:59:59+08:00\""},
};

static gboolean
read_scalar(const VetYamlNode *node, const char *type, CelArena *arena, VetDiagnostics *diagnostics,
	    CelValue *ret_value)
{
	if (!vet_yaml_check_kind(node, "the value", VET_YAML_SCALAR, diagnostics))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(scalars); i++) {
		if (!g_str_equal(scalars[i].type, type))
			continue;
		if (node->style == VET_YAML_PLAIN && !*node->text) {
			vet_yaml_fault(node, diagnostics, "nothing stands here: write %s",
				       scalars[i].example);
			return FALSE;
		}
		if (scalars[i].read(node->text, arena, ret_value))
			return TRUE;
		vet_yaml_fault(node, diagnostics, "“%s” is not of type %s: write %s", node->text,
			       type, scalars[i].example);
		return FALSE;
	}
	vet_yaml_fault(node, diagnostics, "no value can be written for the type %s", type);
	return FALSE;
}

static gboolean
is_full(const VetYamlNode *node, gboolean allocated, VetDiagnostics *diagnostics)
{
	if (allocated && node->items->len <= MAX_ITEMS)
		return FALSE;
	vet_yaml_fault(node, diagnostics, "more entries than a pack may hold");
	return TRUE;
}

static gboolean
read_list(const VetYamlNode *node, CelArena *arena, VetDiagnostics *diagnostics,
	  CelValue *ret_value)
{
	if (!vet_yaml_check_kind(node, "the value", VET_YAML_LIST, diagnostics))
		return FALSE;
	gsize length = node->items->len;
	CelValue *items = cel_arena_alloc(arena, MAX(length, 1) * sizeof(CelValue));
	if (is_full(node, items != NULL, diagnostics))
		return FALSE;
	for (gsize i = 0; i < length; i++)
		if (!read_scalar(node->items->pdata[i], "string", arena, diagnostics, &items[i]))
			return FALSE;
	*ret_value = cel_list_new(arena, items, length);
	return TRUE;
}

static gboolean
read_map(const VetYamlNode *node, const char *type, CelArena *arena, VetDiagnostics *diagnostics,
	 CelValue *ret_value)
{
	if (!vet_yaml_check_kind(node, "the value", VET_YAML_MAP, diagnostics))
		return FALSE;
	gsize length = node->items->len;
	CelEntry *entries = cel_arena_alloc(arena, MAX(length, 1) * sizeof(CelEntry));
	if (is_full(node, entries != NULL, diagnostics))
		return FALSE;
	for (gsize i = 0; i < length; i++) {
		if (!read_scalar(node->keys->pdata[i], "string", arena, diagnostics,
				 &entries[i].key) ||
		    !read_scalar(node->items->pdata[i], type, arena, diagnostics,
				 &entries[i].value))
			return FALSE;
	}
	*ret_value = cel_map_new(arena, entries, length);
	return TRUE;
}

gboolean
vet_pack_read_value(const VetYamlNode *node, const char *type, CelArena *arena,
		    VetDiagnostics *diagnostics, CelValue *ret_value)
{
	if (g_str_equal(type, "list(string)") || g_str_equal(type, "list<string>"))
		return read_list(node, arena, diagnostics, ret_value);
	if (g_str_equal(type, "map(string)") || g_str_equal(type, "map<string>"))
		return read_map(node, "string", arena, diagnostics, ret_value);
	if (g_str_equal(type, "map<int>"))
		return read_map(node, "int", arena, diagnostics, ret_value);
	return read_scalar(node, type, arena, diagnostics, ret_value);
}

gboolean
vet_pack_check_identifier(const VetYamlNode *name, const char *what, VetDiagnostics *diagnostics)
{
	static const char *const reserved[] = {
		"as",     "break",  "const", "continue", "else",  "false", "for",     "function",
		"if",     "import", "in",    "let",      "loop",  "null",  "package", "namespace",
		"return", "true",   "var",   "void",     "while", NULL};
	const char *text = name->text;
	gboolean fits = g_ascii_isalpha(*text) || *text == '_';
	for (const char *at = text; fits && *at; at++)
		fits = g_ascii_isalnum(*at) || *at == '_';
	if (!fits || strlen(text) > 64)
		vet_yaml_fault(name, diagnostics,
			       "%s is at most 64 ASCII letters, digits and _, and begins with no "
			       "digit: “%s” is not (Chinese belongs into title)",
			       what, text);
	else if (g_strv_contains(reserved, text))
		vet_yaml_fault(name, diagnostics, "“%s” is a word of the language itself", text);
	else
		return TRUE;
	return FALSE;
}
