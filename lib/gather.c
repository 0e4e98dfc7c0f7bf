/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/gather.h"

#include <string.h>

#include "lib/fields.h"
#include "lib/gather-parts.h"
#include "lib/paper.h"

#define MAX_FACTS_BYTES (256 * 1024 * 1024)
#define FORM_CLASS "application_form"

typedef struct {
	VetFacts *facts;
	const VetGatherOptions *options;
	GPtrArray *gathered; /* of VetGathered */
	GPtrArray *papers;   /* of VetDocument: of files that hold several */
	VetGathered *form;   /* the application form, NULL when there is none */
	VetManifest *manifest;
	char *manifest_path;
	const VetEvidence *manifest_origin;
	const VetEvidence *submission_origin;
} Gathering;

/* what is said twice, once by each source; the manifest prevails */
static const char *const submission_fields[] = {"project_name", "track", "host_city"};

static const char *
manifest_field(const VetManifest *manifest, const char *id)
{
	const char *const values[] = {manifest->project_name, manifest->track, manifest->host_city};
	for (guint i = 0; i < G_N_ELEMENTS(submission_fields); i++)
		if (g_str_equal(submission_fields[i], id))
			return values[i];
	return NULL;
}

static void
read_manifest(Gathering *gathering, const GPtrArray *documents)
{
	const VetDocument *document = vet_manifest_find(documents);
	if (!document || document->status != VET_STATUS_OK)
		return;
	g_autofree char *text = vet_manifest_text(document);
	gathering->manifest = vet_manifest_parse(text, NULL);
	if (!gathering->manifest)
		return;
	gathering->manifest_path = g_strdup(document->path);
	gathering->manifest_origin = vet_facts_keep_evidence(
		gathering->facts, vet_evidence_new(document->path, 0, (VetBox){0},
						   "submission.json", VET_EVIDENCE_MANIFEST, 1.0));
}

/* of several application forms the one with the most text speaks */
static void
choose_form(Gathering *gathering)
{
	gsize most = 0;
	for (guint i = 0; i < gathering->gathered->len; i++) {
		VetGathered *candidate = gathering->gathered->pdata[i];
		gsize length;
		vet_transcript_text(candidate->transcript, &length);
		if (!candidate->document_class ||
		    !g_str_equal(candidate->document_class->id, FORM_CLASS))
			continue;
		if (!gathering->form || length > most) {
			gathering->form = candidate;
			most = length;
		}
	}
}

static void
gather_document(Gathering *gathering, const VetPack *pack, VetDocument *document, guint n_papers,
		VetFactList *list)
{
	VetGathered *gathered = vet_gathered_new(gathering->facts, pack, document, n_papers);

	g_ptr_array_add(gathering->gathered, gathered);
	vet_fact_list_add(list, vet_gathered_facts(gathered, gathering->facts));
}

/* The file is of the class of its first paper that has one. */
static void
take_class(VetDocument *document, const VetDocument *paper)
{
	if (document->document_class || !paper->document_class)
		return;
	document->document_class = g_strdup(paper->document_class);
	document->class_confidence = paper->class_confidence;
}

static void
gather_papers(Gathering *gathering, const VetPack *pack, VetDocument *document, VetFactList *list)
{
	g_autoptr(GPtrArray) papers = vet_papers_of(pack, document);

	if (!papers) {
		gather_document(gathering, pack, document, 1, list);
		return;
	}
	for (guint i = 0; i < papers->len; i++) {
		take_class(document, papers->pdata[i]);
		gather_document(gathering, pack, papers->pdata[i], papers->len, list);
	}
	g_ptr_array_extend_and_steal(gathering->papers, g_steal_pointer(&papers));
}

static CelValue
documents_value(Gathering *gathering, GPtrArray *documents, const VetPack *pack)
{
	VetFactList *list = vet_fact_list_new(gathering->facts);
	const VetDocument *manifest = gathering->manifest ? vet_manifest_find(documents) : NULL;
	for (guint i = 0; i < documents->len; i++) {
		VetDocument *document = documents->pdata[i];
		gboolean opened = document->is_container && document->status == VET_STATUS_OK;
		if (document == manifest || opened)
			continue;
		gather_papers(gathering, pack, document, list);
	}
	return vet_fact_list_finish(list, gathering->submission_origin);
}

static CelValue
manifest_value(Gathering *gathering)
{
	VetFacts *facts = gathering->facts;
	const VetManifest *manifest = gathering->manifest;
	VetFactMap *map = vet_fact_map_new(facts);
	for (guint i = 0; manifest && i < G_N_ELEMENTS(submission_fields); i++) {
		const char *value = manifest_field(manifest, submission_fields[i]);
		if (value)
			vet_fact_map_add_string(
				map, submission_fields[i], value,
				vet_facts_keep_evidence(
					facts,
					vet_evidence_new(gathering->manifest_path, 0, (VetBox){0},
							 value, VET_EVIDENCE_MANIFEST, 1.0)));
	}
	return vet_fact_map_finish(map, gathering->manifest_origin ? gathering->manifest_origin
								   : gathering->submission_origin);
}

static CelValue
form_value(Gathering *gathering)
{
	VetGathered *form = gathering->form;
	VetFactMap *map = vet_fact_map_new(gathering->facts);
	vet_fact_map_add(map, "found", cel_bool(form != NULL), gathering->submission_origin);
	vet_fact_map_add(map, "legible", cel_bool(form && vet_document_is_legible(form->document)),
			 form ? form->origin : gathering->submission_origin);
	for (guint i = 0; form && i < G_N_ELEMENTS(submission_fields); i++) {
		const VetFieldSpec *field =
			vet_document_class_field(form->document_class, submission_fields[i]);
		CelValue value;
		if (field && vet_gathered_read(form, gathering->facts, field, &value))
			vet_fact_map_add(map, submission_fields[i], value, NULL);
	}
	return vet_fact_map_finish(map, form ? form->origin : gathering->submission_origin);
}

/* a map with further entries, in the arena */
static CelValue
extend(VetFacts *facts, CelValue map, const char *const *keys, const CelValue *values,
       guint n_values)
{
	VetFactMap *extended = vet_fact_map_new(facts);
	for (gsize i = 0; i < map.map->length; i++)
		vet_fact_map_add(extended, map.map->entries[i].key.text, map.map->entries[i].value,
				 NULL);
	for (guint i = 0; i < n_values; i++)
		vet_fact_map_add(extended, keys[i], values[i], NULL);
	return vet_fact_map_finish(extended, map.origin);
}

/* the submitted time: RFC 3339; a space for the T and a missing offset (then China's) are forgiven
 */
static gboolean
submitted_at(const VetManifest *manifest, CelValue *ret_value)
{
	if (!manifest || !manifest->submitted_at)
		return FALSE;
	g_autofree char *text = g_strdelimit(g_strdup(manifest->submitted_at), " ", 'T');
	if (cel_timestamp_parse(text, ret_value))
		return TRUE;
	g_autofree char *local = g_strconcat(text, "+08:00", NULL);
	return cel_timestamp_parse(local, ret_value);
}

static CelValue
submission_value(Gathering *gathering, CelValue manifest, CelValue form)
{
	const VetGatherOptions *options = gathering->options;
	const VetEvidence *origin = gathering->submission_origin;
	VetFactMap *map = vet_fact_map_new(gathering->facts);
	CelValue value, submitted = cel_timestamp(options->received_at, 0);

	vet_fact_map_add_string(map, "id", options->submission_id, origin);
	vet_fact_map_add(map, "version", cel_int(options->version), origin);
	vet_fact_map_add(map, "received_at", cel_timestamp(options->received_at, 0), origin);
	gboolean said = submitted_at(gathering->manifest, &submitted);
	if (said)
		origin = vet_facts_keep_evidence(
			gathering->facts, vet_evidence_new(gathering->manifest_path, 0, (VetBox){0},
							   gathering->manifest->submitted_at,
							   VET_EVIDENCE_MANIFEST, 1.0));
	vet_fact_map_add(map, "submitted_at", submitted, origin);
	vet_fact_map_add(map, "has_manifest", cel_bool(gathering->manifest != NULL),
			 gathering->submission_origin);
	if (gathering->manifest)
		vet_fact_map_add_string(map, "team_id", gathering->manifest->team_id,
					gathering->submission_origin);
	for (guint i = 0; i < G_N_ELEMENTS(submission_fields); i++)
		if (cel_map_get(manifest, submission_fields[i], &value) ||
		    cel_map_get(form, submission_fields[i], &value))
			vet_fact_map_add(map, submission_fields[i], value, NULL);
	return vet_fact_map_finish(map, gathering->submission_origin);
}

static void
add_code(VetFacts *facts, VetFactList *list, const char *code, const char *name,
	 const char *document, const VetEvidence *origin)
{
	VetFactMap *map = vet_fact_map_new(facts);
	vet_fact_map_add_string(map, "code", code, origin);
	vet_fact_map_add_string(map, "name", name, origin);
	vet_fact_map_add_string(map, "document", document, origin);
	vet_fact_map_add_string(map, "source", vet_evidence_source_name(origin->source), origin);
	vet_fact_list_add(list, vet_fact_map_finish(map, origin));
}

static void
add_codes_of_units(VetFacts *facts, VetFactList *list, const GPtrArray *units, const char *document)
{
	for (guint i = 0; units && i < units->len; i++) {
		const VetTeamEntry *unit = units->pdata[i];
		if (unit->credit_code)
			add_code(facts, list, unit->credit_code, unit->name, document,
				 unit->code_origin);
	}
}

static CelValue
codes_value(Gathering *gathering, const GPtrArray *manifest_units, const GPtrArray *form_units)
{
	VetFactList *list = vet_fact_list_new(gathering->facts);
	add_codes_of_units(gathering->facts, list, manifest_units, gathering->manifest_path);
	add_codes_of_units(gathering->facts, list, form_units,
			   gathering->form ? gathering->form->document->path : "");
	for (guint i = 0; i < gathering->gathered->len; i++) {
		const VetGathered *gathered = gathering->gathered->pdata[i];
		const VetSighting *owner =
			gathered->owners->len > 0 ? gathered->owners->pdata[0] : NULL;
		if (gathered != gathering->form && gathered->code && owner)
			add_code(gathering->facts, list, gathered->code, owner->value,
				 gathered->document->path, gathered->code_origin);
	}
	return vet_fact_list_finish(list, gathering->submission_origin);
}

static void
set_team(Gathering *gathering, CelValue manifest, CelValue form)
{
	static const char *const keys[] = {"units", "members"};
	VetFacts *facts = gathering->facts;
	const VetManifest *said = gathering->manifest;
	g_autoptr(GPtrArray) manifest_units =
		said ? vet_team_units_of_manifest(said, facts, gathering->manifest_path) : NULL;
	g_autoptr(GPtrArray) manifest_members =
		said ? vet_team_members_of_manifest(said, facts, gathering->manifest_path) : NULL;
	g_autoptr(GPtrArray) form_units =
		gathering->form ? vet_team_units_of_form(gathering->form, facts) : NULL;
	g_autoptr(GPtrArray) form_members =
		gathering->form ? vet_team_members_of_form(gathering->form, facts) : NULL;
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	CelValue team[2];

	if (form_units) {
		team[0] = vet_team_units_value(form_units, gathering->gathered, facts);
		team[1] = vet_team_members_value(form_members, gathering->options, facts);
		form = extend(facts, form, keys, team, 2);
	}
	if (manifest_units) {
		team[0] = vet_team_units_value(manifest_units, gathering->gathered, facts);
		manifest = extend(facts, manifest, keys, team, 1);
	}
	if (manifest_members) {
		team[1] = vet_team_members_value(manifest_members, gathering->options, facts);
		manifest = extend(facts, manifest, keys + 1, team + 1, 1);
	}
	const GPtrArray *units =
		manifest_units && manifest_units->len > 0 ? manifest_units : form_units;
	const GPtrArray *members =
		manifest_members && manifest_members->len > 0 ? manifest_members : form_members;
	vet_facts_set(facts, "manifest", manifest);
	vet_facts_set(facts, "form", form);
	vet_facts_set(facts, "units",
		      vet_team_units_value(units ? units : none, gathering->gathered, facts));
	vet_facts_set(facts, "members",
		      vet_team_members_value(members ? members : none, gathering->options, facts));
	vet_facts_set(facts, "codes", codes_value(gathering, manifest_units, form_units));
}

VetFacts *
vet_gather(const VetPack *pack, GPtrArray *documents, const VetGatherOptions *options)
{
	Gathering gathering = {.facts = vet_facts_new(MAX_FACTS_BYTES), .options = options};
	g_autofree char *summary = g_strdup_printf("共 %u 个文件", documents->len);

	gathering.gathered = g_ptr_array_new_with_free_func((GDestroyNotify)vet_gathered_free);
	gathering.papers = g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	gathering.submission_origin = vet_facts_keep_evidence(
		gathering.facts, vet_evidence_new(options->submission_id, 0, (VetBox){0}, summary,
						  VET_EVIDENCE_ARCHIVE, 1.0));
	read_manifest(&gathering, documents);
	CelValue list = documents_value(&gathering, documents, pack);
	choose_form(&gathering);
	CelValue manifest = manifest_value(&gathering);
	CelValue form = form_value(&gathering);
	vet_facts_set(gathering.facts, "submission", submission_value(&gathering, manifest, form));
	set_team(&gathering, manifest, form);
	vet_facts_set(gathering.facts, "documents", list);
	g_ptr_array_unref(gathering.gathered);
	g_ptr_array_unref(gathering.papers);
	vet_manifest_free(gathering.manifest);
	g_free(gathering.manifest_path);
	return gathering.facts;
}
