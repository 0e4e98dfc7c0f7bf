/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Patterns that were made at run time, kept compiled (cel_regex_get). */

#include "lib/cel/regex.h"

#include <string.h>

#define KEPT 128

typedef struct {
	char *pattern;
	gsize length;
	CelRegex *regex;
	guint64 used; /* when, by the clock of the cache */
} Entry;

static struct {
	GMutex lock;
	Entry entries[KEPT];
	guint length;
	guint64 clock;
} cache;

/* NULL when it is not kept; with the lock held. */
static Entry *
find(const char *pattern, gsize length)
{
	for (guint i = 0; i < cache.length; i++)
		if (cache.entries[i].length == length &&
		    memcmp(cache.entries[i].pattern, pattern, length) == 0)
			return &cache.entries[i];
	return NULL;
}

/* A free place, or that of the one not asked for longest; with the lock held. */
static Entry *
make_room(void)
{
	Entry *oldest = &cache.entries[0];

	if (cache.length < KEPT)
		return &cache.entries[cache.length++];
	for (guint i = 1; i < KEPT; i++)
		if (cache.entries[i].used < oldest->used)
			oldest = &cache.entries[i];
	g_free(oldest->pattern);
	cel_regex_unref(oldest->regex);
	return oldest;
}

static CelRegex *
look_up(const char *pattern, gsize length)
{
	CelRegex *regex = NULL;
	Entry *entry;

	g_mutex_lock(&cache.lock);
	entry = find(pattern, length);
	if (entry != NULL) {
		entry->used = ++cache.clock;
		regex = cel_regex_ref(entry->regex);
	}
	g_mutex_unlock(&cache.lock);
	return regex;
}

static void
keep(const char *pattern, gsize length, CelRegex *regex)
{
	g_mutex_lock(&cache.lock);
	/* another thread may have been faster */
	if (find(pattern, length) == NULL)
		*make_room() = (Entry){.pattern = g_memdup2(pattern, length),
				       .length = length,
				       .regex = cel_regex_ref(regex),
				       .used = ++cache.clock};
	g_mutex_unlock(&cache.lock);
}

CelRegex *
cel_regex_get(const char *pattern, gsize length, GError **error)
{
	CelRegex *regex = look_up(pattern, length);

	if (regex != NULL)
		return regex;
	regex = cel_regex_new(pattern, length, error);
	if (regex != NULL)
		keep(pattern, length, regex);
	return regex;
}
