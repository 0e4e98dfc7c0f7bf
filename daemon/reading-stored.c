/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents of a reading that come from stored extractions, and what is stored of the others. */

#include "daemon/extraction.h"
#include "daemon/reading-private.h"

/*
 * What the document's bytes decide, so that it would come of them again.  Not what the machine had
 * a part in: a crash or a deadline may be the load's doing, and a cap may have been spent by other
 * documents; these are read again each time.
 */
static const gboolean is_lasting[] = {
	[VET_STATUS_OK] = TRUE,       [VET_STATUS_PARTIAL] = TRUE,  [VET_STATUS_ENCRYPTED] = TRUE,
	[VET_STATUS_CORRUPT] = TRUE,  [VET_STATUS_LIMIT] = FALSE,   [VET_STATUS_UNSUPPORTED] = TRUE,
	[VET_STATUS_TIMEOUT] = FALSE, [VET_STATUS_CRASHED] = FALSE,
};

gboolean
vet_reading_is_lasting(VetDocumentStatus status)
{
	return is_lasting[status];
}

static VetExtractionKey
key_of(const VetReading *reading, const VetDocument *document)
{
	return (VetExtractionKey){document->sha256, vet_document_name(document), reading->scope};
}

static gboolean recall(VetReading *reading, VetEntry *entry);

/* FALSE: its bytes are needed, and only its container has them. */
static gboolean
recall_member(VetReading *reading, VetEntry *container, const VetHanded *handed)
{
	if (handed->status != VET_STATUS_OK) {
		vet_reading_place_refused(reading, container, handed->name, handed->status,
					  handed->reason);
		return TRUE;
	}
	VetEntry *entry = vet_reading_place_member(reading, container, handed->name, handed->size);
	if (!entry || entry->document->status != VET_STATUS_OK)
		return TRUE;
	entry->document->sha256 = g_strdup(handed->sha256);
	return recall(reading, entry);
}

/* FALSE: the entry is filled in part.  As deep as archives may nest. */
static gboolean
recall(VetReading *reading, VetEntry *entry)
{
	g_autoptr(GPtrArray) handed = NULL;
	g_autoptr(GError) error = NULL;

	if (!entry->document->sha256)
		return FALSE;
	const VetExtractionKey key = key_of(reading, entry->document);
	g_autoptr(GVariant) extraction = vet_extractions_find(reading->extractions, &key);
	/* one that the caps do not admit is read, so that the cap shows where it would */
	if (!extraction || !vet_extraction_unpack(extraction, entry->document, &reading->limits,
						  &reading->budget, &handed, &error))
		return FALSE;
	for (guint i = 0; i < handed->len; i++) {
		if (!recall_member(reading, entry, handed->pdata[i]))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_reading_recall(VetReading *reading, VetEntry *entry)
{
	const VetBudget before = reading->budget;

	if (!reading->extractions || !reading->scope)
		return FALSE;
	if (recall(reading, entry))
		return TRUE;
	reading->budget = before;
	vet_reading_forget(reading, entry);
	return FALSE;
}

gboolean
vet_reading_add_stored(VetReading *reading, const char *path, const char *sha256, guint64 size)
{
	const VetBudget before = reading->budget;
	g_autoptr(GError) error = NULL;

	if (!reading->extractions || !reading->scope)
		return FALSE;
	VetEntry *entry = vet_reading_add_entry(reading, reading->entries, path, size, 0);
	entry->document->sha256 = g_strdup(sha256);
	if (vet_reading_within_caps(reading, size, &error) && vet_reading_recall(reading, entry))
		return TRUE;
	reading->budget = before;
	g_hash_table_remove(reading->paths, entry->document->path);
	g_ptr_array_remove_index(reading->entries, reading->entries->len - 1);
	return FALSE;
}

void
vet_reading_remember(VetReading *reading, const VetEntry *entry)
{
	const VetDocument *document = entry->document;

	if (!reading->extractions || !reading->scope || !document->sha256 || entry->unrepeatable ||
	    entry->curtailed || !is_lasting[document->status])
		return;
	GVariant *extraction = vet_extraction_pack(document, entry->handed);
	if (!extraction)
		return;
	const VetExtractionKey key = key_of(reading, document);
	vet_extractions_keep(reading->extractions, &key, entry->fresh, extraction);
}
