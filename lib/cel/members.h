/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where in a list a value first stands, by CEL's `==`, without comparing each with each. */

#include "lib/cel/run.h"

typedef struct {
	CelCall *call;
	const CelList *list;
	gboolean integers; /* are looked up as well: there is no double that one may equal */
	CelValue index;    /* map: text, bool, integer → position */
	gsize *others;     /* positions of all that no index can hold */
	gsize n_others;
} CelMembers;

/* Has doubles of its own, not in lists within it. */
gboolean cel_members_has_doubles(const CelList *list);
/*
 * `doubles`: there are some in the list, or among the values that will be asked for.  FALSE and
 * LIMIT when steps or memory are spent.
 */
gboolean cel_members_init(CelMembers *members, CelCall *call, const CelList *list, gboolean doubles,
			  GError **error);
/* *ret_position is the length of the list when the value is not in it. */
gboolean cel_members_find(const CelMembers *members, const CelValue *value, gsize *ret_position,
			  GError **error);
