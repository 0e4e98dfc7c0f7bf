/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What supervising units and counties have recommended, against what they shall at least: a figure
 * for the organiser, never an entrant's fault.  What is expected stands in params of the pack, each
 * of which may be missing; without any, submissions are counted by track alone.
 *
 * Of a track (one of `tracks`) each supervising unit of `track_supervisors`
 * (several apart by 、) recommends at least `track_minimum`.  A county is one of `counties`, a
 * pattern of how names of units have it; `county_regions` has its digits in GB/T 2260, where it has
 * any, and `county_minimum` is what each recommends.  The county of a submission is its lead unit's:
 * one outside GB/T 2260 that its name has; else the region of its credit code, which is the
 * registering office and not the address; else the one county that its name has.
 */

#include "lib/pack.h"

G_BEGIN_DECLS

/* A param that is read here, and may be there without a rule that uses it. */
typedef struct {
	const char *id;
	const char *type; /* NULL: tracks may be a list, or a map that has more of each */
} VetRecommendationsParam;

/* By its id; NULL: it is none of them. */
const VetRecommendationsParam *vet_recommendations_param(const char *id);
/*
 * What is wrong with such a param of the pack, for its author: a type that is another, a track or a
 * county that there is not, a pattern, digits or minimum.  NULL: nothing.  Caller frees.
 */
char *vet_recommendations_fault(const VetPack *pack, const VetParam *param);

typedef struct _VetRecommendations VetRecommendations;

/* Copies what it needs of the pack, whose params must be without fault. */
VetRecommendations *vet_recommendations_new(const VetPack *pack);
void vet_recommendations_free(VetRecommendations *recommendations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetRecommendations, vet_recommendations_free)
/*
 * Counts a submission.  `verdict` by its name; NULL: it waits for its screening, and nothing else is
 * known.  `track` as written, name and code of the lead unit "" where they are not known.
 */
void vet_recommendations_add(VetRecommendations *recommendations, const char *verdict,
			     const char *track, const char *lead_name, const char *lead_code);
/*
 * {"received", "waiting", "eligible", "needs_review", "ineligible",
 *  "tracks": [{"track", "supervisors": […], "received", "eligible", "needs_review", "ineligible",
 *   "minimum", "missing"}…],
 *  "counties": [{"county", "region", "by_code", "by_name", "received" … "missing"}…]}, tracks and
 * counties in the order of the pack and at the end one whose name is null: what cannot be assigned.
 * "minimum" and "missing" are null where nothing is expected; missing is what is not there of those
 * that are not ineligible.  "counties" is empty where the pack names none.  Caller frees.
 */
char *vet_recommendations_to_json(const VetRecommendations *recommendations);

G_END_DECLS
