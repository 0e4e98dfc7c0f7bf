/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A result as a person reads it in a terminal. */

#include "lib/result.h"
#include "lib/ident.h"
#include "lib/text.h"

#include <string.h>

#define MARGIN 2
#define MIN_COLUMNS 40
#define MAX_EVIDENCE 6

typedef enum {
	PAINT_PLAIN,
	PAINT_BOLD,
	PAINT_DIM,
	PAINT_RED,
	PAINT_YELLOW,
	PAINT_GREEN,
	PAINT_CYAN,
} Paint;

static const char *const paints[] = {
	[PAINT_PLAIN] = "",        [PAINT_BOLD] = "\033[1m",    [PAINT_DIM] = "\033[2m",
	[PAINT_RED] = "\033[31m",  [PAINT_YELLOW] = "\033[33m", [PAINT_GREEN] = "\033[32m",
	[PAINT_CYAN] = "\033[36m",
};

/* every word of the report beside the tables below */
#define TEXT_VERSION "第%u版"
#define TEXT_UNITS "参赛单位："
#define TEXT_TRACK "赛道："
#define TEXT_ADVICE "补正："
#define TEXT_PAGE " 第%u页"
#define TEXT_MORE "另有 %u 处"
#define TEXT_UNCHECKED "未能检查"
#define TEXT_RULES_UNCHECKED "规则"
#define TEXT_COVERAGE "共读取 %u 份文件、%u 页、%" G_GUINT64_FORMAT " 字节"
#define TEXT_RULES "；规则 %u 条：通过 %u，有发现 %u，不适用 %u"
#define TEXT_NOTHING "没有发现问题"
#define TEXT_UNREAD "没有读取"
#define TEXT_IMAGE "图像，没有可读的文字"

static const struct {
	VetVerdict verdict;
	const char *title;
	Paint paint;
} verdicts[] = {
	{VET_VERDICT_ELIGIBLE, "符合参赛资格", PAINT_GREEN},
	{VET_VERDICT_NEEDS_REVIEW, "待人工复核", PAINT_YELLOW},
	{VET_VERDICT_INELIGIBLE, "不符合参赛资格", PAINT_RED},
};

static const struct {
	VetOutcome outcome;
	const char *title;
	Paint paint;
} groups[] = {
	{VET_OUTCOME_REJECT, "不符合", PAINT_RED},
	{VET_OUTCOME_REVIEW, "需复核", PAINT_YELLOW},
	{VET_OUTCOME_UNDETERMINED, "无法判定", PAINT_YELLOW},
	{VET_OUTCOME_WAIVED, "已豁免", PAINT_CYAN},
	{VET_OUTCOME_NOTE, "提示", PAINT_CYAN},
};

typedef struct {
	GString *text;
	gboolean color;
	guint columns;
} Report;

/* --- lines ----------------------------------------------------------------- */

static void
put(Report *report, Paint paint, const char *text)
{
	gboolean painted = report->color && *paints[paint];
	g_string_append_printf(report->text, "%s%s%s", painted ? paints[paint] : "", text,
			       painted ? "\033[0m" : "");
}

/* the bytes of `text` that fit into `width` columns, at least one character */
static gsize
fitting(const char *text, guint width)
{
	guint used = 0;
	const char *at = text;
	while (*at && *at != '\n') {
		gunichar character = g_utf8_get_char(at);
		guint wide = g_unichar_iswide(character) ? 2 : !g_unichar_iszerowidth(character);
		if (used + wide > width && at > text)
			break;
		used += wide;
		at = g_utf8_next_char(at);
	}
	return at - text;
}

/* a paragraph with an indent; masked and without control characters, for it quotes strangers */
static void
put_wrapped(Report *report, Paint paint, guint indent, const char *text)
{
	g_autofree char *masked = vet_mask_personal_numbers(text);
	for (char *at = masked; *at; at++)
		if ((guchar)*at < 0x20 || *at == 0x7f)
			*at = ' ';
	guint columns = report->columns ? MAX(report->columns, MIN_COLUMNS) : G_MAXUINT;
	for (const char *rest = g_strstrip(masked); *rest;) {
		gsize length = fitting(rest, columns - indent);
		g_autofree char *line = g_strndup(rest, length);
		g_string_append_printf(report->text, "%*s", (int)indent, "");
		put(report, paint, line);
		g_string_append_c(report->text, '\n');
		rest += length;
		rest += strspn(rest, " ");
	}
}

/* --- head ------------------------------------------------------------------ */

static char *
text_of(CelValue map, const char *key)
{
	CelValue value;
	gboolean found = cel_map_get(map, key, &value);
	return g_strdup(found && value.kind == CEL_STRING ? value.text : "");
}

static char *
names_of_units(const VetFacts *facts)
{
	CelValue units;
	GString *names = g_string_new(NULL);
	if (vet_facts_get(facts, "units", &units) && units.kind == CEL_LIST)
		for (gsize i = 0; i < units.list->length; i++) {
			g_autofree char *name = text_of(units.list->items[i], "name");
			g_string_append_printf(names, "%s%s", i ? "、" : "", name);
		}
	return g_string_free(names, FALSE);
}

static void
put_head(Report *report, const VetResult *result)
{
	CelValue submission = cel_null();
	if (result->facts)
		vet_facts_get(result->facts, "submission", &submission);
	g_autofree char *project = text_of(submission, "project_name");
	g_autofree char *track = text_of(submission, "track");
	g_autofree char *units = result->facts ? names_of_units(result->facts) : g_strdup("");
	g_autofree char *version = g_strdup_printf(TEXT_VERSION, result->version);
	g_autofree char *subject = g_strconcat(project, *project ? "  " : "", version, NULL);
	put(report, PAINT_BOLD, result->id);
	g_string_append(report->text, "  ");
	put(report, verdicts[result->verdict].paint, verdicts[result->verdict].title);
	g_string_append_c(report->text, '\n');
	put_wrapped(report, PAINT_PLAIN, MARGIN, subject);
	g_autofree char *team =
		g_strconcat(TEXT_UNITS, units, "  ", *track ? TEXT_TRACK : "", track, NULL);
	if (*units)
		put_wrapped(report, PAINT_DIM, MARGIN, team);
}

/* --- findings -------------------------------------------------------------- */

static void
put_evidence(Report *report, const VetEvidence *evidence)
{
	g_autoptr(GString) line = g_string_new(evidence->document);
	if (evidence->page)
		g_string_append_printf(line, TEXT_PAGE, evidence->page);
	if (*evidence->quote)
		g_string_append_printf(line, " 「%s」", evidence->quote);
	put_wrapped(report, PAINT_DIM, 3 * MARGIN, line->str);
}

static void
put_finding(Report *report, const VetFinding *finding, Paint paint)
{
	g_autofree char *head =
		g_strdup_printf("%s  [%s]  %s", finding->title, finding->rule, finding->basis);
	put_wrapped(report, paint, MARGIN, head);
	put_wrapped(report, PAINT_PLAIN, 2 * MARGIN, finding->message);
	g_autofree char *advice = g_strconcat(TEXT_ADVICE, finding->advice, NULL);
	if (*finding->advice)
		put_wrapped(report, PAINT_PLAIN, 2 * MARGIN, advice);
	guint shown = MIN(finding->evidence->len, MAX_EVIDENCE);
	for (guint i = 0; i < shown; i++)
		put_evidence(report, finding->evidence->pdata[i]);
	g_autofree char *more = g_strdup_printf(TEXT_MORE, finding->evidence->len - shown);
	if (finding->evidence->len > shown)
		put_wrapped(report, PAINT_DIM, 3 * MARGIN, more);
}

static guint
put_group(Report *report, const GPtrArray *findings, guint group)
{
	guint count = 0;
	for (guint i = 0; i < findings->len; i++) {
		const VetFinding *finding = findings->pdata[i];
		count += finding->outcome == groups[group].outcome;
	}
	if (!count)
		return 0;
	g_autofree char *head = g_strdup_printf("%s（%u）", groups[group].title, count);
	g_string_append_c(report->text, '\n');
	put(report, PAINT_BOLD, head);
	g_string_append_c(report->text, '\n');
	for (guint i = 0; i < findings->len; i++) {
		const VetFinding *finding = findings->pdata[i];
		if (finding->outcome == groups[group].outcome)
			put_finding(report, finding, groups[group].paint);
	}
	return count;
}

/* --- what was not checked -------------------------------------------------- */

/* NULL when all of its text was read */
static const char *
reason_unread(const VetDocument *document)
{
	if (document->status != VET_STATUS_OK)
		return document->reason ? document->reason : TEXT_UNREAD;
	gboolean has_pages = document->content->pages->len > 0;
	return has_pages && vet_content_source(document->content) == VET_TEXT_NONE ? TEXT_IMAGE
										   : NULL;
}

static void
put_unchecked_line(Report *report, gboolean *ret_begun, const char *what, const char *why)
{
	if (!*ret_begun) {
		g_string_append_c(report->text, '\n');
		put(report, PAINT_BOLD, TEXT_UNCHECKED);
		g_string_append_c(report->text, '\n');
	}
	*ret_begun = TRUE;
	g_autofree char *line = g_strdup_printf("%s：%s", what, why);
	put_wrapped(report, PAINT_YELLOW, MARGIN, line);
}

/* "失信名单、重复报名": their findings stand above, here is only which */
static char *
undetermined_titles(const GPtrArray *findings)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GString *titles = g_string_new(NULL);
	for (guint i = 0; i < findings->len; i++) {
		const VetFinding *finding = findings->pdata[i];
		if (finding->outcome == VET_OUTCOME_UNDETERMINED &&
		    g_hash_table_add(seen, finding->title))
			g_string_append_printf(titles, "%s%s", titles->len ? "、" : "",
					       finding->title);
	}
	return g_string_free(titles, FALSE);
}

static void
put_unchecked(Report *report, const VetResult *result)
{
	gboolean begun = FALSE;
	g_autofree char *rules = undetermined_titles(result->screening->findings);
	if (*rules)
		put_unchecked_line(report, &begun, TEXT_RULES_UNCHECKED, rules);
	for (guint i = 0; i < result->documents->len; i++) {
		const VetDocument *document = result->documents->pdata[i];
		const char *reason = reason_unread(document);
		if (reason)
			put_unchecked_line(report, &begun, document->path, reason);
	}
}

static void
put_coverage(Report *report, const VetResult *result)
{
	guint pages = 0, passed = 0, idle = 0;
	guint64 bytes = 0;
	const GPtrArray *coverage = result->screening->coverage;
	for (guint i = 0; i < result->documents->len; i++) {
		const VetDocument *document = result->documents->pdata[i];
		pages += document->content->pages->len;
		bytes += document->size;
	}
	for (guint i = 0; i < coverage->len; i++) {
		const VetRuleCoverage *row = coverage->pdata[i];
		passed += row->outcome == VET_OUTCOME_PASS;
		idle += row->outcome == VET_OUTCOME_NOT_APPLICABLE;
	}
	g_autoptr(GString) line = g_string_new(NULL);
	g_string_append_printf(line, TEXT_COVERAGE, result->documents->len, pages, bytes);
	g_string_append_printf(line, TEXT_RULES, coverage->len, passed,
			       coverage->len - passed - idle, idle);
	g_string_append_c(report->text, '\n');
	put_wrapped(report, PAINT_DIM, 0, line->str);
}

char *
vet_result_to_text(const VetResult *result, gboolean color, guint columns)
{
	Report report = {g_string_new(NULL), color, columns};
	guint count = 0;
	put_head(&report, result);
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		count += put_group(&report, result->screening->findings, i);
	if (!count) {
		g_string_append_c(report.text, '\n');
		put(&report, PAINT_GREEN, TEXT_NOTHING);
		g_string_append_c(report.text, '\n');
	}
	put_unchecked(&report, result);
	put_coverage(&report, result);
	return g_string_free(report.text, FALSE);
}
