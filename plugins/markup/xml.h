/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * XML of a vocabulary that is not known: what stands in its elements and attributes, with their names
 * before it, as a label stands before its value: "credit-code: 9133…", "member.name: Zhang San".
 */

#include "plugins/markup/tokens.h"

G_BEGIN_DECLS

/* All of it into the sink. */
gboolean xml_read(Tokens *tokens, VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE when every element is closed as it should be. */
gboolean xml_is_whole(const char *text, gsize length);

G_END_DECLS
