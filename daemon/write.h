/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All `length` bytes, however often write(2) must be asked; FALSE with errno. */
gboolean vet_write_all(int fd, gconstpointer bytes, gsize length) G_GNUC_WARN_UNUSED_RESULT;
/* What was made in a folder, or moved there, stays after a crash; FALSE with errno. */
gboolean vet_write_sync_folder(const char *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
