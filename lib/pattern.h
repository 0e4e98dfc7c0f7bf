/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A regular expression of a pack over text of strangers: PCRE2 in UTF mode with JIT, match and
 * depth limits.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetPattern VetPattern;

/* VET_ERROR_CONFIG with PCRE2's message; *ret_offset (may be NULL) is the byte of the fault. */
VetPattern *vet_pattern_new(const char *expression, gsize *ret_offset,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_pattern_free(VetPattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPattern, vet_pattern_free)

typedef struct {
	gsize start, end;             /* of the match, bytes */
	gsize value_start, value_end; /* of the group `value`, else of group 1, else of the match */
} VetMatch;

/*
 * First match from `start` in valid UTF-8; FALSE when there is none or a limit of PCRE2 was reached (*ret_limited,
 * may be NULL, says which).
 */
gboolean vet_pattern_find(const VetPattern *pattern, const char *text, gsize length, gsize start,
			  VetMatch *ret_match, gboolean *ret_limited);
/*
 * The same, with where each of the named groups matched: names[i] → ret_spans[2i], ret_spans[2i +
 * 1]; both 0 for a group that took no part or that the pattern does not have.
 */
gboolean vet_pattern_find_named(const VetPattern *pattern, const char *text, gsize length,
				gsize start, const char *const *names, guint n_names,
				VetMatch *ret_match, gsize *ret_spans);
gboolean vet_pattern_matches(const VetPattern *pattern, const char *text);

G_END_DECLS
