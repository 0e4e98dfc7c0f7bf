/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a seal looks that stands on a page: a picture, or the page of an OFD of its own. */

#include "plugins/ofd/paint.h"

G_BEGIN_DECLS

/* In that box in points, of it what stands within `clip`, all when that is empty.  One that cannot be read is
 * left out. */
void ofd_impression_paint(OfdPaint *paint, GBytes *bytes, VetBox box, VetBox clip);

G_END_DECLS
