/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Media types in words, and what to hand in instead of what nothing here reads. */

#include <glib.h>

G_BEGIN_DECLS

/* "an AutoCAD drawing"; NULL when it is not known. */
const char *vet_media_noun(const char *media_type);

/*
 * Why it was not read, one sentence for the team: "This is an AutoCAD drawing (image/vnd.dwg), which
 * nothing here reads; hand it in as PDF".  Caller frees.
 */
char *vet_media_refusal(const char *media_type);

G_END_DECLS
