/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One entry of the zip that an OpenDocument is. */

#include <glib.h>

G_BEGIN_DECLS

/* At most `most` bytes of it, not ended by a 0.  Caller frees; NULL when there is none, or no zip. */
char *office_package_read(const guint8 *data, gsize length, const char *name, gsize most,
			  gsize *ret_length);

G_END_DECLS
