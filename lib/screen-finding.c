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

/* What a finding says in one language. */
typedef struct {
	const char *title; /* the pack's */
	char *message, *advice;
} Texts;

static void
texts_clear(Texts *texts)
{
	g_free(texts->message);
	g_free(texts->advice);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Texts, texts_clear)

#define SENTENCE(scope, language, ...) vet_sentence((scope)->run->pack, language, __VA_ARGS__, NULL)

static const char *
title_of_rule(const VetScreenScope *scope, const char *language)
{
	const VetRule *rule = scope->rule;
	return vet_pack_say(scope->run->pack, language, rule->id, rule->title);
}

/* masked: a message may quote what people wrote */
static char *
render(VetScreenScope *scope, const char *language, const VetTemplate *message,
       const char *otherwise)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) ignored = NULL;
	if (!message ||
	    !vet_screen_scope_render(scope, vet_template_in(message, language), &text, &ignored))
		return g_strdup(otherwise);
	return vet_mask_personal_numbers(text);
}

static char *
append_note(VetScreenScope *scope, const char *language, char *message)
{
	CelValue when;
	g_autoptr(GError) ignored = NULL;
	const VetRule *rule = scope->rule;
	if (!rule->note_when ||
	    !vet_screen_scope_evaluate(scope, rule->note_when, &when, &ignored) ||
	    when.kind != CEL_BOOL || !when.boolean)
		return message;
	g_autofree char *note = render(scope, language, rule->note_text, "");
	if (!*note)
		return message;
	g_autofree char *before = message;
	return SENTENCE(scope, language, VET_SENTENCE_NOTE, "message", before, "note", note);
}

/* "d.holder" → the title of a field that is called so, else the expression itself */
static const char *
title_of(const VetScreenScope *scope, const char *language, const char *expression)
{
	const char *dot = strrchr(expression, '.');
	const char *name = dot ? dot + 1 : expression;
	const GPtrArray *classes = vet_pack_classes(scope->run->pack);
	for (guint i = 0; i < classes->len; i++) {
		const VetFieldSpec *field = vet_document_class_field(classes->pdata[i], name);
		if (field)
			return vet_pack_say(scope->run->pack, language, "field", field->title);
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
describe_cause(const VetScreenScope *scope, const char *language, const char *missing,
	       const GError *error)
{
	const char *translated =
		language ? g_hash_table_lookup(scope->run->lookups.translated, error->message)
			 : NULL;
	const char *text = translated ? translated : error->message;
	if (g_error_matches(error, CEL_ERROR, CEL_ERROR_LIMIT))
		return SENTENCE(scope, language, VET_SENTENCE_LIMIT, "error", text);
	if (!is_absence(error))
		return g_strdup(text);
	if (!missing || !*missing || strlen(missing) > MAX_CAUSE)
		return SENTENCE(scope, language, VET_SENTENCE_FACT_MISSING, "error", text);
	return SENTENCE(scope, language, VET_SENTENCE_NOT_READ, "name",
			title_of(scope, language, missing));
}

/* What a finding is about: a case that did not hold, or an error that kept it from being decided. */
typedef struct {
	const VetCase *one;
	const char *missing;
	const GError *error; /* NULL: the case did not hold */
} Subject;

static void
say_case(VetScreenScope *scope, const char *language, const VetCase *one, Texts *texts)
{
	const VetRule *rule = scope->rule;
	texts->title = title_of_rule(scope, language);
	texts->message = append_note(
		scope, language,
		render(scope, language, one->message ? one->message : rule->message, texts->title));
	/* what could not be decided is no fault of the team's: nothing to put right yet */
	const VetTemplate *general = one->on_fail == VET_OUTCOME_UNDETERMINED ? NULL : rule->advice;
	texts->advice = render(scope, language, one->advice ? one->advice : general, "");
}

static void
say_undetermined(VetScreenScope *scope, const char *language, const Subject *subject, Texts *texts)
{
	texts->title = title_of_rule(scope, language);
	g_autofree char *cause = describe_cause(scope, language, subject->missing, subject->error);
	g_autofree char *general =
		SENTENCE(scope, language, VET_SENTENCE_UNDECIDED, "title", texts->title);
	g_autofree char *said = render(scope, language, scope->rule->undetermined_message, general);
	g_autofree char *whole =
		SENTENCE(scope, language, VET_SENTENCE_CAUSE, "said", said, "cause", cause);
	texts->message = vet_mask_personal_numbers(whole);
	texts->advice = g_strdup("");
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
add_waiver(const VetScreenScope *scope, const char *language, const VetWaiver *waiver,
	   char **message)
{
	g_autofree char *before = *message;
	*message = SENTENCE(scope, language, VET_SENTENCE_WAIVED, "message", before, "reason",
			    waiver->reason, "approved_by", waiver->approved_by);
}

static void
apply_waivers(VetScreenScope *scope, VetFinding *finding)
{
	const GPtrArray *waivers = vet_pack_waivers(scope->run->pack);
	for (guint i = 0; finding->outcome > VET_OUTCOME_WAIVED && i < waivers->len; i++) {
		const VetWaiver *waiver = waivers->pdata[i];
		if (!matches_waiver(scope, waiver))
			continue;
		add_waiver(scope, scope->run->options->language, waiver, &finding->message);
		if (finding->own_message)
			add_waiver(scope, NULL, waiver, &finding->own_message);
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

static void
say(VetScreenScope *scope, const char *language, const Subject *subject, Texts *texts)
{
	if (subject->error)
		say_undetermined(scope, language, subject, texts);
	else
		say_case(scope, language, subject->one, texts);
}

/*
 * Everything is said in the pack's own language first, and what is said in another beside it costs
 * the rule no step: what it comes to, and its fingerprints, are the same in all.
 */
static VetFinding *
new_finding(VetScreenScope *scope, VetOutcome outcome, const Subject *subject)
{
	const VetRule *rule = scope->rule;
	const char *language = scope->run->options->language;
	g_auto(Texts) own = {NULL}, translated = {NULL};
	guint64 before = scope->steps_left;
	say(scope, NULL, subject, &own);
	guint64 after = scope->steps_left;
	scope->steps_left = before;
	if (language)
		say(scope, language, subject, &translated);
	scope->steps_left = after;
	const Texts *said = language ? &translated : &own;
	VetFinding *finding = vet_finding_new(rule->id, outcome, rule->basis, said->title,
					      said->message, said->advice);
	if (language)
		finding->own_message = g_strdup(own.message);
	return finish(scope, finding, subject->one);
}

VetFinding *
vet_screen_finding_of_case(VetScreenScope *scope, const VetCase *one)
{
	const Subject subject = {.one = one};
	return new_finding(scope, one->on_fail, &subject);
}

VetFinding *
vet_screen_finding_undetermined(VetScreenScope *scope, const VetCase *one, const GError *error)
{
	/* rendering a message may fail in its turn */
	g_autofree char *missing = g_strdup(scope->missing);
	const Subject subject = {one, missing, error};
	return new_finding(scope, VET_OUTCOME_UNDETERMINED, &subject);
}
