/* SPDX-License-Identifier: GPL-3.0-or-later */

/* YAJL's events → the tree of lib/json-tree.h. */

#include "lib/json-tree.h"

#include <string.h>
#include <yajl/yajl_parse.h>

#include "lib/error.h"

typedef struct {
	yajl_handle parser;
	VetJsonTree *root;
	GPtrArray *open; /* of VetJsonTree: arrays and objects not ended yet; the root owns them */
	gboolean too_deep; /* why it was stopped */
} Builder;

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

/* --- events; 0 stops the parser --- */

static gsize
offset_of(const Builder *builder, gsize length)
{
	gsize consumed = yajl_get_bytes_consumed(builder->parser);
	return consumed - MIN(length, consumed);
}

/* Puts the new value where it belongs. */
static int
place(Builder *builder, VetJsonTree *tree)
{
	const VetJsonTree *parent =
		builder->open->len ? builder->open->pdata[builder->open->len - 1] : NULL;
	if (parent)
		g_ptr_array_add(parent->items, tree);
	else
		builder->root = tree;
	return 1;
}

/* `length`: bytes of it in the text */
static VetJsonTree *
tree_new(const Builder *builder, VetJsonKind kind, gsize length)
{
	VetJsonTree *tree = g_new0(VetJsonTree, 1);
	tree->kind = kind;
	tree->offset = offset_of(builder, length);
	return tree;
}

static int
take_null(void *builder)
{
	return place(builder, tree_new(builder, VET_JSON_NULL, strlen("null")));
}

static int
take_bool(void *builder, int value)
{
	VetJsonTree *tree = tree_new(builder, VET_JSON_BOOL, strlen(value ? "true" : "false"));
	tree->boolean = value != 0;
	return place(builder, tree);
}

static void
take_text(VetJsonTree *tree, const char *text, gsize length)
{
	tree->text = g_malloc(length + 1);
	memcpy(tree->text, text, length);
	tree->text[length] = '\0';
	tree->length = length;
}

static int
take_number(void *builder, const char *text, size_t length)
{
	VetJsonTree *tree = tree_new(builder, VET_JSON_NUMBER, length);
	take_text(tree, text, length);
	return place(builder, tree);
}

/* an escape makes it longer in the text than it is: its place is then a little late */
static VetJsonTree *
string_new(const Builder *builder, const unsigned char *text, gsize length)
{
	VetJsonTree *tree = tree_new(builder, VET_JSON_STRING, length + strlen("\"\""));
	take_text(tree, (const char *)text, length);
	return tree;
}

static int
take_string(void *builder, const unsigned char *text, size_t length)
{
	return place(builder, string_new(builder, text, length));
}

static int
begin(Builder *builder, VetJsonKind kind)
{
	VetJsonTree *tree = tree_new(builder, kind, strlen("["));
	tree->items = g_ptr_array_new_with_free_func((GDestroyNotify)vet_json_tree_free);
	if (kind == VET_JSON_OBJECT)
		tree->names = g_ptr_array_new_with_free_func((GDestroyNotify)vet_json_tree_free);
	place(builder, tree);
	g_ptr_array_add(builder->open, tree);
	builder->too_deep = builder->open->len > VET_JSON_TREE_MAX_DEPTH;
	return !builder->too_deep;
}

static int
begin_object(void *builder)
{
	return begin(builder, VET_JSON_OBJECT);
}

static int
begin_array(void *builder)
{
	return begin(builder, VET_JSON_ARRAY);
}

static int
take_name(void *data, const unsigned char *text, size_t length)
{
	Builder *builder = data;
	const VetJsonTree *object = builder->open->pdata[builder->open->len - 1];
	g_ptr_array_add(object->names, string_new(builder, text, length));
	return 1;
}

static int
end(void *data)
{
	Builder *builder = data;
	g_ptr_array_set_size(builder->open, (gint)builder->open->len - 1);
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = take_null,
	.yajl_boolean = take_bool,
	.yajl_number = take_number,
	.yajl_string = take_string,
	.yajl_start_map = begin_object,
	.yajl_map_key = take_name,
	.yajl_end_map = end,
	.yajl_start_array = begin_array,
	.yajl_end_array = end,
};

/* --- the whole --- */

static void
report(const Builder *builder, const char *text, gsize length, GError **error)
{
	gsize offset = MIN(yajl_get_bytes_consumed(builder->parser), length);
	guchar *said = yajl_get_error(builder->parser, 0, (const guchar *)text, length);
	if (builder->too_deep)
		vet_json_tree_fault(text, offset, error, "this is nested too deep, more than %d",
				    VET_JSON_TREE_MAX_DEPTH);
	else
		vet_json_tree_fault(text, offset, error, "%s", g_strchomp((char *)said));
	yajl_free_error(builder->parser, said);
}

VetJsonTree *
vet_json_tree_parse(const char *text, gsize length, GError **error)
{
	g_autoptr(GPtrArray) open = g_ptr_array_new();
	Builder builder = {.open = open};
	if (length > VET_JSON_TREE_MAX_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "line 1, column 1: more than %d bytes", VET_JSON_TREE_MAX_BYTES);
		return NULL;
	}
	builder.parser = yajl_alloc(&callbacks, NULL, &builder);
	gboolean done =
		yajl_parse(builder.parser, (const guchar *)text, length) == yajl_status_ok &&
		yajl_complete_parse(builder.parser) == yajl_status_ok;
	if (!done) {
		report(&builder, text, length, error);
		g_clear_pointer(&builder.root, vet_json_tree_free);
	}
	yajl_free(builder.parser);
	return builder.root;
}

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
