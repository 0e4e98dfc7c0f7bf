/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Regular expressions of `matches`: RE2's language (github.com/google/re2/wiki/Syntax) on PCRE2.
 * What RE2 lacks because it cannot be matched in linear time (back-references, look-around,
 * possessive and atomic groups, recursion) is refused; what the two read differently is translated.
 */

#include "lib/cel/ast.h"

#define CEL_REGEX_MAX_PATTERN 4096 /* bytes */
#define CEL_REGEX_MAX_REPEAT 1000

/* Charges `steps` for work done; FALSE with error set when the budget is spent. */
typedef gboolean (*CelRegexCharge)(gpointer user_data, guint64 steps, GError **error);

/* EVALUATE and a message that says where when the pattern is not RE2's language. */
CelRegex *cel_regex_new(const char *pattern, gsize length, GError **error);
/*
 * The same, from the few that were asked for last: compiling one takes longer than most rules, and
 * those of a pack's params come again with each submission.  For any thread.
 */
CelRegex *cel_regex_get(const char *pattern, gsize length, GError **error);
CelRegex *cel_regex_ref(CelRegex *regex);
void cel_regex_unref(CelRegex *regex);
/* Steps that compiling it was worth: it grows with what repetitions unroll. */
guint64 cel_regex_cost(const CelRegex *regex);
/* Is there a match anywhere in the text?  LIMIT when that takes too long. */
gboolean cel_regex_search(const CelRegex *regex, const char *text, gsize length,
			  CelRegexCharge charge, gpointer user_data, gboolean *ret_found,
			  GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CelRegex, cel_regex_unref)

/* The pattern as PCRE2 is to read it; NULL with error when it is not RE2's language. */
char *cel_regex_translate(const char *pattern, gsize length, GError **error);
