/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/signature.h"

#include <string.h>

#include "plugins/recognise/writer.h"

/* how far from its label it may begin, in heights of the label's characters */
#define REACH_RIGHT 14
#define REACH_UP 1.2
/* what is read with this confidence (of 100) is print */
#define PRINT 94
/* of what is no higher than print, this is enough: names have rare characters */
#define SMALL_PRINT 70
#define SMALL_HEIGHT 1.35
/* a hand writes larger than the label's print, or at least as large */
#define MIN_HEIGHT 0.9
#define MAX_HEIGHT 5
#define MAX_LENGTH 12

static const char *const labels[] = {"签字", "签名", "签章", "签署", "手签"};

/* The label stands at the end: what is printed behind it would be the name itself. */
static gboolean
asks_for_one(const ReadPiece *read)
{
	for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
		const char *at = read && read->text ? strstr(read->text->str, labels[i]) : NULL;
		if (!at)
			continue;
		guint letters = 0;
		for (at += strlen(labels[i]); *at; at = g_utf8_next_char(at))
			letters += g_unichar_isalnum(g_utf8_get_char(at));
		if (letters == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
may_be_hand(const Piece *label, const Piece *piece, const ReadPiece *read)
{
	gint height = piece->area.y1 - piece->area.y0, width = piece->area.x1 - piece->area.x0;
	gint line = MAX(label->height, 1);

	if (read && read->confidence >= PRINT && read->n_characters > 1)
		return FALSE;
	if (read && read->confidence >= SMALL_PRINT && height < line * SMALL_HEIGHT)
		return FALSE;
	return piece->area.x0 >= label->area.x1 - line &&
	       piece->area.x0 < label->area.x1 + line * REACH_RIGHT &&
	       piece->area.y1 > label->area.y0 - line * REACH_UP &&
	       piece->area.y0 < label->area.y1 + line && height >= line * MIN_HEIGHT &&
	       height <= line * MAX_HEIGHT && width >= line && width <= line * MAX_LENGTH;
}

gboolean
signatures_find(const Sheet *sheet, const Layout *layout, const GPtrArray *reads, VetSink *sink,
		GError **error)
{
	for (guint i = 0; i < layout->pieces->len; i++) {
		if (!asks_for_one(reads->pdata[i]))
			continue;
		const Piece *label = &g_array_index(layout->pieces, Piece, i);
		for (guint k = 0; k < layout->pieces->len; k++) {
			const Piece *piece = &g_array_index(layout->pieces, Piece, k);
			if (k == i || !may_be_hand(label, piece, reads->pdata[k]))
				continue;
			const ReadPiece *read = reads->pdata[k];
			double sure = read ? read->confidence : 0;
			VetMark mark = {.kind = VET_MARK_SIGNATURE,
					.box = sheet_place(sheet, piece->area.x0, piece->area.y0,
							   piece->area.x1, piece->area.y1),
					/* the less it reads like print, the likelier */
					.confidence = CLAMP((100 - sure) / 30 + 0.4, 0.4, 0.9)};
			if (!vet_sink_mark(sink, &mark, error))
				return FALSE;
			break;
		}
	}
	return TRUE;
}
