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
/*
 * What the text is in another language, which is rendered in its place then; takes `translation`.
 * The first of a language stays.
 */
void vet_template_add_translation(VetTemplate *message, const char *language,
				  VetTemplate *translation);
/* The text in a language; the text itself where it has none, and for NULL. */
const VetTemplate *vet_template_in(const VetTemplate *message, const char *language);
/*
 * When the value of an expression (by its index) is shown as exactly `value`, `word` is put in its
 * place; the first word for a value stays.  Copies.
 */
void vet_template_add_word(VetTemplate *message, guint index, const char *value, const char *word);
/* As it was written; owned. */
const char *vet_template_text(const VetTemplate *message);
/* The expressions, in order; NULL past the last. */
const CelProgram *vet_template_program(const VetTemplate *message, guint index);
/* The text of a template; FALSE with error when one of its expressions fails. */
gboolean vet_template_render(const VetTemplate *message, const CelEvaluation *evaluation,
			     char **ret_text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
