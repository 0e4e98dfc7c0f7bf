/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The user's profile of LibreOffice: made anew for each document, so that none finds another's. */

#include "lib/plugin.h"

G_BEGIN_DECLS

/*
 * `build` is what LibreOffice calls itself in versionrc: with the same in the profile it does not
 * begin by setting one up and starting again.
 */
gboolean office_profile_write(const char *folder, const char *build,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new file with these bytes, and this text behind them (may be NULL). */
gboolean office_file_write(const char *path, const void *data, gsize length, const char *ending,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean office_folder_make(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
