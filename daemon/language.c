/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/language.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "daemon/paths.h"
#include "lib/pack-languages.h"
#include "lib/words.h"

/* in order of preference; NULL: nothing was chosen */
static char **locales;

static gboolean
is_plain(const char *locale)
{
	gsize length = strcspn(locale, ".@");
	return !length || (length == 1 && *locale == 'C') ||
	       (length == 5 && g_str_has_prefix(locale, "POSIX"));
}

/* the first that is set and not empty decides, as for setlocale(); "" when none is */
static const char *
locale_of_environment(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = g_getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "";
}

/* LANGUAGE has no say where the locale is C: so it is for all programs with gettext */
static const char *
preference_of_environment(void)
{
	const char *locale = locale_of_environment();
	const char *language = g_getenv("LANGUAGE");
	return is_plain(locale) || !language || !*language ? locale : language;
}

void
vet_language_choose(const char *wanted)
{
	const char *preference = wanted ? wanted : preference_of_environment();
	g_auto(GStrv) all = g_strsplit(preference, ":", -1);
	g_autoptr(GStrvBuilder) chosen = g_strv_builder_new();
	g_clear_pointer(&locales, g_strfreev);
	for (guint i = 0; all[i] && !is_plain(all[i]); i++)
		g_strv_builder_add(chosen, all[i]);
	locales = g_strv_builder_end(chosen);
	if (!*locales)
		g_clear_pointer(&locales, g_strfreev);
}

/*
 * gettext looks for what LANGUAGE names in any locale but "C"; C.UTF-8 is there on every machine,
 * while en_US may not have been generated.
 */
void
vet_language_speak(void)
{
	g_autofree char *folder = vet_paths_find_words();
	bindtextdomain(VET_WORDS_DOMAIN, folder);
	bind_textdomain_codeset(VET_WORDS_DOMAIN, "UTF-8");
	if (locales) {
		g_autofree char *all = g_strjoinv(":", locales);
		g_setenv("LANGUAGE", all, TRUE);
		setlocale(LC_MESSAGES, "C.UTF-8");
	} else {
		setlocale(LC_MESSAGES, "C");
	}
}

const char *
vet_language_of(const VetPack *pack)
{
	for (guint i = 0; locales && locales[i]; i++) {
		gboolean is_own = FALSE;
		const char *language = vet_pack_language(pack, locales[i], &is_own);
		if (language || is_own)
			return language;
	}
	return NULL;
}
