/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/json-tree.h"

#include <string.h>

#include "lib/error.h"

typedef struct {
	const char *text, *at, *end;
	guint depth;
	GError **error;
} Reader;

static VetJsonTree *read_value(Reader *reader);

void
vet_json_tree_free(VetJsonTree *tree)
{
	if (!tree)
		return;
	g_free(tree->text);
	g_clear_pointer(&tree->names, g_ptr_array_unref);
	g_clear_pointer(&tree->items, g_ptr_array_unref);
	g_free(tree);
}

/* --- faults --- */

void
vet_json_tree_fault(const char *text, gsize offset, GError **error, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	guint line = 1, column = 1;
	for (gsize i = 0; i < offset; i++) {
		/* a character counts by its first byte */
		if (((guchar)text[i] & 0xc0) != 0x80)
			column++;
		if (text[i] == '\n') {
			line++;
			column = 1;
		}
	}
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "line %u, column %u: %s", line, column,
		    message);
}

static void
fault(Reader *reader, const char *at, const char *message)
{
	vet_json_tree_fault(reader->text, at - reader->text, reader->error, "%s", message);
}

/* what stands at the place, for a message */
static void
fault_found(Reader *reader, const char *expected)
{
	char found[8] = "";
	if (reader->at < reader->end)
		g_unichar_to_utf8(g_utf8_get_char(reader->at), found);
	vet_json_tree_fault(reader->text, reader->at - reader->text, reader->error,
			    *found ? "%s is expected, “%s” was found"
				   : "%s is expected, the text ends%s",
			    expected, found);
}

/* --- scalars --- */

static void
skip_space(Reader *reader)
{
	while (reader->at < reader->end && *reader->at && strchr(" \t\r\n", *reader->at))
		reader->at++;
}

static gboolean
accept(Reader *reader, char byte)
{
	skip_space(reader);
	if (reader->at == reader->end || *reader->at != byte)
		return FALSE;
	reader->at++;
	return TRUE;
}

static gboolean
read_hex(Reader *reader, gunichar *ret_code)
{
	gunichar code = 0;
	for (guint i = 0; i < 4; i++) {
		int digit = reader->at < reader->end ? g_ascii_xdigit_value(*reader->at) : -1;
		if (digit < 0) {
			fault_found(reader, "one of four hexadecimal digits");
			return FALSE;
		}
		code = code * 16 + digit;
		reader->at++;
	}
	*ret_code = code;
	return TRUE;
}

/* behind "\u"; two of them may make one character */
static gboolean
read_unicode(Reader *reader, GString *text)
{
	const char *begin = reader->at - 2;
	gunichar code = 0, low = 0;
	if (!read_hex(reader, &code))
		return FALSE;
	if (code >= 0xd800 && code < 0xdc00 && reader->end - reader->at >= 6 &&
	    g_str_has_prefix(reader->at, "\\u")) {
		reader->at += 2;
		if (!read_hex(reader, &low))
			return FALSE;
		if (low >= 0xdc00 && low < 0xe000)
			code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	}
	if (code >= 0xd800 && code < 0xe000) {
		fault(reader, begin, "half of a surrogate pair is no character");
		return FALSE;
	}
	if (code)
		g_string_append_unichar(text, code);
	else
		g_string_append_c(text, '\0');
	return TRUE;
}

static gboolean
read_escape(Reader *reader, GString *text)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	char letter = reader->at < reader->end ? *reader->at : '\0';
	const char *place = letter ? strchr(letters, letter) : NULL;
	if (letter != 'u' && !place) {
		fault_found(reader, "one of \" \\ / b f n r t u behind a backslash");
		return FALSE;
	}
	reader->at++;
	if (letter == 'u')
		return read_unicode(reader, text);
	g_string_append_c(text, meanings[place - letters]);
	return TRUE;
}

static VetJsonTree *
read_string(Reader *reader)
{
	const char *begin = reader->at;
	g_autoptr(GString) text = g_string_new(NULL);
	if (!accept(reader, '"')) {
		fault_found(reader, "a string");
		return NULL;
	}
	while (reader->at < reader->end && *reader->at != '"') {
		guchar byte = (guchar)*reader->at++;
		if (byte < 0x20) {
			fault(reader, reader->at - 1,
			      "a control character in a string is written as its escape");
			return NULL;
		}
		if (byte != '\\')
			g_string_append_c(text, (char)byte);
		else if (!read_escape(reader, text))
			return NULL;
	}
	if (!accept(reader, '"')) {
		fault(reader, begin, "this string has no end");
		return NULL;
	}
	VetJsonTree *tree = g_new0(VetJsonTree, 1);
	tree->kind = VET_JSON_STRING;
	tree->length = text->len;
	tree->text = g_string_free(g_steal_pointer(&text), FALSE);
	return tree;
}

static const char *
skip_digits(const char *at, const char *end)
{
	while (at < end && g_ascii_isdigit(*at))
		at++;
	return at;
}

/* where a number ends that begins at `at`; `at` itself when none does */
static const char *
number_end(const char *at, const char *end)
{
	const char *first = at + (at < end && *at == '-');
	const char *whole = skip_digits(first, end);
	if (whole == first)
		return at;
	/* 01 is two numbers, which the caller will not have */
	if (*first == '0')
		whole = first + 1;
	const char *last = whole;
	if (last < end && *last == '.' && skip_digits(last + 1, end) > last + 1)
		last = skip_digits(last + 1, end);
	if (last < end && (*last == 'e' || *last == 'E')) {
		const char *power = last + 1;
		power += power < end && (*power == '+' || *power == '-');
		if (skip_digits(power, end) > power)
			last = skip_digits(power, end);
	}
	return last;
}

static VetJsonTree *
read_number(Reader *reader)
{
	const char *end = number_end(reader->at, reader->end);
	if (end == reader->at) {
		fault_found(reader, "a value");
		return NULL;
	}
	VetJsonTree *tree = g_new0(VetJsonTree, 1);
	tree->kind = VET_JSON_NUMBER;
	tree->length = end - reader->at;
	tree->text = g_strndup(reader->at, tree->length);
	reader->at = end;
	return tree;
}

static VetJsonTree *
read_word(Reader *reader)
{
	static const struct {
		const char *word;
		VetJsonKind kind;
		gboolean boolean;
	} words[] = {{"null", VET_JSON_NULL, FALSE},
		     {"true", VET_JSON_BOOL, TRUE},
		     {"false", VET_JSON_BOOL, FALSE}};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		gsize length = strlen(words[i].word);
		if ((gsize)(reader->end - reader->at) < length ||
		    memcmp(reader->at, words[i].word, length) != 0)
			continue;
		reader->at += length;
		VetJsonTree *tree = g_new0(VetJsonTree, 1);
		tree->kind = words[i].kind;
		tree->boolean = words[i].boolean;
		return tree;
	}
	return read_number(reader);
}

/* --- what holds others --- */

static gboolean
read_member(Reader *reader, VetJsonTree *tree)
{
	if (tree->kind == VET_JSON_OBJECT) {
		skip_space(reader);
		VetJsonTree *name = read_string(reader);
		if (!name)
			return FALSE;
		g_ptr_array_add(tree->names, name);
		if (!accept(reader, ':')) {
			fault_found(reader, "':'");
			return FALSE;
		}
	}
	VetJsonTree *value = read_value(reader);
	if (value)
		g_ptr_array_add(tree->items, value);
	return value != NULL;
}

/* behind the bracket that opens it */
static VetJsonTree *
read_container(Reader *reader, VetJsonKind kind)
{
	g_autoptr(VetJsonTree) tree = g_new0(VetJsonTree, 1);
	char bracket = kind == VET_JSON_OBJECT ? '}' : ']';
	tree->kind = kind;
	tree->items = g_ptr_array_new_with_free_func((GDestroyNotify)vet_json_tree_free);
	if (kind == VET_JSON_OBJECT)
		tree->names = g_ptr_array_new_with_free_func((GDestroyNotify)vet_json_tree_free);
	if (accept(reader, bracket))
		return g_steal_pointer(&tree);
	do {
		if (!read_member(reader, tree))
			return NULL;
	} while (accept(reader, ','));
	if (accept(reader, bracket))
		return g_steal_pointer(&tree);
	fault_found(reader, kind == VET_JSON_OBJECT ? "',' or '}'" : "',' or ']'");
	return NULL;
}

static VetJsonTree *
read_value(Reader *reader)
{
	skip_space(reader);
	gsize offset = reader->at - reader->text;
	VetJsonTree *tree = NULL;
	if (reader->depth == VET_JSON_TREE_MAX_DEPTH) {
		fault(reader, reader->at, "the JSON is nested too deep");
		return NULL;
	}
	reader->depth++;
	if (accept(reader, '{'))
		tree = read_container(reader, VET_JSON_OBJECT);
	else if (accept(reader, '['))
		tree = read_container(reader, VET_JSON_ARRAY);
	else if (reader->at < reader->end && *reader->at == '"')
		tree = read_string(reader);
	else
		tree = read_word(reader);
	reader->depth--;
	if (tree)
		tree->offset = offset;
	return tree;
}

VetJsonTree *
vet_json_tree_parse(const char *text, gsize length, GError **error)
{
	const char *fault_at = NULL;
	if (length > VET_JSON_TREE_MAX_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "line 1, column 1: the JSON is longer than %d bytes",
			    VET_JSON_TREE_MAX_BYTES);
		return NULL;
	}
	if (!g_utf8_validate_len(text, length, &fault_at)) {
		vet_json_tree_fault(text, fault_at - text, error, "this is not UTF-8");
		return NULL;
	}
	Reader reader = {text, text, text + length, 0, error};
	g_autoptr(VetJsonTree) tree = read_value(&reader);
	if (!tree)
		return NULL;
	skip_space(&reader);
	if (reader.at < reader.end) {
		fault_found(&reader, "the end of the text");
		return NULL;
	}
	return g_steal_pointer(&tree);
}

/* --- asking --- */

const VetJsonTree *
vet_json_tree_get(const VetJsonTree *object, const char *name)
{
	if (!object || object->kind != VET_JSON_OBJECT)
		return NULL;
	for (guint i = object->names->len; i > 0; i--) {
		const VetJsonTree *key = object->names->pdata[i - 1];
		if (key->length == strlen(name) && memcmp(key->text, name, key->length) == 0)
			return object->items->pdata[i - 1];
	}
	return NULL;
}

guint
vet_json_tree_length(const VetJsonTree *tree)
{
	return tree->items ? tree->items->len : 0;
}

const VetJsonTree *
vet_json_tree_item(const VetJsonTree *tree, guint index)
{
	return tree->items->pdata[index];
}

const char *
vet_json_kind_name(VetJsonKind kind)
{
	static const char *const names[] = {"null",     "a bool",   "a number",
					    "a string", "an array", "an object"};
	return names[kind];
}
