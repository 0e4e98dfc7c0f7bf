/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/text/card.h"

#include <string.h>

/* of a line, joined; a photograph in it may be larger, and is no text */
#define MAX_LINE (64 * 1024)

/* --- lines --- */

/* the parameter's value, "GBK" of ";CHARSET=GBK"; NULL when it is not among them */
static char *
parameter(const char *parameters, const char *name)
{
	gsize length = strlen(name);
	for (const char *p = parameters; (p = strchr(p, ';'));) {
		p++;
		if (g_ascii_strncasecmp(p, name, length) == 0 && p[length] == '=')
			return g_strndup(p + length + 1, strcspn(p + length + 1, ";"));
	}
	return NULL;
}

/* vCard 2.1 writes the encoding with its name or without */
static gboolean
is_quoted_printable(const char *parameters)
{
	g_autofree char *upper = g_ascii_strup(parameters, -1);
	return strstr(upper, "QUOTED-PRINTABLE") != NULL;
}

static gboolean
is_binary(const char *parameters)
{
	g_autofree char *encoding = parameter(parameters, "ENCODING");
	return encoding && (g_ascii_strcasecmp(encoding, "b") == 0 ||
			    g_ascii_strcasecmp(encoding, "base64") == 0);
}

static char *
decode_quoted(const char *value, const char *parameters)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree char *label = parameter(parameters, "CHARSET");
	const VetCharset *charset = label ? vet_charset_find(label, strlen(label)) : NULL;
	for (const char *p = value; *p; p++) {
		int high = *p == '=' ? g_ascii_xdigit_value(p[1]) : -1;
		int low = high >= 0 ? g_ascii_xdigit_value(p[2]) : -1;
		guint8 byte = (guint8)(low >= 0 ? high << 4 | low : *p);
		g_byte_array_append(bytes, &byte, 1);
		p += low >= 0 ? 2 : 0;
	}
	if (!charset)
		charset = vet_charset_judge(bytes->data, bytes->len).charset;
	GString *text = g_string_new(NULL);
	vet_charset_append(charset, bytes->data, bytes->len, TRUE, text);
	return g_string_free(text, FALSE);
}

/* "\n" is a line's end, "\," a comma */
static void
append_unescaped(GString *plain, const char *value)
{
	for (const char *p = value; *p; p++) {
		if (*p == '\\' && p[1]) {
			p++;
			g_string_append_c(plain, *p == 'n' || *p == 'N' ? '\n' : *p);
		} else {
			g_string_append_c(plain, *p);
		}
	}
}

static void
append_line(GString *plain, const char *line)
{
	const char *colon = strchr(line, ':');
	if (!colon) {
		g_string_append_printf(plain, "%s\n", line);
		return;
	}
	g_autofree char *head = g_strndup(line, (gsize)(colon - line));
	const char *parameters = strchr(head, ';');
	if (parameters && is_binary(parameters)) {
		/* what it is stays, what is in it is no text */
		g_string_append_printf(plain, "%s\n", head);
		return;
	}
	g_autofree char *value = parameters && is_quoted_printable(parameters)
					 ? decode_quoted(colon + 1, parameters)
					 : g_strdup(colon + 1);
	g_string_append_len(plain, head, (gssize)strcspn(head, ";"));
	g_string_append(plain, ": ");
	append_unescaped(plain, value);
	g_string_append_c(plain, '\n');
}

/* --- folding --- */

/* whether the line that ends here goes on: the next begins with a blank, or quoted-printable says so */
static gboolean
goes_on(GString *line, const char *next)
{
	gboolean is_soft = g_str_has_suffix(line->str, "=") && is_quoted_printable(line->str);
	if (is_soft)
		g_string_truncate(line, line->len - 1);
	return is_soft || *next == ' ' || *next == '\t';
}

char *
card_plain(const char *text)
{
	g_autoptr(GString) line = g_string_new(NULL);
	GString *plain = g_string_sized_new(strlen(text));
	while (*text) {
		gsize length = strcspn(text, "\r\n");
		gsize room = line->len < MAX_LINE ? MAX_LINE - line->len : 0;
		g_string_append_len(line, text, (gssize)MIN(length, room));
		text += length;
		text += *text == '\r';
		text += *text == '\n';
		if (*text && goes_on(line, text)) {
			text += *text == ' ' || *text == '\t';
			continue;
		}
		append_line(plain, line->str);
		g_string_truncate(line, 0);
	}
	char *valid = g_utf8_make_valid(plain->str, (gssize)plain->len);
	g_string_free(plain, TRUE);
	return valid;
}
