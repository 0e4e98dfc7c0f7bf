/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/gather-marks.h"

#include "lib/factmap.h"

/* a document may hold any number; what rules ask is whether there are some */
#define MAX_MARKS 1000
#define MAX_HIDDEN 1000

static CelValue
mark_facts(const VetDocument *document, const VetPage *page, const VetMark *mark, VetFacts *facts)
{
	gboolean is_of_file = mark->kind == VET_MARK_DIGITAL_SIGNATURE;
	const VetEvidence *evidence = vet_facts_keep_evidence(
		facts, vet_evidence_new(document->path, page->number, mark->box, mark->text,
					is_of_file ? VET_EVIDENCE_TEXT : VET_EVIDENCE_OCR,
					mark->confidence));
	VetFactMap *map = vet_fact_map_new(facts);

	vet_fact_map_add_string(map, "kind", vet_mark_kind_name(mark->kind), evidence);
	vet_fact_map_add_string(map, "detail", mark->detail, evidence);
	vet_fact_map_add_string(map, "text", mark->text, evidence);
	vet_fact_map_add(map, "page", cel_int(page->number), evidence);
	return vet_fact_map_finish(map, evidence);
}

CelValue
vet_gather_marks(const VetDocument *document, VetFacts *facts, const VetEvidence *origin)
{
	VetFactList *list = vet_fact_list_new(facts);
	guint n = 0;

	for (guint i = 0; i < document->content->pages->len; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		for (guint j = 0; j < page->marks->len && n < MAX_MARKS; j++, n++)
			vet_fact_list_add(list,
					  mark_facts(document, page, page->marks->pdata[j], facts));
	}
	return vet_fact_list_finish(list, origin);
}

CelValue
vet_gather_hidden(const VetDocument *document, VetFacts *facts, const VetEvidence *origin)
{
	VetFactList *list = vet_fact_list_new(facts);
	guint n = 0;

	for (guint i = 0; i < document->content->pages->len; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		for (guint j = 0; j < page->lines->len && n < MAX_HIDDEN; j++) {
			const VetLine *line = page->lines->pdata[j];
			if (line->role != VET_LINE_HIDDEN || !*line->text)
				continue;
			n++;
			vet_fact_list_add_string(
				list, line->text,
				vet_facts_keep_evidence(
					facts,
					vet_evidence_new(document->path, page->number, line->box,
							 line->text, VET_EVIDENCE_TEXT, 1)));
		}
	}
	return vet_fact_list_finish(list, origin);
}
