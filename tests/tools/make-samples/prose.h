/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Invented running text for a project's papers. */

#include "tests/tools/make-samples/dice.h"
#include "tests/tools/make-samples/track.h"

G_BEGIN_DECLS

typedef struct {
	SampleDice *dice;
	const SampleTrack *track;
	const char *topic;     /* of this project */
	const char *unit_name; /* the lead unit */
} SampleProse;

#define SAMPLE_N_SECTIONS 5

typedef struct {
	const char *title; /* 五(三)1 of the notice */
	const char *const *items;
	const char *const *const *sentences; /* for each item */
} SampleSection;

extern const SampleSection sample_sections[SAMPLE_N_SECTIONS];

/* A few sentences on that item; owned by the caller. */
char *sample_prose_paragraph(const SampleProse *prose, const SampleSection *section, guint item);

G_END_DECLS
