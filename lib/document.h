/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One document of a submission: where it came from, what became of it, and what was read in it. */

#include "lib/content.h"

G_BEGIN_DECLS

typedef enum {
	VET_STATUS_OK,
	VET_STATUS_PARTIAL, /* read in part; `reason` says what is missing */
	VET_STATUS_ENCRYPTED,
	VET_STATUS_CORRUPT,
	VET_STATUS_LIMIT,       /* `reason` names the cap */
	VET_STATUS_UNSUPPORTED, /* no extractor for its media type */
	VET_STATUS_TIMEOUT,
	VET_STATUS_CRASHED, /* `reason` names the signal or the refused system call */
} VetDocumentStatus;

const char *vet_document_status_name(VetDocumentStatus status); /* contract.md's words */

typedef struct {
	/*
	 * within the submission, '/'-separated, members below their archive:
	 * "证明材料.zip/审计报告.pdf"
	 */
	char *path;
	char *sha256;          /* 64 hex digits, lower case */
	guint64 size;          /* bytes */
	guint depth;           /* 0: handed in as a file; +1 for each archive around it */
	char *media_type;      /* by content (libmagic), never NULL: "application/octet-stream" */
	char *extractor;       /* plugin name; NULL when none took it */
	char *extractor_build; /* hash of the plugin, for the cache; NULL when none took it */
	VetDocumentStatus status;
	char *reason;          /* one sentence for people, NULL when status is OK */
	gboolean is_container; /* its members are documents of their own */
	gboolean lying_name;   /* the name's extension promises another type */
	char *document_class;  /* id from the pack, NULL until classified or when none fits */
	double class_confidence;
	VetContent *content; /* never NULL; empty when nothing was read */
} VetDocument;

VetDocument *vet_document_new(const char *path, const char *sha256, guint64 size, guint depth);
void vet_document_free(VetDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetDocument, vet_document_free)

/*
 * The same file with some of its pages alone, borrowed as vet_content_of_pages() does; not classified.
 */
VetDocument *vet_document_of_pages(const VetDocument *document, const GPtrArray *pages);
/* Replaces status and reason; `reason` is copied and may be NULL. */
void vet_document_set_status(VetDocument *document, VetDocumentStatus status, const char *reason);
/* The last component of the path. */
const char *vet_document_name(const VetDocument *document);
/*
 * TRUE when nothing of its text is missing: status OK, every page was read and there is text, or it
 * is a container.
 */
gboolean vet_document_is_legible(const VetDocument *document);

G_END_DECLS
