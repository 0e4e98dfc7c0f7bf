/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/gather-marks.h"

#include "lib/factmap.h"
#include "lib/text.h"

/* a document may hold any number; what rules ask is whether there are some */
#define MAX_MARKS 1000
#define MAX_HIDDEN 1000
#define MAX_PICTURES 1000
#define PICTURE_SURE 0.9

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
		for (guint j = 0; j < page->marks->len && n < MAX_MARKS; j++) {
			const VetMark *mark = page->marks->pdata[j];
			if (!vet_mark_is_seen(mark))
				continue;
			vet_fact_list_add(list, mark_facts(document, page, mark, facts));
			n++;
		}
	}
	return vet_fact_list_finish(list, origin);
}

static CelValue
picture_facts(const VetDocument *document, const VetPage *page, const VetMark *mark,
	      VetFacts *facts)
{
	g_autofree char *said = vet_page_text(page);
	g_autofree char *text = vet_text_normalise(said);
	const VetEvidence *evidence = vet_facts_keep_evidence(
		facts, vet_evidence_new(document->path, page->number, mark->box, text,
					VET_EVIDENCE_OCR, PICTURE_SURE));
	VetFactMap *map = vet_fact_map_new(facts);

	vet_fact_map_add(map, "page", cel_int(page->number), evidence);
	vet_fact_map_add_string(map, "likeness", mark->text, evidence);
	vet_fact_map_add_string(map, "text", text, evidence);
	return vet_fact_map_finish(map, evidence);
}

CelValue
vet_gather_pictures(const VetDocument *document, VetFacts *facts, const VetEvidence *origin)
{
	VetFactList *list = vet_fact_list_new(facts);
	guint n = 0;

	for (guint i = 0; i < document->content->pages->len; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		for (guint j = 0; j < page->marks->len && n < MAX_PICTURES; j++) {
			const VetMark *mark = page->marks->pdata[j];
			if (mark->kind != VET_MARK_LIKENESS)
				continue;
			n++;
			vet_fact_list_add(list, picture_facts(document, page, mark, facts));
			/* several on one page: its text cannot be told apart, the first stands for it */
			break;
		}
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
