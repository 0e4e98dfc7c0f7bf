/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/sheet-drawing.h"

#include <string.h>

#include "plugins/ooxml/drawing.h"

#define MAX_ANCHORS 20000
#define MAX_DEPTH 4

typedef struct {
	const xmlNode *node;
	guint row, column, order;
} Anchor;

static guint
number_in(const xmlNode *node)
{
	const char *text = node && node->children ? (const char *)node->children->content : NULL;
	g_autofree char *number = g_strstrip(g_strdup(text ? text : ""));
	return node_number(number, 0, G_MAXINT32);
}

/* one of Excel's own elements may stand around an anchor that older versions do not know */
static void
collect_anchors(const xmlNode *parent, guint depth, GArray *anchors)
{
	for (const xmlNode *node = parent ? parent->children : NULL;
	     node && depth < MAX_DEPTH && anchors->len < MAX_ANCHORS; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (node_space(node) == NODE_COMPAT) {
			collect_anchors(node_alternative(node), depth + 1, anchors);
			continue;
		}
		const xmlNode *from = drawing_child(node, "from");
		Anchor anchor = {node, number_in(drawing_child(from, "row")),
				 number_in(drawing_child(from, "col")), anchors->len};
		g_array_append_val(anchors, anchor);
	}
}

static int
compare_anchors(gconstpointer a, gconstpointer b)
{
	const Anchor *x = a, *y = b;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

gboolean
sheet_drawing_write(const OoxmlPackage *package, const GPtrArray *relations, VetLineRole role,
		    VetSink *sink, GError **error)
{
	const char *path = ooxml_relations_find(relations, "drawing");
	g_autoptr(GError) failure = NULL;
	g_autoptr(xmlDoc) doc = path ? ooxml_package_read_xml(package, path, &failure) : NULL;
	if (failure)
		return vet_sink_warning(sink, failure->message, error);
	if (!doc)
		return TRUE;
	g_autoptr(GPtrArray) own = ooxml_package_relations(package, path);
	g_autoptr(GHashTable) seen = drawing_seen_new();
	g_autoptr(GArray) anchors = g_array_new(FALSE, FALSE, sizeof(Anchor));
	const Drawing drawing = {package, own, sink, role, {0}, seen};
	collect_anchors(xmlDocGetRootElement(doc), 0, anchors);
	if (anchors->len >= MAX_ANCHORS &&
	    !vet_sink_warning(sink, "A sheet has more shapes than are read; split it", error))
		return FALSE;
	g_array_sort(anchors, compare_anchors);
	for (guint i = 0; i < anchors->len; i++)
		if (!drawing_write(&drawing, g_array_index(anchors, Anchor, i).node, error))
			return FALSE;
	return TRUE;
}
