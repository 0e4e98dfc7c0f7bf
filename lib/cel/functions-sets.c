/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The extension "sets" (cel-go ext/sets.go): lists taken for sets. */

#include "lib/cel/functions-extensions.h"
#include "lib/cel/members.h"

static gboolean
check_lists(CelCall *call, const CelValue *arguments, gsize n_arguments, GError **error)
{
	if (n_arguments != 2 || arguments[0].kind != CEL_LIST || arguments[1].kind != CEL_LIST)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	return TRUE;
}

/* Elements of `part` are sought in `whole` until one is (`present`) or is not there. */
static gboolean
find_any(CelCall *call, const CelList *whole, const CelList *part, gboolean present,
	 gboolean *ret_found, GError **error)
{
	gboolean doubles;
	CelMembers members;

	if (!cel_call_charge(call, (whole->length + part->length) / CEL_BYTES_PER_STEP, error))
		return FALSE;
	doubles = cel_members_has_doubles(whole) || cel_members_has_doubles(part);
	if (!cel_members_init(&members, call, whole, doubles, error))
		return FALSE;
	*ret_found = FALSE;
	for (gsize i = 0; i < part->length && !*ret_found; i++) {
		gsize position;

		if (!cel_members_find(&members, &part->items[i], &position, error))
			return FALSE;
		*ret_found = (position < whole->length) == present;
	}
	return TRUE;
}

CEL_OPERATOR(cel_function_sets_contains)
{
	gboolean missing;

	if (!check_lists(call, arguments, n_arguments, error) ||
	    !find_any(call, arguments[0].list, arguments[1].list, FALSE, &missing, error))
		return FALSE;
	*ret_value = cel_bool(!missing);
	return TRUE;
}

CEL_OPERATOR(cel_function_sets_equivalent)
{
	gboolean missing;

	if (!check_lists(call, arguments, n_arguments, error) ||
	    !find_any(call, arguments[0].list, arguments[1].list, FALSE, &missing, error))
		return FALSE;
	if (!missing &&
	    !find_any(call, arguments[1].list, arguments[0].list, FALSE, &missing, error))
		return FALSE;
	*ret_value = cel_bool(!missing);
	return TRUE;
}

CEL_OPERATOR(cel_function_sets_intersects)
{
	gboolean found;

	if (!check_lists(call, arguments, n_arguments, error) ||
	    !find_any(call, arguments[0].list, arguments[1].list, TRUE, &found, error))
		return FALSE;
	*ret_value = cel_bool(found);
	return TRUE;
}
