/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the elements of HTML and SVG do to the text. */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	ELEMENT_BLOCK = 1 << 0,    /* stands on lines of its own */
	ELEMENT_VOID = 1 << 1,     /* has no content and no end tag */
	ELEMENT_GONE = 1 << 2,     /* is not shown */
	ELEMENT_PRE = 1 << 3,      /* keeps its blanks and line ends */
	ELEMENT_BOUNDARY = 1 << 4, /* no end tag within reaches beyond it */
	ELEMENT_TABLE_PART =
		1 << 5, /* but the end tags of a table's parts, which stop at the table */
	ELEMENT_STAYS_OPEN = 1 << 6,
	ELEMENT_RAW = 1 << 7, /* of HTML: no tags within, so it ends with its start */
} ElementFlags;

typedef enum {
	KIND_PLAIN,
	KIND_BREAK,
	KIND_TITLE,
	KIND_META,
	KIND_STYLE,
	KIND_SCRIPT,
	KIND_RAW, /* what stands in it is for browsers that do not know it */
	KIND_LINK,
	KIND_ANCHOR,
	KIND_PICTURE,
	KIND_FRAME,
	KIND_INPUT,
	KIND_TEXTAREA,
	KIND_SELECT,
	KIND_OPTION,
	KIND_DIALOG,
	KIND_LIST,
	KIND_ITEM,
	KIND_TABLE,
	KIND_ROW,
	KIND_CELL,
	KIND_SVG,
	KIND_SPAN_OF_SVG,
	KIND_NOTE,
} ElementKind;

typedef struct {
	const char *name;
	ElementKind kind;
	guint flags;
	const char *closes;        /* words: open elements that its start tag ends */
	const char *closes_within; /* words: but not beyond these */
} Element;

/* Never NULL: what is not known stands in its line and does nothing. */
const Element *element_find(const char *name);
typedef enum {
	ELEMENT_UNRELATED,
	ELEMENT_CLOSES, /* the start tag of the one ends the other */
	ELEMENT_STOPS,  /* and nothing beyond the other */
} ElementRelation;

/* Once, before a document is seen. */
void elements_prepare(void);
ElementRelation element_relation(const Element *element, const Element *open);

G_END_DECLS
