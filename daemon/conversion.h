/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a document was converted to, while another plugin is about to read it, and what is known of
 * the document itself: that is what the outcome says in the end, not what was seen in the other.
 */

#include "lib/document.h"

G_BEGIN_DECLS

typedef struct {
	int fd; /* owned; read-only */
	guint64 size;
	char *media_type;
	gboolean lying_name;
	char *extractor;
	char *build;
	char *reason; /* what the converter could not do; NULL: it did all */
	GHashTable *metadata;
} VetConversion;

/* Takes `fd`. */
VetConversion *vet_conversion_new(guint64 size, int fd);
void vet_conversion_free(VetConversion *conversion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetConversion, vet_conversion_free)

/* The converter is through: remembers what is known of the document, and empties its status. */
void vet_conversion_begin(VetConversion *conversion, VetDocument *document);
/* The other plugin is through: `document` is the document again, read by both. */
void vet_conversion_settle(const VetConversion *conversion, VetDocument *document);

G_END_DECLS
