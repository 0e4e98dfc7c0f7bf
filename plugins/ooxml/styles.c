/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/styles.h"
#include "plugins/ooxml/numbering.h"

#include <string.h>

#define MAX_STYLES 5000
/* styles based on styles; a ring of them would never end */
#define MAX_CHAIN 16

typedef struct {
	char *id;
	char *based_on;
	gboolean knows_hidden, is_hidden;
	gboolean is_numbered;
	guint num_id, level;
} Style;

struct _DocxStyles {
	GHashTable *by_id; /* char * → Style, which owns the key */
	const Style *default_style;
};

static void
free_style(gpointer data)
{
	Style *style = data;
	g_free(style->id);
	g_free(style->based_on);
	g_free(style);
}

static void
add_style(DocxStyles *styles, const xmlNode *node)
{
	const char *id = node_attribute(node, "styleId");
	if (!id || g_hash_table_contains(styles->by_id, id))
		return;
	Style *style = g_new0(Style, 1);
	style->id = g_strdup(id);
	style->based_on = g_strdup(node_child_value(node, "basedOn"));
	const xmlNode *properties = node_child(node, "rPr");
	style->knows_hidden = node_child(properties, "vanish") != NULL;
	node_switch(properties, "vanish", &style->is_hidden);
	const xmlNode *number = node_child(node_child(node, "pPr"), "numPr");
	style->is_numbered = number != NULL;
	style->num_id = node_number(node_child_value(number, "numId"), 0, G_MAXINT);
	style->level = node_number(node_child_value(number, "ilvl"), 0, DOCX_LEVELS - 1);
	g_hash_table_insert(styles->by_id, style->id, style);

	const char *type = node_attribute(node, "type");
	const char *is_default = node_attribute(node, "default");
	if (type && strcmp(type, "paragraph") == 0 && is_default && strcmp(is_default, "0") != 0)
		styles->default_style = style;
}

DocxStyles *
docx_styles_new(const xmlDoc *doc)
{
	DocxStyles *styles = g_new0(DocxStyles, 1);
	styles->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_style);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	for (const xmlNode *node = root ? root->children : NULL; node; node = node->next)
		if (node_is(node, "style") && g_hash_table_size(styles->by_id) < MAX_STYLES)
			add_style(styles, node);
	return styles;
}

void
docx_styles_free(DocxStyles *styles)
{
	g_hash_table_unref(styles->by_id);
	g_free(styles);
}

static const Style *
find_style(const DocxStyles *styles, const char *id)
{
	return id ? g_hash_table_lookup(styles->by_id, id) : styles->default_style;
}

static const Style *
base_of(const DocxStyles *styles, const Style *style)
{
	return style->based_on ? g_hash_table_lookup(styles->by_id, style->based_on) : NULL;
}

gboolean
docx_styles_is_hidden(const DocxStyles *styles, const char *id)
{
	const Style *style = find_style(styles, id);
	for (guint i = 0; style && i < MAX_CHAIN; i++, style = base_of(styles, style))
		if (style->knows_hidden)
			return style->is_hidden;
	return FALSE;
}

gboolean
docx_styles_numbering(const DocxStyles *styles, const char *id, guint *ret_num_id, guint *ret_level,
		      const char **ret_style)
{
	const Style *style = find_style(styles, id);
	for (guint i = 0; style && i < MAX_CHAIN; i++, style = base_of(styles, style))
		if (style->is_numbered) {
			*ret_num_id = style->num_id;
			*ret_level = style->level;
			*ret_style = style->id;
			return TRUE;
		}
	return FALSE;
}
