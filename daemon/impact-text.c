/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An impact as a person reads it, and as another program does. */

#include "daemon/columns.h"
#include "daemon/impact.h"
#include "daemon/pack-words.h"
#include "lib/json-writer.h"
#include "lib/words.h"

#define SCHEMA "vet.impact/1"

static const struct {
	const char *sign, *word;
	VetPaint paint;
} kinds[] = {
	[VET_IMPACT_ADDED] = {"+", N_("新增"), VET_PAINT_RED},
	[VET_IMPACT_REMOVED] = {"-", N_("消失"), VET_PAINT_GREEN},
	[VET_IMPACT_OUTCOME] = {"~", N_("结论改变"), VET_PAINT_YELLOW},
	[VET_IMPACT_CONTENT] = {"=", N_("内容改变"), VET_PAINT_DIM},
};

static const char *
verdict_word(VetVerdict verdict)
{
	static const char *const words[] = {
		[VET_VERDICT_ELIGIBLE] = N_("符合参赛资格"),
		[VET_VERDICT_NEEDS_REVIEW] = N_("待人工复核"),
		[VET_VERDICT_INELIGIBLE] = N_("不符合参赛资格"),
	};
	return _(words[verdict]);
}

/* --- text --- */

static void
put_change(const VetImpactChange *change, VetTerminal *terminal)
{
	const char *before = vet_pack_words_outcome(change->before);
	const char *after = vet_pack_words_outcome(change->after);
	vet_terminal_print(terminal, kinds[change->kind].paint, "  %s ", kinds[change->kind].sign);
	if (change->kind == VET_IMPACT_OUTCOME)
		vet_terminal_print(terminal, VET_PAINT_PLAIN, "%s → %s", before, after);
	else
		vet_terminal_put(terminal, VET_PAINT_PLAIN,
				 change->kind == VET_IMPACT_REMOVED ? before : after);
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "  [%s]  %s\n", change->rule,
			   change->message);
	if (change->message_before && !g_str_equal(change->message_before, change->message))
		vet_terminal_print(terminal, VET_PAINT_DIM, _("      原为：%s\n"),
				   change->message_before);
}

static void
put_submission(const VetImpactSubmission *submission, VetTerminal *terminal)
{
	vet_terminal_print(terminal, VET_PAINT_BOLD, "%s", submission->id);
	if (submission->version > 1)
		vet_terminal_print(terminal, VET_PAINT_BOLD, _(" 第%u版"), submission->version);
	vet_terminal_print(terminal, vet_terminal_paint_of(vet_verdict_name(submission->before)),
			   "  %s", verdict_word(submission->before));
	if (submission->before != submission->after)
		vet_terminal_print(terminal,
				   vet_terminal_paint_of(vet_verdict_name(submission->after)),
				   " → %s", verdict_word(submission->after));
	vet_terminal_put(terminal, VET_PAINT_PLAIN, "\n");
	for (guint i = 0; i < submission->changes->len; i++)
		put_change(submission->changes->pdata[i], terminal);
	vet_terminal_put(terminal, VET_PAINT_PLAIN, "\n");
}

static void
put_rules(const VetImpact *impact, VetTerminal *terminal)
{
	static const char *const titles[] = {
		N_("规则"),     N_("新增"),     N_("消失"), N_("结论改变"),
		N_("内容改变"), N_("涉及申报"), NULL};
	g_autoptr(VetColumns) columns = vet_columns_new(titles);
	for (guint i = 0; i < impact->rules->len; i++) {
		const VetImpactRule *rule = impact->rules->pdata[i];
		vet_columns_add(columns, VET_PAINT_PLAIN, rule->rule);
		for (guint kind = 0; kind < VET_N_IMPACT_KINDS; kind++)
			vet_columns_add_number(columns, rule->counts[kind]);
		vet_columns_add_number(columns, rule->submissions);
	}
	if (impact->rules->len)
		vet_columns_print(columns, terminal);
}

static void
put_verdicts(const VetImpact *impact, VetTerminal *terminal)
{
	for (guint before = 0; before < G_N_ELEMENTS(impact->verdicts); before++)
		for (guint after = 0; after < G_N_ELEMENTS(impact->verdicts[0]); after++)
			if (impact->verdicts[before][after])
				vet_terminal_print(terminal, VET_PAINT_PLAIN, _("%s → %s：%u 份\n"),
						   verdict_word(before), verdict_word(after),
						   impact->verdicts[before][after]);
}

void
vet_impact_print(const VetImpact *impact, VetTerminal *terminal)
{
	vet_terminal_print(terminal, VET_PAINT_BOLD, "%s → %s\n\n", impact->before, impact->after);
	for (guint i = 0; i < impact->submissions->len; i++)
		put_submission(impact->submissions->pdata[i], terminal);
	put_rules(impact, terminal);
	put_verdicts(impact, terminal);
	vet_terminal_print(terminal, VET_PAINT_BOLD,
			   _("共比较 %u 份申报：%u 份的发现有变化，其中 %u 份的总结论改变"),
			   impact->n_compared, impact->submissions->len, impact->n_verdicts);
	if (impact->failures->len)
		vet_terminal_print(terminal, VET_PAINT_RED, _("；%u 份未能比较"),
				   impact->failures->len);
	vet_terminal_put(terminal, VET_PAINT_PLAIN, "\n");
}

/* --- JSON --- */

static void
write_change(VetJsonWriter *writer, const VetImpactChange *change)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "change", vet_impact_kind_name(change->kind));
	vet_json_writer_put_string(writer, "rule", change->rule);
	vet_json_writer_put_string(
		writer, "before",
		change->kind == VET_IMPACT_ADDED ? NULL : vet_outcome_name(change->before));
	vet_json_writer_put_string(
		writer, "after",
		change->kind == VET_IMPACT_REMOVED ? NULL : vet_outcome_name(change->after));
	vet_json_writer_put_masked(writer, "message", change->message);
	vet_json_writer_put_masked(writer, "message_before", change->message_before);
	vet_json_writer_end_object(writer);
}

static void
write_submissions(VetJsonWriter *writer, const VetImpact *impact)
{
	vet_json_writer_name(writer, "submissions");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < impact->submissions->len; i++) {
		const VetImpactSubmission *submission = impact->submissions->pdata[i];
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_string(writer, "id", submission->id);
		vet_json_writer_put_int(writer, "version", submission->version);
		vet_json_writer_put_string(writer, "verdict_before",
					   vet_verdict_name(submission->before));
		vet_json_writer_put_string(writer, "verdict_after",
					   vet_verdict_name(submission->after));
		vet_json_writer_name(writer, "changes");
		vet_json_writer_begin_array(writer);
		for (guint j = 0; j < submission->changes->len; j++)
			write_change(writer, submission->changes->pdata[j]);
		vet_json_writer_end_array(writer);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

static void
write_rules(VetJsonWriter *writer, const VetImpact *impact)
{
	vet_json_writer_name(writer, "rules");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < impact->rules->len; i++) {
		const VetImpactRule *rule = impact->rules->pdata[i];
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_string(writer, "rule", rule->rule);
		for (guint kind = 0; kind < VET_N_IMPACT_KINDS; kind++)
			vet_json_writer_put_int(writer, vet_impact_kind_name(kind),
						rule->counts[kind]);
		vet_json_writer_put_int(writer, "submissions", rule->submissions);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

char *
vet_impact_to_json(const VetImpact *impact)
{
	VetJsonWriter *writer = vet_json_writer_new();
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "schema", SCHEMA);
	vet_json_writer_put_string(writer, "before", impact->before);
	vet_json_writer_put_string(writer, "after", impact->after);
	vet_json_writer_put_int(writer, "compared", impact->n_compared);
	vet_json_writer_put_int(writer, "verdicts_changed", impact->n_verdicts);
	write_rules(writer, impact);
	write_submissions(writer, impact);
	vet_json_writer_name(writer, "not_compared");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < impact->failures->len; i++)
		vet_json_writer_string(writer, impact->failures->pdata[i]);
	vet_json_writer_end_array(writer);
	vet_json_writer_end_object(writer);
	return vet_json_writer_finish(writer);
}
