/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/transcript.h"

#include <string.h>

#include "lib/text.h"

#define WIDE_SPACES 3
#define PAGE_STRIDE 1e5
/* how far a seal may reach over either end of a text, in its widths, and how sure the rest is */
#define SEAL_MARGIN 0.02
#define UNDER_SEAL 0.4
/* strokes of the seal are read as doubtful characters; where each is as sure as on plain paper, they did no harm */
#define PLAIN 0.93

/* where a byte of the text comes from */
typedef struct {
	guint32 line; /* number in `lines` */
	guint32 raw;  /* byte of the line's own text */
	guint8 gap;
} Place;

typedef struct {
	const VetPage *page;
	const VetLine *line;
	gsize start; /* in the text */
} LineRef;

struct _VetTranscript {
	const VetContent *content;
	GString *text;
	GArray *places; /* of Place, one a byte */
	GArray *lines;  /* of LineRef */
	VetCells *cells;
};

static gboolean
is_plain(gunichar character)
{
	return (character > ' ' && character < 0x7f && character != '-') ||
	       (character >= 0x4e00 && character <= 0x9fff);
}

static void
append_byte_places(VetTranscript *transcript, gsize n_bytes, guint32 line, guint32 raw, VetGap gap)
{
	for (gsize i = 0; i < n_bytes; i++) {
		Place place = {line, raw, i == 0 ? gap : VET_GAP_NONE};
		g_array_append_val(transcript->places, place);
	}
}

static void
append_line(VetTranscript *transcript, const VetPage *page, const VetLine *line)
{
	guint32 number = transcript->lines->len;
	LineRef ref = {page, line, transcript->text->len};
	guint spaces = 0;
	gboolean tab = FALSE;

	for (const char *p = line->text; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		guint32 raw = (guint32)(p - line->text);
		char piece[24];
		if (is_plain(character)) {
			piece[g_unichar_to_utf8(character, piece)] = '\0';
		} else {
			vet_text_normalise_char(character, piece);
			if (g_str_equal(piece, " ")) {
				spaces += character == 0x3000 ? 2 : 1;
				tab = tab || character == '\t';
				continue;
			}
		}
		VetGap gap = VET_GAP_NONE;
		if (transcript->text->len > ref.start && spaces > 0)
			gap = tab || spaces >= WIDE_SPACES ? VET_GAP_WIDE : VET_GAP_SOME;
		append_byte_places(transcript, strlen(piece), number, raw, gap);
		g_string_append(transcript->text, piece);
		if (*piece) {
			spaces = 0;
			tab = FALSE;
		}
	}
	if (transcript->text->len == ref.start)
		return;
	g_array_append_val(transcript->lines, ref);
	append_byte_places(transcript, 1, number, (guint32)strlen(line->text), VET_GAP_NONE);
	g_string_append_c(transcript->text, '\n');
}

/* Caller frees. */
static char *
without_digits(const char *text)
{
	GString *kept = g_string_new(NULL);

	for (; *text; text++) {
		if (!g_ascii_isdigit(*text))
			g_string_append_c(kept, *text);
	}
	return g_string_free(kept, FALSE);
}

/*
 * Whether a reader going through the text reads the line there.  What runs over every page is read
 * where it first stands, whatever number it has there: again and again it would stand in the middle
 * of sentences and tables.
 */
static gboolean
is_read(GHashTable *running, const VetLine *line)
{
	if (line->role == VET_LINE_HEADER || line->role == VET_LINE_FOOTER)
		return g_hash_table_add(running, without_digits(line->text));
	return line->role != VET_LINE_HIDDEN;
}

VetTranscript *
vet_transcript_new(const VetContent *content)
{
	g_autoptr(GHashTable) running =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	VetTranscript *transcript = g_new0(VetTranscript, 1);
	transcript->content = content;
	transcript->text = g_string_new(NULL);
	transcript->places = g_array_new(FALSE, FALSE, sizeof(Place));
	transcript->lines = g_array_new(FALSE, FALSE, sizeof(LineRef));
	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j < page->lines->len; j++) {
			const VetLine *line = page->lines->pdata[j];
			if (is_read(running, line))
				append_line(transcript, page, line);
		}
	}
	transcript->cells = vet_cells_new(content);
	return transcript;
}

void
vet_transcript_free(VetTranscript *transcript)
{
	if (!transcript)
		return;
	g_string_free(transcript->text, TRUE);
	g_array_unref(transcript->places);
	g_array_unref(transcript->lines);
	vet_cells_free(transcript->cells);
	g_free(transcript);
}

const char *
vet_transcript_text(const VetTranscript *transcript, gsize *ret_length)
{
	if (ret_length)
		*ret_length = transcript->text->len;
	return transcript->text->str;
}

static const Place *
place_at(const VetTranscript *transcript, gsize offset)
{
	if (transcript->places->len == 0)
		return NULL;
	return &g_array_index(transcript->places, Place,
			      MIN(offset, (gsize)transcript->places->len - 1));
}

static const LineRef *
line_at(const VetTranscript *transcript, gsize offset)
{
	const Place *place = place_at(transcript, offset);
	return place ? &g_array_index(transcript->lines, LineRef, place->line) : NULL;
}

VetGap
vet_transcript_gap(const VetTranscript *transcript, gsize offset)
{
	if (offset >= transcript->places->len)
		return VET_GAP_NONE;
	return place_at(transcript, offset)->gap;
}

/* calls back for the part of [start, end) in each line it touches, as bytes of that line's own text
 */
typedef void (*VisitPart)(const LineRef *ref, gsize raw_start, gsize raw_end, gpointer user_data);

static void
visit_parts(const VetTranscript *transcript, gsize start, gsize end, VisitPart visit,
	    gpointer user_data)
{
	end = MIN(end, (gsize)transcript->places->len);
	while (start < end) {
		const Place *first = place_at(transcript, start);
		const LineRef *ref = &g_array_index(transcript->lines, LineRef, first->line);
		gsize next = start;
		while (next < end && place_at(transcript, next)->line == first->line)
			next++;
		const Place *last = place_at(transcript, next - 1);
		gsize raw_end = last->raw;
		if (ref->line->text[raw_end])
			raw_end = g_utf8_next_char(ref->line->text + raw_end) - ref->line->text;
		visit(ref, first->raw, raw_end, user_data);
		start = next;
	}
}

static void
append_part(const LineRef *ref, gsize raw_start, gsize raw_end, gpointer user_data)
{
	g_string_append_len(user_data, ref->line->text + raw_start, raw_end - raw_start);
}

static char *
raw_of(const VetTranscript *transcript, gsize start, gsize end)
{
	GString *raw = g_string_new(NULL);
	visit_parts(transcript, start, end, append_part, raw);
	return g_string_free(raw, FALSE);
}

char *
vet_transcript_copy(const VetTranscript *transcript, gsize start, gsize end)
{
	g_autofree char *raw = raw_of(transcript, start, end);
	g_autofree char *normal = vet_text_normalise(raw);
	return vet_text_strip_cjk_space(normal);
}

char *
vet_transcript_quote(const VetTranscript *transcript, gsize start, gsize end)
{
	g_autofree char *raw = raw_of(transcript, start, end);
	return g_strstrip(vet_text_strip_cjk_space(g_strdelimit(raw, "\t\r\n", ' ')));
}

guint
vet_transcript_page(const VetTranscript *transcript, gsize offset)
{
	const LineRef *ref = line_at(transcript, offset);
	return ref ? ref->page->number : 1;
}

typedef struct {
	const VetPage *page;
	VetBox box;
} BoxVisit;

static void
join_box(const LineRef *ref, gsize raw_start, gsize raw_end, gpointer user_data)
{
	BoxVisit *visit = user_data;
	if (!visit->page)
		visit->page = ref->page;
	if (visit->page == ref->page && !vet_box_is_empty(ref->line->box))
		visit->box = vet_box_union(
			visit->box, vet_line_box_of(ref->line, raw_start, raw_end - raw_start));
}

VetBox
vet_transcript_box(const VetTranscript *transcript, gsize start, gsize end)
{
	BoxVisit visit = {0};
	visit_parts(transcript, start, end, join_box, &visit);
	return visit.box;
}

VetTextSource
vet_transcript_source(const VetTranscript *transcript, gsize offset)
{
	const LineRef *ref = line_at(transcript, offset);
	return ref ? ref->line->source : VET_TEXT_NONE;
}

typedef struct {
	double confidence;
} Certainty;

static gboolean
is_under_seal(const VetPage *page, VetBox box)
{
	double margin = (box.x1 - box.x0) * SEAL_MARGIN;

	for (guint i = 0; i < page->marks->len; i++) {
		const VetMark *mark = page->marks->pdata[i];
		if (mark->kind == VET_MARK_SEAL && mark->box.x0 < box.x1 - margin &&
		    mark->box.x1 > box.x0 + margin && mark->box.y0 < box.y1 &&
		    mark->box.y1 > box.y0)
			return TRUE;
	}
	return FALSE;
}

static void
doubt(const LineRef *ref, gsize raw_start, gsize raw_end, gpointer user_data)
{
	Certainty *certainty = user_data;
	VetBox box = vet_line_box_of(ref->line, raw_start, raw_end - raw_start);
	double own = vet_line_confidence_of(ref->line, raw_start, raw_end - raw_start);

	if (ref->line->source == VET_TEXT_OCR && own < PLAIN && is_under_seal(ref->page, box))
		own = MIN(own, UNDER_SEAL);
	certainty->confidence = MIN(certainty->confidence, own);
}

double
vet_transcript_confidence(const VetTranscript *transcript, gsize start, gsize end)
{
	Certainty certainty = {1};

	visit_parts(transcript, start, end, doubt, &certainty);
	return certainty.confidence;
}

double
vet_transcript_position(const VetTranscript *transcript, gsize offset)
{
	const LineRef *ref = line_at(transcript, offset);
	if (!ref)
		return 0;
	VetBox box = vet_transcript_box(transcript, offset, offset + 1);
	double page = ref->page->number * PAGE_STRIDE;
	if (vet_box_is_empty(box))
		return page + (double)place_at(transcript, offset)->line;
	return page + box.y0 + box.x0 / PAGE_STRIDE;
}

const VetContent *
vet_transcript_content(const VetTranscript *transcript)
{
	return transcript->content;
}

const VetCells *
vet_transcript_cells(const VetTranscript *transcript)
{
	return transcript->cells;
}
