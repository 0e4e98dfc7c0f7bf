/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/project-name.h"

#include <string.h>

#include "lib/text.h"

#define SHORTEST 4 /* characters; fewer stand in any name */
#define PROJECT "项目"

char *
vet_project_name_bare(const char *name)
{
	static const char *const marks = "《》“”\"'「」『』〈〉<>";
	GString *bare = g_string_new(NULL);

	for (const char *p = name; *p; p = g_utf8_next_char(p))
		if (!g_utf8_strchr(marks, -1, g_utf8_get_char(p)))
			g_string_append_unichar(bare, g_utf8_get_char(p));
	return g_string_free(bare, FALSE);
}

char *
vet_project_name_key(const char *name)
{
	g_autofree char *bare = vet_project_name_bare(name);
	char *key = vet_text_key(bare);

	if (g_str_has_suffix(key, PROJECT))
		key[strlen(key) - strlen(PROJECT)] = '\0';
	return key;
}

gboolean
vet_project_name_abbreviates(const char *shorter, const char *name)
{
	g_autofree char *short_key = vet_project_name_key(shorter);
	g_autofree char *key = vet_project_name_key(name);
	const char *at = key;

	if (g_utf8_strlen(short_key, -1) < SHORTEST ||
	    g_utf8_get_char(short_key) != g_utf8_get_char(key))
		return FALSE;
	for (const char *p = short_key; *p; p = g_utf8_next_char(p)) {
		at = g_utf8_strchr(at, -1, g_utf8_get_char(p));
		if (!at)
			return FALSE;
		at = g_utf8_next_char(at);
	}
	return TRUE;
}
