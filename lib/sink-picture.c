/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/sink-private.h"

#include <fcntl.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void
vet_sink_set_role(VetSink *sink, VetLineRole role)
{
	sink->role = role;
}

void
vet_sink_set_recogniser(VetSink *sink, VetRecognise recognise)
{
	sink->recognise = recognise;
}

gboolean
vet_sink_mark(VetSink *sink, const VetMark *mark, GError **error)
{
	GError *failure = NULL;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!sink->on_page)
		return vet_sink_misused(sink, "the extractor gave a mark before a page", error);
	if (sink->n_marks >= VET_MAX_MARKS)
		return TRUE;
	if (++sink->n_marks == VET_MAX_MARKS &&
	    !vet_sink_warning(sink, "a page has more seals, codes and signatures than are kept",
			      error))
		return FALSE;
	g_autofree char *text = vet_sink_repaired(mark->text ? mark->text : "", VET_MAX_MARK_BYTES);
	g_autofree char *detail =
		vet_sink_repaired(mark->detail ? mark->detail : "", VET_MAX_MARK_BYTES);
	if (!vet_budget_mark(&sink->budget, strlen(text) + strlen(detail), &failure))
		return vet_sink_fail(sink, failure, error);
	return vet_sink_send(sink, VET_WIRE_MARK,
			     g_variant_new("(ydss@" VET_WIRE_BOX_FORM ")", (guchar)mark->kind,
					   CLAMP(vet_sink_finite(mark->confidence), 0, 1), text,
					   detail, vet_sink_box(mark->box)),
			     -1, error);
}

gboolean
vet_sink_can_recognise(const VetSink *sink, VetPictureUse use)
{
	return sink->recognise && (use == VET_PICTURE_MARKS ||
				   vet_budget_left(&sink->budget, VET_LIMIT_RECOGNISED_PAGES) > 0);
}

gboolean
vet_sink_unrecognised(VetSink *sink, guint page, GError **error)
{
	g_autofree char *cap =
		vet_limits_describe(&sink->budget.limits, VET_LIMIT_RECOGNISED_PAGES);
	g_autofree char *sentence = g_strdup_printf(
		"page %u: is a picture and was not read: %s", page,
		sink->recognise ? cap : "no extractor here recognises text in pictures");

	return vet_sink_warning(sink, sentence, error);
}

/*
 * Once a page, however many pictures are on it.  The plugin asked before it drew the picture, so this
 * fails only where it did not.
 */
static gboolean
spend_recognised_page(VetSink *sink, GError **error)
{
	GError *failure = NULL;

	if (sink->page_recognised)
		return TRUE;
	sink->page_recognised = TRUE;
	if (!vet_budget_spend(&sink->budget, VET_LIMIT_RECOGNISED_PAGES, 1, &failure))
		return vet_sink_fail(sink, failure, error);
	return vet_sink_send(sink, VET_WIRE_RECOGNISED, g_variant_new("()"), -1, error);
}

gboolean
vet_sink_picture(VetSink *sink, const VetPicture *picture, VetPictureUse use, GError **error)
{
	VetTextSource source = sink->source;
	VetLineRole role = sink->role;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!sink->on_page || !vet_picture_is_sound(picture))
		return vet_sink_misused(sink, "the extractor gave a picture without pixels or page",
					error);
	if (!sink->recognise)
		return vet_sink_warning(
			sink, "a picture was not read: no extractor here recognises text", error);
	if (use == VET_PICTURE_TEXT && !spend_recognised_page(sink, error))
		return FALSE;
	sink->source = VET_TEXT_OCR;
	sink->role = VET_LINE_BODY;
	gboolean read = sink->recognise(picture, use, sink, error);
	sink->source = source;
	sink->role = role;
	return read;
}

/* --- how a page looks --- */

/* As red, green and blue. */
static void
copy_row(const VetPicture *picture, guint y, guint8 *row)
{
	const guint8 *from = picture->pixels + y * picture->stride;

	for (guint x = 0; x < picture->width; x++, row += 3) {
		guint32 pixel;
		switch (picture->format) {
		case VET_PIXEL_GRAY8:
			memset(row, from[x], 3);
			break;
		case VET_PIXEL_RGB24:
			memcpy(row, from + (gsize)x * 3, 3);
			break;
		case VET_PIXEL_XRGB32:
			memcpy(&pixel, from + (gsize)x * 4, sizeof pixel);
			row[0] = pixel >> 16;
			row[1] = pixel >> 8;
			row[2] = pixel;
			break;
		}
	}
}

static gboolean
write_rows(int fd, const VetPicture *picture)
{
	gsize length = (gsize)picture->width * 3;
	g_autofree guint8 *row = g_malloc(length);

	for (guint y = 0; y < picture->height; y++) {
		copy_row(picture, y, row);
		for (gsize done = 0; done < length;) {
			gssize written = write(fd, row + done, length - done);
			if (written < 0 && errno != EINTR)
				return FALSE;
			done += MAX(written, 0);
		}
	}
	return TRUE;
}

static gboolean
send_rendering(VetSink *sink, const VetPicture *picture, int fd, GError **error)
{
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;

	if (fd < 0 || !write_rows(fd, picture) || fcntl(fd, F_ADD_SEALS, seals) < 0) {
		GError *failure =
			g_error_new(VET_ERROR, VET_ERROR_RETRY,
				    "no memory for the picture of a page: %s", g_strerror(errno));
		return vet_sink_fail(sink, failure, error);
	}
	return vet_sink_send(sink, VET_WIRE_RENDERING,
			     g_variant_new("(uu)", picture->width, picture->height), fd, error);
}

gboolean
vet_sink_rendering(VetSink *sink, const VetPicture *picture, GError **error)
{
	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (!vet_picture_is_sound(picture) ||
	    (guint64)picture->width * picture->height > VET_MAX_RENDERING_PIXELS)
		return vet_sink_misused(sink, "the extractor drew a page of no possible size",
					error);
	int fd = memfd_create("rendering", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	gboolean sent = send_rendering(sink, picture, fd, error);
	if (fd >= 0)
		close(fd);
	return sent;
}
