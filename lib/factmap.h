/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A CEL map or list of facts under construction: grows on the heap, ends in the facts' arena. */

#include "lib/facts.h"

G_BEGIN_DECLS

typedef struct _VetFactMap VetFactMap;

VetFactMap *vet_fact_map_new(VetFacts *facts);
/* `key` is static; the text is copied into the arena.  A NULL text adds nothing. */
void vet_fact_map_add_string(VetFactMap *map, const char *key, const char *text,
			     const VetEvidence *origin);
/* The value's own origin is kept when `origin` is NULL. */
void vet_fact_map_add(VetFactMap *map, const char *key, CelValue value, const VetEvidence *origin);
/* Frees the builder. */
CelValue vet_fact_map_finish(VetFactMap *map, const VetEvidence *origin);

typedef struct _VetFactList VetFactList;

VetFactList *vet_fact_list_new(VetFacts *facts);
void vet_fact_list_add(VetFactList *list, CelValue value);
void vet_fact_list_add_string(VetFactList *list, const char *text, const VetEvidence *origin);
CelValue vet_fact_list_finish(VetFactList *list, const VetEvidence *origin);

/* A string in the facts' arena with its origin; a null value when the arena is full. */
CelValue vet_fact_string(VetFacts *facts, const char *text, const VetEvidence *origin);

G_END_DECLS
