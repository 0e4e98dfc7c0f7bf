/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/run.h"

#include "lib/cel/error.h"
#include "lib/cel/value.h"

#include <string.h>

gboolean
cel_run_spent(CelRun *run, GError **error)
{
	run->steps = run->max_steps;
	return cel_set_error(error, CEL_ERROR_LIMIT,
			     "the budget of %" G_GUINT64_FORMAT
			     " steps is spent; the lists it works on "
			     "are too long, or too deeply nested",
			     run->max_steps);
}

gboolean
cel_run_no_memory(GError **error)
{
	return cel_set_error(error, CEL_ERROR_LIMIT, "the memory of this evaluation is spent");
}

gboolean
cel_run_equal(CelRun *run, const CelValue *a, const CelValue *b, gboolean *ret_equal,
	      GError **error)
{
	guint64 left = run->max_steps - run->steps;
	CelAllowance allowance = {.left = left};
	gboolean equal = cel_value_equal_within(a, b, &allowance);

	if (!cel_run_charge(run, allowance.spent ? left + 1 : left - allowance.left, error))
		return FALSE;
	*ret_equal = equal;
	return TRUE;
}

CelArena *
cel_call_arena(CelCall *call)
{
	return call->run->evaluation->arena;
}

gpointer
cel_call_user_data(CelCall *call)
{
	return call->run->evaluation->user_data;
}

gboolean
cel_call_charge(CelCall *call, guint64 steps, GError **error)
{
	return cel_run_charge(call->run, steps, error);
}

gboolean
cel_call_no_overload(CelCall *call, const CelValue *arguments, gsize n_arguments, GError **error)
{
	const CelNode *node = call->node;
	g_autoptr(GString) text = g_string_new(NULL);
	gsize first = node->member && n_arguments > 0;

	if (node->kind == CEL_NODE_BINARY)
		return cel_set_error(error, CEL_ERROR_EVALUATE, "no such overload: %s %s %s",
				     cel_kind_name(arguments[0].kind), node->name,
				     cel_kind_name(arguments[1].kind));
	if (node->kind == CEL_NODE_UNARY)
		return cel_set_error(error, CEL_ERROR_EVALUATE, "no such overload: %s%s",
				     node->name, cel_kind_name(arguments[0].kind));
	if (first > 0)
		g_string_append_printf(text, "%s.", cel_kind_name(arguments[0].kind));
	g_string_append_printf(text, "%s(", node->name);
	for (gsize i = first; i < n_arguments; i++)
		g_string_append_printf(text, "%s%s", i > first ? ", " : "",
				       cel_kind_name(arguments[i].kind));
	return cel_set_error(error, CEL_ERROR_EVALUATE, "no such overload: %s)", text->str);
}

void *
cel_call_alloc(CelCall *call, gsize count, gsize size, GError **error)
{
	gsize bytes;
	void *memory = NULL;

	if (!__builtin_mul_overflow(count, size, &bytes))
		memory = cel_arena_alloc(cel_call_arena(call), bytes);
	if (memory == NULL)
		cel_set_error(error, CEL_ERROR_LIMIT,
			      "the memory of this evaluation is spent (%" G_GSIZE_FORMAT
			      " bytes used)",
			      cel_arena_used(cel_call_arena(call)));
	return memory;
}

char *
cel_call_alloc_text(CelCall *call, gsize length, GError **error)
{
	if (length > G_MAXINT32) {
		cel_set_error(error, CEL_ERROR_LIMIT, "a text of more than 2 GiB");
		return NULL;
	}
	if (!cel_run_charge(call->run, length / CEL_BYTES_PER_STEP, error))
		return NULL;
	return cel_call_alloc(call, length + 1, 1, error);
}

gboolean
cel_call_copy_text(CelCall *call, const char *text, gsize length, CelValue *ret_value,
		   GError **error)
{
	char *copy = cel_call_alloc_text(call, length, error);

	if (copy == NULL)
		return FALSE;
	if (length > 0)
		memcpy(copy, text, length);
	*ret_value = cel_string_of(copy, length);
	return TRUE;
}

gboolean
cel_call_make_list(CelCall *call, const CelValue *items, gsize length, CelValue *ret_value,
		   GError **error)
{
	CelList *list = cel_call_alloc(call, 1, sizeof *list, error);

	if (list == NULL)
		return FALSE;
	list->length = length;
	list->items = items;
	*ret_value = (CelValue){.kind = CEL_LIST, .list = list};
	return TRUE;
}
