/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/xlsx.h"

#include <string.h>

#include "plugins/ooxml/comments.h"
#include "plugins/ooxml/members.h"
#include "plugins/ooxml/properties.h"
#include "plugins/ooxml/sheet.h"
#include "plugins/ooxml/signature.h"
#include "plugins/ooxml/strings.h"

/* NULL without failure: the part is not there */
static xmlDoc *
read_side_part(const SheetBook *book, const char *path, gboolean *ret_ok, GError **error)
{
	g_autoptr(GError) failure = NULL;
	xmlDoc *doc = path ? ooxml_package_read_xml(book->package, path, &failure) : NULL;
	*ret_ok = !failure || vet_sink_warning(book->sink, failure->message, error);
	return doc;
}

static CellStyles *
read_styles(const SheetBook *book, const GPtrArray *relations, GError **error)
{
	gboolean has_styles, has_theme;
	g_autoptr(xmlDoc) styles =
		read_side_part(book, ooxml_relations_find(relations, "styles"), &has_styles, error);
	if (!has_styles)
		return NULL;
	g_autoptr(xmlDoc) theme =
		read_side_part(book, ooxml_relations_find(relations, "theme"), &has_theme, error);
	return has_theme ? cell_styles_new(styles, theme) : NULL;
}

static gboolean
read_sheets(const SheetBook *book, const xmlNode *root, const GPtrArray *relations, GError **error)
{
	const xmlNode *sheets = node_child_in(root, NODE_SHEET, "sheets");
	for (const xmlNode *node = sheets ? sheets->children : NULL; node; node = node->next) {
		if (!node_is_in(node, NODE_SHEET, "sheet"))
			continue;
		const char *name = node_attribute(node, "name");
		const char *state = node_attribute(node, "state");
		const char *path = ooxml_relations_target(relations, node_attribute(node, "id"));
		gboolean is_hidden = state && strcmp(state, "visible") != 0;
		if (!sheet_read(book, path ? path : "", name ? name : "", is_hidden, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
read_book(SheetBook *book, const char *main_part, const GPtrArray *relations, GError **error)
{
	g_autoptr(xmlDoc) doc = ooxml_package_read_xml(book->package, main_part, error);
	if (!doc)
		return FALSE;
	const xmlNode *root = xmlDocGetRootElement(doc);
	const char *system =
		node_attribute(node_child_in(root, NODE_SHEET, "workbookPr"), "date1904");
	book->is_1904 = system && (strcmp(system, "1") == 0 || strcmp(system, "true") == 0);
	g_autoptr(CellStyles) styles = read_styles(book, relations, error);
	g_autoptr(GHashTable) persons =
		styles ? comments_read_persons(book->package, relations, book->sink, error) : NULL;
	g_autoptr(GArray) strings = strings_new();
	const char *part = ooxml_relations_find(relations, "sharedStrings");
	g_autoptr(GError) failure = NULL;
	if (!persons ||
	    (part &&
	     !strings_read(strings, book->package, part, cell_styles_palette(styles), &failure) &&
	     !vet_sink_warning(book->sink, failure->message, error)))
		return FALSE;
	book->strings = strings;
	book->styles = styles;
	book->persons = persons;
	return read_sheets(book, root, relations, error);
}

gboolean
xlsx_read(const OoxmlPackage *package, const char *main_part, VetSource *source, VetSink *sink,
	  GError **error)
{
	if (g_str_has_suffix(main_part, ".bin")) {
		g_set_error_literal(
			error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			"The workbook is in Excel's binary form (xlsb); save it as xlsx");
		return FALSE;
	}
	g_autoptr(GPtrArray) relations = ooxml_package_relations(package, main_part);
	SheetBook book = {.package = package, .sink = sink};
	guint64 max_size = vet_source_limits(source)->value[VET_LIMIT_DOCUMENT_BYTES];
	return ooxml_read_properties(package, sink, error) &&
	       read_book(&book, main_part, relations, error) &&
	       ooxml_read_signatures(package, sink, error) &&
	       ooxml_read_members(package, main_part, relations, max_size, sink, error);
}
