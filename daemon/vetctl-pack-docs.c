/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack docs: a pack as a page. */

#include <string.h>

#include "daemon/pack-docs.h"
#include "daemon/vetctl-offline.h"

int
vetctl_pack_docs(VetctlOptions *options, int argc, char **argv)
{
	static const char *const formats[] = {"markdown", "html", NULL};
	g_autofree char *format = NULL;
	g_autofree char *output = NULL;
	const GOptionEntry entries[] = {
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "markdown (default) or html",
		 "FORMAT"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
		 "Write there instead of to standard output", "FILE"},
		{NULL},
	};
	g_autoptr(GError) error = NULL;
	int status = VETCTL_ERROR;
	if (!vetctl_parse(options, entries, &argc, &argv, 1, 1, &status))
		return status;
	if (!vetctl_is_format(formats, &format))
		return VETCTL_ERROR;
	g_autoptr(VetPack) pack = vet_pack_load(argv[1], &error);
	if (!pack)
		return vetctl_fail(error);
	VetArticleFormat page =
		g_str_equal(format, "html") ? VET_ARTICLE_HTML : VET_ARTICLE_MARKDOWN;
	g_autofree char *text = vet_pack_docs(pack, page, g_get_real_time() / G_USEC_PER_SEC);
	if (!output)
		fputs(text, stdout);
	else if (!g_file_set_contents(output, text, -1, &error))
		return vetctl_fail(error);
	return VETCTL_OK;
}
