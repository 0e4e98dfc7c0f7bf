/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/twins.h"

#define MAX_BYTES (32 * 1024 * 1024)
/* of a name in a sentence */
#define MAX_SHOWN 120

struct _ArchiveTwins {
	GHashTable *names; /* folded → as it was first seen */
	gsize bytes;
	guint n;
	char *first, *second; /* the first pair */
};

ArchiveTwins *
archive_twins_new(void)
{
	ArchiveTwins *twins = g_new0(ArchiveTwins, 1);
	twins->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return twins;
}

void
archive_twins_free(ArchiveTwins *twins)
{
	g_hash_table_unref(twins->names);
	g_free(twins->first);
	g_free(twins->second);
	g_free(twins);
}

/* As file systems that ignore case and form see it: "a\\./B" is "a/b". */
static char *
folded(const char *name)
{
	g_autofree char *lower = g_utf8_casefold(name, -1);
	g_autofree char *composed = g_utf8_normalize(lower, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	g_autofree char *slashed = g_strdelimit(
		composed ? g_steal_pointer(&composed) : g_steal_pointer(&lower), "\\", '/');
	g_auto(GStrv) components = g_strsplit(slashed, "/", -1);
	GString *path = g_string_new(NULL);

	for (gsize i = 0; components[i]; i++) {
		if (!*components[i] || g_str_equal(components[i], "."))
			continue;
		g_string_append_c(path, '/');
		g_string_append(path, components[i]);
	}
	return g_string_free(path, FALSE);
}

void
archive_twins_note(ArchiveTwins *twins, const char *name)
{
	if (twins->bytes > MAX_BYTES)
		return;
	g_autofree char *key = folded(name);
	const char *before = g_hash_table_lookup(twins->names, key);
	if (!before) {
		twins->bytes += strlen(key) + strlen(name);
		g_hash_table_insert(twins->names, g_steal_pointer(&key), g_strdup(name));
		return;
	}
	if (twins->n++ == 0) {
		twins->first =
			g_utf8_substring(before, 0, MIN(g_utf8_strlen(before, -1), MAX_SHOWN));
		twins->second = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), MAX_SHOWN));
	}
}

char *
archive_twins_describe(const ArchiveTwins *twins)
{
	if (twins->n == 0)
		return NULL;
	if (g_str_equal(twins->first, twins->second))
		return g_strdup_printf(
			"%u members have the name of another (\"%s\"): all were read, "
			"but whoever unpacks them may see only one of each",
			twins->n, twins->first);
	return g_strdup_printf(
		"%u members have names that differ from another only in case or in "
		"the form of their characters (\"%s\" and \"%s\"): all were read, but "
		"whoever unpacks them may see only one of each",
		twins->n, twins->first, twins->second);
}
