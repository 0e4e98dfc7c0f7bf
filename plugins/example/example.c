/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>

/* what a document says of itself is never believed: this is far above any real film */
#define MAX_CUES 100000

typedef struct {
	VetSink *sink;
	guint n_cues;
} Reading;

/* "00:01:02,500 --> 00:01:04,000" begins a cue; the number above it says nothing */
static gboolean
is_time(const char *line)
{
	return strstr(line, " --> ") != NULL;
}

static gboolean
is_number(const char *line)
{
	return *line && strspn(line, "0123456789") == strlen(line);
}

static gboolean
count_cue(Reading *reading, GError **error)
{
	if (++reading->n_cues <= MAX_CUES)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
		    "The subtitles have more than %d cues; split the file", MAX_CUES);
	return FALSE;
}

static gboolean
read_line(Reading *reading, char *line, GError **error)
{
	/* no page, no place: a box of zeros says so */
	const VetBox nowhere = {0};

	g_strstrip(line);
	if (is_time(line))
		return count_cue(reading, error);
	if (!*line || is_number(line))
		return TRUE;
	/* the sink counts against the submission's caps and repairs what is not UTF-8 */
	return vet_sink_line(reading->sink, line, nowhere, NULL, 0, error);
}

static gboolean
read_lines(Reading *reading, const char *text, gsize length, GError **error)
{
	const char *end = text + length;

	while (text < end) {
		const char *newline = memchr(text, '\n', end - text);
		const char *stop = newline ? newline : end;
		g_autofree char *line = g_strndup(text, stop - text);
		if (!read_line(reading, line, error))
			return FALSE;
		text = newline ? newline + 1 : end;
	}
	return TRUE;
}

static gboolean
extract_subtitles(VetSource *source, VetSink *sink, GError **error)
{
	Reading reading = {.sink = sink};
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data || !vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error) ||
	    !read_lines(&reading, (const char *)data, length, error))
		return FALSE;
	g_autofree char *cues = g_strdup_printf("%u", reading.n_cues);
	return vet_sink_metadata(sink, "cues", cues, error);
}

static const char *const media_types[] = {"application/x-subrip", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "example",
	.version = "1",
	.summary = "SubRip subtitles: a template for plugins",
	.media_types = media_types,
	.extract = extract_subtitles,
};
