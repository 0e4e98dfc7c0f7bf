/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The pages that were asked to be drawn: those that wait, those with a child, those that are done.
 * Only the pool uses it. */

#include "daemon/drawer.h"

G_BEGIN_DECLS

typedef struct _VetDrawings VetDrawings;

/* `changed` is called when there is something to start or to deliver. */
VetDrawings *vet_drawings_new(const VetLimits *limits, void (*changed)(gpointer user_data),
			      gpointer user_data);
void vet_drawings_free(VetDrawings *drawings);

/* Copies; takes its descriptor. */
void vet_drawings_add(VetDrawings *drawings, const VetDrawRequest *request);
/* Whether another page may be started when `at_once` children draw. */
gboolean vet_drawings_wants_child(const VetDrawings *drawings, guint at_once);
/* The next page has this child; takes `socket`. */
void vet_drawings_start(VetDrawings *drawings, guint32 number, int socket);
/* The next page, or all that wait, cannot be drawn. */
void vet_drawings_refuse(VetDrawings *drawings, gboolean all, const GError *error);
/* TRUE when the child is one of these; takes `pidfd` then. */
gboolean vet_drawings_forked(VetDrawings *drawings, guint32 number, int pidfd);
/* Delivers one page that is done, if there is one. */
void vet_drawings_deliver(VetDrawings *drawings);

G_END_DECLS
