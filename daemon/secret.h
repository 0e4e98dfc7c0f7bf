/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The key under which ID numbers are hashed: made once, kept beside the store, readable by vetd
 * alone.
 */

#include <glib.h>

G_BEGIN_DECLS

#define VET_SECRET_BYTES 32

/*
 * Reads the key file, or makes it (mode 0600, synced) when there is none.  VET_ERROR_CONFIG when it
 * is too short or open to others.
 */
gboolean vet_secret_load(const char *file, guint8 ret_secret[VET_SECRET_BYTES],
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a key file that must be there. */
gboolean vet_secret_read(const char *file, guint8 ret_secret[VET_SECRET_BYTES],
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A key for one offline call. */
gboolean vet_secret_make(guint8 ret_secret[VET_SECRET_BYTES],
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
