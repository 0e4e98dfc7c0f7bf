/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the screening share; nobody else includes it. */

#include "lib/screen.h"
#include "lib/sentence.h"

G_BEGIN_DECLS

/* What functions reach through cel_call_user_data(); NULL where nothing is screened. */
typedef struct {
	const VetPack *pack;
	const char *language; /* of what is said; NULL = the pack's own */
	VetNamelists *lists;  /* may be NULL */
	VetPeers *peers;      /* likewise */
	/* texts of errors in the pack's language → in `language`; filled only when there is one */
	GHashTable *translated;
	/* of VetEvidence: origins of what functions find, until the screening ends */
	GPtrArray *evidence;
} VetScreenLookups;

#define VET_SCREEN_MAX_EVIDENCE 50000

/* --- helpers of the function rows --- */

/*
 * A sentence for the text of an error, in the pack's language, with pairs of name and value as for
 * vet_sentence(); what it is in the language of the run is kept in `translated`.  `lookups` may be
 * NULL.  Caller frees.
 */
char *vet_screen_sentence(const VetScreenLookups *lookups, VetSentence sentence,
			  ...) G_GNUC_NULL_TERMINATED;
/* FALSE with "no such overload" unless the argument is of the kind. */
gboolean vet_screen_expect(const CelValue *argument, CelKind kind, GError **error);
/* All `n` arguments are strings. */
gboolean vet_screen_expect_strings(const CelValue *arguments, gsize n, GError **error);

gboolean vet_screen_lookup(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
			   GError **error);
gboolean vet_screen_lookup_name(CelCall *call, const CelValue *arguments, gsize n,
				CelValue *ret_value, GError **error);
gboolean vet_screen_similar(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
			    GError **error);
gboolean vet_screen_list_loaded(CelCall *call, const CelValue *arguments, gsize n,
				CelValue *ret_value, GError **error);
gboolean vet_screen_registrations_loaded(CelCall *call, const CelValue *arguments, gsize n,
					 CelValue *ret_value, GError **error);
gboolean vet_screen_registrations_cover(CelCall *call, const CelValue *arguments, gsize n,
					CelValue *ret_value, GError **error);
gboolean vet_screen_registrations_of_unit(CelCall *call, const CelValue *arguments, gsize n,
					  CelValue *ret_value, GError **error);
gboolean vet_screen_registrations_of_project(CelCall *call, const CelValue *arguments, gsize n,
					     CelValue *ret_value, GError **error);
gboolean vet_screen_registrations_of_roster(CelCall *call, const CelValue *arguments, gsize n,
					    CelValue *ret_value, GError **error);
gboolean vet_screen_submissions_of_roster(CelCall *call, const CelValue *arguments, gsize n,
					  CelValue *ret_value, GError **error);
gboolean vet_screen_submissions_with_document(CelCall *call, const CelValue *arguments, gsize n,
					      CelValue *ret_value, GError **error);
gboolean vet_screen_submissions_with_picture(CelCall *call, const CelValue *arguments, gsize n,
					     CelValue *ret_value, GError **error);
gboolean vet_screen_submissions_like_form(CelCall *call, const CelValue *arguments, gsize n,
					  CelValue *ret_value, GError **error);

G_END_DECLS
