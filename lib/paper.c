/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/paper.h"

#include <string.h>

#include "lib/classify.h"
#include "lib/outline.h"
#include "lib/paper-identity.h"
#include "lib/title-line.h"

/* bytes of a page that is a cover or a divider: what it announces stands on the next pages */
#define SPARSE_BYTES 600
/* pages on which a title's labels are looked for: a cover, a page of contents, the first of text */
#define N_AHEAD 3
/* classes that a page names before it is a list of papers */
#define MIN_LISTED 3
/* runs of pages that are said one by one */
#define MAX_RUNS 4

/* A page as it is looked at. */
typedef struct {
	VetContent *content;       /* this page alone; NULL while it is closed */
	VetTranscript *transcript; /* NULL as well */
	const char *text;          /* compact */
	gsize length;
} Leaf;

/* What a page begins. */
typedef struct {
	const VetDocumentClass *document_class; /* NULL: nothing */
	double confidence;
} Beginning;

typedef struct {
	const VetDocumentClass *document_class; /* NULL = not known yet, or none */
	double confidence;                      /* 0: not known by a page of its own */
	GPtrArray *pages;                       /* of VetPage, borrowed */
	VetPaperIdentity *identity;             /* NULL until its title stands on a second page */
	guint first;                            /* leaf */
	gboolean is_unread;
} Paper;

typedef struct {
	const VetPack *pack;
	const VetDocument *document;
	Leaf *leaves;
	guint n_leaves;
	GPtrArray *papers; /* of Paper, in order of their first pages */
	Paper *current;
	Paper *form; /* the last paper that has sections; NULL */
} Division;

static void
paper_free(gpointer data)
{
	Paper *paper = data;

	g_ptr_array_unref(paper->pages);
	vet_paper_identity_free(paper->identity);
	g_free(paper);
}

/* --- what stands on a page --- */

static const VetPage *
page_at(const Division *division, guint number)
{
	return division->document->content->pages->pdata[number];
}

static gboolean
is_unread(const Division *division, guint number)
{
	return page_at(division, number)->source == VET_TEXT_NONE;
}

/* Opened when it is looked at, closed when it is behind: a transcript is many times its text. */
static Leaf *
leaf_at(Division *division, guint number)
{
	Leaf *leaf = &division->leaves[number];
	g_autoptr(GPtrArray) alone = g_ptr_array_new();

	if (leaf->transcript)
		return leaf;
	g_ptr_array_add(alone, (gpointer)page_at(division, number));
	leaf->content = vet_content_of_pages(alone);
	leaf->transcript = vet_transcript_new(leaf->content);
	leaf->text = vet_transcript_text(leaf->transcript, &leaf->length);
	return leaf;
}

static void
close_leaf(Leaf *leaf)
{
	g_clear_pointer(&leaf->transcript, vet_transcript_free);
	g_clear_pointer(&leaf->content, vet_content_free);
	leaf->text = NULL;
	leaf->length = 0;
}

/* Contents, lists of enclosures: a page that names many papers is none of them. */
static gboolean
is_list(const Division *division, const Leaf *leaf)
{
	const GPtrArray *classes = vet_pack_classes(division->pack);
	guint n_listed = 0;

	for (guint i = 0; i < classes->len && n_listed < MIN_LISTED; i++)
		n_listed += vet_title_line_is_listed(classes->pdata[i], leaf->text, leaf->length);
	return n_listed >= MIN_LISTED;
}

static double
share(const VetDocumentClass *document_class, guint n_labels)
{
	guint n_all = document_class->match_labels ? document_class->match_labels->len : 0;

	return n_all > 0 ? (double)n_labels / n_all : 0;
}

static gboolean
has_sections(const VetDocumentClass *document_class)
{
	return document_class && document_class->section != NULL;
}

/* The text of the page and of those behind it, up to one that is titled as something else. */
static char *
text_ahead(Division *division, guint number, const VetDocumentClass *document_class)
{
	const GPtrArray *classes = vet_pack_classes(division->pack);
	GString *text = g_string_new(leaf_at(division, number)->text);

	for (guint i = number + 1; i < division->n_leaves && i < number + N_AHEAD; i++) {
		if (is_unread(division, i))
			break;
		const Leaf *leaf = leaf_at(division, i);
		gboolean is_other = FALSE;
		for (guint j = 0; j < classes->len && !is_other; j++)
			is_other = classes->pdata[j] != document_class &&
				   !has_sections(document_class) &&
				   vet_title_line_find(classes->pdata[j], leaf->text,
						       leaf->length) == VET_TITLE_ALONE;
		if (is_other)
			break;
		g_string_append(text, leaf->text);
	}
	return g_string_free(text, FALSE);
}

/* --- where a paper begins --- */

/* The paper that the page would be put into is a longer one with headings of its own. */
static gboolean
is_within_form(const Division *division, const VetDocumentClass *document_class)
{
	return division->current && has_sections(division->current->document_class) &&
	       division->current->document_class != document_class;
}

/* The share of the class's labels, if its title and enough of them are there; else 0. */
static double
share_of_title(Division *division, guint number, const VetDocumentClass *document_class)
{
	const Leaf *leaf = leaf_at(division, number);
	gboolean within_form = is_within_form(division, document_class);
	guint least = document_class->least_labels;
	/* a title says as much as a label; but headings of a form are titles, too */
	guint needed = within_form ? least : MAX(least, 3) - 1;
	VetTitle title = least > 0 ? vet_title_line_find(document_class, leaf->text, leaf->length)
				   : VET_TITLE_ABSENT;

	if (title == VET_TITLE_ABSENT || (title == VET_TITLE_NUMBERED && within_form))
		return 0;
	g_autofree char *ahead = NULL;
	const char *text = leaf->text;
	gsize length = leaf->length;
	guint n_labels = vet_class_count_labels(document_class, text, length);
	if (n_labels < least && is_list(division, leaf))
		return 0;
	if (n_labels < needed && (!within_form || leaf->length < SPARSE_BYTES)) {
		text = ahead = text_ahead(division, number, document_class);
		length = strlen(ahead);
		n_labels = vet_class_count_labels(document_class, text, length);
	}
	double of_title = share(document_class, n_labels);
	if (n_labels < needed)
		return 0;
	if (!within_form)
		return of_title;
	const VetDocumentClass *form = division->current->document_class;
	return of_title > share(form, vet_class_count_labels(form, text, length)) ? of_title : 0;
}

static Beginning
titled_at(Division *division, guint number)
{
	const GPtrArray *classes = vet_pack_classes(division->pack);
	Beginning best = {NULL, VET_CLASS_BY_TITLE};
	double best_share = 0;

	for (guint i = 0; i < classes->len; i++) {
		double of_class = share_of_title(division, number, classes->pdata[i]);
		if (of_class <= best_share)
			continue;
		best.document_class = classes->pdata[i];
		best_share = of_class;
	}
	return best;
}

/* A scanned page whose title was not recognised: by its labels, when nothing of the paper before is there. */
static Beginning
labelled_at(Division *division, guint number)
{
	const Leaf *leaf = leaf_at(division, number);
	const Paper *current = division->current;
	Beginning none = {NULL, 0};

	if (!current || number == 0 || page_at(division, number)->source != VET_TEXT_OCR ||
	    (has_sections(current->document_class) &&
	     page_at(division, number - 1)->source == VET_TEXT_OCR))
		return none;
	const VetDocumentClass *found =
		vet_class_by_labels(division->pack, leaf->text, leaf->length);
	if (!found || found == current->document_class ||
	    (current->document_class &&
	     vet_class_count_labels(current->document_class, leaf->text, leaf->length) > 0))
		return none;
	return (Beginning){found, VET_CLASS_BY_TEXT};
}

static VetPaperIdentity *
identity_at(Division *division, guint number)
{
	const Leaf *leaf = leaf_at(division, number);

	return vet_paper_identity_new(division->current->document_class, leaf->transcript);
}

/* The title stands there again: another one of these, or the next page of the same. */
static gboolean
is_another(Division *division, guint number)
{
	Paper *current = division->current;

	if (has_sections(current->document_class))
		return FALSE;
	if (!current->identity) {
		current->identity = identity_at(division, current->first);
		close_leaf(&division->leaves[current->first]);
	}
	g_autoptr(VetPaperIdentity) identity = identity_at(division, number);
	if (vet_paper_identity_differs(current->identity, identity))
		return TRUE;
	vet_paper_identity_join(current->identity, identity);
	return FALSE;
}

static gboolean
begins_at(Division *division, guint number, Beginning *ret_beginning)
{
	*ret_beginning = titled_at(division, number);
	if (!ret_beginning->document_class)
		*ret_beginning = labelled_at(division, number);
	if (!ret_beginning->document_class)
		return FALSE;
	return !division->current ||
	       division->current->document_class != ret_beginning->document_class ||
	       is_another(division, number);
}

/* --- where a form goes on --- */

static gboolean
has_heading(const Leaf *leaf, const VetDocumentClass *form)
{
	g_autoptr(GPtrArray) sections =
		vet_outline_find(leaf->transcript, form->section, form->prompts);

	for (guint i = 0; i < sections->len; i++)
		if (vet_pattern_matches(form->section, ((VetSection *)sections->pdata[i])->title))
			return TRUE;
	return FALSE;
}

static gboolean
is_all_picture(const Paper *paper)
{
	for (guint i = 0; i < paper->pages->len; i++)
		if (((const VetPage *)paper->pages->pdata[i])->source == VET_TEXT_TEXT)
			return FALSE;
	return TRUE;
}

static gboolean
form_goes_on(Division *division, guint number)
{
	const Leaf *leaf = leaf_at(division, number);
	const Paper *form = division->form, *current = division->current;

	if (!form || form == current)
		return FALSE;
	const VetPage *last = form->pages->pdata[form->pages->len - 1];
	if (page_at(division, number)->source == VET_TEXT_TEXT && last->source == VET_TEXT_TEXT &&
	    is_all_picture(current))
		return TRUE;
	guint n_form = vet_class_count_labels(form->document_class, leaf->text, leaf->length);
	guint n_current = current->document_class ? vet_class_count_labels(current->document_class,
									   leaf->text, leaf->length)
						  : 0;
	return n_form > n_current && (n_form > 1 || has_heading(leaf, form->document_class));
}

/* --- page by page --- */

static Paper *
add_paper(Division *division, guint first, Beginning beginning)
{
	Paper *paper = g_new0(Paper, 1);

	paper->document_class = beginning.document_class;
	paper->confidence = beginning.confidence;
	paper->pages = g_ptr_array_new();
	paper->first = first;
	g_ptr_array_add(division->papers, paper);
	return paper;
}

static void
put_pages(Division *division, Paper *paper, guint first, guint end)
{
	for (guint i = first; i < end; i++)
		g_ptr_array_add(paper->pages, (gpointer)page_at(division, i));
}

static void
add_unread(Division *division, guint first, guint end)
{
	if (first == end)
		return;
	Paper *paper = add_paper(division, first, (Beginning){NULL, 0});
	paper->is_unread = TRUE;
	put_pages(division, paper, first, end);
}

/* The class that the whole would have: what the first page is taken for until it is known better. */
static const VetDocumentClass *
class_of_whole(const Division *division)
{
	g_autoptr(VetDocument) whole =
		vet_document_of_pages(division->document, division->document->content->pages);
	g_autoptr(VetTranscript) transcript = vet_transcript_new(whole->content);

	vet_classify(division->pack, whole, transcript);
	return whole->document_class ? vet_pack_class(division->pack, whole->document_class) : NULL;
}

static void
read_leaf(Division *division, guint number, guint *unread)
{
	Beginning beginning;
	gboolean begins = begins_at(division, number, &beginning);

	if (!division->current && !begins)
		beginning = (Beginning){class_of_whole(division), 0};
	if (!division->current || begins) {
		add_unread(division, *unread, number);
		division->current = add_paper(division, number, beginning);
	} else {
		put_pages(division, division->current, *unread, number);
		if (form_goes_on(division, number))
			division->current = division->form;
	}
	put_pages(division, division->current, number, number + 1);
	if (has_sections(division->current->document_class))
		division->form = division->current;
	*unread = number + 1;
}

static void
divide(Division *division)
{
	/* the first of the pages before this one that could not be read and are in no paper yet */
	guint unread = 0;

	for (guint i = 0; i < division->n_leaves; i++) {
		if (!is_unread(division, i))
			read_leaf(division, i, &unread);
		close_leaf(&division->leaves[i]);
	}
	add_unread(division, unread, division->n_leaves);
}

/* --- what comes of it --- */

/* Of a paper that began with the document: its own first lines, but neither a list nor the file's name. */
static void
classify_first(Division *division, const Paper *paper, VetDocument *document)
{
	g_autoptr(VetTranscript) transcript = vet_transcript_new(document->content);
	gsize length;
	const char *text = vet_transcript_text(transcript, &length);

	vet_classify(division->pack, document, transcript);
	const VetDocumentClass *found =
		document->document_class ? vet_pack_class(division->pack, document->document_class)
					 : NULL;
	gboolean is_listed =
		found && is_list(division, leaf_at(division, paper->first)) &&
		vet_class_count_labels(found, text, length) < MAX(found->least_labels, 1);
	if (is_listed || document->class_confidence <= VET_CLASS_BY_NAME)
		vet_class_give(document, NULL, 0);
	close_leaf(&division->leaves[paper->first]);
}

static VetDocument *
document_of(Division *division, const Paper *paper)
{
	VetDocument *document = vet_document_of_pages(division->document, paper->pages);

	if (paper->confidence > 0)
		vet_class_give(document, paper->document_class, paper->confidence);
	else if (!paper->is_unread)
		classify_first(division, paper, document);
	return document;
}

static guint
n_read(const Division *division)
{
	guint n = 0;

	for (guint i = 0; i < division->papers->len; i++)
		n += !((const Paper *)division->papers->pdata[i])->is_unread;
	return n;
}

GPtrArray *
vet_papers_of(const VetPack *pack, const VetDocument *document)
{
	const GPtrArray *pages = document->content->pages;
	g_autoptr(GPtrArray) papers = g_ptr_array_new_with_free_func(paper_free);
	g_autofree Leaf *leaves = g_new0(Leaf, MAX(pages->len, 1));
	Division division = {pack, document, leaves, pages->len, papers};
	GPtrArray *documents = NULL;

	if (pages->len < 2)
		return NULL;
	divide(&division);
	if (n_read(&division) > 1)
		documents = g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	for (guint i = 0; documents && i < papers->len; i++)
		g_ptr_array_add(documents, document_of(&division, papers->pdata[i]));
	for (guint i = 0; i < pages->len; i++)
		close_leaf(&leaves[i]);
	return documents;
}

char *
vet_paper_pages_text(const VetDocument *paper)
{
	const GPtrArray *pages = paper->content->pages;
	GString *text = g_string_new("第");
	guint n_runs = 0;

	for (guint i = 0; i < pages->len; n_runs++) {
		guint first = ((const VetPage *)pages->pdata[i])->number, last = first;
		while (++i < pages->len && ((const VetPage *)pages->pdata[i])->number == last + 1)
			last++;
		if (n_runs == MAX_RUNS) {
			g_string_append(text, "等");
			break;
		}
		g_string_append_printf(text, n_runs > 0 ? "、%u" : "%u", first);
		if (last > first)
			g_string_append_printf(text, "–%u", last);
	}
	g_string_append(text, "页");
	return g_string_free(text, FALSE);
}
