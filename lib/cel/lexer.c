/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/lexer.h"

#include "lib/cel/error.h"

#include <string.h>

/* of two that begin alike, the longer stands first */
static const struct {
	const char *text;
	CelTokenKind kind;
} punctuation[] = {
	{"==", CEL_TOKEN_EQUAL},       {"!=", CEL_TOKEN_NOT_EQUAL},
	{"<=", CEL_TOKEN_LESS_EQUAL},  {">=", CEL_TOKEN_GREATER_EQUAL},
	{"&&", CEL_TOKEN_AND},         {"||", CEL_TOKEN_OR},
	{"<", CEL_TOKEN_LESS},         {">", CEL_TOKEN_GREATER},
	{"!", CEL_TOKEN_NOT},          {"+", CEL_TOKEN_PLUS},
	{"-", CEL_TOKEN_MINUS},        {"*", CEL_TOKEN_TIMES},
	{"/", CEL_TOKEN_DIVIDE},       {"%", CEL_TOKEN_REMAINDER},
	{"?", CEL_TOKEN_QUESTION},     {":", CEL_TOKEN_COLON},
	{".", CEL_TOKEN_DOT},          {",", CEL_TOKEN_COMMA},
	{"(", CEL_TOKEN_OPEN_PAREN},   {")", CEL_TOKEN_CLOSE_PAREN},
	{"[", CEL_TOKEN_OPEN_BRACKET}, {"]", CEL_TOKEN_CLOSE_BRACKET},
	{"{", CEL_TOKEN_OPEN_BRACE},   {"}", CEL_TOKEN_CLOSE_BRACE},
};

static const struct {
	const char *text;
	CelTokenKind kind;
} words[] = {
	{"true", CEL_TOKEN_TRUE},          {"false", CEL_TOKEN_FALSE},
	{"null", CEL_TOKEN_NULL},          {"in", CEL_TOKEN_IN},
	{"as", CEL_TOKEN_RESERVED},        {"break", CEL_TOKEN_RESERVED},
	{"const", CEL_TOKEN_RESERVED},     {"continue", CEL_TOKEN_RESERVED},
	{"else", CEL_TOKEN_RESERVED},      {"for", CEL_TOKEN_RESERVED},
	{"function", CEL_TOKEN_RESERVED},  {"if", CEL_TOKEN_RESERVED},
	{"import", CEL_TOKEN_RESERVED},    {"let", CEL_TOKEN_RESERVED},
	{"loop", CEL_TOKEN_RESERVED},      {"package", CEL_TOKEN_RESERVED},
	{"namespace", CEL_TOKEN_RESERVED}, {"return", CEL_TOKEN_RESERVED},
	{"var", CEL_TOKEN_RESERVED},       {"void", CEL_TOKEN_RESERVED},
	{"while", CEL_TOKEN_RESERVED},
};

static const char *const kind_names[] = {
	[CEL_TOKEN_END] = "the end",
	[CEL_TOKEN_NAME] = "a name",
	[CEL_TOKEN_QUOTED_NAME] = "a name",
	[CEL_TOKEN_RESERVED] = "a reserved word",
	[CEL_TOKEN_INT] = "a number",
	[CEL_TOKEN_UINT] = "a number",
	[CEL_TOKEN_DOUBLE] = "a number",
	[CEL_TOKEN_STRING] = "a string",
	[CEL_TOKEN_BYTES] = "a bytes literal",
	[CEL_TOKEN_TRUE] = "'true'",
	[CEL_TOKEN_FALSE] = "'false'",
	[CEL_TOKEN_NULL] = "'null'",
	[CEL_TOKEN_IN] = "'in'",
	[CEL_TOKEN_EQUAL] = "'=='",
	[CEL_TOKEN_NOT_EQUAL] = "'!='",
	[CEL_TOKEN_LESS] = "'<'",
	[CEL_TOKEN_LESS_EQUAL] = "'<='",
	[CEL_TOKEN_GREATER] = "'>'",
	[CEL_TOKEN_GREATER_EQUAL] = "'>='",
	[CEL_TOKEN_AND] = "'&&'",
	[CEL_TOKEN_OR] = "'||'",
	[CEL_TOKEN_NOT] = "'!'",
	[CEL_TOKEN_PLUS] = "'+'",
	[CEL_TOKEN_MINUS] = "'-'",
	[CEL_TOKEN_TIMES] = "'*'",
	[CEL_TOKEN_DIVIDE] = "'/'",
	[CEL_TOKEN_REMAINDER] = "'%'",
	[CEL_TOKEN_QUESTION] = "'?'",
	[CEL_TOKEN_COLON] = "':'",
	[CEL_TOKEN_DOT] = "'.'",
	[CEL_TOKEN_COMMA] = "','",
	[CEL_TOKEN_OPEN_PAREN] = "'('",
	[CEL_TOKEN_CLOSE_PAREN] = "')'",
	[CEL_TOKEN_OPEN_BRACKET] = "'['",
	[CEL_TOKEN_CLOSE_BRACKET] = "']'",
	[CEL_TOKEN_OPEN_BRACE] = "'{'",
	[CEL_TOKEN_CLOSE_BRACE] = "'}'",
};

const char *
cel_token_kind_name(CelTokenKind kind)
{
	return kind_names[kind];
}

/* The byte `ahead` of the offset; NUL beyond the end. */
static char
peek(const CelLexer *lexer, gsize ahead)
{
	return ahead < lexer->length - lexer->offset ? lexer->source[lexer->offset + ahead] : '\0';
}

static gboolean
is_name_byte(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_';
}

static gboolean
fail(CelLexer *lexer, gsize start, gsize length, CelSpan *ret_span, GError **error,
     const char *message)
{
	*ret_span = (CelSpan){start, MIN(length, lexer->length - start)};
	return cel_set_error(error, CEL_ERROR_SYNTAX, "%s", message);
}

static void
skip_space(CelLexer *lexer)
{
	for (;;) {
		char byte = peek(lexer, 0);

		if (byte == '/' && peek(lexer, 1) == '/') {
			while (lexer->offset < lexer->length && peek(lexer, 0) != '\n')
				lexer->offset++;
		} else if (byte != '\0' && strchr("\t\n\f\r ", byte) != NULL) {
			lexer->offset++;
		} else {
			return;
		}
	}
}

static gsize
count_digits(const CelLexer *lexer, gsize from, gboolean hexadecimal)
{
	gsize n = 0;

	while (hexadecimal ? g_ascii_isxdigit(peek(lexer, from + n))
			   : g_ascii_isdigit(peek(lexer, from + n)))
		n++;
	return n;
}

/* Bytes of an exponent at `from`, 0 when there is none. */
static gsize
count_exponent(const CelLexer *lexer, gsize from)
{
	gsize sign = peek(lexer, from + 1) == '+' || peek(lexer, from + 1) == '-';

	if (g_ascii_tolower(peek(lexer, from)) != 'e')
		return 0;
	gsize digits = count_digits(lexer, from + 1 + sign, FALSE);

	return digits > 0 ? 1 + sign + digits : 0;
}

static gboolean
lex_number(CelLexer *lexer, CelToken *token, CelSpan *ret_span, GError **error)
{
	gboolean hexadecimal =
		peek(lexer, 0) == '0' && peek(lexer, 1) == 'x' && g_ascii_isxdigit(peek(lexer, 2));
	gsize n = hexadecimal ? 2 + count_digits(lexer, 2, TRUE) : count_digits(lexer, 0, FALSE);

	token->kind = CEL_TOKEN_INT;
	if (!hexadecimal) {
		gsize whole = n;

		if (peek(lexer, n) == '.' && g_ascii_isdigit(peek(lexer, n + 1)))
			n += 1 + count_digits(lexer, n + 1, FALSE);
		n += count_exponent(lexer, n);
		if (n > whole)
			token->kind = CEL_TOKEN_DOUBLE;
	}
	if (token->kind == CEL_TOKEN_INT && g_ascii_tolower(peek(lexer, n)) == 'u') {
		token->kind = CEL_TOKEN_UINT;
		n++;
	}
	if (is_name_byte(peek(lexer, n)))
		return fail(lexer, lexer->offset, n + 1, ret_span, error,
			    "a name may not begin with a digit, and a number not end in letters");
	lexer->offset += n;
	return TRUE;
}

/* A string begins at the offset, after its prefix. */
static gboolean
lex_string(CelLexer *lexer, gboolean raw, CelSpan *ret_span, GError **error)
{
	gsize start = lexer->offset;
	char quote = peek(lexer, 0);
	gsize n_quotes = peek(lexer, 1) == quote && peek(lexer, 2) == quote ? 3 : 1;

	lexer->offset += n_quotes;
	while (lexer->offset < lexer->length) {
		char byte = peek(lexer, 0);

		if (n_quotes == 1 && (byte == '\n' || byte == '\r'))
			break;
		if (byte == '\\' && !raw) {
			lexer->offset += MIN(2, lexer->length - lexer->offset);
			continue;
		}
		if (byte == quote &&
		    (n_quotes == 1 || (peek(lexer, 1) == quote && peek(lexer, 2) == quote))) {
			lexer->offset += n_quotes;
			return TRUE;
		}
		lexer->offset++;
	}
	return fail(lexer, start, n_quotes, ret_span, error,
		    n_quotes == 3
			    ? "this string is not closed: its three quotes are missing at the end"
			    : "this string is not closed on its line");
}

/* Bytes of r, b, br (any case) before a quote; G_MAXSIZE when no string begins here. */
static gsize
string_prefix(const CelLexer *lexer, gboolean *ret_raw, gboolean *ret_bytes)
{
	gsize n = 0;

	*ret_bytes = g_ascii_tolower(peek(lexer, n)) == 'b';
	n += *ret_bytes != FALSE;
	*ret_raw = g_ascii_tolower(peek(lexer, n)) == 'r';
	n += *ret_raw != FALSE;
	return peek(lexer, n) == '"' || peek(lexer, n) == '\'' ? n : G_MAXSIZE;
}

static gboolean
lex_quoted_name(CelLexer *lexer, CelSpan *ret_span, GError **error)
{
	gsize n = 1;

	while (is_name_byte(peek(lexer, n)) ||
	       (peek(lexer, n) != '\0' && strchr(".-/ ", peek(lexer, n)) != NULL))
		n++;
	if (peek(lexer, n) != '`' || n == 1)
		return fail(
			lexer, lexer->offset, n, ret_span, error,
			"a name in backquotes has letters, digits, '_', '.', '-', '/' and spaces, "
			"and ends with a backquote");
	lexer->offset += n + 1;
	return TRUE;
}

static void
lex_word(CelLexer *lexer, CelToken *token)
{
	const char *start = lexer->source + lexer->offset;
	gsize n = 0;

	while (is_name_byte(peek(lexer, n)))
		n++;
	token->kind = CEL_TOKEN_NAME;
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i].text) == n && memcmp(words[i].text, start, n) == 0)
			token->kind = words[i].kind;
	lexer->offset += n;
}

static gboolean
lex_punctuation(CelLexer *lexer, CelToken *token, CelSpan *ret_span, GError **error)
{
	const char *start = lexer->source + lexer->offset;
	gsize left = lexer->length - lexer->offset;

	for (gsize i = 0; i < G_N_ELEMENTS(punctuation); i++) {
		gsize n = strlen(punctuation[i].text);

		if (n > left || memcmp(punctuation[i].text, start, n) != 0)
			continue;
		token->kind = punctuation[i].kind;
		lexer->offset += n;
		return TRUE;
	}
	gsize width = (gsize)(g_utf8_next_char(start) - start);
	g_autofree char *character = g_strndup(start, width);
	g_autofree char *message = NULL;

	if ((guchar)*start >= 0x80 && !g_unichar_isgraph(g_utf8_get_char(start)))
		message =
			g_strdup_printf("here stands a character that does not show, U+%04X; take "
					"it out, or put a plain space",
					g_utf8_get_char(start));
	else if ((guchar)*start >= 0x80)
		message =
			g_strdup_printf("'%s' may stand only inside quotes; names are written with "
					"a-z, 0-9 and '_'",
					character);
	else if (strchr("=&|", *start) != NULL)
		message = g_strdup_printf("'%s' is not an operator; write '%s%s'", character,
					  character, character);
	else if (g_ascii_isprint(*start))
		message = g_strdup_printf("'%s' has no meaning here", character);
	else
		message =
			g_strdup_printf("control character 0x%02x outside quotes", (guchar)*start);
	return fail(lexer, lexer->offset, width, ret_span, error, message);
}

static gboolean
lex_token(CelLexer *lexer, CelToken *token, CelSpan *ret_span, GError **error)
{
	gboolean raw, bytes;
	gsize prefix = string_prefix(lexer, &raw, &bytes);
	char byte = peek(lexer, 0);

	if (prefix != G_MAXSIZE) {
		token->kind = bytes ? CEL_TOKEN_BYTES : CEL_TOKEN_STRING;
		lexer->offset += prefix;
		return lex_string(lexer, raw, ret_span, error);
	}
	if (g_ascii_isdigit(byte) || (byte == '.' && g_ascii_isdigit(peek(lexer, 1))))
		return lex_number(lexer, token, ret_span, error);
	if (byte == '`') {
		token->kind = CEL_TOKEN_QUOTED_NAME;
		return lex_quoted_name(lexer, ret_span, error);
	}
	if (is_name_byte(byte)) {
		lex_word(lexer, token);
		return TRUE;
	}
	return lex_punctuation(lexer, token, ret_span, error);
}

gboolean
cel_lexer_next(CelLexer *lexer, CelToken *ret_token, CelSpan *ret_span, GError **error)
{
	CelToken token = {.kind = CEL_TOKEN_END};

	skip_space(lexer);
	token.span.offset = lexer->offset;
	if (lexer->offset < lexer->length && !lex_token(lexer, &token, ret_span, error))
		return FALSE;
	token.span.length = lexer->offset - token.span.offset;
	*ret_token = token;
	return TRUE;
}
