/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A document of this plugin's own: one page with one rule and one word. */

#include "lib/extract.h"

#include "plugins/pdf/objects.h"

G_BEGIN_DECLS

/*
 * It stays open for good, and with it Poppler's global state and fontconfig, which each forked
 * child would otherwise set up again (half of what a small document costs).  Caller unrefs.
 */
PopplerDocument *pdf_specimen_open(GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
