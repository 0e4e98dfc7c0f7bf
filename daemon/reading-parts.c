/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents of a reading that are read in parts: dividing them, and putting the parts together. */

#include <unistd.h>

#include "daemon/reading-private.h"
#include "lib/error.h"

/* Nobody starts more children than this at once. */
#define MAX_COUNTED 256

VetEntry *
vet_entry_whole(VetEntry *entry)
{
	return entry->whole ? entry->whole : entry;
}

int
vet_entry_fd(const VetEntry *entry)
{
	return entry->conversion ? entry->conversion->fd : entry->fd;
}

/* --- pages to be recognised --- */

/*
 * Recognising is capped for the whole submission, and a child is told beforehand what it may spend.
 * A part gets as much as it can spend, or waits until all before it are through and it is known what
 * they left: so which pages of a document are recognised does not hang on who reads faster.
 */
static guint64
left_to_recognise(const VetReading *reading)
{
	guint64 left = vet_budget_left(&reading->budget, VET_LIMIT_RECOGNISED_PAGES);
	return left - MIN(left, reading->reserved);
}

/* One more than it has pages, so that none is refused for being the last. */
static guint64
most_recognised(const VetEntry *entry)
{
	VetParts *parts = entry->whole ? entry->whole->parts : entry->parts;
	const VetShare share = vet_parts_share(parts, entry->part);
	return (guint64)share.last - share.first + 2;
}

void
vet_reading_reserve(VetReading *reading, VetEntry *entry)
{
	if (!entry->whole && !entry->parts)
		return;
	entry->reserved = MIN(most_recognised(entry), left_to_recognise(reading));
	reading->reserved += entry->reserved;
}

void
vet_reading_release(VetReading *reading, VetEntry *entry)
{
	reading->reserved -= entry->reserved;
	entry->reserved = 0;
}

guint64
vet_reading_recognisable(const VetReading *reading, const VetEntry *entry)
{
	return entry->whole || entry->parts ? entry->reserved : left_to_recognise(reading);
}

/* --- the queue --- */

static gboolean
can_be_taken(const VetReading *reading, const VetEntry *entry)
{
	return !entry->whole || reading->reserved == 0 ||
	       left_to_recognise(reading) >= most_recognised(entry);
}

/* The next at or after `link`; a part that must wait holds up the parts behind it. */
static GList *
next_from(const VetReading *reading, GList *link, gboolean fresh, gboolean *held)
{
	for (; link; link = link->next) {
		const VetEntry *entry = link->data;
		*held = *held || !can_be_taken(reading, entry);
		if ((!*held || !entry->whole) && (fresh || entry->repeats == 0))
			return link;
	}
	return NULL;
}

GList *
vet_reading_next(const VetReading *reading, gboolean fresh)
{
	gboolean held = FALSE;
	return next_from(reading, reading->waiting.head, fresh, &held);
}

guint
vet_reading_waiting(const VetReading *reading)
{
	gboolean held = FALSE;
	guint n = 0;

	for (GList *link = next_from(reading, reading->waiting.head, TRUE, &held);
	     link && n < MAX_COUNTED; link = next_from(reading, link->next, TRUE, &held))
		n++;
	return n;
}

/* --- dividing --- */

static void
add_part(VetReading *reading, VetEntry *whole, guint part)
{
	const VetDocument *document = whole->document;
	VetEntry *entry = vet_entry_new(
		vet_document_new(document->path, document->sha256, document->size, document->depth),
		-1);

	entry->whole = whole;
	entry->part = part;
	g_ptr_array_add(whole->parts->others, entry);
	g_queue_push_tail(&reading->waiting, entry);
}

static void
divide(VetReading *reading, VetEntry *whole, guint n_pages)
{
	whole->parts = vet_parts_new(n_pages, whole->document->extractor, &reading->limits,
				     vet_entry_free);
	for (guint i = 1; whole->parts && i < whole->parts->n_parts; i++)
		add_part(reading, whole, i);
	vet_reading_reserve(reading, whole);
}

static void
drop_parts(VetReading *reading, VetEntry *whole, const VetEntry *spared)
{
	VetParts *parts = whole->parts;

	vet_pool_abandon(reading->pool, whole, spared);
	for (guint i = 0; i < parts->others->len; i++) {
		g_queue_remove(&reading->waiting, parts->others->pdata[i]);
		vet_reading_release(reading, parts->others->pdata[i]);
	}
	vet_reading_release(reading, whole);
	g_clear_pointer(&whole->parts, vet_parts_free);
}

gboolean
vet_reading_divide(VetReading *reading, VetEntry *entry, guint n_pages, VetShare *ret_share,
		   GError **error)
{
	VetEntry *whole = vet_entry_whole(entry);

	if (entry->whole && (n_pages != whole->parts->n_pages ||
			     g_strcmp0(entry->document->extractor, whole->parts->extractor) != 0)) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "it counted the pages again and found another number");
		return FALSE;
	}
	/* it is read again: whoever counted the first time had read other documents before */
	if (whole->parts && n_pages != whole->parts->n_pages)
		drop_parts(reading, whole, entry);
	if (!whole->parts && !whole->undivided)
		divide(reading, whole, n_pages);
	*ret_share = whole->parts ? vet_parts_share(whole->parts, entry->part)
				  : (VetShare){1, n_pages, NULL};
	return TRUE;
}

void
vet_reading_unite(VetReading *reading, VetEntry *entry)
{
	VetEntry *whole = vet_entry_whole(entry);

	vet_together_refund(&whole->parts->together, &reading->budget);
	drop_parts(reading, whole, NULL);
	whole->undivided = TRUE;
	g_queue_remove(&reading->waiting, whole);
	vet_reading_retry(reading, whole);
}

/* --- putting them together --- */

/* In order, so that which of two with one name keeps it does not hang on which part was first. */
static void
take_members(VetReading *reading, VetEntry *whole, VetEntry *part)
{
	gsize n_members, n_handed;
	gpointer *members = g_ptr_array_steal(part->members, &n_members);
	gpointer *handed = g_ptr_array_steal(part->handed, &n_handed);

	for (gsize i = 0; i < n_members; i++) {
		VetEntry *member = members[i];
		char *path = member->document->path;
		member->document->path = vet_reading_claim_path(reading, path);
		g_free(path);
		g_ptr_array_add(whole->members, member);
	}
	for (gsize i = 0; i < n_handed; i++)
		g_ptr_array_add(whole->handed, handed[i]);
	g_free(members);
	g_free(handed);
}

static void
take_marks(VetEntry *whole, const VetEntry *part)
{
	whole->fresh = whole->fresh && part->fresh;
	whole->curtailed = whole->curtailed || part->curtailed;
	whole->unrepeatable = whole->unrepeatable || part->unrepeatable ||
			      !vet_reading_is_lasting(part->document->status);
}

gboolean
vet_reading_finish_part(VetReading *reading, VetEntry *entry)
{
	VetEntry *whole = vet_entry_whole(entry);
	VetParts *parts = whole->parts;

	if (--parts->unfinished > 0)
		return FALSE;
	g_autofree VetDocument **documents = g_new(VetDocument *, parts->n_parts);
	documents[0] = whole->document;
	take_marks(whole, whole);
	for (guint i = 0; i < parts->others->len; i++) {
		VetEntry *part = parts->others->pdata[i];
		documents[i + 1] = part->document;
		take_marks(whole, part);
		take_members(reading, whole, part);
	}
	vet_parts_merge(parts, documents);
	/* what only its own parts have spent its bytes decide */
	if (parts->together.submission[VET_LIMIT_RECOGNISED_PAGES] ==
	    reading->budget.spent[VET_LIMIT_RECOGNISED_PAGES])
		whole->curtailed = FALSE;
	g_clear_pointer(&whole->parts, vet_parts_free);
	return TRUE;
}
