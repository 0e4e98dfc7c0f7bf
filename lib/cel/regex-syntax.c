/* SPDX-License-Identifier: GPL-3.0-or-later */

/* RE2's syntax → PCRE2's (cel_regex_translate). */

#include "lib/cel/error.h"
#include "lib/cel/regex.h"

#include <string.h>

typedef struct {
	const char *pattern;
	gsize length;
	gsize at;
	gboolean in_class;
	gboolean after_repeat; /* the last item was a repetition */
	GString *out;
} Syntax;

/* escapes that mean the same to both */
#define SHARED_LETTERS "AbBdDfnrtawWzsSpPxQ"

/* what (? may begin with besides flags, and why the rest is refused */
static const struct {
	const char *text;
	const char *reason; /* NULL: allowed */
} groups[] = {
	{":", NULL},
	{"P<", NULL},
	{"=", "look-ahead"},
	{"!", "look-ahead"},
	{"<=", "look-behind"},
	{"<!", "look-behind"},
	{"<", NULL},
	{">", "atomic groups"},
	{"|", "branch reset"},
	{"(", "conditions"},
	{"P=", "back-references"},
	{"P>", "recursion"},
	{"&", "recursion"},
	{"R", "recursion"},
	{"+", "recursion"},
	{"#", "comments"},
	{"C", "callouts"},
};

static char
peek(const Syntax *syntax, gsize ahead)
{
	return ahead < syntax->length - syntax->at ? syntax->pattern[syntax->at + ahead] : '\0';
}

static gboolean
refuse(const Syntax *syntax, const char *what, GError **error)
{
	return cel_set_error(error, CEL_ERROR_EVALUATE,
			     "the pattern has %s at byte %" G_GSIZE_FORMAT
			     ", which matches() does not know: its language is RE2's",
			     what, syntax->at + 1);
}

static void
copy(Syntax *syntax, gsize length)
{
	g_string_append_len(syntax->out, syntax->pattern + syntax->at, (gssize)length);
	syntax->at += length;
}

/* \Q…\E: PCRE2 reads it alike, but a '(' in it is no group */
static void
copy_quotation(Syntax *syntax)
{
	const char *start = syntax->pattern + syntax->at;
	gsize left = syntax->length - syntax->at;
	const char *end = memmem(start, left, "\\E", 2);

	copy(syntax, end != NULL ? (gsize)(end - start) + 2 : left);
}

/* \123: octal to both, but PCRE2 may take it for a back-reference */
static gboolean
translate_octal(Syntax *syntax, GError **error)
{
	guint value = 0;
	gsize n = 1;

	if (peek(syntax, 1) > '7' ||
	    (peek(syntax, 1) != '0' && (peek(syntax, 2) < '0' || peek(syntax, 2) > '7')))
		return refuse(syntax, "a back-reference", error);
	for (; n <= 3 && peek(syntax, n) >= '0' && peek(syntax, n) <= '7'; n++)
		value = value * 8 + (guint)(peek(syntax, n) - '0');
	g_string_append_printf(syntax->out, "\\x{%x}", value);
	syntax->at += n;
	return TRUE;
}

static gboolean
translate_escape(Syntax *syntax, GError **error)
{
	char letter = peek(syntax, 1);

	if (g_ascii_isdigit(letter))
		return translate_octal(syntax, error);
	if (letter == 'Q') {
		copy_quotation(syntax);
		return TRUE;
	}
	if (letter == 'v' || letter == 's') {
		/* RE2: \v is one character, and \s is without it */
		const char *class = letter == 'v' ? "\\x0b" : "\\t\\n\\f\\r ";

		g_string_append_printf(syntax->out,
				       letter == 's' && !syntax->in_class ? "[%s]" : "%s", class);
		syntax->at += 2;
		return TRUE;
	}
	if (letter == '\0')
		return refuse(syntax, "a backslash at its end", error);
	if (g_ascii_isalpha(letter) && strchr(SHARED_LETTERS, letter) == NULL)
		return refuse(syntax,
			      letter == 'k' || letter == 'g' ? "a back-reference"
							     : "an unknown escape",
			      error);
	copy(syntax, 2);
	return TRUE;
}

static gboolean
translate_group(Syntax *syntax, GError **error)
{
	gsize n = 2;

	if (peek(syntax, 1) == '*')
		return refuse(syntax, "a verb", error);
	if (peek(syntax, 1) != '?') {
		copy(syntax, 1);
		return TRUE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
		gsize length = strlen(groups[i].text);

		if (syntax->length - syntax->at < 2 + length ||
		    memcmp(syntax->pattern + syntax->at + 2, groups[i].text, length) != 0)
			continue;
		if (groups[i].reason != NULL)
			return refuse(syntax, groups[i].reason, error);
		copy(syntax, 2 + length);
		return TRUE;
	}
	while (peek(syntax, n) != '\0' && strchr("imsU-", peek(syntax, n)) != NULL)
		n++;
	if (n == 2 || (peek(syntax, n) != ')' && peek(syntax, n) != ':'))
		return refuse(syntax, "an unknown group", error);
	copy(syntax, n + 1);
	return TRUE;
}

/* Bytes of {n}, {n,} or {n,m} at the brace; 0 when it is a brace like any other. */
static gsize
count_repeat(const Syntax *syntax, guint64 *ret_largest)
{
	guint64 numbers[2] = {0, 0};
	gsize n = 1;

	for (gsize which = 0; which < 2; which++) {
		gsize start = n;

		for (; g_ascii_isdigit(peek(syntax, n)); n++)
			numbers[which] = MIN(numbers[which] * 10 + (guint64)(peek(syntax, n) - '0'),
					     1000000);
		if (which == 0 && n == start)
			return 0;
		if (which == 0 && peek(syntax, n) == ',')
			n++;
		else
			break;
	}
	*ret_largest = MAX(numbers[0], numbers[1]);
	return peek(syntax, n) == '}' ? n + 1 : 0;
}

static gboolean
translate_repeat(Syntax *syntax, GError **error)
{
	guint64 largest = 0;
	gsize n = peek(syntax, 0) == '{' ? count_repeat(syntax, &largest) : 1;

	if (n == 0) {
		copy(syntax, 1);
		return TRUE;
	}
	if (largest > CEL_REGEX_MAX_REPEAT)
		return refuse(syntax, "a repetition of more than 1000", error);
	if (syntax->after_repeat)
		return refuse(syntax, "a repetition of a repetition", error);
	copy(syntax, n);
	if (peek(syntax, 0) == '?')
		copy(syntax, 1);
	syntax->after_repeat = TRUE;
	return TRUE;
}

/* After a '[' that opens a class. */
static void
open_class(Syntax *syntax)
{
	copy(syntax, peek(syntax, 1) == '^' ? 2 : 1);
	syntax->in_class = TRUE;
	if (peek(syntax, 0) == ']')
		copy(syntax, 1);
}

static gboolean
translate_in_class(Syntax *syntax, GError **error)
{
	if (peek(syntax, 0) == '\\')
		return translate_escape(syntax, error);
	if (peek(syntax, 0) == '[' && peek(syntax, 1) != '\0' &&
	    strchr(".=", peek(syntax, 1)) != NULL)
		return refuse(syntax, "a collating element", error);
	if (peek(syntax, 0) == '[' && peek(syntax, 1) == ':') {
		copy(syntax, 2);
		return TRUE;
	}
	syntax->in_class = peek(syntax, 0) != ']';
	copy(syntax, 1);
	return TRUE;
}

static gboolean
translate_item(Syntax *syntax, GError **error)
{
	if (syntax->in_class)
		return translate_in_class(syntax, error);
	switch (peek(syntax, 0)) {
	case '*':
	case '+':
	case '?':
	case '{':
		return translate_repeat(syntax, error);
	case '\\':
		syntax->after_repeat = FALSE;
		return translate_escape(syntax, error);
	case '(':
		syntax->after_repeat = FALSE;
		return translate_group(syntax, error);
	case '[':
		syntax->after_repeat = FALSE;
		open_class(syntax);
		return TRUE;
	default:
		syntax->after_repeat = FALSE;
		copy(syntax, 1);
		return TRUE;
	}
}

char *
cel_regex_translate(const char *pattern, gsize length, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	Syntax syntax = {.pattern = pattern, .length = length, .out = out};

	if (memchr(pattern, '\0', length) != NULL) {
		cel_set_error(error, CEL_ERROR_EVALUATE, "the pattern has a NUL character");
		return NULL;
	}
	while (syntax.at < syntax.length)
		if (!translate_item(&syntax, error))
			return NULL;
	return g_string_free(g_steal_pointer(&out), FALSE);
}
