/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The charset that a page or an XML document says it is in, and the one that it is in. */

#include "lib/extract.h"

G_BEGIN_DECLS

/*
 * What is read: the byte order mark; what the document says, unless its bytes belie it; else what they
 * look like.
 */
VetCharsetVerdict label_judge(const guint8 *data, gsize length);

G_END_DECLS
