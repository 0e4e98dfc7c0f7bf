/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Named lists (blacklists) and the registrations of all cities, kept in one SQLite file with
 * indexes by code and by normalised name, each import a version of its own.  A look-up never scans.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetNamelists VetNamelists;

typedef struct {
	guint64 rows;        /* taken */
	guint64 rejected;    /* bad rows */
	GPtrArray *problems; /* of char *: "blacklist.csv:17: …", the first 100 */
	guint64 previous_rows;
	gint64 version; /* of the list now in force */
} VetImportReport;

void vet_import_report_clear(VetImportReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VetImportReport, vet_import_report_clear)

/* `path` NULL: in memory (offline check).  `secret` keys the HMAC of ID numbers, copied. */
VetNamelists *vet_namelists_open(const char *path, const guint8 *secret, gsize secret_length,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For others than vetd: an existing file, also while vetd writes it; only look-ups. */
VetNamelists *vet_namelists_open_reading(const char *path, const guint8 *secret,
					 gsize secret_length,
					 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_namelists_close(VetNamelists *lists);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetNamelists, vet_namelists_close)

/*
 * From the one to the other all look-ups see the lists in one state, whatever somebody else imports
 * meanwhile; the same connection must not.
 */
void vet_namelists_hold(VetNamelists *lists);
void vet_namelists_let_go(VetNamelists *lists);

/*
 * Replaces a list by a CSV (名称, 统一社会信用代码, 列入日期, 列入事由, 来源) in one transaction;
 * good rows are kept, bad ones reported.  Refused with VET_ERROR_CONFIG unless `force`: no good row
 * at all, or less than half of a list of 20 or more.
 */
gboolean vet_namelists_import(VetNamelists *lists, const char *list_name, const char *source_name,
			      const char *bytes, gsize length, gboolean force,
			      VetImportReport *ret_report,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The same for registrations (项目名称, 参赛单位, 统一社会信用代码, 团队成员, 成员身份证号,
 * 初赛承办市州, 参赛赛道). ID numbers are kept as HMAC only.
 */
gboolean vet_namelists_import_registrations(VetNamelists *lists, const char *source_name,
					    const char *bytes, gsize length, gboolean force,
					    VetImportReport *ret_report,
					    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_namelists_has(VetNamelists *lists, const char *list_name);
gboolean vet_namelists_has_registrations(VetNamelists *lists);

typedef struct {
	char *list;     /* "blacklist" */
	gint64 version; /* of the list */
	char *source_name;
	guint row;                                              /* line of the CSV it began at */
	char *name, *credit_code, *listed_on, *reason, *origin; /* as in the CSV, "" when empty */
	double likeness;                                        /* 1.0 for exact hits */
} VetListHit;

/*
 * Arrays of VetListHit, full ownership to the caller; empty when nothing is found; NULL on error.
 */
GPtrArray *vet_namelists_lookup_code(VetNamelists *lists, const char *list_name,
				     const char *credit_code, GError **error);
/* Equal after normalisation (entity key, or its simplified form). */
GPtrArray *vet_namelists_lookup_name(VetNamelists *lists, const char *list_name, const char *name,
				     GError **error);
/*
 * Likeness ≥ minimum, exact ones too, best first, at most 20; candidates come from an index of
 * character bigrams.
 */
GPtrArray *vet_namelists_similar(VetNamelists *lists, const char *list_name, const char *name,
				 double minimum, GError **error);

typedef struct {
	gint64 version;
	char *source_name;
	guint row;
	/* first unit when several; as in the CSV */
	char *project_name, *unit, *credit_code, *city, *track;
	guint n_members, n_shared; /* members of the row; those also in the roster asked for */
	double likeness;           /* of the project name asked for, else 0 */
} VetRegistrationHit;

/* Whether any row's city contains the text. */
gboolean vet_namelists_registrations_cover(VetNamelists *lists, const char *city,
					   gboolean *ret_covered, GError **error);
/* By code, or by name where the row has no code. */
GPtrArray *vet_namelists_registrations_of_unit(VetNamelists *lists, const char *credit_code,
					       const char *name, GError **error);
/* Same project name (normalised), or likeness ≥ minimum. */
GPtrArray *vet_namelists_registrations_of_project(VetNamelists *lists, const char *project_name,
						  double minimum, GError **error);
/*
 * Rows sharing at least one person: id_keys (vet_id_number_key, NULL-terminated) first, else names.
 */
GPtrArray *vet_namelists_registrations_of_roster(VetNamelists *lists, const char *const *id_keys,
						 const char *const *names, GError **error);

/*
 * "blacklist@3 (blacklist.csv, 405 rows)" for each list, for the record of a run.  Caller frees
 * with g_strfreev().
 */
char **vet_namelists_describe(VetNamelists *lists);
/*
 * From here on look-ups see the versions that these descriptions name and no other list, as a run
 * saw them; NULL: those in force again.  Imports are not concerned.  VET_ERROR_MALFORMED: one names
 * none; VET_ERROR_RETRY: a version is not there; either way nothing has changed.
 */
gboolean vet_namelists_recall(VetNamelists *lists, const char *const *descriptions,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
