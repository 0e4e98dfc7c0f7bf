/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Labels that stand in lines, for labels.c alone, which looks into tables itself. */

#include "lib/labels.h"

G_BEGIN_DECLS

#define VET_LABEL_MAX_VALUE 1500 /* bytes */
#define VET_LABEL_MAX_SIGHTINGS 200
/* of what was recognised: a value that is less sure counts as not read */
#define VET_LABEL_MIN_CONFIDENCE 0.5
#define VET_LABEL_SAME_ROW 5.0 /* points */

/* Appends what is found in lines; a label that is a table's cell is left to the table. */
void vet_label_lines_find(const VetTranscript *transcript, const VetLabelQuery *query,
			  GPtrArray *sightings);
gboolean vet_label_seen(const GPtrArray *sightings, const char *value, guint page, double position);

G_END_DECLS
