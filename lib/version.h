/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Versions of packs and the ranges in which they are asked for.  A version is one to three numbers
 * apart by dots; what is not written is 0.  A range is terms apart by blanks or commas, which must
 * all hold:
 *
 *     ^1.2    1.2 or later, before 2; ^0.3: before 0.4, ^0.0.3: before 0.0.4 (semver.org §4)
 *     ~1.2    1.2 or later, before 1.3; ~1: before 2
 *     1.2     any 1.2.x; 1.2.3 exactly that
 *     >=1.0 <2    also >, <=, =
 */

#include <glib.h>

G_BEGIN_DECLS

#define VET_VERSION_PARTS 3
#define VET_VERSION_MAX_NUMBER 999999

typedef struct {
	guint part[VET_VERSION_PARTS];
	guint n_parts; /* that were written */
} VetVersion;

/* FALSE when it is no version. */
gboolean vet_version_parse(const char *text, VetVersion *ret_version);
/*
 * FALSE when the text is no range; then *ret_term (may be NULL; caller frees) is the term that is
 * none.
 */
gboolean vet_version_in_range(const VetVersion *version, const char *range, gboolean *ret_holds,
			      char **ret_term);

G_END_DECLS
