/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Label–value pairs of a document: "名 称：某公司" in a line, a label cell with its value to the
 * right or below, a label alone with its value in the next line, "项目名称：____某平台____".
 */

#include "lib/pattern.h"
#include "lib/transcript.h"

G_BEGIN_DECLS

/* A value where it was seen. */
typedef struct {
	char *value; /* as a person would copy it, without filling characters; never empty */
	char *quote; /* label and value */
	guint page;
	VetBox box;
	VetTextSource source;
	double position;   /* reading order within the document, as vet_transcript_position() */
	double confidence; /* that it was read right, 0 to 1 */
} VetSighting;

/* Read with confidence 1. */
VetSighting *vet_sighting_new(const char *value, const char *quote, guint page, VetBox box,
			      VetTextSource source, double position);
/* Another value read from the same place, with the same quote. */
VetSighting *vet_sighting_with_value(const VetSighting *sighting, const char *value);
void vet_sighting_free(VetSighting *sighting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSighting, vet_sighting_free)

typedef struct {
	const char *const *labels; /* compact, NULL-terminated */
	const VetPattern *pattern; /* label keys that match it whole are labels too; NULL = none */
	/* set of compact labels that end a value: those of the whole class */
	GHashTable *known;
	const VetPattern *stop; /* the value ends before this; NULL = none */
	gboolean organisation;  /* an unfinished name goes on in the next line */
	gboolean several;       /* further names may stand below; given as "甲;乙" */
	gboolean counted;       /* "行政处罚（0条）": the brackets hold the value */
} VetLabelQuery;

/* Of VetSighting, caller's, in reading order; a value seen twice in one place counts once. */
GPtrArray *vet_labels_find(const VetTranscript *transcript, const VetLabelQuery *query);

G_END_DECLS
