/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Looking at the XML of a part: names are held against the namespaces of both editions of ISO
 * 29500. */

#include "lib/extract.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

typedef enum {
	NODE_OTHER,
	NODE_WORD,    /* wordprocessingml: w: */
	NODE_MATH,    /* m: */
	NODE_COMPAT,  /* markup-compatibility: mc: */
	NODE_SHEET,   /* spreadsheetml */
	NODE_SLIDE,   /* presentationml: p: */
	NODE_DRAWING, /* drawingml: a: */
	NODE_CHART,   /* c:, and cx: of Office 2016 */
	NODE_DIAGRAM, /* dgm: */
	NODE_VML,     /* v: */
} NodeSpace;

/* NODE_OTHER also for what is no element. */
NodeSpace node_space(const xmlNode *node);
/* TRUE for the w: element of that name. */
gboolean node_is(const xmlNode *node, const char *name);
/* TRUE for the element of that name in that space. */
gboolean node_is_in(const xmlNode *node, NodeSpace space, const char *name);
/* The first child of that name in that space; NULL when there is none or `node` is NULL. */
xmlNode *node_child_in(const xmlNode *node, NodeSpace space, const char *name);
/* The first w: child of that name; NULL when there is none or `node` is NULL. */
xmlNode *node_child(const xmlNode *node, const char *name);
/* The attribute of that name in any namespace; NULL when absent or `node` is NULL or no element.  Owned
 * by the document. */
const char *node_attribute(const xmlNode *node, const char *name);
/* w:val of the w: child of that name; NULL when there is none. */
const char *node_child_value(const xmlNode *node, const char *name);
/* The attribute as a number within [0, maximum]; `fallback` when absent or none. */
guint node_number(const char *attribute, guint fallback, guint maximum);
/* An on/off property (w:vanish …): present and not val="0". `ret_on` is untouched when it is
 * absent. */
void node_switch(const xmlNode *properties, const char *name, gboolean *ret_on);
/* Of mc:AlternateContent the branch to read: both hold the same, so never read two. */
xmlNode *node_alternative(const xmlNode *node);

typedef gboolean (*NodeVisit)(xmlNode *node, gpointer user_data, GError **error);
/*
 * Calls `visit` for each child element in order, and for the children of those that only wrap
 * others (content controls, insertions, smart tags).  Stops at the first FALSE.
 */
gboolean node_visit(const xmlNode *parent, NodeVisit visit, gpointer user_data,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
