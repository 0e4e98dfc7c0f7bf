/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What of a long text is kept to find it again in another: keyed hashes of some of its runs of
 * twelve letters (shingles), chosen by winnowing (Schleimer, Wilkerson, Aiken 2003).  Letters are
 * characters and digits; punctuation, spaces and line feeds count for nothing.  Two texts choose the
 * same shingles wherever they agree over VET_SHINGLE_SURE letters, and shingles that follow each
 * other overlap: what a row of common ones covers at one distance is the same text letter by letter.
 */

#include <glib.h>

G_BEGIN_DECLS

#define VET_SHINGLE_LETTERS 12
/* of as many in a row, one shingle is chosen */
#define VET_SHINGLE_WINDOW 8
#define VET_SHINGLE_SURE (VET_SHINGLE_LETTERS + VET_SHINGLE_WINDOW - 1)
/* letters of a text that are looked at; what comes behind is not compared */
#define VET_SHINGLE_MAX_LETTERS 60000

typedef struct {
	gint64 hash; /* HMAC-SHA256 under the secret, its first 8 bytes: SQLite's integers are signed */
	guint32 letter;   /* the first one's number in the text */
	gsize start, end; /* bytes of the text */
} VetShingle;

/*
 * Of VetShingle, in order of the text.  `prompts` (of VetPattern, may be NULL): lines that match are
 * a template's, and no shingle reaches over them.
 */
GArray *vet_shingles_of(const char *text, const GPtrArray *prompts, const guint8 *secret,
			gsize secret_length);

G_END_DECLS
