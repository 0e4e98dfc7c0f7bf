/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/pptx.h"

#include "plugins/ooxml/members.h"
#include "plugins/ooxml/properties.h"
#include "plugins/ooxml/signature.h"
#include "plugins/ooxml/slide.h"

#define EMU_PER_POINT 12700.0
#define MAX_EMU 51206400 /* PowerPoint's own: 56 inches */

static const char *
relation_id(const xmlNode *node)
{
	for (const xmlAttr *a = node->properties; a; a = a->next)
		if (a->ns && g_strcmp0((const char *)a->name, "id") == 0 && a->children)
			return (const char *)a->children->content;
	return NULL;
}

static gboolean
read_slides(const OoxmlPackage *package, const char *main_part, const GPtrArray *relations,
	    VetSink *sink, GError **error)
{
	g_autoptr(xmlDoc) doc = ooxml_package_read_xml(package, main_part, error);
	if (!doc)
		return FALSE;
	const xmlNode *root = xmlDocGetRootElement(doc);
	const xmlNode *size = node_child_in(root, NODE_SLIDE, "sldSz");
	const xmlNode *list = node_child_in(root, NODE_SLIDE, "sldIdLst");
	double width = node_number(node_attribute(size, "cx"), 0, MAX_EMU) / EMU_PER_POINT;
	double height = node_number(node_attribute(size, "cy"), 0, MAX_EMU) / EMU_PER_POINT;
	for (const xmlNode *node = list ? list->children : NULL; node; node = node->next) {
		if (!node_is_in(node, NODE_SLIDE, "sldId"))
			continue;
		const char *path = ooxml_relations_target(relations, relation_id(node));
		if (!slide_read(package, path ? path : "", width, height, sink, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
pptx_read(const OoxmlPackage *package, const char *main_part, VetSource *source, VetSink *sink,
	  GError **error)
{
	g_autoptr(GPtrArray) relations = ooxml_package_relations(package, main_part);
	guint64 max_size = vet_source_limits(source)->value[VET_LIMIT_DOCUMENT_BYTES];
	return ooxml_read_properties(package, sink, error) &&
	       read_slides(package, main_part, relations, sink, error) &&
	       ooxml_read_signatures(package, sink, error) &&
	       ooxml_read_members(package, main_part, relations, max_size, sink, error);
}
