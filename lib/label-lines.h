/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The two places where labels stand, used by labels.c alone: lines and the cells of tables. */

#include "lib/labels.h"

G_BEGIN_DECLS

#define VET_LABEL_MAX_VALUE 1500 /* bytes */
#define VET_LABEL_MAX_SIGHTINGS 200
#define VET_LABEL_SAME_ROW 5.0 /* points */

/* Appends what is found in lines; a label that is a table's cell is left to the table. */
void vet_label_lines_find(const VetTranscript *transcript, const VetLabelQuery *query,
			  GPtrArray *sightings);
/* Strips underlines, colons and white space from both ends, in place; returns its argument. */
char *vet_label_trim(char *text);
/* The text behind "1." "(一)" "*" and the like; the text itself when there is none. */
const char *vet_label_skip_numbering(const char *text);
gboolean vet_label_seen(const GPtrArray *sightings, const char *value, guint page, double position);

G_END_DECLS
