/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack pot: every text of a pack, for who translates it. */

#include "daemon/vetctl-pack.h"

#include "lib/pack-languages.h"

int
vetctl_pack_pot(VetctlOptions *options, int argc, char **argv)
{
	g_autofree char *output = NULL;
	const GOptionEntry entries[] = {
		{"output", 0, 0, G_OPTION_ARG_FILENAME, &output, "Into a file", "FILE"},
		{NULL},
	};
	int status;
	if (!vetctl_parse(options, entries, &argc, &argv, 1, 1, &status))
		return status;
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(argv[1], &error);
	if (!pack || !vet_pack_write_template(pack, output ? output : "-", &error))
		return vetctl_fail(error);
	return VETCTL_OK;
}
