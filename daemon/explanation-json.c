/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An explanation for another program. */

#include "daemon/explanation.h"
#include "lib/json-writer.h"

#define SCHEMA "vet.explanation/1"

static void write_children(VetJsonWriter *writer, const VetTraceNode *node);

/* of a node: {"source", "value" | "error" | "not_evaluated", "parts"} */
static void
write_node(VetJsonWriter *writer, const VetTraceNode *node)
{
	vet_json_writer_put_masked(writer, "source", node->source);
	if (node->shown)
		vet_json_writer_put_string(writer, "value", node->shown);
	else if (node->reason)
		vet_json_writer_put_string(writer, "not_evaluated", node->reason);
	else
		vet_json_writer_put_masked(writer, "error", node->error);
	if (node->left_out)
		vet_json_writer_put_int(writer, "turns_left_out_before", node->left_out);
	if (node->children->len)
		write_children(writer, node);
}

static void
write_children(VetJsonWriter *writer, const VetTraceNode *node)
{
	vet_json_writer_name(writer, "parts");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < node->children->len; i++) {
		const VetTraceNode *child = node->children->pdata[i];
		if (child->plain)
			continue;
		vet_json_writer_begin_object(writer);
		write_node(writer, child);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

/* the members of an object: the expression and what became of it */
static void
write_program(VetJsonWriter *writer, GHashTable *traces, const CelProgram *program)
{
	const VetTrace *trace = g_hash_table_lookup(traces, program);
	if (trace) {
		write_node(writer, vet_trace_root(trace));
		return;
	}
	vet_json_writer_put_string(writer, "source", cel_program_source(program));
	vet_json_writer_put_string(writer, "not_evaluated", "");
}

static void
write_named(VetJsonWriter *writer, const char *name, GHashTable *traces, const GPtrArray *named)
{
	vet_json_writer_name(writer, name);
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < named->len; i++) {
		const VetNamedExpression *one = named->pdata[i];
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_string(writer, "name", one->name);
		write_program(writer, traces, one->program);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

static void
write_cases(VetJsonWriter *writer, GHashTable *traces, const VetRule *rule)
{
	vet_json_writer_name(writer, "cases");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < rule->cases->len; i++) {
		const VetCase *one = rule->cases->pdata[i];
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_string(writer, "on_fail", vet_outcome_name(one->on_fail));
		write_program(writer, traces, one->check);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

static void
write_evidence(VetJsonWriter *writer, const GPtrArray *evidence)
{
	vet_json_writer_name(writer, "evidence");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < evidence->len; i++) {
		const VetEvidence *one = evidence->pdata[i];
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_masked(writer, "document", one->document);
		vet_json_writer_put_int(writer, "page", one->page);
		vet_json_writer_put_masked(writer, "quote", one->quote);
		vet_json_writer_put_string(writer, "source", vet_evidence_source_name(one->source));
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

static void
write_element(VetJsonWriter *writer, const VetRule *rule, const VetExplainedElement *element)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_name(writer, "loops");
	vet_json_writer_begin_object(writer);
	for (guint i = 0; i < element->loops->len; i++)
		vet_json_writer_put_string(writer,
					   ((VetNamedExpression *)rule->loops->pdata[i])->name,
					   element->loops->pdata[i]);
	vet_json_writer_end_object(writer);
	if (rule->when) {
		vet_json_writer_name(writer, "when");
		vet_json_writer_begin_object(writer);
		write_program(writer, element->traces, rule->when);
		vet_json_writer_end_object(writer);
	}
	write_named(writer, "lets", element->traces, rule->lets);
	write_cases(writer, element->traces, rule);
	vet_json_writer_put_string(writer, "outcome", vet_outcome_name(element->outcome));
	vet_json_writer_put_masked(writer, "message", element->message);
	vet_json_writer_put_masked(writer, "advice", element->advice);
	write_evidence(writer, element->evidence);
	vet_json_writer_end_object(writer);
}

/* those that the rule needed */
static void
write_vars(VetJsonWriter *writer, const VetExplanation *explanation)
{
	g_autoptr(GPtrArray) needed = g_ptr_array_new();
	const GPtrArray *vars = vet_pack_vars(explanation->pack);
	for (guint i = 0; i < vars->len; i++) {
		VetNamedExpression *var = vars->pdata[i];
		if (g_hash_table_contains(explanation->traces, var->program))
			g_ptr_array_add(needed, var);
	}
	write_named(writer, "vars", explanation->traces, needed);
}

char *
vet_explanation_to_json(const VetExplanation *explanation, gboolean findings)
{
	const VetRule *rule = explanation->rule;
	VetJsonWriter *writer = vet_json_writer_new();
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "schema", SCHEMA);
	vet_json_writer_put_string(writer, "submission", explanation->submission);
	vet_json_writer_put_string(writer, "rule", rule->id);
	vet_json_writer_put_string(writer, "title", rule->title);
	vet_json_writer_put_string(writer, "basis", rule->basis);
	write_vars(writer, explanation);
	write_named(writer, "for", explanation->traces, rule->loops);
	vet_json_writer_name(writer, "elements");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < explanation->elements->len; i++) {
		const VetExplainedElement *element = explanation->elements->pdata[i];
		if (!findings || element->message)
			write_element(writer, rule, element);
	}
	vet_json_writer_end_array(writer);
	vet_json_writer_put_int(writer, "elements_left_out", explanation->n_left_out);
	vet_json_writer_end_object(writer);
	return vet_json_writer_finish(writer);
}
