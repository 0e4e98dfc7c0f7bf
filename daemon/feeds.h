/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Lists and registrations that come from CSV files of the configuration: imported at start and
 * whenever a file changes.
 */

#include "lib/namelist.h"

G_BEGIN_DECLS

typedef struct _VetFeeds VetFeeds;

/* The registrations' name where a list is named. */
#define VET_FEED_REGISTRATIONS "registrations"

/*
 * One sentence for the log: what was imported, or why not; `problem` for what an operator must look
 * at.
 */
typedef void (*VetFeedsReport)(const char *sentence, gboolean problem, gpointer user_data);

VetFeeds *vet_feeds_new(VetNamelists *lists, VetFeedsReport report, gpointer user_data);
void vet_feeds_free(VetFeeds *feeds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetFeeds, vet_feeds_free)
void vet_feeds_add(VetFeeds *feeds, const char *list_name, const char *file);
/*
 * Imports every file whose inode, size or time differs from the last look; cheap when nothing did.
 */
void vet_feeds_look(VetFeeds *feeds);
/*
 * Imports bytes under a list's name (or the registrations') and says in a sentence what came of it.
 * Caller frees.
 */
char *vet_feeds_import(VetNamelists *lists, const char *list_name, const char *source_name,
		       const char *bytes, gsize length, gboolean force, VetImportReport *ret_report,
		       GError **error);

G_END_DECLS
