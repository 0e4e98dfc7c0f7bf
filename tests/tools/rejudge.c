/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Usage: rejudge CONFIG PACK
 * Prints what the pack would say of each stored submission, vet.result/1, one a line, as
 * daemon/rejudge.h has it; a sentence on stderr for each that cannot be judged.
 */

#include <stdio.h>

#include "daemon/language.h"
#include "daemon/rejudge.h"

static gboolean
print_one(VetRejudge *rejudge, const VetPack *pack, const VetPending *submission)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetResult) result = vet_rejudge(rejudge, pack, submission, &error);
	if (!result) {
		fprintf(stderr, "%s\n", error->message);
		return FALSE;
	}
	g_autofree char *json = vet_result_to_json(result);
	puts(json);
	return TRUE;
}

static int
run(const char *config_file, const char *folder, GError **error)
{
	g_autoptr(VetConfig) config = vet_config_load(config_file, error);
	if (config)
		vet_language_choose(config->locale);
	g_autoptr(VetPack) pack = config ? vet_pack_load(folder, error) : NULL;
	g_autoptr(VetRejudge) rejudge = pack ? vet_rejudge_open(config, error) : NULL;
	g_autoptr(GPtrArray) newest =
		rejudge ? vet_store_newest(vet_rejudge_store(rejudge), error) : NULL;
	gboolean all = TRUE;

	if (!newest)
		return 2;
	for (guint i = 0; i < newest->len; i++)
		all = print_one(rejudge, pack, newest->pdata[i]) && all;
	return all ? 0 : 1;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	if (argc != 3) {
		fputs("usage: rejudge CONFIG PACK\n", stderr);
		return 2;
	}
	int status = run(argv[1], argv[2], &error);
	if (error)
		fprintf(stderr, "%s\n", error->message);
	return status;
}
