/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/entity.h"

#define MAX_NAMES 16

/* what stands in brackets before another name of the same organisation, the longest first */
static const char *const labels[] = {
	"曾用名称", "曾用名", "原名称为", "原名称", "原名为", "原名", "原为", "原",
	"现更名为", "更名前", "更名为",   "现名称", "现名为", "现名", "旧名", "前身为",
};

static gboolean
is_open_bracket(gunichar c)
{
	return c == '(' || c == 0xFF08 || c == '[' || c == 0x3010 || c == 0x3014;
}

static gboolean
is_close_bracket(gunichar c)
{
	return c == ')' || c == 0xFF09 || c == ']' || c == 0x3011 || c == 0x3015;
}

static gboolean
is_name_separator(gunichar c)
{
	return c == 0x3001 || c == ',' || c == 0xFF0C || c == ';' || c == 0xFF1B || c == '/';
}

/* behind the label (著 spaced or not) and its colon; NULL when `text` does not begin with one */
static const char *
skip_label(const char *text)
{
	const char *p = text;

	for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
		const char *want = labels[i];

		for (p = text; *want && *p;) {
			gunichar c = g_utf8_get_char(p);
			if (!g_unichar_isspace(c)) {
				if (c != g_utf8_get_char(want))
					break;
				want = g_utf8_next_char(want);
			}
			p = g_utf8_next_char(p);
		}
		if (!*want)
			break;
		p = NULL;
	}
	while (p && *p &&
	       (g_unichar_isspace(g_utf8_get_char(p)) || *p == ':' || g_utf8_get_char(p) == 0xFF1A))
		p = g_utf8_next_char(p);
	return p;
}

/* the closing bracket of the one at `open`, or the end of the text when it was cut off */
static const char *
bracket_end(const char *open)
{
	guint depth = 0;
	const char *p;

	for (p = open; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (is_open_bracket(c))
			depth++;
		else if (is_close_bracket(c) && --depth == 0)
			return p;
	}
	return p;
}

static void
add_name(GPtrArray *names, const char *start, const char *end)
{
	while (start < end && g_unichar_isspace(g_utf8_get_char(start)))
		start = g_utf8_next_char(start);
	while (start < end && g_unichar_isspace(g_utf8_get_char(g_utf8_prev_char(end))))
		end = g_utf8_prev_char(end);
	if (start < end && names->len < MAX_NAMES)
		g_ptr_array_add(names, g_strndup(start, end - start));
}

/* FALSE when the bracket (`inside` to `end`) belongs to the name it stands in */
static gboolean
add_former_names(GPtrArray *names, const char *inside, const char *end)
{
	g_autofree char *content = g_strndup(inside, end - inside);
	const char *start = skip_label(content);
	const char *p;

	/* 原 alone may begin a word: what follows has to be a name */
	if (!start || !*start || g_utf8_strlen(start, -1) < 2 ||
	    (start == g_utf8_next_char(content) && !vet_entity_is_name(start)))
		return FALSE;
	for (p = start; *p; p = g_utf8_next_char(p))
		if (is_name_separator(g_utf8_get_char(p))) {
			add_name(names, start, p);
			start = g_utf8_next_char(p);
		}
	add_name(names, start, p);
	return TRUE;
}

char **
vet_entity_names_in(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) own = g_string_new(NULL);
	g_autoptr(GPtrArray) former = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *names = g_ptr_array_new();

	for (const char *p = valid; *p;) {
		const char *next = g_utf8_next_char(p);

		if (is_open_bracket(g_utf8_get_char(p))) {
			const char *end = bracket_end(p);
			if (add_former_names(former, next, end)) {
				p = *end ? g_utf8_next_char(end) : end;
				continue;
			}
		}
		g_string_append_len(own, p, next - p);
		p = next;
	}
	add_name(names, own->str, own->str + own->len);
	for (guint i = 0; i < former->len; i++)
		g_ptr_array_add(names, g_strdup(former->pdata[i]));
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

gboolean
vet_entity_is_named(const char *text)
{
	g_auto(GStrv) names = vet_entity_names_in(text);
	return names[0] && vet_entity_is_name(names[0]);
}
