/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/xlsx.h"

#include <string.h>

#include "plugins/ooxml/format.h"
#include "plugins/ooxml/members.h"
#include "plugins/ooxml/properties.h"
#include "plugins/ooxml/sheet.h"
#include "plugins/ooxml/stream.h"

#define MAX_STRINGS 1000000
#define MAX_STRING_BYTES (64 * 1024 * 1024)
#define MAX_FORMATS 65536

/* NULL without failure: the part is not there */
static xmlDoc *
read_side_part(const SheetBook *book, const char *path, gboolean *ret_ok, GError **error)
{
	g_autoptr(GError) failure = NULL;
	xmlDoc *doc = path ? ooxml_package_read_xml(book->package, path, &failure) : NULL;
	*ret_ok = !failure || vet_sink_warning(book->sink, failure->message, error);
	return doc;
}

/* rich text is joined, phonetic runs are left out */
static gboolean
read_strings(const SheetBook *book, const char *path, GError **error)
{
	g_autoptr(OoxmlStream) stream = ooxml_stream_open(book->package, path, error);
	g_autoptr(GString) text = g_string_new(NULL);
	gboolean in_text = FALSE, in_phonetic = FALSE;
	gsize n_bytes = 0;
	while (stream) {
		OoxmlEvent event = ooxml_stream_next(stream, error);
		if (event == OOXML_STREAM_END || event == OOXML_STREAM_FAILED)
			return event == OOXML_STREAM_END;
		const char *name =
			event == OOXML_STREAM_TEXT ? "" : ooxml_stream_sheet_name(stream);
		if (event == OOXML_STREAM_TEXT && in_text && !in_phonetic)
			g_string_append(text, ooxml_stream_text(stream));
		else if (strcmp(name, "t") == 0)
			in_text = event == OOXML_STREAM_OPEN;
		else if (strcmp(name, "rPh") == 0)
			in_phonetic = event == OOXML_STREAM_OPEN;
		if (strcmp(name, "si") != 0 || event != OOXML_STREAM_CLOSE)
			continue;
		n_bytes += text->len;
		if (book->strings->len >= MAX_STRINGS || n_bytes > MAX_STRING_BYTES) {
			g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
				    "The part %s has more than %d texts or %d bytes of them; split "
				    "the workbook",
				    path, MAX_STRINGS, MAX_STRING_BYTES);
			return FALSE;
		}
		g_ptr_array_add(book->strings, g_strdup(text->str));
		g_string_truncate(text, 0);
	}
	return FALSE;
}

static const char *
find_code(const xmlNode *codes, guint id)
{
	for (const xmlNode *node = codes ? codes->children : NULL; node; node = node->next)
		if (node_is_in(node, NODE_SHEET, "numFmt") &&
		    node_number(node_attribute(node, "numFmtId"), G_MAXUINT, G_MAXINT32) == id)
			return node_attribute(node, "formatCode");
	return format_builtin(id);
}

static gboolean
read_formats(const SheetBook *book, const char *path, GError **error)
{
	gboolean ok;
	g_autoptr(xmlDoc) doc = read_side_part(book, path, &ok, error);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *codes = node_child_in(root, NODE_SHEET, "numFmts");
	const xmlNode *styles = node_child_in(root, NODE_SHEET, "cellXfs");
	for (const xmlNode *node = styles ? styles->children : NULL;
	     node && book->formats->len < MAX_FORMATS; node = node->next) {
		if (!node_is_in(node, NODE_SHEET, "xf"))
			continue;
		guint id = node_number(node_attribute(node, "numFmtId"), 0, G_MAXINT32);
		const char *code = id == 0 ? NULL : find_code(codes, id);
		g_ptr_array_add(book->formats, g_utf8_make_valid(code ? code : "", -1));
	}
	return ok;
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
	const char *strings = ooxml_relations_find(relations, "sharedStrings");
	g_autoptr(GError) failure = NULL;
	if (strings && !read_strings(book, strings, &failure) &&
	    !vet_sink_warning(book->sink, failure->message, error))
		return FALSE;
	return read_formats(book, ooxml_relations_find(relations, "styles"), error) &&
	       read_sheets(book, root, relations, error);
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
	g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) formats = g_ptr_array_new_with_free_func(g_free);
	SheetBook book = {package, sink, strings, formats, FALSE};
	guint64 max_size = vet_source_limits(source)->value[VET_LIMIT_DOCUMENT_BYTES];
	return ooxml_read_properties(package, sink, error) &&
	       read_book(&book, main_part, relations, error) &&
	       ooxml_read_members(package, main_part, relations, max_size, sink, error);
}
