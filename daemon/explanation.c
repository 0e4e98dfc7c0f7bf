/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/explanation.h"

/* a rule over all documents of a large submission; each element keeps its traces */
#define MAX_ELEMENTS 1000

/* One run under way. */
typedef struct {
	VetExplanation *explanation;
	VetExplainedElement *element; /* NULL before the first and between two */
	GHashTable *started;          /* CelProgram → VetTrace: not yet evaluated */
} Looking;

static void
element_free(VetExplainedElement *element)
{
	g_ptr_array_unref(element->loops);
	g_hash_table_unref(element->traces);
	g_free(element->message);
	g_free(element->advice);
	g_ptr_array_unref(element->evidence);
	g_free(element);
}

static GHashTable *
traces_new(void)
{
	return g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)vet_trace_free);
}

static VetExplainedElement *
element_new(void)
{
	VetExplainedElement *element = g_new0(VetExplainedElement, 1);
	element->loops = g_ptr_array_new_with_free_func(g_free);
	element->traces = traces_new();
	element->evidence = g_ptr_array_new_with_free_func((GDestroyNotify)vet_evidence_free);
	return element;
}

/* --- looking on --- */

static void
begin_element(gpointer user_data, const VetRule *rule, const CelValue *loops)
{
	Looking *looking = user_data;
	looking->element = element_new();
	for (guint i = 0; i < rule->loops->len; i++)
		g_ptr_array_add(looking->element->loops, vet_trace_show(loops[i]));
}

static void
observe(gpointer user_data, const CelProgram *program, CelSpan span, const CelValue *value,
	const GError *error)
{
	Looking *looking = user_data;
	VetTrace *trace = g_hash_table_lookup(looking->started, program);
	if (!trace) {
		trace = vet_trace_new(cel_program_source(program));
		g_hash_table_insert(looking->started, (gpointer)program, trace);
	}
	vet_trace_add(trace, span, value, error);
}

static gboolean
is_named(const GPtrArray *named, const CelProgram *program)
{
	for (guint i = 0; i < named->len; i++)
		if (((VetNamedExpression *)named->pdata[i])->program == program)
			return TRUE;
	return FALSE;
}

/* loops and vars belong to no element, though an element may have been the first to need them */
static GHashTable *
place_of(const Looking *looking, const CelProgram *program)
{
	const VetExplanation *explanation = looking->explanation;
	if (!looking->element || is_named(explanation->rule->loops, program) ||
	    is_named(vet_pack_vars(explanation->pack), program))
		return explanation->traces;
	return looking->element->traces;
}

static void
end_program(gpointer user_data, const CelProgram *program, const CelValue *value,
	    const GError *error)
{
	Looking *looking = user_data;
	gpointer trace = NULL;
	if (!g_hash_table_steal_extended(looking->started, program, NULL, &trace))
		trace = vet_trace_new(cel_program_source(program));
	vet_trace_end(trace, value, error);
	g_hash_table_replace(place_of(looking, program), (gpointer)program, trace);
}

static void
conclude(gpointer user_data, const VetRule *rule, VetOutcome outcome, const VetFinding *finding)
{
	Looking *looking = user_data;
	VetExplanation *explanation = looking->explanation;
	/* a loop that has no list comes to something before it has an element */
	VetExplainedElement *element = looking->element ? looking->element : element_new();
	looking->element = NULL;
	if (explanation->elements->len == MAX_ELEMENTS) {
		explanation->n_left_out++;
		element_free(element);
		return;
	}
	element->outcome = outcome;
	for (guint i = 0; finding && i < finding->evidence->len; i++)
		g_ptr_array_add(element->evidence, vet_evidence_copy(finding->evidence->pdata[i]));
	if (finding) {
		element->message = g_strdup(finding->message);
		element->advice = g_strdup(finding->advice);
	}
	g_ptr_array_add(explanation->elements, element);
}

VetExplanation *
vet_explanation_new(const VetPack *pack, const VetRule *rule, const VetResult *result,
		    VetNamelists *lists)
{
	VetExplanation *explanation = g_new0(VetExplanation, 1);
	explanation->pack = pack;
	explanation->rule = rule;
	explanation->submission = g_strdup(result->id);
	explanation->elements = g_ptr_array_new_with_free_func((GDestroyNotify)element_free);
	explanation->traces = traces_new();
	g_autoptr(GHashTable) started = traces_new();
	Looking looking = {.explanation = explanation, .started = started};
	VetScreenWatch watch = {.element = begin_element,
				.observed = observe,
				.evaluated = end_program,
				.concluded = conclude,
				.user_data = &looking};
	VetScreenOptions options = {.submission_id = result->id,
				    .now = result->received_at,
				    .lists = lists,
				    .peers = result->peers,
				    .rule = rule->id,
				    .language = result->language,
				    .watch = &watch};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, result->facts, &options);
	return explanation;
}

void
vet_explanation_free(VetExplanation *explanation)
{
	if (!explanation)
		return;
	g_free(explanation->submission);
	g_ptr_array_unref(explanation->elements);
	g_hash_table_unref(explanation->traces);
	g_free(explanation);
}
