/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A document of pages that can be read in parts.  Its first line says how many pages there are; each
 * line after it is a word and the number of a page, or "all", and says what happens there.
 */

#include <string.h>
#include <unistd.h>

#include "lib/plugin.h"

#define MAX_LINE 8192

/* Documents and parts that this child has read before. */
static guint n_before;

static gboolean
crash(guint page, VetSink *sink, GError **error)
{
	volatile int *nowhere = NULL;

	*nowhere = 1;
	return TRUE;
}

/* Only in a child that has read something before. */
static gboolean
betray(guint page, VetSink *sink, GError **error)
{
	return n_before == 0 || crash(page, sink, error);
}

static gboolean
hang(guint page, VetSink *sink, GError **error)
{
	for (;;)
		pause();
	return TRUE;
}

static gboolean
doze(guint page, VetSink *sink, GError **error)
{
	usleep(50 * 1000);
	return TRUE;
}

static gboolean
corrupt(guint page, VetSink *sink, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "nothing of it can be read");
	return FALSE;
}

static gboolean
memory(guint page, VetSink *sink, GError **error)
{
	for (;;)
		memset(g_malloc(1 << 24), 1, 1);
	return TRUE;
}

static gboolean
flood(guint page, VetSink *sink, GError **error)
{
	for (guint i = 0; i < 100; i++) {
		if (!vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
fill(guint page, VetSink *sink, GError **error)
{
	g_autofree char *text = g_strnfill(MAX_LINE, 'x');
	return vet_sink_line(sink, text, (VetBox){0}, NULL, 0, error);
}

static gboolean
attach(guint page, VetSink *sink, GError **error)
{
	g_autofree char *content = g_strdup_printf("{\"page\": %u}", page);

	return vet_sink_member_begin(sink, "pinned.json", 0, error) &&
	       vet_sink_member_write(sink, content, strlen(content), error) &&
	       vet_sink_member_end(sink, error);
}

static gboolean
warn(guint page, VetSink *sink, GError **error)
{
	g_autofree char *sentence = g_strdup_printf("page %u: has a stain", page);
	return vet_sink_warning(sink, sentence, error);
}

typedef struct {
	const char *word;
	gboolean before; /* the page is begun */
	gboolean (*happen)(guint page, VetSink *sink, GError **error);
} Event;

static const Event events[] = {
	{"crash", TRUE, crash},     {"hang", TRUE, hang},       {"doze", TRUE, doze},
	{"corrupt", TRUE, corrupt}, {"memory", TRUE, memory},   {"flood", TRUE, flood},
	{"betray", TRUE, betray},   {"fill", FALSE, fill},      {"attach", FALSE, attach},
	{"warn", FALSE, warn},      {"crash-on", FALSE, crash},
};

static gboolean
says(char **lines, const char *word, guint page)
{
	g_autofree char *line = g_strdup_printf("%s %u", word, page);
	g_autofree char *everywhere = g_strdup_printf("%s all", word);
	const char *const *all = (const char *const *)lines;
	return g_strv_contains(all, line) || g_strv_contains(all, everywhere);
}

static gboolean
happen(char **lines, gboolean before, guint page, VetSink *sink, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(events); i++) {
		const Event *event = &events[i];
		if (event->happen && event->before == before && says(lines, event->word, page) &&
		    !event->happen(page, sink, error))
			return FALSE;
	}
	return TRUE;
}

/* Is a picture, and read when there is room for it. */
static gboolean
add_picture(guint page, VetSink *sink, GError **error)
{
	static const guint8 pixels[3];
	const VetPicture picture = {pixels, 1, 1, 3, VET_PIXEL_RGB24, {0, 0, 10, 10}};

	if (!vet_sink_can_recognise(sink, VET_PICTURE_TEXT))
		return vet_sink_page(sink, 0, 0, VET_TEXT_NONE, error) &&
		       vet_sink_unrecognised(sink, page, error);
	return vet_sink_page(sink, 0, 0, VET_TEXT_OCR, error) &&
	       vet_sink_picture(sink, &picture, VET_PICTURE_TEXT, error);
}

static gboolean
add_page(char **lines, guint page, VetSink *sink, GError **error)
{
	g_autofree char *text = g_strdup_printf("this is page %u", page);

	if (says(lines, "vanish", page))
		return TRUE;
	if (!happen(lines, TRUE, page, sink, error))
		return FALSE;
	if (says(lines, "picture", page))
		return add_picture(page, sink, error);
	return vet_sink_page(sink, 595, 842, VET_TEXT_TEXT, error) &&
	       vet_sink_line(sink, text, (VetBox){0}, NULL, 0, error) &&
	       happen(lines, FALSE, page, sink, error);
}

static gboolean
add_pages(char **lines, VetSink *sink, GError **error)
{
	guint n_pages = (guint)g_ascii_strtoull(lines[0], NULL, 10);
	guint first, last;

	if (says(lines, "miscount", 0) && n_before > 0)
		n_pages++;
	if (!vet_sink_pages(sink, n_pages, &first, &last, error) ||
	    (first == 1 && !vet_sink_metadata(sink, "title", "pages", error)))
		return FALSE;
	for (guint page = first; page <= last; page++) {
		if (!add_page(lines, page, sink, error))
			return FALSE;
	}
	return !says(lines, "stain", 0) || vet_sink_warning(sink, "it has a stain", error);
}

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data)
		return FALSE;
	g_autofree char *text = g_strndup((const char *)data, length);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	gboolean read = add_pages(lines, sink, error);
	n_before++;
	return read;
}

static gboolean
recognise(const VetPicture *picture, VetPictureUse use, VetSink *sink, GError **error)
{
	return vet_sink_line(sink, "this was recognised", picture->box, NULL, 0, error);
}

static const char *const media_types[] = {"text/plain", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "pages",
	.version = "1",
	.summary = "pages that can be read in parts",
	.media_types = media_types,
	.extract = extract,
	.recognise = recognise,
};
