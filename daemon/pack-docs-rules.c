/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pack-docs.h"

#include <string.h>

#include "daemon/pack-words.h"

static void
put_expression(VetArticle *article, const VetPack *pack, const char *label,
	       const CelProgram *program)
{
	const char *source = cel_program_source(program);
	g_autofree char *gloss = vet_pack_gloss(pack, source);
	vet_article_code(article, label, source);
	if (!g_str_equal(gloss, source))
		vet_article_text(article, "读作", gloss);
}

static void
put_template(VetArticle *article, const VetPack *pack, const char *label, const VetTemplate *text)
{
	if (!text)
		return;
	g_autofree char *gloss = vet_pack_gloss_template(pack, text);
	vet_article_text(article, label, gloss);
}

/* "团队成员 (members)、…" */
static void
put_evidence(VetArticle *article, const VetPack *pack, const GPtrArray *programs)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; programs && i < programs->len; i++) {
		const char *source = cel_program_source(programs->pdata[i]);
		g_autofree char *gloss = vet_pack_gloss(pack, source);
		g_string_append_printf(text, "%s%s", i ? "；" : "", gloss);
		if (!g_str_equal(gloss, source))
			g_string_append_printf(text, "（%s）", source);
	}
	if (text->len)
		vet_article_text(article, "出示的依据", text->str);
}

/* --- the parts of a rule --- */

static void
put_lets(VetArticle *article, const VetPack *pack, const GPtrArray *lets)
{
	static const char *const headings[] = {"名称", "表达式", "读作", NULL};
	if (!lets->len)
		return;
	vet_article_text(article, "先算出", "");
	vet_article_begin_table(article, headings, 1 | 2);
	for (guint i = 0; i < lets->len; i++) {
		const VetNamedExpression *let = lets->pdata[i];
		const char *source = cel_program_source(let->program);
		g_autofree char *gloss = vet_pack_gloss(pack, source);
		const char *const cells[] = {let->name, source, gloss};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

static void
put_loops(VetArticle *article, const VetPack *pack, const GPtrArray *loops)
{
	for (guint i = 0; i < loops->len; i++) {
		const VetNamedExpression *loop = loops->pdata[i];
		g_autofree char *label = g_strdup_printf("对其中每一个 %s 分别检查", loop->name);
		put_expression(article, pack, label, loop->program);
	}
}

static void
put_case(VetArticle *article, const VetPack *pack, const VetRule *rule, guint number)
{
	const VetCase *one = rule->cases->pdata[number];
	g_autofree char *heading = g_strdup_printf("检查 %u：不满足时“%s”", number + 1,
						   vet_pack_words_outcome(one->on_fail));
	vet_article_heading(article, 4, heading, vet_outcome_name(one->on_fail));
	put_expression(article, pack, "应为真", one->check);
	put_template(article, pack, "提示", one->message ? one->message : rule->message);
	if (one->on_fail != VET_OUTCOME_UNDETERMINED || one->advice)
		put_template(article, pack, "补正", one->advice ? one->advice : rule->advice);
	put_evidence(article, pack, one->evidence ? one->evidence : rule->evidence);
}

/* "不符合、需复核、无法判定": each once, in falling weight */
static char *
outcomes_of(const VetRule *rule)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int outcome = VET_OUTCOME_REJECT; outcome >= VET_OUTCOME_NOTE; outcome--) {
		/* any rule may come to it: facts may be missing */
		gboolean may = outcome == VET_OUTCOME_UNDETERMINED;
		for (guint i = 0; i < rule->cases->len; i++)
			may |= ((VetCase *)rule->cases->pdata[i])->on_fail == (VetOutcome)outcome;
		if (may)
			g_string_append_printf(text, "%s%s", text->len ? "、" : "",
					       vet_pack_words_outcome(outcome));
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
put_rule(VetArticle *article, const VetPack *pack, const VetRule *rule)
{
	g_autofree char *outcomes = outcomes_of(rule);
	vet_article_heading(article, 3, rule->title, rule->id);
	vet_article_text(article, "条款", rule->basis);
	vet_article_text(article, "可能的结论", outcomes);
	put_loops(article, pack, rule->loops);
	if (rule->when)
		put_expression(article, pack, "只在下式为真时适用", rule->when);
	put_lets(article, pack, rule->lets);
	for (guint i = 0; i < rule->cases->len; i++)
		put_case(article, pack, rule, i);
	if (rule->note_when) {
		put_expression(article, pack, "下式为真时，提示后另加一句", rule->note_when);
		put_template(article, pack, "另加", rule->note_text);
	}
	put_template(article, pack, "无法判定时", rule->undetermined_message);
}

static void
put_table(VetArticle *article, const GPtrArray *rules)
{
	static const char *const headings[] = {"规则", "名称", "条款", "可能的结论", NULL};
	vet_article_begin_table(article, headings, 1);
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		g_autofree char *outcomes = outcomes_of(rule);
		const char *const cells[] = {rule->id, rule->title, rule->basis, outcomes};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

/* --- waivers --- */

static void
put_waivers(VetArticle *article, const VetPack *pack, gint64 now)
{
	static const char *const headings[] = {"规则",   "适用于",   "理由",
					       "批准人", "有效期至", NULL};
	const GPtrArray *waivers = vet_pack_waivers(pack);
	vet_article_heading(article, 2, "豁免", NULL);
	if (!waivers->len) {
		vet_article_text(article, NULL, "没有豁免。");
		return;
	}
	vet_article_text(article, NULL, "豁免的发现仍会列出，只是不再影响结论。");
	vet_article_begin_table(article, headings, 1 | 2);
	for (guint i = 0; i < waivers->len; i++) {
		const VetWaiver *waiver = waivers->pdata[i];
		g_autofree char *time = vet_pack_docs_time(waiver->expires.integer);
		g_autofree char *until =
			g_strconcat(time, waiver->expires.integer <= now ? "（已过期）" : "", NULL);
		const char *const cells[] = {waiver->rule, cel_program_source(waiver->match),
					     waiver->reason, waiver->approved_by, until};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

void
vet_pack_docs_rules(VetArticle *article, const VetPack *pack, gint64 now)
{
	const GPtrArray *rules = vet_pack_rules(pack);
	vet_article_heading(article, 2, "规则", NULL);
	vet_article_text(article, NULL,
			 "各项检查依次进行，第一项不满足的就是结论；全部满足即通过。"
			 "“读作”是对表达式的逐词解读，【】中是届时填入的内容，仅供阅读。");
	put_table(article, rules);
	for (guint i = 0; i < rules->len; i++)
		put_rule(article, pack, rules->pdata[i]);
	put_waivers(article, pack, now);
}
