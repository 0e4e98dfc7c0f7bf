/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Files that desktops and office programs leave behind: nobody hands them in on purpose. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * TRUE when the '/'-separated path, or a folder on it, is such a file; unfinished downloads count.
 */
gboolean vet_junk_name(const char *path);

G_END_DECLS
