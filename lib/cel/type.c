/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/type.h"

#include <string.h>

#define MAX_NESTING 32
/* parts may be shared, so a small type can be astronomic in print */
#define LONGEST_PRINT 300
#define LARGEST_COPY 200
#define OPTIONAL_NAME "optional_type"

static const struct {
	const char *name;
	CelTypeKind kind;
	guint n_parameters; /* dyn where none are written */
} names[] = {
	{"dyn", CEL_TYPE_DYN, 0},
	{"null_type", CEL_TYPE_NULL, 0},
	{"bool", CEL_TYPE_BOOL, 0},
	{"int", CEL_TYPE_INT, 0},
	{"uint", CEL_TYPE_UINT, 0},
	{"double", CEL_TYPE_DOUBLE, 0},
	{"string", CEL_TYPE_STRING, 0},
	{"bytes", CEL_TYPE_BYTES, 0},
	{"timestamp", CEL_TYPE_TIMESTAMP, 0},
	{"google.protobuf.Timestamp", CEL_TYPE_TIMESTAMP, 0},
	{"duration", CEL_TYPE_DURATION, 0},
	{"google.protobuf.Duration", CEL_TYPE_DURATION, 0},
	{"type", CEL_TYPE_TYPE, 1},
	{"list", CEL_TYPE_LIST, 1},
	{"map", CEL_TYPE_MAP, 2},
	{OPTIONAL_NAME, CEL_TYPE_OPAQUE, 1},
};

static const CelType simple[] = {
	[CEL_TYPE_DYN] = {.kind = CEL_TYPE_DYN},
	[CEL_TYPE_NULL] = {.kind = CEL_TYPE_NULL},
	[CEL_TYPE_BOOL] = {.kind = CEL_TYPE_BOOL},
	[CEL_TYPE_INT] = {.kind = CEL_TYPE_INT},
	[CEL_TYPE_UINT] = {.kind = CEL_TYPE_UINT},
	[CEL_TYPE_DOUBLE] = {.kind = CEL_TYPE_DOUBLE},
	[CEL_TYPE_STRING] = {.kind = CEL_TYPE_STRING},
	[CEL_TYPE_BYTES] = {.kind = CEL_TYPE_BYTES},
	[CEL_TYPE_TIMESTAMP] = {.kind = CEL_TYPE_TIMESTAMP},
	[CEL_TYPE_DURATION] = {.kind = CEL_TYPE_DURATION},
};

const CelType *
cel_type_simple(CelTypeKind kind)
{
	return &simple[kind];
}

static CelType *
allocate(CelArena *arena, CelTypeKind kind, guint n_parameters)
{
	CelType *type = cel_arena_alloc(arena, sizeof *type + n_parameters * sizeof(CelType *));

	if (type == NULL)
		return NULL;
	type->kind = kind;
	type->n_parameters = n_parameters;
	return type;
}

const CelType *
cel_type_make(CelArena *arena, CelTypeKind kind, const char *name, const CelType *const *parameters,
	      guint n_parameters)
{
	CelType *type = allocate(arena, kind, n_parameters);

	if (type == NULL)
		return NULL;
	type->name = name;
	for (guint i = 0; i < n_parameters; i++) {
		if (parameters[i] == NULL)
			return NULL;
		type->parameters[i] = parameters[i];
	}
	return type;
}

const CelType *
cel_type_variable(CelArena *arena, guint number)
{
	CelType *type = allocate(arena, CEL_TYPE_VARIABLE, 0);

	if (type != NULL)
		type->variable = number;
	return type;
}

const CelType *
cel_type_optional(CelArena *arena, const CelType *held)
{
	return cel_type_make(arena, CEL_TYPE_OPAQUE, OPTIONAL_NAME, &held, 1);
}

gboolean
cel_type_is_optional(const CelType *type)
{
	return type->kind == CEL_TYPE_OPAQUE && strcmp(type->name, OPTIONAL_NAME) == 0;
}

static gssize
find_name(const char *name, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i].name) == length && memcmp(names[i].name, name, length) == 0)
			return (gssize)i;
	return -1;
}

gboolean
cel_type_kind_from_name(const char *name, gsize length, CelTypeKind *ret_kind)
{
	gssize row = find_name(name, length);

	if (row < 0)
		return FALSE;
	*ret_kind = names[row].kind;
	return TRUE;
}

const CelType *
cel_type_element(const CelType *type)
{
	if (type->kind == CEL_TYPE_DYN)
		return type;
	return type->kind == CEL_TYPE_LIST ? type->parameters[0] : NULL;
}

/* NULL when it is too large: parts may be shared, and would not be any more. */
static const CelType *
copy_parts(CelArena *arena, const CelType *type, guint *left)
{
	const CelType *parameters[CEL_TYPE_MAX_PARAMETERS];
	const char *name = type->name;

	if ((*left)-- == 0)
		return NULL;
	if (type->kind <= CEL_TYPE_DURATION || type->kind == CEL_TYPE_OBJECT)
		return type;
	for (guint i = 0; i < type->n_parameters; i++) {
		parameters[i] = *left > 0 ? copy_parts(arena, type->parameters[i], left) : NULL;
		if (parameters[i] == NULL)
			return NULL;
	}
	if (name != NULL)
		name = cel_arena_copy(arena, name, strlen(name));
	return cel_type_make(arena, type->kind, name, parameters, type->n_parameters);
}

const CelType *
cel_type_copy(CelArena *arena, const CelType *type)
{
	guint left = LARGEST_COPY;
	const CelType *copy = copy_parts(arena, type, &left);

	return copy != NULL ? copy : cel_type_simple(CEL_TYPE_DYN);
}

/* --- reading --- */

typedef struct {
	CelArena *arena;
	CelTypeLookup lookup;
	gpointer user_data;
	const char *at;
	guint depth;
} Reader;

static const CelType *read_type(Reader *reader);

static void
skip_spaces(Reader *reader)
{
	while (*reader->at == ' ')
		reader->at++;
}

/* "(T, U)" where there is one; FALSE when it is malformed. */
static gboolean
read_parameters(Reader *reader, const CelType **parameters, guint *ret_n)
{
	guint n = 0;

	*ret_n = 0;
	if (*reader->at != '(')
		return TRUE;
	do {
		reader->at++;
		if (n == CEL_TYPE_MAX_PARAMETERS)
			return FALSE;
		skip_spaces(reader);
		parameters[n] = read_type(reader);
		if (parameters[n++] == NULL)
			return FALSE;
		skip_spaces(reader);
	} while (*reader->at == ',');
	*ret_n = n;
	return *reader->at++ == ')';
}

static const CelType *
make_named(Reader *reader, const char *name, gsize length, const CelType **parameters, guint n)
{
	gssize row = find_name(name, length);
	const CelType *found;
	const char *copy;

	if (row >= 0) {
		if (n != 0 && n != names[row].n_parameters)
			return NULL;
		if (names[row].n_parameters == 0)
			return cel_type_simple(names[row].kind);
		for (; n < names[row].n_parameters; n++)
			parameters[n] = cel_type_simple(CEL_TYPE_DYN);
		return cel_type_make(reader->arena, names[row].kind,
				     names[row].kind == CEL_TYPE_OPAQUE ? names[row].name : NULL,
				     parameters, n);
	}
	if (length == 1 && g_ascii_isupper(*name) && n == 0) {
		CelType *letter = allocate(reader->arena, CEL_TYPE_PARAMETER, 0);

		if (letter != NULL)
			letter->variable = (guint)(*name - 'A');
		return letter;
	}
	copy = cel_arena_copy(reader->arena, name, length);
	if (copy == NULL)
		return NULL;
	found = reader->lookup != NULL && n == 0 ? reader->lookup(reader->user_data, copy) : NULL;
	return found != NULL ? found
			     : cel_type_make(reader->arena, CEL_TYPE_OPAQUE, copy, parameters, n);
}

static const CelType *
read_type(Reader *reader)
{
	const CelType *parameters[CEL_TYPE_MAX_PARAMETERS] = {NULL};
	const char *name = reader->at;
	guint n;

	while (g_ascii_isalnum(*reader->at) || *reader->at == '_' || *reader->at == '.')
		reader->at++;
	gsize length = (gsize)(reader->at - name);

	if (length == 0 || reader->depth == MAX_NESTING)
		return NULL;
	reader->depth++;
	gboolean done = read_parameters(reader, parameters, &n);

	reader->depth--;
	return done ? make_named(reader, name, length, parameters, n) : NULL;
}

const CelType *
cel_type_read(CelArena *arena, const char *text, CelTypeLookup lookup, gpointer user_data,
	      const char **ret_end)
{
	Reader reader = {arena, lookup, user_data, text, 0};
	const CelType *type = read_type(&reader);

	*ret_end = reader.at;
	return type;
}

/* --- printing --- */

static const char *
name_of(const CelType *type)
{
	if (type->kind == CEL_TYPE_OPAQUE)
		return type->name;
	if (type->kind == CEL_TYPE_OBJECT)
		return type->object->name;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i].kind == type->kind)
			return names[i].name;
	return "dyn";
}

static void
print_type(GString *text, const CelType *type, guint depth)
{
	if (depth > MAX_NESTING || text->len > LONGEST_PRINT) {
		if (!g_str_has_suffix(text->str, "…"))
			g_string_append(text, "…");
		return;
	}
	if (type->kind == CEL_TYPE_PARAMETER) {
		g_string_append_c(text, (char)('A' + type->variable));
		return;
	}
	g_string_append(text, name_of(type));
	for (guint i = 0; i < type->n_parameters; i++) {
		g_string_append(text, i == 0 ? "(" : ", ");
		print_type(text, type->parameters[i], depth + 1);
	}
	if (type->n_parameters > 0)
		g_string_append_c(text, ')');
}

char *
cel_type_to_string(const CelType *type)
{
	GString *text = g_string_new(NULL);

	print_type(text, type, 0);
	return g_string_free(text, FALSE);
}
