/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the commands share that screen without a running vetd. */

#include "daemon/offline.h"
#include "daemon/vetctl.h"

G_BEGIN_DECLS

/* Rows of GOptionEntry that fill a VetOfflineOptions; the second without the pack. */
/* clang-format off */
#define VETCTL_OFFLINE_ENTRIES(wanted)                                                             \
	{"pack", 0, 0, G_OPTION_ARG_FILENAME, &(wanted)->pack,                                     \
	 "Rule pack (default " VET_OFFLINE_DEFAULT_PACK ")", "DIR"},                               \
	VETCTL_OFFLINE_INPUTS(wanted)
#define VETCTL_OFFLINE_INPUTS(wanted)                                                              \
	{"registry", 0, 0, G_OPTION_ARG_FILENAME, &(wanted)->registry,                             \
	 "Registrations of all cities", "CSV"},                                                    \
	{"list", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(wanted)->lists,                              \
	 "A list of the pack, as blacklist=FILE.csv; may be repeated", "NAME=CSV"},                \
	{"received-at", 0, 0, G_OPTION_ARG_STRING, &(wanted)->received_at,                         \
	 "When the submissions arrived (default now)", "TIME"}
/* clang-format on */

/* NULL: everything has been said.  Remarks on lists go to stderr. */
VetOffline *vetctl_offline(const VetctlOptions *options, const VetOfflineOptions *wanted);
/* "3 of 7 screened" on a terminal. */
void vetctl_offline_progress(const VetctlOptions *options, guint done, guint all);
/* Sets the first format where none was given.  FALSE: it is none of them, which has been said. */
gboolean vetctl_is_format(const char *const *formats, char **format);

G_END_DECLS
