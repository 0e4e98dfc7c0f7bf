/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A result as a person reads it in a terminal. */

#include "lib/result.h"

#include <inttypes.h>
#include <string.h>

#include "lib/ident.h"
#include "lib/text.h"
#include "lib/words.h"

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
#define TEXT_VERSION _("第%" PRId64 "版")
#define TEXT_UNITS _("参赛单位：")
#define TEXT_TRACK _("赛道：")
#define TEXT_ADVICE _("补正：")
#define TEXT_PAGE _(" 第%" PRId64 "页")
#define TEXT_MORE _("另有 %u 处")
#define TEXT_UNCHECKED _("未能检查")
#define TEXT_RULES_UNCHECKED _("规则")
#define TEXT_COVERAGE _("共读取 %" PRId64 " 份文件、%" PRId64 " 页、%" PRId64 " 字节")
#define TEXT_RULES _("；规则 %u 条：通过 %u，有发现 %u，不适用 %u")
#define TEXT_UNKNOWN_VERDICT _("没有结论")
#define TEXT_NOTHING _("没有发现问题")
#define TEXT_UNREAD _("没有读取")
#define TEXT_IMAGE _("图像，没有可读的文字")
#define TEXT_QUOTE _(" 「%s」")
#define TEXT_COMMA _("、")
#define TEXT_GROUP _("%s（%u）")
#define TEXT_REASON _("%s：%s")

static const struct {
	const char *verdict;
	const char *title;
	Paint paint;
} verdicts[] = {
	{"eligible", N_("符合参赛资格"), PAINT_GREEN},
	{"needs_review", N_("待人工复核"), PAINT_YELLOW},
	{"ineligible", N_("不符合参赛资格"), PAINT_RED},
};

static const struct {
	const char *outcome;
	const char *title;
	Paint paint;
} groups[] = {
	{"reject", N_("不符合"), PAINT_RED},
	{"review", N_("需复核"), PAINT_YELLOW},
	{"undetermined", N_("无法判定"), PAINT_YELLOW},
	{"waived", N_("已豁免"), PAINT_CYAN},
	{"note", N_("提示"), PAINT_CYAN},
};

typedef struct {
	GString *text;
	gboolean color;
	guint columns;
} Report;

/* --- members of the result; what is absent or of another type is empty --- */

static const char *
text_of(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;
	const char *text = node && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_string(node) : NULL;
	return text ? text : "";
}

static gint64
number_of(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;
	return node && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_int(node) : 0;
}

static JsonObject *
object_of(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;
	return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static guint
length_of(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;
	return node && JSON_NODE_HOLDS_ARRAY(node)
		       ? json_array_get_length(json_node_get_array(node))
		       : 0;
}

/* Only below length_of(); NULL when the element is no object. */
static JsonObject *
element_of(JsonObject *object, const char *name, guint index)
{
	JsonNode *node = json_array_get_element(json_object_get_array_member(object, name), index);
	return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

/* A fact is {"value", "evidence"}. */
static const char *
fact_of(JsonObject *facts, const char *name)
{
	return text_of(object_of(facts, name), "value");
}

/* --- lines --- */

static void
put(Report *report, Paint paint, const char *text)
{
	g_autofree char *printable = vet_text_printable(text);
	gboolean painted = report->color && *paints[paint];
	g_string_append_printf(report->text, "%s%s%s", painted ? paints[paint] : "", printable,
			       painted ? "\033[0m" : "");
}

/* The bytes of `text` that fit into `width` columns: up to a space or a wide character, at least
 * one character. */
static gsize
fitting(const char *text, guint width)
{
	guint used = 0;
	const char *at = text, *broken = text;
	for (; *at; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		gboolean wide = g_unichar_iswide(character);
		used += wide ? 2 : !g_unichar_iszerowidth(character);
		if (used > width && at > text)
			return (broken > text ? broken : at) - text;
		if (wide || character == ' ')
			broken = g_utf8_next_char(at);
	}
	return at - text;
}

/* A paragraph with an indent; masked before it is broken into lines. */
static void
put_wrapped(Report *report, Paint paint, guint indent, const char *text)
{
	guint columns = report->columns ? MAX(report->columns, MIN_COLUMNS) : G_MAXUINT;
	g_autofree char *masked = vet_mask_personal_numbers(text);
	g_autofree char *paragraph = vet_text_printable(g_strdelimit(masked, "\t\r\n", ' '));
	g_strstrip(paragraph);
	for (const char *rest = paragraph; *rest;) {
		gsize length = fitting(rest, columns - indent);
		g_autofree char *line = g_strchomp(g_strndup(rest, length));
		g_string_append_printf(report->text, "%*s", (int)indent, "");
		put(report, paint, line);
		g_string_append_c(report->text, '\n');
		rest += length;
		rest += strspn(rest, " ");
	}
}

static void
put_title(Report *report, const char *title)
{
	g_string_append_c(report->text, '\n');
	put(report, PAINT_BOLD, title);
	g_string_append_c(report->text, '\n');
}

/* --- head --- */

static void
put_verdict(Report *report, const char *verdict)
{
	for (guint i = 0; i < G_N_ELEMENTS(verdicts); i++) {
		if (g_str_equal(verdict, verdicts[i].verdict)) {
			put(report, verdicts[i].paint, _(verdicts[i].title));
			return;
		}
	}
	put(report, PAINT_PLAIN, TEXT_UNKNOWN_VERDICT);
}

static void
put_head(Report *report, JsonObject *result)
{
	JsonObject *submission = object_of(result, "submission");
	JsonObject *facts = object_of(result, "facts");
	put(report, PAINT_BOLD, text_of(submission, "id"));
	g_string_append(report->text, "  ");
	put_verdict(report, text_of(result, "verdict"));
	g_string_append_c(report->text, '\n');

	const char *project = fact_of(facts, "project_name");
	g_autofree char *version = g_strdup_printf(TEXT_VERSION, number_of(submission, "version"));
	g_autofree char *subject = g_strconcat(project, *project ? "  " : "", version, NULL);
	put_wrapped(report, PAINT_PLAIN, MARGIN, subject);

	g_autoptr(GString) team = g_string_new(NULL);
	guint n_units = length_of(facts, "units");
	for (guint i = 0; i < n_units; i++)
		g_string_append_printf(team, "%s%s", i ? TEXT_COMMA : TEXT_UNITS,
				       fact_of(element_of(facts, "units", i), "name"));
	if (*fact_of(facts, "track"))
		g_string_append_printf(team, "%s%s%s", n_units ? "  " : "", TEXT_TRACK,
				       fact_of(facts, "track"));
	put_wrapped(report, PAINT_DIM, MARGIN, team->str);
}

/* --- findings --- */

static void
put_evidence(Report *report, JsonObject *evidence)
{
	g_autoptr(GString) line = g_string_new(text_of(evidence, "document"));
	if (number_of(evidence, "page"))
		g_string_append_printf(line, TEXT_PAGE, number_of(evidence, "page"));
	if (*text_of(evidence, "quote"))
		g_string_append_printf(line, TEXT_QUOTE, text_of(evidence, "quote"));
	put_wrapped(report, PAINT_DIM, 3 * MARGIN, line->str);
}

static void
put_finding(Report *report, JsonObject *finding, Paint paint)
{
	g_autofree char *head =
		g_strdup_printf("%s  [%s]  %s", text_of(finding, "title"), text_of(finding, "rule"),
				text_of(finding, "basis"));
	put_wrapped(report, paint, MARGIN, head);
	put_wrapped(report, PAINT_PLAIN, 2 * MARGIN, text_of(finding, "message"));
	g_autofree char *advice = g_strconcat(TEXT_ADVICE, text_of(finding, "advice"), NULL);
	if (*text_of(finding, "advice"))
		put_wrapped(report, PAINT_PLAIN, 2 * MARGIN, advice);
	guint n_evidence = length_of(finding, "evidence");
	guint shown = MIN(n_evidence, MAX_EVIDENCE);
	for (guint i = 0; i < shown; i++)
		put_evidence(report, element_of(finding, "evidence", i));
	g_autofree char *more = g_strdup_printf(TEXT_MORE, n_evidence - shown);
	if (n_evidence > shown)
		put_wrapped(report, PAINT_DIM, 3 * MARGIN, more);
}

static guint
put_group(Report *report, JsonObject *result, guint group)
{
	guint count = 0, length = length_of(result, "findings");
	for (guint i = 0; i < length; i++)
		count += g_str_equal(text_of(element_of(result, "findings", i), "outcome"),
				     groups[group].outcome);
	if (!count)
		return 0;
	g_autofree char *title = g_strdup_printf(TEXT_GROUP, _(groups[group].title), count);
	put_title(report, title);
	for (guint i = 0; i < length; i++) {
		JsonObject *finding = element_of(result, "findings", i);
		if (g_str_equal(text_of(finding, "outcome"), groups[group].outcome))
			put_finding(report, finding, groups[group].paint);
	}
	return count;
}

/* --- what was not checked --- */

/* NULL when all of its text was read. */
static const char *
reason_unread(JsonObject *document)
{
	if (!g_str_equal(text_of(document, "status"), "ok"))
		return *text_of(document, "reason") ? text_of(document, "reason") : TEXT_UNREAD;
	gboolean is_image = number_of(document, "pages") > 0 &&
			    g_str_equal(text_of(document, "text_source"), "none");
	return is_image ? TEXT_IMAGE : NULL;
}

static void
put_unchecked_line(Report *report, gboolean *begun, const char *what, const char *why)
{
	if (!*begun)
		put_title(report, TEXT_UNCHECKED);
	*begun = TRUE;
	g_autofree char *line = g_strdup_printf(TEXT_REASON, what, why);
	put_wrapped(report, PAINT_YELLOW, MARGIN, line);
}

/* "失信名单、重复报名": their findings stand above, here is only which. */
static char *
undetermined_titles(JsonObject *result)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GString *titles = g_string_new(NULL);
	guint length = length_of(result, "findings");
	for (guint i = 0; i < length; i++) {
		JsonObject *finding = element_of(result, "findings", i);
		const char *title = text_of(finding, "title");
		if (g_str_equal(text_of(finding, "outcome"), "undetermined") &&
		    g_hash_table_add(seen, (gpointer)title))
			g_string_append_printf(titles, "%s%s", titles->len ? TEXT_COMMA : "",
					       title);
	}
	return g_string_free(titles, FALSE);
}

static void
put_unchecked(Report *report, JsonObject *result)
{
	gboolean begun = FALSE;
	g_autofree char *rules = undetermined_titles(result);
	if (*rules)
		put_unchecked_line(report, &begun, TEXT_RULES_UNCHECKED, rules);
	guint length = length_of(result, "documents");
	for (guint i = 0; i < length; i++) {
		JsonObject *document = element_of(result, "documents", i);
		const char *reason = reason_unread(document);
		if (reason)
			put_unchecked_line(report, &begun, text_of(document, "path"), reason);
	}
}

static void
put_coverage(Report *report, JsonObject *result)
{
	JsonObject *coverage = object_of(result, "coverage");
	guint passed = 0, idle = 0, length = length_of(coverage, "rules");
	for (guint i = 0; i < length; i++) {
		const char *outcome = text_of(element_of(coverage, "rules", i), "outcome");
		passed += g_str_equal(outcome, "pass");
		idle += g_str_equal(outcome, "not_applicable");
	}
	g_autoptr(GString) line = g_string_new(NULL);
	g_string_append_printf(line, TEXT_COVERAGE, number_of(coverage, "documents"),
			       number_of(coverage, "pages"), number_of(coverage, "bytes"));
	g_string_append_printf(line, TEXT_RULES, length, passed, length - passed - idle, idle);
	g_string_append_c(report->text, '\n');
	put_wrapped(report, PAINT_DIM, 0, line->str);
}

char *
vet_result_json_to_text(JsonObject *result, gboolean color, guint columns)
{
	Report report = {g_string_new(NULL), color, columns};
	guint count = 0;
	put_head(&report, result);
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		count += put_group(&report, result, i);
	if (!count) {
		g_string_append_c(report.text, '\n');
		put_wrapped(&report, PAINT_GREEN, 0, TEXT_NOTHING);
	}
	put_unchecked(&report, result);
	put_coverage(&report, result);
	return g_string_free(report.text, FALSE);
}

char *
vet_result_to_text(const VetResult *result, gboolean color, guint columns)
{
	g_autofree char *json = vet_result_to_json(result);
	g_autoptr(JsonNode) node = json_from_string(json, NULL);
	return vet_result_json_to_text(json_node_get_object(node), color, columns);
}
