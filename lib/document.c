/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/document.h"

#include <string.h>

static const char *const status_names[] = {
	[VET_STATUS_OK] = "ok",
	[VET_STATUS_PARTIAL] = "partial",
	[VET_STATUS_ENCRYPTED] = "encrypted",
	[VET_STATUS_CORRUPT] = "corrupt",
	[VET_STATUS_LIMIT] = "limit",
	[VET_STATUS_UNSUPPORTED] = "unsupported",
	[VET_STATUS_TIMEOUT] = "timeout",
	[VET_STATUS_CRASHED] = "crashed",
};

const char *
vet_document_status_name(VetDocumentStatus status)
{
	return status_names[status];
}

VetDocument *
vet_document_new(const char *path, const char *sha256, guint64 size, guint depth)
{
	VetDocument *document = g_new0(VetDocument, 1);
	document->path = g_strdup(path);
	document->sha256 = g_strdup(sha256);
	document->size = size;
	document->depth = depth;
	document->media_type = g_strdup("application/octet-stream");
	document->status = VET_STATUS_OK;
	document->content = vet_content_new();
	return document;
}

VetDocument *
vet_document_of_pages(const VetDocument *document, const GPtrArray *pages)
{
	VetDocument *some =
		vet_document_new(document->path, document->sha256, document->size, document->depth);

	g_free(some->media_type);
	some->media_type = g_strdup(document->media_type);
	some->extractor = g_strdup(document->extractor);
	some->extractor_build = g_strdup(document->extractor_build);
	some->status = document->status;
	some->reason = g_strdup(document->reason);
	some->is_container = document->is_container;
	some->lying_name = document->lying_name;
	vet_content_free(some->content);
	some->content = vet_content_of_pages(pages);
	return some;
}

void
vet_document_free(VetDocument *document)
{
	if (!document)
		return;
	g_free(document->path);
	g_free(document->sha256);
	g_free(document->media_type);
	g_free(document->extractor);
	g_free(document->extractor_build);
	g_free(document->reason);
	g_free(document->document_class);
	vet_content_free(document->content);
	g_free(document);
}

void
vet_document_set_status(VetDocument *document, VetDocumentStatus status, const char *reason)
{
	char *copy = g_strdup(reason);
	g_free(document->reason);
	document->reason = copy;
	document->status = status;
}

const char *
vet_document_name(const VetDocument *document)
{
	const char *slash = strrchr(document->path, '/');
	return slash ? slash + 1 : document->path;
}

gboolean
vet_document_is_legible(const VetDocument *document)
{
	gboolean says_something = FALSE;

	if (document->status != VET_STATUS_OK)
		return FALSE;
	if (document->is_container)
		return TRUE;
	for (guint i = 0; i < document->content->pages->len; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		if (page->source == VET_TEXT_NONE)
			return FALSE;
		says_something = says_something || page->lines->len > 0;
	}
	/* blank sheets beside others are read; a document of nothing else says nothing */
	return says_something;
}
