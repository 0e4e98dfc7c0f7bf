/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Looking at the XML of a part.  Names are held against local names alone: OFD is written in two
 * name spaces (http://www.ofdspec.org/2016 and the older http://www.ofdspec.org), with any prefix,
 * with none, and mixed.  Every `node` may be NULL, which has no children and no attributes.
 */

#include "lib/extract.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

/* TRUE for an element of that local name. */
gboolean node_is(const xmlNode *node, const char *name);
/* The first child element of that name; NULL when there is none. */
xmlNode *node_child(const xmlNode *node, const char *name);
/* The first child element of any name, and the element after one; NULL when there is none. */
xmlNode *node_first(const xmlNode *node);
xmlNode *node_next(const xmlNode *node);
/* The attribute of that name; NULL when absent.  Owned by the document. */
const char *node_attribute(const xmlNode *node, const char *name);
/*
 * What is written between the tags, its blanks kept, at most `maximum` bytes.  Never NULL; caller
 * frees.
 */
char *node_text(const xmlNode *node, gsize maximum);
/* The attribute of that name, else the text of the child of that name, blanks around it gone; NULL
 * when there is neither or nothing in it.  Caller frees. */
char *node_value(const xmlNode *node, const char *name);

/*
 * Numbers of OFD: decimal, apart by blanks or commas.  One that is not finite or beyond ±1e9 is 0.
 * Returns how many were read, at most `maximum`.
 */
guint node_numbers(const char *text, double *ret_numbers, guint maximum);
double node_number(const xmlNode *node, const char *name, double fallback);
/* "false" and "0" are FALSE; `fallback` when absent. */
gboolean node_flag(const xmlNode *node, const char *name, gboolean fallback);
/* An ST_Box "x y width height" of an attribute or child, sides turned positive; FALSE when there is
 * none. */
gboolean node_box(const xmlNode *node, const char *name, VetBox *ret_box);
/* An identifier (ID, Font, ResourceID …): 0 when there is none. */
guint node_id(const xmlNode *node, const char *name);

G_END_DECLS
