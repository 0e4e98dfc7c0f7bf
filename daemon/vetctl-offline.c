/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/vetctl-offline.h"
#include "lib/words.h"

#include <unistd.h>

VetOffline *
vetctl_offline(const VetctlOptions *options, const VetOfflineOptions *wanted)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	VetOffline *offline = vet_offline_new(wanted, problems, &error);
	for (guint i = 0; !options->quiet && i < problems->len; i++)
		fprintf(stderr, "vetctl: %s\n", (const char *)problems->pdata[i]);
	if (!offline)
		vetctl_fail(error);
	return offline;
}

void
vetctl_offline_progress(const VetctlOptions *options, guint done, guint all)
{
	if (options->quiet || !isatty(STDERR_FILENO))
		return;
	g_autofree char *text = g_strdup_printf(_("%u of %u screened"), done, all);
	fprintf(stderr, "\r\033[K%s", text);
	if (done == all)
		fputs("\r\033[K", stderr);
	fflush(stderr);
}

gboolean
vetctl_is_format(const char *const *formats, char **format)
{
	if (!*format)
		*format = g_strdup(formats[0]);
	if (g_strv_contains(formats, *format))
		return TRUE;
	g_autofree char *all = g_strjoinv(", ", (char **)formats);
	fprintf(stderr, "vetctl: --format %s: one of %s is expected\n", *format, all);
	return FALSE;
}
