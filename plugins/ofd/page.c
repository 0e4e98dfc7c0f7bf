/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/page.h"
#include "plugins/ofd/draw.h"

#define POINTS (72 / 25.4)
/* templates of templates, if anybody writes them */
#define MAX_TEMPLATE_DEPTH 4
#define MAX_TEMPLATES 64 /* of one page, those of its templates among them */
/* mm: a page with sides beyond is none */
#define MAX_SIDE 20000.0

/* What the size of a page is taken from, the best first. */
static const char *const boxes[] = {"PhysicalBox", "ApplicationBox", "CropBox", "ContentBox",
				    "BleedBox"};

static gboolean
area_box(const xmlNode *area, VetBox *ret_box)
{
	for (guint i = 0; i < G_N_ELEMENTS(boxes); i++)
		if (node_box(area, boxes[i], ret_box) && !vet_box_is_empty(*ret_box) &&
		    ret_box->x1 <= MAX_SIDE && ret_box->y1 <= MAX_SIDE &&
		    ret_box->x0 >= -MAX_SIDE && ret_box->y0 >= -MAX_SIDE)
			return TRUE;
	return FALSE;
}

/*
 * The origin is the corner of the page.  A box that begins right of it or below is one within the
 * page, whose other sides are not said; one that begins left of it or above moves the page.
 */
static void
begin_sheet(OfdPage *page, const OfdDocument *document, const xmlNode *area)
{
	VetBox box = {0};

	if (!area_box(area, &box) && !area_box(document->area, &box)) {
		page->matrix = (OfdMatrix){POINTS, 0, 0, POINTS, 0, 0};
		page->sheet = ofd_sheet_new(0, 0);
		return;
	}
	double left = MIN(box.x0, 0), top = MIN(box.y0, 0);
	page->matrix = (OfdMatrix){POINTS, 0, 0, POINTS, -left * POINTS, -top * POINTS};
	page->sheet = ofd_sheet_new((box.x1 - left) * POINTS, (box.y1 - top) * POINTS);
}

static void G_GNUC_PRINTF(2, 3) add_fault(OfdPage *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(page->faults, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

static void draw_page(OfdPage *page, OfdDocument *document, OfdDrawing *drawing,
		      const xmlNode *root, guint depth);

/* Those painted before or after the page. */
static void
draw_templates(OfdPage *page, OfdDocument *document, OfdDrawing *drawing, const xmlNode *root,
	       gboolean foreground, guint depth)
{
	for (const xmlNode *node = node_first(root); node; node = node_next(node)) {
		if (!node_is(node, "Template"))
			continue;
		guint id = node_id(node, "TemplateID");
		const OfdPageEntry *entry =
			g_hash_table_lookup(document->templates, GUINT_TO_POINTER(id));
		const char *order = node_attribute(node, "ZOrder");
		gboolean in_front = order ? g_ascii_strcasecmp(order, "Foreground") == 0
					  : entry && entry->foreground;
		if (in_front != foreground)
			continue;
		if (depth >= MAX_TEMPLATE_DEPTH || page->n_templates >= MAX_TEMPLATES) {
			page->sheet->overflowed = TRUE;
			return;
		}
		page->n_templates++;
		xmlDoc *doc = entry ? ofd_document_template(document, entry) : NULL;
		if (doc)
			draw_page(page, document, drawing, xmlDocGetRootElement(doc), depth + 1);
		else
			add_fault(page, "its template %u (%s) is missing or cannot be read", id,
				  entry ? entry->location : "not in the list");
	}
}

static void
draw_page(OfdPage *page, OfdDocument *document, OfdDrawing *drawing, const xmlNode *root,
	  guint depth)
{
	OfdState state = {.matrix = page->matrix};

	draw_templates(page, document, drawing, root, FALSE, depth);
	ofd_draw_layers(drawing, &state, node_child(root, "Content"));
	draw_templates(page, document, drawing, root, TRUE, depth);
}

static void
read_page_resources(OfdPage *page, OfdDocument *document, const OfdPart *part, const xmlNode *root)
{
	for (const xmlNode *node = node_first(root); node; node = node_next(node)) {
		if (!node_is(node, "PageRes"))
			continue;
		g_autofree char *location = g_strstrip(node_text(node, 1024));
		if (*location && !ofd_resources_add(document->resources, part, location))
			g_ptr_array_add(document->missing_resources, g_strdup(location));
	}
}

static xmlDoc *
read_content(OfdPage *page, OfdDocument *document, const OfdPageEntry *entry)
{
	gboolean damaged = FALSE;
	g_autoptr(GError) failure = NULL;

	if (!entry->part) {
		add_fault(page, "its part %s is missing", entry->location);
		return NULL;
	}
	xmlDoc *doc = ofd_package_read_xml(document->package, entry->part, &damaged, &failure);
	if (!doc)
		add_fault(page, "was not read: %s", failure->message);
	else if (damaged)
		add_fault(page, "is damaged and was read as far as it goes");
	return doc;
}

OfdPage *
ofd_page_new(OfdDocument *document, const OfdPageEntry *entry, const OfdAnnotations *annotations,
	     OfdPaint *paint)
{
	OfdPage *page = g_new0(OfdPage, 1);

	page->faults = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(xmlDoc) doc = read_content(page, document, entry);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	begin_sheet(page, document, node_child(root, "Area"));
	OfdDrawing drawing = {
		.sheet = page->sheet, .resources = document->resources, .paint = paint};
	if (paint)
		ofd_paint_begin(paint, page->sheet->width, page->sheet->height);
	if (root) {
		read_page_resources(page, document, entry->part, root);
		draw_page(page, document, &drawing, root, 0);
	}
	drawing.is_note = TRUE;
	if (annotations)
		ofd_annotations_draw(annotations, entry->id, &drawing, page->matrix);
	ofd_sheet_finish(page->sheet);
	if (page->sheet->overflowed)
		add_fault(page, "draws more than is read of one page, or nests it too deep");
	return page;
}

void
ofd_page_free(OfdPage *page)
{
	if (!page)
		return;
	ofd_sheet_free(page->sheet);
	g_ptr_array_unref(page->faults);
	g_free(page);
}
