/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/html.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/markup/elements.h"
#include "plugins/markup/html-private.h"

Level *
html_level(Html *html)
{
	return &html->levels[html->depth];
}

VetLineRole
html_role(Html *html)
{
	const Level *level = html_level(html);
	if (style_hides(&level->style))
		return VET_LINE_HIDDEN;
	return level->is_note ? VET_LINE_NOTE : VET_LINE_BODY;
}

gboolean
html_text(Html *html, const char *text, GError **error)
{
	return flow_text(html->flow, text, html_role(html), html_level(html)->style.keeps_space,
			 error);
}

/* --- closing --- */

static gboolean
pop(Html *html, GError **error)
{
	Level *level = html_level(html);
	gboolean done = !(level->element->flags & ELEMENT_BLOCK) || flow_break(html->flow, error);
	if (level->has_cell)
		flow_end_cell(html->flow);
	if (level->element->kind == KIND_TITLE && done)
		done = html_end_title(html, error);
	if (level->owns_table) {
		done = done && table_end(level->table, html->sink, error);
		table_free(level->table);
	}
	html->depth--;
	return done;
}

static gboolean
pop_to(Html *html, guint depth, GError **error)
{
	while (html->depth > depth)
		if (!pop(html, error))
			return FALSE;
	return TRUE;
}

/* the uppermost level of that name; 0 when something stands before it that it must not close */
static guint
find_open(const Html *html, const char *name, const Element *element)
{
	gboolean is_part = element->flags & ELEMENT_TABLE_PART;
	for (guint depth = html->depth; depth > 0; depth--) {
		const Level *level = &html->levels[depth];
		if (strcmp(level->name, name) == 0)
			return depth;
		gboolean is_stop = is_part ? level->element->kind == KIND_TABLE
					   : (level->element->flags & ELEMENT_BOUNDARY) != 0;
		if (!html->is_xml && is_stop)
			return 0;
	}
	return 0;
}

static gboolean
end_element(Html *html, const Token *token, GError **error)
{
	const Element *element = element_find(token->name);
	if (html->n_beyond > 0) {
		html->n_beyond--;
		return TRUE;
	}
	/* what stands behind </body> is shown all the same */
	if (!html->is_xml && element->flags & ELEMENT_STAYS_OPEN)
		return TRUE;
	guint depth = find_open(html, token->name, element);
	if (depth > 0)
		return pop_to(html, depth - 1, error);
	if (html->is_xml)
		tokens_damage(html->tokens, "an end tag closes nothing");
	return !(element->flags & ELEMENT_BLOCK) || flow_break(html->flow, error);
}

/* what a start tag ends without saying so: <li> ends the <li> before it */
static gboolean
close_implied(Html *html, const Element *element, GError **error)
{
	guint found = 0;
	for (guint depth = html->depth; depth > 0 && element->closes; depth--) {
		ElementRelation relation = element_relation(element, html->levels[depth].element);
		if (relation == ELEMENT_STOPS)
			break;
		if (relation == ELEMENT_CLOSES)
			found = depth;
	}
	return found == 0 || pop_to(html, found - 1, error);
}

/* --- opening --- */

/* what the element itself, the sheet and its attributes say of how it looks */
static void
apply_styles(Html *html, const Token *token, const Element *element, Style *style)
{
	static const char *const drawn[] = {"fill", "display", "visibility", "opacity",
					    "font-size"};
	g_autofree char *classes = tokens_attribute(html->tokens, token, "class");
	g_autofree char *id = tokens_attribute(html->tokens, token, "id");
	g_autofree char *background = tokens_attribute(html->tokens, token, "bgcolor");
	g_autofree char *colour = tokens_attribute(
		html->tokens, token, strcmp(token->name, "body") == 0 ? "text" : "color");
	g_autofree char *declared = tokens_attribute(html->tokens, token, "style");

	style->is_gone |= (element->flags & ELEMENT_GONE) || token_has(token, "hidden");
	style->keeps_space |= (element->flags & ELEMENT_PRE) != 0;
	if (background)
		style->background = style_colour(background);
	if (token_has(token, "background"))
		style->background = STYLE_NO_COLOUR;
	if (colour)
		style->colour = style_colour(colour);
	for (gsize i = 0; i < G_N_ELEMENTS(drawn); i++) {
		g_autofree char *value = tokens_attribute(html->tokens, token, drawn[i]);
		g_autofree char *text = value ? g_strdup_printf("%s:%s", drawn[i], value) : NULL;
		if (text)
			style_apply(style, text, strlen(text));
	}
	style_sheet_apply(html->sheet, style, token->name, classes, id);
	if (declared)
		style_apply(style, declared, strlen(declared));
}

static Level *
push(Html *html, const Token *token, const Element *element)
{
	const Level *parent = html_level(html);
	Level *level = &html->levels[html->depth + 1];
	*level = (Level){.element = element,
			 .style = parent->style,
			 .table = parent->table,
			 .list = parent->list,
			 .is_note = parent->is_note};
	g_strlcpy(level->name, token->name, sizeof level->name);
	apply_styles(html, token, element, &level->style);
	html->depth++;
	return level;
}

/* files within attributes, whatever the element; a picture or a link elsewhere is only counted */
static gboolean
read_data(Html *html, const Token *token, GError **error)
{
	static const char *const names[] = {"src", "href", "data", "poster", "background"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		Slice uri = token_raw_attribute(token, names[i]);
		if (embed_is_data(uri) && !embed_data(&html->embed, uri, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
start_element(Html *html, const Token *token, GError **error)
{
	const Element *element = element_find(token->name);
	guint ends_itself = html->is_xml ? 0 : ELEMENT_RAW;
	gboolean is_empty = (element->flags & (ELEMENT_VOID | ends_itself)) ||
			    (html->is_xml && token->is_closed);

	if (!html->is_xml && !close_implied(html, element, error))
		return FALSE;
	if ((element->flags & ELEMENT_BLOCK) && !flow_break(html->flow, error))
		return FALSE;
	/* deeper than any page: its text is read, its looks are its parents' */
	if (html->depth + 1 == HTML_MAX_DEPTH) {
		html->n_beyond += !is_empty;
		if (element->flags & ends_itself)
			tokens_raw(html->tokens, token->name);
		return TRUE;
	}
	push(html, token, element);
	if (!read_data(html, token, error) || !html_start(html, token, error))
		return FALSE;
	return !is_empty || pop(html, error);
}

/* --- the whole --- */

static gboolean
read_tokens(Html *html, GError **error)
{
	Token token;
	while (tokens_next(html->tokens, &token)) {
		gboolean done;
		if (token.kind == TOKEN_TEXT)
			done = html_add_text(html, token.text, error);
		else if (token.kind == TOKEN_END)
			done = end_element(html, &token, error);
		else
			done = start_element(html, &token, error);
		if (!done)
			return FALSE;
	}
	if (html->is_xml && html->depth > 0)
		tokens_damage(html->tokens, "the file ends before its elements do");
	return pop_to(html, 0, error) && flow_break(html->flow, error) &&
	       html_say_whole(html, error);
}

gboolean
html_read(Tokens *tokens, gboolean is_xml, VetSink *sink, GError **error)
{
	Html *html = g_new0(Html, 1);
	html->tokens = tokens;
	html->is_xml = is_xml;
	html->sink = sink;
	html->embed.sink = sink;
	html->sheet = style_sheet_new();
	html->title = g_string_new(NULL);
	html->levels[0].element = element_find("");
	style_init(&html->levels[0].style);
	html->flow = flow_new(sink, error);
	gboolean done = html->flow && read_tokens(html, error);
	for (guint depth = html->depth; depth > 0; depth--)
		if (html->levels[depth].owns_table)
			table_free(html->levels[depth].table);
	g_clear_pointer(&html->flow, flow_free);
	style_sheet_free(html->sheet);
	g_string_free(html->title, TRUE);
	g_free(html);
	return done;
}
