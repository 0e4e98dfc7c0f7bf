/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/csv.h"

#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

struct _VetCsv {
	char *bytes;
	const char *cursor;
	const char *end;
	guint line; /* of the cursor, from 1 */
	char separator;
	char *source_name;
	GIConv decoder; /* (GIConv)-1: UTF-8 already */
	GPtrArray *fields;
	GPtrArray *header; /* compact names */
};

/* a field as it lies in the file */
typedef struct {
	const char *start;
	gsize length;
	gboolean quoted;
} RawField;

typedef enum {
	ROW_END,   /* of the file */
	ROW_BLANK, /* nothing in it */
	ROW_GOOD,
	ROW_BAD_QUOTE, /* where the row ends is not certain: go on behind its first line */
	ROW_BAD,
} RowState;

G_GNUC_PRINTF(4, 5)
static void
set_malformed(const VetCsv *csv, guint line, GError **error, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "%s:%u: %s", csv->source_name, line,
		    what);
}

static gboolean
at_line_end(const VetCsv *csv)
{
	return csv->cursor == csv->end || *csv->cursor == '\n' || *csv->cursor == '\r';
}

static void
skip_line_end(VetCsv *csv)
{
	if (csv->cursor == csv->end)
		return;
	if (*csv->cursor == '\r' && csv->cursor + 1 < csv->end && csv->cursor[1] == '\n')
		csv->cursor++;
	csv->cursor++;
	csv->line++;
}

/* the cursor stands on the opening quote; FALSE when the closing one is missing or not the last
 * thing */
static gboolean
read_quoted(VetCsv *csv, RawField *ret_field)
{
	const char *start = ++csv->cursor;

	for (; csv->cursor < csv->end; csv->cursor++) {
		if (csv->cursor - start > VET_CSV_MAX_FIELD_BYTES)
			return FALSE;
		if (*csv->cursor == '\n')
			csv->line++;
		if (*csv->cursor != '"')
			continue;
		if (csv->cursor + 1 < csv->end && csv->cursor[1] == '"') {
			csv->cursor++;
			continue;
		}
		*ret_field = (RawField){start, csv->cursor - start, TRUE};
		csv->cursor++;
		return at_line_end(csv) || *csv->cursor == csv->separator;
	}
	return FALSE;
}

static void
read_plain(VetCsv *csv, RawField *ret_field)
{
	const char *start = csv->cursor;

	while (!at_line_end(csv) && *csv->cursor != csv->separator)
		csv->cursor++;
	*ret_field = (RawField){start, csv->cursor - start, FALSE};
}

/* NULL when the bytes are no text */
static char *
decode_field(const VetCsv *csv, const RawField *raw)
{
	g_autofree char *plain = g_strndup(raw->start, raw->length);
	g_autofree char *text = NULL;
	gsize length = raw->length;

	if (strlen(plain) != length)
		return NULL;
	if (raw->quoted && strstr(plain, "\"\"")) {
		char *to = plain;
		for (const char *from = plain; *from; from++) {
			*to++ = *from;
			if (from[0] == '"' && from[1] == '"')
				from++;
		}
		*to = '\0';
		length = to - plain;
	}
	if (csv->decoder == (GIConv)-1)
		return g_utf8_validate(plain, length, NULL) ? g_steal_pointer(&plain) : NULL;
	text = g_convert_with_iconv(plain, length, csv->decoder, NULL, NULL, NULL);
	return text && g_utf8_validate(text, -1, NULL) ? g_steal_pointer(&text) : NULL;
}

static RowState
add_field(VetCsv *csv, const RawField *raw, guint line, GError **error)
{
	g_autofree char *text = NULL;

	if (raw->length > VET_CSV_MAX_FIELD_BYTES) {
		set_malformed(csv, line, error, "field %u is longer than %d bytes",
			      csv->fields->len + 1, VET_CSV_MAX_FIELD_BYTES);
		return ROW_BAD;
	}
	text = decode_field(csv, raw);
	if (!text) {
		set_malformed(csv, line, error, "field %u is not text in the encoding of the file",
			      csv->fields->len + 1);
		return ROW_BAD;
	}
	g_ptr_array_add(csv->fields, g_steal_pointer(&text));
	return ROW_GOOD;
}

static void
skip_rest_of_line(VetCsv *csv)
{
	while (!at_line_end(csv))
		csv->cursor++;
	skip_line_end(csv);
}

static gboolean
all_empty(const GPtrArray *fields)
{
	for (guint i = 0; i < fields->len; i++)
		if (*(const char *)fields->pdata[i])
			return FALSE;
	return TRUE;
}

static RowState
read_fields(VetCsv *csv, guint line, GError **error)
{
	for (;;) {
		RawField raw;
		RowState state;

		if (csv->fields->len == VET_CSV_MAX_FIELDS) {
			set_malformed(csv, line, error, "more than %d fields", VET_CSV_MAX_FIELDS);
			skip_rest_of_line(csv);
			return ROW_BAD;
		}
		if (csv->cursor < csv->end && *csv->cursor == '"') {
			if (!read_quoted(csv, &raw)) {
				set_malformed(
					csv, line, error,
					"the quote that opens field %u is not closed before a "
					"separator or the end of a line",
					csv->fields->len + 1);
				return ROW_BAD_QUOTE;
			}
		} else {
			read_plain(csv, &raw);
		}
		state = add_field(csv, &raw, line, error);
		if (state != ROW_GOOD) {
			skip_rest_of_line(csv);
			return state;
		}
		if (at_line_end(csv)) {
			skip_line_end(csv);
			return all_empty(csv->fields) ? ROW_BLANK : ROW_GOOD;
		}
		csv->cursor++;
	}
}

static RowState
read_row(VetCsv *csv, guint *ret_line, GError **error)
{
	const char *start = csv->cursor;
	RowState state;

	*ret_line = csv->line;
	g_ptr_array_set_size(csv->fields, 0);
	if (csv->cursor == csv->end)
		return ROW_END;
	state = read_fields(csv, *ret_line, error);
	if (state == ROW_BAD_QUOTE) {
		csv->cursor = start;
		csv->line = *ret_line;
		skip_rest_of_line(csv);
	}
	return state;
}

static gsize
first_line_length(const char *bytes, gsize length)
{
	gsize i = 0;
	while (i < length && bytes[i] != '\n' && bytes[i] != '\r')
		i++;
	return i;
}

/*
 * Decided by the whole, else by the header, so that one bad row does not spoil the others: a
 * Chinese header in GB18030 is not UTF-8.
 */
static gboolean
is_utf8(const char *bytes, gsize length)
{
	gsize header = first_line_length(bytes, length);
	gboolean ascii = TRUE;

	for (gsize i = 0; i < header && ascii; i++)
		ascii = (guchar)bytes[i] < 0x80;
	return g_utf8_validate_len(bytes, length, NULL) ||
	       (!ascii && g_utf8_validate_len(bytes, header, NULL));
}

static gboolean
take_bytes(VetCsv *csv, const char *bytes, gsize length, GError **error)
{
	gboolean utf16 = length >= 2 &&
			 (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		length -= 3;
	} else if (utf16) {
		csv->bytes = vet_text_decode(bytes, length, NULL, error);
		if (!csv->bytes) {
			g_prefix_error(error, "%s: ", csv->source_name);
			return FALSE;
		}
		length = strlen(csv->bytes);
	} else if (!is_utf8(bytes, length)) {
		csv->decoder = g_iconv_open("UTF-8", "GB18030");
	}
	if (!csv->bytes) {
		csv->bytes = g_try_malloc(length + 1);
		if (!csv->bytes) {
			g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
				    "%s: no memory for %" G_GSIZE_FORMAT " bytes", csv->source_name,
				    length);
			return FALSE;
		}
		memcpy(csv->bytes, bytes, length);
	}
	csv->cursor = csv->bytes;
	csv->end = csv->bytes + length;
	return TRUE;
}

static gboolean
read_header(VetCsv *csv, GError **error)
{
	gsize length = first_line_length(csv->bytes, csv->end - csv->bytes);
	guint tabs = 0;
	guint commas = 0;
	guint line;
	RowState state;

	for (gsize i = 0; i < length; i++) {
		tabs += csv->bytes[i] == '\t';
		commas += csv->bytes[i] == ',';
	}
	csv->separator = tabs > commas ? '\t' : ',';
	do
		state = read_row(csv, &line, error);
	while (state == ROW_BLANK);
	if (state == ROW_END)
		set_malformed(csv, line, error,
			      "empty: a header line with the names of the columns is needed");
	if (state != ROW_GOOD)
		return FALSE;
	for (guint i = 0; i < csv->fields->len; i++) {
		g_autofree char *name = vet_text_compact(csv->fields->pdata[i]);
		if (*name && vet_csv_column(csv, name) >= 0) {
			set_malformed(csv, line, error, "column “%s” appears twice; rename one",
				      name);
			return FALSE;
		}
		g_ptr_array_add(csv->header, g_steal_pointer(&name));
	}
	return TRUE;
}

VetCsv *
vet_csv_new(const char *bytes, gsize length, const char *source_name, GError **error)
{
	g_autoptr(VetCsv) csv = g_new0(VetCsv, 1);

	csv->source_name = g_strdup(source_name);
	csv->line = 1;
	csv->decoder = (GIConv)-1;
	csv->fields = g_ptr_array_new_with_free_func(g_free);
	csv->header = g_ptr_array_new_with_free_func(g_free);
	if (length > VET_CSV_MAX_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "%s: %" G_GSIZE_FORMAT " bytes, more than the %" G_GUINT64_FORMAT
			    " a list may have; split it",
			    source_name, length, VET_CSV_MAX_BYTES);
		return NULL;
	}
	if (!take_bytes(csv, bytes, length, error) || !read_header(csv, error))
		return NULL;
	return g_steal_pointer(&csv);
}

void
vet_csv_free(VetCsv *csv)
{
	if (!csv)
		return;
	if (csv->decoder != (GIConv)-1)
		g_iconv_close(csv->decoder);
	g_ptr_array_unref(csv->fields);
	g_ptr_array_unref(csv->header);
	g_free(csv->source_name);
	g_free(csv->bytes);
	g_free(csv);
}

int
vet_csv_column(const VetCsv *csv, const char *header)
{
	g_autofree char *wanted = vet_text_compact(header);

	for (guint i = 0; i < csv->header->len; i++)
		if (strcmp(csv->header->pdata[i], wanted) == 0)
			return (int)i;
	return -1;
}

gboolean
vet_csv_next(VetCsv *csv, char ***ret_fields, guint *ret_line, GError **error)
{
	guint line;
	RowState state;

	do
		state = read_row(csv, &line, error);
	while (state == ROW_BLANK);
	if (state != ROW_GOOD)
		return FALSE;
	if (csv->fields->len != csv->header->len) {
		set_malformed(csv, line, error, "%u fields where the header has %u",
			      csv->fields->len, csv->header->len);
		return FALSE;
	}
	g_ptr_array_add(csv->fields, NULL);
	*ret_fields = (char **)csv->fields->pdata;
	*ret_line = line;
	return TRUE;
}
