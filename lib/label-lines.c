/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/label-lines.h"

#include <string.h>

#include "lib/entity.h"
#include "lib/label-key.h"
#include "lib/text.h"

#define MAX_REMARK 60       /* bytes of "(…)" between label and value */
#define MIN_BEFORE_COLUMN 6 /* bytes of value before a wide gap ends it */
#define MAX_LABEL 90        /* bytes of a label that a pattern finds */
#define MAX_LOOK_BACK 300   /* bytes from a line to what may open it */
#define MAX_HITS 300        /* places where a label may stand */
#define MAX_PIECES 6        /* lines that a value may stand in */
#define MAX_NAME_PIECES 3   /* of them, that one name may stand in */

static const char *const before_label = ":;,.、。)】]>*·●■□◆|/_①②③④⑤⑥⑦⑧⑨⑩";

/* a value, line by line: a name cut in a column goes on below, not behind */
typedef struct {
	gsize start[MAX_PIECES], end[MAX_PIECES];
	gboolean apart[MAX_PIECES]; /* another name, not the rest of the one above */
	guint n;
} Pieces;

typedef struct {
	const VetTranscript *transcript;
	const char *text;
	const VetLabelQuery *query;
	GPtrArray *sightings;
} Search;

static gsize
line_end(const char *text, gsize offset)
{
	const char *end = strchr(text + offset, '\n');
	return end ? (gsize)(end - text) : strlen(text);
}

/* nothing but numbering stands before it in its line */
static gboolean
opens_line(const char *text, gsize offset)
{
	gsize start = offset;
	while (start > 0 && text[start - 1] != '\n' && offset - start < MAX_LOOK_BACK)
		start--;
	return start == offset || vet_label_skip_numbering(text + start) == text + offset;
}

static gboolean
begins_label(const Search *search, gsize offset)
{
	if (vet_transcript_gap(search->transcript, offset) != VET_GAP_NONE ||
	    opens_line(search->text, offset))
		return TRUE;
	const char *previous = g_utf8_prev_char(search->text + offset);
	return g_utf8_strchr(before_label, -1, g_utf8_get_char(previous)) != NULL;
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
known_label_at(const Search *search, gsize offset)
{
	GHashTableIter iter;
	gpointer key;

	if (!search->query->known)
		return FALSE;
	g_hash_table_iter_init(&iter, search->query->known);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		if (!g_str_has_prefix(search->text + offset, key))
			continue;
		gsize end = skip_remark(search->text, offset + strlen(key));
		if (search->text[end] == ':' || search->text[end] == '\n' ||
		    search->text[end] == '|' ||
		    vet_transcript_gap(search->transcript, end) != VET_GAP_NONE)
			return TRUE;
	}
	return FALSE;
}

/* `before_column`: the fewest bytes of the value before a wide gap ends it */
static gsize
value_end(const Search *search, gsize start, gsize before_column)
{
	const VetPattern *stop = search->query->stop;
	gsize end = MIN(line_end(search->text, start), start + VET_LABEL_MAX_VALUE);
	gsize count = start > 0 && search->query->counted
			      ? vet_label_count_length(search->text + start - 1)
			      : 0;
	if (count > 0)
		return start - 1 + count - 1;
	while (end > start && (search->text[end] & 0xc0) == 0x80)
		end--;
	VetMatch match;

	if (stop && vet_pattern_find(stop, search->text, end, start, &match, NULL) &&
	    match.start > start)
		end = match.start;
	for (gsize i = start; i < end; i = g_utf8_next_char(search->text + i) - search->text) {
		VetGap gap = i > start ? vet_transcript_gap(search->transcript, i) : VET_GAP_NONE;
		if (gap == VET_GAP_NONE)
			continue;
		if ((gap == VET_GAP_WIDE && i - start >= before_column) ||
		    known_label_at(search, i))
			return i;
	}
	return end;
}

/* the right edge of the widest line of the page: text that reaches it may go on below */
static double
right_edge(const VetContent *content, guint page_number)
{
	double edge = 0;
	const VetPage *page = vet_content_page(content, page_number);
	for (guint i = 0; page && i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		edge = MAX(edge, line->box.x1);
	}
	return edge;
}

static gboolean
reaches_edge(const VetTranscript *transcript, gsize end)
{
	VetBox box = vet_transcript_box(transcript, end - 1, end);
	if (vet_box_is_empty(box))
		return FALSE;
	double em = box.y1 - box.y0;
	guint page = vet_transcript_page(transcript, end - 1);
	return box.x1 > right_edge(vet_transcript_content(transcript), page) - 1.6 * em;
}

typedef char *(*CopyPiece)(const VetTranscript *transcript, gsize start, gsize end);

static char *
join_pieces(const Search *search, const Pieces *pieces, CopyPiece copy)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	for (guint i = 0; i < pieces->n; i++) {
		g_autofree char *piece = copy(search->transcript, pieces->start[i], pieces->end[i]);
		g_string_append_printf(joined, "%s%s",
				       !i                 ? ""
				       : pieces->apart[i] ? ";"
							  : " ",
				       piece);
	}
	return vet_text_strip_cjk_space(joined->str);
}

static gboolean
is_whole(const Search *search, const Pieces *pieces)
{
	g_autofree char *value = join_pieces(search, pieces, vet_transcript_copy);
	vet_label_trim(value);
	/* of several names it is the last that may be cut */
	const char *last = value;
	for (const char *p = value; *p; p = g_utf8_next_char(p))
		if (g_utf8_strchr(";、,", -1, g_utf8_get_char(p)))
			last = g_utf8_next_char(p);
	g_autofree char *name = vet_label_bare_name(last);
	return vet_entity_is_name(name);
}

static gboolean
begins_numbered(const char *line)
{
	return vet_label_skip_numbering(line) != line;
}

static void
add_piece(const Search *search, Pieces *pieces, gsize start, gboolean apart)
{
	pieces->start[pieces->n] = start;
	/* what a cut name goes on with may be one character, and beside it the next column goes on */
	pieces->end[pieces->n] =
		value_end(search, start,
			  search->query->organisation && pieces->n > 0 ? 1 : MIN_BEFORE_COLUMN);
	pieces->apart[pieces->n] = apart;
	pieces->n++;
}

static guint
n_of_last_name(const Pieces *pieces)
{
	guint first = pieces->n - 1;

	while (first > 0 && !pieces->apart[first])
		first--;
	return pieces->n - first;
}

static gboolean
stands_below(const Search *search, const Pieces *pieces, gsize next, gsize next_end)
{
	VetBox above = vet_transcript_box(search->transcript, pieces->start[0], pieces->end[0]);
	VetBox below = vet_transcript_box(search->transcript, next, next_end);

	return !vet_box_is_empty(above) && !vet_box_is_empty(below) &&
	       ABS(above.x0 - below.x0) < above.y1 - above.y0;
}

/* below a whole name, aligned with it, another one: a further owner */
static gboolean
is_further_name(const Search *search, const Pieces *pieces, gsize next)
{
	if (!search->query->several || !search->text[next] || known_label_at(search, next))
		return FALSE;
	gsize next_end = value_end(search, next, MIN_BEFORE_COLUMN);
	gboolean listed = begins_numbered(search->text + next) &&
			  begins_numbered(search->text + pieces->start[0]);
	if (next_end <= next || (!listed && !stands_below(search, pieces, next, next_end)))
		return FALSE;
	gsize last = pieces->start[pieces->n - n_of_last_name(pieces)];
	g_autofree char *words =
		vet_transcript_copy(search->transcript, last, pieces->end[pieces->n - 1]);
	g_autofree char *above = vet_label_bare_name(words);
	g_autofree char *other = vet_transcript_copy(search->transcript, next, next_end);
	g_autofree char *below = vet_label_bare_name(other);
	return vet_entity_is_another(above, below);
}

/* whether the line below goes on with the value */
static gboolean
goes_on(const Search *search, const Pieces *pieces, gsize next)
{
	gsize last_end = pieces->end[pieces->n - 1];
	if (n_of_last_name(pieces) >= MAX_NAME_PIECES || !search->text[next] ||
	    known_label_at(search, next) ||
	    vet_label_skip_numbering(search->text + next) != search->text + next)
		return FALSE;
	Pieces longer = *pieces;
	add_piece(search, &longer, next, FALSE);
	if (search->query->organisation)
		return is_whole(search, &longer) || n_of_last_name(&longer) < MAX_NAME_PIECES;
	return search->text[last_end] == '\n' && reaches_edge(search->transcript, last_end) &&
	       !memchr(search->text + next, ':', longer.end[longer.n - 1] - next);
}

/* a value that fills its line, or a name that is cut, goes on in the next line */
static void
continue_value(const Search *search, Pieces *pieces)
{
	Pieces longer = *pieces;
	while (longer.n < MAX_PIECES) {
		gsize end = line_end(search->text, longer.start[longer.n - 1]);
		gboolean whole = search->query->organisation && is_whole(search, &longer);
		if (!search->text[end] || (whole ? !is_further_name(search, &longer, end + 1)
						 : !goes_on(search, &longer, end + 1)))
			break;
		add_piece(search, &longer, end + 1, whole);
		if (whole)
			*pieces = longer;
	}
	/* a name that never becomes whole is better left as its line has it */
	if (!search->query->organisation || is_whole(search, &longer))
		*pieces = longer;
}

static VetBox
box_of(const Search *search, const Pieces *pieces)
{
	VetBox box = {0};
	guint page = vet_transcript_page(search->transcript, pieces->start[0]);
	for (guint i = 0; i < pieces->n; i++)
		if (vet_transcript_page(search->transcript, pieces->start[i]) == page)
			box = vet_box_union(box,
					    vet_transcript_box(search->transcript, pieces->start[i],
							       pieces->end[i]));
	return box;
}

static double
confidence_of(const Search *search, const Pieces *pieces)
{
	double confidence = 1;

	for (guint i = 0; i < pieces->n; i++)
		confidence = MIN(confidence,
				 vet_transcript_confidence(search->transcript, pieces->start[i],
							   pieces->end[i]));
	return confidence;
}

static void
take_value(const Search *search, gsize label_start, gsize label_end, gsize start)
{
	Pieces pieces = {.n = 0};
	add_piece(search, &pieces, start, FALSE);
	if (pieces.end[0] <= start)
		return;
	continue_value(search, &pieces);
	g_autofree char *value = vet_label_trim(join_pieces(search, &pieces, vet_transcript_copy));
	double position = vet_transcript_position(search->transcript, start);
	guint page = vet_transcript_page(search->transcript, start);
	/* what nobody can read is not a value: a person looks, or another place says it */
	double confidence = confidence_of(search, &pieces);
	if (!*value || confidence < VET_LABEL_MIN_CONFIDENCE ||
	    search->sightings->len >= VET_LABEL_MAX_SIGHTINGS ||
	    vet_label_seen(search->sightings, value, page, position))
		return;
	g_autofree char *label = vet_transcript_quote(search->transcript, label_start, label_end);
	g_autofree char *words = join_pieces(search, &pieces, vet_transcript_quote);
	g_autofree char *quote =
		g_strdup_printf("%s：%s", vet_label_trim(label), vet_label_trim(words));
	VetSighting *sighting =
		vet_sighting_new(value, quote, page, box_of(search, &pieces),
				 vet_transcript_source(search->transcript, start), position);
	sighting->confidence = confidence;
	g_ptr_array_add(search->sightings, sighting);
}

/* a label that is a cell of a table has its value in the table, not in the next line */
static gboolean
is_cell(const Search *search, gsize start, gsize end)
{
	g_autofree char *raw = g_strndup(search->text + start, end - start);
	g_autofree char *label = vet_label_key(raw);
	return vet_cells_has_key_on_page(vet_transcript_cells(search->transcript), label,
					 vet_transcript_page(search->transcript, start));
}

/* "名称某某有限公司": nothing parts them, but the rest of the line is a whole name */
static gboolean
names_organisation(const Search *search, gsize label, gsize value)
{
	Pieces pieces = {.n = 0};
	add_piece(search, &pieces, value, FALSE);
	if (!search->query->organisation || !opens_line(search->text, label))
		return FALSE;
	continue_value(search, &pieces);
	return is_whole(search, &pieces);
}

/* A colon, the end of a rule below a value, white paper: what recognition makes of them. */
static gsize
skip_misread_colon(const char *text, gsize offset)
{
	static const char marks[] = ";:”\"_'’";

	while (text[offset] && g_utf8_strchr(marks, -1, g_utf8_get_char(text + offset)))
		offset = g_utf8_next_char(text + offset) - text;
	/* an opening mark belongs to the value if the closing one does */
	gsize line = strcspn(text + offset, "\n");
	if (g_str_has_prefix(text + offset, "“") && !g_strstr_len(text + offset, (gssize)line, "”"))
		offset += strlen("“");
	return offset;
}

/* where the value of the label in [start, end) begins; FALSE when this is no label */
static gboolean
find_value(const Search *search, gsize start, gsize end, gsize *ret_value)
{
	if (search->query->counted && vet_label_count_length(search->text + end) > 0) {
		*ret_value = end + 1;
		return TRUE;
	}
	gsize after = skip_remark(search->text, end);
	/* the rule between two cells, as a scan gives it */
	while (search->text[after] == '|')
		after++;
	gboolean colon = search->text[after] == ':';
	gsize value = colon ? after + 1 : after;
	if (vet_transcript_source(search->transcript, start) == VET_TEXT_OCR) {
		value = skip_misread_colon(search->text, value);
		colon |= value > after;
	}

	if (search->text[value] == '\n') {
		if (!search->text[value + 1] || (!colon && !opens_line(search->text, start)) ||
		    known_label_at(search, value + 1) || is_cell(search, start, end) ||
		    /* "三、守信激励（2条）" is the next heading, not how many the one above has */
		    (search->query->counted && begins_numbered(search->text + value + 1)))
			return FALSE;
		value++;
	} else if (known_label_at(search, value) ||
		   (!colon && search->text[value - 1] != '|' &&
		    vet_transcript_gap(search->transcript, value) == VET_GAP_NONE &&
		    !names_organisation(search, start, value))) {
		return FALSE;
	}
	*ret_value = value;
	return search->text[value] != '\0';
}

static void
find_label(const Search *search, const char *label)
{
	gsize length = strlen(label), value;
	guint hits = 0;
	for (const char *hit = strstr(search->text, label); hit && hits < MAX_HITS;
	     hit = strstr(hit + length, label)) {
		gsize start = hit - search->text;
		if (!begins_label(search, start))
			continue;
		hits++;
		if (find_value(search, start, start + length, &value))
			take_value(search, start, start + length, value);
	}
}

/* the end of what could be a label at `start`: up to a colon, a remark, a gap or the line's end */
static gsize
label_end(const Search *search, gsize start)
{
	gsize end = start;
	while (search->text[end] && !strchr(":(\n", search->text[end]) &&
	       end - start <= MAX_LABEL &&
	       (end == start || vet_transcript_gap(search->transcript, end) != VET_GAP_WIDE))
		end = g_utf8_next_char(search->text + end) - search->text;
	return end;
}

static void
find_pattern(const Search *search)
{
	for (gsize line = 0; search->text[line]; line = line_end(search->text, line) + 1) {
		gsize start = vet_label_skip_numbering(search->text + line) - search->text;
		gsize end = label_end(search, start), value;
		VetMatch match;
		if (vet_pattern_find(search->query->pattern, search->text, end, start, &match,
				     NULL) &&
		    match.start == start && match.end == end &&
		    find_value(search, start, end, &value))
			take_value(search, start, end, value);
		if (!search->text[line_end(search->text, line)])
			break;
	}
}

void
vet_label_lines_find(const VetTranscript *transcript, const VetLabelQuery *query,
		     GPtrArray *sightings)
{
	Search search = {transcript, vet_transcript_text(transcript, NULL), query, sightings};
	for (gsize i = 0; query->labels && query->labels[i]; i++)
		find_label(&search, query->labels[i]);
	if (query->pattern)
		find_pattern(&search);
}
