/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/evidence.h"
#include "lib/ident.h"

#define MAX_QUOTE 200 /* characters, the ellipsis included */

static const char *const source_names[] = {
	[VET_EVIDENCE_TEXT] = "text",         [VET_EVIDENCE_OCR] = "ocr",
	[VET_EVIDENCE_MANIFEST] = "manifest", [VET_EVIDENCE_REGISTRY] = "registry",
	[VET_EVIDENCE_LIST] = "list",         [VET_EVIDENCE_ARCHIVE] = "archive",
};

const char *
vet_evidence_source_name(VetEvidenceSource source)
{
	return source_names[source];
}

/* masked before it is cut: half a number would escape the mask */
static char *
make_quote(const char *quote)
{
	char *masked = vet_mask_personal_numbers(quote ? quote : "");
	if (g_utf8_strlen(masked, -1) <= MAX_QUOTE)
		return masked;
	*g_utf8_offset_to_pointer(masked, MAX_QUOTE - 1) = '\0';
	char *cut = g_strconcat(masked, "…", NULL);
	g_free(masked);
	return cut;
}

VetEvidence *
vet_evidence_new(const char *document, guint page, VetBox box, const char *quote,
		 VetEvidenceSource source, double confidence)
{
	VetEvidence *evidence = g_new0(VetEvidence, 1);
	evidence->document = g_strdup(document ? document : "");
	evidence->page = page;
	evidence->box = box;
	evidence->quote = make_quote(quote);
	evidence->source = source;
	evidence->confidence = CLAMP(confidence, 0.0, 1.0);
	return evidence;
}

VetEvidence *
vet_evidence_copy(const VetEvidence *evidence)
{
	VetEvidence *copy = g_memdup2(evidence, sizeof(*evidence));
	copy->document = g_strdup(evidence->document);
	copy->quote = g_strdup(evidence->quote);
	return copy;
}

void
vet_evidence_free(VetEvidence *evidence)
{
	if (!evidence)
		return;
	g_free(evidence->document);
	g_free(evidence->quote);
	g_free(evidence);
}

gboolean
vet_evidence_equal(const VetEvidence *a, const VetEvidence *b)
{
	return a->page == b->page && a->source == b->source && a->confidence == b->confidence &&
	       a->box.x0 == b->box.x0 && a->box.y0 == b->box.y0 && a->box.x1 == b->box.x1 &&
	       a->box.y1 == b->box.y1 && g_str_equal(a->document, b->document) &&
	       g_str_equal(a->quote, b->quote);
}
