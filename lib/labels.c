/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/labels.h"

#include <string.h>

#include "lib/entity.h"
#include "lib/text.h"

#define MAX_REMARK 60       /* bytes of "(…)" between label and value */
#define MAX_VALUE 1500      /* bytes */
#define MIN_BEFORE_COLUMN 6 /* bytes of value before a wide gap ends it */
#define MAX_CONTINUED_LINES 2
#define SAME_ROW 5.0 /* points */
#define MAX_SIGHTINGS 200

static const char *const before_label = ":;,.、。)】]>*·●■□◆|/_①②③④⑤⑥⑦⑧⑨⑩";
static const char *const filling = "_:;,。、-—·.…|";

VetSighting *
vet_sighting_new(const char *value, const char *quote, guint page, VetBox box, VetTextSource source,
		 double position)
{
	VetSighting *sighting = g_new0(VetSighting, 1);
	sighting->value = g_strdup(value);
	sighting->quote = g_strdup(quote);
	sighting->page = page;
	sighting->box = box;
	sighting->source = source;
	sighting->position = position;
	return sighting;
}

void
vet_sighting_free(VetSighting *sighting)
{
	if (!sighting)
		return;
	g_free(sighting->value);
	g_free(sighting->quote);
	g_free(sighting);
}

static gboolean
is_one_of(gunichar character, const char *set)
{
	return g_utf8_strchr(set, -1, character) != NULL;
}

/* strips filling characters and white space from both ends, in place */
static char *
trim_filling(char *text)
{
	char *start = text;
	while (*start && (is_one_of(g_utf8_get_char(start), filling) || g_ascii_isspace(*start)))
		start = g_utf8_next_char(start);
	char *end = start + strlen(start);
	while (end > start) {
		char *last = g_utf8_prev_char(end);
		if (!is_one_of(g_utf8_get_char(last), filling) && !g_ascii_isspace(*last))
			break;
		end = last;
	}
	*end = '\0';
	if (start > text)
		memmove(text, start, end - start + 1);
	return text;
}

/* "1." "(一)" "第三" "*" before a label are no part of it */
static const char *
skip_numbering(const char *text)
{
	static const char *const marks = "*0123456789一二三四五六七八九十.、()①②③④⑤⑥⑦⑧⑨⑩●■□◆·";
	const char *p = text;
	while (*p && is_one_of(g_utf8_get_char(p), marks))
		p = g_utf8_next_char(p);
	if (p == text || !*p)
		return text;
	gunichar last = g_utf8_get_char(g_utf8_prev_char(p));
	return is_one_of(last, "*.、)①②③④⑤⑥⑦⑧⑨⑩●■□◆·") ? p : text;
}

char *
vet_label_key(const char *text)
{
	g_autofree char *compact = vet_text_compact(text);
	char *key = g_strdup(skip_numbering(compact));
	for (;;) {
		gsize length = strlen(key);
		char *open = length > 0 && key[length - 1] == ')' ? strrchr(key, '(') : NULL;
		if (open && open > key)
			*open = '\0';
		else if (length > 0 && (key[length - 1] == ':' || key[length - 1] == '*'))
			key[length - 1] = '\0';
		else
			return key;
	}
}

/* --- lines
 * ---------------------------------------------------------------------------------------- */

static gboolean
begins_label(const VetTranscript *transcript, const char *text, gsize offset)
{
	if (offset == 0 || text[offset - 1] == '\n' ||
	    vet_transcript_gap(transcript, offset) != VET_GAP_NONE)
		return TRUE;
	const char *previous = g_utf8_prev_char(text + offset);
	if (is_one_of(g_utf8_get_char(previous), before_label))
		return TRUE;
	const char *line = previous;
	while (line > text && line[-1] != '\n')
		line--;
	return skip_numbering(line) == text + offset;
}

static gsize
skip_remark(const char *text, gsize offset)
{
	if (text[offset] != '(')
		return offset;
	for (gsize i = offset + 1; i < offset + MAX_REMARK && text[i] && text[i] != '\n'; i++)
		if (text[i] == ')')
			return i + 1;
	return offset;
}

/* a known label that stands at `offset` and is followed by a colon, a gap or the line's end */
static gboolean
known_label_at(const VetTranscript *transcript, const char *text, gsize offset, GHashTable *known)
{
	GHashTableIter iter;
	gpointer key;

	if (!known)
		return FALSE;
	g_hash_table_iter_init(&iter, known);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		if (!g_str_has_prefix(text + offset, key))
			continue;
		gsize end = skip_remark(text, offset + strlen(key));
		if (text[end] == ':' || text[end] == '\n' ||
		    vet_transcript_gap(transcript, end) != VET_GAP_NONE)
			return TRUE;
	}
	return FALSE;
}

static gsize
line_end(const char *text, gsize offset)
{
	const char *end = strchr(text + offset, '\n');
	return end ? (gsize)(end - text) : strlen(text);
}

static gsize
value_end(const VetTranscript *transcript, const char *text, gsize start,
	  const VetLabelQuery *query)
{
	gsize end = MIN(line_end(text, start), start + MAX_VALUE);
	VetMatch match;

	if (query->stop && vet_pattern_find(query->stop, text, end, start, &match, NULL) &&
	    match.start > start)
		end = match.start;
	for (gsize i = start; i < end; i = g_utf8_next_char(text + i) - text) {
		VetGap gap = i > start ? vet_transcript_gap(transcript, i) : VET_GAP_NONE;
		if (gap == VET_GAP_NONE)
			continue;
		if (gap == VET_GAP_WIDE && i - start >= MIN_BEFORE_COLUMN)
			return i;
		if (known_label_at(transcript, text, i, query->known))
			return i;
	}
	return end;
}

/* the right edge of the widest line of the page: text that reaches it may go on below */
static double
right_edge(const VetContent *content, guint page_number)
{
	double edge = 0;
	const VetPage *page = content->pages->pdata[page_number - 1];
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		edge = MAX(edge, line->box.x1);
	}
	return edge;
}

static gboolean
reaches_edge(const VetTranscript *transcript, gsize start, gsize end)
{
	VetBox box = vet_transcript_box(transcript, end - 1, end);
	if (vet_box_is_empty(box))
		return FALSE;
	double em = box.y1 - box.y0;
	return box.x1 > right_edge(vet_transcript_content(transcript),
				   vet_transcript_page(transcript, start)) -
				1.6 * em;
}

/* a value that fills its line, or a name that is cut, goes on in the next line */
static gsize
continue_value(const VetTranscript *transcript, const char *text, gsize start, gsize end,
	       const VetLabelQuery *query)
{
	for (guint i = 0; i < MAX_CONTINUED_LINES && text[end] == '\n' && text[end + 1]; i++) {
		g_autofree char *value = vet_transcript_copy(transcript, start, end);
		if (query->organisation && vet_entity_is_name(value))
			return end;
		gsize next = end + 1;
		if (known_label_at(transcript, text, next, query->known) ||
		    skip_numbering(text + next) != text + next)
			return end;
		gsize next_end = value_end(transcript, text, next, query);
		g_autofree char *joined = vet_transcript_copy(transcript, start, next_end);
		gboolean completes = query->organisation && vet_entity_is_name(joined);
		gboolean colon = memchr(text + next, ':', next_end - next) != NULL;
		if (!completes &&
		    (colon || query->organisation || !reaches_edge(transcript, start, end)))
			return end;
		end = next_end;
	}
	return end;
}

static gboolean
seen_before(GPtrArray *sightings, const char *value, guint page, double position)
{
	for (guint i = 0; i < sightings->len; i++) {
		const VetSighting *other = sightings->pdata[i];
		if (other->page == page && ABS(other->position - position) < SAME_ROW &&
		    g_str_equal(other->value, value))
			return TRUE;
	}
	return FALSE;
}

static void
take_line_value(const VetTranscript *transcript, const char *text, gsize label_start, gsize start,
		const VetLabelQuery *query, GPtrArray *sightings)
{
	gsize end = value_end(transcript, text, start, query);
	if (end <= start)
		return;
	end = continue_value(transcript, text, start, end, query);
	g_autofree char *value = trim_filling(vet_transcript_copy(transcript, start, end));
	double position = vet_transcript_position(transcript, start);
	guint page = vet_transcript_page(transcript, start);
	if (!*value || sightings->len >= MAX_SIGHTINGS ||
	    seen_before(sightings, value, page, position))
		return;
	g_autofree char *quote = vet_transcript_copy(transcript, label_start, end);
	g_ptr_array_add(sightings,
			vet_sighting_new(value, quote, page,
					 vet_transcript_box(transcript, start, end),
					 vet_transcript_source(transcript, start), position));
}

/* where the value of the label that ends at `offset` begins; FALSE when this is no label */
static gboolean
find_value(const VetTranscript *transcript, const char *text, gsize offset,
	   const VetLabelQuery *query, gboolean alone, gsize *ret_start)
{
	gsize after = skip_remark(text, offset);
	gboolean colon = text[after] == ':';
	gsize start = colon ? after + 1 : after;

	if (text[start] == '\n') {
		if (!text[start + 1] || (!colon && !alone) ||
		    known_label_at(transcript, text, start + 1, query->known))
			return FALSE;
		start++;
	} else if (!colon && vet_transcript_gap(transcript, start) == VET_GAP_NONE) {
		return FALSE;
	} else if (known_label_at(transcript, text, start, query->known)) {
		return FALSE;
	}
	*ret_start = start;
	return text[start] != '\0';
}

static void
find_in_lines(const VetTranscript *transcript, const char *label, const VetLabelQuery *query,
	      GPtrArray *sightings)
{
	const char *text = vet_transcript_text(transcript, NULL);
	gsize length = strlen(label);

	for (const char *hit = strstr(text, label); hit; hit = strstr(hit + length, label)) {
		gsize offset = hit - text;
		gsize start;
		if (!begins_label(transcript, text, offset))
			continue;
		gboolean alone = offset == 0 || text[offset - 1] == '\n';
		if (find_value(transcript, text, offset + length, query, alone, &start))
			take_line_value(transcript, text, offset, start, query, sightings);
	}
}

/* --- tables
 * --------------------------------------------------------------------------------------- */

static gboolean
is_known_label(const VetCell *cell, GHashTable *known)
{
	g_autofree char *key = vet_label_key(cell->text);
	return known && g_hash_table_contains(known, key);
}

static gboolean
is_blank(const VetCell *cell)
{
	g_autofree char *compact = vet_text_compact(cell->text);
	trim_filling(compact);
	return *compact == '\0';
}

/* the cell that holds the value of a label cell: to the right, else below */
static const VetCell *
value_cell(const VetTable *table, const VetCell *label, GHashTable *known)
{
	const VetCell *right =
		vet_table_cell_at(table, label->row, label->column + label->column_span);
	if (right && !is_known_label(right, known))
		return is_blank(right) ? NULL : right;
	const VetCell *below =
		vet_table_cell_at(table, label->row + label->row_span, label->column);
	if (!below || is_blank(below) || is_known_label(below, known))
		return NULL;
	return below;
}

static void
take_cell_value(const VetPage *page, guint table_number, const VetCell *label, const VetCell *cell,
		GPtrArray *sightings)
{
	g_autofree char *joined = g_strdelimit(g_strdup(cell->text), "\n", ' ');
	g_autofree char *normal = vet_text_normalise(joined);
	g_autofree char *value = trim_filling(vet_text_strip_cjk_space(normal));
	g_autofree char *name = vet_label_key(label->text);
	double position = page->number * 1e5;
	position += vet_box_is_empty(cell->box)
			    ? table_number * 1e3 + cell->row * 10 + cell->column * 0.1
			    : cell->box.y0 + cell->box.x0 / 1e5;
	if (!*value || strlen(value) > MAX_VALUE || sightings->len >= MAX_SIGHTINGS ||
	    seen_before(sightings, value, page->number, position))
		return;
	g_autofree char *quote = g_strdup_printf("%s：%s", name, value);
	g_ptr_array_add(sightings, vet_sighting_new(value, quote, page->number, cell->box,
						    page->source, position));
}

static gboolean
is_asked(const char *key, const VetLabelQuery *query)
{
	return g_strv_contains(query->labels, key);
}

static void
find_in_tables(const VetContent *content, const VetLabelQuery *query, GPtrArray *sightings)
{
	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j < page->tables->len; j++) {
			const VetTable *table = page->tables->pdata[j];
			for (guint k = 0; k < table->cells->len; k++) {
				const VetCell *cell = table->cells->pdata[k];
				g_autofree char *key = vet_label_key(cell->text);
				const VetCell *value =
					is_asked(key, query) ? value_cell(table, cell, query->known)
							     : NULL;
				if (value)
					take_cell_value(page, j, cell, value, sightings);
			}
		}
	}
}

/* a value found in a cell and again, cut, in a line of that cell: the cell's is whole */
static void
drop_cut_values(GPtrArray *sightings, guint n_from_tables)
{
	for (guint i = sightings->len; i > n_from_tables; i--) {
		const VetSighting *line = sightings->pdata[i - 1];
		for (guint j = 0; j < n_from_tables; j++) {
			const VetSighting *cell = sightings->pdata[j];
			gboolean inside = cell->page == line->page &&
					  (vet_box_is_empty(cell->box) ||
					   (line->box.y0 > cell->box.y0 - SAME_ROW &&
					    line->box.y1 < cell->box.y1 + SAME_ROW));
			if (inside && (strstr(cell->value, line->value) ||
				       strstr(line->value, cell->value))) {
				g_ptr_array_remove_index(sightings, i - 1);
				break;
			}
		}
	}
}

static int
by_position(gconstpointer a, gconstpointer b)
{
	const VetSighting *left = *(const VetSighting *const *)a;
	const VetSighting *right = *(const VetSighting *const *)b;
	return left->position < right->position ? -1 : left->position > right->position;
}

GPtrArray *
vet_labels_find(const VetTranscript *transcript, const VetLabelQuery *query)
{
	GPtrArray *sightings = g_ptr_array_new_with_free_func((GDestroyNotify)vet_sighting_free);

	find_in_tables(vet_transcript_content(transcript), query, sightings);
	guint n_from_tables = sightings->len;
	for (gsize i = 0; query->labels[i]; i++)
		find_in_lines(transcript, query->labels[i], query, sightings);
	drop_cut_values(sightings, n_from_tables);
	g_ptr_array_sort(sightings, by_position);
	return sightings;
}
