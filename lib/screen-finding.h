/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Findings as a rule makes them: message, evidence, what lowers or waives them. */

#include "lib/screen-scope.h"

G_BEGIN_DECLS

/* A case failed for the element at hand. */
VetFinding *vet_screen_finding_of_case(VetScreenScope *scope, const VetCase *one);
/* The element at hand could not be decided: evaluating failed with `error`. `one` may be NULL. */
VetFinding *vet_screen_finding_undetermined(VetScreenScope *scope, const VetCase *one,
					    const GError *error);

G_END_DECLS
