/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The file that lib/namelist.h keeps its lists in: schema, versions, and names found by likeness.
 */

#include "lib/namelist.h"
#include "lib/sqlite.h"

G_BEGIN_DECLS

/* the registrations are one list of a kind of its own */
typedef enum {
	VET_LIST_NAMES,
	VET_LIST_REGISTRATIONS,
} VetListKind;

#define VET_LIST_MAX_HITS 100
/* the name of that list */
#define VET_LIST_OF_REGISTRATIONS "registrations"

struct _VetNamelists {
	VetSqlite *db;
	guint8 *secret;
	gsize secret_length;
	/* name → version (gint64 *) that look-ups see; NULL: the newest of each */
	GHashTable *recalled;
};

/* NULL path: in memory. */
VetSqlite *vet_namelist_database_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Changes nothing; VET_ERROR_CONFIG when it is not there or of another schema. */
VetSqlite *vet_namelist_database_open_reading(const char *path,
					      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What an import is known by. */
typedef struct {
	gint64 import; /* 0: none in force */
	gint64 version;
	gint64 rows, rejected;
	char *source_name;
	char *sha256;
	char *keyed; /* by which secret ID numbers were keyed */
} VetListVersion;

void vet_list_version_clear(VetListVersion *version);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VetListVersion, vet_list_version_clear)

/* The version in force; `wanted` above 0: that one. */
gboolean vet_list_version_read(VetSqlite *db, VetListKind kind, const char *list_name,
			       gint64 wanted, VetListVersion *ret_version,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The version that look-ups see. */
gboolean vet_list_version_seen(VetNamelists *lists, VetListKind kind, const char *list_name,
			       VetListVersion *ret_version,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- names: namelist-names.c --- */

/* Stores one name of an entry or registration (`owner`) under its keys and their bigrams. */
gboolean vet_list_name_add(VetSqlite *db, gint64 import, gint64 owner, const char *entity_key,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Counts the bigrams once all names are in: the rare ones are asked first. */
gboolean vet_list_names_count(VetSqlite *db, gint64 import,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
	gint64 owner;
	double likeness;
} VetLikeName;

/* VetLikeName, best first, one for each owner, at most `most`. */
GArray *vet_list_names_like(VetSqlite *db, gint64 import, const char *entity_key, double minimum,
			    guint most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
