/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/profile.h"

#include <string.h>

#include "lib/text.h"
#include "lib/transcript.h"

#define FORM_CLASS "application_form"
#define MAX_PERSONS 1000
#define MAX_UNITS 200
#define MAX_DOCUMENTS 5000
#define MAX_PICTURES 300

static void
unit_free(gpointer data)
{
	VetProfileUnit *unit = data;
	g_free(unit->name);
	g_free(unit->credit_code);
	g_free(unit);
}

static void
person_free(gpointer data)
{
	VetProfilePerson *person = data;
	g_free(person->id_key);
	g_free(person->name_key);
	g_free(person);
}

static void
document_free(gpointer data)
{
	VetProfileDocument *document = data;
	g_free(document->sha256);
	g_free(document->path);
	g_free(document);
}

char *
vet_profile_name_key(const guint8 *secret, gsize secret_length, const char *name)
{
	g_autofree char *key = vet_text_key(name);
	return g_compute_hmac_for_string(G_CHECKSUM_SHA256, secret, secret_length, key, -1);
}

/* --- of facts --- */

static const char *
text_under(CelValue map, const char *key)
{
	CelValue value;
	return map.kind == CEL_MAP && cel_map_get(map, key, &value) && value.kind == CEL_STRING
		       ? value.text
		       : "";
}

/* NULL when the fact is none */
static const CelList *
list_of(const VetFacts *facts, const char *name)
{
	CelValue value;
	return vet_facts_get(facts, name, &value) && value.kind == CEL_LIST ? value.list : NULL;
}

static void
take_units(VetProfile *profile, const VetFacts *facts)
{
	const CelList *units = list_of(facts, "units");
	for (gsize i = 0; units && i < MIN(units->length, MAX_UNITS); i++) {
		VetProfileUnit *unit = g_new0(VetProfileUnit, 1);
		unit->name = g_strdup(text_under(units->items[i], "name"));
		unit->credit_code = g_strdup(text_under(units->items[i], "credit_code"));
		g_ptr_array_add(profile->units, unit);
	}
}

static void
take_persons(VetProfile *profile, const VetFacts *facts, const guint8 *secret, gsize secret_length)
{
	const CelList *members = list_of(facts, "members");
	for (gsize i = 0; members && i < MIN(members->length, MAX_PERSONS); i++) {
		VetProfilePerson *person = g_new0(VetProfilePerson, 1);
		person->id_key = g_strdup(text_under(members->items[i], "id_key"));
		person->name_key = vet_profile_name_key(secret, secret_length,
							text_under(members->items[i], "name"));
		g_ptr_array_add(profile->persons, person);
	}
}

/* the longest of several forms: the others are its annexes, or copies */
static void
consider_form(CelValue document, CelValue *best)
{
	if (g_str_equal(text_under(document, "class"), FORM_CLASS) &&
	    strlen(text_under(document, "text")) > strlen(text_under(*best, "text")))
		*best = document;
}

static void
take_pictures_of(VetProfile *profile, CelValue document, const char *const *units,
		 const guint8 *secret, gsize secret_length)
{
	CelValue pictures, page;

	if (document.kind != CEL_MAP || !cel_map_get(document, "pictures", &pictures) ||
	    pictures.kind != CEL_LIST)
		return;
	for (gsize i = 0; i < pictures.list->length && profile->pictures->len < MAX_PICTURES; i++) {
		CelValue item = pictures.list->items[i];
		if (item.kind != CEL_MAP || !cel_map_get(item, "page", &page) ||
		    page.kind != CEL_INT)
			continue;
		VetProfilePicture *picture = vet_profile_picture_new(
			text_under(document, "path"), text_under(document, "sha256"),
			(guint)CLAMP(page.integer, 0, G_MAXINT), text_under(item, "likeness"),
			text_under(item, "text"), units, secret, secret_length);
		if (picture)
			g_ptr_array_add(profile->pictures, picture);
	}
}

static void
take_pictures(VetProfile *profile, const VetFacts *facts, const guint8 *secret, gsize secret_length)
{
	const CelList *documents = list_of(facts, "documents");
	g_autofree const char **units = g_new0(const char *, profile->units->len + 1);

	for (guint i = 0; i < profile->units->len; i++)
		units[i] = ((const VetProfileUnit *)profile->units->pdata[i])->name;
	for (gsize i = 0; documents && i < MIN(documents->length, MAX_DOCUMENTS); i++)
		take_pictures_of(profile, documents->items[i], units, secret, secret_length);
}

static void
take_documents(VetProfile *profile, const VetFacts *facts, CelValue *ret_form)
{
	const CelList *documents = list_of(facts, "documents");
	*ret_form = cel_null();
	for (gsize i = 0; documents && i < MIN(documents->length, MAX_DOCUMENTS); i++) {
		const char *sha256 = text_under(documents->items[i], "sha256");
		consider_form(documents->items[i], ret_form);
		if (!*sha256)
			continue;
		VetProfileDocument *document = g_new0(VetProfileDocument, 1);
		document->sha256 = g_strdup(sha256);
		document->path = g_strdup(text_under(documents->items[i], "path"));
		g_ptr_array_add(profile->documents, document);
	}
}

static const VetDocument *
find_document(const GPtrArray *documents, const char *path)
{
	for (guint i = 0; documents && i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		if (g_str_equal(document->path, path))
			return document;
	}
	return NULL;
}

static void
find_pages(VetProfile *profile, const VetDocument *document)
{
	g_autoptr(VetTranscript) transcript =
		document ? vet_transcript_new(document->content) : NULL;
	gsize length = 0;
	if (transcript)
		(void)vet_transcript_text(transcript, &length);
	for (guint i = 0; i < profile->shingles->len; i++) {
		gsize start = g_array_index(profile->shingles, VetShingle, i).start;
		guint page = start < length ? vet_transcript_page(transcript, start) : 0;
		g_array_append_val(profile->pages, page);
	}
}

VetProfile *
vet_profile_new(const VetPack *pack, const VetFacts *facts, const GPtrArray *documents,
		const VetProfileIdentity *identity, const guint8 *secret, gsize secret_length)
{
	VetProfile *profile = g_new0(VetProfile, 1);
	const VetDocumentClass *form_class = pack ? vet_pack_class(pack, FORM_CLASS) : NULL;
	CelValue submission = cel_null(), form;

	profile->id = g_strdup(identity->id);
	profile->received_as = g_strdup(identity->received_as);
	profile->version = identity->version;
	profile->sha256 = g_strdup(identity->sha256);
	profile->units = g_ptr_array_new_with_free_func(unit_free);
	profile->persons = g_ptr_array_new_with_free_func(person_free);
	profile->documents = g_ptr_array_new_with_free_func(document_free);
	profile->pictures =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_profile_picture_free);
	profile->pages = g_array_new(FALSE, FALSE, sizeof(guint));
	(void)vet_facts_get(facts, "submission", &submission);
	profile->project_name = g_strdup(text_under(submission, "project_name"));
	profile->team_id = g_strdup(text_under(submission, "team_id"));
	take_units(profile, facts);
	take_persons(profile, facts, secret, secret_length);
	take_documents(profile, facts, &form);
	take_pictures(profile, facts, secret, secret_length);
	profile->form_path = g_strdup(text_under(form, "path"));
	profile->form_text = g_strdup(text_under(form, "text"));
	profile->form_recognised = g_str_equal(text_under(form, "text_source"), "ocr");
	profile->shingles = vet_shingles_of(
		profile->form_text, form_class ? form_class->prompts : NULL, secret, secret_length);
	find_pages(profile, find_document(documents, profile->form_path));
	return profile;
}

void
vet_profile_free(VetProfile *profile)
{
	if (!profile)
		return;
	g_free(profile->id);
	g_free(profile->received_as);
	g_free(profile->sha256);
	g_free(profile->project_name);
	g_free(profile->team_id);
	g_free(profile->form_path);
	g_free(profile->form_text);
	g_ptr_array_unref(profile->units);
	g_ptr_array_unref(profile->persons);
	g_ptr_array_unref(profile->documents);
	g_ptr_array_unref(profile->pictures);
	g_array_unref(profile->shingles);
	g_array_unref(profile->pages);
	g_free(profile);
}

/* --- digest --- */

/* with its NUL, so that no two texts run into each other */
static void
add_text(GChecksum *checksum, const char *text)
{
	g_checksum_update(checksum, (const guchar *)text, strlen(text) + 1);
}

static void
add_shingles(GChecksum *checksum, const VetProfile *profile)
{
	for (guint i = 0; i < profile->shingles->len; i++) {
		const VetShingle *shingle = &g_array_index(profile->shingles, VetShingle, i);
		gint64 kept[3] = {shingle->hash, shingle->letter,
				  g_array_index(profile->pages, guint, i)};
		g_checksum_update(checksum, (const guchar *)kept, sizeof kept);
	}
}

static void
add_pictures(GChecksum *checksum, const VetProfile *profile)
{
	for (guint i = 0; i < profile->pictures->len; i++) {
		const VetProfilePicture *picture = profile->pictures->pdata[i];
		guint64 kept[] = {picture->page, picture->bits[0], picture->bits[1],
				  picture->names_unit, picture->n_numbers};
		add_text(checksum, picture->path);
		add_text(checksum, picture->sha256);
		g_checksum_update(checksum, (const guchar *)kept, sizeof kept);
		g_checksum_update(checksum, (const guchar *)picture->numbers,
				  (gssize)(picture->n_numbers * sizeof *picture->numbers));
	}
}

char *
vet_profile_digest(const VetProfile *profile)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *texts[] = {profile->id, profile->project_name, profile->team_id,
			       profile->form_path};
	guint lengths[] = {profile->units->len, profile->persons->len, profile->documents->len};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		add_text(checksum, texts[i]);
	g_checksum_update(checksum, (const guchar *)lengths, sizeof lengths);
	for (guint i = 0; i < profile->units->len; i++) {
		const VetProfileUnit *unit = profile->units->pdata[i];
		add_text(checksum, unit->name);
		add_text(checksum, unit->credit_code);
	}
	for (guint i = 0; i < profile->persons->len; i++) {
		const VetProfilePerson *person = profile->persons->pdata[i];
		add_text(checksum, person->id_key);
		add_text(checksum, person->name_key);
	}
	for (guint i = 0; i < profile->documents->len; i++) {
		const VetProfileDocument *document = profile->documents->pdata[i];
		add_text(checksum, document->sha256);
		add_text(checksum, document->path);
	}
	add_pictures(checksum, profile);
	add_shingles(checksum, profile);
	return g_strdup(g_checksum_get_string(checksum));
}
