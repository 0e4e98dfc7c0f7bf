/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The parts of gathering, used by gather.c alone: one document's facts, and the team's. */

#include "lib/factmap.h"
#include "lib/gather.h"
#include "lib/manifest.h"
#include "lib/labels.h"

G_BEGIN_DECLS

/* The field of a class whose values are earlier names: of the owner; on a form, of the unit above. */
#define VET_FORMER_NAMES_FIELD "former_names"

/* 曾用名 */
typedef struct {
	char *unit;
	char *name;
	const VetEvidence *origin; /* where it is said */
} VetFormerName;

/* A document with what was made of it while gathering. */
typedef struct {
	VetDocument *document; /* one paper of it where it holds several, see lib/paper.h */
	guint n_papers;        /* in its file */
	VetTranscript *transcript;
	const VetDocumentClass *document_class; /* NULL when none fits */
	const VetEvidence *origin;
	GPtrArray *owners;       /* of VetSighting: current names */
	GPtrArray *former_names; /* of VetFormerName */
	char *code;              /* first value of its CODE fields, NULL when none */
	const VetEvidence *code_origin;
} VetGathered;

/*
 * Classifies the document; one of several papers is classified already.  `pack` NULL: its class is
 * set later.
 */
VetGathered *vet_gathered_new(VetFacts *facts, const VetPack *pack, VetDocument *document,
			      guint n_papers);
void vet_gathered_free(VetGathered *gathered);
/* The element of `documents`; fills owners, former_names and code. */
CelValue vet_gathered_facts(VetGathered *gathered, VetFacts *facts);
const VetEvidence *vet_gathered_evidence(VetGathered *gathered, VetFacts *facts,
					 const VetSighting *sighting);
/* Copies both names. */
void vet_gathered_add_former_name(VetGathered *gathered, const char *unit, const char *name,
				  const VetEvidence *origin);
/*
 * A credit code as written, normalised; NULL when the text cannot be meant as one.  Caller frees.
 */
char *vet_gathered_code(const char *text);
/* The typed value of a field; FALSE when nothing was found. */
gboolean vet_gathered_read(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field,
			   CelValue *ret_value);

/* A unit or a person of the team, from one source. */
typedef struct {
	char *name;
	char *credit_code; /* units */
	gboolean lead;
	char *id_number; /* persons, clear */
	char *unit;      /* persons */
	char *role;      /* persons, as written */
	double position;
	const VetEvidence *origin;
	const VetEvidence *code_origin;
} VetTeamEntry;

/*
 * Of VetTeamEntry; from the manifest (NULL when it says nothing of them), or from the application
 * form.
 */
GPtrArray *vet_team_units_of_manifest(const VetManifest *manifest, VetFacts *facts,
				      const char *document);
GPtrArray *vet_team_members_of_manifest(const VetManifest *manifest, VetFacts *facts,
					const char *document);
GPtrArray *vet_team_units_of_form(VetGathered *form, VetFacts *facts);
GPtrArray *vet_team_members_of_form(VetGathered *form, VetFacts *facts);
/* Lists of maps as the table in facts.c has them. */
CelValue vet_team_units_value(const GPtrArray *units, const GPtrArray *gathered, VetFacts *facts);
CelValue vet_team_members_value(const GPtrArray *members, const VetGatherOptions *options,
				VetFacts *facts);

G_END_DECLS
