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
	DocxLook look;
	DocxColour ground;      /* of its paragraphs, of its tables' cells */
	gboolean shades_first;  /* the first row has a shade of its own */
	gboolean shades_others; /* some other rows or columns have */
	gboolean is_numbered;
	guint num_id, level;
} Style;

struct _DocxStyles {
	GHashTable *by_id; /* char * → Style, which owns the key */
	const Style *default_style;
	DocxLook defaults;
};

static void
free_style(gpointer data)
{
	Style *style = data;
	g_free(style->id);
	g_free(style->based_on);
	g_free(style);
}

/* the shades that a table's style gives to parts of it */
static void
read_table_shades(Style *style, const xmlNode *node)
{
	for (const xmlNode *part = node->children; part; part = part->next) {
		const xmlNode *shade = node_is(part, "tblStylePr")
					       ? node_child(node_child(part, "tcPr"), "shd")
					       : NULL;
		const char *type = shade ? node_attribute(part, "type") : NULL;
		gboolean is_first = type && strcmp(type, "firstRow") == 0;
		style->shades_first |= is_first;
		style->shades_others |= shade && !is_first;
	}
}

static void
read_ground(Style *style, const xmlNode *node, const DocxPalette *palette)
{
	/* the innermost wins */
	static const char *const places[] = {"tcPr", "tblPr", "pPr"};
	for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
		const xmlNode *shade = node_child(node_child(node, places[i]), "shd");
		style->ground =
			docx_colour_over(style->ground, docx_colour_of_shading(palette, shade));
	}
}

static void
add_style(DocxStyles *styles, const xmlNode *node, const DocxPalette *palette)
{
	const char *id = node_attribute(node, "styleId");
	if (!id || g_hash_table_contains(styles->by_id, id))
		return;
	Style *style = g_new0(Style, 1);
	style->id = g_strdup(id);
	style->based_on = g_strdup(node_child_value(node, "basedOn"));
	style->look = docx_look_read(node_child(node, "rPr"), palette);
	read_ground(style, node, palette);
	read_table_shades(style, node);
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
docx_styles_new(const xmlDoc *doc, const DocxPalette *palette)
{
	DocxStyles *styles = g_new0(DocxStyles, 1);
	styles->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_style);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *defaults = node_child(node_child(root, "docDefaults"), "rPrDefault");
	styles->defaults = docx_look_read(node_child(defaults, "rPr"), palette);
	for (const xmlNode *node = root ? root->children : NULL; node; node = node->next)
		if (node_is(node, "style") && g_hash_table_size(styles->by_id) < MAX_STYLES)
			add_style(styles, node, palette);
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

/* what the chain sets, the style itself over those that it is based on */
static DocxLook
look_of_chain(const DocxStyles *styles, const Style *style)
{
	DocxLook look = {0};
	for (guint i = 0; style && i < MAX_CHAIN; i++, style = base_of(styles, style))
		look = docx_look_over(&look, &style->look);
	return look;
}

DocxLook
docx_styles_look(const DocxStyles *styles, const char *id, const char *table)
{
	DocxLook look = styles->defaults;
	if (table) {
		DocxLook of_table = docx_styles_run_look(styles, table);
		look = docx_look_of_styles(&of_table, &look);
	}
	DocxLook own = look_of_chain(styles, find_style(styles, id));
	return docx_look_of_styles(&own, &look);
}

DocxLook
docx_styles_run_look(const DocxStyles *styles, const char *id)
{
	return look_of_chain(styles, id ? g_hash_table_lookup(styles->by_id, id) : NULL);
}

DocxColour
docx_styles_ground(const DocxStyles *styles, const char *id)
{
	DocxColour ground = {0};
	const Style *style = find_style(styles, id);
	for (guint i = 0; style && i < MAX_CHAIN; i++, style = base_of(styles, style))
		ground = docx_colour_over(ground, style->ground);
	return ground;
}

DocxColour
docx_styles_cell_ground(const DocxStyles *styles, const char *id, gboolean is_first_row)
{
	const Style *style = id ? g_hash_table_lookup(styles->by_id, id) : NULL;
	if (!style)
		return (DocxColour){0};
	for (guint i = 0; style && i < MAX_CHAIN; i++, style = base_of(styles, style))
		if (style->shades_others || (style->shades_first && is_first_row))
			return (DocxColour){DOCX_COLOUR_UNKNOWN, {0}};
	return docx_styles_ground(styles, id);
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
