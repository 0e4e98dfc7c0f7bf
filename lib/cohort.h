/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The submissions of a contest, as far as they are compared with each other: a profile of each
 * (lib/profile.h) in one SQLite file, with indexes by person, by file and by shingle of text, so
 * that a look-up scans nothing.
 *
 * Each version gets a number when it is judged for the first time and keeps it.  It is compared
 * with what has a lower number, and of each submission with the newest version that has.  What
 * another pack reads otherwise is another content of the same version; none is ever deleted, and a
 * run says which was the newest it saw, so it can be repeated byte for byte.  Of two that are alike
 * the one that was judged later is told.
 */

#include "lib/profile.h"

G_BEGIN_DECLS

typedef struct _VetCohort VetCohort;

/* `path` NULL: in memory (offline check).  `secret` keys the hashes of names, copied. */
VetCohort *vet_cohort_open(const char *path, const guint8 *secret, gsize secret_length,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For others than vetd: an existing file, also while vetd writes it; what joins is not written. */
VetCohort *vet_cohort_open_reading(const char *path, const guint8 *secret, gsize secret_length,
				   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_cohort_close(VetCohort *cohort);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetCohort, vet_cohort_close)

/*
 * Durable when it returns.  The number of this version: the one it has, with the profile as it is
 * now (another pack may read its papers otherwise), or the next.  A cohort that is only read gives
 * the number it has, or one above all.
 */
gboolean vet_cohort_join(VetCohort *cohort, const VetProfile *profile, gint64 *ret_number,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Who is judged from here on sees the others as a run saw them: `description` is what
 * vet_peers_describe() said of it; NULL: as they are now.  One of before horizons were recorded is
 * taken as it is now.  VET_ERROR_MALFORMED: it is no such description.
 */
gboolean vet_cohort_recall(VetCohort *cohort, const char *description,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- looking at the others, from one submission --- */

/* `before` of vet_peers_new(): compare with all others, whichever was judged first. */
#define VET_PEERS_ALL G_MAXINT64

typedef struct _VetPeers VetPeers;

/* Takes the profile; borrows the cohort. */
VetPeers *vet_peers_new(VetCohort *cohort, VetProfile *own, gint64 before);
void vet_peers_free(VetPeers *peers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPeers, vet_peers_free)
const VetProfile *vet_peers_own(const VetPeers *peers);
/* From here on the others are all there are: for submissions that were handed in together. */
void vet_peers_see_all(VetPeers *peers);
/* What a description of the others begins with. */
#define VET_PEERS_MARK "submissions@"
/*
 * "submissions@17/23 (16 others)", for the record of a run: the own number, the newest content there
 * was.  Caller frees.
 */
char *vet_peers_describe(VetPeers *peers);

/* The same text in both, verified letter by letter. */
typedef struct {
	char *text; /* as in the own form, without line feeds */
	guint letters;
	guint page, peer_page; /* where it begins, from 1; 0 when not known */
} VetPassage;

typedef struct {
	char *id, *project_name, *team_id;
	char **units;       /* names */
	gboolean same_unit; /* one of them is one of the own: by code, else by name */
	/* of_roster: persons there, own ones that are there too, and those known by their ID number */
	guint n_members, n_shared, n_shared_ids;
	char **shared;        /* of_roster: names of these, as asked for */
	char *path;           /* of_document, of_picture, like: the document there; else "" */
	guint page, own_page; /* of_picture: where it stands there and here, from 1 */
	double share;         /* like: of the own shingles that are no template's, 0–1 */
	GPtrArray *passages;  /* like: of VetPassage, the longest first, at most 5 */
} VetPeer;

/*
 * Arrays of VetPeer, full ownership to the caller, by likeness or number of shared persons, then by
 * id, at most 20; NULL on error.
 */
/*
 * Those that share a person: by id_key where both have one, else by name.  Both arrays are parallel
 * and NULL-terminated; "" where a person has no key.
 */
GPtrArray *vet_peers_of_roster(VetPeers *peers, const char *const *id_keys,
			       const char *const *names, GError **error);
/* Those that hold a file of these bytes. */
GPtrArray *vet_peers_of_document(VetPeers *peers, const char *sha256, GError **error);
/*
 * Those on a page of which a picture of the own file `path` stands that was saved anew: near enough by
 * its likeness, with the same long numbers (lib/profile-picture.h); not those that hold the same bytes.
 */
GPtrArray *vet_peers_of_picture(VetPeers *peers, const char *path, GError **error);
/*
 * Those whose application form holds at least `minimum` (0–1) of the own one's text, in passages of
 * at least VET_PASSAGE_LETTERS.  Shingles that stand in more than a fifth of the others, and in
 * more than five, are a template's and count neither way.  Nothing is like a form with less than
 * VET_LIKE_LEAST shingles of its own.
 */
GPtrArray *vet_peers_like(VetPeers *peers, double minimum, GError **error);

#define VET_PASSAGE_LETTERS 30
#define VET_LIKE_LEAST 40

void vet_peer_free(VetPeer *peer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPeer, vet_peer_free)

G_END_DECLS
