/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One document of a package: Document.xml, what its pages share, and the list of its pages. */

#include "plugins/ofd/resources.h"

G_BEGIN_DECLS

typedef struct {
	guint id;            /* 0 when it has none */
	char *location;      /* as it is written */
	const OfdPart *part; /* NULL when it is missing */
	gboolean foreground; /* of a template: painted after the page */
} OfdPageEntry;

typedef struct {
	OfdPackage *package;
	const OfdPart
		*part; /* Document.xml; NULL when there is none and its pages were searched for */
	xmlDoc *doc;   /* NULL likewise */
	gboolean damaged;
	OfdResources *resources;
	GPtrArray *missing_resources; /* of char *: locations of those that could not be read */
	const xmlNode *area;          /* PageArea; NULL when there is none */
	GArray *pages;                /* of OfdPageEntry */
	gboolean pages_dropped;       /* more were named than are kept */
	GHashTable *templates;        /* id → OfdPageEntry */
	GHashTable *template_docs;    /* OfdPart → xmlDoc: those read so far */
} OfdDocument;

/*
 * `from` is the part that names it.  VET_ERROR_MALFORMED when it is missing or cannot be read,
 * ENCRYPTED, LIMIT.  `package` must outlive it.
 */
OfdDocument *ofd_document_open(OfdPackage *package, const OfdPart *from, const char *location,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* From a package that has lost its Document.xml: every part that looks like a page, in order. */
OfdDocument *ofd_document_salvage(OfdPackage *package);
void ofd_document_free(OfdDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdDocument, ofd_document_free)

/* A direct child of Document.xml's root (Annotations, Attachments …); NULL when there is none. */
const xmlNode *ofd_document_child(const OfdDocument *document, const char *name);
/* The parsed part of a template; NULL when it cannot be read.  Owned by the document. */
xmlDoc *ofd_document_template(OfdDocument *document, const OfdPageEntry *entry);

G_END_DECLS
