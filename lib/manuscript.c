/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/manuscript.h"
#include "lib/cel/excerpt.h"
#include "lib/error.h"

#include <glib/gstdio.h>
#include <string.h>

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
	GStatBuf about;
	/* a pipe would be waited for, a device never ends */
	if (g_stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: error: is no file", name);
		return NULL;
	}
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

char *
vet_manuscript_show(const VetManuscript *manuscript, gsize offset, gsize length)
{
	return cel_excerpt(manuscript->text, manuscript->length, offset, length);
}
