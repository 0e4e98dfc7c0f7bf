/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/node.h"

#include <math.h>
#include <string.h>

#define MAX_NUMBER 1e9
#define MAX_VALUE_BYTES 4096

gboolean
node_is(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

static xmlNode *
element_from(xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNode *
node_first(const xmlNode *node)
{
	return node ? element_from(node->children) : NULL;
}

xmlNode *
node_next(const xmlNode *node)
{
	return node ? element_from(node->next) : NULL;
}

xmlNode *
node_child(const xmlNode *node, const char *name)
{
	for (xmlNode *child = node_first(node); child; child = node_next(child))
		if (node_is(child, name))
			return child;
	return NULL;
}

const char *
node_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return a->children && a->children->content
				       ? (const char *)a->children->content
				       : "";
	return NULL;
}

char *
node_text(const xmlNode *node, gsize maximum)
{
	GString *text = g_string_new(NULL);

	for (const xmlNode *child = node ? node->children : NULL; child; child = child->next) {
		if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) &&
		    child->content)
			g_string_append(text, (const char *)child->content);
		if (text->len > maximum)
			break;
	}
	if (text->len > maximum) {
		while (maximum > 0 && ((guchar)text->str[maximum] & 0xC0) == 0x80)
			maximum--;
		g_string_truncate(text, maximum);
	}
	return g_string_free(text, FALSE);
}

char *
node_value(const xmlNode *node, const char *name)
{
	const char *attribute = node_attribute(node, name);
	const xmlNode *child = attribute ? NULL : node_child(node, name);

	if (!attribute && !child)
		return NULL;
	char *value = attribute ? g_strndup(attribute, MAX_VALUE_BYTES)
				: node_text(child, MAX_VALUE_BYTES);
	g_strstrip(value);
	if (!*value)
		g_clear_pointer(&value, g_free);
	return value;
}

static gboolean
is_blank(char c)
{
	return g_ascii_isspace(c) || c == ',' || c == ';';
}

guint
node_numbers(const char *text, double *ret_numbers, guint maximum)
{
	guint n = 0;

	while (text && n < maximum) {
		while (is_blank(*text))
			text++;
		char *end;
		double number = g_ascii_strtod(text, &end);
		if (end == text)
			break;
		text = end;
		ret_numbers[n++] = isfinite(number) && fabs(number) <= MAX_NUMBER ? number : 0;
	}
	return n;
}

double
node_number(const xmlNode *node, const char *name, double fallback)
{
	double number = fallback;
	const char *attribute = node_attribute(node, name);

	if (attribute)
		node_numbers(attribute, &number, 1);
	return number;
}

gboolean
node_flag(const xmlNode *node, const char *name, gboolean fallback)
{
	const char *attribute = node_attribute(node, name);

	if (!attribute || !*attribute)
		return fallback;
	return g_ascii_strcasecmp(attribute, "false") != 0 && strcmp(attribute, "0") != 0;
}

gboolean
node_box(const xmlNode *node, const char *name, VetBox *ret_box)
{
	double n[4];
	g_autofree char *value = node_value(node, name);

	if (node_numbers(value, n, 4) < 4)
		return FALSE;
	*ret_box = (VetBox){MIN(n[0], n[0] + n[2]), MIN(n[1], n[1] + n[3]), MAX(n[0], n[0] + n[2]),
			    MAX(n[1], n[1] + n[3])};
	return TRUE;
}

guint
node_id(const xmlNode *node, const char *name)
{
	guint64 id;
	g_autofree char *value = node_value(node, name);

	if (!value || !g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT32, &id, NULL))
		return 0;
	return (guint)id;
}
