/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-facts.h"
#include "lib/factmap.h"
#include "lib/text.h"

#include <string.h>

#define MAX_BYTES (16 * 1024 * 1024)

/* where the values being read stand: the evidence made up for them */
typedef struct {
	const VetPack *pack;
	VetFacts *facts;
	VetDiagnostics *diagnostics;
	const VetYamlNode *defaults, *set; /* of the whole test */
	const char *document;              /* path */
	const VetDocumentClass *document_class;
	gboolean is_class_unknown;     /* which was said: its fields are unknown then */
	const VetYamlNode *provenance; /* `prov` of the document, may be NULL */
	gboolean is_ocr;
} Reader;

/* facts that are always there, where a test does not write them; the rest is "", 0, false or empty
 */
static const struct {
	const char *path, *text;
} always[] = {
	{"submission.id", "TEST"},
	{"submission.version", "1"},
	{"submission.received_at", "2025-07-01T09:00:00+08:00"},
	{"submission.submitted_at", "2025-07-01T09:00:00+08:00"},
	{"form.legible", "true"},
	{"documents[].status", "ok"},
	{"documents[].media_type", "application/pdf"},
	{"documents[].text_source", "text"},
	{"documents[].legible", "true"},
	{"documents[].pages", "1"},
	{"documents[].papers", "1"},
	{"documents[].first_page", "1"},
	{"documents[].last_page", "1"},
};

/* what gathering takes from the first of these that says it */
static const struct {
	const char *path, *from[2];
} derived[] = {
	{"submission.project_name", {"manifest.project_name", "form.project_name"}},
	{"submission.track", {"manifest.track", "form.track"}},
	{"submission.host_city", {"manifest.host_city", "form.host_city"}},
	{"units", {"manifest.units", "form.units"}},
	{"members", {"manifest.members", "form.members"}},
};

static gboolean read_map(Reader *reader, const char *path, const VetYamlNode *base,
			 const VetYamlNode *over, CelValue *ret_value);
static gboolean read_fact(Reader *reader, const char *path, const char *type,
			  const VetYamlNode *base, const VetYamlNode *over, CelValue *ret_value);

/* --- evidence --- */

static const VetEvidence *
keep_evidence(Reader *reader, const char *field, const char *quote)
{
	const char *place =
		reader->provenance && field ? vet_yaml_get_text(reader->provenance, field) : NULL;
	g_autofree char *document = g_strdup(place ? place : reader->document);
	guint page = 1;
	char *mark = place ? strrchr(document, '#') : NULL;
	if (mark) {
		page = g_ascii_strtoull(mark + 1, NULL, 10);
		*mark = '\0';
	}
	return vet_facts_keep_evidence(
		reader->facts,
		vet_evidence_new(document, page, (VetBox){0}, quote,
				 reader->is_ocr ? VET_EVIDENCE_OCR : VET_EVIDENCE_TEXT,
				 reader->is_ocr ? 0.9 : 1.0));
}

static const char *
last_step(const char *path)
{
	const char *dot = strrchr(path, '.');
	return dot ? dot + 1 : path;
}

/* --- values that are not written --- */

static CelValue
value_of_text(Reader *reader, const char *type, const char *text)
{
	CelValue value = cel_null();
	if (g_str_equal(type, "string"))
		return vet_fact_string(reader->facts, text, NULL);
	if (g_str_equal(type, "int"))
		return cel_int(g_ascii_strtoll(text, NULL, 10));
	if (g_str_equal(type, "bool"))
		return cel_bool(g_str_equal(text, "true"));
	if (g_str_has_prefix(type, "list"))
		return cel_list_new(vet_facts_arena(reader->facts), NULL, 0);
	if (g_str_equal(type, "timestamp"))
		(void)cel_timestamp_parse(text, &value);
	return value;
}

static const char *
text_of_absent(const Reader *reader, const char *path)
{
	const VetDocumentClass *document_class = reader->document_class;
	if (g_str_equal(path, "documents[].path"))
		return reader->document;
	if (g_str_equal(path, "documents[].name") || g_str_equal(path, "documents[].file"))
		return strrchr(reader->document, '/') ? strrchr(reader->document, '/') + 1
						      : reader->document;
	if (g_str_equal(path, "documents[].class_title"))
		return document_class ? document_class->title : "";
	if (g_str_equal(path, "documents[].class_by"))
		return document_class ? "text" : "";
	for (guint i = 0; i < G_N_ELEMENTS(always); i++)
		if (g_str_equal(always[i].path, path))
			return always[i].text;
	return "";
}

static const VetYamlNode *
find_written(const Reader *reader, const char *path)
{
	g_auto(GStrv) steps = g_strsplit(path, ".", -1);
	const VetYamlNode *trees[] = {reader->set, reader->defaults};
	for (guint i = 0; i < G_N_ELEMENTS(trees); i++) {
		const VetYamlNode *node = trees[i];
		for (guint j = 0; node && steps[j]; j++)
			node = vet_yaml_get(node, steps[j]);
		if (node)
			return node;
	}
	return NULL;
}

/* a key with nothing behind it: the fact is not there */
static gboolean
is_taken_away(const VetYamlNode *node)
{
	return node && node->kind == VET_YAML_SCALAR && node->style == VET_YAML_PLAIN &&
	       !*node->text;
}

static gboolean
is_written(const Reader *reader, const char *path)
{
	const VetYamlNode *node = find_written(reader, path);
	return node && !is_taken_away(node);
}

static const VetYamlNode *
find_derived(const Reader *reader, const char *path)
{
	for (guint i = 0; i < G_N_ELEMENTS(derived); i++) {
		if (!g_str_equal(derived[i].path, path))
			continue;
		for (guint j = 0; j < G_N_ELEMENTS(derived[i].from); j++)
			if (is_written(reader, derived[i].from[j]))
				return find_written(reader, derived[i].from[j]);
	}
	return NULL;
}

/* FALSE when the fact is simply not there */
static gboolean
read_absent(Reader *reader, const VetFactRow *row, CelValue *ret_value)
{
	const VetYamlNode *node = find_derived(reader, row->path);
	if (node)
		return read_fact(reader, row->path, row->type, NULL, node, ret_value);
	if (g_str_equal(row->path, "submission.has_manifest"))
		*ret_value = cel_bool(is_written(reader, "manifest"));
	else if (g_str_equal(row->path, "form.found"))
		*ret_value = cel_bool(is_written(reader, "form"));
	else if (row->optional)
		return FALSE;
	else if (g_str_equal(row->type, "map"))
		return read_map(reader, row->path, NULL, NULL, ret_value);
	else
		*ret_value = value_of_text(reader, row->type, text_of_absent(reader, row->path));
	if (ret_value->kind != CEL_LIST)
		ret_value->origin = keep_evidence(reader, last_step(row->path), "");
	return TRUE;
}

/* --- values that are written --- */

static CelValue
with_origins(Reader *reader, const char *field, CelValue value)
{
	if (value.kind != CEL_LIST) {
		g_autofree char *quote = cel_value_to_display(value);
		value.origin = keep_evidence(reader, field, quote);
		return value;
	}
	VetFactList *list = vet_fact_list_new(reader->facts);
	for (gsize i = 0; i < value.list->length; i++)
		vet_fact_list_add(list, with_origins(reader, field, value.list->items[i]));
	return vet_fact_list_finish(list, NULL);
}

static gboolean
read_leaf(Reader *reader, const char *path, const char *type, const VetYamlNode *node,
	  CelValue *ret_value)
{
	CelValue value = cel_null();
	if (!vet_pack_read_value(node, type, vet_facts_arena(reader->facts), reader->diagnostics,
				 &value))
		return FALSE;
	*ret_value = with_origins(reader, last_step(path), value);
	return TRUE;
}

/* "2025-06-30" as a field of type date has it: midnight in China */
static gboolean
read_date(Reader *reader, const char *field, const VetYamlNode *node, CelValue *ret_value)
{
	int year = 0, month = 0, day = 0;
	if (node->kind != VET_YAML_SCALAR || strchr(node->text, 'T') ||
	    !vet_text_parse_date(node->text, &year, &month, &day))
		return read_leaf(reader, field, "timestamp", node, ret_value);
	g_autofree char *text = g_strdup_printf("%04d-%02d-%02dT00:00:00+08:00", year, month, day);
	CelValue value = cel_null();
	if (!cel_timestamp_parse(text, &value))
		return FALSE;
	*ret_value = with_origins(reader, field, value);
	return TRUE;
}

static void
report_columns(Reader *reader, const VetFieldSpec *field, const VetYamlNode *row)
{
	for (guint i = 0; i < row->keys->len; i++) {
		const VetYamlNode *name = row->keys->pdata[i];
		gboolean is_known = FALSE;
		for (guint j = 0; j < field->columns->len; j++)
			is_known |= g_str_equal(((VetColumnSpec *)field->columns->pdata[j])->id,
						name->text);
		if (!is_known)
			vet_yaml_fault(name, reader->diagnostics, "%s has no column “%s”",
				       field->id, name->text);
	}
}

static gboolean
read_records(Reader *reader, const VetFieldSpec *field, const VetYamlNode *node,
	     CelValue *ret_value)
{
	if (!vet_yaml_check_kind(node, field->id, VET_YAML_LIST, reader->diagnostics))
		return FALSE;
	VetFactList *list = vet_fact_list_new(reader->facts);
	for (guint i = 0; i < node->items->len; i++) {
		const VetYamlNode *row = node->items->pdata[i];
		if (!vet_yaml_check_kind(row, field->id, VET_YAML_MAP, reader->diagnostics))
			return FALSE;
		report_columns(reader, field, row);
		VetFactMap *map = vet_fact_map_new(reader->facts);
		for (guint j = 0; j < field->columns->len; j++) {
			const VetColumnSpec *column = field->columns->pdata[j];
			const char *text = vet_yaml_get_text(row, column->id);
			if (text)
				vet_fact_map_add_string(map, column->id, text,
							keep_evidence(reader, field->id, text));
		}
		vet_fact_list_add(list, vet_fact_map_finish(map, NULL));
	}
	*ret_value = vet_fact_list_finish(list, NULL);
	return TRUE;
}

static gboolean
read_field(Reader *reader, const VetFieldSpec *field, const VetYamlNode *node, CelValue *ret_value)
{
	static const char *const types[] = {
		[VET_FIELD_STRING] = "string", [VET_FIELD_LIST] = "list(string)",
		[VET_FIELD_COUNT] = "int",     [VET_FIELD_CODE] = "string",
		[VET_FIELD_FLAG] = "bool",
	};
	if (field->type == VET_FIELD_DATE)
		return read_date(reader, field->id, node, ret_value);
	if (field->type == VET_FIELD_RECORDS)
		return read_records(reader, field, node, ret_value);
	return read_leaf(reader, field->id, types[field->type], node, ret_value);
}

static void
add_owner(Reader *reader, VetFactList *owners, CelValue value)
{
	if (value.kind == CEL_STRING)
		vet_fact_list_add(owners, value);
	for (gsize i = 0; value.kind == CEL_LIST && i < value.list->length; i++)
		add_owner(reader, owners, value.list->items[i]);
}

/* the fields of the class, and the owners they name */
static void
read_class_fields(Reader *reader, VetFactMap *map, const VetYamlNode *node)
{
	VetFactList *owners = vet_fact_list_new(reader->facts);
	for (guint i = 0; node && i < node->keys->len; i++) {
		const VetYamlNode *name = node->keys->pdata[i];
		g_autofree char *path = g_strconcat("documents[].", name->text, NULL);
		if (vet_fact_type(path) || g_str_equal(name->text, "prov"))
			continue;
		const VetFieldSpec *field =
			reader->document_class
				? vet_document_class_field(reader->document_class, name->text)
				: NULL;
		CelValue value = cel_null();
		if (!field && !reader->is_class_unknown)
			vet_yaml_fault(name, reader->diagnostics,
				       "a document%s%s has no field “%s”",
				       reader->document_class ? " of class " : " without a class",
				       reader->document_class ? reader->document_class->id : "",
				       name->text);
		else if (field && read_field(reader, field, node->items->pdata[i], &value))
			vet_fact_map_add(map, field->id, value, NULL);
		if (field && field->owner)
			add_owner(reader, owners, value);
	}
	CelValue list = vet_fact_list_finish(owners, NULL);
	if (!node || !vet_yaml_get(node, "owners"))
		vet_fact_map_add(map, "owners", list, NULL);
}

/* --- maps and lists --- */

/* a row one step below the prefix: "units[]" and "units[].name" */
static const char *
child_of(const VetFactRow *row, const char *prefix)
{
	gsize length = strlen(prefix);
	if (!g_str_has_prefix(row->path, prefix) || row->path[length] != '.')
		return NULL;
	const char *name = row->path + length + 1;
	return strpbrk(name, ".[") ? NULL : name;
}

static void
report_fact(Reader *reader, const char *prefix, const char *path, const VetYamlNode *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++) {
		const char *known = *prefix                    ? child_of(row, prefix)
				    : strpbrk(row->path, ".[") ? NULL
							       : row->path;
		if (known)
			g_ptr_array_add(names, (gpointer)known);
	}
	g_ptr_array_add(names, NULL);
	const char *meant = cel_nearest_name(name->text, (const char *const *)names->pdata);
	vet_yaml_fault(name, reader->diagnostics, "there is no fact “%s”%s%s%s", path,
		       meant ? "; did you mean “" : "", meant ? meant : "", meant ? "”?" : "");
}

static void
report_unknown(Reader *reader, const char *prefix, const VetYamlNode *node)
{
	gboolean is_document = g_str_equal(prefix, "documents[]");
	for (guint i = 0; node && !is_document && i < node->keys->len; i++) {
		const VetYamlNode *name = node->keys->pdata[i];
		g_autofree char *path = *prefix ? g_strdup_printf("%s.%s", prefix, name->text)
						: g_strdup(name->text);
		gboolean is_list = !*prefix && g_str_equal(name->text, "lists");
		if (!is_list && (strpbrk(name->text, ".[") || !vet_fact_type(path)))
			report_fact(reader, prefix, path, name);
	}
}

static void
read_entries(Reader *reader, const char *prefix, VetFactMap *map, const VetYamlNode *base,
	     const VetYamlNode *over)
{
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++) {
		const char *name = child_of(row, prefix);
		if (!name || (g_str_equal(row->path, "documents[].owners") && !over))
			continue;
		const VetYamlNode *below = base ? vet_yaml_get(base, name) : NULL;
		const VetYamlNode *above = over ? vet_yaml_get(over, name) : NULL;
		if (is_taken_away(above) || (!above && is_taken_away(below)))
			continue;
		gboolean is_owners = g_str_equal(row->path, "documents[].owners");
		CelValue value = cel_null();
		gboolean found = below || above ? read_fact(reader, row->path, row->type, below,
							    above, &value)
						: !is_owners && read_absent(reader, row, &value);
		if (found)
			vet_fact_map_add(map, name, value, NULL);
	}
	report_unknown(reader, prefix, base);
	report_unknown(reader, prefix, over);
}

static void
read_document_context(Reader *reader, const VetYamlNode *node, guint number, char **ret_path)
{
	const char *path = vet_yaml_get_text(node, "path");
	const char *class_id = vet_yaml_get_text(node, "class");
	const char *source = vet_yaml_get_text(node, "text_source");
	*ret_path = path ? g_strdup(path) : g_strdup_printf("文件%u.pdf", number + 1);
	reader->document = *ret_path;
	reader->provenance = vet_yaml_get(node, "prov");
	reader->is_ocr = source && g_str_equal(source, "ocr");
	reader->document_class =
		class_id && *class_id ? vet_pack_class(reader->pack, class_id) : NULL;
	reader->is_class_unknown = class_id && *class_id && !reader->document_class;
	if (reader->is_class_unknown)
		vet_pack_report_class(reader->pack, vet_yaml_get(node, "class"),
				      reader->diagnostics);
}

static gboolean
read_maps(Reader *reader, const char *path, const VetYamlNode *node, CelValue *ret_value)
{
	if (!vet_yaml_check_kind(node, path, VET_YAML_LIST, reader->diagnostics))
		return FALSE;
	const char *last = last_step(path);
	g_autofree char *prefix = g_strconcat(vet_fact_type(last) ? last : path, "[]", NULL);
	gboolean are_documents = g_str_equal(prefix, "documents[]");
	VetFactList *list = vet_fact_list_new(reader->facts);
	/* a list has items; NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
	for (guint i = 0; i < node->items->len; i++) {
		const VetYamlNode *item = node->items->pdata[i];
		if (!vet_yaml_check_kind(item, prefix, VET_YAML_MAP, reader->diagnostics))
			continue;
		Reader inner = *reader;
		g_autofree char *document = NULL;
		if (are_documents)
			read_document_context(&inner, item, i, &document);
		VetFactMap *map = vet_fact_map_new(reader->facts);
		read_entries(&inner, prefix, map, NULL, item);
		if (are_documents)
			read_class_fields(&inner, map, item);
		const VetEvidence *origin = are_documents ? keep_evidence(&inner, NULL, "") : NULL;
		vet_fact_list_add(list, vet_fact_map_finish(map, origin));
	}
	*ret_value = vet_fact_list_finish(list, NULL);
	return TRUE;
}

/* maps are laid over each other, anything else replaces */
/* `base` and `over` may be NULL: then it is a map of what is derived */
static gboolean
read_map(Reader *reader, const char *path, const VetYamlNode *base, const VetYamlNode *over,
	 CelValue *ret_value)
{
	if ((base && !vet_yaml_check_kind(base, path, VET_YAML_MAP, reader->diagnostics)) ||
	    (over && !vet_yaml_check_kind(over, path, VET_YAML_MAP, reader->diagnostics)))
		return FALSE;
	VetFactMap *map = vet_fact_map_new(reader->facts);
	read_entries(reader, path, map, base, over);
	*ret_value = vet_fact_map_finish(map, NULL);
	return TRUE;
}

/* of `base` and `over`, one is there */
static gboolean
read_fact(Reader *reader, const char *path, const char *type, const VetYamlNode *base,
	  const VetYamlNode *over, CelValue *ret_value)
{
	const VetYamlNode *node = over ? over : base;
	if (g_str_equal(type, "list(map)"))
		return read_maps(reader, path, node, ret_value);
	if (g_str_equal(type, "map"))
		return read_map(reader, path, base, over, ret_value);
	return read_leaf(reader, path, type, node, ret_value);
}

VetFacts *
vet_pack_facts_read(const VetPack *pack, const VetYamlNode *defaults, const VetYamlNode *set,
		    VetDiagnostics *diagnostics)
{
	guint before = vet_diagnostics_count(diagnostics);
	g_autoptr(VetFacts) facts = vet_facts_new(MAX_BYTES);
	Reader reader = {.pack = pack,
			 .facts = facts,
			 .diagnostics = diagnostics,
			 .defaults = defaults,
			 .set = set,
			 .document = "test"};
	report_unknown(&reader, "", defaults);
	report_unknown(&reader, "", set);
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++) {
		if (strpbrk(row->path, ".["))
			continue;
		const VetYamlNode *base = defaults ? vet_yaml_get(defaults, row->path) : NULL;
		const VetYamlNode *over = set ? vet_yaml_get(set, row->path) : NULL;
		if (is_taken_away(over)) {
			base = over = NULL;
		}
		CelValue value = cel_null();
		gboolean found =
			base || over ? read_fact(&reader, row->path, row->type, base, over, &value)
				     : read_absent(&reader, row, &value);
		if (found)
			vet_facts_set(facts, row->path, value);
	}
	return vet_diagnostics_count(diagnostics) > before ? NULL : g_steal_pointer(&facts);
}
