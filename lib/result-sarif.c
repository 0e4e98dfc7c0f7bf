/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Results as SARIF 2.1.0, for tools that show findings of many programs. */

#include "lib/result.h"
#include "lib/json-writer.h"

#include <string.h>

#define SCHEMA_URI "https://json.schemastore.org/sarif-2.1.0.json"
#define FINGERPRINT "vetFinding/v1"

static const char *const levels[] = {
	[VET_OUTCOME_NOT_APPLICABLE] = "none",
	[VET_OUTCOME_PASS] = "none",
	[VET_OUTCOME_NOTE] = "note",
	[VET_OUTCOME_WAIVED] = "note",
	[VET_OUTCOME_UNDETERMINED] = "warning",
	[VET_OUTCOME_REVIEW] = "warning",
	[VET_OUTCOME_REJECT] = "error",
};

/* the findings of all results, and which rules they are of */
typedef struct {
	VetJsonWriter *writer;
	GHashTable *indexes; /* rule id → number + 1 in `rules` */
	GPtrArray *rules;    /* of VetFinding, the first of each rule */
} Sarif;

static void
put_text(VetJsonWriter *writer, const char *name, const char *text)
{
	vet_json_writer_name(writer, name);
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_masked(writer, "text", text);
	vet_json_writer_end_object(writer);
}

static void
collect_rules(Sarif *sarif, const GPtrArray *results)
{
	for (guint i = 0; i < results->len; i++) {
		const VetResult *result = results->pdata[i];
		const GPtrArray *findings = result->screening->findings;
		for (guint j = 0; j < findings->len; j++) {
			VetFinding *finding = findings->pdata[j];
			if (g_hash_table_contains(sarif->indexes, finding->rule))
				continue;
			g_ptr_array_add(sarif->rules, finding);
			g_hash_table_insert(sarif->indexes, finding->rule,
					    GUINT_TO_POINTER(sarif->rules->len));
		}
	}
}

static void
write_driver(const Sarif *sarif)
{
	VetJsonWriter *writer = sarif->writer;
	vet_json_writer_name(writer, "tool");
	vet_json_writer_begin_object(writer);
	vet_json_writer_name(writer, "driver");
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "name", "vetd");
	vet_json_writer_put_string(writer, "version", VET_VERSION);
	vet_json_writer_name(writer, "rules");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < sarif->rules->len; i++) {
		const VetFinding *finding = sarif->rules->pdata[i];
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_string(writer, "id", finding->rule);
		put_text(writer, "shortDescription", finding->title);
		put_text(writer, "fullDescription", finding->basis);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
	vet_json_writer_end_object(writer);
	vet_json_writer_end_object(writer);
}

/* a file of the submission has an address; a row of a list has only a name */
static void
write_place(VetJsonWriter *writer, const VetResult *result, const VetEvidence *evidence)
{
	gboolean is_row =
		evidence->source == VET_EVIDENCE_LIST || evidence->source == VET_EVIDENCE_REGISTRY;
	if (is_row) {
		vet_json_writer_name(writer, "logicalLocations");
		vet_json_writer_begin_array(writer);
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_string(writer, "fullyQualifiedName", evidence->document);
		vet_json_writer_put_string(writer, "kind", "row");
		vet_json_writer_end_object(writer);
		vet_json_writer_end_array(writer);
		return;
	}
	g_autofree char *path = g_build_path("/", result->path, evidence->document, NULL);
	g_autofree char *uri = g_uri_escape_string(path, "/", FALSE);
	vet_json_writer_name(writer, "physicalLocation");
	vet_json_writer_begin_object(writer);
	vet_json_writer_name(writer, "artifactLocation");
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "uri", uri);
	vet_json_writer_end_object(writer);
	vet_json_writer_end_object(writer);
}

/* SARIF's regions are lines of text; pages of a paper go into the message and the properties */
static void
write_location(VetJsonWriter *writer, const VetResult *result, const VetEvidence *evidence)
{
	g_autofree char *page =
		evidence->page ? g_strdup_printf("第%u页", evidence->page) : g_strdup("");
	g_autofree char *message = *evidence->quote
					   ? g_strdup_printf("%s「%s」", page, evidence->quote)
					   : g_strdup(page);
	vet_json_writer_begin_object(writer);
	write_place(writer, result, evidence);
	if (*message)
		put_text(writer, "message", message);
	vet_json_writer_name(writer, "properties");
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_int(writer, "page", evidence->page);
	vet_json_writer_put_string(writer, "source", vet_evidence_source_name(evidence->source));
	vet_json_writer_end_object(writer);
	vet_json_writer_end_object(writer);
}

static void
write_suppression(VetJsonWriter *writer, const VetFinding *finding)
{
	if (finding->outcome != VET_OUTCOME_WAIVED)
		return;
	vet_json_writer_name(writer, "suppressions");
	vet_json_writer_begin_array(writer);
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "kind", "external");
	vet_json_writer_put_masked(writer, "justification", finding->message);
	vet_json_writer_end_object(writer);
	vet_json_writer_end_array(writer);
}

static void
write_finding(const Sarif *sarif, const VetResult *result, const VetFinding *finding)
{
	VetJsonWriter *writer = sarif->writer;
	gpointer index = g_hash_table_lookup(sarif->indexes, finding->rule);
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "ruleId", finding->rule);
	vet_json_writer_put_int(writer, "ruleIndex", GPOINTER_TO_UINT(index) - 1);
	vet_json_writer_put_string(writer, "level", levels[finding->outcome]);
	put_text(writer, "message", *finding->message ? finding->message : finding->title);
	vet_json_writer_name(writer, "locations");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < finding->evidence->len; i++)
		write_location(writer, result, finding->evidence->pdata[i]);
	vet_json_writer_end_array(writer);
	write_suppression(writer, finding);
	vet_json_writer_name(writer, "partialFingerprints");
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, FINGERPRINT, finding->id);
	vet_json_writer_end_object(writer);
	vet_json_writer_name(writer, "properties");
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "submission", result->id);
	vet_json_writer_put_string(writer, "outcome", vet_outcome_name(finding->outcome));
	vet_json_writer_put_masked(writer, "advice", finding->advice);
	vet_json_writer_end_object(writer);
	vet_json_writer_end_object(writer);
}

static void
write_run(Sarif *sarif, const GPtrArray *results)
{
	vet_json_writer_begin_object(sarif->writer);
	write_driver(sarif);
	vet_json_writer_name(sarif->writer, "results");
	vet_json_writer_begin_array(sarif->writer);
	for (guint i = 0; i < results->len; i++) {
		const VetResult *result = results->pdata[i];
		for (guint j = 0; j < result->screening->findings->len; j++)
			write_finding(sarif, result, result->screening->findings->pdata[j]);
	}
	vet_json_writer_end_array(sarif->writer);
	vet_json_writer_end_object(sarif->writer);
}

char *
vet_result_to_sarif(const GPtrArray *results)
{
	g_autoptr(GHashTable) indexes = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) rules = g_ptr_array_new();
	Sarif sarif = {vet_json_writer_new(), indexes, rules};
	collect_rules(&sarif, results);
	vet_json_writer_begin_object(sarif.writer);
	vet_json_writer_put_string(sarif.writer, "$schema", SCHEMA_URI);
	vet_json_writer_put_string(sarif.writer, "version", "2.1.0");
	vet_json_writer_name(sarif.writer, "runs");
	vet_json_writer_begin_array(sarif.writer);
	write_run(&sarif, results);
	vet_json_writer_end_array(sarif.writer);
	vet_json_writer_end_object(sarif.writer);
	return vet_json_writer_finish(sarif.writer);
}
