/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/gather-parts.h"

#include <string.h>

#include "lib/entity.h"
#include "lib/fields.h"
#include "lib/ident.h"
#include "lib/label-key.h"
#include "lib/records.h"
#include "lib/text.h"

/*
 * What the fields of an application form mean is said by their ids, which every pack uses alike
 * (rules/README.md): lead_unit, joint_units, units, unit_table, credit_code, members.
 */
typedef struct {
	const char *field;
	gboolean lead;
} UnitField;

static const UnitField unit_fields[] = {
	{"lead_unit", TRUE}, {"joint_units", FALSE}, {"units", FALSE}};

#define LEAD_MARK "牵头"
#define MAX_UNIT_CELL 2000 /* bytes of a cell that may name a unit */
#define MAX_LEAD_WORDS 200 /* bytes between a name and its mark */
#define MANIFEST_SURE 1.0

static void
entry_free(VetTeamEntry *entry)
{
	if (!entry)
		return;
	g_free(entry->name);
	g_free(entry->credit_code);
	g_free(entry->id_number);
	g_free(entry->unit);
	g_free(entry->role);
	g_free(entry);
}

static GPtrArray *
entries_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
}

/* --- manifest --- */

static GPtrArray *
entries_of_manifest(const GPtrArray *said, VetFacts *facts, const char *document)
{
	if (!said)
		return NULL;
	GPtrArray *entries = entries_new();
	for (guint i = 0; i < said->len; i++) {
		const VetManifestEntry *from = said->pdata[i];
		g_autofree char *quote =
			g_strjoin(" ", from->name,
				  from->credit_code ? from->credit_code : from->id_number, NULL);
		VetTeamEntry *entry = g_new0(VetTeamEntry, 1);
		entry->name = g_strdup(from->name);
		entry->credit_code =
			from->credit_code ? vet_credit_code_normalise(from->credit_code) : NULL;
		entry->lead = from->lead;
		entry->id_number = g_strdup(from->id_number);
		entry->unit = g_strdup(from->unit);
		entry->position = i;
		entry->origin = vet_facts_keep_evidence(
			facts, vet_evidence_new(document, 0, (VetBox){0}, quote,
						VET_EVIDENCE_MANIFEST, MANIFEST_SURE));
		entry->code_origin = entry->origin;
		g_ptr_array_add(entries, entry);
	}
	return entries;
}

GPtrArray *
vet_team_units_of_manifest(const VetManifest *manifest, VetFacts *facts, const char *document)
{
	return entries_of_manifest(manifest->units, facts, document);
}

/* the same number, else the same name where a number is missing: the same person */
static gboolean
is_same_person(const VetTeamEntry *a, const VetTeamEntry *b)
{
	if (a->id_number && b->id_number)
		return g_str_equal(a->id_number, b->id_number);
	return g_str_equal(a->name, b->name);
}

static void
take_member(GPtrArray *members, VetTeamEntry *member)
{
	for (guint i = 0; i < members->len; i++) {
		if (is_same_person(members->pdata[i], member)) {
			entry_free(member);
			return;
		}
	}
	g_ptr_array_add(members, member);
}

GPtrArray *
vet_team_members_of_manifest(const VetManifest *manifest, VetFacts *facts, const char *document)
{
	g_autoptr(GPtrArray) listed = entries_of_manifest(manifest->members, facts, document);
	if (!listed)
		return NULL;
	GPtrArray *members = entries_new();
	while (listed->len > 0)
		take_member(members, g_ptr_array_steal_index(listed, 0));
	return members;
}

/* --- units of the application form --- */

static VetTeamEntry *
find_unit(const GPtrArray *units, const char *name)
{
	for (guint i = 0; i < units->len; i++) {
		VetTeamEntry *unit = units->pdata[i];
		if (vet_entity_equal(unit->name, name))
			return unit;
	}
	return NULL;
}

static gboolean
is_marked_lead(const VetSighting *sighting)
{
	const char *name = strstr(sighting->quote, sighting->value);
	if (!name)
		return FALSE;
	/* of several units on one line each has its own mark */
	const char *behind = name + strlen(sighting->value);
	const char *mark = strstr(behind, LEAD_MARK);
	if (mark && mark - behind > MAX_LEAD_WORDS)
		return FALSE;
	for (const char *p = behind; mark && p < mark; p = g_utf8_next_char(p))
		if (vet_label_skip_numbering(p) != p ||
		    g_utf8_strchr(";；、，,", -1, g_utf8_get_char(p)))
			return FALSE;
	return mark != NULL;
}

/* the unit as known from here on; NULL when the text names none */
static VetTeamEntry *
take_unit(VetGathered *form, VetFacts *facts, const VetSighting *sighting, gboolean lead,
	  GPtrArray *units)
{
	g_autofree char *bare = vet_label_bare_name(sighting->value);
	g_auto(GStrv) names = vet_entity_names_in(bare);
	if (!names[0] || !vet_entity_is_name(names[0]))
		return NULL;
	VetTeamEntry *unit = find_unit(units, names[0]);
	if (unit) {
		unit->lead = unit->lead || lead;
		return unit;
	}
	unit = g_new0(VetTeamEntry, 1);
	unit->name = g_strdup(names[0]);
	unit->lead = lead || is_marked_lead(sighting);
	unit->position = sighting->position;
	unit->origin = vet_gathered_evidence(form, facts, sighting);
	g_ptr_array_add(units, unit);
	for (guint i = 1; names[i]; i++)
		vet_gathered_add_former_name(form, unit->name, names[i], unit->origin);
	return unit;
}

static int
by_position(gconstpointer a, gconstpointer b)
{
	const VetTeamEntry *left = *(const VetTeamEntry *const *)a;
	const VetTeamEntry *right = *(const VetTeamEntry *const *)b;
	return left->position < right->position ? -1 : left->position > right->position;
}

/* a code belongs to the nearest unit named before it that has none yet, in order where several are */
static void
give_codes(VetGathered *form, VetFacts *facts, GPtrArray *units)
{
	const VetFieldSpec *field = vet_document_class_field(form->document_class, "credit_code");
	if (!field)
		return;
	g_autoptr(GPtrArray) codes = vet_fields_read(form->transcript, form->document_class, field);
	for (guint i = 0; i < codes->len; i++) {
		const VetSighting *sighting = codes->pdata[i];
		g_autofree char *code = vet_gathered_code(sighting->value);
		VetTeamEntry *unit = NULL;
		for (guint j = 0; code && j < units->len; j++) {
			VetTeamEntry *candidate = units->pdata[j];
			if (!candidate->credit_code &&
			    (candidate->position <= sighting->position || j == 0) &&
			    (!unit || candidate->position > unit->position))
				unit = candidate;
		}
		if (!unit)
			continue;
		unit->credit_code = g_steal_pointer(&code);
		unit->code_origin = vet_gathered_evidence(form, facts, sighting);
	}
}

/* a former name belongs to the nearest unit named before it */
static void
take_former_names(VetGathered *form, VetFacts *facts, const GPtrArray *units)
{
	const VetFieldSpec *field =
		vet_document_class_field(form->document_class, VET_FORMER_NAMES_FIELD);
	if (!field || units->len == 0)
		return;
	g_autoptr(GPtrArray) found = vet_fields_read(form->transcript, form->document_class, field);
	for (guint i = 0; i < found->len; i++) {
		const VetSighting *sighting = found->pdata[i];
		const VetTeamEntry *unit = units->pdata[0];
		for (guint j = 1; j < units->len; j++) {
			const VetTeamEntry *candidate = units->pdata[j];
			if (candidate->position <= sighting->position)
				unit = candidate;
		}
		vet_gathered_add_former_name(form, unit->name, sighting->value,
					     vet_gathered_evidence(form, facts, sighting));
	}
}

static int
column_of(const VetFieldSpec *field, const char *id)
{
	for (guint i = 0; i < field->columns->len; i++)
		if (g_str_equal(((const VetColumnSpec *)field->columns->pdata[i])->id, id))
			return (int)i;
	return -1;
}

static const VetSighting *
of_record(const GPtrArray *record, int column)
{
	return column < 0 ? NULL : record->pdata[column];
}

/* the cell under 是否牵头 */
static gboolean
says_yes(const VetSighting *answer)
{
	static const char *const yes[] = {"是", "√",   "✓", "✔",    "■",       "☑",
					  "y",  "yes", "1", "牵头", "牵头单位"};
	g_autofree char *key = answer ? vet_text_key(answer->value) : NULL;
	for (guint i = 0; key && i < G_N_ELEMENTS(yes); i++)
		if (g_str_equal(key, yes[i]))
			return TRUE;
	return FALSE;
}

/* "1. 甲公司 2. 乙公司" in one cell is no row of a table: the fields of units take it apart */
static gboolean
is_list(const char *text)
{
	if (strlen(text) > MAX_UNIT_CELL)
		return TRUE;
	for (const char *p = text; *p; p = g_utf8_next_char(p))
		if (p > text && strchr(" )", p[-1]) && vet_label_skip_numbering(p) != p)
			return TRUE;
	return FALSE;
}

static void
take_unit_table(VetGathered *form, VetFacts *facts, GPtrArray *units)
{
	const VetFieldSpec *field = vet_document_class_field(form->document_class, "unit_table");
	if (!field)
		return;
	g_autoptr(GPtrArray) records = vet_records_find(form->transcript, field);
	for (guint i = 0; i < records->len; i++) {
		const VetSighting *name = of_record(records->pdata[i], column_of(field, "name"));
		const VetSighting *code =
			of_record(records->pdata[i], column_of(field, "credit_code"));
		const VetSighting *role = of_record(records->pdata[i], column_of(field, "role"));
		const VetSighting *lead = of_record(records->pdata[i], column_of(field, "lead"));
		if (!name || is_list(name->value))
			continue;
		VetTeamEntry *unit = take_unit(
			form, facts, name,
			(role && strstr(role->value, LEAD_MARK)) || says_yes(lead), units);
		if (code && unit && !unit->credit_code) {
			unit->credit_code = vet_gathered_code(code->value);
			unit->code_origin = vet_gathered_evidence(form, facts, code);
		}
	}
}

GPtrArray *
vet_team_units_of_form(VetGathered *form, VetFacts *facts)
{
	GPtrArray *units = entries_new();
	take_unit_table(form, facts, units);
	for (guint i = 0; i < G_N_ELEMENTS(unit_fields); i++) {
		const VetFieldSpec *field =
			vet_document_class_field(form->document_class, unit_fields[i].field);
		if (!field)
			continue;
		g_autoptr(GPtrArray) found =
			vet_fields_read(form->transcript, form->document_class, field);
		for (guint j = 0; j < found->len; j++)
			take_unit(form, facts, found->pdata[j], unit_fields[i].lead, units);
	}
	g_ptr_array_sort(units, by_position);
	give_codes(form, facts, units);
	take_former_names(form, facts, units);
	return units;
}

/* --- members of the application form --- */

static VetTeamEntry *
member_new(VetGathered *form, VetFacts *facts, const VetSighting *name,
	   const VetSighting *id_number)
{
	VetTeamEntry *member = g_new0(VetTeamEntry, 1);
	member->name = vet_text_compact(name->value);
	member->id_number = id_number ? vet_credit_code_normalise(id_number->value) : NULL;
	member->position = name->position;
	g_autofree char *quote =
		g_strjoin(" ", name->value, id_number ? id_number->value : NULL, NULL);
	g_autoptr(VetSighting) row = vet_sighting_new(name->value, quote, name->page, name->box,
						      name->source, name->position);
	if (id_number && id_number->page == row->page)
		row->box = vet_box_union(row->box, id_number->box);
	member->origin = vet_gathered_evidence(form, facts, row);
	return member;
}

static char *
text_of_record(const GPtrArray *record, const VetFieldSpec *field, const char *column)
{
	const VetSighting *sighting = of_record(record, column_of(field, column));
	return sighting ? vet_text_compact(sighting->value) : NULL;
}

static void
take_member_names(VetGathered *form, VetFacts *facts, const VetFieldSpec *field, GPtrArray *members)
{
	g_autoptr(GPtrArray) names = vet_fields_read(form->transcript, form->document_class, field);
	for (guint i = 0; i < names->len; i++)
		take_member(members, member_new(form, facts, names->pdata[i], NULL));
}

static gboolean
looks_like_person(const VetSighting *name)
{
	glong characters = g_utf8_strlen(name->value, -1);
	return characters >= 2 && characters <= 30 && !vet_entity_is_name(name->value);
}

GPtrArray *
vet_team_members_of_form(VetGathered *form, VetFacts *facts)
{
	GPtrArray *members = entries_new();
	const VetFieldSpec *field = vet_document_class_field(form->document_class, "members");
	const VetFieldSpec *names = vet_document_class_field(form->document_class, "member_names");

	if (field) {
		g_autoptr(GPtrArray) records = vet_records_find(form->transcript, field);
		for (guint i = 0; i < records->len; i++) {
			const GPtrArray *record = records->pdata[i];
			const VetSighting *name = of_record(record, column_of(field, "name"));
			if (!name || !looks_like_person(name))
				continue;
			VetTeamEntry *member =
				member_new(form, facts, name,
					   of_record(record, column_of(field, "id_number")));
			member->unit = text_of_record(record, field, "unit");
			member->role = text_of_record(record, field, "role");
			take_member(members, member);
		}
	}
	if (members->len == 0 && names)
		take_member_names(form, facts, names, members);
	return members;
}

/* --- values --- */

static CelValue
former_names_value(const char *unit, const GPtrArray *gathered, VetFacts *facts,
		   const VetEvidence *origin)
{
	VetFactList *list = vet_fact_list_new(facts);
	for (guint i = 0; i < gathered->len; i++) {
		const VetGathered *document = gathered->pdata[i];
		for (guint j = 0; j < document->former_names->len; j++) {
			const VetFormerName *former = document->former_names->pdata[j];
			if (vet_entity_equal(former->unit, unit))
				vet_fact_list_add_string(list, former->name, former->origin);
		}
	}
	return vet_fact_list_finish(list, origin);
}

static void
add_source(VetFactMap *map, const VetEvidence *origin)
{
	vet_fact_map_add_string(map, "source", vet_evidence_source_name(origin->source), origin);
}

CelValue
vet_team_units_value(const GPtrArray *units, const GPtrArray *gathered, VetFacts *facts)
{
	VetFactList *list = vet_fact_list_new(facts);
	for (guint i = 0; i < units->len; i++) {
		const VetTeamEntry *unit = units->pdata[i];
		VetFactMap *map = vet_fact_map_new(facts);
		vet_fact_map_add_string(map, "name", unit->name, unit->origin);
		vet_fact_map_add_string(map, "credit_code", unit->credit_code,
					unit->code_origin ? unit->code_origin : unit->origin);
		vet_fact_map_add(map, "lead", cel_bool(unit->lead), unit->origin);
		add_source(map, unit->origin);
		vet_fact_map_add(map, "former_names",
				 former_names_value(unit->name, gathered, facts, unit->origin),
				 NULL);
		vet_fact_list_add(list, vet_fact_map_finish(map, unit->origin));
	}
	return vet_fact_list_finish(list, NULL);
}

CelValue
vet_team_members_value(const GPtrArray *members, const VetGatherOptions *options, VetFacts *facts)
{
	VetFactList *list = vet_fact_list_new(facts);
	for (guint i = 0; i < members->len; i++) {
		const VetTeamEntry *member = members->pdata[i];
		VetFactMap *map = vet_fact_map_new(facts);
		vet_fact_map_add_string(map, "name", member->name, member->origin);
		if (member->id_number) {
			g_autofree char *masked = vet_id_number_mask(member->id_number);
			g_autofree char *key = vet_id_number_key(
				options->secret, options->secret_length, member->id_number);
			vet_fact_map_add_string(map, "id_number", masked, member->origin);
			vet_fact_map_add_string(map, "id_key", key, member->origin);
			vet_fact_map_add(map, "id_valid",
					 cel_bool(vet_id_number_valid(member->id_number)),
					 member->origin);
		}
		vet_fact_map_add_string(map, "unit", member->unit, member->origin);
		vet_fact_map_add_string(map, "role", member->role, member->origin);
		add_source(map, member->origin);
		vet_fact_list_add(list, vet_fact_map_finish(map, member->origin));
	}
	return vet_fact_list_finish(list, NULL);
}
