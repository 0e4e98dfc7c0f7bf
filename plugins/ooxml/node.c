/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/node.h"

#include <string.h>

static const struct {
	const char *uri;
	NodeSpace space;
} spaces[] = {
	{"http://schemas.openxmlformats.org/wordprocessingml/2006/main", NODE_WORD},
	{"http://purl.oclc.org/ooxml/wordprocessingml/main", NODE_WORD},
	{"http://schemas.openxmlformats.org/officeDocument/2006/math", NODE_MATH},
	{"http://purl.oclc.org/ooxml/officeDocument/math", NODE_MATH},
	{"http://schemas.openxmlformats.org/markup-compatibility/2006", NODE_COMPAT},
	{"http://schemas.openxmlformats.org/spreadsheetml/2006/main", NODE_SHEET},
	{"http://purl.oclc.org/ooxml/spreadsheetml/main", NODE_SHEET},
	{"http://schemas.openxmlformats.org/presentationml/2006/main", NODE_SLIDE},
	{"http://purl.oclc.org/ooxml/presentationml/main", NODE_SLIDE},
	{"http://schemas.openxmlformats.org/drawingml/2006/main", NODE_DRAWING},
	{"http://purl.oclc.org/ooxml/drawingml/main", NODE_DRAWING},
	{"http://schemas.openxmlformats.org/drawingml/2006/chart", NODE_CHART},
	{"http://purl.oclc.org/ooxml/drawingml/chart", NODE_CHART},
	{"http://schemas.microsoft.com/office/drawing/2014/chartex", NODE_CHART},
	{"http://schemas.openxmlformats.org/drawingml/2006/diagram", NODE_DIAGRAM},
	{"http://purl.oclc.org/ooxml/drawingml/diagram", NODE_DIAGRAM},
	{"urn:schemas-microsoft-com:vml", NODE_VML},
};

static const char *const wrappers[] = {"sdt",      "sdtContent", "customXml",
				       "smartTag", "ins",        "moveTo"};

NodeSpace
node_space(const xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE || !node->ns || !node->ns->href)
		return NODE_OTHER;
	for (guint i = 0; i < G_N_ELEMENTS(spaces); i++)
		if (strcmp((const char *)node->ns->href, spaces[i].uri) == 0)
			return spaces[i].space;
	return NODE_OTHER;
}

gboolean
node_is_in(const xmlNode *node, NodeSpace space, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 &&
	       node_space(node) == space;
}

xmlNode *
node_child_in(const xmlNode *node, NodeSpace space, const char *name)
{
	for (xmlNode *child = node ? node->children : NULL; child; child = child->next)
		if (node_is_in(child, space, name))
			return child;
	return NULL;
}

gboolean
node_is(const xmlNode *node, const char *name)
{
	return node_is_in(node, NODE_WORD, name);
}

xmlNode *
node_child(const xmlNode *node, const char *name)
{
	return node_child_in(node, NODE_WORD, name);
}

const char *
node_attribute(const xmlNode *node, const char *name)
{
	/* of a text the same bytes may be its letters */
	if (!node || node->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *a = node->properties; a; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return a->children && a->children->content
				       ? (const char *)a->children->content
				       : "";
	return NULL;
}

const char *
node_child_value(const xmlNode *node, const char *name)
{
	return node_attribute(node_child(node, name), "val");
}

guint
node_number(const char *attribute, guint fallback, guint maximum)
{
	guint64 number;
	if (!attribute || !g_ascii_string_to_unsigned(attribute, 10, 0, maximum, &number, NULL))
		return fallback;
	return (guint)number;
}

void
node_switch(const xmlNode *properties, const char *name, gboolean *ret_on)
{
	const xmlNode *node = node_child(properties, name);
	if (!node)
		return;
	const char *value = node_attribute(node, "val");
	*ret_on = !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 &&
			     strcmp(value, "off") != 0);
}

xmlNode *
node_alternative(const xmlNode *node)
{
	xmlNode *fallback = NULL;
	for (xmlNode *child = node->children; child; child = child->next) {
		if (node_space(child) != NODE_COMPAT)
			continue;
		if (strcmp((const char *)child->name, "Choice") == 0)
			return child;
		fallback = child;
	}
	return fallback;
}

static gboolean
is_wrapper(const xmlNode *node)
{
	for (guint i = 0; i < G_N_ELEMENTS(wrappers); i++)
		if (node_is(node, wrappers[i]))
			return TRUE;
	return FALSE;
}

gboolean
node_visit(const xmlNode *parent, NodeVisit visit, gpointer user_data, GError **error)
{
	for (xmlNode *child = parent->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		const xmlNode *inner = NULL;
		if (is_wrapper(child))
			inner = child;
		else if (node_space(child) == NODE_COMPAT)
			inner = node_alternative(child);
		else if (!visit(child, user_data, error))
			return FALSE;
		if (inner && !node_visit(inner, visit, user_data, error))
			return FALSE;
	}
	return TRUE;
}
