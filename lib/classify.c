/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/classify.h"

#include <string.h>

gsize
vet_title_end(const char *text, gsize length)
{
	gsize end = 0;
	for (guint line = 0; line < VET_TITLE_LINES && end < length; line++) {
		const char *newline = memchr(text + end, '\n', length - end);
		end = newline ? (gsize)(newline - text) + 1 : length;
	}
	return end;
}

static gboolean
any_matches(const GPtrArray *patterns, const char *text, gsize length)
{
	VetMatch match;
	for (guint i = 0; patterns && i < patterns->len; i++)
		if (vet_pattern_find(patterns->pdata[i], text, length, 0, &match, NULL))
			return TRUE;
	return FALSE;
}

static gboolean
all_match(const GPtrArray *patterns, const char *text, gsize length)
{
	VetMatch match;
	for (guint i = 0; patterns && i < patterns->len; i++)
		if (!vet_pattern_find(patterns->pdata[i], text, length, 0, &match, NULL))
			return FALSE;
	return TRUE;
}

static guint
size_of(const GPtrArray *patterns)
{
	return patterns ? patterns->len : 0;
}

/* how sure the text makes us that it is of this class; 0 = it is not */
static double
fits(const VetDocumentClass *document_class, const char *text, gsize length)
{
	gboolean titled =
		any_matches(document_class->match_title, text, vet_title_end(text, length));

	if (size_of(document_class->match_title) + size_of(document_class->match_all) +
		    size_of(document_class->match_any) ==
	    0)
		return 0;
	if (size_of(document_class->match_title) > 0 && !titled)
		return 0;
	if (!all_match(document_class->match_all, text, length) ||
	    (size_of(document_class->match_any) > 0 &&
	     !any_matches(document_class->match_any, text, length)) ||
	    any_matches(document_class->match_none, text, length))
		return 0;
	return titled ? VET_CLASS_BY_TITLE : VET_CLASS_BY_TEXT;
}

guint
vet_class_count_labels(const VetDocumentClass *document_class, const char *text, gsize length)
{
	guint n_labels = size_of(document_class->match_labels), n_found = 0;
	VetMatch match;

	for (guint i = 0; i < n_labels; i++)
		n_found += vet_pattern_find(document_class->match_labels->pdata[i], text, length, 0,
					    &match, NULL);
	return n_found > 0 && any_matches(document_class->match_none, text, length) ? 0 : n_found;
}

const VetDocumentClass *
vet_class_by_labels(const VetPack *pack, const char *text, gsize length)
{
	const GPtrArray *classes = vet_pack_classes(pack);
	const VetDocumentClass *best = NULL;
	double best_share = 0;

	for (guint i = 0; i < classes->len; i++) {
		const VetDocumentClass *candidate = classes->pdata[i];
		guint n_found = vet_class_count_labels(candidate, text, length);
		if (n_found == 0 || n_found < candidate->least_labels)
			continue;
		double share = (double)n_found / candidate->match_labels->len;
		if (share <= best_share)
			continue;
		best = candidate;
		best_share = share;
	}
	return best;
}

static const VetDocumentClass *
first_by_name(const GPtrArray *classes, const char *name)
{
	for (guint i = 0; i < classes->len; i++) {
		const VetDocumentClass *candidate = classes->pdata[i];
		if (candidate && any_matches(candidate->name_hints, name, strlen(name)))
			return candidate;
	}
	return NULL;
}

void
vet_class_give(VetDocument *document, const VetDocumentClass *document_class, double confidence)
{
	g_free(document->document_class);
	document->document_class = document_class ? g_strdup(document_class->id) : NULL;
	document->class_confidence = document_class ? confidence : 0;
}

void
vet_classify(const VetPack *pack, VetDocument *document, const VetTranscript *transcript)
{
	const GPtrArray *classes = vet_pack_classes(pack);
	gsize length;
	const char *text = vet_transcript_text(transcript, &length);

	for (guint i = 0; length > 0 && i < classes->len; i++) {
		double confidence = fits(classes->pdata[i], text, length);
		if (confidence > 0) {
			vet_class_give(document, classes->pdata[i], confidence);
			return;
		}
	}
	const VetDocumentClass *labelled = vet_class_by_labels(pack, text, length);
	if (labelled) {
		vet_class_give(document, labelled, VET_CLASS_BY_TEXT);
		return;
	}
	const VetDocumentClass *named = first_by_name(classes, vet_document_name(document));
	if (named && (length == 0 || vet_content_source(document->content) == VET_TEXT_OCR))
		vet_class_give(document, named, VET_CLASS_BY_NAME);
}
