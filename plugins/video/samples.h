/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The sample table of a track (ISO/IEC 14496-12, 8.5 to 8.7): where in the file its pictures or pieces of
 * sound lie, and whether they are there.
 */

#include "plugins/video/box.h"

G_BEGIN_DECLS

typedef struct {
	guint64 samples;    /* that the table counts */
	guint64 missing;    /* of those: not wholly within the file */
	double time_before; /* of the first that is missing, in the track's units */
	guint64 chunks;
	guint64 blank_chunks; /* that begin with zeros only */
	gboolean is_damaged;  /* the tables contradict each other or are cut */
} SampleCheck;

/* `stbl` is that box's content. */
SampleCheck samples_check(Span stbl, Span file);

G_END_DECLS
