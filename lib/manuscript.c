/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/manuscript.h"
#include "lib/error.h"

#include <string.h>

/* characters shown of a line that is longer than both together */
#define SHOWN_BEFORE 80
#define SHOWN_AFTER 60
#define WIDE_SPACE "\u3000"

struct _VetManuscript {
	char *name;
	char *text;
	gsize length;
	GArray *lines; /* of gsize: where each begins */
};

static VetManuscript *
manuscript_new(const char *name, const char *text, gsize length)
{
	VetManuscript *manuscript = g_new0(VetManuscript, 1);
	manuscript->name = g_strdup(name);
	manuscript->text = g_strndup(text, length);
	manuscript->length = strlen(manuscript->text);
	manuscript->lines = g_array_new(FALSE, FALSE, sizeof(gsize));
	gsize start = 0;
	g_array_append_val(manuscript->lines, start);
	for (const char *feed = manuscript->text; (feed = strchr(feed, '\n')); feed++) {
		start = feed + 1 - manuscript->text;
		g_array_append_val(manuscript->lines, start);
	}
	return manuscript;
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

VetManuscript *
vet_manuscript_read(const char *path, const char *name, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	g_autoptr(GError) fault = NULL;
	if (!g_file_get_contents(path, &text, &length, &fault)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: error: %s", name,
			    fault->message);
		return NULL;
	}
	if (length > VET_MANUSCRIPT_MAX_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: error: %" G_GSIZE_FORMAT " bytes, at most %d are read", name,
			    length, VET_MANUSCRIPT_MAX_BYTES);
		return NULL;
	}
	const char *begin = g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text;
	length -= begin - text;
	if (!is_utf8(name, begin, length, error))
		return NULL;
	return manuscript_new(name, begin, length);
}

void
vet_manuscript_free(VetManuscript *manuscript)
{
	if (!manuscript)
		return;
	g_free(manuscript->name);
	g_free(manuscript->text);
	g_array_unref(manuscript->lines);
	g_free(manuscript);
}

const char *
vet_manuscript_name(const VetManuscript *manuscript)
{
	return manuscript->name;
}

const char *
vet_manuscript_text(const VetManuscript *manuscript)
{
	return manuscript->text;
}

gsize
vet_manuscript_length(const VetManuscript *manuscript)
{
	return manuscript->length;
}

static guint
line_of(const VetManuscript *manuscript, gsize offset)
{
	guint low = 0, high = manuscript->lines->len;
	while (high - low > 1) {
		guint middle = low + (high - low) / 2;
		if (g_array_index(manuscript->lines, gsize, middle) <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void
vet_manuscript_locate(const VetManuscript *manuscript, gsize offset, guint *ret_line,
		      guint *ret_column)
{
	offset = MIN(offset, manuscript->length);
	guint line = line_of(manuscript, offset);
	gsize start = g_array_index(manuscript->lines, gsize, line);
	*ret_line = line + 1;
	*ret_column = g_utf8_strlen(manuscript->text + start, offset - start) + 1;
}

/* one mark of the same width as the character above it */
static void
append_mark(GString *marks, gunichar above, const char *narrow, const char *wide)
{
	if (g_unichar_iswide(above))
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

/* a tab as one space: where it stops is the terminal's affair, and the caret must hit */
static void
append_line(GString *shown, const char *from, const char *to)
{
	gsize start = shown->len;
	g_string_append_len(shown, from, to - from);
	g_strdelimit(shown->str + start, "\t", ' ');
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
vet_manuscript_show(const VetManuscript *manuscript, gsize offset, gsize length)
{
	offset = MIN(offset, manuscript->length);
	length = MIN(length, manuscript->length - offset);
	guint line = line_of(manuscript, offset);
	const char *start = manuscript->text + g_array_index(manuscript->lines, gsize, line);
	const char *end = strchrnul(start, '\n');
	if (end > start && end[-1] == '\r')
		end--;
	const char *place = MIN(manuscript->text + offset, end);
	const char *place_end = MIN(place + length, end);

	const char *from = step_back(place, start, SHOWN_BEFORE);
	const char *to = step_forward(place, end, SHOWN_AFTER);
	place_end = MIN(place_end, to);
	GString *shown = g_string_new(NULL);
	const char *cut = from > start ? "…" : "";
	g_string_append_printf(shown, "  %s", cut);
	append_line(shown, from, to);
	g_string_append(shown, to < end ? "…\n" : "\n");
	g_string_append(shown, *cut ? "   " : "  ");
	append_marks(shown, from, place, place_end);
	g_string_append_c(shown, '\n');
	return g_string_free(shown, FALSE);
}
