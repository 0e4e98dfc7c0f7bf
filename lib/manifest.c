/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/manifest.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "lib/error.h"
#include "lib/text.h"

#define MAX_NESTING 16
#define MAX_ENTRIES 1000
#define MAX_VALUE_BYTES 1000
#define MANIFEST_NAME "submission.json"

static void
entry_free(gpointer data)
{
	VetManifestEntry *entry = data;
	g_free(entry->name);
	g_free(entry->credit_code);
	g_free(entry->id_number);
	g_free(entry->unit);
	g_free(entry);
}

void
vet_manifest_free(VetManifest *manifest)
{
	if (!manifest)
		return;
	g_free(manifest->submission_id);
	g_free(manifest->team_id);
	g_free(manifest->project_name);
	g_free(manifest->track);
	g_free(manifest->host_city);
	g_free(manifest->submitted_at);
	g_clear_pointer(&manifest->units, g_ptr_array_unref);
	g_clear_pointer(&manifest->members, g_ptr_array_unref);
	g_free(manifest);
}

/* json-glib descends without a bound, so the bound is held before it */
static gboolean
nesting_is_bounded(const char *text)
{
	guint depth = 0;
	gboolean quoted = FALSE;
	for (const char *p = text; *p; p++) {
		if (quoted && *p == '\\' && p[1])
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (!quoted && (*p == '{' || *p == '['))
			depth++;
		else if (!quoted && (*p == '}' || *p == ']') && depth > 0)
			depth--;
		if (depth > MAX_NESTING)
			return FALSE;
	}
	return TRUE;
}

static gboolean
take_string(JsonObject *object, const char *key, char **ret_value, GError **error)
{
	JsonNode *node = json_object_get_member(object, key);
	if (!node || JSON_NODE_HOLDS_NULL(node))
		return TRUE;
	if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": \"%s\" is not a string", key);
		return FALSE;
	}
	g_autofree char *value = vet_text_normalise(json_node_get_string(node));
	if (strlen(value) > MAX_VALUE_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": \"%s\" is longer than %d bytes", key, MAX_VALUE_BYTES);
		return FALSE;
	}
	if (*value)
		*ret_value = g_steal_pointer(&value);
	return TRUE;
}

static gboolean
take_flag(JsonObject *object, const char *key, gboolean *ret_value, GError **error)
{
	JsonNode *node = json_object_get_member(object, key);
	if (!node || JSON_NODE_HOLDS_NULL(node))
		return TRUE;
	if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_BOOLEAN) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": \"%s\" is not true or false", key);
		return FALSE;
	}
	*ret_value = json_node_get_boolean(node);
	return TRUE;
}

static gboolean
take_entry(JsonNode *node, const char *key, GPtrArray *entries, GError **error)
{
	if (!JSON_NODE_HOLDS_OBJECT(node)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": \"%s\" holds something that is no object", key);
		return FALSE;
	}
	VetManifestEntry *entry = g_new0(VetManifestEntry, 1);
	g_ptr_array_add(entries, entry);
	JsonObject *object = json_node_get_object(node);
	if (!take_string(object, "name", &entry->name, error) ||
	    !take_string(object, "credit_code", &entry->credit_code, error) ||
	    !take_string(object, "id_number", &entry->id_number, error) ||
	    !take_string(object, "unit", &entry->unit, error) ||
	    !take_flag(object, "lead", &entry->lead, error))
		return FALSE;
	if (!entry->name)
		g_ptr_array_remove_index(entries, entries->len - 1);
	return TRUE;
}

static gboolean
take_entries(JsonObject *object, const char *key, GPtrArray **ret_entries, GError **error)
{
	JsonNode *node = json_object_get_member(object, key);
	if (!node || JSON_NODE_HOLDS_NULL(node))
		return TRUE;
	if (!JSON_NODE_HOLDS_ARRAY(node)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": \"%s\" is not a list", key);
		return FALSE;
	}
	JsonArray *array = json_node_get_array(node);
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	if (json_array_get_length(array) > MAX_ENTRIES) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": \"%s\" has more than %d entries", key, MAX_ENTRIES);
		return FALSE;
	}
	for (guint i = 0; i < json_array_get_length(array); i++)
		if (!take_entry(json_array_get_element(array, i), key, entries, error))
			return FALSE;
	*ret_entries = g_steal_pointer(&entries);
	return TRUE;
}

char *
vet_manifest_text(const VetDocument *document)
{
	const GPtrArray *pages = document->content->pages;
	return pages->len > 0 ? vet_page_text(pages->pdata[0]) : g_strdup("");
}

VetManifest *
vet_manifest_parse(const char *text, GError **error)
{
	g_autoptr(JsonParser) parser = json_parser_new_immutable();
	g_autoptr(GError) problem = NULL;

	if (!nesting_is_bounded(text)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": nested deeper than %d", MAX_NESTING);
		return NULL;
	}
	if (!json_parser_load_from_data(parser, text, -1, &problem)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, MANIFEST_NAME ": not JSON: %s",
			    problem->message);
		return NULL;
	}
	JsonNode *root = json_parser_get_root(parser);
	if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    MANIFEST_NAME ": not a JSON object");
		return NULL;
	}
	JsonObject *object = json_node_get_object(root);
	g_autoptr(VetManifest) manifest = g_new0(VetManifest, 1);
	if (!take_string(object, "submission_id", &manifest->submission_id, error) ||
	    !take_string(object, "team_id", &manifest->team_id, error) ||
	    !take_string(object, "project_name", &manifest->project_name, error) ||
	    !take_string(object, "track", &manifest->track, error) ||
	    !take_string(object, "host_city", &manifest->host_city, error) ||
	    !take_string(object, "submitted_at", &manifest->submitted_at, error) ||
	    !take_entries(object, "units", &manifest->units, error) ||
	    !take_entries(object, "members", &manifest->members, error))
		return NULL;
	return g_steal_pointer(&manifest);
}

static guint
folders_above(const char *path)
{
	guint count = 0;
	for (const char *p = path; *p; p++)
		count += *p == '/';
	return count;
}

/* the platform packs all or nothing: an archive among other files is the team's own */
static guint
deepest_trusted(const GPtrArray *documents)
{
	guint n_top = 0;
	for (guint i = 0; i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		n_top += document->depth == 0;
	}
	return n_top > 1 ? 0 : 1;
}

const VetDocument *
vet_manifest_find(const GPtrArray *documents)
{
	const VetDocument *best = NULL;
	guint deepest = deepest_trusted(documents);
	for (guint i = 0; i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		if (document->depth > deepest ||
		    !g_str_equal(vet_document_name(document), MANIFEST_NAME))
			continue;
		if (!best || folders_above(document->path) < folders_above(best->path))
			best = document;
	}
	return best;
}
