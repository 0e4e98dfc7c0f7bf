/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One CSV on its way into a list: what the rows of each kind of list share. */

#include "lib/csv.h"
#include "lib/namelist-database.h"

G_BEGIN_DECLS

#define VET_LIST_MAX_COLUMNS 8

typedef struct _VetListImport VetListImport;

/*
 * FALSE on a fault of the database; *ret_taken FALSE when the row is bad, which
 * vet_list_import_problem() has said.
 */
typedef gboolean (*VetListTakeRow)(VetListImport *import, char **fields, guint line,
				   gboolean *ret_taken, GError **error);

/* What the CSV of a kind of list looks like. */
typedef struct {
	VetListKind kind;
	const char *columns[VET_LIST_MAX_COLUMNS];
	/*
	 * the file needs one column of each group: one of the first `needed[0]`, one of the next
	 * `needed[1]`
	 */
	guint needed[2];
	VetListTakeRow take_row;
} VetListLayout;

struct _VetListImport {
	VetNamelists *lists;
	const VetListLayout *layout;
	const char *list_name;
	const char *source_name;
	VetCsv *csv;
	int columns[VET_LIST_MAX_COLUMNS];
	gboolean force;
	const char *sha256;
	const char *keyed;
	gint64 id;
	VetImportReport report;
};

extern const VetListLayout vet_list_entry_layout;
extern const VetListLayout vet_list_registration_layout;

/* Notes what is wrong in a line, personal numbers masked; at most 100 are kept. */
void vet_list_import_problem(VetListImport *import, guint line, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* The field of a column of the layout, "" when the file has no such column. */
const char *vet_list_import_field(const VetListImport *import, char **fields, guint column);
gint64 vet_list_last_row_id(const VetListImport *import);

G_END_DECLS
