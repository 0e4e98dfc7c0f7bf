/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the extraction of one document yielded, as one GVariant: its parts have the forms of
 * lib/wire.h and go back into a document through daemon/filling.h, so what is stored is believed no
 * more than what a child says.
 */

#include "lib/document.h"
#include "lib/limits.h"
#include "lib/wire.h"

G_BEGIN_DECLS

/* Larger ones are not stored: extracting them again is cheaper than keeping them. */
#define VET_EXTRACTION_MAX_BYTES (32 * 1024 * 1024)
#define VET_EXTRACTION_TABLE_FORM "(" VET_WIRE_TABLE_FORM "a" VET_WIRE_CELL_FORM ")"
#define VET_EXTRACTION_PAGE_FORM                                                                   \
	"(" VET_WIRE_PAGE_FORM "a" VET_WIRE_LINE_FORM "a" VET_EXTRACTION_TABLE_FORM                \
	"a" VET_WIRE_MARK_FORM ")"
#define VET_EXTRACTION_FORMAT "(sssbbusa(ss)asa" VET_EXTRACTION_PAGE_FORM "a(stsus))"

/* What a container handed back: a member, or that there is one it could not hand back. */
typedef struct {
	char *name; /* as the container has it */
	guint64 size;
	char *sha256; /* NULL: refused, or its bytes were not taken (too deep, an unsafe name) */
	VetDocumentStatus status; /* OK: handed back; else refused, for this reason */
	char *reason;
} VetHanded;

/* Copies; `sha256` and `reason` may be NULL. */
VetHanded *vet_handed_new(const char *name, guint64 size, const char *sha256,
			  VetDocumentStatus status, const char *reason);
void vet_handed_free(VetHanded *handed);

/*
 * `handed` (of VetHanded) is in the order of the container.  Floating; NULL when it would have more
 * than VET_EXTRACTION_MAX_BYTES.
 */
GVariant *vet_extraction_pack(const VetDocument *document, const GPtrArray *handed);
/* The plugin that read it and its build; "" when none took it.  Owned by the extraction. */
const char *vet_extraction_extractor(GVariant *extraction);
const char *vet_extraction_build(GVariant *extraction);
/*
 * Fills an empty document from an extraction in normal form; `limits` and `submission` are charged
 * as when it is read.  *ret_handed (of VetHanded) is the caller's.  VET_ERROR_MALFORMED: it does
 * not hold what it should; VET_ERROR_LIMIT: the submission's caps are spent.  The document is then
 * filled in part.
 */
gboolean vet_extraction_unpack(GVariant *extraction, VetDocument *document, const VetLimits *limits,
			       VetBudget *submission, GPtrArray **ret_handed,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
