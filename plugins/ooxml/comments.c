/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/comments.h"

#include <string.h>

#include "plugins/ooxml/rich-text.h"

#define MAX_DEPTH 16
/* the author of a note that stands for a thread: "tc={GUID}" */
#define THREAD_AUTHOR "tc="

static gboolean
is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* NULL without failure: there is none */
static gboolean
read_part(const OoxmlPackage *package, const char *path, VetSink *sink, xmlDoc **ret_doc,
	  GError **error)
{
	g_autoptr(GError) failure = NULL;
	*ret_doc = path ? ooxml_package_read_xml(package, path, &failure) : NULL;
	return !failure || vet_sink_warning(sink, failure->message, error);
}

GHashTable *
comments_read_persons(const OoxmlPackage *package, const GPtrArray *relations, VetSink *sink,
		      GError **error)
{
	g_autoptr(GHashTable) persons =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(xmlDoc) doc = NULL;
	if (!read_part(package, ooxml_relations_find(relations, "person"), sink, &doc, error))
		return NULL;
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	for (const xmlNode *node = root ? root->children : NULL; node; node = node->next) {
		const char *id = node_attribute(node, "id");
		const char *name = node_attribute(node, "displayName");
		if (is_named(node, "person") && id && name)
			g_hash_table_insert(persons, g_strdup(id), g_strdup(name));
	}
	return g_steal_pointer(&persons);
}

/* every `t` below, or the text itself where there are no runs; not of phonetic guides */
static void
collect_text(const xmlNode *node, guint depth, GString *out)
{
	for (const xmlNode *child = node->children; child && depth < MAX_DEPTH; child = child->next)
		if (child->type == XML_TEXT_NODE && child->content)
			g_string_append(out, (const char *)child->content);
		else if (is_named(child, "t") || is_named(child, "r"))
			collect_text(child, depth + 1, out);
}

static char *
comment_text(const xmlNode *comment)
{
	GString *text = g_string_new(NULL);
	for (const xmlNode *node = comment->children; node; node = node->next)
		if (is_named(node, "text"))
			collect_text(node, 0, text);
	rich_text_unescape(text);
	g_strdelimit(text->str, "\r\n", ' ');
	return g_strstrip(g_string_free(text, FALSE));
}

static gboolean
write_line(VetSink *sink, const char *place, const char *name, const char *text, GError **error)
{
	const VetBox nowhere = {0};
	g_autofree char *line = name ? g_strdup_printf("%s: %s: %s", place ? place : "", name, text)
				     : g_strdup_printf("%s: %s", place ? place : "", text);
	return vet_sink_line(sink, line, nowhere, NULL, 0, error);
}

/* `threads`: id → char *, the text of the first comment of each */
static gboolean
write_threads(const xmlNode *root, GHashTable *persons, GHashTable *threads, VetSink *sink,
	      GError **error)
{
	for (const xmlNode *node = root ? root->children : NULL; node; node = node->next) {
		const char *id = node_attribute(node, "id");
		const char *person = node_attribute(node, "personId");
		if (!is_named(node, "threadedComment"))
			continue;
		g_autofree char *text = comment_text(node);
		if (!write_line(sink, node_attribute(node, "ref"),
				person ? g_hash_table_lookup(persons, person) : NULL, text, error))
			return FALSE;
		if (id && !node_attribute(node, "parentId"))
			g_hash_table_insert(threads, g_strdup(id), g_steal_pointer(&text));
	}
	return TRUE;
}

static GPtrArray *
read_authors(const xmlNode *root)
{
	GPtrArray *authors = g_ptr_array_new();
	const xmlNode *list = node_child_in(root, NODE_SHEET, "authors");
	for (const xmlNode *node = list ? list->children : NULL; node; node = node->next)
		if (node_is_in(node, NODE_SHEET, "author"))
			g_ptr_array_add(authors, node->children && node->children->content
							 ? (char *)node->children->content
							 : (char *)"");
	return authors;
}

static gboolean
repeats_thread(const xmlNode *comment, const GPtrArray *authors, const char *text,
	       GHashTable *threads)
{
	guint at = node_number(node_attribute(comment, "authorId"), G_MAXUINT, G_MAXINT32);
	const char *author = at < authors->len ? authors->pdata[at] : "";
	if (!g_str_has_prefix(author, THREAD_AUTHOR))
		return FALSE;
	const char *thread = g_hash_table_lookup(threads, author + strlen(THREAD_AUTHOR));
	return thread && strstr(text, thread);
}

static gboolean
write_notes(const xmlNode *root, GHashTable *threads, VetSink *sink, GError **error)
{
	g_autoptr(GPtrArray) authors = read_authors(root);
	const xmlNode *list = node_child_in(root, NODE_SHEET, "commentList");
	for (const xmlNode *node = list ? list->children : NULL; node; node = node->next) {
		if (!node_is_in(node, NODE_SHEET, "comment"))
			continue;
		g_autofree char *text = comment_text(node);
		if (!repeats_thread(node, authors, text, threads) &&
		    !write_line(sink, node_attribute(node, "ref"), NULL, text, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
comments_write(const OoxmlPackage *package, const GPtrArray *relations, GHashTable *persons,
	       VetSink *sink, GError **error)
{
	g_autoptr(GHashTable) threads =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(xmlDoc) threaded = NULL;
	g_autoptr(xmlDoc) notes = NULL;
	const char *part = ooxml_relations_find(relations, "threadedComment");
	if (!read_part(package, part, sink, &threaded, error) ||
	    !read_part(package, ooxml_relations_find(relations, "comments"), sink, &notes, error))
		return FALSE;
	return write_threads(threaded ? xmlDocGetRootElement(threaded) : NULL, persons, threads,
			     sink, error) &&
	       (!notes || write_notes(xmlDocGetRootElement(notes), threads, sink, error));
}
