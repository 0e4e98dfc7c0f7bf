/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel-json.h"

#include <math.h>
#include <string.h>

#include "lib/error.h"
#include "lib/ident.h"

#define MAX_DEPTH 200
#define MAX_NANOSECONDS 999999999
#define MAX_SECONDS 315576000000 /* ten thousand years, as protobuf has it */

typedef struct {
	const char *text;
	CelArena *arena;
	GError **error;
} Reader;

static gboolean read_value(Reader *reader, const VetJsonTree *tree, CelValue *ret_value);

/* --- reading --- */

static gboolean
fault(Reader *reader, const VetJsonTree *tree, const char *message)
{
	vet_json_tree_fault(reader->text, tree->offset, reader->error, "%s", message);
	return FALSE;
}

static gboolean
expect(Reader *reader, const VetJsonTree *tree, VetJsonKind kind)
{
	if (tree && tree->kind == kind)
		return TRUE;
	vet_json_tree_fault(reader->text, tree ? tree->offset : 0, reader->error,
			    "%s is expected, %s was found", vet_json_kind_name(kind),
			    tree ? vet_json_kind_name(tree->kind) : "nothing");
	return FALSE;
}

static void *
take(Reader *reader, gsize size)
{
	void *memory = cel_arena_alloc(reader->arena, size + 1);
	if (!memory)
		g_set_error(reader->error, VET_ERROR, VET_ERROR_LIMIT,
			    "the values are larger than the memory they are given");
	return memory;
}

static gboolean
read_null(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	*ret_value = cel_null();
	return expect(reader, tree, VET_JSON_NULL);
}

static gboolean
read_bool(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	*ret_value = cel_bool(tree->boolean);
	return expect(reader, tree, VET_JSON_BOOL);
}

static gboolean
read_int(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	gint64 number = 0;
	if (!expect(reader, tree, VET_JSON_STRING))
		return FALSE;
	if (!g_ascii_string_to_signed(tree->text, 10, G_MININT64, G_MAXINT64, &number, NULL))
		return fault(reader, tree, "a whole number of 64 bits is expected, as in \"-1\"");
	*ret_value = cel_int(number);
	return TRUE;
}

static gboolean
read_uint(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	guint64 number = 0;
	if (!expect(reader, tree, VET_JSON_STRING))
		return FALSE;
	if (!g_ascii_string_to_unsigned(tree->text, 10, 0, G_MAXUINT64, &number, NULL))
		return fault(reader, tree, "a whole number from 0 on is expected, as in \"1\"");
	*ret_value = cel_uint(number);
	return TRUE;
}

static gboolean
read_double(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	char *end = NULL;
	if (!expect(reader, tree, VET_JSON_STRING))
		return FALSE;
	double number = g_ascii_strtod(tree->text, &end);
	if (end == tree->text || *end)
		return fault(reader, tree,
			     "a number is expected, as in \"0x1.8p+1\", \"inf\" or \"nan\"");
	*ret_value = cel_double(number);
	return TRUE;
}

static gboolean
read_text(Reader *reader, const VetJsonTree *tree, CelKind kind, CelValue *ret_value)
{
	if (!expect(reader, tree, VET_JSON_STRING))
		return FALSE;
	char *copy = take(reader, tree->length);
	if (!copy)
		return FALSE;
	memcpy(copy, tree->text, tree->length);
	*ret_value = (CelValue){.kind = kind, .length = (guint32)tree->length, .text = copy};
	return TRUE;
}

static gboolean
read_string(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	return read_text(reader, tree, CEL_STRING, ret_value);
}

static gboolean
read_type(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	return read_text(reader, tree, CEL_TYPE, ret_value);
}

static gboolean
read_bytes(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	if (!expect(reader, tree, VET_JSON_STRING))
		return FALSE;
	char *bytes = take(reader, tree->length / 2);
	if (!bytes)
		return FALSE;
	if (tree->length % 2 || strspn(tree->text, "0123456789abcdefABCDEF") != tree->length)
		return fault(reader, tree, "pairs of hexadecimal digits are expected");
	for (gsize i = 0; i < tree->length / 2; i++)
		bytes[i] = (char)(g_ascii_xdigit_value(tree->text[2 * i]) * 16 +
				  g_ascii_xdigit_value(tree->text[2 * i + 1]));
	*ret_value = cel_bytes(bytes, tree->length / 2);
	return TRUE;
}

static gboolean
read_list(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	if (!expect(reader, tree, VET_JSON_ARRAY))
		return FALSE;
	guint length = vet_json_tree_length(tree);
	CelValue *items = take(reader, length * sizeof *items);
	for (guint i = 0; items && i < length; i++)
		if (!read_value(reader, vet_json_tree_item(tree, i), &items[i]))
			return FALSE;
	*ret_value = cel_list_new(reader->arena, items, length);
	return items != NULL;
}

static gboolean
read_entry(Reader *reader, const VetJsonTree *pair, CelEntry *entry)
{
	if (!expect(reader, pair, VET_JSON_ARRAY))
		return FALSE;
	if (vet_json_tree_length(pair) != 2)
		return fault(reader, pair, "a pair [key, value] is expected");
	const VetJsonTree *key = vet_json_tree_item(pair, 0);
	if (!read_value(reader, key, &entry->key) ||
	    !read_value(reader, vet_json_tree_item(pair, 1), &entry->value))
		return FALSE;
	switch (entry->key.kind) {
	case CEL_BOOL:
	case CEL_INT:
	case CEL_UINT:
	case CEL_STRING:
		return TRUE;
	default:
		return fault(reader, key, "the key of a map is a bool, int, uint or string");
	}
}

static gboolean
read_map(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	if (!expect(reader, tree, VET_JSON_ARRAY))
		return FALSE;
	guint length = vet_json_tree_length(tree);
	CelEntry *entries = take(reader, length * sizeof *entries);
	for (guint i = 0; entries && i < length; i++)
		if (!read_entry(reader, vet_json_tree_item(tree, i), &entries[i]))
			return FALSE;
	*ret_value = cel_map_new(reader->arena, entries, length);
	return entries != NULL;
}

static gboolean
read_moment(Reader *reader, const VetJsonTree *tree, gint64 *ret_seconds, gint32 *ret_nanoseconds)
{
	CelValue seconds = cel_null();
	gint64 nanoseconds = 0;
	if (!expect(reader, tree, VET_JSON_OBJECT))
		return FALSE;
	const VetJsonTree *whole = vet_json_tree_get(tree, "seconds");
	const VetJsonTree *part = vet_json_tree_get(tree, "nanos");
	if (!whole)
		return fault(reader, tree,
			     "{\"seconds\": \"…\", \"nanos\": …} is expected, seconds are missing");
	if (!read_int(reader, whole, &seconds))
		return FALSE;
	if (part && (part->kind != VET_JSON_NUMBER ||
		     !g_ascii_string_to_signed(part->text, 10, -MAX_NANOSECONDS, MAX_NANOSECONDS,
					       &nanoseconds, NULL)))
		return fault(reader, part, "a whole number below a thousand million is expected");
	if (seconds.integer < -MAX_SECONDS || seconds.integer > MAX_SECONDS)
		return fault(reader, whole, "more than ten thousand years cannot be told");
	*ret_seconds = seconds.integer;
	*ret_nanoseconds = (gint32)nanoseconds;
	return TRUE;
}

static gboolean
read_timestamp(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	gint64 seconds = 0;
	gint32 nanoseconds = 0;
	if (!read_moment(reader, tree, &seconds, &nanoseconds))
		return FALSE;
	*ret_value = cel_timestamp(seconds, nanoseconds);
	return TRUE;
}

static gboolean
read_duration(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	gint64 seconds = 0;
	gint32 nanoseconds = 0;
	if (!read_moment(reader, tree, &seconds, &nanoseconds))
		return FALSE;
	*ret_value = cel_duration(seconds, nanoseconds);
	return TRUE;
}

static const struct {
	const char *tag;
	gboolean (*read)(Reader *reader, const VetJsonTree *tree, CelValue *ret_value);
} tags[] = {
	{"null", read_null},   {"bool", read_bool},           {"int", read_int},
	{"uint", read_uint},   {"double", read_double},       {"string", read_string},
	{"bytes", read_bytes}, {"list", read_list},           {"map", read_map},
	{"type", read_type},   {"timestamp", read_timestamp}, {"duration", read_duration},
};

static gboolean
read_value(Reader *reader, const VetJsonTree *tree, CelValue *ret_value)
{
	if (!expect(reader, tree, VET_JSON_OBJECT))
		return FALSE;
	if (vet_json_tree_length(tree) != 1)
		return fault(reader, tree,
			     "an object of one key is expected, as in {\"int\": \"1\"}");
	const VetJsonTree *tag = tree->names->pdata[0];
	for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
		if (g_str_equal(tags[i].tag, tag->text))
			return tags[i].read(reader, vet_json_tree_item(tree, 0), ret_value);
	return fault(reader, tree,
		     "its key is none of null bool int uint double string bytes list map type "
		     "timestamp duration");
}

gboolean
vet_cel_json_read(const VetJsonTree *tree, const char *text, CelArena *arena, CelValue *ret_value,
		  GError **error)
{
	Reader reader = {text, arena, error};
	CelValue value;
	if (!read_value(&reader, tree, &value))
		return FALSE;
	*ret_value = value;
	return TRUE;
}

/* --- writing --- */

static gboolean write_value(VetJsonWriter *writer, const CelValue *value, gboolean masked,
			    guint depth, GError **error);

/* C's %a with all digits, as Python's float.hex() has it: one number, one text */
static void
write_double(VetJsonWriter *writer, double number)
{
	char text[40];
	const char *sign = signbit(number) ? "-" : "";
	if (isnan(number))
		g_snprintf(text, sizeof text, "nan");
	else if (isinf(number))
		g_snprintf(text, sizeof text, "%sinf", sign);
	else if (number == 0)
		g_snprintf(text, sizeof text, "%s0x0.0p+0", sign);
	else
		g_snprintf(text, sizeof text, "%.13a", number);
	/* %a writes the locale's decimal point */
	char *point = strpbrk(text, ",.");
	if (point)
		*point = '.';
	vet_json_writer_put_string(writer, "double", text);
}

static void
write_text(VetJsonWriter *writer, const CelValue *value, gboolean masked)
{
	if (value->kind == CEL_TYPE) {
		vet_json_writer_put_string(writer, "type", value->text);
		return;
	}
	vet_json_writer_name(writer, "string");
	/* numbers do not reach over a NUL */
	if (masked && strlen(value->text) == value->length) {
		g_autofree char *starred = vet_mask_personal_numbers(value->text);
		vet_json_writer_string(writer, starred);
		return;
	}
	vet_json_writer_text(writer, value->text, value->length);
}

static void
write_bytes(VetJsonWriter *writer, const CelValue *value)
{
	g_autoptr(GString) hex = g_string_sized_new(2 * (gsize)value->length);
	for (guint32 i = 0; i < value->length; i++)
		g_string_append_printf(hex, "%02x", (guchar)value->text[i]);
	vet_json_writer_put_string(writer, "bytes", hex->str);
}

/* a duration's parts have one sign, as in protobuf */
static void
write_moment(VetJsonWriter *writer, const CelValue *value)
{
	gint64 seconds = value->integer, nanoseconds = value->length;
	if (value->kind == CEL_DURATION && seconds < 0 && nanoseconds > 0) {
		seconds++;
		nanoseconds -= MAX_NANOSECONDS + 1;
	}
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, seconds);
	vet_json_writer_name(writer, value->kind == CEL_DURATION ? "duration" : "timestamp");
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "seconds", text);
	vet_json_writer_put_int(writer, "nanos", nanoseconds);
	vet_json_writer_end_object(writer);
}

static gboolean
write_list(VetJsonWriter *writer, const CelList *list, gboolean masked, guint depth, GError **error)
{
	vet_json_writer_name(writer, "list");
	vet_json_writer_begin_array(writer);
	for (gsize i = 0; i < list->length; i++)
		if (!write_value(writer, &list->items[i], masked, depth + 1, error))
			return FALSE;
	vet_json_writer_end_array(writer);
	return TRUE;
}

static gboolean
write_map(VetJsonWriter *writer, const CelMap *map, gboolean masked, guint depth, GError **error)
{
	vet_json_writer_name(writer, "map");
	vet_json_writer_begin_array(writer);
	for (gsize i = 0; i < map->length; i++) {
		vet_json_writer_begin_array(writer);
		if (!write_value(writer, &map->entries[i].key, masked, depth + 1, error) ||
		    !write_value(writer, &map->entries[i].value, masked, depth + 1, error))
			return FALSE;
		vet_json_writer_end_array(writer);
	}
	vet_json_writer_end_array(writer);
	return TRUE;
}

static void
write_number(VetJsonWriter *writer, const CelValue *value)
{
	g_autofree char *text = value->kind == CEL_INT
					? g_strdup_printf("%" G_GINT64_FORMAT, value->integer)
					: g_strdup_printf("%" G_GUINT64_FORMAT, value->uinteger);
	vet_json_writer_put_string(writer, value->kind == CEL_INT ? "int" : "uint", text);
}

/* name and content of the one key */
static gboolean
write_member(VetJsonWriter *writer, const CelValue *value, gboolean masked, guint depth,
	     GError **error)
{
	switch (value->kind) {
	case CEL_NULL:
		vet_json_writer_put_string(writer, "null", NULL);
		return TRUE;
	case CEL_BOOL:
		vet_json_writer_name(writer, "bool");
		vet_json_writer_bool(writer, value->boolean);
		return TRUE;
	case CEL_INT:
	case CEL_UINT:
		write_number(writer, value);
		return TRUE;
	case CEL_DOUBLE:
		write_double(writer, value->real);
		return TRUE;
	case CEL_STRING:
	case CEL_TYPE:
		write_text(writer, value, masked);
		return TRUE;
	case CEL_BYTES:
		write_bytes(writer, value);
		return TRUE;
	case CEL_LIST:
		return write_list(writer, value->list, masked, depth, error);
	case CEL_MAP:
		return write_map(writer, value->map, masked, depth, error);
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		write_moment(writer, value);
		return TRUE;
	default:
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "a value of type %s has no form in JSON; take what is in it",
			    cel_kind_name(value->kind));
		return FALSE;
	}
}

static gboolean
write_value(VetJsonWriter *writer, const CelValue *value, gboolean masked, guint depth,
	    GError **error)
{
	if (depth > MAX_DEPTH || vet_json_writer_length(writer) > VET_CEL_JSON_MAX_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "the value is too large to print: more than %d bytes, or nested deeper "
			    "than %d",
			    VET_CEL_JSON_MAX_BYTES, MAX_DEPTH);
		return FALSE;
	}
	vet_json_writer_begin_object(writer);
	if (!write_member(writer, value, masked, depth, error))
		return FALSE;
	vet_json_writer_end_object(writer);
	return TRUE;
}

gboolean
vet_cel_json_write(VetJsonWriter *writer, CelValue value, gboolean masked, GError **error)
{
	return write_value(writer, &value, masked, 0, error);
}
