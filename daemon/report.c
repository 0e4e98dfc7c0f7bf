/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/report.h"

#include <string.h>

/* Columns that an outcome's word takes, with the gap behind it. */
#define OUTCOME_COLUMNS 14
#define MARGIN 2

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

/* NULL-safe: an absent list is an empty one. */
static guint
length_of(JsonObject *object, const char *name, JsonArray **ret_array)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;
	if (!node || !JSON_NODE_HOLDS_ARRAY(node))
		return 0;
	*ret_array = json_node_get_array(node);
	return json_array_get_length(*ret_array);
}

/* A fact is {"value","evidence"}; a part of one may be bare. */
static const char *
fact_text(JsonObject *facts, const char *name)
{
	JsonObject *fact = object_of(facts, name);
	return fact ? text_of(fact, "value") : text_of(facts, name);
}

/* --- head
 * ------------------------------------------------------------------------------------------- */

static void
print_head(VetTerminal *terminal, JsonObject *result)
{
	JsonObject *submission = object_of(result, "submission");
	const char *verdict = text_of(result, "verdict");
	vet_terminal_put(terminal, VET_PAINT_BOLD, text_of(submission, "id"));
	vet_terminal_print(terminal, VET_PAINT_DIM, "  version %" G_GINT64_FORMAT "  ",
			   number_of(submission, "version"));
	vet_terminal_print(terminal, vet_terminal_paint_of(verdict), "%s\n", verdict);

	JsonObject *facts = object_of(result, "facts");
	g_autoptr(GString) line = g_string_new(fact_text(facts, "project_name"));
	if (*fact_text(facts, "track"))
		g_string_append_printf(line, "  ·  %s", fact_text(facts, "track"));
	JsonArray *units = NULL;
	guint n_units = length_of(facts, "units", &units);
	for (guint i = 0; i < n_units; i++) {
		JsonObject *unit = json_array_get_object_element(units, i);
		g_string_append_printf(line, "%s%s", i ? "、" : "  ·  ", fact_text(unit, "name"));
	}
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "%*s", MARGIN, "");
	vet_terminal_wrap(terminal, VET_PAINT_PLAIN, line->str, MARGIN);

	JsonObject *pack = object_of(result, "pack");
	vet_terminal_print(terminal, VET_PAINT_DIM, "%*sreceived %s  ·  %s %s\n", MARGIN, "",
			   text_of(submission, "received_at"), text_of(pack, "id"),
			   text_of(pack, "version"));
}

/* --- findings
 * --------------------------------------------------------------------------------------- */

static void
print_evidence(VetTerminal *terminal, JsonObject *evidence)
{
	gint64 page = number_of(evidence, "page");
	const char *source = text_of(evidence, "source");
	g_autoptr(GString) line = g_string_new(text_of(evidence, "document"));
	if (page > 0)
		g_string_append_printf(line, " p. %" G_GINT64_FORMAT, page);
	if (*source && !g_str_equal(source, "text"))
		g_string_append_printf(line, " (%s)", source);
	if (*text_of(evidence, "quote"))
		g_string_append_printf(line, "  “%s”", text_of(evidence, "quote"));
	vet_terminal_print(terminal, VET_PAINT_DIM, "%*s→ ", MARGIN + OUTCOME_COLUMNS, "");
	vet_terminal_wrap(terminal, VET_PAINT_DIM, line->str, MARGIN + OUTCOME_COLUMNS + 2);
}

static void
print_finding(VetTerminal *terminal, JsonObject *finding)
{
	const char *outcome = text_of(finding, "outcome");
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "\n%*s", MARGIN, "");
	vet_terminal_pad(terminal, vet_terminal_paint_of(outcome), outcome, OUTCOME_COLUMNS);
	vet_terminal_put(terminal, VET_PAINT_BOLD, text_of(finding, "rule"));
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "  %s", text_of(finding, "title"));
	vet_terminal_print(terminal, VET_PAINT_DIM, "  %s\n", text_of(finding, "basis"));
	const struct {
		const char *name;
		const char *lead;
	} parts[] = {{"message", ""}, {"advice", "补正："}};
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (!*text_of(finding, parts[i].name))
			continue;
		g_autofree char *text =
			g_strconcat(parts[i].lead, text_of(finding, parts[i].name), NULL);
		vet_terminal_print(terminal, VET_PAINT_PLAIN, "%*s", MARGIN + OUTCOME_COLUMNS, "");
		vet_terminal_wrap(terminal, VET_PAINT_PLAIN, text, MARGIN + OUTCOME_COLUMNS);
	}
	JsonArray *evidence = NULL;
	guint n_evidence = length_of(finding, "evidence", &evidence);
	for (guint i = 0; i < n_evidence; i++)
		print_evidence(terminal, json_array_get_object_element(evidence, i));
}

/* --- what was not checked
 * --------------------------------------------------------------------------- */

/* The reason a document's text is not, or not wholly, in the facts; NULL when it is. */
static const char *
reason_unread(JsonObject *document)
{
	if (!g_str_equal(text_of(document, "status"), "ok"))
		return *text_of(document, "reason") ? text_of(document, "reason") : "not read";
	gint64 pages = number_of(document, "pages");
	if (pages > 0 && g_str_equal(text_of(document, "text_source"), "none"))
		return "no text in it: a picture or a scan";
	return NULL;
}

static void
print_gap(VetTerminal *terminal, gboolean *first, const char *word, const char *name,
	  const char *reason)
{
	if (*first)
		vet_terminal_print(terminal, VET_PAINT_BOLD, "\n%*snot checked\n", MARGIN, "");
	*first = FALSE;
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "%*s", MARGIN, "");
	vet_terminal_pad(terminal, vet_terminal_paint_of(word), word, OUTCOME_COLUMNS);
	g_autofree char *text = g_strdup_printf("%s%s%s", name, *reason ? ": " : "", reason);
	vet_terminal_wrap(terminal, VET_PAINT_PLAIN, text, MARGIN + OUTCOME_COLUMNS);
}

static void
print_gaps(VetTerminal *terminal, JsonObject *result)
{
	gboolean first = TRUE;
	JsonArray *documents = NULL, *rules = NULL;
	guint n_documents = length_of(result, "documents", &documents);
	for (guint i = 0; i < n_documents; i++) {
		JsonObject *document = json_array_get_object_element(documents, i);
		const char *reason = reason_unread(document);
		if (reason)
			print_gap(terminal, &first, text_of(document, "status"),
				  text_of(document, "path"), reason);
	}
	guint n_rules = length_of(object_of(result, "coverage"), "rules", &rules);
	for (guint i = 0; i < n_rules; i++) {
		JsonObject *rule = json_array_get_object_element(rules, i);
		if (g_str_equal(text_of(rule, "outcome"), "undetermined"))
			print_gap(terminal, &first, "undetermined", text_of(rule, "rule"), "");
	}
}

static void
print_coverage(VetTerminal *terminal, JsonObject *result)
{
	JsonObject *coverage = object_of(result, "coverage");
	JsonArray *rules = NULL;
	guint n_rules = length_of(coverage, "rules", &rules), evaluated = 0;
	for (guint i = 0; i < n_rules; i++) {
		JsonObject *rule = json_array_get_object_element(rules, i);
		evaluated += number_of(rule, "evaluated") > 0;
	}
	if (!coverage)
		return;
	vet_terminal_print(terminal, VET_PAINT_DIM,
			   "\n%*slooked at %" G_GINT64_FORMAT " documents, %" G_GINT64_FORMAT
			   " pages; %u of %u rules applied\n",
			   MARGIN, "", number_of(coverage, "documents"),
			   number_of(coverage, "pages"), evaluated, n_rules);
}

void
vet_report_print(VetTerminal *terminal, JsonObject *result)
{
	print_head(terminal, result);
	JsonArray *findings = NULL;
	guint n_findings = length_of(result, "findings", &findings);
	for (guint i = 0; i < n_findings; i++)
		print_finding(terminal, json_array_get_object_element(findings, i));
	if (n_findings == 0)
		vet_terminal_print(terminal, VET_PAINT_GREEN, "\n%*sno findings\n", MARGIN, "");
	print_gaps(terminal, result);
	print_coverage(terminal, result);
}
