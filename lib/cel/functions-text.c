/* SPDX-License-Identifier: GPL-3.0-or-later */

/* size, contains, startsWith, endsWith, matches */

#include "lib/cel/error.h"
#include "lib/cel/functions.h"
#include "lib/cel/regex.h"
#include "lib/cel/run.h"
#include "lib/cel/text.h"

#include <string.h>

/* patterns made at run time that are kept compiled; more are compiled each time */
#define CACHED_PATTERNS 64
#define COMPILE_STEPS 100

CEL_OPERATOR(cel_function_size)
{
	const CelValue *value = &arguments[0];

	switch (value->kind) {
	case CEL_STRING:
		if (!cel_call_charge(call, value->length / CEL_BYTES_PER_STEP, error))
			return FALSE;
		*ret_value = cel_int((gint64)cel_text_count(value->text, value->length));
		return TRUE;
	case CEL_BYTES:
		*ret_value = cel_int(value->length);
		return TRUE;
	case CEL_LIST:
		*ret_value = cel_int((gint64)value->list->length);
		return TRUE;
	case CEL_MAP:
		*ret_value = cel_int((gint64)value->map->length);
		return TRUE;
	default:
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
}

static gboolean
are_two_texts(CelCall *call, const CelValue *arguments, GError **error)
{
	if (arguments[0].kind != CEL_STRING || arguments[1].kind != CEL_STRING)
		return cel_call_no_overload(call, arguments, 2, error);
	return cel_call_charge(call, arguments[0].length / CEL_BYTES_PER_STEP, error);
}

CEL_OPERATOR(cel_function_contains)
{
	if (!are_two_texts(call, arguments, error))
		return FALSE;
	*ret_value = cel_bool(cel_text_find(arguments[0].text, arguments[0].length,
					    arguments[1].text, arguments[1].length, 0) >= 0);
	return TRUE;
}

CEL_OPERATOR(cel_function_starts_with)
{
	const CelValue *text = &arguments[0], *prefix = &arguments[1];

	if (!are_two_texts(call, arguments, error))
		return FALSE;
	*ret_value = cel_bool(prefix->length <= text->length &&
			      memcmp(text->text, prefix->text, prefix->length) == 0);
	return TRUE;
}

CEL_OPERATOR(cel_function_ends_with)
{
	const CelValue *text = &arguments[0], *suffix = &arguments[1];

	if (!are_two_texts(call, arguments, error))
		return FALSE;
	*ret_value = cel_bool(suffix->length <= text->length &&
			      memcmp(text->text + text->length - suffix->length, suffix->text,
				     suffix->length) == 0);
	return TRUE;
}

static gboolean
charge_run(gpointer run, guint64 steps, GError **error)
{
	return cel_run_charge(run, steps, error);
}

/* The compiled pattern; *ret_own is set when the caller must free it. */
static const CelRegex *
find_regex(CelCall *call, const CelValue *pattern, CelRegex **ret_own, GError **error)
{
	CelRun *run = call->run;
	CelRegex *regex;

	if (run->patterns == NULL)
		run->patterns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						      (GDestroyNotify)cel_regex_unref);
	regex = g_hash_table_lookup(run->patterns, pattern->text);
	if (regex != NULL && strlen(pattern->text) == pattern->length)
		return regex;
	if (!cel_run_charge(run, COMPILE_STEPS + pattern->length, error))
		return NULL;
	g_autoptr(CelRegex) made = cel_regex_get(pattern->text, pattern->length, error);

	if (made == NULL || !cel_run_charge(run, cel_regex_cost(made), error))
		return NULL;
	regex = g_steal_pointer(&made);
	if (g_hash_table_size(run->patterns) < CACHED_PATTERNS)
		g_hash_table_insert(run->patterns, g_strdup(pattern->text), regex);
	else
		*ret_own = regex;
	return regex;
}

CEL_OPERATOR(cel_function_matches)
{
	g_autoptr(CelRegex) own = NULL;
	const CelRegex *regex = call->node->regex;
	gboolean found;

	if (arguments[0].kind != CEL_STRING || arguments[1].kind != CEL_STRING)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (regex == NULL)
		regex = find_regex(call, &arguments[1], &own, error);
	if (regex == NULL || !cel_regex_search(regex, arguments[0].text, arguments[0].length,
					       charge_run, call->run, &found, error))
		return FALSE;
	*ret_value = cel_bool(found);
	return TRUE;
}
