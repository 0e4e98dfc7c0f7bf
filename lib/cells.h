/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The cells of all tables of a document, by what they say as a label and by place.  Made once a document, so that no
 * look-up is linear in what a stranger's table holds.
 */

#include "lib/content.h"

G_BEGIN_DECLS

typedef struct _VetCells VetCells;

typedef struct {
	const VetPage *page;
	const VetTable *table;
	guint table_number; /* on its page, from 0 */
	const VetCell *cell;
	char *key; /* as a label: vet_label_key() */
} VetCellPlace;

/* Borrows the content. */
VetCells *vet_cells_new(const VetContent *content);
void vet_cells_free(VetCells *cells);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetCells, vet_cells_free)

/* Of VetCellPlace, in reading order; NULL when no cell says this. */
const GPtrArray *vet_cells_with_key(const VetCells *cells, const char *key);
/* All keys there are, each once; valid as long as the cells.  Free the list with g_list_free(). */
GList *vet_cells_keys(const VetCells *cells);
gboolean vet_cells_has_key_on_page(const VetCells *cells, const char *key, guint page_number);
/* The cell that covers the place, NULL when none does. */
const VetCell *vet_cells_at(const VetCells *cells, const VetTable *table, guint row, guint column);
const char *vet_cells_key_of(const VetCells *cells, const VetCell *cell);

G_END_DECLS
