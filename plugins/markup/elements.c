/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/elements.h"

#include <stdlib.h>
#include <string.h>

#define B ELEMENT_BLOCK
#define V ELEMENT_VOID
#define R ELEMENT_RAW
#define P "p"
#define P_WITHIN "table td th caption button object"
#define ROWS "td th tr caption colgroup thead tbody tfoot"

/* sorted by name */
static const Element elements[] = {
	{"a", KIND_ANCHOR, 0, NULL, NULL},
	{"address", KIND_PLAIN, B, P, P_WITHIN},
	{"area", KIND_PLAIN, V, NULL, NULL},
	{"article", KIND_PLAIN, B, P, P_WITHIN},
	{"aside", KIND_PLAIN, B, P, P_WITHIN},
	{"base", KIND_PLAIN, V, NULL, NULL},
	{"blockquote", KIND_PLAIN, B, P, P_WITHIN},
	{"body", KIND_PLAIN, B | ELEMENT_STAYS_OPEN, NULL, NULL},
	{"br", KIND_BREAK, V, NULL, NULL},
	{"button", KIND_PLAIN, 0, NULL, NULL},
	{"canvas", KIND_PLAIN, B, NULL, NULL},
	{"caption", KIND_PLAIN, B | ELEMENT_BOUNDARY | ELEMENT_TABLE_PART, ROWS, "table"},
	{"center", KIND_PLAIN, B, P, P_WITHIN},
	{"clipPath", KIND_PLAIN, ELEMENT_GONE, NULL, NULL},
	{"clippath", KIND_PLAIN, ELEMENT_GONE, NULL, NULL},
	{"col", KIND_PLAIN, V, NULL, NULL},
	{"colgroup", KIND_PLAIN, ELEMENT_TABLE_PART, "caption colgroup", "table"},
	{"datalist", KIND_PLAIN, B | ELEMENT_GONE, NULL, NULL},
	{"dd", KIND_PLAIN, B, "dt dd", "dl table td th"},
	{"defs", KIND_PLAIN, ELEMENT_GONE, NULL, NULL},
	{"desc", KIND_NOTE, B, NULL, NULL},
	{"details", KIND_PLAIN, B, P, P_WITHIN},
	{"dialog", KIND_DIALOG, B, P, P_WITHIN},
	{"dir", KIND_LIST, B, P, P_WITHIN},
	{"div", KIND_PLAIN, B, P, P_WITHIN},
	{"dl", KIND_PLAIN, B, P, P_WITHIN},
	{"dt", KIND_PLAIN, B, "dt dd", "dl table td th"},
	{"embed", KIND_FRAME, V, NULL, NULL},
	{"fieldset", KIND_PLAIN, B, P, P_WITHIN},
	{"figcaption", KIND_PLAIN, B, P, P_WITHIN},
	{"figure", KIND_PLAIN, B, P, P_WITHIN},
	{"footer", KIND_PLAIN, B, P, P_WITHIN},
	{"foreignObject", KIND_PLAIN, B, NULL, NULL},
	{"foreignobject", KIND_PLAIN, B, NULL, NULL},
	{"form", KIND_PLAIN, B, P, P_WITHIN},
	{"frame", KIND_FRAME, V, NULL, NULL},
	{"frameset", KIND_PLAIN, B, NULL, NULL},
	{"h1", KIND_PLAIN, B, P, P_WITHIN},
	{"h2", KIND_PLAIN, B, P, P_WITHIN},
	{"h3", KIND_PLAIN, B, P, P_WITHIN},
	{"h4", KIND_PLAIN, B, P, P_WITHIN},
	{"h5", KIND_PLAIN, B, P, P_WITHIN},
	{"h6", KIND_PLAIN, B, P, P_WITHIN},
	{"head", KIND_PLAIN, B, NULL, NULL},
	{"header", KIND_PLAIN, B, P, P_WITHIN},
	{"hr", KIND_PLAIN, B | V, P, P_WITHIN},
	{"html", KIND_PLAIN, B | ELEMENT_STAYS_OPEN, NULL, NULL},
	{"iframe", KIND_FRAME, R, NULL, NULL},
	{"image", KIND_PICTURE, 0, NULL, NULL},
	{"img", KIND_PICTURE, V, NULL, NULL},
	{"input", KIND_INPUT, V, NULL, NULL},
	{"isindex", KIND_PLAIN, V, NULL, NULL},
	{"legend", KIND_PLAIN, B, NULL, NULL},
	{"li", KIND_ITEM, B, "li p", "ul ol menu dir table td th"},
	{"link", KIND_LINK, V, NULL, NULL},
	{"listing", KIND_PLAIN, B | ELEMENT_PRE, P, P_WITHIN},
	{"main", KIND_PLAIN, B, P, P_WITHIN},
	{"menu", KIND_LIST, B, P, P_WITHIN},
	{"meta", KIND_META, V, NULL, NULL},
	{"metadata", KIND_PLAIN, B | ELEMENT_GONE, NULL, NULL},
	{"nav", KIND_PLAIN, B, P, P_WITHIN},
	{"noembed", KIND_RAW, R, NULL, NULL},
	{"noframes", KIND_PLAIN, B, NULL, NULL},
	{"noscript", KIND_PLAIN, ELEMENT_GONE, NULL, NULL},
	{"object", KIND_FRAME, ELEMENT_BOUNDARY, NULL, NULL},
	{"ol", KIND_LIST, B, P, P_WITHIN},
	{"optgroup", KIND_PLAIN, B, "option optgroup", "select"},
	{"option", KIND_OPTION, B, "option", "select datalist"},
	{"p", KIND_PLAIN, B, P, P_WITHIN},
	{"param", KIND_PLAIN, V, NULL, NULL},
	{"plaintext", KIND_PLAIN, B | ELEMENT_PRE, P, P_WITHIN},
	{"pre", KIND_PLAIN, B | ELEMENT_PRE, P, P_WITHIN},
	{"rp", KIND_PLAIN, 0, "rp rt", "ruby"},
	{"rt", KIND_PLAIN, 0, "rp rt", "ruby"},
	{"script", KIND_SCRIPT, R, NULL, NULL},
	{"section", KIND_PLAIN, B, P, P_WITHIN},
	{"select", KIND_SELECT, B, NULL, NULL},
	{"source", KIND_PLAIN, V, NULL, NULL},
	{"style", KIND_STYLE, R, NULL, NULL},
	{"summary", KIND_PLAIN, B, P, P_WITHIN},
	{"svg", KIND_SVG, B, NULL, NULL},
	{"symbol", KIND_PLAIN, ELEMENT_GONE, NULL, NULL},
	{"table", KIND_TABLE, B | ELEMENT_BOUNDARY | ELEMENT_TABLE_PART, P, P_WITHIN},
	{"tbody", KIND_PLAIN, B | ELEMENT_TABLE_PART, ROWS, "table"},
	{"td", KIND_CELL, B | ELEMENT_BOUNDARY | ELEMENT_TABLE_PART, "td th caption", "table tr"},
	{"template", KIND_PLAIN, ELEMENT_GONE, NULL, NULL},
	{"text", KIND_PLAIN, B, NULL, NULL},
	{"textarea", KIND_TEXTAREA, B | R, NULL, NULL},
	{"tfoot", KIND_PLAIN, B | ELEMENT_TABLE_PART, ROWS, "table"},
	{"th", KIND_CELL, B | ELEMENT_BOUNDARY | ELEMENT_TABLE_PART, "td th caption", "table tr"},
	{"thead", KIND_PLAIN, B | ELEMENT_TABLE_PART, ROWS, "table"},
	{"title", KIND_TITLE, R, NULL, NULL},
	{"tr", KIND_ROW, B | ELEMENT_TABLE_PART, "tr td th caption colgroup", "table"},
	{"track", KIND_PLAIN, V, NULL, NULL},
	{"tspan", KIND_SPAN_OF_SVG, 0, NULL, NULL},
	{"ul", KIND_LIST, B, P, P_WITHIN},
	{"video", KIND_PLAIN, B, NULL, NULL},
	{"wbr", KIND_PLAIN, V, NULL, NULL},
	{"xmp", KIND_PLAIN, B | ELEMENT_PRE, P, P_WITHIN},
};

static const Element unknown = {"", KIND_PLAIN, 0, NULL, NULL};

/* of each element to each that may be open: what the words above say, once and for all */
static guint8 relations[G_N_ELEMENTS(elements)][G_N_ELEMENTS(elements)];

static int
compare(const void *name, const void *element)
{
	return strcmp(name, ((const Element *)element)->name);
}

const Element *
element_find(const char *name)
{
	const Element *found =
		bsearch(name, elements, G_N_ELEMENTS(elements), sizeof elements[0], compare);
	return found ? found : &unknown;
}

static gboolean
is_in(const char *words, const char *name)
{
	gsize length = strlen(name);
	for (const char *p = words; p && *p;) {
		gsize word = strcspn(p, " ");
		if (word == length && memcmp(p, name, length) == 0)
			return TRUE;
		p += word + (p[word] == ' ');
	}
	return FALSE;
}

void
elements_prepare(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
		for (gsize j = 0; j < G_N_ELEMENTS(elements); j++) {
			const char *open = elements[j].name;
			relations[i][j] = is_in(elements[i].closes_within, open) ? ELEMENT_STOPS
					  : is_in(elements[i].closes, open)      ? ELEMENT_CLOSES
										 : 0;
		}
}

ElementRelation
element_relation(const Element *element, const Element *open)
{
	if (element == &unknown || open == &unknown)
		return ELEMENT_UNRELATED;
	return relations[element - elements][open - elements];
}
