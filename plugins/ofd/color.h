/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Colours, as far as it matters whether a reader can see what is drawn with them. */

#include "plugins/ofd/resources.h"

G_BEGIN_DECLS

typedef struct {
	gboolean known; /* FALSE: a pattern, a gradient, an index: it shows something */
	guint8 red, green, blue;
	guint8 alpha;
} OfdColor;

#define OFD_BLACK ((OfdColor){TRUE, 0, 0, 0, 255})
#define OFD_WHITE ((OfdColor){TRUE, 255, 255, 255, 255})
#define OFD_CLEAR ((OfdColor){TRUE, 0, 0, 0, 0})

/* A CT_Color element. */
OfdColor ofd_color_read(const OfdResources *resources, const xmlNode *node);
/* Too faint to be seen on anything. */
gboolean ofd_color_is_clear(OfdColor color);
/* Cannot be told apart by a reader. */
gboolean ofd_color_is_like(OfdColor a, OfdColor b);

G_END_DECLS
