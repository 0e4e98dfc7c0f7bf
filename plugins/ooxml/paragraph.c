/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/paragraph.h"

#include <string.h>

typedef struct {
	DocxParagraph *paragraph;
	const DocxStyles *styles;
	gboolean is_hidden; /* by the paragraph's style, then by the run */
} Reading;

typedef void (*ReadInline)(Reading *reading, const xmlNode *node);

static void read_inlines(Reading *reading, const xmlNode *parent);

/* signs of the fonts that Word draws boxes to tick with */
static const struct {
	const char *font;
	const char *code;
	const char *sign;
} symbols[] = {
	{"Wingdings", "F0FE", "☑"},   {"Wingdings", "F0FD", "☒"},   {"Wingdings", "F0FC", "✓"},
	{"Wingdings", "F0A8", "☐"},   {"Wingdings", "F06F", "☐"},   {"Wingdings", "F071", "☐"},
	{"Wingdings 2", "F052", "☑"}, {"Wingdings 2", "F053", "☒"}, {"Wingdings 2", "F054", "☒"},
	{"Wingdings 2", "F050", "✓"}, {"Wingdings 2", "F0A3", "☐"}, {"Wingdings 2", "F02A", "☐"},
};

static void
append(Reading *reading, const char *text)
{
	if (reading->is_hidden)
		reading->paragraph->n_hidden += (guint)g_utf8_strlen(text, -1);
	else
		g_string_append(reading->paragraph->text, text);
}

/* white space in the file is layout of the file */
static void
read_text(Reading *reading, const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type != XML_TEXT_NODE || !child->content)
			continue;
		g_autofree char *text =
			g_strdelimit(g_strdup((const char *)child->content), "\n\r\t", ' ');
		append(reading, text);
	}
}

static void
read_tab(Reading *reading, const xmlNode *node)
{
	append(reading, "\t");
}

static void
read_break(Reading *reading, const xmlNode *node)
{
	const char *type = node_attribute(node, "type");
	append(reading, type && strcmp(type, "page") == 0 ? "\f" : "\n");
}

static void
read_page_break(Reading *reading, const xmlNode *node)
{
	append(reading, "\f");
}

static void
read_hyphen(Reading *reading, const xmlNode *node)
{
	append(reading, "-");
}

static void
read_symbol(Reading *reading, const xmlNode *node)
{
	const char *font = node_attribute(node, "font");
	const char *code = node_attribute(node, "char");
	if (!font || !code)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(symbols); i++)
		if (strcmp(symbols[i].font, font) == 0 &&
		    g_ascii_strcasecmp(symbols[i].code, code) == 0)
			append(reading, symbols[i].sign);
}

/* a form field of the old kind: checked says more than the default */
static void
read_checkbox(Reading *reading, const xmlNode *node)
{
	gboolean is_checked = FALSE;
	node_switch(node, "default", &is_checked);
	node_switch(node, "checked", &is_checked);
	append(reading, is_checked ? "☑" : "☐");
}

static void
read_run(Reading *reading, const xmlNode *node)
{
	gboolean outer = reading->is_hidden;
	const xmlNode *properties = node_child(node, "rPr");
	const char *style = node_child_value(properties, "rStyle");
	if (style)
		reading->is_hidden |= docx_styles_is_hidden(reading->styles, style);
	node_switch(properties, "vanish", &reading->is_hidden);
	read_inlines(reading, node);
	reading->is_hidden = outer;
}

static void
read_anchored(Reading *reading, const xmlNode *node)
{
	g_ptr_array_add(reading->paragraph->anchored, (gpointer)node);
}

static void
skip(Reading *reading, const xmlNode *node)
{
}

static const struct {
	NodeSpace space;
	const char *name;
	ReadInline read;
} inlines[] = {
	{NODE_WORD, "r", read_run},
	{NODE_WORD, "t", read_text},
	{NODE_MATH, "t", read_text},
	{NODE_WORD, "tab", read_tab},
	{NODE_WORD, "ptab", read_tab},
	{NODE_WORD, "br", read_break},
	{NODE_WORD, "cr", read_break},
	{NODE_WORD, "lastRenderedPageBreak", read_page_break},
	{NODE_WORD, "noBreakHyphen", read_hyphen},
	{NODE_WORD, "sym", read_symbol},
	{NODE_WORD, "checkBox", read_checkbox},
	{NODE_WORD, "txbxContent", read_anchored},
	{NODE_WORD, "tbl", read_anchored},
	/* properties hold elements of the names above */
	{NODE_WORD, "pPr", skip},
	{NODE_WORD, "rPr", skip},
	{NODE_WORD, "sdtPr", skip},
	{NODE_WORD, "sdtEndPr", skip},
	{NODE_WORD, "rubyPr", skip},
	/* the phonetic guide beside its text */
	{NODE_WORD, "rt", skip},
	/* tracked changes: what was taken away */
	{NODE_WORD, "del", skip},
	{NODE_WORD, "moveFrom", skip},
};

/* NULL: no element of its own, what is inside counts */
static ReadInline
find_inline(const xmlNode *node)
{
	NodeSpace space = node_space(node);
	for (guint i = 0; i < G_N_ELEMENTS(inlines); i++)
		if (inlines[i].space == space &&
		    strcmp(inlines[i].name, (const char *)node->name) == 0)
			return inlines[i].read;
	return NULL;
}

static void
read_inlines(Reading *reading, const xmlNode *parent)
{
	for (const xmlNode *node = parent->children; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		ReadInline read = find_inline(node);
		const xmlNode *inner =
			node_space(node) == NODE_COMPAT ? node_alternative(node) : node;
		if (read)
			read(reading, node);
		else if (inner)
			read_inlines(reading, inner);
	}
}

/* the paragraph's own list, else its style's; numId 0 takes it out of any */
static char *
next_label(const xmlNode *properties, const char *style, const DocxStyles *styles,
	   DocxNumbering *numbering)
{
	const xmlNode *own = node_child(properties, "numPr");
	const char *numbering_style = NULL;
	guint num_id = 0, level = 0;
	gboolean is_numbered =
		docx_styles_numbering(styles, style, &num_id, &level, &numbering_style);
	if (own) {
		const char *own_level = node_child_value(own, "ilvl");
		num_id = node_number(node_child_value(own, "numId"), num_id, G_MAXINT);
		level = node_number(own_level, level, DOCX_LEVELS - 1);
		if (own_level)
			numbering_style = NULL;
	}
	if ((!own && !is_numbered) || num_id == 0)
		return g_strdup("");
	return docx_numbering_next(numbering, num_id, level, numbering_style);
}

static void
read_properties(DocxParagraph *paragraph, const xmlNode *properties)
{
	node_switch(properties, "pageBreakBefore", &paragraph->breaks_before);
	const xmlNode *section = node_child(properties, "sectPr");
	if (section) {
		const char *type = node_child_value(section, "type");
		paragraph->breaks_after = !type || strcmp(type, "continuous") != 0;
	}
}

static gboolean
is_blank(const char *text)
{
	return text[strspn(text, " \t\n\f")] == '\0';
}

/* the label goes before the text's first sign, behind a break that opens the paragraph */
static void
insert_label(GString *text, const char *label)
{
	if (!is_blank(text->str))
		g_string_insert(text, (gssize)strspn(text->str, " \t\n\f"), label);
}

DocxParagraph *
docx_paragraph_new(const xmlNode *node, const DocxStyles *styles, DocxNumbering *numbering)
{
	DocxParagraph *paragraph = g_new0(DocxParagraph, 1);
	paragraph->text = g_string_new(NULL);
	paragraph->anchored = g_ptr_array_new();
	const xmlNode *properties = node_child(node, "pPr");
	const char *style = node_child_value(properties, "pStyle");
	read_properties(paragraph, properties);
	Reading reading = {paragraph, styles, docx_styles_is_hidden(styles, style)};
	read_inlines(&reading, node);
	g_autofree char *label = next_label(properties, style, styles, numbering);
	insert_label(paragraph->text, label);
	return paragraph;
}

void
docx_paragraph_free(DocxParagraph *paragraph)
{
	g_string_free(paragraph->text, TRUE);
	g_ptr_array_unref(paragraph->anchored);
	g_free(paragraph);
}
