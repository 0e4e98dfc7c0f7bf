/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions of packs that look at the other submissions of the contest. */

#include "lib/screen-row.h"

#include <string.h>

#define MAX_ROSTER 1000
/* a look-up of the index costs about as much as so many steps */
#define STEPS_FOR_ONE 5
#define SURE 0.95
#define OCR_SURE 0.7

static VetPeers *
peers_of(CelCall *call, GError **error)
{
	const VetScreenLookups *lookups = cel_call_user_data(call);
	if (lookups && lookups->peers)
		return lookups->peers;
	g_autofree char *text = vet_screen_sentence(lookups, VET_SENTENCE_NO_OTHERS, NULL);
	g_set_error_literal(error, CEL_ERROR, CEL_ERROR_EVALUATE, text);
	return NULL;
}

/* --- what is given --- */

/* a submission that is not this one: "submission:YY2025-0007/证明材料/审计报告.pdf" */
static char *
place_of(const VetPeer *peer)
{
	return g_strdup_printf("submission:%s%s%s", peer->id, *peer->path ? "/" : "", peer->path);
}

static char *
quote_of(const VetPeer *peer)
{
	g_autofree char *units = g_strjoinv("、", peer->units);
	g_autofree char *shared = g_strjoinv("、", peer->shared);
	return g_strdup_printf("%s%s%s%s%s", peer->project_name, *units ? "，" : "", units,
			       *shared ? "，" : "", shared);
}

static void
begin_peer(VetScreenRow *row, CelCall *call, const VetPeer *peer, VetEvidence *evidence)
{
	vet_screen_row_begin(row, call, evidence);
	vet_screen_row_add_string(row, "id", peer->id);
	vet_screen_row_add_string(row, "project_name", peer->project_name);
	vet_screen_row_add_strings(row, "units", peer->units);
	vet_screen_row_add(row, "same_unit", cel_bool(peer->same_unit));
}

static VetEvidence *
peer_evidence(const VetPeer *peer, VetEvidenceSource source)
{
	g_autofree char *place = place_of(peer);
	g_autofree char *quote = quote_of(peer);
	return vet_evidence_new(place, peer->page, (VetBox){0}, quote, source, 1.0);
}

static gboolean
make_team(CelCall *call, gconstpointer hit, CelValue *ret_value, GError **error)
{
	const VetPeer *peer = hit;
	VetScreenRow row;
	begin_peer(&row, call, peer, peer_evidence(peer, VET_EVIDENCE_REGISTRY));
	vet_screen_row_add_string(&row, "team_id", peer->team_id);
	vet_screen_row_add(&row, "n_members", cel_int(peer->n_members));
	vet_screen_row_add(&row, "n_shared", cel_int(peer->n_shared));
	vet_screen_row_add(&row, "n_shared_ids", cel_int(peer->n_shared_ids));
	vet_screen_row_add_strings(&row, "shared", peer->shared);
	return vet_screen_row_finish(&row, ret_value, error);
}

static gboolean
make_file(CelCall *call, gconstpointer hit, CelValue *ret_value, GError **error)
{
	const VetPeer *peer = hit;
	VetScreenRow row;
	begin_peer(&row, call, peer, peer_evidence(peer, VET_EVIDENCE_ARCHIVE));
	vet_screen_row_add_string(&row, "path", peer->path);
	vet_screen_row_add(&row, "page", cel_int(peer->page));
	vet_screen_row_add(&row, "own_page", cel_int(peer->own_page));
	return vet_screen_row_finish(&row, ret_value, error);
}

/* a text with its place; the two of a passage are one text in two places */
static void
add_place(VetScreenRow *row, const char *key, const char *text, const VetEvidence *place)
{
	const char *copy = cel_arena_copy(cel_call_arena(row->call), text, strlen(text));
	CelValue value = cel_string(copy ? copy : "");
	row->full |= !copy;
	value.origin = place;
	vet_screen_row_add(row, key, value);
}

static gboolean
make_passage(CelCall *call, const VetPeer *peer, const VetPassage *passage, CelValue *ret_value,
	     GError **error)
{
	const VetScreenLookups *lookups = cel_call_user_data(call);
	const VetProfile *own = vet_peers_own(lookups->peers);
	VetEvidenceSource source = own->form_recognised ? VET_EVIDENCE_OCR : VET_EVIDENCE_TEXT;
	double sure = own->form_recognised ? OCR_SURE : SURE;
	g_autofree char *place = place_of(peer);
	VetScreenRow row;

	vet_screen_row_begin(&row, call, NULL);
	add_place(&row, "ours", passage->text,
		  vet_screen_keep_evidence(call, vet_evidence_new(own->form_path, passage->page,
								  (VetBox){0}, passage->text,
								  source, sure)));
	add_place(&row, "theirs", passage->text,
		  vet_screen_keep_evidence(call,
					   vet_evidence_new(place, passage->peer_page, (VetBox){0},
							    passage->text, source, sure)));
	vet_screen_row_add(&row, "letters", cel_int(passage->letters));
	return vet_screen_row_finish(&row, ret_value, error);
}

static gboolean
make_text(CelCall *call, gconstpointer hit, CelValue *ret_value, GError **error)
{
	const VetPeer *peer = hit;
	CelArena *arena = cel_call_arena(call);
	CelValue *passages = cel_arena_alloc(arena, MAX(peer->passages->len, 1) * sizeof(CelValue));
	VetScreenRow row;

	begin_peer(&row, call, peer, peer_evidence(peer, VET_EVIDENCE_TEXT));
	vet_screen_row_add_string(&row, "path", peer->path);
	vet_screen_row_add(&row, "share", cel_double(peer->share));
	row.full |= !passages;
	for (guint i = 0; passages && i < peer->passages->len; i++)
		if (!make_passage(call, peer, peer->passages->pdata[i], &passages[i], error))
			return FALSE;
	/* the passages have places of their own, the map's would hide them */
	row.origin = NULL;
	if (passages)
		vet_screen_row_add(&row, "passages",
				   cel_list_new(arena, passages, peer->passages->len));
	return vet_screen_row_finish(&row, ret_value, error);
}

/* --- the functions --- */

gboolean
vet_screen_submissions_of_roster(CelCall *call, const CelValue *arguments, gsize n,
				 CelValue *ret_value, GError **error)
{
	VetPeers *peers;
	if (!vet_screen_expect(&arguments[0], CEL_LIST, error) || !(peers = peers_of(call, error)))
		return FALSE;
	const CelList *members = arguments[0].list;
	if (members->length > MAX_ROSTER) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "more than %d members", MAX_ROSTER);
		return FALSE;
	}
	if (!cel_call_charge(call, STEPS_FOR_ONE * members->length, error))
		return FALSE;
	g_autofree const char **keys = vet_screen_texts_under(members, "id_key");
	g_autofree const char **names = vet_screen_texts_under(members, "name");
	g_autoptr(GPtrArray) found = vet_peers_of_roster(peers, keys, names, error);
	return vet_screen_rows(call, found, make_team, ret_value, error);
}

gboolean
vet_screen_submissions_with_document(CelCall *call, const CelValue *arguments, gsize n,
				     CelValue *ret_value, GError **error)
{
	VetPeers *peers;
	if (!vet_screen_expect_strings(arguments, n, error) || !(peers = peers_of(call, error)))
		return FALSE;
	g_autoptr(GPtrArray) found = vet_peers_of_document(peers, arguments[0].text, error);
	return vet_screen_rows(call, found, make_file, ret_value, error);
}

gboolean
vet_screen_submissions_with_picture(CelCall *call, const CelValue *arguments, gsize n,
				    CelValue *ret_value, GError **error)
{
	VetPeers *peers;
	if (!vet_screen_expect_strings(arguments, n, error) || !(peers = peers_of(call, error)) ||
	    !cel_call_charge(call, STEPS_FOR_ONE * vet_peers_own(peers)->pictures->len, error))
		return FALSE;
	g_autoptr(GPtrArray) found = vet_peers_of_picture(peers, arguments[0].text, error);
	return vet_screen_rows(call, found, make_file, ret_value, error);
}

gboolean
vet_screen_submissions_like_form(CelCall *call, const CelValue *arguments, gsize n,
				 CelValue *ret_value, GError **error)
{
	VetPeers *peers;
	if (!vet_screen_expect(&arguments[0], CEL_DOUBLE, error) ||
	    !(peers = peers_of(call, error)) ||
	    !cel_call_charge(call, STEPS_FOR_ONE * vet_peers_own(peers)->shingles->len, error))
		return FALSE;
	g_autoptr(GPtrArray) found = vet_peers_like(peers, arguments[0].real, error);
	return vet_screen_rows(call, found, make_text, ret_value, error);
}
