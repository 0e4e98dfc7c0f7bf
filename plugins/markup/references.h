/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Character references: "&#20013;", "&nbsp;", and the entities that an XML document declares itself. */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct _References References;

/* Reads the table of names; once, before a document is seen. */
gboolean references_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* `is_xml`: only the five names of XML and those that are declared. */
References *references_new(gboolean is_xml);
void references_free(References *references);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(References, references_free)

/*
 * An entity of an internal subset.  One that would need another entity, markup or a file is never
 * expanded: its name stays where it is used.
 */
void references_declare(References *references, const char *name, gsize name_length,
			const char *value, gsize value_length);
void references_declare_external(References *references, const char *name, gsize name_length);

/* Appends the text with its references resolved. */
void references_append(References *references, const char *text, gsize length, GString *plain);
/* The name of the first entity that was used and not expanded; NULL when there was none. */
const char *references_unknown(const References *references);
/* Of an entity that is declared, but must not be expanded. */
gboolean references_refused(const References *references);

G_END_DECLS
