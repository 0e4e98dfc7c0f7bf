/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/cel-batch.h"

#include <string.h>

#include "lib/cel-json.h"

/* What an item may hold; other keys are left alone. */
static const struct {
	const char *key;
	VetJsonKind kind;
	gboolean required;
} keys[] = {
	{"expr", VET_JSON_STRING, TRUE},  {"bindings", VET_JSON_OBJECT},
	{"container", VET_JSON_STRING},   {"type_env", VET_JSON_ARRAY},
	{"disable_check", VET_JSON_BOOL}, {"check_only", VET_JSON_BOOL},
};

static gboolean
is_true(const VetJsonTree *item, const char *key)
{
	const VetJsonTree *member = vet_json_tree_get(item, key);
	return member && member->boolean;
}

static const char *
text_of(const VetJsonTree *item, const char *key)
{
	const VetJsonTree *member = vet_json_tree_get(item, key);
	return member && member->kind == VET_JSON_STRING ? member->text : NULL;
}

gboolean
vet_cel_batch_bind(VetCelSession *session, const VetJsonTree *bindings, const char *type,
		   const char *text, GError **error)
{
	for (guint i = 0; i < vet_json_tree_length(bindings); i++) {
		const VetJsonTree *name = bindings->names->pdata[i];
		CelValue value;
		if (!vet_cel_json_read(vet_json_tree_item(bindings, i), text,
				       vet_cel_session_arena(session), &value, error))
			return FALSE;
		vet_cel_session_bind(session, name->text, type, value);
	}
	return TRUE;
}

/* --- declarations --- */

/* "string.name(int, T) -> bool" of {"params": ["string", "int", "T"], "result", "member"} */
static char *
signature_of(const char *name, const VetJsonTree *overload)
{
	const VetJsonTree *params = vet_json_tree_get(overload, "params");
	const char *result = text_of(overload, "result");
	guint n = params ? vet_json_tree_length(params) : 0;
	guint first = is_true(overload, "member") && n ? 1 : 0;
	g_autoptr(GString) text = g_string_new(NULL);
	if (first)
		g_string_append_printf(text, "%s.", vet_json_tree_item(params, 0)->text);
	g_string_append_printf(text, "%s(", name);
	for (guint i = first; i < n; i++)
		g_string_append_printf(text, "%s%s", i > first ? ", " : "",
				       vet_json_tree_item(params, i)->text);
	g_string_append_printf(text, ") -> %s", result ? result : "dyn");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
declare(VetCelSession *session, const VetJsonTree *row)
{
	const VetJsonTree *overloads = vet_json_tree_get(row, "overloads");
	const char *name = text_of(row, "name"), *type = text_of(row, "type");
	if (type)
		vet_cel_session_declare(session, name, type);
	for (guint i = 0; overloads && i < vet_json_tree_length(overloads); i++) {
		g_autofree char *signature = signature_of(name, vet_json_tree_item(overloads, i));
		vet_cel_session_declare_function(session, signature);
	}
}

static VetCelSession *
make_session(const VetJsonTree *item, const char *text, GError **error)
{
	g_autoptr(VetCelSession) session = vet_cel_session_new(TRUE);
	const VetJsonTree *bindings = vet_json_tree_get(item, "bindings");
	const VetJsonTree *type_env = vet_json_tree_get(item, "type_env");
	if (bindings && !vet_cel_batch_bind(session, bindings, "dyn", text, error))
		return NULL;
	for (guint i = 0; type_env && i < vet_json_tree_length(type_env); i++)
		declare(session, vet_json_tree_item(type_env, i));
	vet_cel_session_set_container(session, text_of(item, "container"));
	vet_cel_session_set_lenient(session, is_true(item, "disable_check"));
	return g_steal_pointer(&session);
}

/* --- the form of the input --- */

static gboolean
check_overloads(const char *name, const VetJsonTree *overloads, const char *text, GError **error)
{
	for (guint i = 0; i < vet_json_tree_length(overloads); i++) {
		const VetJsonTree *overload = vet_json_tree_item(overloads, i);
		const VetJsonTree *params = vet_json_tree_get(overload, "params");
		gboolean valid = TRUE;
		for (guint k = 0; valid && params && k < vet_json_tree_length(params); k++)
			valid = vet_json_tree_item(params, k)->kind == VET_JSON_STRING;
		g_autofree char *signature = valid ? signature_of(name, overload) : NULL;
		if (signature && cel_signature_is_valid(signature))
			continue;
		vet_json_tree_fault(text, overload->offset, error,
				    "an overload is expected, as in {\"params\": [\"int\"], "
				    "\"result\": \"bool\"}");
		return FALSE;
	}
	return TRUE;
}

static gboolean
check_declaration(const VetJsonTree *row, const char *text, GError **error)
{
	const char *name = text_of(row, "name"), *type = text_of(row, "type");
	const VetJsonTree *overloads = vet_json_tree_get(row, "overloads");
	if (name && (!type || cel_type_is_valid(type)))
		return !overloads || check_overloads(name, overloads, text, error);
	if (name)
		vet_json_tree_fault(text, row->offset, error, "'%s' is no type", type);
	else
		vet_json_tree_fault(text, row->offset, error,
				    "an object with a \"name\" is expected, as in {\"name\": "
				    "\"x\", \"type\": \"int\"}");
	return FALSE;
}

static gboolean
check_declarations(const VetJsonTree *type_env, const char *text, GError **error)
{
	for (guint i = 0; i < vet_json_tree_length(type_env); i++)
		if (!check_declaration(vet_json_tree_item(type_env, i), text, error))
			return FALSE;
	return TRUE;
}

static gboolean
check_item(const VetJsonTree *item, const char *text, GError **error)
{
	if (item->kind != VET_JSON_OBJECT) {
		vet_json_tree_fault(text, item->offset, error,
				    "an object with \"expr\" is expected, %s was found",
				    vet_json_kind_name(item->kind));
		return FALSE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		const VetJsonTree *member = vet_json_tree_get(item, keys[i].key);
		if (member ? member->kind == keys[i].kind : !keys[i].required)
			continue;
		vet_json_tree_fault(text, (member ? member : item)->offset, error,
				    "\"%s\": %s is expected, %s was found", keys[i].key,
				    vet_json_kind_name(keys[i].kind),
				    member ? vet_json_kind_name(member->kind) : "nothing");
		return FALSE;
	}
	const VetJsonTree *type_env = vet_json_tree_get(item, "type_env");
	if (type_env && !check_declarations(type_env, text, error))
		return FALSE;
	g_autoptr(VetCelSession) trial = make_session(item, text, error);
	return trial != NULL;
}

static gboolean
check_batch(const VetJsonTree *batch, const char *text, GError **error)
{
	if (batch->kind != VET_JSON_ARRAY) {
		vet_json_tree_fault(text, batch->offset, error,
				    "an array of {\"expr\": …} is expected, %s was found",
				    vet_json_kind_name(batch->kind));
		return FALSE;
	}
	for (guint i = 0; i < vet_json_tree_length(batch); i++)
		if (!check_item(vet_json_tree_item(batch, i), text, error))
			return FALSE;
	return TRUE;
}

/* --- answers --- */

/* {"NAME": "text"} */
static char *
answer_text(const char *name, const char *text)
{
	VetJsonWriter *writer = vet_json_writer_new();
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, name, text);
	vet_json_writer_end_object(writer);
	return vet_json_writer_finish(writer);
}

static char *
answer_value(CelValue value)
{
	g_autoptr(GError) error = NULL;
	VetJsonWriter *writer = vet_json_writer_new();
	vet_json_writer_begin_object(writer);
	vet_json_writer_name(writer, "value");
	gboolean written = vet_cel_json_write(writer, value, FALSE, &error);
	vet_json_writer_end_object(writer);
	g_autofree char *json = vet_json_writer_finish(writer);
	return written ? g_steal_pointer(&json) : answer_text("error", error->message);
}

static char *
answer(const VetJsonTree *item, const char *text)
{
	const VetJsonTree *expression = vet_json_tree_get(item, "expr");
	g_autoptr(GError) error = NULL;
	g_autoptr(VetCelSession) session = make_session(item, text, &error);
	g_auto(VetCelFault) fault = {0};
	g_autofree char *type = NULL;
	gssize length = (gssize)expression->length;
	CelValue value;
	if (!session)
		return answer_text("error", error ? error->message : "");
	if (is_true(item, "check_only")) {
		if (!vet_cel_session_check(session, expression->text, length, &type, &fault))
			return answer_text("error", fault.message);
		return answer_text("type", type);
	}
	if (!vet_cel_session_evaluate(session, expression->text, length, &value, &fault))
		return answer_text("error", fault.message);
	return answer_value(value);
}

gboolean
vet_cel_batch(const char *text, gsize length, VetCelBatchLine line, gpointer user_data,
	      GError **error)
{
	g_autoptr(VetJsonTree) batch = vet_json_tree_parse(text, length, error);
	if (!batch || !check_batch(batch, text, error))
		return FALSE;
	for (guint i = 0; i < vet_json_tree_length(batch); i++) {
		g_autofree char *json = answer(vet_json_tree_item(batch, i), text);
		line(json, user_data);
	}
	return TRUE;
}
