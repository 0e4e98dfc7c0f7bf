/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What running the tests of a pack is made of; nobody else includes it. */

#include "lib/pack-private.h"
#include "lib/screen.h"

G_BEGIN_DECLS

/*
 * Holds a screening against what a case expects: exactly these findings, their number, parts of
 * their texts, their evidence.  What is not so is appended to `detail`, one a line.
 */
void vet_pack_compare(const VetPack *pack, const VetYamlNode *test, const VetScreening *screening,
		      GString *detail);
/* The same for the fields that were read from a text. */
void vet_pack_compare_fields(CelValue fields, const VetYamlNode *expect, GString *detail);

/* A row for each rule of the pack, nothing seen yet: of VetPackRuleCoverage. */
GPtrArray *vet_pack_coverage_new(const VetPack *pack);
/* A test passed, and this is what its rules came to. */
void vet_pack_coverage_note(GPtrArray *coverage, const VetScreening *screening);
/* What the tests of the base saw of the rules that were not replaced. */
void vet_pack_coverage_inherit(GPtrArray *coverage, const GPtrArray *base);

G_END_DECLS
