/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/reading-private.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/extraction.h"
#include "daemon/member-path.h"
#include "lib/error.h"
#include "lib/junk.h"
#include "lib/ocr-repair.h"
#include "lib/running-lines.h"

/* of the second member of one name: the first has none */
#define FIRST_NUMBER 2

void
vet_entry_free(gpointer data)
{
	VetEntry *entry = data;

	g_clear_pointer(&entry->parts, vet_parts_free);
	vet_document_free(entry->document);
	if (entry->fd >= 0)
		close(entry->fd);
	g_ptr_array_unref(entry->members);
	g_ptr_array_unref(entry->handed);
	vet_conversion_free(entry->conversion);
	g_free(entry);
}

VetEntry *
vet_entry_new(VetDocument *document, int fd)
{
	VetEntry *entry = g_new0(VetEntry, 1);
	entry->document = document;
	entry->fd = fd;
	entry->members = g_ptr_array_new_with_free_func(vet_entry_free);
	entry->handed = g_ptr_array_new_with_free_func((GDestroyNotify)vet_handed_free);
	return entry;
}

VetReading *
vet_reading_new(VetPool *pool, const VetLimits *limits, VetKeepMember keep, VetReadingDone done,
		gpointer user_data)
{
	VetReading *reading = g_new0(VetReading, 1);

	reading->pool = pool;
	reading->keep = keep;
	reading->done = done;
	reading->user_data = user_data;
	reading->limits = *limits;
	vet_budget_init(&reading->budget, limits);
	/* caps of one document are the channel's; here only what all spend together counts */
	reading->budget.limits.value[VET_LIMIT_PAGES] = G_MAXUINT64;
	reading->budget.limits.value[VET_LIMIT_TEXT_BYTES] = G_MAXUINT64;
	reading->budget.limits.value[VET_LIMIT_CONTENT_BYTES] = G_MAXUINT64;
	reading->entries = g_ptr_array_new_with_free_func(vet_entry_free);
	g_queue_init(&reading->waiting);
	g_queue_init(&reading->aside);
	reading->paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return reading;
}

void
vet_reading_free(VetReading *reading)
{
	if (!reading)
		return;
	g_clear_handle_id(&reading->deadline, g_source_remove);
	g_queue_clear(&reading->waiting);
	g_queue_clear(&reading->aside);
	g_ptr_array_unref(reading->entries);
	g_hash_table_unref(reading->paths);
	g_free(reading->scope);
	g_free(reading);
}

void
vet_reading_use_stored(VetReading *reading, VetExtractions *extractions)
{
	reading->extractions = extractions;
}

void
vet_reading_set_keep_conversion(VetReading *reading, VetKeepConversion keep)
{
	reading->keep_conversion = keep;
}

void
vet_reading_set_scope(VetReading *reading, const char *scope)
{
	g_free(reading->scope);
	reading->scope = g_strdup(scope);
}

void
vet_reading_set_background(VetReading *reading)
{
	reading->background = TRUE;
}

gboolean
vet_reading_is_background(const VetReading *reading)
{
	return reading->background;
}

VetBudget *
vet_reading_budget(VetReading *reading)
{
	return &reading->budget;
}

char *
vet_reading_claim_path(VetReading *reading, const char *path)
{
	g_autofree char *free_path = g_strdup(path);
	/* where the last of the same name stopped: a million of them must not be tried again each */
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(reading->paths, path));

	while (g_hash_table_contains(reading->paths, free_path)) {
		g_free(free_path);
		free_path = vet_member_path_numbered(path, number++);
	}
	if (number > 0)
		g_hash_table_insert(reading->paths, g_strdup(path), GUINT_TO_POINTER(number));
	g_hash_table_insert(reading->paths, g_strdup(free_path), GUINT_TO_POINTER(FIRST_NUMBER));
	return g_steal_pointer(&free_path);
}

VetEntry *
vet_reading_add_entry(VetReading *reading, GPtrArray *list, const char *path, guint64 size,
		      guint depth)
{
	g_autofree char *claimed = vet_reading_claim_path(reading, path);
	VetEntry *entry = vet_entry_new(vet_document_new(claimed, NULL, size, depth), -1);

	g_ptr_array_add(list, entry);
	return entry;
}

static void
enqueue(VetReading *reading, VetEntry *entry)
{
	g_queue_push_tail(&reading->waiting, entry);
	reading->unfinished++;
}

/* --- what is handed in --- */

/* The child gets the same descriptor: it must not be one that writes. */
static int
made_read_only(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
		return fd;
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	int read_only = open(path, O_RDONLY | O_CLOEXEC);
	close(fd);
	return read_only;
}

gboolean
vet_reading_within_caps(VetReading *reading, guint64 size, GError **error)
{
	g_autofree char *what = NULL;

	if (size <= reading->limits.value[VET_LIMIT_DOCUMENT_BYTES])
		return vet_budget_spend(&reading->budget, VET_LIMIT_SUBMISSION_BYTES, size, error);
	what = vet_limits_describe(&reading->limits, VET_LIMIT_DOCUMENT_BYTES);
	g_set_error_literal(error, VET_ERROR, VET_ERROR_LIMIT, what);
	return FALSE;
}

void
vet_reading_add(VetReading *reading, const char *path, const char *sha256, guint64 size, int fd)
{
	VetEntry *entry = vet_reading_add_entry(reading, reading->entries, path, size, 0);
	g_autoptr(GError) error = NULL;

	entry->document->sha256 = g_strdup(sha256);
	entry->fd = made_read_only(fd);
	if (entry->fd < 0)
		vet_document_set_status(entry->document, VET_STATUS_CORRUPT,
					"the file could not be opened");
	else if (!vet_reading_within_caps(reading, size, &error))
		vet_document_set_status(entry->document, VET_STATUS_LIMIT, error->message);
	else
		enqueue(reading, entry);
}

void
vet_reading_add_refused(VetReading *reading, const char *path, VetDocumentStatus status,
			const char *reason)
{
	VetEntry *entry = vet_reading_add_entry(reading, reading->entries, path, 0, 0);
	vet_document_set_status(entry->document, status, reason);
}

void
vet_reading_start(VetReading *reading)
{
	vet_pool_start(reading->pool, reading);
}

/* --- members --- */

static VetDocumentStatus
status_of_failure(const GError *error)
{
	if (g_error_matches(error, VET_ERROR, VET_ERROR_LIMIT))
		return VET_STATUS_LIMIT;
	return VET_STATUS_CORRUPT;
}

/*
 * Of two members with one name, which keeps it must not hang on which part is through first: those of
 * a part get their paths when it is put together with the others.
 */
static VetEntry *
add_below(VetReading *reading, VetEntry *container, const char *path, guint64 size)
{
	guint depth = container->document->depth + 1;

	if (!container->whole)
		return vet_reading_add_entry(reading, container->members, path, size, depth);
	VetEntry *entry = vet_entry_new(vet_document_new(path, NULL, size, depth), -1);
	g_ptr_array_add(container->members, entry);
	return entry;
}

VetEntry *
vet_reading_place_member(VetReading *reading, VetEntry *container, const char *name, guint64 size)
{
	guint depth = container->document->depth + 1;
	gboolean leaves;
	g_autofree char *path = vet_member_path(container->document->path, name, &leaves);

	if (vet_junk_name(path + strlen(container->document->path) + 1))
		return NULL;
	VetEntry *entry = add_below(reading, container, path, size);
	if (leaves) {
		vet_document_set_status(entry->document, VET_STATUS_UNSUPPORTED,
					"its name leaves the folder it was packed in");
	} else if (depth > reading->limits.value[VET_LIMIT_DEPTH]) {
		g_autofree char *what = vet_limits_describe(&reading->limits, VET_LIMIT_DEPTH);
		vet_document_set_status(entry->document, VET_STATUS_LIMIT, what);
	}
	return entry;
}

void
vet_reading_place_refused(VetReading *reading, VetEntry *container, const char *name,
			  VetDocumentStatus status, const char *reason)
{
	gboolean leaves;
	g_autofree char *path = vet_member_path(container->document->path, name, &leaves);

	if (vet_junk_name(path + strlen(container->document->path) + 1))
		return;
	VetEntry *entry = add_below(reading, container, path, 0);
	vet_document_set_status(entry->document, status, reason);
}

/* FALSE: the machine's fault, so what became of the container may be another thing tomorrow. */
static gboolean
keep_member(VetReading *reading, VetEntry *entry, int fd)
{
	VetDocument *document = entry->document;
	const VetMember member = {document->path, document->size, fd, document->depth};
	g_autoptr(GError) error = NULL;
	g_autofree char *sha256 = NULL;
	int kept = -1;

	if (!reading->keep(&member, &sha256, &kept, reading->user_data, &error)) {
		vet_document_set_status(document, status_of_failure(error), error->message);
		return FALSE;
	}
	document->sha256 = g_steal_pointer(&sha256);
	entry->fd = made_read_only(kept);
	return TRUE;
}

void
vet_reading_add_member(VetReading *reading, VetEntry *container, const char *name, guint64 size,
		       int fd)
{
	VetEntry *entry = vet_reading_place_member(reading, container, name, size);

	if (entry && entry->document->status == VET_STATUS_OK && !keep_member(reading, entry, fd))
		container->unrepeatable = TRUE;
	g_ptr_array_add(container->handed,
			vet_handed_new(name, size, entry ? entry->document->sha256 : NULL,
				       VET_STATUS_OK, NULL));
}

void
vet_reading_add_refused_member(VetReading *reading, VetEntry *container, const char *name,
			       VetDocumentStatus status, const char *reason)
{
	vet_reading_place_refused(reading, container, name, status, reason);
	g_ptr_array_add(container->handed, vet_handed_new(name, 0, NULL, status, reason));
	/* which cap, and whether it was this document's own, hangs on the others */
	if (status == VET_STATUS_LIMIT)
		container->unrepeatable = TRUE;
}

/* --- reading --- */

static gboolean
on_deadline(gpointer user_data)
{
	VetReading *reading = user_data;
	g_autofree char *what = vet_limits_describe(&reading->limits, VET_LIMIT_SUBMISSION_SECONDS);

	reading->deadline = 0;
	reading->late = TRUE;
	vet_reading_give_up(reading, VET_STATUS_LIMIT, what);
	vet_pool_stop(reading->pool, reading, what);
	return G_SOURCE_REMOVE;
}

void
vet_reading_start_clock(VetReading *reading)
{
	if (!reading->deadline && !reading->late)
		reading->deadline = g_timeout_add_seconds(
			reading->limits.value[VET_LIMIT_SUBMISSION_SECONDS], on_deadline, reading);
}

VetEntry *
vet_reading_take(VetReading *reading, gboolean fresh)
{
	GList *link = vet_reading_next(reading, fresh);

	if (!link)
		return NULL;
	VetEntry *entry = link->data;
	g_queue_delete_link(&reading->waiting, link);
	vet_reading_reserve(reading, entry);
	vet_reading_start_clock(reading);
	return entry;
}

gboolean
vet_reading_is_complete(const VetReading *reading)
{
	return reading->unfinished == 0;
}

static void
give_up(VetEntry *entry, VetDocumentStatus status, const char *reason)
{
	vet_document_set_status(entry->document, status, reason);
	close(entry->fd);
	entry->fd = -1;
}

void
vet_reading_give_up_late(VetReading *reading, VetEntry *entry)
{
	g_autofree char *what = vet_limits_describe(&reading->limits, VET_LIMIT_SUBMISSION_SECONDS);
	give_up(entry, VET_STATUS_LIMIT, what);
}

static void
release_member(VetReading *reading, VetEntry *member)
{
	if (member->fd < 0)
		return;
	if (!reading->late && vet_reading_recall(reading, member)) {
		close(member->fd);
		member->fd = -1;
		return;
	}
	if (!reading->late) {
		enqueue(reading, member);
		return;
	}
	vet_reading_give_up_late(reading, member);
}

/* What shows only when a document is complete; text of its own is never changed. */
static void
put_right(VetContent *content)
{
	vet_running_lines_mark(content);
	for (guint i = 0; i < content->pages->len; i++) {
		VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j < page->lines->len; j++) {
			VetLine *line = page->lines->pdata[j];
			if (line->source == VET_TEXT_OCR)
				vet_ocr_repair_text(line->text);
		}
		for (guint j = 0; j < page->tables->len; j++) {
			VetTable *table = page->tables->pdata[j];
			for (guint k = 0; table->source == VET_TEXT_OCR && k < table->cells->len;
			     k++)
				vet_ocr_repair_text(((VetCell *)table->cells->pdata[k])->text);
		}
	}
}

void
vet_reading_finish(VetReading *reading, VetEntry *entry)
{
	vet_reading_release(reading, entry);
	if (entry->parts || entry->whole) {
		VetEntry *whole = vet_entry_whole(entry);
		if (!vet_reading_finish_part(reading, entry))
			return;
		entry = whole;
	}
	close(entry->fd);
	entry->fd = -1;
	reading->unfinished--;
	vet_reading_end_conversion(reading, entry);
	put_right(entry->document->content);
	vet_reading_remember(reading, entry);
	for (guint i = 0; i < entry->members->len; i++)
		release_member(reading, entry->members->pdata[i]);
}

static void
free_paths(VetReading *reading, const GPtrArray *members)
{
	for (guint i = 0; i < members->len; i++) {
		const VetEntry *member = members->pdata[i];
		free_paths(reading, member->members);
		g_hash_table_remove(reading->paths, member->document->path);
	}
}

void
vet_reading_forget(VetReading *reading, VetEntry *entry)
{
	VetDocument *old = entry->document;

	/* a part's members have no paths yet */
	if (!entry->whole)
		free_paths(reading, entry->members);
	g_ptr_array_set_size(entry->members, 0);
	g_ptr_array_set_size(entry->handed, 0);
	entry->unrepeatable = FALSE;
	entry->curtailed = FALSE;
	/* what was converted already need not be again */
	if (entry->conversion && !entry->conversion->extractor)
		vet_reading_end_conversion(reading, entry);
	entry->document = vet_document_new(old->path, old->sha256, old->size, old->depth);
	vet_document_free(old);
}

void
vet_reading_retry(VetReading *reading, VetEntry *entry)
{
	vet_reading_forget(reading, entry);
	vet_reading_release(reading, entry);
	if (!reading->late) {
		g_queue_push_head(&reading->waiting, entry);
		return;
	}
	g_autofree char *what = vet_limits_describe(&reading->limits, VET_LIMIT_SUBMISSION_SECONDS);
	vet_document_set_status(entry->document, VET_STATUS_LIMIT, what);
	vet_reading_finish(reading, entry);
}

static void
give_up_queue(VetReading *reading, GQueue *queue, VetDocumentStatus status, const char *reason)
{
	for (VetEntry *entry = g_queue_pop_head(queue); entry; entry = g_queue_pop_head(queue)) {
		vet_document_set_status(entry->document, status, reason);
		vet_reading_finish(reading, entry);
	}
}

void
vet_reading_give_up_aside(VetReading *reading, const char *reason)
{
	give_up_queue(reading, &reading->aside, VET_STATUS_CRASHED, reason);
}

void
vet_reading_give_up(VetReading *reading, VetDocumentStatus status, const char *reason)
{
	give_up_queue(reading, &reading->waiting, status, reason);
	give_up_queue(reading, &reading->aside, status, reason);
}

static void
collect(GPtrArray *entries, GPtrArray *documents)
{
	for (guint i = 0; i < entries->len; i++) {
		VetEntry *entry = entries->pdata[i];
		g_ptr_array_add(documents, g_steal_pointer(&entry->document));
		collect(entry->members, documents);
	}
}

void
vet_reading_deliver(VetReading *reading)
{
	GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);

	collect(reading->entries, documents);
	reading->done(reading, documents, reading->user_data);
}
