/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/annotation.h"

#define MAX_FILES 2000
#define MAX_TEXT_BYTES (16 * 1024)
#define STAMP_CONFIDENCE 0.8

/* The annotations of one page. */
typedef struct {
	guint page_id;
	xmlDoc *doc;
} File;

struct _OfdAnnotations {
	GArray *files; /* of File */
};

static void
clear_file(gpointer data)
{
	xmlFreeDoc(((File *)data)->doc);
}

static void
read_file(OfdAnnotations *annotations, OfdPackage *package, const OfdPart *from,
	  const xmlNode *page, gboolean *ret_lost)
{
	g_autofree char *location = node_value(page, "FileLoc");
	const OfdPart *part = ofd_package_find(package, from, location);
	gboolean damaged = FALSE;
	File file = {.page_id = node_id(page, "PageID")};

	if (part && annotations->files->len < MAX_FILES)
		file.doc = ofd_package_read_xml(package, part, &damaged, NULL);
	*ret_lost |= !file.doc || damaged;
	if (file.doc)
		g_array_append_val(annotations->files, file);
}

OfdAnnotations *
ofd_annotations_read(OfdPackage *package, const OfdPart *from, const char *location,
		     gboolean *ret_lost)
{
	const OfdPart *part = ofd_package_find(package, from, location);
	gboolean damaged = FALSE;
	g_autoptr(xmlDoc) doc = part ? ofd_package_read_xml(package, part, &damaged, NULL) : NULL;

	*ret_lost = !doc || damaged;
	if (!doc)
		return NULL;
	OfdAnnotations *annotations = g_new0(OfdAnnotations, 1);
	annotations->files = g_array_new(FALSE, FALSE, sizeof(File));
	g_array_set_clear_func(annotations->files, clear_file);
	for (const xmlNode *page = node_first(xmlDocGetRootElement(doc)); page;
	     page = node_next(page))
		if (node_is(page, "Page"))
			read_file(annotations, package, part, page, ret_lost);
	return annotations;
}

void
ofd_annotations_free(OfdAnnotations *annotations)
{
	if (!annotations)
		return;
	g_array_unref(annotations->files);
	g_free(annotations);
}

/* The first annotation of the file; NULL when it is another page's. */
static const xmlNode *
first_annotation(const OfdAnnotations *annotations, guint file, guint page_id)
{
	const File *at = &g_array_index(annotations->files, File, file);

	return at->page_id == page_id ? node_first(xmlDocGetRootElement(at->doc)) : NULL;
}

void
ofd_annotations_draw(const OfdAnnotations *annotations, guint page_id, OfdDrawing *drawing,
		     OfdMatrix matrix)
{
	for (guint i = 0; i < annotations->files->len; i++) {
		for (const xmlNode *annot = first_annotation(annotations, i, page_id); annot;
		     annot = node_next(annot)) {
			const xmlNode *appearance = node_child(annot, "Appearance");
			if (!node_is(annot, "Annot") || !appearance)
				continue;
			OfdState state = {
				.matrix = ofd_matrix_multiply(ofd_matrix_of_object(appearance),
							      matrix),
				.unseen = !node_flag(annot, "Visible", TRUE),
			};
			ofd_draw_block(drawing, &state, appearance);
		}
	}
}

/* The first URI of the annotation's actions, or of one in what it draws. */
static char *
find_uri(const xmlNode *node, guint depth)
{
	for (const xmlNode *child = node_first(node); child && depth > 0;
	     child = node_next(child)) {
		char *uri = node_is(child, "URI") ? node_value(child, "URI")
						  : find_uri(child, depth - 1);
		if (uri)
			return uri;
	}
	return NULL;
}

static gboolean
write_note(const char *text, VetBox box, VetSink *sink, GError **error)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", 256);

	for (char **line = lines; *line; line++) {
		g_strstrip(*line);
		if (**line && !vet_sink_line(sink, *line, box, NULL, 0, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
write_annotation(const xmlNode *annot, OfdMatrix matrix, VetSink *sink, GError **error)
{
	VetBox box = {0};
	const char *type = node_attribute(annot, "Type");
	g_autofree char *remark = node_text(node_child(annot, "Remark"), MAX_TEXT_BYTES);
	g_autofree char *uri = find_uri(annot, 6);

	if (node_box(node_child(annot, "Appearance"), "Boundary", &box))
		box = ofd_matrix_box(&matrix, box);
	vet_sink_set_role(sink,
			  node_flag(annot, "Visible", TRUE) ? VET_LINE_NOTE : VET_LINE_HIDDEN);
	if (!write_note(remark, box, sink, error) || (uri && !write_note(uri, box, sink, error)))
		return FALSE;
	if (!type || g_ascii_strcasecmp(type, "Stamp") != 0)
		return TRUE;
	VetMark mark = {VET_MARK_SEAL, box, STAMP_CONFIDENCE, (char *)"", (char *)"stamp"};
	return vet_sink_mark(sink, &mark, error);
}

gboolean
ofd_annotations_write(const OfdAnnotations *annotations, guint page_id, OfdMatrix matrix,
		      VetSink *sink, GError **error)
{
	for (guint i = 0; i < annotations->files->len; i++)
		for (const xmlNode *annot = first_annotation(annotations, i, page_id); annot;
		     annot = node_next(annot))
			if (node_is(annot, "Annot") &&
			    !write_annotation(annot, matrix, sink, error))
				return FALSE;
	vet_sink_set_role(sink, VET_LINE_BODY);
	return TRUE;
}
