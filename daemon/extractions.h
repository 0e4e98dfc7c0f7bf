/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Stored extractions: what was read in a document, by its sha256, so that judging again opens no
 * document.  A folder of compressed files (0700, files 0600: they hold ID numbers in clear), each
 * written beside and renamed, each with version and checksum.  It is a cache: an entry that is lost,
 * damaged or of another version is a document that is read again, and nothing is synced.
 *
 * An entry counts only for the plugin build, the worker and the caps that made it, and only for
 * whom it may: a child serves the documents of one submission, so one that a document led astray
 * can lie about those that it reads after.  What a child read first is everybody's; the rest stays
 * with the submission (`scope`), or a team could write into the papers of another.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetExtractions VetExtractions;

/* What a document is called here.  All borrowed. */
typedef struct {
	const char *sha256; /* of its bytes, 64 hex digits */
	const char *name;   /* its file name: the worker sees it, so outcomes may hang on it */
	const char *scope;  /* of whose submission: the receipt's id */
} VetExtractionKey;

/*
 * Opens or makes the folder and removes drafts; at most `most_bytes` of disk are used, the entries
 * that were used last are kept.  VET_ERROR_CONFIG when it cannot be written.
 */
VetExtractions *vet_extractions_open(const char *folder, guint64 most_bytes,
				     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * For others than vetd: takes the reader from what vetd left there and changes nothing.
 * VET_ERROR_CONFIG when no vetd has stored any.
 */
VetExtractions *vet_extractions_open_reading(const char *folder,
					     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_extractions_close(VetExtractions *extractions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetExtractions, vet_extractions_close)

/*
 * Who reads from now on: `fingerprint` of everything but the plugins' builds, which are `builds`
 * (name → build).  Before it is said, and with NULL, nothing is found and nothing kept.
 */
void vet_extractions_set_reader(VetExtractions *extractions, const char *fingerprint,
				GHashTable *builds);

/*
 * An extraction in normal form (see daemon/extraction.h), the caller's; NULL when there is none
 * that may be used.
 */
GVariant *vet_extractions_find(VetExtractions *extractions, const VetExtractionKey *key);
/*
 * Takes a floating extraction.  `shared`: it may serve every submission.  What cannot be written
 * shows in the figures.
 */
void vet_extractions_keep(VetExtractions *extractions, const VetExtractionKey *key, gboolean shared,
			  GVariant *extraction);

typedef struct {
	guint64 bytes, entries; /* on disk */
	guint64 found, missed;  /* asked for since it was opened */
	guint64 kept, evicted;  /* since then */
	guint64 damaged;        /* entries that were there and not what they should be */
	const char *fault;      /* why the last one could not be kept; NULL: it was */
} VetExtractionsFigures;

VetExtractionsFigures vet_extractions_figures(const VetExtractions *extractions);

G_END_DECLS
