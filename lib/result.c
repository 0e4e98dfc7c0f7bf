/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/result.h"
#include "lib/ident.h"
#include "lib/json-writer.h"

#include <string.h>

#define SCHEMA "vet.result/1"
#define MAX_DEPTH 16
#define ZONE "+08:00" /* a contest in China: its clerks read its time */
#define BOX_DECIMALS 2
#define CONFIDENCE_DECIMALS 4

void
vet_result_free(VetResult *result)
{
	if (!result)
		return;
	g_free(result->id);
	g_free(result->path);
	g_free(result->sha256);
	g_free(result->pack_id);
	g_free(result->pack_version);
	g_free(result->pack_sha256);
	g_free(result->language);
	g_strfreev(result->lists);
	if (result->documents)
		g_ptr_array_unref(result->documents);
	vet_facts_free(result->facts);
	vet_screening_free(result->screening);
	vet_peers_free(result->peers);
	g_free(result);
}

/* --- leaves --- */

static void
write_time(VetJsonWriter *writer, gint64 seconds)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(ZONE);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(seconds);
	g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
	g_autofree char *text = local ? g_date_time_format(local, "%Y-%m-%dT%H:%M:%S" ZONE) : NULL;
	vet_json_writer_string(writer, text);
}

static void
put_time(VetJsonWriter *writer, const char *name, gint64 seconds)
{
	vet_json_writer_name(writer, name);
	if (seconds)
		write_time(writer, seconds);
	else
		vet_json_writer_null(writer);
}

static void
write_box(VetJsonWriter *writer, VetBox box)
{
	if (vet_box_is_empty(box)) {
		vet_json_writer_null(writer);
		return;
	}
	const double sides[] = {box.x0, box.y0, box.x1, box.y1};
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < G_N_ELEMENTS(sides); i++)
		vet_json_writer_double(writer, sides[i], BOX_DECIMALS);
	vet_json_writer_end_array(writer);
}

static void
write_evidence(VetJsonWriter *writer, const VetEvidence *evidence)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_masked(writer, "document", evidence->document);
	vet_json_writer_name(writer, "page");
	if (evidence->page)
		vet_json_writer_int(writer, evidence->page);
	else
		vet_json_writer_null(writer);
	vet_json_writer_name(writer, "bbox");
	write_box(writer, evidence->box);
	vet_json_writer_put_masked(writer, "quote", evidence->quote);
	vet_json_writer_put_string(writer, "source", vet_evidence_source_name(evidence->source));
	vet_json_writer_name(writer, "confidence");
	vet_json_writer_double(writer, evidence->confidence, CONFIDENCE_DECIMALS);
	vet_json_writer_end_object(writer);
}

/* --- facts --- */

/* for matching inside only: a keyed hash still says that two persons are one */
static gboolean
is_inner(const char *name)
{
	static const char *const inner[] = {"id_key", NULL};
	return g_strv_contains(inner, name);
}

static void
write_scalar(VetJsonWriter *writer, CelValue value)
{
	g_autofree char *shown = NULL;
	switch (value.kind) {
	case CEL_NULL:
		vet_json_writer_null(writer);
		return;
	case CEL_BOOL:
		vet_json_writer_bool(writer, value.boolean);
		return;
	case CEL_INT:
		vet_json_writer_int(writer, value.integer);
		return;
	case CEL_DOUBLE:
		vet_json_writer_double(writer, value.real, CONFIDENCE_DECIMALS);
		return;
	case CEL_STRING:
		shown = vet_mask_personal_numbers(value.text);
		vet_json_writer_string(writer, shown);
		return;
	case CEL_TIMESTAMP:
		write_time(writer, value.integer);
		return;
	default:
		shown = cel_value_to_display(value);
		vet_json_writer_string(writer, shown);
		return;
	}
}

static void write_map(VetJsonWriter *writer, CelValue map, guint depth);

/* lists and maps nest; every leaf is a value with its evidence */
static void
write_fact(VetJsonWriter *writer, CelValue value, guint depth)
{
	if (depth > MAX_DEPTH) {
		vet_json_writer_null(writer);
		return;
	}
	if (value.kind == CEL_LIST) {
		vet_json_writer_begin_array(writer);
		for (gsize i = 0; i < value.list->length; i++)
			write_fact(writer, value.list->items[i], depth + 1);
		vet_json_writer_end_array(writer);
		return;
	}
	if (value.kind == CEL_MAP) {
		vet_json_writer_begin_object(writer);
		write_map(writer, value, depth);
		vet_json_writer_end_object(writer);
		return;
	}
	vet_json_writer_begin_object(writer);
	vet_json_writer_name(writer, "value");
	write_scalar(writer, value);
	vet_json_writer_name(writer, "evidence");
	if (value.origin)
		write_evidence(writer, value.origin);
	else
		vet_json_writer_null(writer);
	vet_json_writer_end_object(writer);
}

static void
write_map(VetJsonWriter *writer, CelValue map, guint depth)
{
	for (gsize i = 0; i < map.map->length; i++) {
		const CelEntry *entry = &map.map->entries[i];
		if (entry->key.kind != CEL_STRING || is_inner(entry->key.text))
			continue;
		vet_json_writer_name(writer, entry->key.text);
		write_fact(writer, entry->value, depth + 1);
	}
}

/* what the contract has in `submission` and `documents` is not said again */
static gboolean
is_said_elsewhere(const char *name)
{
	static const char *const names[] = {"id",           "version",      "received_at",
					    "submitted_at", "has_manifest", NULL};
	return g_strv_contains(names, name);
}

/* the fields of the submission stand beside the other facts: "project_name", "track" … */
static void
write_submission_facts(VetJsonWriter *writer, CelValue submission)
{
	for (gsize i = 0; submission.kind == CEL_MAP && i < submission.map->length; i++) {
		const CelEntry *entry = &submission.map->entries[i];
		if (entry->key.kind != CEL_STRING || is_said_elsewhere(entry->key.text))
			continue;
		vet_json_writer_name(writer, entry->key.text);
		write_fact(writer, entry->value, 0);
	}
}

static void
write_facts(VetJsonWriter *writer, const VetFacts *facts)
{
	vet_json_writer_begin_object(writer);
	for (const VetFactRow *row = vet_fact_rows(); facts && row->path; row++) {
		CelValue value;
		if (strpbrk(row->path, ".[") || g_str_equal(row->path, "documents") ||
		    !vet_facts_get(facts, row->path, &value))
			continue;
		if (g_str_equal(row->path, "submission")) {
			write_submission_facts(writer, value);
			continue;
		}
		vet_json_writer_name(writer, row->path);
		write_fact(writer, value, 0);
	}
	vet_json_writer_end_object(writer);
}

/* --- parts of the result --- */

static void
write_submission(VetJsonWriter *writer, const VetResult *result)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "id", result->id);
	vet_json_writer_put_int(writer, "version", result->version);
	vet_json_writer_put_string(writer, "path", result->path);
	vet_json_writer_put_string(writer, "sha256", result->sha256);
	put_time(writer, "received_at", result->received_at);
	put_time(writer, "submitted_at", result->submitted_at);
	vet_json_writer_end_object(writer);
}

static void
write_pack(VetJsonWriter *writer, const VetResult *result)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "id", result->pack_id);
	vet_json_writer_put_string(writer, "version", result->pack_version);
	vet_json_writer_put_string(writer, "sha256", result->pack_sha256);
	if (result->language)
		vet_json_writer_put_string(writer, "language", result->language);
	vet_json_writer_end_object(writer);
}

static void
write_finding(VetJsonWriter *writer, const VetFinding *finding)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "id", finding->id);
	vet_json_writer_put_string(writer, "rule", finding->rule);
	vet_json_writer_put_string(writer, "outcome", vet_outcome_name(finding->outcome));
	vet_json_writer_put_string(writer, "basis", finding->basis);
	vet_json_writer_put_string(writer, "title", finding->title);
	vet_json_writer_put_masked(writer, "message", finding->message);
	vet_json_writer_put_masked(writer, "advice", finding->advice);
	vet_json_writer_name(writer, "evidence");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < finding->evidence->len; i++)
		write_evidence(writer, finding->evidence->pdata[i]);
	vet_json_writer_end_array(writer);
	vet_json_writer_end_object(writer);
}

static void
write_document(VetJsonWriter *writer, const VetDocument *document)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_masked(writer, "path", document->path);
	vet_json_writer_put_string(writer, "sha256", document->sha256);
	vet_json_writer_put_string(writer, "media_type", document->media_type);
	vet_json_writer_put_string(writer, "class", document->document_class);
	vet_json_writer_put_int(writer, "pages", document->content->pages->len);
	vet_json_writer_put_string(writer, "status", vet_document_status_name(document->status));
	vet_json_writer_put_masked(writer, "reason", document->reason);
	vet_json_writer_put_string(writer, "text_source",
				   vet_text_source_name(vet_content_source(document->content)));
	vet_json_writer_put_string(writer, "extractor", document->extractor);
	vet_json_writer_end_object(writer);
}

static void
write_coverage_rules(VetJsonWriter *writer, const GPtrArray *coverage)
{
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < coverage->len; i++) {
		const VetRuleCoverage *row = coverage->pdata[i];
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_string(writer, "rule", row->rule);
		vet_json_writer_put_string(writer, "outcome", vet_outcome_name(row->outcome));
		vet_json_writer_put_int(writer, "evaluated", row->evaluated);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

/* proof of looking: how much was read and which rules were evaluated */
static void
write_coverage(VetJsonWriter *writer, const VetResult *result)
{
	guint64 pages = 0, bytes = 0, members = 0;
	for (guint i = 0; i < result->documents->len; i++) {
		const VetDocument *document = result->documents->pdata[i];
		pages += document->content->pages->len;
		bytes += document->size;
		members += document->depth > 0;
	}
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_int(writer, "documents", result->documents->len);
	vet_json_writer_put_int(writer, "pages", pages);
	vet_json_writer_put_int(writer, "bytes", bytes);
	vet_json_writer_put_int(writer, "members", members);
	vet_json_writer_name(writer, "rules");
	write_coverage_rules(writer, result->screening->coverage);
	vet_json_writer_end_object(writer);
}

char *
vet_result_to_json(const VetResult *result)
{
	VetJsonWriter *writer = vet_json_writer_new();
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "schema", SCHEMA);
	vet_json_writer_name(writer, "submission");
	write_submission(writer, result);
	vet_json_writer_name(writer, "pack");
	write_pack(writer, result);
	vet_json_writer_put_string(writer, "verdict", vet_verdict_name(result->verdict));
	vet_json_writer_name(writer, "facts");
	write_facts(writer, result->facts);
	vet_json_writer_name(writer, "findings");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < result->screening->findings->len; i++)
		write_finding(writer, result->screening->findings->pdata[i]);
	vet_json_writer_end_array(writer);
	vet_json_writer_name(writer, "documents");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < result->documents->len; i++)
		write_document(writer, result->documents->pdata[i]);
	vet_json_writer_end_array(writer);
	vet_json_writer_name(writer, "coverage");
	write_coverage(writer, result);
	vet_json_writer_end_object(writer);
	return vet_json_writer_finish(writer);
}
