/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A child that draws one page of one document and ends.  The pool starts it and holds it; what a
 * stranger's document makes of the child ends as an error of this one page.
 */

#include "daemon/pool.h"

G_BEGIN_DECLS

typedef struct _VetDrawer VetDrawer;

/* It is through; nothing is called after this.  Not from within vet_drawer_new(). */
typedef void (*VetDrawerOver)(VetDrawer *drawer, gpointer user_data);

/* Takes `socket` and what the request holds. */
VetDrawer *vet_drawer_new(guint32 number, int socket, const VetDrawRequest *request,
			  const VetLimits *limits, VetDrawerOver over, gpointer user_data);
/* Kills the child. */
void vet_drawer_free(VetDrawer *drawer);
guint32 vet_drawer_number(const VetDrawer *drawer);
/* Takes the child's pidfd. */
void vet_drawer_forked(VetDrawer *drawer, int pidfd);
/* Calls the request's `drawn`; once, after it is over. */
void vet_drawer_deliver(VetDrawer *drawer);

G_END_DECLS
