/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/document.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PAGES 200000
#define MAX_TEMPLATES 10000
#define MAX_TEMPLATE_DOCS 64 /* kept parsed at a time */

static void
clear_entry(gpointer data)
{
	g_free(((OfdPageEntry *)data)->location);
}

static void
free_entry(gpointer data)
{
	clear_entry(data);
	g_free(data);
}

static OfdDocument *
document_new(OfdPackage *package)
{
	OfdDocument *document = g_new0(OfdDocument, 1);

	document->package = package;
	document->resources = ofd_resources_new(package);
	document->missing_resources = g_ptr_array_new_with_free_func(g_free);
	document->pages = g_array_new(FALSE, FALSE, sizeof(OfdPageEntry));
	g_array_set_clear_func(document->pages, clear_entry);
	document->templates = g_hash_table_new_full(NULL, NULL, NULL, free_entry);
	document->template_docs =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)xmlFreeDoc);
	return document;
}

void
ofd_document_free(OfdDocument *document)
{
	if (!document)
		return;
	g_array_unref(document->pages);
	g_hash_table_unref(document->templates);
	g_hash_table_unref(document->template_docs);
	g_ptr_array_unref(document->missing_resources);
	ofd_resources_free(document->resources);
	if (document->doc)
		xmlFreeDoc(document->doc);
	g_free(document);
}

static void
fill_entry(const OfdDocument *document, const xmlNode *node, OfdPageEntry *entry)
{
	g_autofree char *location = node_value(node, "BaseLoc");
	const char *order = node_attribute(node, "ZOrder");

	entry->id = node_id(node, "ID");
	entry->location = g_strdup(location ? location : "");
	entry->part = ofd_package_find(document->package, document->part, location);
	entry->foreground = order && g_ascii_strcasecmp(order, "Foreground") == 0;
}

static void
read_common_data(OfdDocument *document, const xmlNode *common)
{
	for (const xmlNode *node = node_first(common); node; node = node_next(node)) {
		if (node_is(node, "PublicRes") || node_is(node, "DocumentRes")) {
			g_autofree char *location = g_strstrip(node_text(node, 1024));
			if (*location &&
			    !ofd_resources_add(document->resources, document->part, location))
				g_ptr_array_add(document->missing_resources,
						g_steal_pointer(&location));
		} else if (node_is(node, "PageArea")) {
			document->area = node;
		} else if (node_is(node, "TemplatePage") &&
			   g_hash_table_size(document->templates) < MAX_TEMPLATES) {
			OfdPageEntry *entry = g_new0(OfdPageEntry, 1);
			fill_entry(document, node, entry);
			g_hash_table_replace(document->templates, GUINT_TO_POINTER(entry->id),
					     entry);
		}
	}
}

static void
read_pages(OfdDocument *document, const xmlNode *pages)
{
	for (const xmlNode *node = node_first(pages); node; node = node_next(node)) {
		OfdPageEntry entry = {0};
		if (!node_is(node, "Page"))
			continue;
		if (document->pages->len >= MAX_PAGES) {
			document->pages_dropped = TRUE;
			return;
		}
		fill_entry(document, node, &entry);
		g_array_append_val(document->pages, entry);
	}
}

OfdDocument *
ofd_document_open(OfdPackage *package, const OfdPart *from, const char *location, GError **error)
{
	g_autoptr(OfdDocument) document = document_new(package);

	document->part = ofd_package_find(package, from, location);
	if (!document->part) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The part %s is missing; export the document again",
			    location ? location : "DocRoot");
		return NULL;
	}
	document->doc = ofd_package_read_xml(package, document->part, &document->damaged, error);
	if (!document->doc)
		return NULL;
	const xmlNode *root = xmlDocGetRootElement(document->doc);
	read_common_data(document, node_child(root, "CommonData"));
	read_pages(document, node_child(root, "Pages"));
	return g_steal_pointer(&document);
}

/* The numbers in two names are compared as numbers: Page_9 stands before Page_10. */
static gint
by_name(gconstpointer left, gconstpointer right)
{
	return strverscmp(((const OfdPageEntry *)left)->part->key,
			  ((const OfdPageEntry *)right)->part->key);
}

OfdDocument *
ofd_document_salvage(OfdPackage *package)
{
	OfdDocument *document = document_new(package);
	const GPtrArray *parts = ofd_package_parts(package);

	for (guint i = 0; i < parts->len && document->pages->len < MAX_PAGES; i++) {
		const OfdPart *part = parts->pdata[i];
		if (!g_str_has_suffix(part->key, "content.xml") || strstr(part->key, "tpl") ||
		    strstr(part->key, "templ"))
			continue;
		OfdPageEntry entry = {.location = g_strdup(part->name), .part = part};
		g_array_append_val(document->pages, entry);
	}
	g_array_sort(document->pages, by_name);
	return document;
}

const xmlNode *
ofd_document_child(const OfdDocument *document, const char *name)
{
	return document->doc ? node_child(xmlDocGetRootElement(document->doc), name) : NULL;
}

xmlDoc *
ofd_document_template(OfdDocument *document, const OfdPageEntry *entry)
{
	gboolean damaged = FALSE;
	xmlDoc *doc = g_hash_table_lookup(document->template_docs, entry->part);

	if (doc || !entry->part)
		return doc;
	if (g_hash_table_size(document->template_docs) >= MAX_TEMPLATE_DOCS)
		g_hash_table_remove_all(document->template_docs);
	doc = ofd_package_read_xml(document->package, entry->part, &damaged, NULL);
	if (doc)
		g_hash_table_insert(document->template_docs, (gpointer)entry->part, doc);
	return doc;
}
