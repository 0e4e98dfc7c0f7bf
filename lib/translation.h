/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A PO file (GNU gettext): what the texts of one language are in another.  Read whole, by
 * libgettextpo, and never changed.
 */

#include "lib/diagnostics.h"

G_BEGIN_DECLS

#define VET_TRANSLATION_MAX_ENTRIES 20000

typedef struct {
	char *context;  /* msgctxt; NULL = none */
	char *text;     /* msgid */
	char *said;     /* msgstr; "" = not translated yet */
	guint line;     /* of its msgstr, from 1; 0 = not known */
	gboolean fuzzy; /* a guess of msgmerge that nobody confirmed: not to be said */
} VetTranslationEntry;

typedef struct _VetTranslation VetTranslation;

/*
 * Reads the UTF-8 file `path`, which diagnostics call `name`.  NULL with its faults among the
 * diagnostics when it is no PO file, has one text twice, or is too large.  What is behind "#~" is
 * left out; plural forms are a fault.  Not for two threads at once.
 */
VetTranslation *vet_translation_read(const char *path, const char *name,
				     VetDiagnostics *diagnostics);
void vet_translation_free(VetTranslation *translation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetTranslation, vet_translation_free)

/* Of VetTranslationEntry, in the order of the file, without the header. */
const GPtrArray *vet_translation_entries(const VetTranslation *translation);
/* The entry of exactly this context (NULL = none) and text; NULL when there is none. */
const VetTranslationEntry *vet_translation_find(const VetTranslation *translation,
						const char *context, const char *text);
/* Of VetTranslationEntry, borrowed: all of one context; NULL when there are none. */
const GPtrArray *vet_translation_of_context(const VetTranslation *translation, const char *context);
/*
 * An error, or a warning, at an entry: at `part` of its msgstr where that stands so in the file,
 * else at its beginning.  `part` may be NULL.
 */
void vet_translation_fault(const VetTranslation *translation, const VetTranslationEntry *entry,
			   const char *part, VetDiagnostics *diagnostics, const char *format, ...)
	G_GNUC_PRINTF(5, 6);
void vet_translation_warn(const VetTranslation *translation, const VetTranslationEntry *entry,
			  const char *part, VetDiagnostics *diagnostics, const char *format, ...)
	G_GNUC_PRINTF(5, 6);
/* A warning at the top of the file. */
void vet_translation_remark(const VetTranslation *translation, VetDiagnostics *diagnostics,
			    const char *format, ...) G_GNUC_PRINTF(3, 4);

/* One text of a template file. */
typedef struct {
	const char *comment; /* where it is said, for the translator */
	const char *text;
} VetTranslationRow;

/*
 * A template of a PO file, msgstr empty, to start or msgmerge from.  A text that several rows have
 * stands once, with all their comments.  `path` "-" is the standard output.  VET_ERROR_CONFIG when
 * it cannot be written.
 */
gboolean vet_translation_write_template(const VetTranslationRow *rows, gsize n_rows,
					const char *title, const char *path,
					GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
