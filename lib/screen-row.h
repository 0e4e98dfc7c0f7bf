/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The maps that functions of packs give: a row of a list, another submission. */

#include "lib/screen-private.h"

G_BEGIN_DECLS

/* A map under construction. */
typedef struct {
	CelCall *call;
	CelEntry *entries;
	gsize length;
	gconstpointer origin;
	gboolean full; /* the arena is: the map is of no use */
} VetScreenRow;

/* Takes the evidence, the origin of the map and of what is added to it; NULL: it has none. */
void vet_screen_row_begin(VetScreenRow *row, CelCall *call, VetEvidence *evidence);
/* Keys are static.  Without evidence a value keeps the origin it has. */
void vet_screen_row_add(VetScreenRow *row, const char *key, CelValue value);
void vet_screen_row_add_string(VetScreenRow *row, const char *key, const char *text);
void vet_screen_row_add_strings(VetScreenRow *row, const char *key, char **texts);
gboolean vet_screen_row_finish(VetScreenRow *row, CelValue *ret_value, GError **error);
/* Takes the evidence for the length of the screening; NULL when there is too much of it. */
const VetEvidence *vet_screen_keep_evidence(CelCall *call, VetEvidence *evidence);

typedef gboolean (*VetScreenMakeRow)(CelCall *call, gconstpointer hit, CelValue *ret_value,
				     GError **error);

/* A list of what `make` makes of each; `hits` NULL: the look-up itself failed with `error` set. */
gboolean vet_screen_rows(CelCall *call, const GPtrArray *hits, VetScreenMakeRow make,
			 CelValue *ret_value, GError **error);

/* Borrows the texts of one key of the maps, "" where a map has none; ends with NULL.  g_free(). */
const char **vet_screen_texts_under(const CelList *maps, const char *key);

G_END_DECLS
