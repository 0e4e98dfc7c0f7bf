/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-env.h"

#include "lib/pack-private.h"

CelEnv *
vet_pack_env(const VetPack *pack)
{
	return pack->env;
}
