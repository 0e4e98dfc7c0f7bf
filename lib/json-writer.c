/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/json-writer.h"

#include <math.h>
#include <string.h>

#include "lib/ident.h"

struct _VetJsonWriter {
	GString *text;
	gboolean behind_value; /* a comma must come before the next one */
};

VetJsonWriter *
vet_json_writer_new(void)
{
	VetJsonWriter *writer = g_new0(VetJsonWriter, 1);
	writer->text = g_string_new(NULL);
	return writer;
}

gsize
vet_json_writer_length(const VetJsonWriter *writer)
{
	return writer->text->len;
}

char *
vet_json_writer_finish(VetJsonWriter *writer)
{
	char *text = g_string_free(writer->text, FALSE);
	g_free(writer);
	return text;
}

static void
separate(VetJsonWriter *writer)
{
	if (writer->behind_value)
		g_string_append_c(writer->text, ',');
	writer->behind_value = TRUE;
}

static void
begin(VetJsonWriter *writer, char bracket)
{
	separate(writer);
	g_string_append_c(writer->text, bracket);
	writer->behind_value = FALSE;
}

static void
end(VetJsonWriter *writer, char bracket)
{
	g_string_append_c(writer->text, bracket);
	writer->behind_value = TRUE;
}

void
vet_json_writer_begin_object(VetJsonWriter *writer)
{
	begin(writer, '{');
}

void
vet_json_writer_end_object(VetJsonWriter *writer)
{
	end(writer, '}');
}

void
vet_json_writer_begin_array(VetJsonWriter *writer)
{
	begin(writer, '[');
}

void
vet_json_writer_end_array(VetJsonWriter *writer)
{
	end(writer, ']');
}

static void
append_quoted(GString *out, const char *text, gsize length)
{
	static const char escapes[] = {['"'] = '"',  ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r',
				       ['\t'] = 't', ['\b'] = 'b',  ['\f'] = 'f'};
	g_string_append_c(out, '"');
	const guchar *end = (const guchar *)text + length;
	for (const guchar *byte = (const guchar *)text; byte < end; byte++) {
		char escape = *byte < sizeof(escapes) ? escapes[*byte] : 0;
		if (escape) {
			g_string_append_c(out, '\\');
			g_string_append_c(out, escape);
		} else if (*byte < 0x20 || *byte == 0x7f) {
			g_string_append_printf(out, "\\u%04x", *byte);
		} else {
			g_string_append_c(out, *byte);
		}
	}
	g_string_append_c(out, '"');
}

void
vet_json_writer_name(VetJsonWriter *writer, const char *name)
{
	separate(writer);
	append_quoted(writer->text, name, strlen(name));
	g_string_append_c(writer->text, ':');
	writer->behind_value = FALSE;
}

void
vet_json_writer_string(VetJsonWriter *writer, const char *text)
{
	separate(writer);
	if (text)
		append_quoted(writer->text, text, strlen(text));
	else
		g_string_append(writer->text, "null");
}

void
vet_json_writer_text(VetJsonWriter *writer, const char *text, gsize length)
{
	separate(writer);
	append_quoted(writer->text, text, length);
}

void
vet_json_writer_int(VetJsonWriter *writer, gint64 number)
{
	separate(writer);
	g_string_append_printf(writer->text, "%" G_GINT64_FORMAT, number);
}

void
vet_json_writer_double(VetJsonWriter *writer, double number, guint decimals)
{
	char format[8], digits[400];
	separate(writer);
	if (!isfinite(number)) {
		g_string_append(writer->text, "null");
		return;
	}
	g_snprintf(format, sizeof(format), "%%.%uf", MIN(decimals, 9));
	g_ascii_formatd(digits, sizeof(digits), format, number);
	if (strchr(digits, '.')) {
		char *last = digits + strlen(digits);
		while (last[-1] == '0')
			*--last = '\0';
		if (last[-1] == '.')
			last[-1] = '\0';
	}
	g_string_append(writer->text, g_str_equal(digits, "-0") ? "0" : digits);
}

void
vet_json_writer_bool(VetJsonWriter *writer, gboolean value)
{
	separate(writer);
	g_string_append(writer->text, value ? "true" : "false");
}

void
vet_json_writer_null(VetJsonWriter *writer)
{
	vet_json_writer_string(writer, NULL);
}

void
vet_json_writer_put_string(VetJsonWriter *writer, const char *name, const char *text)
{
	vet_json_writer_name(writer, name);
	vet_json_writer_string(writer, text);
}

void
vet_json_writer_put_masked(VetJsonWriter *writer, const char *name, const char *text)
{
	g_autofree char *masked = text ? vet_mask_personal_numbers(text) : NULL;
	vet_json_writer_put_string(writer, name, masked);
}

void
vet_json_writer_put_int(VetJsonWriter *writer, const char *name, gint64 number)
{
	vet_json_writer_name(writer, name);
	vet_json_writer_int(writer, number);
}
