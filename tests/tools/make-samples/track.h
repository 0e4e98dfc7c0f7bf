/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A track of the contest with the words its projects use. */

#include <glib.h>

typedef struct {
	const char *name;
	const char *const *topics;    /* what such projects are about */
	const char *const *resources; /* data they work with */
	const char *place;            /* where they are used */
} SampleTrack;

#define SAMPLE_N_TRACKS 14

extern const SampleTrack sample_tracks[SAMPLE_N_TRACKS];
