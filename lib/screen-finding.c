/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/screen-finding.h"
#include "lib/ident.h"
#include "lib/pack-languages.h"

#include <string.h>

#define MAX_EVIDENCE 20
#define MAX_DEPTH 16
#define SURE 0.8
#define MAX_CAUSE 120

/* --- evidence --- */

/*
 * A list often carries the place of the whole it was read from, its items their own: the items tell
 * more.  A map is one thing seen in one place, its fields need no evidence of their own then.
 */
static guint
add_origins(VetFinding *finding, CelValue value, guint depth)
{
	guint added = 0;
	if (depth > MAX_DEPTH || finding->evidence->len >= MAX_EVIDENCE)
		return 0;
	if (value.kind == CEL_LIST)
		for (gsize i = 0; i < value.list->length; i++)
			added += add_origins(finding, value.list->items[i], depth + 1);
	if (value.kind == CEL_MAP && !value.origin)
		for (gsize i = 0; i < value.map->length; i++)
			added += add_origins(finding, value.map->entries[i].value, depth + 1);
	if (added || !value.origin || finding->evidence->len >= MAX_EVIDENCE)
		return added;
	vet_finding_add_evidence(finding, value.origin);
	return 1;
}

static void
add_programs(VetScreenScope *scope, VetFinding *finding, const GPtrArray *programs)
{
	for (guint i = 0; programs && i < programs->len; i++) {
		CelValue value;
		g_autoptr(GError) ignored = NULL;
		/* what could not be found is no evidence; the finding itself says so */
		if (vet_screen_scope_evaluate(scope, programs->pdata[i], &value, &ignored))
			add_origins(finding, value, 0);
	}
}

/* in falling order of how much they say; never none */
static void
add_evidence(VetScreenScope *scope, VetFinding *finding, const VetCase *one)
{
	add_programs(scope, finding, one && one->evidence ? one->evidence : scope->rule->evidence);
	for (guint i = scope->n_loops; !finding->evidence->len && i > 0; i--)
		add_origins(finding, scope->loops[i - 1], 0);
	if (finding->evidence->len)
		return;
	const char *id = scope->run->options->submission_id;
	g_autoptr(VetEvidence) whole =
		vet_evidence_new(id, 0, (VetBox){0}, "", VET_EVIDENCE_ARCHIVE, 1.0);
	vet_finding_add_evidence(finding, whole);
}

/* never reject on what was only recognised, or on anything unsure (个人信息保护法 art. 24: reject =
 * certain) */
static gboolean
is_certain(const VetFinding *finding)
{
	gboolean only_ocr = TRUE;
	for (guint i = 0; i < finding->evidence->len; i++) {
		const VetEvidence *evidence = finding->evidence->pdata[i];
		if (evidence->confidence < SURE)
			return FALSE;
		only_ocr &= evidence->source == VET_EVIDENCE_OCR;
	}
	return !only_ocr;
}

/* --- texts --- */

/* a text of the pack, or a sentence of the engine, in the language of the run */
static const char *
say(const VetScreenScope *scope, const char *context, const char *text)
{
	return vet_pack_say(scope->run->pack, scope->run->options->language, context, text);
}

#define SENTENCE(scope, ...)                                                                       \
	vet_sentence((scope)->run->pack, (scope)->run->options->language, __VA_ARGS__, NULL)

/* masked: a message may quote what people wrote */
static char *
render(VetScreenScope *scope, const VetTemplate *first, const VetTemplate *second,
       const char *otherwise)
{
	const VetTemplate *message = first ? first : second;
	g_autofree char *text = NULL;
	g_autoptr(GError) ignored = NULL;
	if (!message || !vet_screen_scope_render(scope, message, &text, &ignored))
		return g_strdup(otherwise);
	return vet_mask_personal_numbers(text);
}

static char *
append_note(VetScreenScope *scope, char *message)
{
	CelValue when;
	g_autoptr(GError) ignored = NULL;
	const VetRule *rule = scope->rule;
	if (!rule->note_when ||
	    !vet_screen_scope_evaluate(scope, rule->note_when, &when, &ignored) ||
	    when.kind != CEL_BOOL || !when.boolean)
		return message;
	g_autofree char *note = render(scope, rule->note_text, NULL, "");
	if (!*note)
		return message;
	g_autofree char *before = message;
	return SENTENCE(scope, VET_SENTENCE_NOTE, "message", before, "note", note);
}

/* "d.holder" → the title of a field that is called so, else the expression itself */
static const char *
title_of(const VetScreenScope *scope, const char *expression)
{
	const char *dot = strrchr(expression, '.');
	const char *name = dot ? dot + 1 : expression;
	const GPtrArray *classes = vet_pack_classes(scope->run->pack);
	for (guint i = 0; i < classes->len; i++) {
		const VetDocumentClass *document_class = classes->pdata[i];
		for (guint j = 0; j < document_class->fields->len; j++) {
			const VetFieldSpec *field = document_class->fields->pdata[j];
			if (g_str_equal(field->id, name))
				return say(scope, "field", field->title);
		}
	}
	return expression;
}

static gboolean
is_absence(const GError *error)
{
	static const char *const words[] = {"no such key", "no such field", "no value",
					    "not bound",   "not found",     "undefined"};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(error->message, words[i]))
			return TRUE;
	return FALSE;
}

/* what is missing, as far as the failed expression tells */
static char *
describe_cause(const VetScreenScope *scope, const char *missing, const GError *error)
{
	if (g_error_matches(error, CEL_ERROR, CEL_ERROR_LIMIT))
		return SENTENCE(scope, VET_SENTENCE_LIMIT, "error", error->message);
	if (!is_absence(error))
		return g_strdup(error->message);
	if (!missing || !*missing || strlen(missing) > MAX_CAUSE)
		return SENTENCE(scope, VET_SENTENCE_FACT_MISSING, "error", error->message);
	return SENTENCE(scope, VET_SENTENCE_NOT_READ, "name", title_of(scope, missing));
}

/* --- findings --- */

static gboolean
matches_waiver(VetScreenScope *scope, const VetWaiver *waiver)
{
	CelValue match;
	g_autoptr(GError) ignored = NULL;
	return g_str_equal(waiver->rule, scope->rule->id) &&
	       waiver->expires.integer > scope->run->options->now &&
	       vet_screen_scope_evaluate(scope, waiver->match, &match, &ignored) &&
	       match.kind == CEL_BOOL && match.boolean;
}

/* shown, never hidden: the message stays and says who took the weight from it */
static void
apply_waivers(VetScreenScope *scope, VetFinding *finding)
{
	const GPtrArray *waivers = vet_pack_waivers(scope->run->pack);
	for (guint i = 0; finding->outcome > VET_OUTCOME_WAIVED && i < waivers->len; i++) {
		const VetWaiver *waiver = waivers->pdata[i];
		if (!matches_waiver(scope, waiver))
			continue;
		g_autofree char *before = finding->message;
		finding->message = SENTENCE(scope, VET_SENTENCE_WAIVED, "message", before, "reason",
					    waiver->reason, "approved_by", waiver->approved_by);
		finding->outcome = VET_OUTCOME_WAIVED;
	}
}

static VetFinding *
finish(VetScreenScope *scope, VetFinding *finding, const VetCase *one)
{
	add_evidence(scope, finding, one);
	if (finding->outcome == VET_OUTCOME_REJECT && !is_certain(finding))
		finding->outcome = VET_OUTCOME_REVIEW;
	apply_waivers(scope, finding);
	vet_finding_seal(finding, scope->run->options->submission_id);
	return finding;
}

VetFinding *
vet_screen_finding_of_case(VetScreenScope *scope, const VetCase *one)
{
	const VetRule *rule = scope->rule;
	const char *title = say(scope, rule->id, rule->title);
	g_autofree char *message =
		append_note(scope, render(scope, one->message, rule->message, title));
	/* what could not be decided is no fault of the team's: nothing to put right yet */
	const VetTemplate *general = one->on_fail == VET_OUTCOME_UNDETERMINED ? NULL : rule->advice;
	g_autofree char *advice = render(scope, one->advice, general, "");
	VetFinding *finding =
		vet_finding_new(rule->id, one->on_fail, rule->basis, title, message, advice);
	return finish(scope, finding, one);
}

VetFinding *
vet_screen_finding_undetermined(VetScreenScope *scope, const VetCase *one, const GError *error)
{
	const VetRule *rule = scope->rule;
	/* first: rendering a message may fail in its turn */
	g_autofree char *cause = describe_cause(scope, scope->missing, error);
	const char *title = say(scope, rule->id, rule->title);
	g_autofree char *general = SENTENCE(scope, VET_SENTENCE_UNDECIDED, "title", title);
	g_autofree char *said = render(scope, rule->undetermined_message, NULL, general);
	g_autofree char *whole = SENTENCE(scope, VET_SENTENCE_CAUSE, "said", said, "cause", cause);
	g_autofree char *message = vet_mask_personal_numbers(whole);
	VetFinding *finding = vet_finding_new(rule->id, VET_OUTCOME_UNDETERMINED, rule->basis,
					      title, message, "");
	return finish(scope, finding, one);
}
