/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/unread.h"
#include "plugins/recognise/writer.h"

/*
 * A page with so many characters is a page of text; a photograph, whose leaves and tiles look like
 * writing, is none, and has nothing that could be missing.
 */
#define PAGE_OF_TEXT 40
/* one of so many characters is a large share; stamps, signatures and stains stay far below */
#define LARGE_SHARE 4
/* of so few the share says nothing */
#define FEW_PIECES 3

typedef struct {
	guint n_pieces, n_left; /* that have letters */
	guint n_characters, n_characters_left;
	double sure; /* sum of the confidence of what was left out, 0 to 1 each */
	VetBox box;
} Count;

static Count
count_pieces(const Sheet *sheet, const Layout *layout, const GPtrArray *reads)
{
	Count count = {0};

	for (guint i = 0; i < layout->pieces->len; i++) {
		const ReadPiece *read = reads->pdata[i];
		/* NULL: the picture was given up before that */
		guint n = read ? writer_count_letters(read) : 1;
		if (n == 0)
			continue;
		count.n_pieces++;
		count.n_characters += n;
		if (writer_is_text(read))
			continue;
		const Area *area = &g_array_index(layout->pieces, Piece, i).area;
		count.n_left++;
		count.n_characters_left += n;
		count.sure += read ? read->confidence / 100 : 0;
		count.box = vet_box_union(
			count.box, sheet_place(sheet, area->x0, area->y0, area->x1, area->y1));
	}
	return count;
}

static gboolean
is_large_share(const Count *count)
{
	return count->n_left > FEW_PIECES &&
	       count->n_characters - count->n_characters_left >= PAGE_OF_TEXT &&
	       count->n_characters_left * LARGE_SHARE >= count->n_characters;
}

gboolean
unread_write(const Sheet *sheet, const Layout *layout, const GPtrArray *reads, VetSink *sink,
	     GError **error)
{
	Count count = count_pieces(sheet, layout, reads);

	if (count.n_left == 0)
		return TRUE;
	g_autofree char *share =
		g_strdup_printf("%u of %u pieces of text could not be read and were left out",
				count.n_left, count.n_pieces);
	VetMark mark = {.kind = VET_MARK_PICTURE,
			.box = count.box,
			.confidence = count.sure / count.n_left,
			.detail = share};
	if (!vet_sink_mark(sink, &mark, error))
		return FALSE;
	if (!is_large_share(&count))
		return TRUE;
	g_autofree char *sentence =
		g_strdup_printf("page %u: %s", vet_sink_page_number(sink), share);
	return vet_sink_warning(sink, sentence, error);
}
