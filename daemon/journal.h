/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * vetd's log: one line an event on standard error, with the priority prefix of sd-daemon(3) under
 * systemd; personal numbers masked.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_JOURNAL_ERROR = 3, /* syslog's numbers */
	VET_JOURNAL_WARNING = 4,
	VET_JOURNAL_INFO = 6,
} VetJournalPriority;

void vet_journal(VetJournalPriority priority, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Messages of libraries (GLib's log) go the same way. */
void vet_journal_take_glib(void);

G_END_DECLS
