/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/facts.h"

#define MAX_ROOTS 16
#define MAX_EVIDENCE 100000

/* what a pack may use, and its documentation; lib/gather.c fills it */
static const VetFactRow fact_rows[] = {
	{"submission", "map", FALSE, "the submission as a whole"},
	{"submission.id", "string", FALSE,
	 "its id: the manifest's submission_id, else the name it arrived under"},
	{"submission.version", "int", FALSE, "1 for the first arrival under this id"},
	{"submission.received_at", "timestamp", FALSE, "when it arrived"},
	{"submission.submitted_at", "timestamp", FALSE,
	 "when it was submitted: the manifest's word, else the arrival"},
	{"submission.has_manifest", "bool", FALSE, "a readable submission.json came with it"},
	{"submission.team_id", "string", TRUE, "the platform's id of the team, from the manifest"},
	{"submission.project_name", "string", TRUE, "from the manifest, else the application form"},
	{"submission.track", "string", TRUE,
	 "from the manifest, else the application form, as written"},
	{"submission.host_city", "string", TRUE,
	 "from the manifest, else the application form, as written"},
	{"manifest", "map", FALSE, "what submission.json says; empty without one"},
	{"manifest.project_name", "string", TRUE, "project name"},
	{"manifest.track", "string", TRUE, "track"},
	{"manifest.host_city", "string", TRUE, "city of the first round"},
	{"manifest.units", "list(map)", TRUE, "participating units, as units[]"},
	{"manifest.members", "list(map)", TRUE, "team members, as members[]"},
	{"form", "map", FALSE, "what the application form says"},
	{"form.found", "bool", FALSE, "a document of class application_form is there"},
	{"form.legible", "bool", FALSE, "all of its text could be read"},
	{"form.project_name", "string", TRUE, "project name"},
	{"form.track", "string", TRUE, "track"},
	{"form.host_city", "string", TRUE, "city of the first round"},
	{"form.units", "list(map)", TRUE, "participating units, as units[]"},
	{"form.members", "list(map)", TRUE, "team members, as members[]"},
	{"units", "list(map)", FALSE,
	 "participating units: the manifest's, else the application form's"},
	{"units[].name", "string", FALSE, "full name"},
	{"units[].credit_code", "string", TRUE, "统一社会信用代码, normalised"},
	{"units[].lead", "bool", FALSE, "named as the lead unit"},
	{"units[].former_names", "list(string)", FALSE, "曾用名 found in the papers"},
	{"units[].source", "string", FALSE, "how it was read: \"manifest\", \"text\" or \"ocr\""},
	{"members", "list(map)", FALSE,
	 "distinct persons of the team: the manifest's, else the application form's"},
	{"members[].name", "string", FALSE, "name"},
	{"members[].id_number", "string", TRUE, "ID number, masked"},
	{"members[].id_key", "string", TRUE, "keyed hash of the ID number, for matching"},
	{"members[].id_valid", "bool", TRUE, "the ID number's date and check digit are right"},
	{"members[].unit", "string", TRUE, "unit the person belongs to"},
	{"members[].role", "string", TRUE, "what the person does in the team, as written"},
	{"members[].source", "string", FALSE, "how it was read: \"manifest\", \"text\" or \"ocr\""},
	{"codes", "list(map)", FALSE,
	 "each 统一社会信用代码 that stands beside a name, wherever it was found"},
	{"codes[].code", "string", FALSE, "as written, normalised"},
	{"codes[].name", "string", FALSE, "the name it stands beside"},
	{"codes[].document", "string", FALSE, "path of the document, or submission.json"},
	{"codes[].source", "string", FALSE, "how it was read: \"manifest\", \"text\" or \"ocr\""},
	{"documents", "list(map)", FALSE,
	 "every document, members of archives too, archives themselves not; a file that holds "
	 "several papers is one document for each"},
	{"documents[].path", "string", FALSE, "of its file, within the submission"},
	{"documents[].sha256", "string", FALSE, "of the file's bytes, in hexadecimal digits"},
	{"documents[].file", "string", FALSE, "file name"},
	{"documents[].name", "string", FALSE,
	 "file name, and where the file holds several papers the pages: “材料.pdf 第3–5页”"},
	{"documents[].papers", "int", FALSE, "papers that its file holds, 1 for most"},
	{"documents[].first_page", "int", FALSE, "of the file, from 1"},
	{"documents[].last_page", "int", FALSE,
	 "of the file; pages between may belong to another paper"},
	{"documents[].class", "string", FALSE, "class id, \"\" when none fits"},
	{"documents[].class_title", "string", FALSE, "title of the class, \"\" when none fits"},
	{"documents[].class_by", "string", FALSE, "\"text\", \"name\" (a weak hint) or \"\""},
	{"documents[].status", "string", FALSE,
	 "ok, partial, encrypted, corrupt, limit, unsupported, timeout, crashed"},
	{"documents[].reason", "string", FALSE, "why the status is not ok, else \"\""},
	{"documents[].media_type", "string", FALSE, "by content"},
	{"documents[].lying_name", "bool", FALSE, "the extension promises another type"},
	{"documents[].text_source", "string", FALSE, "text, ocr or none"},
	{"documents[].legible", "bool", FALSE, "all pages have text and the status is ok"},
	{"documents[].pages", "int", FALSE, "number of pages"},
	{"documents[].unread_pages", "int", FALSE, "of them, those of which no text was read"},
	{"documents[].text", "string", FALSE, "all text, without white space but line feeds"},
	{"documents[].owners", "list(string)", FALSE, "values of its owner fields"},
	{"documents[].sections", "list(map)", FALSE, "sections of a class that has them"},
	{"documents[].sections[].title", "string", FALSE, "heading, without numbering"},
	{"documents[].sections[].length", "int", FALSE,
	 "characters of own text below it, template prompts left out"},
	{"documents[].marks", "list(map)", FALSE,
	 "seals, signatures, bar and QR codes seen on its pages"},
	{"documents[].marks[].kind", "string", FALSE,
	 "seal, signature (ink), digital-signature, code or picture"},
	{"documents[].marks[].detail", "string", FALSE,
	 "round, oval or square of a seal, the kind of a code, when it was signed"},
	{"documents[].marks[].text", "string", FALSE, "what a code says, who signed, else \"\""},
	{"documents[].marks[].page", "int", FALSE, "from 1"},
	{"documents[].pictures", "list(map)", FALSE,
	 "pages that are pictures, and were recognised"},
	{"documents[].pictures[].page", "int", FALSE, "from 1"},
	{"documents[].pictures[].likeness", "string", FALSE,
	 "how it looks, 32 hexadecimal digits: nearly the same for the same picture saved anew"},
	{"documents[].pictures[].text", "string", FALSE, "what was read on that page"},
	{"documents[].hidden", "list(string)", FALSE,
	 "lines in the file that a reader of its pages does not see"},
	{NULL, NULL, FALSE, NULL},
};

typedef struct {
	const char *name;
	CelValue value;
} Root;

struct _VetFacts {
	CelArena *arena;
	GPtrArray *evidence;
	Root roots[MAX_ROOTS];
	guint n_roots;
};

const VetFactRow *
vet_fact_rows(void)
{
	return fact_rows;
}

const char *
vet_fact_type(const char *path)
{
	for (const VetFactRow *row = fact_rows; row->path; row++)
		if (g_str_equal(row->path, path))
			return row->type;
	return NULL;
}

VetFacts *
vet_facts_new(gsize max_bytes)
{
	VetFacts *facts = g_new0(VetFacts, 1);
	facts->arena = cel_arena_new(max_bytes);
	facts->evidence = g_ptr_array_new_with_free_func((GDestroyNotify)vet_evidence_free);
	return facts;
}

void
vet_facts_free(VetFacts *facts)
{
	if (!facts)
		return;
	cel_arena_free(facts->arena);
	g_ptr_array_unref(facts->evidence);
	g_free(facts);
}

CelArena *
vet_facts_arena(VetFacts *facts)
{
	return facts->arena;
}

const VetEvidence *
vet_facts_keep_evidence(VetFacts *facts, VetEvidence *evidence)
{
	if (facts->evidence->len >= MAX_EVIDENCE) {
		vet_evidence_free(evidence);
		return NULL;
	}
	g_ptr_array_add(facts->evidence, evidence);
	return evidence;
}

void
vet_facts_set(VetFacts *facts, const char *name, CelValue value)
{
	for (guint i = 0; i < facts->n_roots; i++) {
		if (g_str_equal(facts->roots[i].name, name)) {
			facts->roots[i].value = value;
			return;
		}
	}
	g_return_if_fail(facts->n_roots < MAX_ROOTS);
	facts->roots[facts->n_roots++] = (Root){name, value};
}

gboolean
vet_facts_get(const VetFacts *facts, const char *name, CelValue *ret_value)
{
	for (guint i = 0; i < facts->n_roots; i++) {
		if (g_str_equal(facts->roots[i].name, name)) {
			*ret_value = facts->roots[i].value;
			return TRUE;
		}
	}
	return FALSE;
}
