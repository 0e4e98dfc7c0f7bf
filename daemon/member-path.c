/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/member-path.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

/* What a terminal or a page might obey rather than show, such as turning "fdp.exe" around. */
static gboolean
is_unshowable(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);
	return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
	       type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static char *
clean(const char *name)
{
	GString *text = g_string_new(NULL);

	for (const char *at = name; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (c == '\\')
			c = '/';
		g_string_append_unichar(text, is_unshowable(c) ? REPLACEMENT : c);
	}
	return g_string_free(text, FALSE);
}

static gboolean
is_absolute(const char *name)
{
	return name[0] == '/' || (g_ascii_isalpha(name[0]) && name[1] == ':' && name[2] == '/');
}

char *
vet_member_path(const char *container, const char *name, gboolean *ret_leaves)
{
	g_autofree char *cleaned = clean(name);
	g_auto(GStrv) components = g_strsplit(cleaned, "/", -1);
	GString *path = g_string_new(container);
	gboolean leaves = is_absolute(cleaned);

	for (gsize i = 0; components[i]; i++) {
		const char *component = components[i];
		if (!*component || g_str_equal(component, "."))
			continue;
		if (g_str_equal(component, "..")) {
			leaves = TRUE;
			component = "__";
		}
		g_string_append_c(path, '/');
		g_string_append(path, component);
	}
	if (g_str_equal(path->str, container))
		g_string_append(path, "/__");
	*ret_leaves = leaves;
	return g_string_free(path, FALSE);
}

char *
vet_member_path_numbered(const char *path, guint number)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	if (!dot || dot == name)
		return g_strdup_printf("%s (%u)", path, number);
	return g_strdup_printf("%.*s (%u)%s", (int)(dot - path), path, number, dot);
}
