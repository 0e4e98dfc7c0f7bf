/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Text with {expr} in it; "{{" and "}}" stand for the braces themselves. */

#include "lib/cel/cel.h"

G_BEGIN_DECLS

typedef struct _VetTemplate VetTemplate;

/* On failure NULL and *ret_issues, a new array of CelIssue with places in `text`. */
VetTemplate *vet_template_new(CelEnv *env, const char *text,
			      GPtrArray **ret_issues) G_GNUC_WARN_UNUSED_RESULT;
void vet_template_free(VetTemplate *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetTemplate, vet_template_free)
/* As it was written; owned. */
const char *vet_template_text(const VetTemplate *message);
/* The expressions, in order; NULL past the last. */
const CelProgram *vet_template_program(const VetTemplate *message, guint index);
/* The text of a template; FALSE with error when one of its expressions fails. */
gboolean vet_template_render(const VetTemplate *message, const CelEvaluation *evaluation,
			     char **ret_text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
