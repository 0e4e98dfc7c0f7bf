/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/parts.h"

#include <string.h>

/*
 * Small enough that a part of scanned pages is read within its deadline, large enough that opening
 * the document once more is little beside reading it.
 */
#define MAX_PART_PAGES 12
/* Parts that are larger still keep their number within bounds. */
#define MAX_PARTS 256
/* Below so many parts they are small, so that all cores have something to do to the end. */
#define MANY_PARTS 16

guint
vet_parts_count(guint n_pages)
{
	guint size = CLAMP(n_pages / MANY_PARTS, VET_MIN_PART_PAGES, MAX_PART_PAGES);

	guint n_parts = CLAMP(n_pages / size, 1, MAX_PARTS);

	/* three parts take two cores as long as four would */
	return n_parts > 1 ? n_parts & ~1u : 1;
}

VetParts *
vet_parts_new(guint n_pages, const char *extractor, const VetLimits *limits,
	      GDestroyNotify free_entry)
{
	guint n_read = (guint)MIN(n_pages, limits->value[VET_LIMIT_PAGES]);
	guint n_parts = vet_parts_count(n_read);

	if (n_parts < 2)
		return NULL;
	VetParts *parts = g_new0(VetParts, 1);
	parts->n_pages = n_pages;
	parts->n_read = n_read;
	parts->n_parts = n_parts;
	parts->unfinished = n_parts;
	parts->extractor = g_strdup(extractor);
	parts->others = g_ptr_array_new_with_free_func(free_entry);
	vet_together_init(&parts->together, limits);
	return parts;
}

void
vet_parts_free(VetParts *parts)
{
	if (!parts)
		return;
	g_ptr_array_unref(parts->others);
	g_free(parts->extractor);
	g_free(parts);
}

VetShare
vet_parts_share(VetParts *parts, guint part)
{
	guint64 n = parts->n_read;

	return (VetShare){(guint)(part * n / parts->n_parts) + 1,
			  (guint)((part + 1) * n / parts->n_parts), &parts->together};
}

/* --- putting them together --- */

typedef struct {
	VetContent *content;
	GHashTable *said; /* set of char *: sentences of the parts before, borrowed */
	guint n_said;     /* sentences, also those beyond what is kept */
	guint n_given;    /* pages of which something was read */
	VetDocumentStatus worst;
	char *failure; /* the first sentence about a part of that status; NULL: no part failed */
} Merge;

static gboolean
is_failure(VetDocumentStatus status)
{
	return status != VET_STATUS_OK && status != VET_STATUS_PARTIAL;
}

/* A cap is a cap of the whole document; else the enumeration goes from bad to worse. */
static gboolean
is_worse(VetDocumentStatus a, VetDocumentStatus b)
{
	if (a == VET_STATUS_LIMIT || b == VET_STATUS_LIMIT)
		return b != VET_STATUS_LIMIT;
	return a > b;
}

/* Takes the sentence. */
static void
say(Merge *merge, char *sentence)
{
	merge->n_said++;
	if (merge->content->warnings->len < VET_MAX_WARNINGS)
		g_ptr_array_add(merge->content->warnings, sentence);
	else
		g_free(sentence);
}

/* What each part says of the whole document is said once. */
static void
repeat_warnings(Merge *merge, const GPtrArray *warnings)
{
	for (guint i = 0; i < warnings->len; i++) {
		if (!g_hash_table_contains(merge->said, warnings->pdata[i]))
			say(merge, g_strdup(warnings->pdata[i]));
	}
	for (guint i = 0; i < warnings->len; i++)
		g_hash_table_add(merge->said, warnings->pdata[i]);
}

static void
take_pages(Merge *merge, VetContent *content)
{
	gsize n_pages;
	gpointer *pages = g_ptr_array_steal(content->pages, &n_pages);

	for (gsize i = 0; i < n_pages; i++) {
		VetPage *page = pages[i];
		page->number = merge->content->pages->len + 1;
		merge->n_given += page->source != VET_TEXT_NONE || page->lines->len > 0;
		g_ptr_array_add(merge->content->pages, page);
	}
	g_free(pages);
	merge->content->text_bytes += content->text_bytes;
}

static char *
sentence_of(guint first, guint last, const char *reason)
{
	g_autofree char *pages = first < last ? g_strdup_printf("pages %u to %u", first, last)
					      : g_strdup_printf("page %u", last);
	g_autofree char *sentence = g_strconcat(pages, ": ", reason, NULL);
	if (strlen(sentence) <= VET_MAX_SENTENCE_BYTES)
		return g_steal_pointer(&sentence);
	/* a character that is cut in two becomes one U+FFFD */
	g_autofree char *shorter = g_strndup(sentence, VET_MAX_SENTENCE_BYTES - 8);
	return g_utf8_make_valid(shorter, -1);
}

static void
note_failure(Merge *merge, VetDocumentStatus status, const char *sentence)
{
	if (merge->failure && !is_worse(status, merge->worst))
		return;
	g_free(merge->failure);
	merge->failure = g_strdup(sentence);
	merge->worst = status;
}

static void
take_part(Merge *merge, const VetShare *share, const VetDocument *document)
{
	guint n_given = document->content->pages->len;
	guint missing = share->first + n_given;

	take_pages(merge, document->content);
	repeat_warnings(merge, document->content->warnings);
	if (is_failure(document->status)) {
		/* nobody knows whether the last page that it began is whole */
		char *sentence = sentence_of(n_given > 0 ? missing - 1 : missing, share->last,
					     document->reason);
		note_failure(merge, document->status, sentence);
		say(merge, sentence);
	} else if (missing <= share->last) {
		say(merge, sentence_of(missing, share->last, "the extractor did not give them"));
	}
	for (; missing <= share->last; missing++)
		vet_content_add_page(merge->content, 0, 0, VET_TEXT_NONE);
}

static void
settle(const Merge *merge, const VetParts *parts, VetDocument *document)
{
	g_autofree char *reason = g_strdup(merge->failure);

	if (!reason && merge->n_said > 0)
		reason = g_strdup(merge->content->warnings->pdata[0]);
	if (reason && merge->n_said > 1) {
		g_autofree char *first = g_steal_pointer(&reason);
		reason = g_strdup_printf("%s (and %u more)", first, merge->n_said - 1);
	}
	if (merge->failure && (merge->worst == VET_STATUS_LIMIT || merge->n_given == 0)) {
		vet_document_set_status(document, merge->worst, reason);
	} else if (parts->n_read < parts->n_pages) {
		g_autofree char *cap =
			vet_limits_describe(&parts->together.budget.limits, VET_LIMIT_PAGES);
		vet_document_set_status(document, VET_STATUS_LIMIT, cap);
	} else {
		vet_document_set_status(document, reason ? VET_STATUS_PARTIAL : VET_STATUS_OK,
					reason);
	}
}

void
vet_parts_merge(VetParts *parts, VetDocument *const *documents)
{
	g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);
	Merge merge = {.content = vet_content_new(), .said = said};
	VetDocument *whole = documents[0];

	for (guint i = 0; i < parts->n_parts; i++) {
		const VetShare share = vet_parts_share(parts, i);
		take_part(&merge, &share, documents[i]);
	}
	g_hash_table_unref(merge.content->metadata);
	merge.content->metadata = g_hash_table_ref(whole->content->metadata);
	vet_content_free(whole->content);
	whole->content = merge.content;
	settle(&merge, parts, whole);
	g_free(merge.failure);
}
