/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The actions of `vetctl pack` that have files of their own. */

#include "daemon/vetctl.h"

G_BEGIN_DECLS

/* vetctl-pack-lint.c */
int vetctl_pack_lint(VetctlOptions *options, int argc, char **argv);
/* vetctl-pack-pot.c */
int vetctl_pack_pot(VetctlOptions *options, int argc, char **argv);
/* vetctl-pack-test.c */
int vetctl_pack_test(VetctlOptions *options, int argc, char **argv);

G_END_DECLS
