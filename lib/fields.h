/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The fields that a class declares, read from a document: sightings in order of reading, cleaned
 * and checked.
 */

#include "lib/labels.h"
#include "lib/pack.h"

G_BEGIN_DECLS

/* What a pack may name under `normalise` and `validate`; ends with a NULL name. */
typedef struct {
	const char *name;
	const char *summary;
} VetFieldStepRow;

const VetFieldStepRow *vet_field_normalisers(void);
const VetFieldStepRow *vet_field_validators(void);

/*
 * All values of a field but records: by labels, then by patterns, split, normalised; those that
 * fail a validator, or that `ignore` calls a prompt, are left out.  Of VetSighting, caller's.
 */
GPtrArray *vet_fields_read(const VetTranscript *transcript, const VetDocumentClass *document_class,
			   const VetFieldSpec *field);

G_END_DECLS
