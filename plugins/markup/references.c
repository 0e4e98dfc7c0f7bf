/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/references.h"

#include <string.h>

#include "plugins/markup/references-table.h"

#define MAX_NAME 64
#define MAX_DECLARED 256
#define MAX_VALUE 1024
#define REPLACEMENT 0xfffd

/* name → character; those that need no ';' are in both */
static GHashTable *names, *short_names;

struct _References {
	gboolean is_xml;
	GHashTable *declared; /* name → value, "" of one that is not expanded: see `refused` */
	GHashTable *refused;  /* set of names */
	char *unknown;
	gboolean used_refused;
};

/* what Windows writes for 0x80 to 0x9f, and browsers show */
static const guint16 windows[32] = {0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
				    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
				    0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
				    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

gboolean
references_prepare(GError **error)
{
	if (names)
		return TRUE;
	names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	short_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) rows = g_strsplit(named_references, " ", -1);
	for (char **row = rows; *row; row++) {
		gboolean is_short = **row == '*';
		char *name = *row + is_short;
		char *equals = strchr(name, '=');
		if (!equals)
			continue;
		*equals = '\0';
		gpointer c = GUINT_TO_POINTER((guint)g_ascii_strtoull(equals + 1, NULL, 16));
		g_hash_table_insert(names, g_strdup(name), c);
		if (is_short)
			g_hash_table_insert(short_names, g_strdup(name), c);
	}
	return TRUE;
}

References *
references_new(gboolean is_xml)
{
	References *references = g_new0(References, 1);
	references->is_xml = is_xml;
	references->declared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	references->refused = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return references;
}

void
references_free(References *references)
{
	if (!references)
		return;
	g_hash_table_unref(references->declared);
	g_hash_table_unref(references->refused);
	g_free(references->unknown);
	g_free(references);
}

/* --- numbers --- */

/* "#20013;" or "#x4e2d": the bytes taken, 0 when it is none */
static gsize
take_number(const References *references, const char *text, gsize length, GString *plain)
{
	gboolean is_hex = length > 1 && (text[1] | 0x20) == 'x';
	gsize at = is_hex ? 2 : 1, start = at;
	guint32 number = 0;
	for (; at < length; at++) {
		int digit = is_hex ? g_ascii_xdigit_value(text[at]) : g_ascii_digit_value(text[at]);
		if (digit < 0)
			break;
		number = MIN(number * (is_hex ? 16 : 10) + (guint)digit, 0x110000);
	}
	if (at == start)
		return 0;
	if (!references->is_xml && number >= 0x80 && number < 0xa0)
		number = windows[number - 0x80];
	gboolean is_character = number != 0 && g_unichar_validate(number);
	g_string_append_unichar(plain, is_character ? number : REPLACEMENT);
	return at < length && text[at] == ';' ? at + 1 : at;
}

/* --- entities of the document --- */

void
references_declare_external(References *references, const char *name, gsize name_length)
{
	if (name_length == 0 || name_length > MAX_NAME ||
	    g_hash_table_size(references->refused) >= MAX_DECLARED)
		return;
	g_hash_table_add(references->refused, g_strndup(name, name_length));
}

void
references_declare(References *references, const char *name, gsize name_length, const char *value,
		   gsize value_length)
{
	if (name_length == 0 || name_length > MAX_NAME)
		return;
	g_autofree char *key = g_strndup(name, name_length);
	g_autoptr(GString) text = g_string_new(NULL);
	/* the first declaration counts */
	if (g_hash_table_contains(references->declared, key) ||
	    g_hash_table_contains(references->refused, key))
		return;
	gboolean is_plain = value_length <= MAX_VALUE && !memchr(value, '<', value_length) &&
			    g_hash_table_size(references->declared) < MAX_DECLARED;
	for (gsize at = 0; is_plain && at < value_length;) {
		gsize taken = value[at] == '&' && at + 1 < value_length && value[at + 1] == '#'
				      ? take_number(references, value + at + 1,
						    value_length - at - 1, text)
				      : 0;
		is_plain = taken > 0 || value[at] != '&';
		if (taken == 0)
			g_string_append_c(text, value[at]);
		at += 1 + taken;
	}
	if (is_plain)
		g_hash_table_insert(references->declared, g_steal_pointer(&key),
				    g_strdup(text->str));
	else
		references_declare_external(references, name, name_length);
}

/* --- names --- */

static const char *
xml_name(const char *name)
{
	static const char *const five[][2] = {
		{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};
	for (gsize i = 0; i < G_N_ELEMENTS(five); i++)
		if (strcmp(five[i][0], name) == 0)
			return five[i][1];
	return NULL;
}

static void
note_unknown(References *references, const char *name)
{
	if (!references->unknown)
		references->unknown = g_strdup(name);
	references->used_refused |= g_hash_table_contains(references->refused, name);
}

/* "name;" of XML: the bytes taken; what is not known stays as it is */
static gsize
take_xml_name(References *references, const char *name, gsize length, GString *plain)
{
	const char *value = xml_name(name);
	if (!value)
		value = g_hash_table_lookup(references->declared, name);
	/* XHTML has the names of HTML without declaring them */
	gpointer c = value ? NULL : g_hash_table_lookup(names, name);
	if (value)
		g_string_append(plain, value);
	else if (c && !g_hash_table_contains(references->refused, name))
		g_string_append_unichar(plain, GPOINTER_TO_UINT(c));
	else {
		note_unknown(references, name);
		return 0;
	}
	return length + 1;
}

/* the longest start of `name` that needs no ';' */
static gsize
take_short_name(char *name, gsize length, GString *plain)
{
	for (; length > 1; length--) {
		name[length] = '\0';
		gpointer c = g_hash_table_lookup(short_names, name);
		if (!c)
			continue;
		g_string_append_unichar(plain, GPOINTER_TO_UINT(c));
		return length;
	}
	return 0;
}

/* letters, digits and what is not ASCII */
static gboolean
is_name_byte(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80 || c == '_' || c == '.' || c == '-' ||
	       c == ':';
}

static gsize
take_name(References *references, const char *text, gsize length, GString *plain)
{
	char name[MAX_NAME + 1];
	gsize n = 0;
	while (n < length && n < MAX_NAME &&
	       (references->is_xml ? is_name_byte(text[n]) : g_ascii_isalnum(text[n]))) {
		name[n] = text[n];
		n++;
	}
	name[n] = '\0';
	gboolean is_ended = n < length && text[n] == ';';
	if (n == 0)
		return 0;
	if (references->is_xml)
		return is_ended ? take_xml_name(references, name, n, plain) : 0;
	gpointer c = is_ended ? g_hash_table_lookup(names, name) : NULL;
	if (!c)
		return take_short_name(name, MIN(n, 8), plain);
	g_string_append_unichar(plain, GPOINTER_TO_UINT(c));
	return n + 1;
}

void
references_append(References *references, const char *text, gsize length, GString *plain)
{
	const char *end = text + length;
	while (text < end) {
		const char *sign = memchr(text, '&', (gsize)(end - text));
		g_string_append_len(plain, text, (sign ? sign : end) - text);
		if (!sign)
			return;
		text = sign + 1;
		gsize left = (gsize)(end - text);
		gsize taken = left > 0 && *text == '#' ? take_number(references, text, left, plain)
						       : take_name(references, text, left, plain);
		if (taken == 0)
			g_string_append_c(plain, '&');
		text += taken;
	}
}

const char *
references_unknown(const References *references)
{
	return references->unknown;
}

gboolean
references_refused(const References *references)
{
	return references->used_refused;
}
