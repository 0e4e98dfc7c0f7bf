/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/gather-parts.h"

#include <string.h>

#include "lib/classify.h"
#include "lib/entity.h"
#include "lib/fields.h"
#include "lib/gather-marks.h"
#include "lib/ident.h"
#include "lib/outline.h"
#include "lib/paper.h"
#include "lib/records.h"
#include "lib/text.h"

#define SURE 0.95
#define OCR_SURE 0.7
#define CHINA_OFFSET (8 * 3600)
#define MIN_CODE 15
#define MAX_CODE 20

static VetEvidenceSource
evidence_source(VetTextSource source)
{
	return source == VET_TEXT_OCR ? VET_EVIDENCE_OCR : VET_EVIDENCE_TEXT;
}

/* where the document itself is pointed at: its first line, else the file as such */
static VetEvidence *
document_evidence(const VetDocument *document, const VetTranscript *transcript)
{
	gsize length;
	const char *text = vet_transcript_text(transcript, &length);
	const char *newline = memchr(text, '\n', length);

	if (length == 0) {
		const char *status =
			document->reason ? document->reason : vet_document_name(document);
		return vet_evidence_new(document->path, 1, (VetBox){0}, status,
					VET_EVIDENCE_ARCHIVE, 1.0);
	}
	gsize end = newline ? (gsize)(newline - text) : length;
	g_autofree char *quote = vet_transcript_quote(transcript, 0, end);
	VetTextSource source = vet_transcript_source(transcript, 0);
	return vet_evidence_new(document->path, vet_transcript_page(transcript, 0),
				vet_transcript_box(transcript, 0, end), quote,
				evidence_source(source), source == VET_TEXT_OCR ? OCR_SURE : SURE);
}

static void
former_name_free(gpointer data)
{
	VetFormerName *former = data;
	g_free(former->unit);
	g_free(former->name);
	g_free(former);
}

void
vet_gathered_add_former_name(VetGathered *gathered, const char *unit, const char *name,
			     const VetEvidence *origin)
{
	VetFormerName *former = g_new0(VetFormerName, 1);
	former->unit = g_strdup(unit);
	former->name = g_strdup(name);
	former->origin = origin;
	g_ptr_array_add(gathered->former_names, former);
}

VetGathered *
vet_gathered_new(VetFacts *facts, const VetPack *pack, VetDocument *document, guint n_papers)
{
	VetGathered *gathered = g_new0(VetGathered, 1);
	gathered->document = document;
	gathered->n_papers = n_papers;
	gathered->transcript = vet_transcript_new(document->content);
	gathered->owners = g_ptr_array_new_with_free_func((GDestroyNotify)vet_sighting_free);
	gathered->former_names = g_ptr_array_new_with_free_func(former_name_free);
	if (pack && n_papers == 1)
		vet_classify(pack, document, gathered->transcript);
	if (pack && document->document_class)
		gathered->document_class = vet_pack_class(pack, document->document_class);
	gathered->origin =
		vet_facts_keep_evidence(facts, document_evidence(document, gathered->transcript));
	return gathered;
}

void
vet_gathered_free(VetGathered *gathered)
{
	if (!gathered)
		return;
	vet_transcript_free(gathered->transcript);
	g_ptr_array_unref(gathered->owners);
	g_ptr_array_unref(gathered->former_names);
	g_free(gathered->code);
	g_free(gathered);
}

const VetEvidence *
vet_gathered_evidence(VetGathered *gathered, VetFacts *facts, const VetSighting *sighting)
{
	double surest = sighting->source == VET_TEXT_OCR ? OCR_SURE : SURE;
	return vet_facts_keep_evidence(
		facts, vet_evidence_new(gathered->document->path, sighting->page, sighting->box,
					sighting->quote, evidence_source(sighting->source),
					MIN(sighting->confidence, surest)));
}

/* --- one field, by its type --- */

static gboolean
read_string(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field,
	    const GPtrArray *found, CelValue *ret_value)
{
	const VetSighting *first = found->pdata[0];
	*ret_value =
		vet_fact_string(facts, first->value, vet_gathered_evidence(gathered, facts, first));
	return TRUE;
}

static gboolean
read_list(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field, const GPtrArray *found,
	  CelValue *ret_value)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	VetFactList *list = vet_fact_list_new(facts);
	for (guint i = 0; i < found->len; i++) {
		const VetSighting *sighting = found->pdata[i];
		if (g_hash_table_add(seen, vet_text_key(sighting->value)))
			vet_fact_list_add_string(list, sighting->value,
						 vet_gathered_evidence(gathered, facts, sighting));
	}
	*ret_value = vet_fact_list_finish(list, gathered->origin);
	return TRUE;
}

static gboolean
read_date(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field, const GPtrArray *found,
	  CelValue *ret_value)
{
	for (guint i = 0; i < found->len; i++) {
		const VetSighting *sighting = found->pdata[i];
		int year, month, day;
		if (!vet_text_parse_date(sighting->value, &year, &month, &day))
			continue;
		g_autoptr(GDateTime) midnight = g_date_time_new_utc(year, month, day, 0, 0, 0);
		if (!midnight)
			continue;
		*ret_value = cel_timestamp(g_date_time_to_unix(midnight) - CHINA_OFFSET, 0);
		ret_value->origin = vet_gathered_evidence(gathered, facts, sighting);
		return TRUE;
	}
	return FALSE;
}

static gboolean
count_of(const VetFieldSpec *field, const char *text, gint64 *ret_count)
{
	if (field->zero && vet_pattern_matches(field->zero, text)) {
		*ret_count = 0;
		return TRUE;
	}
	return vet_text_parse_count(text, ret_count);
}

/* the greatest of several counts: a report may give a summary and the detail */
static gboolean
read_count(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field,
	   const GPtrArray *found, CelValue *ret_value)
{
	const VetSighting *best = NULL;
	gint64 greatest = 0;
	for (guint i = 0; i < found->len; i++) {
		const VetSighting *sighting = found->pdata[i];
		gint64 count;
		if (count_of(field, sighting->value, &count) && (!best || count > greatest)) {
			best = sighting;
			greatest = count;
		}
	}
	if (!best)
		return FALSE;
	*ret_value = cel_int(greatest);
	ret_value->origin = vet_gathered_evidence(gathered, facts, best);
	return TRUE;
}

char *
vet_gathered_code(const char *text)
{
	g_autofree char *code = vet_credit_code_normalise(text);
	gsize length = strlen(code);
	for (const char *p = code; *p; p++)
		if (!g_ascii_isalnum(*p))
			return NULL;
	return length >= MIN_CODE && length <= MAX_CODE ? g_steal_pointer(&code) : NULL;
}

static gboolean
read_code(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field, const GPtrArray *found,
	  CelValue *ret_value)
{
	for (guint i = 0; i < found->len; i++) {
		const VetSighting *sighting = found->pdata[i];
		g_autofree char *code = vet_gathered_code(sighting->value);
		if (!code)
			continue;
		const VetEvidence *origin = vet_gathered_evidence(gathered, facts, sighting);
		*ret_value = vet_fact_string(facts, code, origin);
		if (!gathered->code) {
			gathered->code = g_steal_pointer(&code);
			gathered->code_origin = origin;
		}
		return TRUE;
	}
	return FALSE;
}

static gboolean
read_flag(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field, const GPtrArray *found,
	  CelValue *ret_value)
{
	*ret_value = cel_bool(TRUE);
	ret_value->origin = vet_gathered_evidence(gathered, facts, found->pdata[0]);
	return TRUE;
}

static gboolean
read_records(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field, CelValue *ret_value)
{
	g_autoptr(GPtrArray) records = vet_records_find(gathered->transcript, field);
	if (records->len == 0)
		return FALSE;
	VetFactList *list = vet_fact_list_new(facts);
	for (guint i = 0; i < records->len; i++) {
		const GPtrArray *record = records->pdata[i];
		VetFactMap *map = vet_fact_map_new(facts);
		const VetEvidence *first = NULL;
		for (guint j = 0; j < record->len; j++) {
			const VetSighting *sighting = record->pdata[j];
			const VetColumnSpec *column = field->columns->pdata[j];
			if (!sighting)
				continue;
			g_autofree char *masked = vet_mask_personal_numbers(sighting->value);
			const VetEvidence *origin =
				vet_gathered_evidence(gathered, facts, sighting);
			first = first ? first : origin;
			vet_fact_map_add_string(map, column->id, masked, origin);
		}
		vet_fact_list_add(list, vet_fact_map_finish(map, first));
	}
	*ret_value = vet_fact_list_finish(list, gathered->origin);
	return TRUE;
}

typedef gboolean (*ReadType)(VetGathered *, VetFacts *, const VetFieldSpec *, const GPtrArray *,
			     CelValue *);

static const ReadType read_type[] = {
	[VET_FIELD_STRING] = read_string, [VET_FIELD_LIST] = read_list,
	[VET_FIELD_DATE] = read_date,     [VET_FIELD_COUNT] = read_count,
	[VET_FIELD_CODE] = read_code,     [VET_FIELD_FLAG] = read_flag,
};

/* an owner may be written with its former name; the current one owns */
static void
take_owners(VetGathered *gathered, VetFacts *facts, const GPtrArray *found)
{
	for (guint i = 0; i < found->len; i++) {
		const VetSighting *sighting = found->pdata[i];
		g_auto(GStrv) names = vet_entity_names_in(sighting->value);
		if (!names[0])
			continue;
		VetSighting *owner = vet_sighting_with_value(sighting, names[0]);
		for (guint j = 1; names[j]; j++)
			vet_gathered_add_former_name(
				gathered, names[0], names[j],
				vet_gathered_evidence(gathered, facts, sighting));
		for (guint j = 0; j < gathered->owners->len && owner; j++)
			if (vet_entity_equal(((VetSighting *)gathered->owners->pdata[j])->value,
					     owner->value))
				g_clear_pointer(&owner, vet_sighting_free);
		if (owner)
			g_ptr_array_add(gathered->owners, owner);
	}
}

gboolean
vet_gathered_read(VetGathered *gathered, VetFacts *facts, const VetFieldSpec *field,
		  CelValue *ret_value)
{
	if (field->type == VET_FIELD_RECORDS)
		return read_records(gathered, facts, field, ret_value);
	g_autoptr(GPtrArray) found =
		vet_fields_read(gathered->transcript, gathered->document_class, field);
	if (found->len == 0) {
		*ret_value = cel_bool(FALSE);
		ret_value->origin = gathered->origin;
		return field->type == VET_FIELD_FLAG && vet_document_is_legible(gathered->document);
	}
	if (field->owner)
		take_owners(gathered, facts, found);
	return read_type[field->type](gathered, facts, field, found, ret_value);
}

/* --- the whole document --- */

static CelValue
sections_value(VetGathered *gathered, VetFacts *facts)
{
	const VetDocumentClass *document_class = gathered->document_class;
	VetFactList *list = vet_fact_list_new(facts);
	if (document_class && document_class->section) {
		g_autoptr(GPtrArray) sections = vet_outline_find(
			gathered->transcript, document_class->section, document_class->prompts);
		for (guint i = 0; i < sections->len; i++) {
			const VetSection *section = sections->pdata[i];
			VetEvidence *evidence = vet_evidence_new(
				gathered->document->path,
				vet_transcript_page(gathered->transcript, section->start),
				vet_transcript_box(gathered->transcript, section->start,
						   section->end),
				section->title,
				evidence_source(vet_transcript_source(gathered->transcript,
								      section->start)),
				SURE);
			const VetEvidence *origin = vet_facts_keep_evidence(facts, evidence);
			VetFactMap *map = vet_fact_map_new(facts);
			vet_fact_map_add_string(map, "title", section->title, origin);
			vet_fact_map_add(map, "length", cel_int(section->length), origin);
			vet_fact_list_add(list, vet_fact_map_finish(map, origin));
		}
	}
	return vet_fact_list_finish(list, gathered->origin);
}

static void
add_owners(VetGathered *gathered, VetFacts *facts, VetFactMap *map)
{
	VetFactList *list = vet_fact_list_new(facts);
	for (guint i = 0; i < gathered->owners->len; i++) {
		const VetSighting *owner = gathered->owners->pdata[i];
		vet_fact_list_add_string(list, owner->value,
					 vet_gathered_evidence(gathered, facts, owner));
	}
	vet_fact_map_add(map, "owners", vet_fact_list_finish(list, gathered->origin), NULL);
}

/* a form has no owner: whose former names it gives is seen when its units are known */
static void
take_former_names(VetGathered *gathered, CelValue names)
{
	if (gathered->owners->len == 0 || names.kind != CEL_LIST)
		return;
	const VetSighting *owner = gathered->owners->pdata[0];
	for (gsize i = 0; i < names.list->length; i++)
		vet_gathered_add_former_name(gathered, owner->value, names.list->items[i].text,
					     names.list->items[i].origin);
}

static void
add_fields(VetGathered *gathered, VetFacts *facts, VetFactMap *map)
{
	CelValue former_names = cel_null();
	for (guint i = 0; gathered->document_class && i < gathered->document_class->fields->len;
	     i++) {
		const VetFieldSpec *field = gathered->document_class->fields->pdata[i];
		CelValue value;
		if (!vet_gathered_read(gathered, facts, field, &value))
			continue;
		vet_fact_map_add(map, field->id, value, NULL);
		if (g_str_equal(field->id, VET_FORMER_NAMES_FIELD))
			former_names = value;
	}
	/* the owner's field may come after it */
	take_former_names(gathered, former_names);
}

static const char *
class_by(const VetDocument *document)
{
	if (!document->document_class)
		return "";
	return document->class_confidence > 0.5 ? "text" : "name";
}

/* what an officer finds it by: "材料合订本.pdf 第3–5页" */
static char *
name_of(const VetGathered *gathered)
{
	const char *file = vet_document_name(gathered->document);

	if (gathered->n_papers == 1)
		return g_strdup(file);
	g_autofree char *pages = vet_paper_pages_text(gathered->document);
	return g_strconcat(file, " ", pages, NULL);
}

static guint
count_unread(const GPtrArray *pages)
{
	guint n = 0;

	for (guint i = 0; i < pages->len; i++)
		n += ((const VetPage *)pages->pdata[i])->source == VET_TEXT_NONE;
	return n;
}

static void
add_place(const VetGathered *gathered, VetFactMap *map)
{
	const GPtrArray *pages = gathered->document->content->pages;
	guint n_unread = count_unread(pages);
	const VetPage *first = pages->len > 0 ? pages->pdata[0] : NULL;
	const VetPage *last = pages->len > 0 ? pages->pdata[pages->len - 1] : NULL;
	g_autofree char *name = name_of(gathered);

	vet_fact_map_add_string(map, "path", gathered->document->path, gathered->origin);
	vet_fact_map_add_string(map, "file", vet_document_name(gathered->document),
				gathered->origin);
	vet_fact_map_add_string(map, "name", name, gathered->origin);
	vet_fact_map_add(map, "papers", cel_int(gathered->n_papers), gathered->origin);
	vet_fact_map_add(map, "first_page", cel_int(first ? first->number : 1), gathered->origin);
	vet_fact_map_add(map, "last_page", cel_int(last ? last->number : 1), gathered->origin);
	vet_fact_map_add(map, "pages", cel_int(pages->len), gathered->origin);
	vet_fact_map_add(map, "unread_pages", cel_int(n_unread), gathered->origin);
}

CelValue
vet_gathered_facts(VetGathered *gathered, VetFacts *facts)
{
	const VetDocument *document = gathered->document;
	const VetEvidence *origin = gathered->origin;
	VetFactMap *map = vet_fact_map_new(facts);

	add_place(gathered, map);
	/* a member that was refused was never read */
	vet_fact_map_add_string(map, "sha256", document->sha256 ? document->sha256 : "", origin);
	vet_fact_map_add_string(map, "class",
				document->document_class ? document->document_class : "", origin);
	vet_fact_map_add_string(map, "class_title",
				gathered->document_class ? gathered->document_class->title : "",
				origin);
	vet_fact_map_add_string(map, "class_by", class_by(document), origin);
	vet_fact_map_add_string(map, "status", vet_document_status_name(document->status), origin);
	vet_fact_map_add_string(map, "reason", document->reason ? document->reason : "", origin);
	vet_fact_map_add_string(map, "media_type", document->media_type, origin);
	vet_fact_map_add(map, "lying_name", cel_bool(document->lying_name), origin);
	vet_fact_map_add_string(map, "text_source",
				vet_text_source_name(vet_content_source(document->content)),
				origin);
	vet_fact_map_add(map, "legible", cel_bool(vet_document_is_legible(document)), origin);
	vet_fact_map_add_string(map, "text", vet_transcript_text(gathered->transcript, NULL),
				origin);
	add_fields(gathered, facts, map);
	add_owners(gathered, facts, map);
	vet_fact_map_add(map, "sections", sections_value(gathered, facts), NULL);
	vet_fact_map_add(map, "marks", vet_gather_marks(document, facts, origin), NULL);
	vet_fact_map_add(map, "pictures", vet_gather_pictures(document, facts, origin), NULL);
	vet_fact_map_add(map, "hidden", vet_gather_hidden(document, facts, origin), NULL);
	return vet_fact_map_finish(map, origin);
}

CelValue
vet_gather_fields_of_text(const VetDocumentClass *document_class, const char *text, VetFacts *facts)
{
	g_autoptr(VetDocument) document = vet_document_new("test", "", strlen(text), 0);
	VetPage *page = vet_content_add_page(document->content, 0, 0, VET_TEXT_TEXT);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		vet_page_add_line(page, lines[i], (VetBox){0}, NULL);
	VetGathered *gathered = vet_gathered_new(facts, NULL, document, 1);
	gathered->document_class = document_class;
	CelValue value = vet_gathered_facts(gathered, facts);
	vet_gathered_free(gathered);
	return value;
}
