/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * RTF as LibreOffice can load it: it loads nothing when a group is not closed, or when the data of an
 * embedded object is anything but digits.
 */

#include <glib.h>

G_BEGIN_DECLS

/* What closes the groups that are open at the end; NULL: all are closed.  Caller frees. */
char *office_rtf_missing_end(const guint8 *data, gsize length);

/*
 * Without the data of embedded objects, which are read apart; the pictures of them stay.  Caller
 * unrefs.
 */
GByteArray *office_rtf_without_objects(const guint8 *data, gsize length);

G_END_DECLS
