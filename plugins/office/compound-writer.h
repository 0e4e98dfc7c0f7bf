/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Makes a compound file of a folder of another one: an embedded document as a file of its own. */

#include "plugins/office/compound.h"

G_BEGIN_DECLS

/*
 * With the streams of the folder, not those of folders in it.  NULL when they are more than `most`
 * bytes.
 */
GByteArray *office_compound_extract(const OfficeCompound *compound, guint32 folder, gsize most);

G_END_DECLS
