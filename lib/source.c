/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/source.h"
#include "lib/error.h"

#include <string.h>

/* characters shown of a line that is longer than both together */
#define SHOWN_BEFORE 80
#define SHOWN_AFTER 60
#define WIDE_SPACE "\u3000"

struct _VetSource {
	char *name;
	char *text;
	gsize length;
	GArray *lines; /* of gsize: where each begins */
};

VetSource *
vet_source_new(const char *name, const char *text, gsize length)
{
	VetSource *source = g_new0(VetSource, 1);
	source->name = g_strdup(name);
	source->text = g_strndup(text, length);
	source->length = strlen(source->text);
	source->lines = g_array_new(FALSE, FALSE, sizeof(gsize));
	gsize start = 0;
	g_array_append_val(source->lines, start);
	for (const char *feed = source->text; (feed = strchr(feed, '\n')); feed++) {
		start = feed + 1 - source->text;
		g_array_append_val(source->lines, start);
	}
	return source;
}

static gboolean
is_utf8(const char *name, const char *text, gsize length, GError **error)
{
	const char *end = NULL;
	if (g_utf8_validate(text, length, &end))
		return TRUE;
	guint line = 1;
	for (const char *byte = text; byte < end; byte++)
		line += *byte == '\n';
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "%s:%u: error: byte 0x%02x is not UTF-8 text; save the file as UTF-8", name,
		    line, (guint)(guchar)*end);
	return FALSE;
}

VetSource *
vet_source_read(const char *path, const char *name, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	g_autoptr(GError) fault = NULL;
	if (!g_file_get_contents(path, &text, &length, &fault)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: error: %s", name,
			    fault->message);
		return NULL;
	}
	if (length > VET_SOURCE_MAX_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: error: %" G_GSIZE_FORMAT " bytes, at most %d are read", name,
			    length, VET_SOURCE_MAX_BYTES);
		return NULL;
	}
	const char *begin = g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text;
	length -= begin - text;
	if (!is_utf8(name, begin, length, error))
		return NULL;
	return vet_source_new(name, begin, length);
}

void
vet_source_free(VetSource *source)
{
	if (!source)
		return;
	g_free(source->name);
	g_free(source->text);
	g_array_unref(source->lines);
	g_free(source);
}

const char *
vet_source_name(const VetSource *source)
{
	return source->name;
}

const char *
vet_source_text(const VetSource *source)
{
	return source->text;
}

gsize
vet_source_length(const VetSource *source)
{
	return source->length;
}

static guint
line_of(const VetSource *source, gsize offset)
{
	guint low = 0, high = source->lines->len;
	while (high - low > 1) {
		guint middle = low + (high - low) / 2;
		if (g_array_index(source->lines, gsize, middle) <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void
vet_source_locate(const VetSource *source, gsize offset, guint *ret_line, guint *ret_column)
{
	offset = MIN(offset, source->length);
	guint line = line_of(source, offset);
	gsize start = g_array_index(source->lines, gsize, line);
	*ret_line = line + 1;
	*ret_column = g_utf8_strlen(source->text + start, offset - start) + 1;
}

/* one mark of the same width as the character above it */
static void
append_mark(GString *marks, gunichar above, const char *narrow, const char *wide)
{
	if (above == '\t')
		g_string_append(marks, g_str_equal(narrow, " ") ? "\t" : narrow);
	else if (g_unichar_iswide(above))
		g_string_append(marks, wide);
	else if (!g_unichar_iszerowidth(above))
		g_string_append(marks, narrow);
}

static void
append_marks(GString *marks, const char *from, const char *place, const char *place_end)
{
	for (const char *at = from; at < place; at = g_utf8_next_char(at))
		append_mark(marks, g_utf8_get_char(at), " ", WIDE_SPACE);
	if (place >= place_end) {
		g_string_append_c(marks, '^');
		return;
	}
	append_mark(marks, g_utf8_get_char(place), "^", "＾");
	for (const char *at = g_utf8_next_char(place); at < place_end; at = g_utf8_next_char(at))
		append_mark(marks, g_utf8_get_char(at), "~", "～");
}

static const char *
step_back(const char *from, const char *start, guint characters)
{
	while (from > start && characters-- > 0)
		from = g_utf8_prev_char(from);
	return from;
}

static const char *
step_forward(const char *from, const char *end, guint characters)
{
	while (from < end && characters-- > 0)
		from = g_utf8_next_char(from);
	return from;
}

char *
vet_source_show(const VetSource *source, gsize offset, gsize length)
{
	offset = MIN(offset, source->length);
	length = MIN(length, source->length - offset);
	guint line = line_of(source, offset);
	const char *start = source->text + g_array_index(source->lines, gsize, line);
	const char *end = strchrnul(start, '\n');
	if (end > start && end[-1] == '\r')
		end--;
	const char *place = MIN(source->text + offset, end);
	const char *place_end = MIN(place + length, end);

	const char *from = step_back(place, start, SHOWN_BEFORE);
	const char *to = step_forward(place, end, SHOWN_AFTER);
	place_end = MIN(place_end, to);
	GString *shown = g_string_new(NULL);
	const char *cut = from > start ? "…" : "";
	g_string_append_printf(shown, "  %s%.*s%s\n", cut, (int)(to - from), from,
			       to < end ? "…" : "");
	g_string_append(shown, *cut ? "   " : "  ");
	append_marks(shown, from, place, place_end);
	g_string_append_c(shown, '\n');
	return g_string_free(shown, FALSE);
}
