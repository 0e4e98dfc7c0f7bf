/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/difference.h"

#include <string.h>

#include "lib/json.h"

/* characters of a value that are shown */
#define SHOWN 120
/* bytes on either side of one that differs */
#define AROUND 20

/* --- what is shown --- */

static char *
shorten(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	if (g_utf8_strlen(valid, -1) <= SHOWN)
		return g_steal_pointer(&valid);
	g_autofree char *head = g_utf8_substring(valid, 0, SHOWN);
	return g_strconcat(head, "…", NULL);
}

static char *
show(JsonNode *node)
{
	if (!node)
		return g_strdup("nothing");
	g_autofree char *text = json_to_string(node, FALSE);
	return shorten(text);
}

static char *
tell(const char *path, JsonNode *stored, JsonNode *now)
{
	g_autofree char *before = show(stored), *after = show(now);
	return g_strdup_printf("%s: stored %s, now %s", path, before, after);
}

/* --- member by member --- */

static char *compare(const char *path, JsonNode *stored, JsonNode *now);

static char *
compare_objects(const char *path, JsonObject *stored, JsonObject *now)
{
	g_autoptr(GList) names = json_object_get_members(stored);
	g_autoptr(GList) others = json_object_get_members(now);
	char *found = NULL;

	/* what only one of them has is compared with nothing */
	for (GList *name = others; name; name = name->next)
		if (!json_object_has_member(stored, name->data))
			names = g_list_append(names, name->data);
	for (GList *name = names; name && !found; name = name->next) {
		g_autofree char *below = g_strconcat(path, *path ? "." : "", name->data, NULL);
		found = compare(below, json_object_get_member(stored, name->data),
				json_object_get_member(now, name->data));
	}
	return found;
}

static char *
compare_arrays(const char *path, JsonArray *stored, JsonArray *now)
{
	guint n_stored = json_array_get_length(stored), n_now = json_array_get_length(now);
	char *found = NULL;

	for (guint i = 0; i < MAX(n_stored, n_now) && !found; i++) {
		g_autofree char *below = g_strdup_printf("%s[%u]", path, i);
		found = compare(below, i < n_stored ? json_array_get_element(stored, i) : NULL,
				i < n_now ? json_array_get_element(now, i) : NULL);
	}
	return found;
}

static char *
compare(const char *path, JsonNode *stored, JsonNode *now)
{
	if (!stored || !now)
		return tell(path, stored, now);
	if (JSON_NODE_HOLDS_OBJECT(stored) && JSON_NODE_HOLDS_OBJECT(now))
		return compare_objects(path, json_node_get_object(stored),
				       json_node_get_object(now));
	if (JSON_NODE_HOLDS_ARRAY(stored) && JSON_NODE_HOLDS_ARRAY(now))
		return compare_arrays(path, json_node_get_array(stored), json_node_get_array(now));
	return json_node_equal(stored, now) ? NULL : tell(path, stored, now);
}

/* --- byte by byte --- */

static char *
piece(const char *text, gsize at)
{
	gsize from = at > AROUND ? at - AROUND : 0;
	g_autofree char *bytes = g_strndup(text + from, at - from + AROUND);
	return shorten(bytes);
}

static char *
compare_bytes(const char *stored, const char *now)
{
	gsize at = 0;
	while (stored[at] && stored[at] == now[at])
		at++;
	g_autofree char *before = piece(stored, at), *after = piece(now, at);
	return g_strdup_printf("byte %" G_GSIZE_FORMAT ": stored “%s”, now “%s”", at, before,
			       after);
}

char *
vet_difference(const char *stored, const char *now)
{
	if (g_str_equal(stored, now))
		return NULL;
	g_autoptr(JsonObject) before = vet_json_parse_object(stored, strlen(stored), NULL);
	g_autoptr(JsonObject) after = vet_json_parse_object(now, strlen(now), NULL);
	char *found = before && after ? compare_objects("", before, after) : NULL;
	return found ? found : compare_bytes(stored, now);
}
