/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/filling.h"

#include <math.h>
#include <string.h>

#include "lib/error.h"
#include "lib/wire.h"

static gboolean
breach(GError **error, const char *what)
{
	g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED, what);
	return FALSE;
}

/* --- caps --- */

typedef struct {
	enum { PAGE, LINE, TABLE, CELL, MARK, PICTURE, MEMBER } kind;
	guint64 size;   /* bytes */
	guint64 detail; /* runs of a line */
} Item;

static gboolean
spend(const VetFilling *filling, VetBudget *budget, guint64 unpacked, const Item *item,
      GError **error)
{
	switch (item->kind) {
	case PAGE:
		return vet_budget_page(budget, error);
	case LINE:
		return vet_budget_line(budget, item->size, item->detail, error);
	case TABLE:
		return vet_budget_table(budget, error);
	case CELL:
		return vet_budget_cell(budget, item->size, error);
	case MARK:
		return vet_budget_mark(budget, item->size, error);
	case PICTURE:
		return vet_budget_spend(budget, VET_LIMIT_RECOGNISED_PAGES, 1, error);
	case MEMBER:
		return vet_budget_member(budget, item->size, unpacked, filling->document->size,
					 error);
	}
	g_assert_not_reached();
}

/* Charges what all parts of the document have spent; the other parts the child cannot know. */
static gboolean
charge_together(VetFilling *filling, const Item *item, GError **error)
{
	VetTogether *together = filling->together;

	if (!together)
		return TRUE;
	if (!spend(filling, &together->budget, together->unpacked, item, error))
		return FALSE;
	if (item->kind == MEMBER)
		together->unpacked += item->size;
	return TRUE;
}

static gboolean
charge_submission(VetFilling *filling, const Item *item, GError **error)
{
	guint64 before[VET_N_LIMITS];

	memcpy(before, filling->submission->spent, sizeof before);
	filling->outrun = item->kind == PICTURE &&
			  vet_budget_left(filling->submission, VET_LIMIT_RECOGNISED_PAGES) == 0;
	if (!spend(filling, filling->submission, filling->unpacked, item, error))
		return FALSE;
	for (guint i = 0; i < VET_N_LIMITS; i++) {
		guint64 spent = filling->submission->spent[i] - before[i];
		filling->own[i] += spent;
		if (filling->together)
			filling->together->submission[i] += spent;
	}
	return TRUE;
}

/*
 * The child was told the document's caps and stops by itself, so going past them is a breach.  What
 * the other children have spent meanwhile it cannot know: that is a cap like any other.
 */
static gboolean
charge(VetFilling *filling, Item item, GError **error)
{
	g_autoptr(GError) past = NULL;

	if (!spend(filling, &filling->budget, filling->unpacked, &item, &past)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "it flooded: %s", past->message);
		return FALSE;
	}
	filling->outspent = !charge_together(filling, &item, error) ||
			    !charge_submission(filling, &item, error);
	return !filling->outspent;
}

void
vet_filling_refund(VetFilling *filling)
{
	VetTogether *together = filling->together;

	for (guint i = 0; i < VET_N_LIMITS; i++) {
		filling->submission->spent[i] -= filling->own[i];
		if (together)
			together->submission[i] -= filling->own[i];
	}
	memset(filling->own, 0, sizeof filling->own);
	if (!together)
		return;
	for (guint i = 0; i < VET_N_LIMITS; i++)
		together->budget.spent[i] -= filling->budget.spent[i];
	together->unpacked -= filling->unpacked;
	filling->together = NULL;
}

void
vet_filling_allow_recognising(VetFilling *filling, guint64 pages)
{
	guint64 *value = &filling->budget.limits.value[VET_LIMIT_RECOGNISED_PAGES];
	*value = MIN(*value, pages);
}

void
vet_filling_join(VetFilling *filling, const VetShare *share)
{
	VetTogether *together = share->together;

	if (!together)
		return;
	filling->together = together;
	filling->budget.limits.value[VET_LIMIT_PAGES] = share->last - share->first + 1;
	for (guint i = 0; i < VET_N_LIMITS; i++) {
		together->submission[i] += filling->own[i];
		together->budget.spent[i] += filling->budget.spent[i];
	}
	together->unpacked += filling->unpacked;
}

gboolean
vet_filling_was_curtailed(const VetFilling *filling)
{
	const VetBudget *own = &filling->budget;
	guint64 allowed = own->limits.value[VET_LIMIT_RECOGNISED_PAGES];

	return allowed < filling->submission->limits.value[VET_LIMIT_RECOGNISED_PAGES] &&
	       allowed < own->limits.value[VET_LIMIT_PAGES] &&
	       vet_budget_left(own, VET_LIMIT_RECOGNISED_PAGES) == 0;
}

void
vet_together_init(VetTogether *together, const VetLimits *limits)
{
	*together = (VetTogether){0};
	vet_budget_init(&together->budget, limits);
}

void
vet_together_refund(VetTogether *together, VetBudget *submission)
{
	for (guint i = 0; i < VET_N_LIMITS; i++)
		submission->spent[i] -= together->submission[i];
	memset(together->submission, 0, sizeof together->submission);
}

/* What the child may know: its own spending of the document's caps, everybody's of the
 * submission's. */
GVariant *
vet_filling_spent(const VetFilling *filling)
{
	const VetBudget *own = &filling->budget, *submission = filling->submission;
	guint64 spent[VET_N_LIMITS];

	for (guint i = 0; i < VET_N_LIMITS; i++)
		spent[i] = MAX(own->spent[i], submission->spent[i]);
	spent[VET_LIMIT_PAGES] = own->spent[VET_LIMIT_PAGES];
	spent[VET_LIMIT_TEXT_BYTES] = own->spent[VET_LIMIT_TEXT_BYTES];
	spent[VET_LIMIT_CONTENT_BYTES] = own->spent[VET_LIMIT_CONTENT_BYTES];
	/* what is set aside for others is as good as spent */
	spent[VET_LIMIT_RECOGNISED_PAGES] =
		MAX(spent[VET_LIMIT_RECOGNISED_PAGES],
		    submission->limits.value[VET_LIMIT_RECOGNISED_PAGES] -
			    vet_budget_left(own, VET_LIMIT_RECOGNISED_PAGES));
	return g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, spent, VET_N_LIMITS,
					 sizeof spent[0]);
}

char *
vet_filling_clean_sentence(const char *text)
{
	GString *clean = g_string_new(NULL);

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		g_string_append_unichar(clean, g_unichar_iscntrl(c) ? ' ' : c);
	}
	return g_string_free(clean, FALSE);
}

static gboolean
box_is_finite(VetBox box)
{
	return isfinite(box.x0) && isfinite(box.y0) && isfinite(box.x1) && isfinite(box.y1);
}

gboolean
vet_filling_page(VetFilling *filling, GVariant *body, GError **error)
{
	double width, height;
	guint32 source;

	g_variant_get(body, VET_WIRE_PAGE_FORM, &width, &height, &source);
	if (!isfinite(width) || !isfinite(height) || width < 0 || height < 0 ||
	    source > VET_TEXT_OCR)
		return breach(error, "it gave a page of impossible size or source");
	if (!charge(filling, (Item){PAGE}, error))
		return FALSE;
	vet_content_add_page(filling->document->content, width, height, source);
	return TRUE;
}

static VetPage *
last_page(const VetFilling *filling)
{
	const GPtrArray *pages = filling->document->content->pages;
	return pages->pdata[pages->len - 1];
}

/* Of what is there to be read. */
static gboolean
is_text_source(guint source)
{
	return source == VET_TEXT_TEXT || source == VET_TEXT_OCR;
}

static gboolean
runs_fit(const VetRun *runs, gsize n_runs, gsize length)
{
	for (gsize i = 0; i < n_runs; i++) {
		if (runs[i].start > length || runs[i].length > length - runs[i].start ||
		    runs[i].doubt > VET_MAX_DOUBT || !box_is_finite(runs[i].box))
			return FALSE;
	}
	return n_runs <= VET_MAX_LINE_RUNS;
}

static gboolean
add_line(VetFilling *filling, GVariant *row, GError **error)
{
	g_autoptr(GVariant) runs_variant = NULL;
	const char *text;
	guchar role, source;
	VetBox box;
	gsize n_runs;

	g_variant_get(row, "(&syy" VET_WIRE_BOX_FORM "@a" VET_WIRE_RUN_FORM ")", &text, &role,
		      &source, &box.x0, &box.y0, &box.x1, &box.y1, &runs_variant);
	const VetRun *runs = g_variant_get_fixed_array(runs_variant, &n_runs, sizeof *runs);
	gsize length = strlen(text);
	if (length > VET_MAX_LINE_BYTES || !box_is_finite(box) || !runs_fit(runs, n_runs, length))
		return breach(error, "it lied about the size or place of a line");
	if (role >= VET_N_LINE_ROLES || !is_text_source(source))
		return breach(error, "it gave a line of an impossible role or source");
	if (!charge(filling, (Item){LINE, length, n_runs}, error))
		return FALSE;
	GArray *kept = NULL;
	if (n_runs > 0) {
		kept = g_array_sized_new(FALSE, FALSE, sizeof *runs, n_runs);
		g_array_append_vals(kept, runs, n_runs);
	}
	VetLine *line = vet_page_add_line(last_page(filling), text, box, kept);
	line->role = role;
	line->source = source;
	filling->document->content->text_bytes += length;
	return TRUE;
}

gboolean
vet_filling_lines(VetFilling *filling, GVariant *body, GError **error)
{
	gsize n = g_variant_n_children(body);

	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) row = g_variant_get_child_value(body, i);
		if (!add_line(filling, row, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_filling_table(VetFilling *filling, GVariant *body, GError **error)
{
	guint32 n_rows, n_columns;
	guchar source;
	VetBox box;

	g_variant_get(body, VET_WIRE_TABLE_FORM, &n_rows, &n_columns, &source, &box.x0, &box.y0,
		      &box.x1, &box.y1);
	if (!box_is_finite(box) || !is_text_source(source) ||
	    !vet_table_shape_allowed(n_rows, n_columns))
		return breach(error, "it lied about the shape of a table");
	if (!charge(filling, (Item){TABLE}, error))
		return FALSE;
	vet_page_add_table(last_page(filling), n_rows, n_columns, box)->source = source;
	return TRUE;
}

static gboolean
add_cell(VetFilling *filling, VetTable *table, GVariant *row, GError **error)
{
	guint32 at, column, row_span, column_span;
	const char *text;
	VetBox box;

	g_variant_get(row, "(uuuu&s(dddd))", &at, &column, &row_span, &column_span, &text, &box.x0,
		      &box.y0, &box.x1, &box.y1);
	if (at >= table->n_rows || column >= table->n_columns || row_span < 1 || column_span < 1 ||
	    row_span > table->n_rows - at || column_span > table->n_columns - column ||
	    strlen(text) > VET_MAX_CELL_BYTES || !box_is_finite(box))
		return breach(error, "it lied about the size or place of a cell");
	if (!charge(filling, (Item){CELL, strlen(text)}, error))
		return FALSE;
	vet_table_add_cell(table, at, column, row_span, column_span, text, box);
	return TRUE;
}

gboolean
vet_filling_cells(VetFilling *filling, GVariant *body, GError **error)
{
	const GPtrArray *tables = last_page(filling)->tables;
	gsize n = g_variant_n_children(body);

	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) row = g_variant_get_child_value(body, i);
		if (!add_cell(filling, tables->pdata[tables->len - 1], row, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_filling_mark(VetFilling *filling, GVariant *body, GError **error)
{
	VetPage *page = last_page(filling);
	VetMark mark;
	guchar kind;
	const char *text, *detail;

	g_variant_get(body, "(yd&s&s" VET_WIRE_BOX_FORM ")", &kind, &mark.confidence, &text,
		      &detail, &mark.box.x0, &mark.box.y0, &mark.box.x1, &mark.box.y1);
	if (kind >= VET_N_MARK_KINDS || !(mark.confidence >= 0 && mark.confidence <= 1) ||
	    !box_is_finite(mark.box) || strlen(text) > VET_MAX_MARK_BYTES ||
	    strlen(detail) > VET_MAX_MARK_BYTES || page->marks->len >= VET_MAX_MARKS)
		return breach(error, "it lied about a seal, a code or a signature");
	if (!charge(filling, (Item){MARK, strlen(text) + strlen(detail)}, error))
		return FALSE;
	mark.kind = kind;
	mark.text = (char *)text;
	mark.detail = (char *)detail;
	vet_page_add_mark(page, &mark);
	return TRUE;
}

gboolean
vet_filling_recognised(VetFilling *filling, GVariant *body, GError **error)
{
	return charge(filling, (Item){PICTURE}, error);
}

gboolean
vet_filling_metadata(VetFilling *filling, GVariant *body, GError **error)
{
	const char *key, *value;

	g_variant_get(body, "(&s&s)", &key, &value);
	if (strlen(key) > VET_MAX_METADATA_KEY_BYTES || strlen(value) > VET_MAX_METADATA_BYTES ||
	    ++filling->n_metadata > VET_MAX_METADATA)
		return breach(error, "it flooded: too much metadata");
	g_hash_table_replace(filling->document->content->metadata, g_strdup(key), g_strdup(value));
	return TRUE;
}

gboolean
vet_filling_warning(VetFilling *filling, GVariant *body, GError **error)
{
	GPtrArray *warnings = filling->document->content->warnings;
	const char *sentence = g_variant_get_string(body, NULL);

	if (strlen(sentence) > VET_MAX_SENTENCE_BYTES || warnings->len >= VET_MAX_WARNINGS)
		return breach(error, "it flooded: too many warnings");
	g_ptr_array_add(warnings, vet_filling_clean_sentence(sentence));
	return TRUE;
}

gboolean
vet_filling_member(VetFilling *filling, guint64 size, GError **error)
{
	if (!charge(filling, (Item){MEMBER, size}, error))
		return FALSE;
	filling->unpacked += size;
	return TRUE;
}

void
vet_filling_begin(VetFilling *filling, VetDocument *document, const VetLimits *limits,
		  VetBudget *submission)
{
	*filling = (VetFilling){.document = document, .submission = submission};
	vet_budget_init(&filling->budget, limits);
}
