/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/junk.h"

#include <fnmatch.h>

static const char *const patterns[] = {
	"__MACOSX",     /* macOS: resource forks within zips */
	"._*",          /* macOS: resource forks beside files */
	".DS_Store",    /* macOS: folder view */
	"~$*",          /* Microsoft Office: owner files */
	".~lock.*#",    /* LibreOffice: lock files */
	"Thumbs.db",    /* Windows: thumbnails */
	"desktop.ini",  /* Windows: folder view */
	"*.part",       /* Firefox, rsync: unfinished */
	"*.crdownload", /* Chromium: unfinished */
};

static gboolean
is_junk_component(const char *component)
{
	for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
		if (fnmatch(patterns[i], component, FNM_CASEFOLD | FNM_NOESCAPE) == 0)
			return TRUE;
	}
	return FALSE;
}

gboolean
vet_junk_name(const char *path)
{
	g_auto(GStrv) components = g_strsplit(path, "/", -1);

	for (gsize i = 0; components[i]; i++) {
		if (is_junk_component(components[i]))
			return TRUE;
	}
	return FALSE;
}
