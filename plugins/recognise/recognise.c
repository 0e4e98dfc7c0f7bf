/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>

#include "plugins/recognise/codes.h"
#include "plugins/recognise/likeness.h"
#include "plugins/recognise/reader.h"
#include "plugins/recognise/seals.h"
#include "plugins/recognise/signature.h"
#include "plugins/recognise/unread.h"
#include "plugins/recognise/writer.h"

/*
 * Of 100, by character: print has 97 and more, print the wrong way up 80 to 88 (measured).  Less than
 * this is worth trying the other ways up, of which one must be that much better.
 */
#define POOR 92
#define BETTER 4
#define SAMPLES 4
/* of a picture in which so many pieces say nothing, the rest will not either */
#define PATIENCE 40
#define HOPELESS 72

static gboolean
find_marks(Sheet *sheet, VetSink *sink, GError **error)
{
	g_autoptr(GArray) seals = g_array_new(FALSE, FALSE, sizeof(Seal));

	seals_find(sheet, seals);
	for (guint i = 0; i < seals->len; i++) {
		const Seal *seal = &g_array_index(seals, Seal, i);
		VetMark mark = {.kind = VET_MARK_SEAL,
				.box = seal->box,
				.confidence = seal->confidence,
				.detail = (char *)seal->shape};
		if (!vet_sink_mark(sink, &mark, error))
			return FALSE;
		sheet_take_red_out(sheet, seal->box);
	}
	return codes_find(sheet, sink, error);
}

/* --- text --- */

static void
read_freed(gpointer data)
{
	read_piece_free(data);
}

/* What the pieces say, in their order; NULL for the rest when it is hopeless. */
static GPtrArray *
read_pieces(const Sheet *sheet, const Layout *layout, double *ret_mean)
{
	GPtrArray *reads = g_ptr_array_new_with_free_func(read_freed);
	double sum = 0;
	guint n = 0;

	for (guint i = 0; i < layout->pieces->len; i++) {
		const Piece *piece = &g_array_index(layout->pieces, Piece, i);
		ReadPiece *read = reader_read(sheet, piece, layout->height);
		g_ptr_array_add(reads, read);
		sum += read->confidence * MAX(read->n_characters, 1);
		n += MAX(read->n_characters, 1);
		if (i >= PATIENCE && sum < HOPELESS * (double)n)
			break;
	}
	g_ptr_array_set_size(reads, (gint)layout->pieces->len);
	*ret_mean = n ? sum / n : 0;
	return reads;
}

/* How sure the reader is of the longest pieces. */
static double
sample(const Sheet *sheet, const Layout *layout)
{
	g_autofree guint8 *seen = g_new0(guint8, layout->pieces->len + 1);
	double sum = 0;
	guint n = 0;

	for (guint k = 0; k < SAMPLES; k++) {
		const Piece *longest = NULL;
		guint at = 0;
		for (guint i = 0; i < layout->pieces->len; i++) {
			const Piece *piece = &g_array_index(layout->pieces, Piece, i);
			if (seen[i] || (longest && piece->area.x1 - piece->area.x0 <=
							   longest->area.x1 - longest->area.x0))
				continue;
			longest = piece;
			at = i;
		}
		if (!longest)
			break;
		seen[at] = 1;
		g_autoptr(ReadPiece) read = reader_read(sheet, longest, layout->height);
		sum += read->confidence * MAX(read->n_characters, 1);
		n += MAX(read->n_characters, 1);
	}
	return n ? sum / n : 0;
}

/* The other ways up that a page may have been scanned. */
static guint
find_way_up(Sheet *sheet, guint tried, double mean)
{
	guint best = tried;

	for (guint more = 1; more < 4; more++) {
		/* upside down is likelier than on its side: the guess saw lines across */
		guint quarters = (tried + (more == 1 ? 2 : more == 2 ? 1 : 3)) % 4;
		sheet_turn(sheet, quarters);
		g_autoptr(Layout) layout = layout_new(sheet);
		double sure = sample(sheet, layout);
		if (sure < POOR || sure < mean + BETTER)
			continue;
		best = quarters;
		mean = sure;
		if (more == 1)
			break;
	}
	return best;
}

static gboolean
read_text(Sheet *sheet, VetSink *sink, GError **error)
{
	sheet_settle(sheet);
	guint quarters = sheet_guess_quarters(sheet);
	double mean;

	sheet_turn(sheet, quarters);
	Layout *layout = layout_new(sheet);
	GPtrArray *reads = read_pieces(sheet, layout, &mean);
	if (layout->pieces->len > 0 && mean < POOR) {
		guint better = find_way_up(sheet, quarters, mean);
		sheet_turn(sheet, better);
		if (better != quarters) {
			layout_free(layout);
			g_ptr_array_unref(reads);
			layout = layout_new(sheet);
			reads = read_pieces(sheet, layout, &mean);
		}
	}
	gboolean done = writer_write(sheet, layout, reads, sink, error) &&
			signatures_find(sheet, layout, reads, sink, error) &&
			unread_write(sheet, layout, reads, sink, error);
	g_ptr_array_unref(reads);
	layout_free(layout);
	return done;
}

static gboolean
recognise(const VetPicture *picture, VetPictureUse use, VetSink *sink, GError **error)
{
	g_autoptr(Sheet) sheet = sheet_new(picture);

	if (!sheet) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "no memory to recognise a picture of %ux%u pixels; send it smaller",
			    picture->width, picture->height);
		return FALSE;
	}
	if (use == VET_PICTURE_MARKS)
		return find_marks(sheet, sink, error);
	char likeness[LIKENESS_TEXT];
	gboolean has_likeness = likeness_of(sheet, likeness);
	if (!find_marks(sheet, sink, error) || !read_text(sheet, sink, error))
		return FALSE;
	VetMark mark = {
		.kind = VET_MARK_LIKENESS, .box = picture->box, .confidence = 1, .text = likeness};
	return !has_likeness || vet_sink_mark(sink, &mark, error);
}

static const char *const media_types[] = {NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "recognise",
	.version = "2",
	.summary = "text, seals, signatures and codes in pictures",
	.media_types = media_types,
	.prepare = reader_prepare,
	.recognise = recognise,
};
