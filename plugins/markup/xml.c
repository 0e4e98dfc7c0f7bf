/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/xml.h"

#include <string.h>

#include "plugins/markup/embed.h"
#include "plugins/markup/flow.h"

#define MAX_DEPTH 512

typedef struct {
	char name[TOKEN_MAX_NAME + 1];
	gboolean has_text; /* its name was written before it */
	gboolean has_child;
	gboolean is_mixed; /* text and elements by turns: the elements stand in the line */
} Level;

typedef struct {
	Tokens *tokens;
	VetSink *sink; /* NULL: look only whether all is closed */
	Flow *flow;
	Embed embed;
	Level levels[MAX_DEPTH]; /* [0] is the document */
	guint depth, n_beyond;
	guint n_roots;
} Xml;

static Level *
current(Xml *xml)
{
	return &xml->levels[xml->depth];
}

static gboolean
add(Xml *xml, const char *text, VetLineRole role, GError **error)
{
	return flow_text(xml->flow, text, role, FALSE, error);
}

static gboolean
add_attribute(Xml *xml, const Token *token, const TokenAttribute *attribute, VetLineRole role,
	      GError **error)
{
	g_autoptr(GString) line = g_string_new(NULL);
	if (embed_is_data(attribute->value))
		return embed_data(&xml->embed, attribute->value, error);
	g_string_printf(line, "%s.%s: ", token->name, attribute->name);
	references_append(tokens_references(xml->tokens), attribute->value.start,
			  attribute->value.length, line);
	return add(xml, line->str, role, error) &&
	       (role != VET_LINE_BODY || flow_break(xml->flow, error));
}

/* within a sentence attributes are notes on it, else lines of their own */
static gboolean
add_attributes(Xml *xml, const Token *token, gboolean is_in_line, GError **error)
{
	VetLineRole role = is_in_line ? VET_LINE_NOTE : VET_LINE_BODY;
	for (guint i = 0; i < token->n_attributes; i++) {
		const TokenAttribute *attribute = &token->attributes[i];
		if (attribute->value.length == 0)
			continue;
		if (!add_attribute(xml, token, attribute, role, error) ||
		    (is_in_line && !add(xml, " ", role, error)))
			return FALSE;
	}
	return TRUE;
}

static gboolean
end_level(Xml *xml, GError **error)
{
	xml->depth--;
	return !xml->flow || current(xml)->is_mixed || flow_break(xml->flow, error);
}

static gboolean
start_element(Xml *xml, const Token *token, GError **error)
{
	Level *parent = current(xml);
	if (xml->depth == 0 && ++xml->n_roots > 1)
		tokens_damage(xml->tokens, "there is a second root element");
	parent->is_mixed |= parent->has_text;
	parent->has_child = TRUE;
	if (xml->flow && !parent->is_mixed && !flow_break(xml->flow, error))
		return FALSE;
	if (xml->flow && !add_attributes(xml, token, parent->is_mixed, error))
		return FALSE;
	if (token->is_closed)
		return TRUE;
	if (xml->depth + 1 == MAX_DEPTH) {
		xml->n_beyond++;
		return TRUE;
	}
	Level *level = &xml->levels[++xml->depth];
	*level = (Level){.is_mixed = parent->is_mixed};
	g_strlcpy(level->name, token->name, sizeof level->name);
	return TRUE;
}

static gboolean
end_element(Xml *xml, const Token *token, GError **error)
{
	guint depth = xml->depth;
	if (xml->n_beyond > 0) {
		xml->n_beyond--;
		return TRUE;
	}
	while (depth > 0 && strcmp(xml->levels[depth].name, token->name) != 0)
		depth--;
	if (depth == 0)
		tokens_damage(xml->tokens, "an end tag closes nothing");
	else if (depth < xml->depth)
		tokens_damage(xml->tokens, "an end tag comes before that of an element within");
	while (depth > 0 && xml->depth >= depth)
		if (!end_level(xml, error))
			return FALSE;
	return TRUE;
}

static gboolean
is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static gboolean
add_text(Xml *xml, const char *text, GError **error)
{
	Level *level = current(xml);
	if (is_blank(text))
		return !xml->flow || !level->has_text || add(xml, " ", VET_LINE_BODY, error);
	if (xml->depth == 0)
		tokens_damage(xml->tokens, "there is text outside the root element");
	gboolean needs_name =
		!level->has_text && !level->has_child && !level->is_mixed && xml->depth > 0;
	level->has_text = TRUE;
	if (!xml->flow)
		return TRUE;
	return (!needs_name || (add(xml, level->name, VET_LINE_BODY, error) &&
				add(xml, ": ", VET_LINE_BODY, error))) &&
	       add(xml, text, VET_LINE_BODY, error);
}

static gboolean
read_tokens(Xml *xml, GError **error)
{
	Token token;
	while (tokens_next(xml->tokens, &token)) {
		gboolean done;
		if (token.kind == TOKEN_TEXT)
			done = add_text(xml, token.text, error);
		else if (token.kind == TOKEN_END)
			done = end_element(xml, &token, error);
		else
			done = start_element(xml, &token, error);
		if (!done)
			return FALSE;
	}
	if (xml->depth > 0)
		tokens_damage(xml->tokens, "the file ends before its elements do");
	else if (xml->n_roots == 0)
		tokens_damage(xml->tokens, "there is no element in it");
	return !xml->flow || flow_break(xml->flow, error);
}

gboolean
xml_read(Tokens *tokens, VetSink *sink, GError **error)
{
	g_autofree Xml *xml = g_new0(Xml, 1);
	xml->tokens = tokens;
	xml->sink = sink;
	xml->embed.sink = sink;
	g_autoptr(Flow) flow = flow_new(sink, error);
	xml->flow = flow;
	return flow && read_tokens(xml, error);
}

gboolean
xml_is_whole(const char *text, gsize length)
{
	g_autofree Xml *xml = g_new0(Xml, 1);
	g_autoptr(Tokens) tokens = tokens_new(text, length, TRUE);
	xml->tokens = tokens;
	if (!read_tokens(xml, NULL))
		return FALSE;
	g_autofree char *fault = tokens_fault(tokens);
	return !fault;
}
