/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/tokens.h"

#include <string.h>

struct _Tokens {
	const char *text, *at, *end;
	gboolean is_xml;
	References *references;
	GString *plain;
	const char *damage; /* what is wrong; NULL */
	const char *damage_at;
};

Tokens *
tokens_new(const char *text, gsize length, gboolean is_xml)
{
	Tokens *tokens = g_new0(Tokens, 1);
	tokens->text = tokens->at = text;
	tokens->end = text + length;
	tokens->is_xml = is_xml;
	tokens->references = references_new(is_xml);
	tokens->plain = g_string_new(NULL);
	return tokens;
}

void
tokens_free(Tokens *tokens)
{
	if (!tokens)
		return;
	references_free(tokens->references);
	g_string_free(tokens->plain, TRUE);
	g_free(tokens);
}

References *
tokens_references(Tokens *tokens)
{
	return tokens->references;
}

void
tokens_damage(Tokens *tokens, const char *what)
{
	if (tokens->damage)
		return;
	tokens->damage = what;
	tokens->damage_at = tokens->at;
}

char *
tokens_fault(const Tokens *tokens)
{
	guint line = 1;
	if (!tokens->damage)
		return NULL;
	for (const char *p = tokens->text; p < tokens->damage_at; p++)
		line += *p == '\n';
	return g_strdup_printf("line %u: %s", line, tokens->damage);
}

static gboolean
begins_with(const Tokens *tokens, const char *word)
{
	gsize length = strlen(word);
	return (gsize)(tokens->end - tokens->at) >= length &&
	       g_ascii_strncasecmp(tokens->at, word, length) == 0;
}

/* moves behind the next `stop`; to the end, which is a fault, when there is none */
static void
skip_past(Tokens *tokens, const char *stop, const char *fault)
{
	const char *found =
		memmem(tokens->at, (gsize)(tokens->end - tokens->at), stop, strlen(stop));
	if (!found && fault)
		tokens_damage(tokens, fault);
	tokens->at = found ? found + strlen(stop) : tokens->end;
}

/* --- what is neither tag nor text --- */

static void
skip_comment(Tokens *tokens)
{
	static const char *const empty[] = {"<!-->", "<!--->"};
	for (gsize i = 0; i < G_N_ELEMENTS(empty); i++)
		if (!tokens->is_xml && begins_with(tokens, empty[i])) {
			tokens->at += strlen(empty[i]);
			return;
		}
	const char *start = tokens->at;
	tokens->at += 4;
	skip_past(tokens, "-->", NULL);
	if (tokens->at < tokens->end || memcmp(tokens->end - 3, "-->", 3) == 0)
		return;
	tokens->at = start;
	tokens_damage(tokens, "a comment that begins here never ends; nothing behind it was read");
	tokens->at = tokens->end;
}

static gsize
skip_space(const char *p, const char *end)
{
	gsize n = 0;
	while (p + n < end && g_ascii_isspace(p[n]))
		n++;
	return n;
}

static Slice
take_word(const char **at, const char *end)
{
	*at += skip_space(*at, end);
	Slice word = {*at, 0};
	while (*at < end && !g_ascii_isspace(**at) && **at != '>' && **at != '"' && **at != '\'')
		++*at;
	word.length = (gsize)(*at - word.start);
	return word;
}

/* <!ENTITY name "value"> or <!ENTITY name SYSTEM "…">; parameter entities are nobody's business here */
static void
declare_entity(Tokens *tokens, const char *at, const char *end)
{
	Slice name = take_word(&at, end);
	at += skip_space(at, end);
	if (name.length == 0 || *name.start == '%' || at == end)
		return;
	const char *close =
		*at == '"' || *at == '\'' ? memchr(at + 1, *at, (gsize)(end - at - 1)) : NULL;
	if (close)
		references_declare(tokens->references, name.start, name.length, at + 1,
				   (gsize)(close - at - 1));
	else
		references_declare_external(tokens->references, name.start, name.length);
}

/* the end of a declaration: the first '>' that stands in no quotes */
static const char *
declaration_end(const char *p, const char *end)
{
	char quote = '\0';
	for (; p < end; p++) {
		if (quote)
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '>')
			return p;
	}
	return end;
}

/* the internal subset, between '[' and ']' */
static void
read_subset(Tokens *tokens)
{
	while (tokens->at < tokens->end && *tokens->at != ']') {
		if (begins_with(tokens, "<!--")) {
			skip_comment(tokens);
			continue;
		}
		if (*tokens->at != '<') {
			tokens->at++;
			continue;
		}
		const char *close = declaration_end(tokens->at, tokens->end);
		if (begins_with(tokens, "<!ENTITY"))
			declare_entity(tokens, tokens->at + 8, close);
		tokens->at = close < tokens->end ? close + 1 : tokens->end;
	}
}

static void
skip_doctype(Tokens *tokens)
{
	while (tokens->at < tokens->end && *tokens->at != '>') {
		if (*tokens->at == '[' && tokens->is_xml) {
			tokens->at++;
			read_subset(tokens);
			continue;
		}
		tokens->at++;
	}
	if (tokens->at < tokens->end)
		tokens->at++;
	else
		tokens_damage(tokens, "the DOCTYPE never ends");
}

/* --- tags --- */

static gboolean
ends_name(const Tokens *tokens, char c)
{
	return g_ascii_isspace(c) || c == '/' || c == '>' || (tokens->is_xml && c == '<');
}

/* the name without its prefix, lower case in HTML; a longer one is cut, which makes it another */
static void
copy_name(const Tokens *tokens, const char *start, const char *end, char *ret_name)
{
	const char *colon = memrchr(start, ':', (gsize)(end - start));
	if (colon && colon + 1 < end)
		start = colon + 1;
	gsize length = MIN((gsize)(end - start), TOKEN_MAX_NAME);
	while (length > 0 && start + length < end && ((guchar)start[length] & 0xc0) == 0x80)
		length--;
	for (gsize i = 0; i < length; i++)
		ret_name[i] = tokens->is_xml ? start[i] : g_ascii_tolower(start[i]);
	ret_name[length] = '\0';
}

static void
take_name(Tokens *tokens, char *ret_name)
{
	const char *start = tokens->at;
	while (tokens->at < tokens->end && !ends_name(tokens, *tokens->at))
		tokens->at++;
	copy_name(tokens, start, tokens->at, ret_name);
}

static Slice
take_value(Tokens *tokens)
{
	const char *end = tokens->end;
	tokens->at += skip_space(tokens->at, end);
	const char *start = tokens->at;
	if (start < end && (*start == '"' || *start == '\'')) {
		const char *close = memchr(start + 1, *start, (gsize)(end - start - 1));
		if (!close)
			tokens_damage(tokens, "the value of an attribute never ends; nothing "
					      "behind it was read");
		tokens->at = close ? close + 1 : end;
		return (Slice){start + 1, (gsize)((close ? close : end) - start - 1)};
	}
	if (tokens->is_xml)
		tokens_damage(tokens, "the value of an attribute stands in no quotes");
	while (tokens->at < end && !g_ascii_isspace(*tokens->at) && *tokens->at != '>')
		tokens->at++;
	return (Slice){start, (gsize)(tokens->at - start)};
}

static void
take_attribute(Tokens *tokens, Token *token)
{
	TokenAttribute attribute = {.value = {"", 0}};
	const char *start = tokens->at, *end = tokens->end;
	/* a '=' in front belongs to the name */
	tokens->at++;
	while (tokens->at < end && *tokens->at != '=' && !ends_name(tokens, *tokens->at))
		tokens->at++;
	/* xmlns:w declares a prefix and says nothing */
	gsize length = (gsize)(tokens->at - start);
	gboolean is_declaration =
		length >= 5 && memcmp(start, "xmlns", 5) == 0 && (length == 5 || start[5] == ':');
	copy_name(tokens, start, tokens->at, attribute.name);
	gsize space = skip_space(tokens->at, end);
	if (tokens->at + space < end && tokens->at[space] == '=') {
		tokens->at += space + 1;
		attribute.value = take_value(tokens);
	} else if (tokens->is_xml) {
		tokens_damage(tokens, "an attribute has no value");
	}
	if (token->n_attributes < TOKEN_MAX_ATTRIBUTES && !is_declaration)
		token->attributes[token->n_attributes++] = attribute;
}

/* from behind the name to behind the '>' */
static void
take_attributes(Tokens *tokens, Token *token)
{
	while (tokens->at < tokens->end) {
		char c = *tokens->at;
		if (c == '>') {
			tokens->at++;
			return;
		}
		if (c == '<' && tokens->is_xml)
			break;
		token->is_closed = c == '/';
		if (c == '/' || g_ascii_isspace(c))
			tokens->at++;
		else
			take_attribute(tokens, token);
	}
	tokens_damage(tokens, "a tag never ends");
}

static gboolean
begins_tag_name(const Tokens *tokens, const char *p)
{
	if (p >= tokens->end)
		return FALSE;
	return g_ascii_isalpha(*p) ||
	       (tokens->is_xml && ((guchar)*p >= 0x80 || *p == '_' || *p == ':'));
}

static void
take_tag(Tokens *tokens, Token *token)
{
	token->kind = tokens->at[1] == '/' ? TOKEN_END : TOKEN_START;
	tokens->at += token->kind == TOKEN_END ? 2 : 1;
	take_name(tokens, token->name);
	take_attributes(tokens, token);
}

/* --- text --- */

static void
set_text(Tokens *tokens, Token *token, const char *text, gsize length, gboolean has_references)
{
	token->kind = TOKEN_TEXT;
	g_string_truncate(tokens->plain, 0);
	if (has_references)
		references_append(tokens->references, text, length, tokens->plain);
	else
		g_string_append_len(tokens->plain, text, (gssize)length);
	token->text = tokens->plain->str;
}

static void
take_cdata(Tokens *tokens, Token *token)
{
	const char *start = tokens->at + strlen("<![CDATA[");
	tokens->at = start;
	skip_past(tokens, "]]>", "a CDATA section never ends");
	gboolean is_ended = tokens->at - start >= 3 && memcmp(tokens->at - 3, "]]>", 3) == 0;
	set_text(tokens, token, start, (gsize)(tokens->at - start) - (is_ended ? 3 : 0), FALSE);
}

static gboolean
begins_markup(const Tokens *tokens, const char *p)
{
	if (p + 1 >= tokens->end)
		return FALSE;
	return p[1] == '!' || p[1] == '?' || p[1] == '/' || begins_tag_name(tokens, p + 1);
}

/* a '<' that begins nothing is one of the text */
static void
take_text(Tokens *tokens, Token *token)
{
	const char *start = tokens->at;
	for (;;) {
		const char *sign = memchr(tokens->at, '<', (gsize)(tokens->end - tokens->at));
		if (!sign) {
			tokens->at = tokens->end;
			break;
		}
		tokens->at = sign;
		if (begins_markup(tokens, sign))
			break;
		if (tokens->is_xml)
			tokens_damage(tokens, "a '<' begins no tag");
		tokens->at++;
	}
	set_text(tokens, token, start, (gsize)(tokens->at - start), TRUE);
}

/* TRUE when something was skipped that is neither tag nor text */
static gboolean
skip_other(Tokens *tokens)
{
	if (begins_with(tokens, "<!--"))
		skip_comment(tokens);
	else if (begins_with(tokens, "<!DOCTYPE"))
		skip_doctype(tokens);
	else if (begins_with(tokens, "<?"))
		skip_past(tokens, tokens->is_xml ? "?>" : ">", "what begins with '<?' never ends");
	else if (begins_with(tokens, "<!") ||
		 (begins_with(tokens, "</") && !begins_tag_name(tokens, tokens->at + 2)))
		skip_past(tokens, ">", "what begins with '<!' or '</' never ends");
	else
		return FALSE;
	return TRUE;
}

gboolean
tokens_next(Tokens *tokens, Token *ret_token)
{
	ret_token->n_attributes = 0;
	ret_token->is_closed = FALSE;
	ret_token->name[0] = '\0';
	ret_token->text = NULL;
	while (tokens->at < tokens->end) {
		if (*tokens->at != '<' || !begins_markup(tokens, tokens->at)) {
			take_text(tokens, ret_token);
			return TRUE;
		}
		if (tokens->is_xml && begins_with(tokens, "<![CDATA[")) {
			take_cdata(tokens, ret_token);
			return TRUE;
		}
		if (skip_other(tokens))
			continue;
		take_tag(tokens, ret_token);
		return TRUE;
	}
	return FALSE;
}

Slice
tokens_raw(Tokens *tokens, const char *name)
{
	Slice raw = {tokens->at, 0};
	gsize length = strlen(name);
	for (const char *p = tokens->at;; p++) {
		p = p < tokens->end ? memchr(p, '<', (gsize)(tokens->end - p)) : NULL;
		if (!p || (gsize)(tokens->end - p) < length + 3)
			break;
		if (p[1] != '/' || g_ascii_strncasecmp(p + 2, name, length) != 0 ||
		    !ends_name(tokens, p[2 + length]))
			continue;
		raw.length = (gsize)(p - raw.start);
		tokens->at = p;
		skip_past(tokens, ">", NULL);
		return raw;
	}
	tokens_damage(tokens, "a script, style or title never ends; nothing behind it was read");
	raw.length = (gsize)(tokens->end - raw.start);
	tokens->at = tokens->end;
	return raw;
}

/* --- attributes --- */

static const TokenAttribute *
find_attribute(const Token *token, const char *name)
{
	for (guint i = 0; i < token->n_attributes; i++)
		if (strcmp(token->attributes[i].name, name) == 0)
			return &token->attributes[i];
	return NULL;
}

gboolean
token_has(const Token *token, const char *name)
{
	return find_attribute(token, name) != NULL;
}

Slice
token_raw_attribute(const Token *token, const char *name)
{
	const TokenAttribute *attribute = find_attribute(token, name);
	return attribute ? attribute->value : (Slice){"", 0};
}

char *
tokens_attribute(Tokens *tokens, const Token *token, const char *name)
{
	const TokenAttribute *attribute = find_attribute(token, name);
	if (!attribute)
		return NULL;
	GString *value = g_string_new(NULL);
	references_append(tokens->references, attribute->value.start, attribute->value.length,
			  value);
	return g_string_free(value, FALSE);
}
