/* SPDX-License-Identifier: GPL-3.0-or-later */

/* documents.yaml: classes of documents and their fields. */

#include "lib/pack-private.h"
#include "lib/facts.h"
#include "lib/fields.h"
#include "lib/text.h"

#include <string.h>

#define MAX_CLASSES 200
#define MAX_FIELDS 64
#define MAX_PATTERNS 64

static const struct {
	const char *name;
	VetFieldType type;
} field_types[] = {
	{"string", VET_FIELD_STRING},   {"list", VET_FIELD_LIST}, {"date", VET_FIELD_DATE},
	{"count", VET_FIELD_COUNT},     {"code", VET_FIELD_CODE}, {"flag", VET_FIELD_FLAG},
	{"records", VET_FIELD_RECORDS},
};

static const VetYamlKey root_keys[] = {{"classes", VET_YAML_LIST, TRUE}, {NULL}};

static const VetYamlKey class_keys[] = {
	{"id", VET_YAML_SCALAR, TRUE},
	{"title", VET_YAML_SCALAR, TRUE},
	{"priority", VET_YAML_SCALAR},
	{"match", VET_YAML_MAP, TRUE},
	{"name_hints", VET_YAML_LIST},
	{"section", VET_YAML_SCALAR},
	{"prompts", VET_YAML_LIST},
	{"fields", VET_YAML_MAP},
	{NULL},
};

static const VetYamlKey match_keys[] = {
	{"title", VET_YAML_LIST},
	{"all", VET_YAML_LIST},
	{"any", VET_YAML_LIST},
	{"none", VET_YAML_LIST},
	{"labels", VET_YAML_LIST},
	{"least", VET_YAML_SCALAR},
	{NULL},
};

static const VetYamlKey field_keys[] = {
	{"title", VET_YAML_SCALAR, TRUE},   {"type", VET_YAML_SCALAR},
	{"owner", VET_YAML_SCALAR},         {"labels", VET_YAML_LIST},
	{"label_pattern", VET_YAML_SCALAR}, {"pattern", VET_YAML_SCALAR},
	{"patterns", VET_YAML_LIST},        {"stop", VET_YAML_SCALAR},
	{"split", VET_YAML_SCALAR},         {"zero", VET_YAML_SCALAR},
	{"ignore", VET_YAML_SCALAR},        {"normalise", VET_YAML_LIST},
	{"validate", VET_YAML_LIST},        {"required", VET_YAML_SCALAR},
	{"columns", VET_YAML_MAP},          {NULL},
};

static const VetYamlKey column_keys[] = {
	{"title", VET_YAML_SCALAR},
	{"labels", VET_YAML_LIST, TRUE},
	{"required", VET_YAML_SCALAR},
	{"telling", VET_YAML_SCALAR},
	{NULL},
};

/* --- freeing --- */

static void
column_free(VetColumnSpec *column)
{
	g_free(column->id);
	g_free(column->title);
	g_strfreev(column->labels);
	g_free(column);
}

static void
field_free(VetFieldSpec *field)
{
	g_free(field->id);
	g_free(field->title);
	g_strfreev(field->labels);
	vet_pattern_free(field->label_pattern);
	g_ptr_array_unref(field->patterns);
	vet_pattern_free(field->stop);
	vet_pattern_free(field->split);
	vet_pattern_free(field->zero);
	vet_pattern_free(field->ignore);
	g_strfreev(field->normalise);
	g_strfreev(field->validate);
	g_ptr_array_unref(field->columns);
	g_free(field);
}

void
vet_document_class_free(VetDocumentClass *document_class)
{
	if (!document_class)
		return;
	g_free(document_class->id);
	g_free(document_class->title);
	g_ptr_array_unref(document_class->match_title);
	g_ptr_array_unref(document_class->match_all);
	g_ptr_array_unref(document_class->match_any);
	g_ptr_array_unref(document_class->match_none);
	g_ptr_array_unref(document_class->match_labels);
	g_ptr_array_unref(document_class->name_hints);
	g_ptr_array_unref(document_class->fields);
	vet_pattern_free(document_class->section);
	g_ptr_array_unref(document_class->prompts);
	g_free(document_class);
}

/* --- parts --- */

static VetPattern *
read_pattern(VetPackLoader *loader, const VetYamlNode *node)
{
	if (!node || !vet_yaml_check_kind(node, "a pattern", VET_YAML_SCALAR, loader->diagnostics))
		return NULL;
	gsize offset = 0;
	g_autoptr(GError) error = NULL;
	VetPattern *pattern = vet_pattern_new(node->text, &offset, &error);
	if (!pattern) {
		vet_yaml_fault_at(node, offset, 1, loader->diagnostics, "%s", error->message);
		return NULL;
	}
	return pattern;
}

/* a pattern that finds nothing everywhere says nothing, and cannot part values */
static VetPattern *
read_real_pattern(VetPackLoader *loader, const VetYamlNode *node)
{
	VetPattern *pattern = read_pattern(loader, node);
	if (!pattern || !vet_pattern_matches(pattern, ""))
		return pattern;
	vet_yaml_fault(node, loader->diagnostics, "the pattern matches empty text");
	vet_pattern_free(pattern);
	return NULL;
}

static GPtrArray *
read_patterns(VetPackLoader *loader, const VetYamlNode *list)
{
	GPtrArray *patterns = g_ptr_array_new_with_free_func((GDestroyNotify)vet_pattern_free);
	if (list && list->items->len > MAX_PATTERNS)
		vet_yaml_fault(list, loader->diagnostics, "more than %d patterns", MAX_PATTERNS);
	for (guint i = 0; list && i < MIN(list->items->len, MAX_PATTERNS); i++) {
		VetPattern *pattern = read_real_pattern(loader, list->items->pdata[i]);
		if (pattern)
			g_ptr_array_add(patterns, pattern);
	}
	return patterns;
}

/* labels are compared compact, whatever spaces or widths the pack has */
static char **
read_labels(VetPackLoader *loader, const VetYamlNode *list)
{
	g_autoptr(GStrvBuilder) labels = g_strv_builder_new();
	for (guint i = 0; list && i < list->items->len; i++) {
		const VetYamlNode *item = list->items->pdata[i];
		if (!vet_yaml_check_kind(item, "a label", VET_YAML_SCALAR, loader->diagnostics))
			continue;
		g_autofree char *compact = vet_text_compact(item->text);
		if (!*compact)
			vet_yaml_fault(item, loader->diagnostics, "the label is empty");
		g_strv_builder_add(labels, compact);
	}
	return g_strv_builder_end(labels);
}

static gboolean
is_step(const char *name, const VetFieldStepRow *steps)
{
	for (; steps->name; steps++)
		if (g_str_equal(steps->name, name))
			return TRUE;
	return FALSE;
}

static void
report_step(VetPackLoader *loader, const VetYamlNode *node, const char *what,
	    const VetFieldStepRow *steps)
{
	g_autoptr(GString) known = g_string_new(NULL);
	for (; steps->name; steps++)
		g_string_append_printf(known, "%s%s", known->len ? ", " : "", steps->name);
	vet_yaml_fault(node, loader->diagnostics, "there is no %s “%s”; there are %s", what,
		       node->text, known->str);
}

static char **
read_steps(VetPackLoader *loader, const VetYamlNode *list, const char *what,
	   const VetFieldStepRow *steps)
{
	g_autoptr(GStrvBuilder) names = g_strv_builder_new();
	for (guint i = 0; list && i < list->items->len; i++) {
		const VetYamlNode *item = list->items->pdata[i];
		if (!vet_yaml_check_kind(item, what, VET_YAML_SCALAR, loader->diagnostics))
			continue;
		if (!is_step(item->text, steps))
			report_step(loader, item, what, steps);
		g_strv_builder_add(names, item->text);
	}
	return g_strv_builder_end(names);
}

static gboolean
read_flag(VetPackLoader *loader, const VetYamlNode *node)
{
	CelValue value = {0};
	if (!node ||
	    !vet_pack_read_value(node, "bool", loader->pack->arena, loader->diagnostics, &value))
		return FALSE;
	return value.boolean;
}

static VetFieldType
read_type(VetPackLoader *loader, const VetYamlNode *node)
{
	if (!node)
		return VET_FIELD_STRING;
	g_autoptr(GString) known = g_string_new(NULL);
	for (guint i = 0; i < G_N_ELEMENTS(field_types); i++) {
		if (g_str_equal(field_types[i].name, node->text))
			return field_types[i].type;
		g_string_append_printf(known, "%s%s", i ? ", " : "", field_types[i].name);
	}
	vet_yaml_fault(node, loader->diagnostics, "there is no type “%s”; there are %s", node->text,
		       known->str);
	return VET_FIELD_STRING;
}

static GPtrArray *
read_columns(VetPackLoader *loader, const VetYamlNode *map)
{
	GPtrArray *columns = g_ptr_array_new_with_free_func((GDestroyNotify)column_free);
	for (guint i = 0; map && i < map->keys->len; i++) {
		const VetYamlNode *name = map->keys->pdata[i], *node = map->items->pdata[i];
		if (!vet_pack_check_identifier(name, "the name of a column", loader->diagnostics) ||
		    !vet_yaml_check(node, "column", column_keys, loader->diagnostics))
			continue;
		const char *title = vet_yaml_get_text(node, "title");
		VetColumnSpec *column = g_new0(VetColumnSpec, 1);
		column->id = g_strdup(name->text);
		column->title = g_strdup(title ? title : name->text);
		column->labels = read_labels(loader, vet_yaml_get(node, "labels"));
		column->required = read_flag(loader, vet_yaml_get(node, "required"));
		column->telling = read_flag(loader, vet_yaml_get(node, "telling"));
		g_ptr_array_add(columns, column);
	}
	return columns;
}

/* --- fields --- */

static GPtrArray *
read_field_patterns(VetPackLoader *loader, const VetYamlNode *node)
{
	const VetYamlNode *one = vet_yaml_get(node, "pattern");
	const VetYamlNode *several = vet_yaml_get(node, "patterns");
	if (one && several)
		vet_yaml_fault(one, loader->diagnostics,
			       "a field has `pattern` or `patterns`, not both");
	GPtrArray *patterns = read_patterns(loader, several);
	VetPattern *pattern = read_real_pattern(loader, one);
	if (pattern)
		g_ptr_array_add(patterns, pattern);
	return patterns;
}

/* what a field needs to be found at all */
static void
check_field(VetPackLoader *loader, const VetYamlNode *node, const VetFieldSpec *field)
{
	gboolean has_columns = field->columns->len > 0;
	if ((field->type == VET_FIELD_RECORDS) != has_columns)
		vet_yaml_fault(node, loader->diagnostics,
			       "a field of type records has columns, and only such a field");
	if (field->type == VET_FIELD_FLAG && !field->patterns->len)
		vet_yaml_fault(node, loader->diagnostics, "a field of type flag needs a pattern");
	if (!has_columns && !field->labels[0] && !field->label_pattern && !field->patterns->len)
		vet_yaml_fault(node, loader->diagnostics,
			       "a field needs labels or a pattern to be found by");
}

static VetFieldSpec *
read_field(VetPackLoader *loader, const VetYamlNode *name, const VetYamlNode *node)
{
	if (!vet_pack_check_identifier(name, "the name of a field", loader->diagnostics) ||
	    !vet_yaml_check(node, "field", field_keys, loader->diagnostics))
		return NULL;
	g_autofree char *path = g_strconcat("documents[].", name->text, NULL);
	if (vet_fact_type(path))
		vet_yaml_fault(name, loader->diagnostics,
			       "every document has a “%s” already; choose another name",
			       name->text);
	guint before = vet_diagnostics_count(loader->diagnostics);
	VetFieldSpec *field = g_new0(VetFieldSpec, 1);
	field->id = g_strdup(name->text);
	field->title = g_strdup(vet_yaml_get_text(node, "title"));
	field->type = read_type(loader, vet_yaml_get(node, "type"));
	field->owner = read_flag(loader, vet_yaml_get(node, "owner"));
	field->labels = read_labels(loader, vet_yaml_get(node, "labels"));
	field->label_pattern = read_real_pattern(loader, vet_yaml_get(node, "label_pattern"));
	field->patterns = read_field_patterns(loader, node);
	field->stop = read_pattern(loader, vet_yaml_get(node, "stop"));
	field->split = read_real_pattern(loader, vet_yaml_get(node, "split"));
	field->zero = read_pattern(loader, vet_yaml_get(node, "zero"));
	field->ignore = read_pattern(loader, vet_yaml_get(node, "ignore"));
	field->normalise = read_steps(loader, vet_yaml_get(node, "normalise"), "normalisation",
				      vet_field_normalisers());
	field->validate = read_steps(loader, vet_yaml_get(node, "validate"), "validation",
				     vet_field_validators());
	field->required = read_flag(loader, vet_yaml_get(node, "required"));
	field->columns = read_columns(loader, vet_yaml_get(node, "columns"));
	if (vet_diagnostics_count(loader->diagnostics) == before)
		check_field(loader, name, field);
	return field;
}

const VetFieldSpec *
vet_document_class_field(const VetDocumentClass *document_class, const char *id)
{
	for (guint i = 0; i < document_class->fields->len; i++) {
		const VetFieldSpec *field = document_class->fields->pdata[i];
		if (g_str_equal(field->id, id))
			return field;
	}
	return NULL;
}

gboolean
vet_pack_has_field(const VetPack *pack, const char *id)
{
	for (guint i = 0; i < pack->classes->len; i++)
		if (vet_document_class_field(pack->classes->pdata[i], id))
			return TRUE;
	return FALSE;
}

static GPtrArray *
read_fields(VetPackLoader *loader, const VetYamlNode *map)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
	if (map && map->keys->len > MAX_FIELDS)
		vet_yaml_fault(map, loader->diagnostics, "more than %d fields", MAX_FIELDS);
	for (guint i = 0; map && i < MIN(map->keys->len, MAX_FIELDS); i++) {
		VetFieldSpec *field = read_field(loader, map->keys->pdata[i], map->items->pdata[i]);
		if (field)
			g_ptr_array_add(fields, field);
	}
	return fields;
}

/* --- classes --- */

static int
read_priority(VetPackLoader *loader, const VetYamlNode *node)
{
	CelValue value = {0};
	if (!node ||
	    !vet_pack_read_value(node, "int", loader->pack->arena, loader->diagnostics, &value))
		return 0;
	if (ABS(value.integer) > 1000) {
		vet_yaml_fault(node, loader->diagnostics, "a priority is -1000 to 1000");
		return 0;
	}
	return value.integer;
}

/* Two labels alone say little, and more than there are cannot be. */
static guint
read_least(VetPackLoader *loader, const VetYamlNode *node, guint n_labels)
{
	CelValue value = {0};

	if (!node ||
	    !vet_pack_read_value(node, "int", loader->pack->arena, loader->diagnostics, &value))
		return n_labels;
	if (value.integer < 2 || value.integer > n_labels) {
		vet_yaml_fault(node, loader->diagnostics,
			       "`least` is 2 to the number of labels, here %u", n_labels);
		return n_labels;
	}
	return (guint)value.integer;
}

static void
check_class(VetPackLoader *loader, const VetYamlNode *id, const VetDocumentClass *document_class)
{
	if (!document_class->match_title->len && !document_class->match_all->len &&
	    !document_class->match_any->len)
		vet_yaml_fault(id, loader->diagnostics,
			       "a class needs a pattern under match: title, all or any");
}

/* an overlay's class takes the place of the base's */
static void
add_class(VetPack *pack, VetDocumentClass *document_class)
{
	for (guint i = 0; i < pack->classes->len; i++) {
		VetDocumentClass *other = pack->classes->pdata[i];
		if (!g_str_equal(other->id, document_class->id))
			continue;
		vet_document_class_free(other);
		pack->classes->pdata[i] = document_class;
		return;
	}
	g_ptr_array_add(pack->classes, document_class);
}

static void
read_class(VetPackLoader *loader, const VetYamlNode *node)
{
	if (!vet_yaml_check(node, "class", class_keys, loader->diagnostics))
		return;
	const VetYamlNode *id = vet_yaml_get(node, "id"), *match = vet_yaml_get(node, "match");
	if (!vet_pack_check_identifier(id, "the id of a class", loader->diagnostics) ||
	    !vet_yaml_check(match, "match", match_keys, loader->diagnostics))
		return;
	guint before = vet_diagnostics_count(loader->diagnostics);
	VetDocumentClass *document_class = g_new0(VetDocumentClass, 1);
	document_class->id = g_strdup(id->text);
	document_class->title = g_strdup(vet_yaml_get_text(node, "title"));
	document_class->priority = read_priority(loader, vet_yaml_get(node, "priority"));
	document_class->match_title = read_patterns(loader, vet_yaml_get(match, "title"));
	document_class->match_all = read_patterns(loader, vet_yaml_get(match, "all"));
	document_class->match_any = read_patterns(loader, vet_yaml_get(match, "any"));
	document_class->match_none = read_patterns(loader, vet_yaml_get(match, "none"));
	document_class->match_labels = read_patterns(loader, vet_yaml_get(match, "labels"));
	document_class->least_labels =
		read_least(loader, vet_yaml_get(match, "least"), document_class->match_labels->len);
	document_class->name_hints = read_patterns(loader, vet_yaml_get(node, "name_hints"));
	document_class->section = read_pattern(loader, vet_yaml_get(node, "section"));
	document_class->prompts = read_patterns(loader, vet_yaml_get(node, "prompts"));
	document_class->fields = read_fields(loader, vet_yaml_get(node, "fields"));
	/* a pattern with a fault is none in the class, and one fault is enough */
	if (vet_diagnostics_count(loader->diagnostics) == before)
		check_class(loader, id, document_class);
	add_class(loader->pack, document_class);
}

static void
check_duplicates(VetPackLoader *loader, const VetYamlNode *list)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < list->items->len; i++) {
		const VetYamlNode *id = vet_yaml_get(list->items->pdata[i], "id");
		if (id && id->text && !g_hash_table_add(seen, id->text))
			vet_yaml_fault(id, loader->diagnostics, "a class “%s” stands above already",
				       id->text);
	}
}

static int
by_priority(gconstpointer a, gconstpointer b)
{
	const VetDocumentClass *first = *(VetDocumentClass *const *)a;
	const VetDocumentClass *second = *(VetDocumentClass *const *)b;
	return second->priority - first->priority;
}

static void
read_layer(VetPackLoader *loader, const VetYamlNode *root)
{
	if (!vet_yaml_check(root, "file documents.yaml", root_keys, loader->diagnostics))
		return;
	const VetYamlNode *list = vet_yaml_get(root, "classes");
	check_duplicates(loader, list);
	for (guint i = 0; i < list->items->len; i++) {
		if (loader->pack->classes->len >= MAX_CLASSES) {
			vet_yaml_fault(list, loader->diagnostics, "more than %d classes",
				       MAX_CLASSES);
			return;
		}
		read_class(loader, list->items->pdata[i]);
	}
}

void
vet_pack_read_classes(VetPackLoader *loader)
{
	const GPtrArray *layers = loader->pack->layers;
	for (guint i = 0; i < layers->len; i++) {
		const VetPackLayer *layer = layers->pdata[i];
		if (layer->documents)
			read_layer(loader, layer->documents);
	}
	/* stable: among equals the one that stands first is tried first */
	g_ptr_array_sort(loader->pack->classes, by_priority);
}

void
vet_pack_report_class_at(const VetPack *pack, const VetYamlNode *node, gsize offset, const char *id,
			 VetDiagnostics *diagnostics)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	for (guint i = 0; i < pack->classes->len; i++)
		g_ptr_array_add(ids, ((VetDocumentClass *)pack->classes->pdata[i])->id);
	g_ptr_array_add(ids, NULL);
	g_autofree char *known = g_strjoinv(", ", (char **)ids->pdata);
	const char *meant = cel_nearest_name(id, (const char *const *)ids->pdata);
	if (meant)
		vet_yaml_fault_at(node, offset, strlen(id), diagnostics,
				  "the pack has no class “%s”; did you mean “%s”?", id, meant);
	else
		vet_yaml_fault_at(node, offset, strlen(id), diagnostics,
				  "the pack has no class “%s”; it has %s", id, known);
}

void
vet_pack_report_class(const VetPack *pack, const VetYamlNode *name, VetDiagnostics *diagnostics)
{
	vet_pack_report_class_at(pack, name, 0, name->text, diagnostics);
}
