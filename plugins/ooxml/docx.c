/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/docx.h"

#include <string.h>

#include "plugins/ooxml/block.h"
#include "plugins/ooxml/members.h"
#include "plugins/ooxml/properties.h"

#define TWIPS_PER_POINT 20.0
#define MAX_PAGE_TWIPS 31680 /* Word's own: 22 inches */

typedef struct {
	const OoxmlPackage *package;
	const char *main_part;
	GPtrArray *relations;
	VetSink *sink;
} Docx;

/* NULL without error: the part is not there, or its damage was said and the rest is read */
static gboolean
read_side_part(const Docx *docx, const char *path, xmlDoc **ret_doc, GError **error)
{
	g_autoptr(GError) failure = NULL;
	xmlDoc *doc = path ? ooxml_package_read_xml(docx->package, path, &failure) : NULL;
	if (failure && !vet_sink_warning(docx->sink, failure->message, error))
		return FALSE;
	*ret_doc = doc;
	return TRUE;
}

/* the first section's; pages of mixed size are rare and have no positions anyhow */
static void
find_page_size(const xmlNode *body, double *ret_width, double *ret_height)
{
	const xmlNode *section = node_child(body, "sectPr");
	for (const xmlNode *node = body->children; node; node = node->next) {
		const xmlNode *inner =
			node_is(node, "p") ? node_child(node_child(node, "pPr"), "sectPr") : NULL;
		if (inner) {
			section = inner;
			break;
		}
	}
	const xmlNode *size = node_child(section, "pgSz");
	*ret_width = node_number(node_attribute(size, "w"), 0, MAX_PAGE_TWIPS) / TWIPS_PER_POINT;
	*ret_height = node_number(node_attribute(size, "h"), 0, MAX_PAGE_TWIPS) / TWIPS_PER_POINT;
}

static gboolean
read_margins(const Docx *docx, const DocxReading *reading, const char *type, GError **error)
{
	docx_flow_set_margin(reading->flow, TRUE);
	for (guint i = 0; i < docx->relations->len; i++) {
		const OoxmlRelation *relation = docx->relations->pdata[i];
		g_autoptr(xmlDoc) doc = NULL;
		if (strcmp(relation->type, type) != 0)
			continue;
		if (!read_side_part(docx, relation->target, &doc, error) ||
		    (doc && !docx_read_blocks(reading, xmlDocGetRootElement(doc), error)))
			return FALSE;
	}
	docx_flow_set_margin(reading->flow, FALSE);
	return TRUE;
}

/* notes that hold separating lines have a type, those that hold text have none */
static gboolean
read_notes(const Docx *docx, const DocxReading *reading, const char *type, GError **error)
{
	g_autoptr(xmlDoc) doc = NULL;
	if (!read_side_part(docx, ooxml_relations_find(docx->relations, type), &doc, error))
		return FALSE;
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	for (const xmlNode *note = root ? root->children : NULL; note; note = note->next) {
		const char *kind =
			node_attribute(note->type == XML_ELEMENT_NODE ? note : NULL, "type");
		gboolean has_text =
			note->type == XML_ELEMENT_NODE && (!kind || strcmp(kind, "normal") == 0);
		if (has_text && !docx_read_blocks(reading, note, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
read_parts(const Docx *docx, const DocxReading *reading, const xmlNode *body, GError **error)
{
	return read_margins(docx, reading, "header", error) &&
	       docx_read_blocks(reading, body, error) &&
	       read_notes(docx, reading, "footnotes", error) &&
	       read_notes(docx, reading, "endnotes", error) &&
	       read_margins(docx, reading, "footer", error) &&
	       docx_flow_finish(reading->flow, error);
}

static gboolean
read_text(const Docx *docx, GError **error)
{
	g_autoptr(xmlDoc) doc = ooxml_package_read_xml(docx->package, docx->main_part, error);
	if (!doc)
		return FALSE;
	const xmlNode *body = node_child(xmlDocGetRootElement(doc), "body");
	if (!body) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The part %s has no body; save the document again", docx->main_part);
		return FALSE;
	}
	g_autoptr(xmlDoc) styles_doc = NULL;
	g_autoptr(xmlDoc) numbering_doc = NULL;
	if (!read_side_part(docx, ooxml_relations_find(docx->relations, "styles"), &styles_doc,
			    error) ||
	    !read_side_part(docx, ooxml_relations_find(docx->relations, "numbering"),
			    &numbering_doc, error))
		return FALSE;
	double width, height;
	find_page_size(body, &width, &height);
	g_autoptr(DocxStyles) styles = docx_styles_new(styles_doc);
	g_autoptr(DocxNumbering) numbering = docx_numbering_new(numbering_doc);
	g_autoptr(DocxFlow) flow = docx_flow_new(docx->sink, width, height);
	DocxReading reading = {styles, numbering, flow};
	return read_parts(docx, &reading, body, error);
}

gboolean
docx_read(const OoxmlPackage *package, VetSource *source, VetSink *sink, GError **error)
{
	g_autoptr(GPtrArray) roots = ooxml_package_relations(package, "");
	const char *main_part = ooxml_relations_find(roots, "officeDocument");
	if (!main_part || !ooxml_package_has(package, main_part))
		main_part = "word/document.xml";
	g_autoptr(GPtrArray) relations = ooxml_package_relations(package, main_part);
	Docx docx = {package, main_part, relations, sink};
	guint64 max_size = vet_source_limits(source)->value[VET_LIMIT_DOCUMENT_BYTES];
	return ooxml_read_properties(package, sink, error) && read_text(&docx, error) &&
	       ooxml_read_members(package, main_part, relations, max_size, sink, error);
}
