/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/json.h"

#include "lib/error.h"

static gboolean
is_shallow(const char *text, gsize length)
{
	guint depth = 0;
	gboolean quoted = FALSE;
	for (gsize i = 0; i < length; i++) {
		if (quoted && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			quoted = !quoted;
		else if (!quoted && (text[i] == '{' || text[i] == '[') &&
			 ++depth > VET_JSON_MAX_DEPTH)
			return FALSE;
		else if (!quoted && (text[i] == '}' || text[i] == ']') && depth > 0)
			depth--;
	}
	return TRUE;
}

JsonObject *
vet_json_parse_object(const char *text, gsize length, GError **error)
{
	if (!g_utf8_validate(text, length, NULL)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "the text is not UTF-8");
		return NULL;
	}
	if (!is_shallow(text, length)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "the JSON is nested deeper than %d", VET_JSON_MAX_DEPTH);
		return NULL;
	}
	g_autoptr(JsonParser) parser = json_parser_new_immutable();
	g_autoptr(GError) fault = NULL;
	if (!json_parser_load_from_data(parser, text, length, &fault)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "this is no JSON: %s",
			    fault->message);
		return NULL;
	}
	JsonNode *root = json_parser_get_root(parser);
	if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "a JSON object is expected");
		return NULL;
	}
	return json_object_ref(json_node_get_object(root));
}

char *
vet_json_quote(const char *text)
{
	g_autoptr(JsonNode) node = json_node_new(JSON_NODE_VALUE);
	json_node_set_string(node, text);
	return json_to_string(node, FALSE);
}
