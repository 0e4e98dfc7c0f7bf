/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions that packs have beyond those of the language: names, codes and texts. */

#include "lib/screen-private.h"
#include "lib/entity.h"
#include "lib/ident.h"
#include "lib/project-name.h"
#include "lib/text-mention.h"
#include "lib/text.h"

#include <string.h>

/* one step of the budget for so many bytes looked at */
#define BYTES_PER_STEP 64

char *
vet_screen_sentence(const VetScreenLookups *lookups, VetSentence sentence, ...)
{
	const VetPack *pack = lookups ? lookups->pack : NULL;
	va_list arguments, again;
	va_start(arguments, sentence);
	va_copy(again, arguments);
	char *text = vet_sentence_of(pack, NULL, sentence, arguments);
	if (lookups && lookups->language)
		g_hash_table_replace(lookups->translated, g_strdup(text),
				     vet_sentence_of(pack, lookups->language, sentence, again));
	va_end(again);
	va_end(arguments);
	return text;
}

gboolean
vet_screen_expect(const CelValue *argument, CelKind kind, GError **error)
{
	if (argument->kind == kind)
		return TRUE;
	g_set_error(error, CEL_ERROR, CEL_ERROR_EVALUATE, "no such overload: expected %s, found %s",
		    cel_kind_name(kind), cel_kind_name(argument->kind));
	return FALSE;
}

gboolean
vet_screen_expect_strings(const CelValue *arguments, gsize n, GError **error)
{
	for (gsize i = 0; i < n; i++)
		if (!vet_screen_expect(&arguments[i], CEL_STRING, error))
			return FALSE;
	return TRUE;
}

static gboolean
make_string(CelCall *call, const char *text, gconstpointer origin, CelValue *ret_value,
	    GError **error)
{
	const char *copy = cel_arena_copy(cel_call_arena(call), text, strlen(text));
	if (!copy) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "memory budget spent");
		return FALSE;
	}
	*ret_value = cel_string(copy);
	ret_value->origin = origin;
	return TRUE;
}

static gboolean
charge_text(CelCall *call, const CelValue *arguments, gsize n, GError **error)
{
	guint64 bytes = 0;
	for (gsize i = 0; i < n; i++)
		bytes += arguments[i].length;
	return vet_screen_expect_strings(arguments, n, error) &&
	       cel_call_charge(call, 1 + bytes / BYTES_PER_STEP, error);
}

/* --- text → text: what is made of a fact keeps the fact's origin --- */

static gboolean
map_text(CelCall *call, const CelValue *argument, char *(*convert)(const char *),
	 CelValue *ret_value, GError **error)
{
	if (!charge_text(call, argument, 1, error))
		return FALSE;
	g_autofree char *text = convert(argument->text);
	return make_string(call, text, argument->origin, ret_value, error);
}

static gboolean
call_name_key(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
	      GError **error)
{
	return map_text(call, arguments, vet_entity_key, ret_value, error);
}

static gboolean
call_project_key(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		 GError **error)
{
	return map_text(call, arguments, vet_project_name_key, ret_value, error);
}

static gboolean
call_compact(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value, GError **error)
{
	return map_text(call, arguments, vet_text_compact, ret_value, error);
}

static gboolean
call_mask(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value, GError **error)
{
	return map_text(call, arguments, vet_mask_personal_numbers, ret_value, error);
}

static gboolean
call_credit_code_fault(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		       GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	const char *fault = vet_code_fault_text(vet_credit_code_check(arguments[0].text));
	*ret_value = cel_string(fault ? fault : "");
	return TRUE;
}

static gboolean
call_patent_number_valid(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
			 GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	*ret_value = cel_bool(vet_patent_number_valid(arguments[0].text));
	return TRUE;
}

static gboolean
call_software_number_valid(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
			   GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	*ret_value = cel_bool(vet_software_number_valid(arguments[0].text));
	return TRUE;
}

static gboolean
call_names_in(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
	      GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	g_auto(GStrv) names = vet_entity_names_in(arguments[0].text);
	gsize length = g_strv_length(names);
	CelValue *items = cel_arena_alloc(cel_call_arena(call), MAX(length, 1) * sizeof(CelValue));
	if (!items) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "memory budget spent");
		return FALSE;
	}
	for (gsize i = 0; i < length; i++)
		if (!make_string(call, names[i], arguments[0].origin, &items[i], error))
			return FALSE;
	*ret_value = cel_list_new(cel_call_arena(call), items, length);
	return TRUE;
}

/* --- comparisons --- */

/* Read from a picture, so that a character of it may be another one. */
static gboolean
is_recognised(CelValue text)
{
	const VetEvidence *evidence = text.origin;
	return evidence && evidence->source == VET_EVIDENCE_OCR;
}

static gboolean
is_same_organisation(CelValue a, CelValue b)
{
	return vet_entity_equal(a.text, b.text) ||
	       ((is_recognised(a) || is_recognised(b)) && vet_entity_is_misread(a.text, b.text));
}

static gboolean
call_same_name(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
	       GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	*ret_value = cel_bool(is_same_organisation(arguments[0], arguments[1]));
	return TRUE;
}

static gboolean
call_similarity(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		GError **error)
{
	/* an edit distance grows with the product; the texts are cut at 256 characters */
	if (!charge_text(call, arguments, n, error) || !cel_call_charge(call, 1000, error))
		return FALSE;
	*ret_value = cel_double(vet_text_similarity(arguments[0].text, arguments[1].text));
	return TRUE;
}

static gboolean
call_abbreviates(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		 GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	*ret_value = cel_bool(vet_project_name_abbreviates(arguments[0].text, arguments[1].text));
	return TRUE;
}

static gboolean
call_is_branch_name(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		    GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	*ret_value = cel_bool(vet_entity_is_branch(arguments[0].text));
	return TRUE;
}

static gboolean
call_text_contains(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		   GError **error)
{
	if (!charge_text(call, arguments, n, error))
		return FALSE;
	g_autofree char *haystack = vet_text_compact(arguments[0].text);
	g_autofree char *needle = vet_text_compact(arguments[1].text);
	*ret_value = cel_bool(*needle && strstr(haystack, needle));
	return TRUE;
}

static gboolean
call_text_mentions(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		   GError **error)
{
	if (!charge_text(call, arguments, 2, error) ||
	    !vet_screen_expect(&arguments[2], CEL_DOUBLE, error) ||
	    !cel_call_charge(call,
			     arguments[0].length * MIN(arguments[1].length, 3 * VET_MENTION_MAX) /
				     (BYTES_PER_STEP * BYTES_PER_STEP),
			     error))
		return FALSE;
	*ret_value = cel_bool(
		vet_text_mentions(arguments[0].text, arguments[1].text, arguments[2].real));
	return TRUE;
}

/* --- relation --- */

/* by what it means for the papers: the unit's own first, a stranger's last */
static const guint relation_weights[] = {
	[VET_RELATION_NONE] = 0,   [VET_RELATION_SUBSIDIARY] = 1, [VET_RELATION_PARENT] = 2,
	[VET_RELATION_BRANCH] = 3, [VET_RELATION_VARIANT] = 4,    [VET_RELATION_SAME] = 5,
};

typedef struct {
	VetRelation relation;
	CelValue unit;
} BestRelation;

/* a former name of a unit is the unit; other relations to a name that is gone say nothing */
static gboolean
is_former_name(CelValue unit, const char *name)
{
	CelValue former;
	if (!cel_map_get(unit, "former_names", &former) || former.kind != CEL_LIST)
		return FALSE;
	for (gsize i = 0; i < former.list->length; i++) {
		CelValue item = former.list->items[i];
		if (item.kind == CEL_STRING && vet_entity_equal(item.text, name))
			return TRUE;
	}
	return FALSE;
}

static void
consider_unit(BestRelation *best, CelValue unit, CelValue name)
{
	CelValue unit_name;
	if (!cel_map_get(unit, "name", &unit_name) || unit_name.kind != CEL_STRING)
		return;
	VetRelation relation =
		is_same_organisation(unit_name, name) || is_former_name(unit, name.text)
			? VET_RELATION_SAME
			: vet_entity_relation(unit_name.text, name.text);
	if (relation_weights[relation] <= relation_weights[best->relation])
		return;
	best->relation = relation;
	best->unit = unit_name;
}

static gboolean
call_relation(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
	      GError **error)
{
	if (!charge_text(call, arguments, 1, error) ||
	    !vet_screen_expect(&arguments[1], CEL_LIST, error) ||
	    !cel_call_charge(call, 20 * arguments[1].list->length, error))
		return FALSE;
	BestRelation best = {VET_RELATION_NONE, cel_string("")};
	for (gsize i = 0; i < arguments[1].list->length; i++)
		consider_unit(&best, arguments[1].list->items[i], arguments[0]);
	CelEntry *entries = cel_arena_alloc(cel_call_arena(call), 3 * sizeof(CelEntry));
	if (!entries) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "memory budget spent");
		return FALSE;
	}
	entries[0] = (CelEntry){cel_string("kind"), cel_string(vet_relation_name(best.relation))};
	entries[1] = (CelEntry){cel_string("unit"), best.unit};
	entries[2] = (CelEntry){cel_string("title"), cel_string(vet_relation_title(best.relation))};
	*ret_value = cel_map_new(cel_call_arena(call), entries, 3);
	return TRUE;
}

/* --- the table --- */

static const CelFunctionRow rows[] = {
	{"lookup(list: string, code: string) -> list(ListRow)",
	 "rows of a named list with this 统一社会信用代码 or its organisation code",
	 vet_screen_lookup},
	{"lookup_name(list: string, name: string) -> list(ListRow)",
	 "rows of a named list whose name is equal after normalisation", vet_screen_lookup_name},
	{"similar(list: string, name: string, minimum: double) -> list(ListRow)",
	 "rows of a named list whose name is at least so like, best first", vet_screen_similar},
	{"list_loaded(list: string) -> bool",
	 "the list was imported; look-ups in one that was not are errors", vet_screen_list_loaded},
	{"registrations_loaded() -> bool", "the registrations of all cities were imported",
	 vet_screen_registrations_loaded},
	{"registrations_of_unit(code: string, name: string) -> list(Registration)",
	 "registrations by code, or by name where the row has none",
	 vet_screen_registrations_of_unit},
	{"registrations_of_project(project: string, minimum: double) -> list(Registration)",
	 "registrations of the same project name, or one at least so like",
	 vet_screen_registrations_of_project},
	{"registrations_cover(city: string) -> bool",
	 "there is a registration whose city contains the text", vet_screen_registrations_cover},
	{"registrations_of_roster(members: list(Member)) -> list(Registration)",
	 "registrations that share a person, by id_key, else by name; n_shared says how many",
	 vet_screen_registrations_of_roster},
	{"submissions_of_roster(members: list(Member)) -> list(OtherTeam)",
	 "other submissions that share a person: by id_key where both have one, else by name",
	 vet_screen_submissions_of_roster},
	{"submissions_with_document(sha256: string) -> list(OtherFile)",
	 "other submissions that hold a file of the same bytes",
	 vet_screen_submissions_with_document},
	{"submissions_with_picture(path: string) -> list(OtherFile)",
	 "other submissions that hold a page of this file as the same picture, saved anew",
	 vet_screen_submissions_with_picture},
	{"submissions_like_form(minimum: double) -> list(OtherText)",
	 "other submissions whose application form holds so large a share of this one's text, "
	 "template text left out; most alike first",
	 vet_screen_submissions_like_form},
	{"relation(name: string, units: list(Unit)) -> Relation",
	 "what an organisation is to the nearest of the units; a former name of a unit is the unit",
	 call_relation},
	{"same_name(a: string, b: string) -> bool",
	 "two names of organisations are equal but for spacing, width and brackets",
	 call_same_name},
	{"name_key(name: string) -> string", "the form by which names of organisations are equal",
	 call_name_key},
	{"project_key(name: string) -> string",
	 "the form by which names of projects are equal: without quotation marks and a last 项目",
	 call_project_key},
	{"abbreviates(shorter: string, name: string) -> bool",
	 "the first may be this name of a project with words left out", call_abbreviates},
	{"similarity(a: string, b: string) -> double",
	 "1 for equal texts, 0 for texts that share nothing", call_similarity},
	{"compact(text: string) -> string", "normalised, without any white space", call_compact},
	{"credit_code_fault(code: string) -> string",
	 "why a 统一社会信用代码 is wrong, in Chinese; empty when it is right",
	 call_credit_code_fault},
	{"is_branch_name(name: string) -> bool",
	 "the name ends in 分公司, 分行, 支行, 营业部, 办事处 …", call_is_branch_name},
	{"names_in(text: string) -> list(string)",
	 "the name of an organisation and its former names, which stand in brackets",
	 call_names_in},
	{"text_contains(text: string, part: string) -> bool",
	 "the part stands in the text, white space and width aside", call_text_contains},
	{"text_mentions(text: string, part: string, slips: double) -> bool",
	 "the part stands in the text but for so large a share of its characters, as recognition "
	 "misreads",
	 call_text_mentions},
	{"patent_number_valid(number: string) -> bool",
	 "a 专利号 whose form and check digit are right", call_patent_number_valid},
	{"software_number_valid(number: string) -> bool", "a 软著登记号 of the right form",
	 call_software_number_valid},
	{"mask(text: string) -> string", "the text with ID and mobile numbers starred", call_mask},
	{NULL},
};

/* what the maps hold that functions give */
static const VetScreenField fields[] = {
	{"ListRow", "list", "string", "name of the list"},
	{"ListRow", "version", "int", "which import of it"},
	{"ListRow", "row", "int", "row of the file, from 1"},
	{"ListRow", "name", "string", "name on the list"},
	{"ListRow", "credit_code", "string", "统一社会信用代码, may be empty"},
	{"ListRow", "listed_on", "string", "列入日期, as written"},
	{"ListRow", "reason", "string", "列入事由"},
	{"ListRow", "source", "string", "来源"},
	{"ListRow", "likeness", "double", "1 for equal names"},
	{"Registration", "project_name", "string", "项目名称"},
	{"Registration", "unit", "string", "参赛单位"},
	{"Registration", "credit_code", "string", "统一社会信用代码, may be empty"},
	{"Registration", "city", "string", "初赛承办市州"},
	{"Registration", "track", "string", "参赛赛道"},
	{"Registration", "n_members", "int", "members of that team"},
	{"Registration", "n_shared", "int", "members that this team has too"},
	{"Registration", "likeness", "double", "1 for equal project names"},
	{"Registration", "version", "int", "which import of the registrations"},
	{"Registration", "row", "int", "row of the file, from 1"},
	{"OtherTeam", "id", "string", "its id"},
	{"OtherTeam", "project_name", "string", "项目名称, empty when not known"},
	{"OtherTeam", "units", "list(string)", "names of its units"},
	{"OtherTeam", "same_unit", "bool",
	 "one of them is a unit of this submission: by code, else by name"},
	{"OtherTeam", "team_id", "string", "the platform's id of the team, may be empty"},
	{"OtherTeam", "n_members", "int", "members of that team"},
	{"OtherTeam", "n_shared", "int", "members that this team has too"},
	{"OtherTeam", "n_shared_ids", "int", "of these, those known by their ID number"},
	{"OtherTeam", "shared", "list(string)", "names of the shared members"},
	{"OtherFile", "id", "string", "its id"},
	{"OtherFile", "project_name", "string", "项目名称, empty when not known"},
	{"OtherFile", "units", "list(string)", "names of its units"},
	{"OtherFile", "same_unit", "bool",
	 "one of them is a unit of this submission: by code, else by name"},
	{"OtherFile", "path", "string", "where the file lies in it"},
	{"OtherFile", "page", "int", "page there that shows the same picture; 0 for the same file"},
	{"OtherFile", "own_page", "int", "page here that shows it; 0 for the same file"},
	{"OtherText", "id", "string", "its id"},
	{"OtherText", "project_name", "string", "项目名称, empty when not known"},
	{"OtherText", "units", "list(string)", "names of its units"},
	{"OtherText", "same_unit", "bool",
	 "one of them is a unit of this submission: by code, else by name"},
	{"OtherText", "path", "string", "its application form"},
	{"OtherText", "share", "double",
	 "share of this form's own text that stands in the other, 0 to 1"},
	{"OtherText", "passages", "list(Passage)",
	 "the longest passages that stand in both, at most 5"},
	{"Passage", "ours", "string", "the passage, with its place in this submission"},
	{"Passage", "theirs", "string", "the same, with its place in the other"},
	{"Passage", "letters", "int", "its length, punctuation left out"},
	{"Relation", "kind", "string", "same, branch, parent, subsidiary or none"},
	{"Relation", "unit", "string", "the unit it is a relation to, empty for none"},
	{"Relation", "title", "string", "分公司, 母公司 … in words"},
	{NULL},
};

const CelFunctionRow *
vet_screen_functions(void)
{
	return rows;
}

const VetScreenField *
vet_screen_fields(void)
{
	return fields;
}

void
vet_screen_declare(CelEnv *env)
{
	for (const VetScreenField *field = fields; field->object; field++)
		cel_env_declare_field(env, field->object, field->field, field->type);
	cel_env_add_functions(env, rows);
}
