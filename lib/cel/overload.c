/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/overload.h"

#include <string.h>

#define ARROW ") -> "

typedef struct {
	CelArena *arena;
	CelTypeLookup lookup;
	gpointer user_data;
	CelOverload *overload;
} Reader;

/* The '(' that belongs to the ')' at `close`; NULL when there is none. */
static const char *
matching_open(const char *start, const char *close)
{
	guint depth = 0;

	for (const char *at = close; at >= start; at--) {
		depth += *at == ')';
		if (*at == '(' && --depth == 0)
			return at;
	}
	return NULL;
}

static const CelType *
read_type(Reader *reader, const char *text, const char **ret_end)
{
	return cel_type_read(reader->arena, text, reader->lookup, reader->user_data, ret_end);
}

/* "list(A).slice", "math.least", "size": the receiver's type where there is one, and the name. */
static gboolean
read_name(Reader *reader, const char *text, gsize length)
{
	CelOverload *overload = reader->overload;
	gsize word = 0;
	CelTypeKind kind;

	while (word < length && (g_ascii_isalnum(text[word]) || text[word] == '_'))
		word++;
	if (word < length && cel_type_kind_from_name(text, word, &kind)) {
		g_autofree char *head = g_strndup(text, length);
		char *dot = strrchr(head, '.');
		const char *end;

		if (dot == NULL)
			return FALSE;
		*dot = '\0';
		overload->parameters[0] = read_type(reader, head, &end);
		if (overload->parameters[0] == NULL || *end != '\0')
			return FALSE;
		overload->member = TRUE;
		overload->n_parameters = 1;
		length -= (gsize)(dot + 1 - head);
		text += dot + 1 - head;
	}
	overload->name = cel_arena_copy(reader->arena, text, length);
	return overload->name != NULL && length > 0;
}

/* "a: T", "T" or "...a: T" → behind it; NULL when malformed. */
static const char *
read_parameter(Reader *reader, const char *at)
{
	CelOverload *overload = reader->overload;
	gsize word;

	if (overload->variadic || overload->n_parameters == CEL_TYPE_MAX_PARAMETERS)
		return NULL;
	if (g_str_has_prefix(at, "...")) {
		overload->variadic = TRUE;
		at += strlen("...");
	}
	for (word = 0; g_ascii_isalnum(at[word]) || at[word] == '_';)
		word++;
	if (at[word] == ':')
		at += word + 1 + (at[word + 1] == ' ');
	overload->parameters[overload->n_parameters] = read_type(reader, at, &at);
	return overload->parameters[overload->n_parameters++] != NULL ? at : NULL;
}

gboolean
cel_overload_read(const CelFunctionRow *row, CelArena *arena, CelTypeLookup lookup,
		  gpointer user_data, CelOverload *ret_overload)
{
	CelOverload overload = {.row = row};
	Reader reader = {arena, lookup, user_data, &overload};
	const char *signature = row->signature, *end;
	const char *close = g_strrstr(signature, ARROW);
	const char *open = close != NULL ? matching_open(signature, close) : NULL;

	if (open == NULL || !read_name(&reader, signature, (gsize)(open - signature)))
		return FALSE;
	overload.result = read_type(&reader, close + strlen(ARROW), &end);
	if (overload.result == NULL || *end != '\0')
		return FALSE;
	for (const char *at = open + 1; at < close;) {
		at = read_parameter(&reader, at);
		if (at == NULL || (at != close && !g_str_has_prefix(at, ", ")))
			return FALSE;
		at += at != close ? strlen(", ") : 0;
	}
	*ret_overload = overload;
	return TRUE;
}

gboolean
cel_overload_takes(const CelOverload *overload, gboolean member, guint n_arguments)
{
	return !overload->member == !member &&
	       (overload->variadic ? n_arguments + 1 >= overload->n_parameters
				   : n_arguments == overload->n_parameters);
}

const CelType *
cel_overload_parameter(const CelOverload *overload, guint i)
{
	return overload->parameters[MIN(i, overload->n_parameters - 1)];
}

gboolean
cel_overload_fits_kind(const CelType *parameter, CelKind kind)
{
	static const struct {
		CelTypeKind type;
		CelKind kind;
	} pairs[] = {
		{CEL_TYPE_NULL, CEL_NULL},         {CEL_TYPE_BOOL, CEL_BOOL},
		{CEL_TYPE_INT, CEL_INT},           {CEL_TYPE_UINT, CEL_UINT},
		{CEL_TYPE_DOUBLE, CEL_DOUBLE},     {CEL_TYPE_STRING, CEL_STRING},
		{CEL_TYPE_BYTES, CEL_BYTES},       {CEL_TYPE_TIMESTAMP, CEL_TIMESTAMP},
		{CEL_TYPE_DURATION, CEL_DURATION}, {CEL_TYPE_TYPE, CEL_TYPE},
		{CEL_TYPE_LIST, CEL_LIST},         {CEL_TYPE_MAP, CEL_MAP},
		{CEL_TYPE_OBJECT, CEL_MAP},        {CEL_TYPE_OPAQUE, CEL_OPTIONAL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
		if (pairs[i].type == parameter->kind)
			return pairs[i].kind == kind;
	return TRUE;
}
