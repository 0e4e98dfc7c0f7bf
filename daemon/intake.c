/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/intake.h"

#include <string.h>

#include "daemon/arrival.h"
#include "daemon/inbox.h"

#define MAX_JUNK_COUNTED 1000

/* what was told already, so that a full disk is one sentence and not one for each submission */
typedef enum {
	KIND_INBOX,
	KIND_TAKE,
	KIND_RECEIVE,
	KIND_REMOVE,
	N_KINDS,
} ComplaintKind;

struct _VetIntake {
	VetInbox *inbox;
	VetLimits limits;
	VetSpool *spool;
	VetStore *store;
	VetIntakeReceived received;
	gpointer user_data;
	void (*complain)(const char *sentence, gpointer user_data);
	gpointer complain_data;
	gboolean complained[N_KINDS];
	guint take_source;

	/* the one submission between spool and store: two of one id must not overtake each other */
	char *taking; /* name in the inbox */
	char *taking_id;
	VetTree *tree;
	guint64 signature;
	gboolean freed; /* while the store was answering */
};

static void
complain(VetIntake *intake, ComplaintKind kind, const GError *error)
{
	if (intake->complained[kind] || !intake->complain)
		return;
	intake->complained[kind] = TRUE;
	intake->complain(error->message, intake->complain_data);
}

/* --- ids --- */

static char *
id_or_underscore(char *id)
{
	if (strspn(id, ". ") == strlen(id)) {
		g_free(id);
		return g_strdup("_");
	}
	return g_strstrip(id);
}

/* "第1.2稿" and "2025.07" have no extension */
static gboolean
is_extension(const char *text)
{
	gboolean letter = FALSE;
	const char *p;

	for (p = text; *p; p++) {
		letter = letter || g_ascii_isalpha(*p);
		if (!g_ascii_isalnum(*p))
			return FALSE;
	}
	return letter && p - text <= 8;
}

char *
vet_intake_id_of_name(const char *name)
{
	char *id = vet_inbox_readable_name(name);
	char *dot = strrchr(id, '.');

	if (dot && dot != id && is_extension(dot + 1)) {
		*dot = '\0';
		if (g_str_has_suffix(id, ".tar") && strlen(id) > strlen(".tar"))
			id[strlen(id) - strlen(".tar")] = '\0';
	}
	return id_or_underscore(id);
}

/* --- taking: spool, store, and only then out of the inbox --- */

static void plan_take(VetIntake *intake);

static void
stop_taking(VetIntake *intake)
{
	g_clear_pointer(&intake->taking, g_free);
	g_clear_pointer(&intake->taking_id, g_free);
	g_clear_pointer(&intake->tree, vet_tree_free);
}

static void
intake_destroy(VetIntake *intake)
{
	stop_taking(intake);
	vet_inbox_free(intake->inbox);
	g_free(intake);
}

static void
note_left_out(VetIntake *intake)
{
	g_autofree char *name = vet_inbox_readable_name(intake->taking);
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	for (guint i = 0; i < intake->tree->entries->len; i++) {
		const VetTreeEntry *file = intake->tree->entries->pdata[i];
		g_autofree char *path = intake->tree->single
						? g_strdup(name)
						: g_build_filename(name, file->path, NULL);
		if (file->refusal)
			vet_store_record_refusal(intake->store, path, file->refusal, now);
	}
	for (guint i = 0; i < MIN(intake->tree->junk, MAX_JUNK_COUNTED); i++) {
		g_autofree char *path = g_strdup_printf("%s/(junk %u)", name, i + 1);
		vet_store_count_junk(intake->store, path);
	}
}

static void
end_taking(VetIntake *intake, VetReceived received)
{
	g_autoptr(GError) error = NULL;

	intake->complained[KIND_RECEIVE] = FALSE;
	if (received != VET_RECEIVED_SAME)
		note_left_out(intake);
	if (vet_inbox_clear(intake->inbox, intake->taking, intake->signature, &error))
		intake->complained[KIND_REMOVE] = FALSE;
	else
		complain(intake, KIND_REMOVE, error);
}

static void
receipt_stored(GObject *source, GAsyncResult *result, gpointer data)
{
	VetIntake *intake = data;
	g_autofree char *id = g_steal_pointer(&intake->taking_id);
	g_autoptr(GError) error = NULL;
	VetReceived received;
	guint version;
	gboolean stored;

	if (intake->freed) {
		intake_destroy(intake);
		return;
	}
	stored = vet_store_receive_finish(intake->store, result, &received, &version, &error);
	if (stored) {
		end_taking(intake, received);
	} else {
		complain(intake, KIND_RECEIVE, error);
		vet_inbox_put_back(intake->inbox, intake->taking, FALSE);
	}
	stop_taking(intake);
	plan_take(intake);
	/* last: it may end us */
	if (stored)
		intake->received(id, version, received, intake->user_data);
}

static void
store_receipt(VetIntake *intake)
{
	g_autofree char *path = vet_inbox_readable_name(intake->taking);
	VetReceipt receipt = {
		.id = intake->taking_id,
		.path = path,
		.sha256 = intake->tree->sha256,
		.spool = intake->tree->sha256,
		.size = intake->tree->size,
		.received_at = intake->tree->changed_at,
	};

	vet_store_receive_async(intake->store, &receipt, receipt_stored, intake);
}

/* FALSE without error when it changed under the copy */
static gboolean
copy_into_spool(VetIntake *intake, GError **error)
{
	int fd = vet_inbox_fd(intake->inbox);
	VetArrival before;
	VetArrival after;

	if (!vet_arrival_look(fd, intake->taking, &before, error) || !before.present ||
	    before.refusal)
		return FALSE;
	intake->tree = vet_spool_take(intake->spool, fd, intake->taking, &intake->limits, error);
	if (!intake->tree || !vet_arrival_look(fd, intake->taking, &after, error) ||
	    after.signature != before.signature)
		return FALSE;
	/* the dots in the name of a folder are no extension */
	intake->taking_id = before.folder
				    ? id_or_underscore(vet_inbox_readable_name(intake->taking))
				    : vet_intake_id_of_name(intake->taking);
	intake->signature = before.signature;
	return TRUE;
}

/* one submission for each turn of the main loop, so that a large one does not silence the others */
static gboolean
take_next(gpointer data)
{
	VetIntake *intake = data;
	g_autoptr(GError) error = NULL;

	intake->take_source = 0;
	intake->taking = vet_inbox_next(intake->inbox);
	if (!intake->taking)
		return G_SOURCE_REMOVE;
	if (copy_into_spool(intake, &error)) {
		intake->complained[KIND_TAKE] = FALSE;
		store_receipt(intake);
		return G_SOURCE_REMOVE;
	}
	if (error) {
		g_autofree char *name = vet_inbox_readable_name(intake->taking);
		g_prefix_error(&error, "%s stays in the inbox and is tried again: ", name);
		complain(intake, KIND_TAKE, error);
	}
	vet_inbox_put_back(intake->inbox, intake->taking, error == NULL);
	stop_taking(intake);
	plan_take(intake);
	return G_SOURCE_REMOVE;
}

static void
plan_take(VetIntake *intake)
{
	if (!intake->taking && !intake->take_source)
		intake->take_source = g_idle_add(take_next, intake);
}

/* --- what the inbox says --- */

static void
inbox_complete(gpointer user_data)
{
	plan_take(user_data);
}

static void
inbox_refused(const char *path, const char *reason, gpointer user_data)
{
	VetIntake *intake = user_data;
	vet_store_record_refusal(intake->store, path, reason, g_get_real_time() / G_USEC_PER_SEC);
}

static void
inbox_junk(const char *path, gpointer user_data)
{
	VetIntake *intake = user_data;
	vet_store_count_junk(intake->store, path);
}

static void
inbox_fault(const GError *error, gpointer user_data)
{
	VetIntake *intake = user_data;

	/* the inbox itself says a thing once until it is mended */
	intake->complained[KIND_INBOX] = FALSE;
	complain(intake, KIND_INBOX, error);
}

/* --- the whole --- */

VetIntake *
vet_intake_new(const VetIntakeOptions *options, VetSpool *spool, VetStore *store,
	       VetIntakeReceived received, gpointer user_data, GError **error)
{
	static const VetInboxHandlers handlers = {
		.complete = inbox_complete,
		.refused = inbox_refused,
		.junk = inbox_junk,
		.fault = inbox_fault,
	};
	g_autoptr(VetIntake) intake = g_new0(VetIntake, 1);

	intake->limits = options->limits;
	intake->spool = spool;
	intake->store = store;
	intake->received = received;
	intake->user_data = user_data;
	intake->inbox = vet_inbox_new(options->inbox, options->settle_ms, options->rescan_ms,
				      &handlers, intake, error);
	return intake->inbox ? g_steal_pointer(&intake) : NULL;
}

void
vet_intake_free(VetIntake *intake)
{
	if (!intake)
		return;
	g_clear_handle_id(&intake->take_source, g_source_remove);
	/* the store still has to answer: its answer ends what is left */
	intake->freed = intake->taking != NULL;
	if (intake->freed)
		g_clear_pointer(&intake->inbox, vet_inbox_free);
	else
		intake_destroy(intake);
}

guint
vet_intake_waiting(const VetIntake *intake)
{
	return vet_inbox_waiting(intake->inbox);
}

void
vet_intake_set_complaint(VetIntake *intake,
			 void (*complain_with)(const char *sentence, gpointer user_data),
			 gpointer user_data)
{
	intake->complain = complain_with;
	intake->complain_data = user_data;
}
