/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/yaml.h"
#include "lib/cel/cel.h"

#include <string.h>

#define MAX_KEYS 64

void
vet_yaml_node_free(VetYamlNode *node)
{
	if (!node)
		return;
	g_free(node->text);
	if (node->keys)
		g_ptr_array_unref(node->keys);
	if (node->items)
		g_ptr_array_unref(node->items);
	g_free(node);
}

const VetYamlNode *
vet_yaml_get(const VetYamlNode *map, const char *key)
{
	if (map->kind != VET_YAML_MAP)
		return NULL;
	for (guint i = 0; i < map->keys->len; i++) {
		const VetYamlNode *name = map->keys->pdata[i];
		if (g_str_equal(name->text, key))
			return map->items->pdata[i];
	}
	return NULL;
}

const char *
vet_yaml_get_text(const VetYamlNode *map, const char *key)
{
	const VetYamlNode *node = vet_yaml_get(map, key);
	return node ? node->text : NULL;
}

/* --- one tree over another --- */

static VetYamlNode *
copy_node(const VetYamlNode *node)
{
	VetYamlNode *copy = g_new0(VetYamlNode, 1);
	*copy = *node;
	copy->text = g_strdup(node->text);
	copy->keys = copy->items = NULL;
	if (node->items)
		copy->items = g_ptr_array_new_with_free_func((GDestroyNotify)vet_yaml_node_free);
	if (node->keys)
		copy->keys = g_ptr_array_new_with_free_func((GDestroyNotify)vet_yaml_node_free);
	return copy;
}

/* recursion is bounded: no tree is deeper than VET_YAML_MAX_DEPTH */
static VetYamlNode *
copy_tree(const VetYamlNode *node)
{
	VetYamlNode *copy = copy_node(node);
	for (guint i = 0; node->keys && i < node->keys->len; i++)
		g_ptr_array_add(copy->keys, copy_tree(node->keys->pdata[i]));
	for (guint i = 0; node->items && i < node->items->len; i++)
		g_ptr_array_add(copy->items, copy_tree(node->items->pdata[i]));
	return copy;
}

static void
add_entry(VetYamlNode *map, const VetYamlNode *key, VetYamlNode *value)
{
	g_ptr_array_add(map->keys, copy_tree(key));
	g_ptr_array_add(map->items, value);
}

VetYamlNode *
vet_yaml_lay_over(const VetYamlNode *base, const VetYamlNode *over)
{
	if (base->kind != VET_YAML_MAP || over->kind != VET_YAML_MAP)
		return copy_tree(over);
	VetYamlNode *map = copy_node(over);
	for (guint i = 0; i < base->keys->len; i++) {
		const VetYamlNode *key = base->keys->pdata[i], *below = base->items->pdata[i];
		const VetYamlNode *above = vet_yaml_get(over, key->text);
		add_entry(map, key, above ? vet_yaml_lay_over(below, above) : copy_tree(below));
	}
	for (guint i = 0; i < over->keys->len; i++) {
		const VetYamlNode *key = over->keys->pdata[i];
		if (!vet_yaml_get(base, key->text))
			add_entry(map, key, copy_tree(over->items->pdata[i]));
	}
	return map;
}

/* --- from a scalar's text back to the file --- */

/* length of the raw text of one character in double quotes, and of what it stands for */
static gsize
measure_escape(const char *raw, gsize *ret_bytes)
{
	static const struct {
		char letter;
		guint digits;
		guint bytes; /* 0: as many as the code point needs */
	} escapes[] = {{'x', 2, 0}, {'u', 4, 0}, {'U', 8, 0}, {'N', 0, 2},
		       {'_', 0, 2}, {'L', 0, 3}, {'P', 0, 3}};
	*ret_bytes = 1;
	for (guint i = 0; i < G_N_ELEMENTS(escapes); i++) {
		if (raw[1] != escapes[i].letter)
			continue;
		*ret_bytes = escapes[i].bytes;
		if (escapes[i].bytes)
			return 2;
		g_autofree char *digits = g_strndup(raw + 2, escapes[i].digits);
		*ret_bytes = g_unichar_to_utf8(g_ascii_strtoull(digits, NULL, 16), NULL);
		return 2 + strlen(digits);
	}
	return 2;
}

/* a line break within a flow scalar with the blanks around it; 0 when there is none at `raw` */
static gsize
measure_fold(const char *raw, const char *end, gsize *ret_bytes)
{
	gsize length = strspn(raw, " \t\r\n");
	length = MIN(length, (gsize)(end - raw));
	guint feeds = 0;
	for (gsize i = 0; i < length; i++)
		feeds += raw[i] == '\n';
	/* one break reads as a space, more as one line feed less */
	*ret_bytes = feeds > 1 ? feeds - 1 : 1;
	return feeds > 0 ? length : 0;
}

static gsize
measure_flow(VetYamlStyle style, const char *raw, const char *end, gsize *ret_bytes)
{
	gsize fold = measure_fold(raw, end, ret_bytes);
	if (fold)
		return fold;
	*ret_bytes = 1;
	if (style == VET_YAML_SINGLE_QUOTED && raw[0] == '\'')
		return 2;
	if (style == VET_YAML_DOUBLE_QUOTED && raw[0] == '\\')
		return measure_escape(raw, ret_bytes);
	return 1;
}

static gsize
flow_offset(const VetYamlNode *scalar, gsize offset)
{
	const char *base = vet_manuscript_text(scalar->source);
	const char *raw = base + scalar->start + (scalar->style != VET_YAML_PLAIN);
	const char *end = base + scalar->end;
	for (gsize done = 0; done < offset && raw < end;) {
		gsize bytes = 1;
		raw += measure_flow(scalar->style, raw, end, &bytes);
		done += bytes;
	}
	return MIN(raw, end) - base;
}

/* block scalars: the text begins on the line after the mark, each line indented alike */
static gsize
block_offset(const VetYamlNode *scalar, gsize offset)
{
	const char *base = vet_manuscript_text(scalar->source);
	const char *end = base + scalar->end;
	const char *raw = strchrnul(base + scalar->start, '\n');
	raw = MIN(raw + 1, end);
	const char *content = raw + strspn(raw, " \n\r");
	const char *content_line = content;
	while (content_line > raw && content_line[-1] != '\n')
		content_line--;
	gsize indent = content - content_line;
	raw += MIN(strspn(raw, " "), indent);
	for (gsize done = 0; done < offset && raw < end; done++) {
		if (*raw++ == '\n')
			raw += MIN(strspn(raw, " "), indent);
	}
	return MIN(raw, end) - base;
}

/* where byte `offset` of a scalar's text stands in the source */
static gsize
source_offset(const VetYamlNode *scalar, gsize offset)
{
	if (scalar->style == VET_YAML_LITERAL || scalar->style == VET_YAML_FOLDED)
		return block_offset(scalar, offset);
	return flow_offset(scalar, offset);
}

/* --- faults --- */

void
vet_yaml_fault(const VetYamlNode *node, VetDiagnostics *diagnostics, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	vet_diagnostics_add(diagnostics, node->source, node->start, node->end - node->start, "%s",
			    message);
}

void
vet_yaml_warn(const VetYamlNode *node, VetDiagnostics *diagnostics, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	vet_diagnostics_warn(diagnostics, node->source, node->start, node->end - node->start, "%s",
			     message);
}

void
vet_yaml_fault_at(const VetYamlNode *scalar, gsize offset, gsize length,
		  VetDiagnostics *diagnostics, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	gsize start = source_offset(scalar, offset);
	gsize end = source_offset(scalar, offset + length);
	vet_diagnostics_add(diagnostics, scalar->source, start, end - start, "%s", message);
}

static const char *
kind_name(VetYamlKind kind)
{
	return kind == VET_YAML_SCALAR ? "text" : kind == VET_YAML_LIST ? "a list" : "a map";
}

static char *
kinds_name(VetYamlKind kinds)
{
	GString *names = g_string_new(NULL);
	for (VetYamlKind kind = VET_YAML_SCALAR; kind <= VET_YAML_MAP; kind <<= 1)
		if (kinds & kind)
			g_string_append_printf(names, "%s%s", names->len ? " or " : "",
					       kind_name(kind));
	return g_string_free(names, FALSE);
}

/* why a map was read as something else, where the text gives it away */
static const char *
kind_hint(const VetYamlNode *node, VetYamlKind kinds)
{
	if (node->kind == VET_YAML_SCALAR && kinds == VET_YAML_MAP && strstr(node->text, "："))
		return "; the full-width ： is no separator, write ': '";
	if (node->kind == VET_YAML_SCALAR && kinds == VET_YAML_MAP && strchr(node->text, ':'))
		return "; a space must follow the colon";
	if (node->kind == VET_YAML_SCALAR && kinds == VET_YAML_LIST && *node->text)
		return "; put [ ] around it";
	if (node->kind != VET_YAML_SCALAR && kinds == VET_YAML_SCALAR)
		return "; put text that begins with { or [ into quotes";
	return "";
}

gboolean
vet_yaml_check_kind(const VetYamlNode *node, const char *what, VetYamlKind kinds,
		    VetDiagnostics *diagnostics)
{
	if (node->kind & kinds)
		return TRUE;
	g_autofree char *expected = kinds_name(kinds);
	vet_yaml_fault(node, diagnostics, "%s must be %s, found %s%s", what, expected,
		       kind_name(node->kind), kind_hint(node, kinds));
	return FALSE;
}

gboolean
vet_yaml_is_blank(const VetYamlNode *scalar)
{
	return !scalar->text[strspn(scalar->text, " \t\r\n")];
}

static const VetYamlKey *
find_key(const VetYamlKey *keys, const char *name)
{
	for (; keys->key; keys++)
		if (g_str_equal(keys->key, name))
			return keys;
	return NULL;
}

static void
report_unknown(const VetYamlNode *name, const char *what, const VetYamlKey *keys,
	       VetDiagnostics *diagnostics)
{
	const char *candidates[MAX_KEYS + 1] = {NULL};
	for (guint i = 0; i < MAX_KEYS && keys[i].key; i++)
		candidates[i] = keys[i].key;
	const char *meant = cel_nearest_name(name->text, candidates);
	g_autofree char *known = g_strjoinv(", ", (char **)candidates);
	if (meant)
		vet_yaml_fault(name, diagnostics, "a %s has no key “%s”; did you mean “%s”?", what,
			       name->text, meant);
	else if (strstr(name->text, "："))
		vet_yaml_fault(name, diagnostics, "the full-width ： is no separator, write ': '");
	else
		vet_yaml_fault(name, diagnostics, "a %s has no key “%s”; it has %s", what,
			       name->text, known);
}

gboolean
vet_yaml_check(const VetYamlNode *node, const char *what, const VetYamlKey *keys,
	       VetDiagnostics *diagnostics)
{
	if (!vet_yaml_check_kind(node, what, VET_YAML_MAP, diagnostics))
		return FALSE;
	guint before = vet_diagnostics_count(diagnostics);
	for (guint i = 0; i < node->keys->len; i++) {
		const VetYamlNode *name = node->keys->pdata[i];
		const VetYamlKey *row = find_key(keys, name->text);
		const VetYamlNode *value = node->items->pdata[i];
		if (!row)
			report_unknown(name, what, keys, diagnostics);
		else if (vet_yaml_check_kind(value, name->text, row->kinds, diagnostics) &&
			 row->required && value->text && vet_yaml_is_blank(value))
			vet_yaml_fault(name, diagnostics,
				       "nothing stands behind “%s”, which every %s needs",
				       name->text, what);
	}
	for (const VetYamlKey *row = keys; row->key; row++)
		if (row->required && !vet_yaml_get(node, row->key))
			vet_yaml_fault(node, diagnostics, "this %s lacks the key “%s”", what,
				       row->key);
	return vet_diagnostics_count(diagnostics) == before;
}
