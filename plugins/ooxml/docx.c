/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/docx.h"

#include <string.h>

#include "plugins/ooxml/block.h"
#include "plugins/ooxml/drawing.h"
#include "plugins/ooxml/members.h"
#include "plugins/ooxml/properties.h"
#include "plugins/ooxml/signature.h"

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

/* headers or footers */
static gboolean
read_margins(const Docx *docx, const DocxReading *reading, const char *type, VetLineRole role,
	     GError **error)
{
	DocxReading inner = *reading;
	inner.in_body = FALSE;
	docx_flow_set_role(reading->flow, role);
	for (guint i = 0; i < docx->relations->len; i++) {
		const OoxmlRelation *relation = docx->relations->pdata[i];
		g_autoptr(xmlDoc) doc = NULL;
		if (strcmp(relation->type, type) != 0)
			continue;
		if (!read_side_part(docx, relation->target, &doc, error))
			return FALSE;
		g_autoptr(GPtrArray) relations =
			ooxml_package_relations(docx->package, relation->target);
		inner.relations = relations;
		if (doc && !docx_read_blocks(&inner, xmlDocGetRootElement(doc), error))
			return FALSE;
	}
	docx_flow_set_role(reading->flow, VET_LINE_BODY);
	return TRUE;
}

static gboolean
read_parts(const Docx *docx, const DocxReading *reading, const xmlNode *body, GError **error)
{
	if (!read_margins(docx, reading, "header", VET_LINE_HEADER, error) ||
	    !docx_read_blocks(reading, body, error) || !docx_read_due_notes(reading, error))
		return FALSE;
	docx_notes_refer_all(reading->notes);
	return docx_read_due_notes(reading, error) &&
	       read_margins(docx, reading, "footer", VET_LINE_FOOTER, error) &&
	       docx_flow_finish(reading->flow, error);
}

/* what is drawn in a header may lie under the text of each page */
static DocxShapes
look_at_shapes(const Docx *docx, const xmlNode *body)
{
	DocxShapes shapes = {FALSE, FALSE};
	docx_shapes_look(&shapes, body);
	for (guint i = 0; i < docx->relations->len; i++) {
		const OoxmlRelation *relation = docx->relations->pdata[i];
		g_autoptr(xmlDoc) doc =
			strcmp(relation->type, "header") == 0
				? ooxml_package_read_xml(docx->package, relation->target, NULL)
				: NULL;
		if (doc)
			docx_shapes_look(&shapes, xmlDocGetRootElement(doc));
	}
	return shapes;
}

/* a background is shown when the settings say so */
static DocxColour
ground_of_pages(const DocxPalette *palette, const xmlNode *root, const xmlDoc *settings,
		const DocxShapes *shapes)
{
	const xmlNode *background = node_child(root, "background");
	gboolean is_shown = FALSE;
	if (settings)
		node_switch(xmlDocGetRootElement(settings), "displayBackgroundShape", &is_shown);
	if (shapes->has_wide ||
	    (is_shown && background && xmlFirstElementChild((xmlNode *)background)))
		return (DocxColour){DOCX_COLOUR_UNKNOWN, {0}};
	DocxColour colour = docx_colour_of_page(palette, is_shown ? background : NULL);
	return docx_colour_over(colour, DOCX_WHITE);
}

/* parts that say how the text is to be understood; each may be missing */
typedef struct {
	xmlDoc *styles, *numbering, *theme, *settings;
} SideParts;

static void
clear_side_parts(SideParts *parts)
{
	g_clear_pointer(&parts->styles, xmlFreeDoc);
	g_clear_pointer(&parts->numbering, xmlFreeDoc);
	g_clear_pointer(&parts->theme, xmlFreeDoc);
	g_clear_pointer(&parts->settings, xmlFreeDoc);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SideParts, clear_side_parts)

static gboolean
read_side_parts(const Docx *docx, SideParts *parts, GError **error)
{
	const struct {
		const char *type;
		xmlDoc **doc;
		gboolean has_text; /* FALSE: colours alone, and nothing is lost without it */
	} wanted[] = {
		{"styles", &parts->styles, TRUE},
		{"numbering", &parts->numbering, TRUE},
		{"theme", &parts->theme, FALSE},
		{"settings", &parts->settings, FALSE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
		const char *path = ooxml_relations_find(docx->relations, wanted[i].type);
		gboolean is_wanted =
			path && (wanted[i].has_text || ooxml_package_has(docx->package, path));
		if (is_wanted && !read_side_part(docx, path, wanted[i].doc, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
read_body(const Docx *docx, const xmlNode *root, const xmlNode *body, const SideParts *parts,
	  GError **error)
{
	double width, height;
	find_page_size(body, &width, &height);
	g_autoptr(DocxPalette) palette = docx_palette_new(parts->theme, parts->settings);
	g_autoptr(DocxStyles) styles = docx_styles_new(parts->styles, palette);
	g_autoptr(DocxNumbering) numbering = docx_numbering_new(parts->numbering);
	g_autoptr(DocxFlow) flow = docx_flow_new(docx->sink, width, height);
	g_autoptr(GHashTable) seen = drawing_seen_new();
	g_autoptr(DocxNotes) notes =
		docx_notes_new(docx->package, docx->relations, docx->sink, error);
	if (!notes)
		return FALSE;
	DocxReading reading = {
		.package = docx->package,
		.relations = docx->relations,
		.place = {.palette = palette, .styles = styles, .numbering = numbering},
		.shapes = look_at_shapes(docx, body),
		.in_body = TRUE,
		.notes = notes,
		.flow = flow,
		.sink = docx->sink,
		.seen = seen,
	};
	reading.place.ground = ground_of_pages(palette, root, parts->settings, &reading.shapes);
	return read_parts(docx, &reading, body, error);
}

static gboolean
read_text(const Docx *docx, GError **error)
{
	g_autoptr(xmlDoc) doc = ooxml_package_read_xml(docx->package, docx->main_part, error);
	if (!doc)
		return FALSE;
	const xmlNode *root = xmlDocGetRootElement(doc), *body = node_child(root, "body");
	if (!body) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The part %s has no body; save the document again", docx->main_part);
		return FALSE;
	}
	g_auto(SideParts) parts = {NULL, NULL, NULL, NULL};
	return read_side_parts(docx, &parts, error) && read_body(docx, root, body, &parts, error);
}

static gboolean
warn_of_links(const Docx *docx, GError **error)
{
	guint n = ooxml_package_count_linked(docx->package, docx->main_part);
	if (n == 0)
		return TRUE;
	g_autofree char *warning = g_strdup_printf(
		"%u pictures or files are links to what is not in the document; put them into it",
		n);
	return vet_sink_warning(docx->sink, warning, error);
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
	       ooxml_read_signatures(package, sink, error) && warn_of_links(&docx, error) &&
	       ooxml_read_members(package, main_part, relations, max_size, sink, error);
}
