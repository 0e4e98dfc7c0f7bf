/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/paragraph.h"
#include "plugins/ooxml/field.h"
#include "plugins/ooxml/symbol.h"

#include <string.h>

#define MAX_CHARACTER 0x10ffff

typedef struct {
	DocxParagraph *paragraph;
	const DocxPlace *place;
	DocxLook look;     /* the paragraph's style's */
	DocxColour ground; /* the paragraph's */
	/* of the run that is read */
	gboolean is_hidden, is_vanished;
	const char *font; /* for what is no letter of Chinese; NULL: the style's */
	DocxFields fields;
	GString *code;   /* text in fields, where it is not shown */
	gsize hidden_at; /* how long the text was when something was hidden last */
} Reading;

typedef void (*ReadInline)(Reading *reading, const xmlNode *node);

static void read_inlines(Reading *reading, const xmlNode *parent);

static void
append_hidden(Reading *reading, const char *text)
{
	GString *hidden = reading->paragraph->hidden;
	if (hidden->len > 0 && reading->paragraph->text->len > reading->hidden_at)
		g_string_append_c(hidden, '\n');
	g_string_append(hidden, text);
	reading->hidden_at = reading->paragraph->text->len;
}

static void
append(Reading *reading, const char *text)
{
	if (docx_fields_is_unseen(&reading->fields))
		g_string_append(reading->code, text);
	else if (reading->is_hidden)
		append_hidden(reading, text);
	else
		g_string_append(reading->paragraph->text, text);
}

/* letters that no eye could see still break the line */
static void
append_break(Reading *reading, const char *text)
{
	if (!reading->is_vanished)
		g_string_append(reading->paragraph->text, text);
}

static void
append_signs(Reading *reading, const char *text)
{
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		const char *sign = docx_symbol_find(reading->font, g_utf8_get_char(p));
		g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
		append(reading, sign ? sign : letter);
	}
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
		if (reading->font && docx_symbol_is_font(reading->font))
			append_signs(reading, text);
		else
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
	append_break(reading, type && strcmp(type, "page") == 0 ? "\f" : "\n");
}

static void
read_page_break(Reading *reading, const xmlNode *node)
{
	append_break(reading, "\f");
}

static void
read_hyphen(Reading *reading, const xmlNode *node)
{
	append(reading, "-");
}

/* a font of signs, or any other with the number of its character */
static void
read_symbol(Reading *reading, const xmlNode *node)
{
	const char *font = node_attribute(node, "font");
	const char *code = node_attribute(node, "char");
	guint64 number;
	char letter[8] = "";
	if (!font || !code ||
	    !g_ascii_string_to_unsigned(code, 16, 1, MAX_CHARACTER, &number, NULL))
		return;
	const char *sign = docx_symbol_find(font, (guint)number);
	if (!sign && !docx_symbol_is_font(font) && g_unichar_isgraph((gunichar)number))
		letter[g_unichar_to_utf8((gunichar)number, letter)] = '\0';
	append(reading, sign ? sign : letter);
}

/* a form's box or list stands where its field begins */
static void
read_field(Reading *reading, const xmlNode *node)
{
	const char *form = docx_field_form(node_child(node, "ffData"));
	gboolean was_form = docx_fields_is_form(&reading->fields);
	append(reading, form);
	docx_fields_step(&reading->fields, node);
	if (docx_fields_is_unseen(&reading->fields) || reading->code->len == 0)
		return;
	if (!was_form)
		append_hidden(reading, reading->code->str);
	g_string_truncate(reading->code, 0);
}

static void
read_run(Reading *reading, const xmlNode *node)
{
	gboolean was_hidden = reading->is_hidden, was_vanished = reading->is_vanished;
	const char *outer_font = reading->font;
	const xmlNode *properties = node_child(node, "rPr");
	DocxLook own = docx_look_read(properties, reading->place->palette);
	DocxLook styled = docx_styles_run_look(reading->place->styles,
					       node_child_value(properties, "rStyle"));
	DocxLook look = docx_look_of_styles(&styled, &reading->look);
	look = docx_look_over(&own, &look);
	reading->is_vanished = look.vanish;
	reading->is_hidden = docx_look_is_hidden(&look, reading->ground);
	reading->font = node_attribute(node_child(properties, "rFonts"), "ascii");
	read_inlines(reading, node);
	reading->is_hidden = was_hidden;
	reading->is_vanished = was_vanished;
	reading->font = outer_font;
}

static void
read_reference(Reading *reading, const xmlNode *node)
{
	static const char *const names[DOCX_N_NOTE_KINDS] = {
		"footnoteReference", "endnoteReference", "commentReference"};
	DocxReference reference = {.at = reading->paragraph->text->len,
				   .id = node_attribute(node, "id")};
	for (guint i = 0; i < DOCX_N_NOTE_KINDS; i++)
		if (strcmp(names[i], (const char *)node->name) == 0)
			reference.kind = (DocxNoteKind)i;
	if (reference.id)
		g_array_append_val(reading->paragraph->references, reference);
}

guint
docx_count_deleted(const xmlNode *node)
{
	guint n = 0;
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (node_is(child, "delText") || node_is(child, "t"))
			n += child->children && child->children->content
				     ? (guint)g_utf8_strlen((const char *)child->children->content,
							    -1)
				     : 0;
		else if (child->type == XML_ELEMENT_NODE)
			n += docx_count_deleted(child);
	}
	return n;
}

static void
read_deleted(Reading *reading, const xmlNode *node)
{
	guint n = docx_count_deleted(node);
	reading->paragraph->n_changes += n > 0;
	reading->paragraph->n_deleted += n;
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
	{NODE_WORD, "fldChar", read_field},
	{NODE_WORD, "footnoteReference", read_reference},
	{NODE_WORD, "endnoteReference", read_reference},
	{NODE_WORD, "commentReference", read_reference},
	{NODE_WORD, "txbxContent", read_anchored},
	{NODE_WORD, "tbl", read_anchored},
	{NODE_DRAWING, "p", read_anchored},
	{NODE_CHART, "chart", read_anchored},
	{NODE_DIAGRAM, "relIds", read_anchored},
	{NODE_VML, "textpath", read_anchored},
	/* properties hold elements of the names above */
	{NODE_WORD, "pPr", skip},
	{NODE_WORD, "rPr", skip},
	{NODE_WORD, "sdtPr", skip},
	{NODE_WORD, "sdtEndPr", skip},
	{NODE_WORD, "rubyPr", skip},
	/* the phonetic guide beside its text */
	{NODE_WORD, "rt", skip},
	/* tracked changes: what was taken away */
	{NODE_WORD, "del", read_deleted},
	/* it is still there, elsewhere */
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
next_label(const xmlNode *properties, const char *style, const DocxPlace *place)
{
	const xmlNode *own = node_child(properties, "numPr");
	const char *numbering_style = NULL;
	guint num_id = 0, level = 0;
	gboolean is_numbered =
		docx_styles_numbering(place->styles, style, &num_id, &level, &numbering_style);
	if (own) {
		const char *own_level = node_child_value(own, "ilvl");
		num_id = node_number(node_child_value(own, "numId"), num_id, G_MAXINT);
		level = node_number(own_level, level, DOCX_LEVELS - 1);
		if (own_level)
			numbering_style = NULL;
	}
	if ((!own && !is_numbered) || num_id == 0)
		return g_strdup("");
	return docx_numbering_next(place->numbering, num_id, level, numbering_style);
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

/*
 * The label goes before the text's first sign, behind a break that opens the paragraph.  An empty
 * paragraph shows it, too: the numbers of a table's rows are often nothing else.
 */
static void
insert_label(DocxParagraph *paragraph, const char *label)
{
	GString *text = paragraph->text;
	gsize at = strspn(text->str, " \t\n\f");
	if (text->str[at] == '\0')
		at = 0;
	g_string_insert(text, (gssize)at, label);
	for (guint i = 0; i < paragraph->references->len; i++) {
		DocxReference *reference = &g_array_index(paragraph->references, DocxReference, i);
		reference->at += reference->at > at ? strlen(label) : 0;
	}
}

static gboolean
has_deleted_mark(const xmlNode *node)
{
	return node_child(node_child(node_child(node, "pPr"), "rPr"), "del") != NULL;
}

/* what stands between paragraphs and is none: marks of comments, bookmarks */
static gboolean
is_block(const xmlNode *node)
{
	return node_is(node, "p") || node_is(node, "tbl") || node_is(node, "sdt");
}

/* NULL: the paragraph ends here */
static const xmlNode *
find_joined(const xmlNode *node)
{
	const xmlNode *next = node->next;
	if (!has_deleted_mark(node))
		return NULL;
	while (next && !is_block(next))
		next = next->next;
	return next && node_is(next, "p") ? next : NULL;
}

gboolean
docx_paragraph_is_joined(const xmlNode *node)
{
	const xmlNode *before = node->prev;
	while (before && !is_block(before))
		before = before->prev;
	return before && node_is(before, "p") && has_deleted_mark(before);
}

DocxParagraph *
docx_paragraph_new(const xmlNode *node, const DocxPlace *place)
{
	DocxParagraph *paragraph = g_new0(DocxParagraph, 1);
	paragraph->text = g_string_new(NULL);
	paragraph->hidden = g_string_new(NULL);
	paragraph->references = g_array_new(FALSE, FALSE, sizeof(DocxReference));
	paragraph->anchored = g_ptr_array_new();
	const xmlNode *last = node;
	for (const xmlNode *next = node; next; next = find_joined(next))
		last = next;
	/* the mark that is left is that of the last */
	const xmlNode *properties = node_child(last, "pPr");
	const char *style = node_child_value(properties, "pStyle");
	read_properties(paragraph, properties);
	DocxColour ground =
		docx_colour_over(docx_styles_ground(place->styles, style), place->ground);
	g_autoptr(GString) code = g_string_new(NULL);
	Reading reading = {.paragraph = paragraph,
			   .place = place,
			   .look = docx_styles_look(place->styles, style, place->table),
			   .code = code};
	reading.ground = docx_colour_over(
		docx_colour_of_shading(place->palette, node_child(properties, "shd")), ground);
	for (const xmlNode *next = node; next; next = find_joined(next)) {
		paragraph->n_changes += next != node;
		read_inlines(&reading, next);
	}
	/* of fields that have no end here */
	g_string_append(paragraph->text, code->str);
	g_autofree char *label = next_label(properties, style, place);
	gboolean is_vanished = FALSE;
	node_switch(node_child(properties, "rPr"), "vanish", &is_vanished);
	if (!is_vanished)
		insert_label(paragraph, label);
	return paragraph;
}

void
docx_paragraph_free(DocxParagraph *paragraph)
{
	g_string_free(paragraph->text, TRUE);
	g_string_free(paragraph->hidden, TRUE);
	g_array_unref(paragraph->references);
	g_ptr_array_unref(paragraph->anchored);
	g_free(paragraph);
}
