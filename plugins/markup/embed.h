/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Files within the text itself, "data:image/png;base64,…", which become documents of their own. */

#include "plugins/markup/tokens.h"

G_BEGIN_DECLS

typedef struct {
	VetSink *sink;
	guint n;
	gboolean is_full; /* there are more than are handed back, and it was said */
} Embed;

/* TRUE for what begins with "data:". */
gboolean embed_is_data(Slice uri);
/* Hands the file back as a member; nothing for a picture too small to show anything. */
gboolean embed_data(Embed *embed, Slice uri, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A text that is a document itself: <iframe srcdoc>. */
gboolean embed_page(Embed *embed, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
