/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/paper-identity.h"

#include <string.h>

#include "lib/entity.h"
#include "lib/fields.h"
#include "lib/ident.h"
#include "lib/text.h"

/* a value with so many digits is the number of something */
#define MIN_DIGITS 6
/* of each kind: the rest of a table says no more */
#define MAX_SIGHTINGS 50

typedef enum {
	KIND_OWNER,
	KIND_CODE,
	KIND_NUMBER,
	N_KINDS,
} Kind;

struct _VetPaperIdentity {
	GPtrArray *said[N_KINDS]; /* of char *, each once */
	gboolean is_recognised;   /* some of it was read from a picture */
};

static gboolean
is_same(Kind kind, gboolean is_recognised, const char *a, const char *b)
{
	if (kind != KIND_OWNER)
		return g_str_equal(a, b);
	return vet_entity_equal(a, b) || (is_recognised && vet_entity_is_misread(a, b));
}

static gboolean
says(const VetPaperIdentity *identity, Kind kind, const char *value, gboolean is_recognised)
{
	for (guint i = 0; i < identity->said[kind]->len; i++)
		if (is_same(kind, is_recognised, identity->said[kind]->pdata[i], value))
			return TRUE;
	return FALSE;
}

static void
take(VetPaperIdentity *identity, Kind kind, const char *value)
{
	if (identity->said[kind]->len < MAX_SIGHTINGS && !says(identity, kind, value, FALSE))
		g_ptr_array_add(identity->said[kind], g_strdup(value));
}

static void
take_owner(VetPaperIdentity *identity, const char *value)
{
	g_auto(GStrv) names = vet_entity_names_in(value);

	if (names[0])
		take(identity, KIND_OWNER, names[0]);
}

/* a code that is wrong was misread, or is no code */
static void
take_code(VetPaperIdentity *identity, const char *value)
{
	g_autofree char *code = vet_credit_code_normalise(value);

	if (vet_credit_code_check(code) == VET_CODE_VALID)
		take(identity, KIND_CODE, code);
}

static void
take_number(VetPaperIdentity *identity, const char *value)
{
	g_autofree char *number = vet_text_key(value);
	guint n_digits = 0;

	for (const char *p = number; *p; p++)
		n_digits += g_ascii_isdigit(*p);
	if (n_digits >= MIN_DIGITS)
		take(identity, KIND_NUMBER, number);
}

static void
take_field(VetPaperIdentity *identity, const VetDocumentClass *document_class,
	   const VetFieldSpec *field, const VetTranscript *transcript)
{
	if (!field->owner && field->type != VET_FIELD_CODE && field->type != VET_FIELD_STRING)
		return;
	g_autoptr(GPtrArray) found = vet_fields_read(transcript, document_class, field);
	for (guint i = 0; i < found->len && i < MAX_SIGHTINGS; i++) {
		const VetSighting *sighting = found->pdata[i];
		identity->is_recognised |= sighting->source == VET_TEXT_OCR;
		if (field->owner)
			take_owner(identity, sighting->value);
		else if (field->type == VET_FIELD_CODE)
			take_code(identity, sighting->value);
		else
			take_number(identity, sighting->value);
	}
}

VetPaperIdentity *
vet_paper_identity_new(const VetDocumentClass *document_class, const VetTranscript *transcript)
{
	VetPaperIdentity *identity = g_new0(VetPaperIdentity, 1);

	for (guint i = 0; i < N_KINDS; i++)
		identity->said[i] = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < document_class->fields->len; i++)
		take_field(identity, document_class, document_class->fields->pdata[i], transcript);
	return identity;
}

void
vet_paper_identity_free(VetPaperIdentity *identity)
{
	if (!identity)
		return;
	for (guint i = 0; i < N_KINDS; i++)
		g_ptr_array_unref(identity->said[i]);
	g_free(identity);
}

static gboolean
share(const VetPaperIdentity *a, const VetPaperIdentity *b, Kind kind)
{
	gboolean is_recognised = a->is_recognised || b->is_recognised;

	for (guint i = 0; i < a->said[kind]->len; i++)
		if (says(b, kind, a->said[kind]->pdata[i], is_recognised))
			return TRUE;
	return FALSE;
}

static gboolean
disagree(const VetPaperIdentity *a, const VetPaperIdentity *b, Kind kind)
{
	return a->said[kind]->len > 0 && b->said[kind]->len > 0 && !share(a, b, kind);
}

gboolean
vet_paper_identity_differs(const VetPaperIdentity *a, const VetPaperIdentity *b)
{
	if (disagree(a, b, KIND_CODE) || disagree(a, b, KIND_NUMBER))
		return TRUE;
	return disagree(a, b, KIND_OWNER) && !share(a, b, KIND_CODE);
}

void
vet_paper_identity_join(VetPaperIdentity *identity, const VetPaperIdentity *other)
{
	for (guint i = 0; i < N_KINDS; i++)
		for (guint j = 0; j < other->said[i]->len; j++)
			take(identity, i, other->said[i]->pdata[j]);
	identity->is_recognised |= other->is_recognised;
}
