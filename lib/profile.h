/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What of one submission is kept to compare others with: its units, its files by their sha256, its
 * persons and the text of its application form as keyed hashes.  It is made of facts alone, so that
 * the tests of a pack make it as vetd does.
 */

#include "lib/document.h"
#include "lib/facts.h"
#include "lib/pack.h"
#include "lib/profile-picture.h"
#include "lib/shingles.h"

G_BEGIN_DECLS

typedef struct {
	char *name, *credit_code; /* the code normalised, "" without one */
} VetProfileUnit;

/* Keyed; both are hexadecimal HMACs. */
typedef struct {
	char *id_key;   /* "" without an ID number */
	char *name_key; /* of the name's key */
} VetProfilePerson;

typedef struct {
	char *sha256, *path;
} VetProfileDocument;

typedef struct {
	char *id;          /* of the submission */
	char *received_as; /* id, version and bytes of its receipt: which passage of which it is */
	guint version;
	char *sha256;
	char *project_name;   /* "" when none is known */
	char *team_id;        /* of the platform, "" when it gives none */
	GPtrArray *units;     /* of VetProfileUnit */
	GPtrArray *persons;   /* of VetProfilePerson */
	GPtrArray *documents; /* of VetProfileDocument */
	GPtrArray *pictures;  /* of VetProfilePicture */
	char *form_path;      /* of the application form, "" without one */
	GArray *shingles;     /* of VetShingle: its text's, template prompts left out */
	GArray *pages;        /* of guint: the page each shingle begins on, 0 when not known */
	/* not kept: what its own shingles are quoted from, and whether a machine recognised it */
	char *form_text;
	gboolean form_recognised;
} VetProfile;

/* Which submission it is; all borrowed. */
typedef struct {
	const char *id;
	const char *received_as;
	guint version;
	const char *sha256;
} VetProfileIdentity;

/*
 * `documents` (of VetDocument, may be NULL) say on which pages the application form's text stands.
 * `pack` may be NULL: then no line of the form is a template's.  `secret` keys the hashes.
 */
VetProfile *vet_profile_new(const VetPack *pack, const VetFacts *facts, const GPtrArray *documents,
			    const VetProfileIdentity *identity, const guint8 *secret,
			    gsize secret_length);
void vet_profile_free(VetProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetProfile, vet_profile_free)
/* How a person's name is kept: HMAC-SHA256 of its key, hexadecimal.  Caller frees. */
char *vet_profile_name_key(const guint8 *secret, gsize secret_length, const char *name);
/* Over everything that is kept: equal for equal profiles.  Caller frees. */
char *vet_profile_digest(const VetProfile *profile);

G_END_DECLS
