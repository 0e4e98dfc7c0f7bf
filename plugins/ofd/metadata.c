/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/metadata.h"

#define MAX_CUSTOM 32
#define MAX_OUTLINE_DEPTH 16

static const struct {
	const char *element, *key;
} texts[] = {
	{"Title", "title"},          {"Author", "author"},
	{"Subject", "subject"},      {"Abstract", "abstract"},
	{"Creator", "creator"},      {"CreatorVersion", "producer"},
	{"CreationDate", "created"}, {"ModDate", "modified"},
	{"DocUsage", "usage"},       {"DocID", "id"},
};

/* Keywords hold a list of Keyword. */
static gboolean
write_keywords(const xmlNode *list, VetSink *sink, GError **error)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (const xmlNode *node = node_first(list); node; node = node_next(node)) {
		g_autofree char *word = g_strstrip(node_text(node, VET_MAX_METADATA_BYTES));
		if (*word && all->len < VET_MAX_METADATA_BYTES)
			g_string_append_printf(all, "%s%s", all->len > 0 ? ", " : "", word);
	}
	return all->len == 0 || vet_sink_metadata(sink, "keywords", all->str, error);
}

static gboolean
write_custom(const xmlNode *list, VetSink *sink, GError **error)
{
	guint n = 0;

	for (const xmlNode *node = node_first(list); node && n < MAX_CUSTOM;
	     node = node_next(node), n++) {
		const char *name = node_attribute(node, "Name");
		g_autofree char *value = g_strstrip(node_text(node, VET_MAX_METADATA_BYTES));
		g_autofree char *key = g_strconcat("custom.", name ? name : "", NULL);
		if (name && *value && !vet_sink_metadata(sink, key, value, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
ofd_metadata_write(const xmlNode *info, VetSink *sink, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *value = node_value(info, texts[i].element);
		if (value && !vet_sink_metadata(sink, texts[i].key, value, error))
			return FALSE;
	}
	return write_keywords(node_child(info, "Keywords"), sink, error) &&
	       write_custom(node_child(info, "CustomDatas"), sink, error);
}

static void
add_titles(GString *titles, const xmlNode *parent, guint depth)
{
	for (const xmlNode *node = node_first(parent); node && depth > 0; node = node_next(node)) {
		const char *title = node_attribute(node, "Title");
		if (!node_is(node, "OutlineElem") || titles->len > VET_MAX_METADATA_BYTES)
			continue;
		if (title && *title)
			g_string_append_printf(titles, "%s%s", titles->len > 0 ? "\n" : "", title);
		add_titles(titles, node, depth - 1);
	}
}

gboolean
ofd_metadata_write_outline(const OfdDocument *document, VetSink *sink, GError **error)
{
	g_autoptr(GString) titles = g_string_new(NULL);

	add_titles(titles, ofd_document_child(document, "Outlines"), MAX_OUTLINE_DEPTH);
	return titles->len == 0 || vet_sink_metadata(sink, "outline", titles->str, error);
}
