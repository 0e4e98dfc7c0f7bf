/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An explanation as a person reads it. */

#include <string.h>

#include "daemon/explanation.h"
#include "daemon/pack-words.h"
#include "lib/ident.h"
#include "lib/text.h"
#include "lib/words.h"

#define SOURCE_COLUMNS 72
/* a value on its way is there to be recognised; that of the whole is shown as far as it is kept */
#define INNER_COLUMNS 80

typedef struct {
	const VetExplanation *explanation;
	const VetExplainedElement *element; /* NULL: outside of any */
	VetTerminal *terminal;
} Report;

static void
put_value(const Report *report, const VetTraceNode *node, guint columns)
{
	VetTerminal *terminal = report->terminal;
	g_autofree char *shown = node->shown ? vet_text_ellipsize(node->shown, columns) : NULL;
	if (shown)
		vet_terminal_print(terminal,
				   g_str_equal(node->shown, "false") ? VET_PAINT_YELLOW
								     : VET_PAINT_GREEN,
				   "  → %s", shown);
	else if (node->reason)
		vet_terminal_print(terminal, VET_PAINT_DIM, _("  未计算：%s"), node->reason);
	else
		vet_terminal_print(terminal, VET_PAINT_RED, "  ✗ %s", node->error);
	vet_terminal_put(terminal, VET_PAINT_PLAIN, "\n");
}

static gboolean
is_last(const GPtrArray *nodes, guint index)
{
	for (guint i = index + 1; i < nodes->len; i++)
		if (!((VetTraceNode *)nodes->pdata[i])->plain)
			return FALSE;
	return TRUE;
}

static void
put_children(const Report *report, const VetTraceNode *node, const char *margin)
{
	for (guint i = 0; i < node->children->len; i++) {
		const VetTraceNode *child = node->children->pdata[i];
		gboolean last = is_last(node->children, i);
		if (child->plain)
			continue;
		if (child->left_out)
			vet_terminal_print(report->terminal, VET_PAINT_DIM,
					   _("%s├ （另有 %u 次）\n"), margin, child->left_out);
		g_autofree char *source = vet_text_ellipsize(child->source, SOURCE_COLUMNS);
		g_autofree char *inner = g_strconcat(margin, last ? "  " : "│ ", NULL);
		vet_terminal_print(report->terminal, VET_PAINT_DIM, "%s%s ", margin,
				   last ? "└" : "├");
		vet_terminal_put(report->terminal, child->reason ? VET_PAINT_DIM : VET_PAINT_PLAIN,
				 source);
		put_value(report, child, INNER_COLUMNS);
		put_children(report, child, inner);
	}
}

static const VetTraceNode *
root_of(const Report *report, const CelProgram *program)
{
	const VetTrace *trace =
		report->element ? g_hash_table_lookup(report->element->traces, program) : NULL;
	if (!trace)
		trace = g_hash_table_lookup(report->explanation->traces, program);
	return trace ? vet_trace_root(trace) : NULL;
}

/* a label, the expression with its value, and below it what it is made of */
static void
put_program(const Report *report, const char *label, const CelProgram *program,
	    const char *not_evaluated)
{
	const VetTraceNode *root = root_of(report, program);
	vet_terminal_print(report->terminal, VET_PAINT_BOLD, "  %s\n", label);
	if (!root) {
		g_autofree char *source =
			vet_text_ellipsize(cel_program_source(program), SOURCE_COLUMNS);
		g_strdelimit(source, "\n\t", ' ');
		vet_terminal_print(report->terminal, VET_PAINT_DIM, _("    %s  未计算：%s\n"),
				   source, not_evaluated);
		return;
	}
	vet_terminal_print(report->terminal, VET_PAINT_PLAIN, "    %s", root->source);
	put_value(report, root, G_MAXINT);
	put_children(report, root, "    ");
}

static void
put_named(const Report *report, const char *what, const GPtrArray *named, const char *not_evaluated)
{
	for (guint i = 0; i < named->len; i++) {
		const VetNamedExpression *one = named->pdata[i];
		g_autofree char *label = g_strdup_printf("%s %s", what, one->name);
		put_program(report, label, one->program, not_evaluated);
	}
}

/* --- elements --- */

static void
put_cases(const Report *report, const VetRule *rule)
{
	for (guint i = 0; i < rule->cases->len; i++) {
		const VetCase *one = rule->cases->pdata[i];
		g_autofree char *label = g_strdup_printf(_("检查 %u（不满足时：%s）"), i + 1,
							 vet_pack_words_outcome(one->on_fail));
		put_program(report, label, one->check, _("前面已有结论"));
	}
}

static void
put_evidence(const Report *report)
{
	const GPtrArray *evidence = report->element->evidence;
	for (guint i = 0; i < evidence->len; i++) {
		const VetEvidence *one = evidence->pdata[i];
		g_autofree char *document = vet_mask_personal_numbers(one->document);
		vet_terminal_print(report->terminal, VET_PAINT_DIM, _("    依据：%s"), document);
		if (one->page)
			vet_terminal_print(report->terminal, VET_PAINT_DIM, _(" 第%u页"),
					   one->page);
		vet_terminal_print(report->terminal, VET_PAINT_DIM, " 「%s」\n", one->quote);
	}
}

static void
put_conclusion(const Report *report)
{
	const VetExplainedElement *element = report->element;
	vet_terminal_put(report->terminal, VET_PAINT_BOLD, _("  结论："));
	vet_terminal_print(report->terminal,
			   vet_terminal_paint_of(vet_outcome_name(element->outcome)), "%s（%s）\n",
			   vet_pack_words_outcome(element->outcome),
			   vet_outcome_name(element->outcome));
	if (element->message)
		vet_terminal_print(report->terminal, VET_PAINT_PLAIN, "    %s\n", element->message);
	if (element->advice && *element->advice)
		vet_terminal_print(report->terminal, VET_PAINT_PLAIN, _("    补正：%s\n"),
				   element->advice);
	put_evidence(report);
}

static void
put_element(Report *report, guint number)
{
	const VetRule *rule = report->explanation->rule;
	const VetExplainedElement *element = report->element;
	vet_terminal_print(report->terminal, VET_PAINT_BLUE, "\n[%u/%u]", number + 1,
			   report->explanation->elements->len);
	for (guint i = 0; i < element->loops->len; i++) {
		const VetNamedExpression *loop = rule->loops->pdata[i];
		vet_terminal_print(report->terminal, VET_PAINT_BOLD, " %s = %s", loop->name,
				   (const char *)element->loops->pdata[i]);
	}
	vet_terminal_put(report->terminal, VET_PAINT_PLAIN, "\n");
	if (rule->when)
		put_program(report, _("适用条件"), rule->when, _("没有到这一步"));
	put_named(report, _("先算"), rule->lets, _("没有用到"));
	put_cases(report, rule);
	put_conclusion(report);
}

static gboolean
uses_var(const VetExplanation *explanation, guint index)
{
	const VetNamedExpression *var = vet_pack_vars(explanation->pack)->pdata[index];
	return g_hash_table_contains(explanation->traces, var->program);
}

static void
put_vars(const Report *report)
{
	const GPtrArray *vars = vet_pack_vars(report->explanation->pack);
	for (guint i = 0; i < vars->len; i++) {
		const VetNamedExpression *var = vars->pdata[i];
		g_autofree char *label = g_strdup_printf(_("公用 vars.%s"), var->name);
		if (uses_var(report->explanation, i))
			put_program(report, label, var->program, "");
	}
}

void
vet_explanation_print(const VetExplanation *explanation, gboolean findings, VetTerminal *terminal)
{
	Report report = {explanation, NULL, terminal};
	const VetRule *rule = explanation->rule;
	vet_terminal_print(terminal, VET_PAINT_BOLD, "%s  %s", rule->id, rule->title);
	vet_terminal_print(terminal, VET_PAINT_PLAIN, _("  %s  %s:%u\n申报：%s\n"), rule->basis,
			   rule->file, rule->line, explanation->submission);
	put_vars(&report);
	put_named(&report, _("对其中每一个"), rule->loops, _("没有到这一步"));
	for (guint i = 0; i < explanation->elements->len; i++) {
		report.element = explanation->elements->pdata[i];
		if (!findings || report.element->message)
			put_element(&report, i);
	}
	if (!explanation->elements->len)
		vet_terminal_put(terminal, VET_PAINT_PLAIN, _("\n没有元素，规则不适用。\n"));
	if (explanation->n_left_out)
		vet_terminal_print(terminal, VET_PAINT_DIM, _("\n另有 %u 个元素没有列出。\n"),
				   explanation->n_left_out);
}
