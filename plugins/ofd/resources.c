/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/resources.h"

#include <string.h>

#define MAX_FILES 256
#define MAX_ITEMS 100000

struct _OfdResources {
	OfdPackage *package;
	GHashTable *known; /* of OfdPart: what was added */
	GPtrArray *docs;   /* of xmlDoc: the nodes below are theirs */
	GHashTable *draw_params, *composites, *color_spaces; /* id → xmlNode */
	GHashTable *media_by_id;                             /* id → OfdMedia */
	GPtrArray *media;
	GHashTable *fonts; /* id → OfdFont */
};

/* One file of resources while it is read. */
typedef struct {
	OfdResources *resources;
	const OfdPart *part;
	char *folder; /* BaseLoc; NULL when there is none */
} Reading;

static void
media_free(gpointer data)
{
	OfdMedia *media = data;

	g_free(media->type);
	g_free(media->location);
	g_free(media);
}

static void
font_free(gpointer data)
{
	OfdFont *font = data;

	g_free(font->name);
	g_free(font->family);
	g_free(font);
}

OfdResources *
ofd_resources_new(OfdPackage *package)
{
	OfdResources *resources = g_new0(OfdResources, 1);

	resources->package = package;
	resources->known = g_hash_table_new(NULL, NULL);
	resources->docs = g_ptr_array_new_with_free_func((GDestroyNotify)xmlFreeDoc);
	resources->draw_params = g_hash_table_new(NULL, NULL);
	resources->composites = g_hash_table_new(NULL, NULL);
	resources->color_spaces = g_hash_table_new(NULL, NULL);
	resources->media_by_id = g_hash_table_new(NULL, NULL);
	resources->media = g_ptr_array_new_with_free_func(media_free);
	resources->fonts = g_hash_table_new_full(NULL, NULL, NULL, font_free);
	return resources;
}

void
ofd_resources_free(OfdResources *resources)
{
	if (!resources)
		return;
	g_hash_table_unref(resources->known);
	g_hash_table_unref(resources->draw_params);
	g_hash_table_unref(resources->composites);
	g_hash_table_unref(resources->color_spaces);
	g_hash_table_unref(resources->media_by_id);
	g_ptr_array_unref(resources->media);
	g_hash_table_unref(resources->fonts);
	g_ptr_array_unref(resources->docs);
	g_free(resources);
}

static void
add_node(GHashTable *table, const xmlNode *node)
{
	guint id = node_id(node, "ID");

	if (g_hash_table_size(table) < MAX_ITEMS)
		g_hash_table_insert(table, GUINT_TO_POINTER(id), (gpointer)node);
}

static void
add_draw_param(const Reading *reading, const xmlNode *node)
{
	add_node(reading->resources->draw_params, node);
}

static void
add_color_space(const Reading *reading, const xmlNode *node)
{
	add_node(reading->resources->color_spaces, node);
}

static void
add_composite(const Reading *reading, const xmlNode *node)
{
	add_node(reading->resources->composites, node);
}

static const OfdPart *
find_media(const Reading *reading, const char *location)
{
	const OfdPackage *package = reading->resources->package;
	const OfdPart *part = NULL;

	if (reading->folder && *location != '/' && *location != '\\') {
		g_autofree char *below = g_strconcat(reading->folder, "/", location, NULL);
		part = ofd_package_find(package, reading->part, below);
	}
	return part ? part : ofd_package_find(package, reading->part, location);
}

static void
add_media(const Reading *reading, const xmlNode *node)
{
	OfdResources *resources = reading->resources;
	g_autofree char *location = node_value(node, "MediaFile");

	if (!location || resources->media->len >= MAX_ITEMS)
		return;
	OfdMedia *media = g_new0(OfdMedia, 1);
	media->id = node_id(node, "ID");
	media->type = g_strdup(node_attribute(node, "Type"));
	if (!media->type)
		media->type = g_strdup("");
	media->part = find_media(reading, location);
	media->location = g_steal_pointer(&location);
	g_ptr_array_add(resources->media, media);
	g_hash_table_insert(resources->media_by_id, GUINT_TO_POINTER(media->id), media);
}

static char *
attribute_or_nothing(const xmlNode *node, const char *name)
{
	const char *value = node_attribute(node, name);
	return g_strdup(value ? value : "");
}

static void
add_font(const Reading *reading, const xmlNode *node)
{
	GHashTable *fonts = reading->resources->fonts;
	g_autofree char *location = node_value(node, "FontFile");

	if (g_hash_table_size(fonts) >= MAX_ITEMS)
		return;
	OfdFont *font = g_new0(OfdFont, 1);
	font->id = node_id(node, "ID");
	font->name = attribute_or_nothing(node, "FontName");
	font->family = attribute_or_nothing(node, "FamilyName");
	font->is_bold = node_flag(node, "Bold", FALSE);
	font->is_italic = node_flag(node, "Italic", FALSE);
	font->part = location ? find_media(reading, location) : NULL;
	g_hash_table_insert(fonts, GUINT_TO_POINTER(font->id), font);
}

static const struct {
	const char *list, *item;
	void (*add)(const Reading *reading, const xmlNode *node);
} kinds[] = {
	{"DrawParams", "DrawParam", add_draw_param},
	{"ColorSpaces", "ColorSpace", add_color_space},
	{"CompositeGraphicUnits", "CompositeGraphicUnit", add_composite},
	{"CompositeGraphicUnits", "CompositeGraphUnit", add_composite},
	{"CompositeGraphUnits", "CompositeGraphUnit", add_composite},
	{"MultiMedias", "MultiMedia", add_media},
	{"Fonts", "Font", add_font},
};

static void
add_list(const Reading *reading, const xmlNode *list)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (!node_is(list, kinds[i].list))
			continue;
		for (const xmlNode *item = node_first(list); item; item = node_next(item))
			if (node_is(item, kinds[i].item))
				kinds[i].add(reading, item);
	}
}

gboolean
ofd_resources_add(OfdResources *resources, const OfdPart *from, const char *location)
{
	gboolean damaged = FALSE;
	const OfdPart *part = ofd_package_find(resources->package, from, location);

	if (!part || resources->docs->len >= MAX_FILES)
		return FALSE;
	if (!g_hash_table_add(resources->known, (gpointer)part))
		return TRUE;
	xmlDoc *doc = ofd_package_read_xml(resources->package, part, &damaged, NULL);
	if (!doc)
		return FALSE;
	g_ptr_array_add(resources->docs, doc);
	const xmlNode *root = xmlDocGetRootElement(doc);
	g_autofree char *folder = node_value(root, "BaseLoc");
	Reading reading = {resources, part, folder};
	for (const xmlNode *list = node_first(root); list; list = node_next(list))
		add_list(&reading, list);
	return !damaged;
}

const xmlNode *
ofd_resources_draw_param(const OfdResources *resources, guint id)
{
	return g_hash_table_lookup(resources->draw_params, GUINT_TO_POINTER(id));
}

const xmlNode *
ofd_resources_composite(const OfdResources *resources, guint id)
{
	const xmlNode *unit = g_hash_table_lookup(resources->composites, GUINT_TO_POINTER(id));

	return node_child(unit, "Content");
}

const OfdMedia *
ofd_resources_media(const OfdResources *resources, guint id)
{
	return g_hash_table_lookup(resources->media_by_id, GUINT_TO_POINTER(id));
}

const OfdFont *
ofd_resources_font(const OfdResources *resources, guint id)
{
	return g_hash_table_lookup(resources->fonts, GUINT_TO_POINTER(id));
}

OfdColorSpace
ofd_resources_color_space(const OfdResources *resources, guint id)
{
	const xmlNode *node = g_hash_table_lookup(resources->color_spaces, GUINT_TO_POINTER(id));
	const char *type = node_attribute(node, "Type");

	if (type && g_ascii_strcasecmp(type, "GRAY") == 0)
		return OFD_COLOR_GRAY;
	return type && g_ascii_strcasecmp(type, "CMYK") == 0 ? OFD_COLOR_CMYK : OFD_COLOR_RGB;
}

const GPtrArray *
ofd_resources_all_media(const OfdResources *resources)
{
	return resources->media;
}
