/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The faults of files that people write, all of one run together, each with its place.  An error
 * keeps a file from being used; a warning does not, but is shown to who writes the file.
 */

#include "lib/manuscript.h"

G_BEGIN_DECLS

#define VET_DIAGNOSTICS_MAX 50

typedef struct _VetDiagnostics VetDiagnostics;

VetDiagnostics *vet_diagnostics_new(void);
void vet_diagnostics_free(VetDiagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetDiagnostics, vet_diagnostics_free)

/* "rules.yaml:12:9: error: …", the line and a caret.  Past the maximum faults are only counted. */
void vet_diagnostics_add(VetDiagnostics *diagnostics, const VetManuscript *source, gsize offset,
			 gsize length, const char *format, ...) G_GNUC_PRINTF(5, 6);
/* The same, "rules.yaml:12:9: warning: …". */
void vet_diagnostics_warn(VetDiagnostics *diagnostics, const VetManuscript *source, gsize offset,
			  gsize length, const char *format, ...) G_GNUC_PRINTF(5, 6);
/* A fault that has no place in a text: a missing file. */
void vet_diagnostics_add_text(VetDiagnostics *diagnostics, const char *text);
/* Errors alone. */
guint vet_diagnostics_count(const VetDiagnostics *diagnostics);
guint vet_diagnostics_warnings(const VetDiagnostics *diagnostics);
/* All of them, warnings too, in the order they were found.  Caller frees. */
char *vet_diagnostics_text(const VetDiagnostics *diagnostics);

G_END_DECLS
