/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/properties.h"

#include <string.h>

#define MAX_VALUE_BYTES 1024

static const struct {
	const char *element;
	const char *key;
} properties[] = {
	{"title", "title"},          {"creator", "author"},  {"subject", "subject"},
	{"keywords", "keywords"},    {"created", "created"}, {"modified", "modified"},
	{"Application", "producer"}, {"Company", "company"}, {"lastModifiedBy", "last_modified_by"},
};

static gboolean
take_property(const xmlNode *node, VetSink *sink, GError **error)
{
	const xmlNode *text = node->children;
	if (!text || text->type != XML_TEXT_NODE || !text->content)
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(properties); i++) {
		if (strcmp((const char *)node->name, properties[i].element) != 0)
			continue;
		g_autofree char *cut = g_strndup((const char *)text->content, MAX_VALUE_BYTES);
		g_autofree char *value = g_utf8_make_valid(cut, -1);
		g_strstrip(value);
		return *value == '\0' || vet_sink_metadata(sink, properties[i].key, value, error);
	}
	return TRUE;
}

gboolean
ooxml_read_properties(const OoxmlPackage *package, VetSink *sink, GError **error)
{
	g_autoptr(GPtrArray) relations = ooxml_package_relations(package, "");
	const char *const types[] = {"core-properties", "extended-properties"};
	for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
		const char *path = ooxml_relations_find(relations, types[i]);
		g_autoptr(xmlDoc) doc = path ? ooxml_package_read_xml(package, path, NULL) : NULL;
		const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
		for (const xmlNode *node = root ? root->children : NULL; node; node = node->next)
			if (node->type == XML_ELEMENT_NODE && !take_property(node, sink, error))
				return FALSE;
	}
	return TRUE;
}
