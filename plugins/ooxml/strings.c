/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/strings.h"

#include <string.h>

#define MAX_STRINGS 1000000
#define MAX_STRING_BYTES (64 * 1024 * 1024)

static void
clear_string(gpointer data)
{
	g_free(((SharedString *)data)->text);
}

GArray *
strings_new(void)
{
	GArray *strings = g_array_new(FALSE, FALSE, sizeof(SharedString));
	g_array_set_clear_func(strings, clear_string);
	return strings;
}

static void
add_string(GArray *strings, RichText *rich)
{
	rich_text_unescape(rich->text);
	SharedString string = {g_strndup(rich->text->str, rich->text->len), rich->ink};
	g_array_append_val(strings, string);
}

gboolean
strings_read(GArray *strings, const OoxmlPackage *package, const char *path,
	     const InkPalette *palette, GError **error)
{
	g_autoptr(OoxmlStream) stream = ooxml_stream_open(package, path, error);
	RichText rich;
	gsize n_bytes = 0;
	OoxmlEvent event = OOXML_STREAM_FAILED;
	gboolean is_within = TRUE;
	rich_text_init(&rich);
	while (stream && is_within) {
		event = ooxml_stream_next(stream, error);
		if (event == OOXML_STREAM_END || event == OOXML_STREAM_FAILED)
			break;
		const char *name =
			event == OOXML_STREAM_TEXT ? "" : ooxml_stream_sheet_name(stream);
		is_within = rich_text_take(&rich, event, name, stream, palette,
					   MAX_STRING_BYTES - n_bytes);
		if (strcmp(name, "si") != 0 || event != OOXML_STREAM_CLOSE)
			continue;
		n_bytes += rich.text->len;
		is_within &= strings->len < MAX_STRINGS;
		if (is_within)
			add_string(strings, &rich);
		rich_text_reset(&rich);
	}
	rich_text_clear(&rich);
	if (!is_within)
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "The part %s has more than %d texts or %d bytes of them; split "
			    "the workbook",
			    path, MAX_STRINGS, MAX_STRING_BYTES);
	return is_within && event == OOXML_STREAM_END;
}
