/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the cohort share; nobody else includes it. */

#include "lib/cohort.h"
#include "lib/sqlite.h"

G_BEGIN_DECLS

struct _VetCohort {
	VetSqlite *db;
	gboolean writes;
	guint8 *secret;
	gsize secret_length;
	gint64 horizon; /* of a run that is repeated: newest content that it saw; 0: all there are */
};

struct _VetPeers {
	VetCohort *cohort;
	VetProfile *own;
	gint64 before;
	gint64 horizon; /* newest content that is seen; 0: not looked up yet */
	/* set of gint64 *: contents of the others' newest versions; NULL until it is asked for */
	GHashTable *contents;
};

#define VET_PEERS_MAX 20

/* Open and migrated; NULL path: in memory. */
VetSqlite *vet_cohort_database_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
VetSqlite *vet_cohort_database_open_reading(const char *path,
					    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Whom the own submission is compared with; NULL on error.  Asked for before anything else is, for
 * it sets the horizon: what is counted over contents counts none above it, or a run that is repeated
 * would see what was read since.
 */
GHashTable *vet_peers_contents(VetPeers *peers, GError **error);
int vet_peers_by_id(gconstpointer a, gconstpointer b); /* of pointers to VetPeer */
/* The pictures of a profile, under its content. */
gboolean vet_cohort_insert_pictures(VetSqlite *db, const VetProfile *profile, gint64 content,
				    GError **error);
/* Who it is, what it is called, its units; NULL on error. */
VetPeer *vet_peers_read(VetPeers *peers, gint64 content, GError **error);

G_END_DECLS
