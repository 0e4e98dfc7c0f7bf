/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/reader.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#define MODELS "/usr/share/tesseract-ocr/5/tessdata"
/* `eng` beside it costs half as much again and reads names worse (measured) */
#define LANGUAGE "chi_sim"
/* of the page beyond a piece's box, in heights of its characters; 0.2 more or less reads as well */
#define BLEED_X 0.45
#define BLEED_Y 0.3
/* of blank paper around that: the reader wants some, the next line may be near */
#define MARGIN 0.15
/* a gap beside an ideograph that is a space, in heights */
#define SPACE 0.5
#define TAB 1.5
/* between the characters of a label that is spread out: 名    称 */
#define SPREAD 4.0
/* marks of Chinese are as wide as its characters and mostly blank */
#define MARK_BLANK 0.6
/* a stroke so near to the end of its cell is the rule, in heights */
#define RULE_NEAR 0.5
/* higher than this many heights of its characters: more than one line */
#define SEVERAL_LINES 1.9

static TessBaseAPI *tesseract;

/*
 * Tesseract asks OpenMP for four threads wherever it can; a child may start none.  No active level
 * means that each such part is run by who asks.
 */
static gboolean
keep_to_one_thread(GError **error)
{
	void *library = dlopen("libgomp.so.1", RTLD_NOW | RTLD_NOLOAD);

	if (!library)
		return TRUE;
	void (*set_max_active_levels)(int);
	*(void **)&set_max_active_levels = dlsym(library, "omp_set_max_active_levels");
	if (set_max_active_levels)
		set_max_active_levels(0);
	dlclose(library);
	if (set_max_active_levels)
		return TRUE;
	g_set_error_literal(
		error, VET_ERROR, VET_ERROR_CONFIG,
		"recognise: libgomp.so.1 has no omp_set_max_active_levels, so Tesseract "
		"would start threads: install libgomp1 12");
	return FALSE;
}

/* Or Tesseract complains at the end that its dictionaries are still in use. */
static void
let_go(void)
{
	TessBaseAPIDelete(tesseract);
	tesseract = NULL;
}

gboolean
reader_prepare(GError **error)
{
	if (tesseract)
		return TRUE;
	setMsgSeverity(L_SEVERITY_NONE);
	if (!keep_to_one_thread(error))
		return FALSE;
	TessBaseAPI *api = TessBaseAPICreate();
	if (!api || TessBaseAPIInit2(api, MODELS, LANGUAGE, OEM_LSTM_ONLY) != 0) {
		if (api)
			TessBaseAPIDelete(api);
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "recognise: Tesseract cannot load %s/%s.traineddata: install "
			    "tesseract-ocr-chi-sim",
			    MODELS, LANGUAGE);
		return FALSE;
	}
	/* white on black was turned round before */
	TessBaseAPISetVariable(api, "invert_threshold", "0");
	tesseract = api;
	return atexit(let_go) == 0;
}

void
read_piece_free(ReadPiece *read)
{
	if (!read)
		return;
	g_string_free(read->text, TRUE);
	g_array_unref(read->runs);
	g_free(read);
}

/* --- one piece as a picture of its own --- */

typedef struct {
	PIX *pix;
	gint left, top; /* of the sheet, at its first pixel */
	gint margin;    /* that was put around */
	gint *columns;  /* of the strip with its blanks, for each of pix */
	guint8 *inked;  /* of the strip with its blanks: whether there is ink in a column */
	gint width;     /* of the same */
} Strip;

static void
strip_clear(Strip *strip)
{
	pixDestroy(&strip->pix);
	g_free(strip->columns);
	g_free(strip->inked);
}

static guint8
paper_around(PIX *part, guint8 otherwise)
{
	NUMA *histogram = pixGetGrayHistogram(part, 2);
	l_float32 level = otherwise;

	if (!histogram || numaHistogramGetValFromRank(histogram, 0.75F, &level) != 0)
		level = otherwise;
	numaDestroy(&histogram);
	return (guint8)CLAMP(level, 0, 255);
}

/* Of each column, whether there is ink in it.  Caller frees. */
static guint8 *
inked_columns(PIX *pix, guint8 threshold)
{
	gint width = pixGetWidth(pix), height = pixGetHeight(pix);
	guint8 *inked = g_new0(guint8, width + 1);

	for (gint y = 0; y < height; y++) {
		const l_uint32 *row = pixGetData(pix) + (gsize)y * (gsize)pixGetWpl(pix);
		for (gint x = 0; x < width; x++)
			inked[x] |= GET_DATA_BYTE(row, x) < threshold;
	}
	return inked;
}

/*
 * Takes out of wide blanks what is more than a character's width: in there, Tesseract sees
 * characters that are none, and it takes time.
 */
static gboolean
squeeze(Strip *strip, gint widest)
{
	gint width = strip->width, height = pixGetHeight(strip->pix), n = 0, blank = 0;

	strip->columns = g_new0(gint, width + 1);
	for (gint x = 0; x < width; x++) {
		blank = strip->inked[x] ? 0 : blank + 1;
		if (blank <= widest)
			strip->columns[n++] = x;
	}
	if (n == width)
		return TRUE;
	PIX *narrow = pixCreateNoInit(n, height, 8);
	for (gint y = 0; narrow && y < height; y++) {
		const l_uint32 *from =
			pixGetData(strip->pix) + (gsize)y * (gsize)pixGetWpl(strip->pix);
		l_uint32 *to = pixGetData(narrow) + (gsize)y * (gsize)pixGetWpl(narrow);
		for (gint x = 0; x < n; x++)
			SET_DATA_BYTE(to, x, GET_DATA_BYTE(from, strip->columns[x]));
	}
	pixDestroy(&strip->pix);
	strip->pix = narrow;
	return narrow != NULL;
}

/* More of the page around the area, as far as there is room; of the piece itself nothing is cut off. */
static Area
bleed(const Area *area, const Area *piece, const Area *room, gint x, gint y)
{
	return (Area){MIN(piece->x0, MAX(area->x0 - x, room->x0)),
		      MIN(piece->y0, MAX(area->y0 - y, room->y0)),
		      MAX(piece->x1, MIN(area->x1 + x, room->x1)),
		      MAX(piece->y1, MIN(area->y1 + y, room->y1))};
}

static gboolean
cut_strip(const Sheet *sheet, const Piece *piece, gint common_height, Strip *ret_strip)
{
	Area area = piece->area;
	gint height = MAX(piece->height, common_height / 2);
	gint missing = common_height - (area.y1 - area.y0);

	/* 一 is as high as the line it stands in */
	if (missing > 0) {
		area.y0 -= missing / 2;
		area.y1 += missing / 2;
	}
	area = bleed(&area, &piece->area, &piece->room, (gint)(height * BLEED_X),
		     (gint)(height * BLEED_Y));
	area.x1 = MIN(area.x1, pixGetWidth(sheet->gray));
	area.y1 = MIN(area.y1, pixGetHeight(sheet->gray));
	BOX *box = boxCreate(area.x0, area.y0, area.x1 - area.x0, area.y1 - area.y0);
	PIX *part = box ? pixClipRectangle(sheet->gray, box, NULL) : NULL;
	boxDestroy(&box);
	if (!part)
		return FALSE;
	gint margin = (gint)(height * MARGIN);
	PIX *framed = pixAddBorderGeneral(part, margin, margin, margin, margin,
					  paper_around(part, sheet->paper));
	pixDestroy(&part);
	*ret_strip = (Strip){.pix = framed, .left = area.x0, .top = area.y0, .margin = margin};
	if (!framed)
		return FALSE;
	ret_strip->width = pixGetWidth(framed);
	/* the rim of a stroke is grey */
	ret_strip->inked = inked_columns(framed, (guint8)((sheet->threshold + sheet->paper) / 2));
	return squeeze(ret_strip, height);
}

/* --- characters --- */

typedef struct {
	const Sheet *sheet;
	const Strip *strip;
	const Piece *piece;
	ReadPiece *read;
	double height;
	gunichar before;
	gint middle; /* of the character before, in the strip */
	double sum;  /* of confidences */
	Area word;   /* of the run that is being made */
	guint32 word_start;
	double word_confidence;
} Writer;

static gboolean
is_wide(gunichar c)
{
	return g_unichar_iswide(c) && g_unichar_isalnum(c);
}

static void
end_run(Writer *writer)
{
	GString *text = writer->read->text;
	gsize length = text->len - writer->word_start;

	if (length > 0 && length <= G_MAXUINT16) {
		VetRun run = {.start = writer->word_start,
			      .length = (guint16)length,
			      .doubt = (guint16)CLAMP(VET_MAX_DOUBT - writer->word_confidence * 10,
						      0, VET_MAX_DOUBT),
			      .box = sheet_place(writer->sheet, writer->word.x0, writer->word.y0,
						 writer->word.x1, writer->word.y1)};
		g_array_append_val(writer->read->runs, run);
	}
	writer->word_start = (guint32)text->len;
}

/*
 * The widest blank between the middles of two characters, in heights: the reader's boxes are too
 * rough for it.
 */
static double
gap_between(const Writer *writer, gint left, gint right)
{
	gint widest = 0, blank = 0;

	for (gint x = MAX(left, 0); x < MIN(right, writer->strip->width); x++) {
		blank = writer->strip->inked[x] ? 0 : blank + 1;
		widest = MAX(widest, blank);
	}
	return widest / writer->height;
}

/* So far the line is single ideographs with spaces between. */
static gboolean
is_spread_label(const Writer *writer)
{
	gboolean wants_letter = TRUE;

	for (const char *at = writer->read->text->str; *at; at = g_utf8_next_char(at)) {
		if (wants_letter ? !is_wide(g_utf8_get_char(at)) : *at != ' ')
			return FALSE;
		wants_letter = !wants_letter;
	}
	return !wants_letter;
}

/* What stands between two characters: "", a space or a tab. */
static const char *
between(const Writer *writer, gunichar c, gint middle, gboolean begins_word)
{
	double gap = gap_between(writer, writer->middle, middle);

	if (g_unichar_ispunct(c))
		gap -= MARK_BLANK;
	if (g_unichar_ispunct(writer->before))
		gap -= MARK_BLANK;
	if (gap >= TAB)
		return gap < SPREAD && is_wide(c) && is_spread_label(writer) ? " " : "\t";
	if (!is_wide(c) && !is_wide(writer->before))
		return begins_word && g_unichar_isalnum(c) && g_unichar_isalnum(writer->before)
			       ? " "
			       : "";
	return gap >= SPACE ? " " : "";
}

static void
add_symbol(Writer *writer, const char *symbol, Area area, double confidence, gboolean begins_word)
{
	gunichar c = g_utf8_get_char(symbol);
	GString *text = writer->read->text;
	gint middle = (area.x0 + area.x1) / 2 - writer->strip->left + writer->strip->margin;
	const char *gap = writer->before ? between(writer, c, middle, begins_word) : "";
	gboolean goes_on = !*gap && writer->before && !is_wide(c) && !is_wide(writer->before) &&
			   text->len > writer->word_start;

	if (goes_on) {
		writer->word = (Area){MIN(writer->word.x0, area.x0), MIN(writer->word.y0, area.y0),
				      MAX(writer->word.x1, area.x1), MAX(writer->word.y1, area.y1)};
		writer->word_confidence = MIN(writer->word_confidence, confidence);
	} else {
		end_run(writer);
		g_string_append(text, gap);
		writer->word_start = (guint32)text->len;
		writer->word = area;
		writer->word_confidence = confidence;
	}
	g_string_append(text, symbol);
	writer->before = c;
	writer->middle = middle;
	writer->sum += confidence;
	writer->read->n_characters++;
}

/* Where a column of the squeezed strip was. */
static gint
column_of(const Strip *strip, gint x)
{
	return strip->columns[CLAMP(x, 0, pixGetWidth(strip->pix) - 1)];
}

/* What is left of the rule beside a cell, taken for a character. */
static gboolean
is_rule(const Writer *writer, const char *symbol, const Area *area)
{
	const Piece *piece = writer->piece;
	gint near = (gint)(writer->height * RULE_NEAR);

	return piece->grid >= 0 && (g_str_equal(symbol, "|") || g_str_equal(symbol, "｜")) &&
	       (area->x0 <= piece->room.x0 + near || area->x1 >= piece->room.x1 - near);
}

/* What was written so far, if anything, is another line. */
static void
begin_line(Writer *writer)
{
	if (writer->read->text->len == 0)
		return;
	end_run(writer);
	g_string_append_c(writer->read->text, '\n');
	writer->word_start = (guint32)writer->read->text->len;
	writer->before = 0;
}

static void
write_symbols(Writer *writer, TessResultIterator *results)
{
	TessPageIterator *places = TessResultIteratorGetPageIterator(results);
	gboolean begins_line = FALSE;

	do {
		char *symbol = TessResultIteratorGetUTF8Text(results, RIL_SYMBOL);
		int x0, y0, x1, y1;
		if (symbol && *symbol && g_utf8_validate(symbol, -1, NULL) &&
		    TessPageIteratorBoundingBox(places, RIL_SYMBOL, &x0, &y0, &x1, &y1)) {
			gint dx = writer->strip->left - writer->strip->margin;
			gint dy = writer->strip->top - writer->strip->margin;
			Area area = {column_of(writer->strip, x0) + dx, y0 + dy,
				     column_of(writer->strip, x1 - 1) + 1 + dx, y1 + dy};
			begins_line |= TessPageIteratorIsAtBeginningOf(places, RIL_TEXTLINE);
			if (!is_rule(writer, symbol, &area)) {
				if (begins_line)
					begin_line(writer);
				begins_line = FALSE;
				add_symbol(writer, symbol, area,
					   TessResultIteratorConfidence(results, RIL_SYMBOL),
					   TessPageIteratorIsAtBeginningOf(places, RIL_WORD));
			}
		}
		TessDeleteText(symbol);
	} while (TessResultIteratorNext(results, RIL_SYMBOL));
	end_run(writer);
}

/* The model takes an opening bracket （ for 〈 or 《, hardly ever the other way round; 3 bytes each. */
static void
mend_brackets(GString *text)
{
	static const char angle[] = "〈", angle_end[] = "〉", round[] = "（", round_end[] = "）";
	static const char title[] = "《", title_end[] = "》";

	for (char *at = strstr(text->str, title); at; at = strstr(at + 3, title)) {
		gsize length = strcspn(at, "\n");
		const char *end = g_strstr_len(at, (gssize)length, title_end);
		const char *close = g_strstr_len(at, (gssize)length, ")");
		close = close ? close : g_strstr_len(at, (gssize)length, round_end);
		if (!end && close)
			memcpy(at, round, 3);
	}

	for (char *at = strstr(text->str, angle); at; at = strstr(at + 3, angle)) {
		char *end = strstr(at, angle_end);
		if (!end || strpbrk(at, ")") || strstr(at, round_end))
			memcpy(at, round, 3);
	}
	for (char *at = strstr(text->str, angle_end); at; at = strstr(at + 3, angle_end))
		if (!strstr(text->str, angle))
			memcpy(at, round_end, 3);
}

static ReadPiece *
read_as(const Sheet *sheet, const Piece *piece, gint common_height, TessPageSegMode mode)
{
	ReadPiece *read = g_new0(ReadPiece, 1);
	Strip strip = {0};

	read->text = g_string_new(NULL);
	read->runs = g_array_new(FALSE, FALSE, sizeof(VetRun));
	if (!cut_strip(sheet, piece, common_height, &strip)) {
		strip_clear(&strip);
		return read;
	}
	TessBaseAPISetPageSegMode(tesseract, mode);
	TessBaseAPISetImage2(tesseract, strip.pix);
	TessBaseAPISetSourceResolution(tesseract, (int)SHEET_DPI);
	TessResultIterator *results = TessBaseAPIRecognize(tesseract, NULL) == 0
					      ? TessBaseAPIGetIterator(tesseract)
					      : NULL;
	if (results) {
		g_autofree guint8 *inked =
			inked_columns(strip.pix, (guint8)((sheet->threshold + sheet->paper) / 2));
		Writer writer = {.sheet = sheet,
				 .strip = &strip,
				 .piece = piece,
				 .read = read,
				 .height = MAX(piece->height, 1)};
		write_symbols(&writer, results);
		TessResultIteratorDelete(results);
		if (read->n_characters)
			read->confidence = writer.sum / read->n_characters;
		mend_brackets(read->text);
	}
	/* nothing of this page stays, and the picture is let go */
	TessBaseAPIClear(tesseract);
	strip_clear(&strip);
	return read;
}

ReadPiece *
reader_read(const Sheet *sheet, const Piece *piece, gint common_height)
{
	gboolean is_block = piece->area.y1 - piece->area.y0 >
			    MAX(piece->height, common_height / 2) * SEVERAL_LINES;
	ReadPiece *read =
		read_as(sheet, piece, common_height, is_block ? PSM_SINGLE_BLOCK : PSM_SINGLE_LINE);

	if (is_block || read->n_characters > 0)
		return read;
	/* the search for the line within its strip sometimes finds none in large clean print */
	read_piece_free(read);
	return read_as(sheet, piece, common_height, PSM_RAW_LINE);
}
