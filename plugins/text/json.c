/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/text/json.h"

#include <string.h>
#include <yajl/yajl_parse.h>

/* a key longer than this has a line of its own: the path stands before every value below it */
#define MAX_KEY 200
#define MAX_FAULT 200

typedef struct {
	gsize path_length; /* of the path to this object or array */
	gboolean is_array;
	guint64 n; /* values so far */
} Level;

typedef struct {
	VetSink *sink; /* NULL: check only */
	GError **error;
	GString *path;
	GString *line;
	Level levels[JSON_MAX_DEPTH + 1]; /* [0] is the document: an array of one or more values */
	guint depth;
	gboolean has_many; /* values at the top */
	gboolean is_deep;
} Json;

/* --- lines --- */

static gboolean
add_text(Json *json, char *text)
{
	const VetBox nowhere = {0};
	g_strchomp(text);
	return *text == '\0' || vet_sink_line(json->sink, text, nowhere, NULL, 0, json->error);
}

/* control characters are no text; a line's end within a string ends the line */
static gboolean
add_value(Json *json, const char *value, gsize length)
{
	GString *line = json->line;
	g_string_assign(line, json->path->str);
	g_string_append(line, line->len > 0 ? ": " : "");
	gsize bare = line->len;
	for (const char *p = value, *end = value + length; p < end; p++) {
		if (*p == '\n') {
			if (!add_text(json, line->str))
				return FALSE;
			g_string_truncate(line, 0);
			bare = 0;
			continue;
		}
		g_string_append_c(line, (guchar)*p < 0x20 && *p != '\t' ? ' ' : *p);
	}
	/* a label without anything behind it would take the next line for its value */
	if (line->len == bare && bare > 0)
		g_string_append(line, "\"\"");
	return add_text(json, line->str);
}

/* --- paths --- */

static Level *
current(Json *json)
{
	return &json->levels[json->depth];
}

/* before each value: where an array counts, the path ends in its index */
static void
begin_value(Json *json)
{
	Level *level = current(json);
	if (!level->is_array)
		return;
	g_string_truncate(json->path, level->path_length);
	if (json->depth > 0 || json->has_many)
		g_string_append_printf(json->path, "[%" G_GUINT64_FORMAT "]", level->n);
	level->n++;
}

static int
scalar(Json *json, const char *value, gsize length)
{
	begin_value(json);
	return !json->sink || add_value(json, value, length);
}

static int
on_null(void *data)
{
	return scalar(data, "null", 4);
}

static int
on_boolean(void *data, int value)
{
	return value ? scalar(data, "true", 4) : scalar(data, "false", 5);
}

static int
on_number(void *data, const char *value, size_t length)
{
	return scalar(data, value, length);
}

static int
on_string(void *data, const unsigned char *value, size_t length)
{
	return scalar(data, (const char *)value, length);
}

static int
on_key(void *data, const unsigned char *key, size_t length)
{
	Json *json = data;
	Level *level = current(json);
	level->n++;
	g_string_truncate(json->path, level->path_length);
	if (!json->sink)
		return TRUE;
	g_autofree char *text = g_strndup((const char *)key, length);
	g_strdelimit(text, "\n\r\t", ' ');
	if (json->path->len > 0)
		g_string_append_c(json->path, '.');
	if (length <= MAX_KEY) {
		g_string_append(json->path, text);
		return TRUE;
	}
	const char *cut = g_utf8_find_prev_char(text, text + MAX_KEY);
	g_string_append_len(json->path, text, cut - text);
	g_string_append(json->path, "…");
	return add_text(json, text);
}

static int
begin_level(Json *json, gboolean is_array)
{
	begin_value(json);
	if (json->depth == JSON_MAX_DEPTH) {
		json->is_deep = TRUE;
		return FALSE;
	}
	json->depth++;
	*current(json) = (Level){json->path->len, is_array, 0};
	return TRUE;
}

static int
end_level(Json *json)
{
	const Level *level = current(json);
	g_string_truncate(json->path, level->path_length);
	gboolean is_empty = level->n == 0;
	const char *nothing = level->is_array ? "[]" : "{}";
	json->depth--;
	return !json->sink || !is_empty || add_value(json, nothing, 2);
}

static int
on_start_map(void *data)
{
	return begin_level(data, FALSE);
}

static int
on_start_array(void *data)
{
	return begin_level(data, TRUE);
}

static int
on_end(void *data)
{
	return end_level(data);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end,
};

/* --- the whole --- */

gboolean
json_begins(const char *text)
{
	text += strspn(text, " \t\r\n");
	if (*text != '{' && *text != '[')
		return FALSE;
	gboolean is_object = *text == '{';
	text++;
	text += strspn(text, " \t\r\n");
	return *text && strchr(is_object ? "\"}" : "\"[]{-0123456789tfn", *text);
}

static guint
line_of(const char *text, gsize offset)
{
	guint line = 1;
	for (gsize i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

static char *
describe(const Json *json, yajl_handle parser, const char *text, gsize length)
{
	gsize at = MIN(yajl_get_bytes_consumed(parser), length);
	if (json->is_deep)
		return g_strdup_printf("line %u: nested deeper than %d", line_of(text, at),
				       JSON_MAX_DEPTH);
	unsigned char *why = yajl_get_error(parser, 0, NULL, 0);
	g_autofree char *words = g_strndup((const char *)why, MAX_FAULT);
	yajl_free_error(parser, why);
	g_strdelimit(words, "\n", ' ');
	g_strchomp(words);
	return g_strdup_printf("line %u: %s", line_of(text, at), words);
}

/* FALSE and `*ret_fault` when it is no JSON, or when the sink fails, which it remembers */
static gboolean
run(Json *json, const char *text, gsize length, char **ret_fault)
{
	yajl_handle parser = yajl_alloc(&callbacks, NULL, json);
	yajl_config(parser, yajl_allow_multiple_values, 1);
	yajl_config(parser, yajl_allow_comments, 1);
	/* the text was decoded, so its UTF-8 is valid */
	yajl_config(parser, yajl_dont_validate_strings, 1);
	json->path = g_string_new(NULL);
	json->line = g_string_new(NULL);
	json->levels[0] = (Level){0, TRUE, 0};
	yajl_status status = yajl_parse(parser, (const unsigned char *)text, length);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(parser);
	if (status != yajl_status_ok && ret_fault)
		*ret_fault = describe(json, parser, text, length);
	yajl_free(parser);
	g_string_free(json->path, TRUE);
	g_string_free(json->line, TRUE);
	return status == yajl_status_ok;
}

gboolean
json_check(const char *text, gsize length, char **ret_fault)
{
	Json json = {0};
	return run(&json, text, length, ret_fault);
}

gboolean
json_add_lines(const char *text, gsize length, VetSink *sink, GError **error)
{
	Json check = {0};
	if (!run(&check, text, length, NULL))
		return TRUE;
	Json json = {.sink = sink, .error = error, .has_many = check.levels[0].n > 1};
	return run(&json, text, length, NULL);
}
