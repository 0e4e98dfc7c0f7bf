/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/query.h"

#include <string.h>

#include "lib/error.h"
#include "lib/json.h"

#define REPLAY_MAX 1000
#define LIST_DEFAULT 100

/* What clients see of VetErrorCode, by its number. */
static const char *const code_names[] = {
	[VET_ERROR_LIMIT] = "limit",         [VET_ERROR_MALFORMED] = "malformed",
	[VET_ERROR_ENCRYPTED] = "encrypted", [VET_ERROR_UNSUPPORTED] = "unsupported",
	[VET_ERROR_CRASHED] = "crashed",     [VET_ERROR_TIMEOUT] = "timeout",
	[VET_ERROR_RETRY] = "retry",         [VET_ERROR_CONFIG] = "config",
};

/* --- members of a request --- */

/* Absent leaves *ret_value as it is. */
static gboolean
read_text(JsonObject *request, const char *name, const char **ret_value, GError **error)
{
	JsonNode *node = json_object_get_member(request, name);
	if (!node || JSON_NODE_HOLDS_NULL(node))
		return TRUE;
	if (json_node_get_value_type(node) != G_TYPE_STRING) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "\"%s\": text is expected",
			    name);
		return FALSE;
	}
	*ret_value = json_node_get_string(node);
	return TRUE;
}

static gboolean
read_number(JsonObject *request, const char *name, gint64 minimum, gint64 maximum,
	    gint64 *ret_value, GError **error)
{
	JsonNode *node = json_object_get_member(request, name);
	if (!node || JSON_NODE_HOLDS_NULL(node))
		return TRUE;
	gint64 value = json_node_get_value_type(node) == G_TYPE_INT64 ? json_node_get_int(node)
								      : minimum - 1;
	if (value < minimum || value > maximum) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "\"%s\": a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
			    " is expected",
			    name, minimum, maximum);
		return FALSE;
	}
	*ret_value = value;
	return TRUE;
}

/* --- operations of the store: each appends its members to the reply --- */

static gboolean
answer_replay(VetStore *store, JsonObject *request, GString *reply, GError **error)
{
	gint64 from = 1, limit = REPLAY_MAX;
	if (!read_number(request, "from", 0, G_MAXINT64, &from, error) ||
	    !read_number(request, "limit", 1, REPLAY_MAX, &limit, error))
		return FALSE;
	/* before the events, so that "last" promises none that a later reader would miss */
	gint64 last = vet_store_last_sequence(store);
	g_autoptr(GPtrArray) events = vet_store_events(store, from, limit, error);
	if (!events)
		return FALSE;
	g_string_append(reply, ",\"events\":[");
	for (guint i = 0; i < events->len; i++) {
		const VetEvent *event = events->pdata[i];
		last = MAX(last, event->sequence);
		g_string_append_printf(reply, "%s%s", i > 0 ? "," : "", event->json);
	}
	g_string_append_printf(reply, "],\"last\":%" G_GINT64_FORMAT, last);
	return TRUE;
}

static gboolean
answer_get(VetStore *store, JsonObject *request, GString *reply, GError **error)
{
	const char *id = NULL;
	gint64 version = 0;
	if (!read_text(request, "id", &id, error) ||
	    !read_number(request, "version", 0, G_MAXINT32, &version, error))
		return FALSE;
	if (!id) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "\"id\" is missing: whose result is asked for?");
		return FALSE;
	}
	g_autoptr(GError) fault = NULL;
	g_autofree char *item = vet_store_get(store, id, version, &fault);
	if (fault) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return FALSE;
	}
	if (!item) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
			    "no result of submission %s%s: it was never received, or is not "
			    "screened yet",
			    id, version ? " in that version" : "");
		return FALSE;
	}
	g_string_append_printf(reply, ",\"item\":%s", item);
	return TRUE;
}

static gboolean
answer_list(VetStore *store, JsonObject *request, GString *reply, GError **error)
{
	VetStoreQuery query = {0};
	gint64 limit = LIST_DEFAULT;
	const struct {
		const char *name;
		const char **value;
	} filters[] = {
		{"verdict", &query.verdict}, {"rule", &query.rule}, {"track", &query.track},
		{"unit", &query.unit},       {"text", &query.text}, {"after", &query.after_id},
	};
	for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
		if (!read_text(request, filters[i].name, filters[i].value, error))
			return FALSE;
	}
	if (!read_number(request, "limit", 1, 1000, &limit, error))
		return FALSE;
	query.limit = limit;
	g_autofree char *items = vet_store_list(store, &query, error);
	if (!items)
		return FALSE;
	g_string_append_printf(reply, ",\"items\":%s", items);
	return TRUE;
}

static gboolean
answer_figures(VetStore *store, JsonObject *request, GString *reply, GError **error)
{
	g_autofree char *item = vet_store_figures(store, error);
	if (!item)
		return FALSE;
	g_string_append_printf(reply, ",\"item\":%s", item);
	return TRUE;
}

static const struct {
	const char *op;
	gboolean (*answer)(VetStore *store, JsonObject *request, GString *reply, GError **error);
} operations[] = {
	{"replay", answer_replay},   /* from, limit → events, last */
	{"get", answer_get},         /* id, version → item */
	{"list", answer_list},       /* verdict, rule, track, unit, text, after, limit → items */
	{"search", answer_list},     /* the same, by "text" */
	{"figures", answer_figures}, /* → item */
};

/* --- requests --- */

static gboolean
answer_other(const char *op, JsonObject *request, VetBusOperation operation, gpointer user_data,
	     GString *reply, GError **error)
{
	g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
	json_node_take_object(node, json_object_new());
	JsonObject *members = json_node_get_object(node);
	if (!operation) {
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED, "no such operation: %s", op);
		return FALSE;
	}
	if (!operation(op, request, members, user_data, error))
		return FALSE;
	if (json_object_get_size(members) == 0)
		return TRUE;
	g_autofree char *text = json_to_string(node, FALSE);
	/* its members follow "ok" in the same object */
	g_string_append_printf(reply, ",%.*s", (int)strlen(text) - 2, text + 1);
	return TRUE;
}

static gboolean
answer(VetStore *store, const char *text, gsize length, VetBusOperation operation,
       gpointer user_data, GString *reply, GError **error)
{
	g_autoptr(JsonObject) request = vet_json_parse_object(text, length, error);
	if (!request)
		return FALSE;
	const char *op = NULL;
	if (!read_text(request, "op", &op, error))
		return FALSE;
	if (!op) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "\"op\" is missing");
		return FALSE;
	}
	if (length > VET_QUERY_MAX && !g_str_equal(op, "import")) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT, "the request has more than %d bytes",
			    VET_QUERY_MAX);
		return FALSE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
		if (g_str_equal(op, operations[i].op))
			return operations[i].answer(store, request, reply, error);
	}
	return answer_other(op, request, operation, user_data, reply, error);
}

static const char *
code_of(const GError *error)
{
	if (error->domain == VET_ERROR && (guint)error->code < G_N_ELEMENTS(code_names))
		return code_names[error->code];
	return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? "not_found" : "failed";
}

char *
vet_query_answer(VetStore *store, const char *request, gsize length, VetBusOperation operation,
		 gpointer user_data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) reply = g_string_new("{\"ok\":true");
	if (answer(store, request, length, operation, user_data, reply, &error)) {
		g_string_append_c(reply, '}');
		return g_string_free(g_steal_pointer(&reply), FALSE);
	}
	/* a message may quote what was asked: it must stay UTF-8 */
	g_autofree char *valid = g_utf8_make_valid(error->message, -1);
	g_autofree char *message = vet_json_quote(valid);
	return g_strdup_printf("{\"ok\":false,\"error\":{\"code\":\"%s\",\"message\":%s}}",
			       code_of(error), message);
}
