/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/ruling.h"

#include <math.h>

/* points */
#define SAME_LINE 2.0
#define DOT_GAP 4.0
#define TOUCH 3.0
#define MIN_RULE 8.0

#define MAX_JOINED 1200

static gint
by_place(gconstpointer left, gconstpointer right)
{
	const PdfRule *a = left;
	const PdfRule *b = right;

	if (a->vertical != b->vertical)
		return a->vertical ? 1 : -1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static gint
by_line(gconstpointer left, gconstpointer right)
{
	const PdfRule *a = left;
	const PdfRule *b = right;
	gint order = by_place(left, right);

	if (order != 0)
		return order;
	return a->from < b->from ? -1 : a->from > b->from;
}

/* Gives rules that nearly share a line the very same place. */
static void
align(GArray *rules)
{
	const PdfRule *first = NULL;

	for (guint i = 0; i < rules->len; i++) {
		PdfRule *rule = &g_array_index(rules, PdfRule, i);
		if (first && first->vertical == rule->vertical && rule->at - first->at <= SAME_LINE)
			rule->at = first->at;
		else
			first = rule;
	}
}

GArray *
pdf_ruling_join(const GArray *rules)
{
	GArray *joined = g_array_new(FALSE, FALSE, sizeof(PdfRule));
	g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(PdfRule));

	if (rules->len == 0)
		return joined;
	g_array_append_vals(sorted, rules->data, rules->len);
	g_array_sort(sorted, by_place);
	align(sorted);
	g_array_sort(sorted, by_line);
	PdfRule current = g_array_index(sorted, PdfRule, 0);
	for (guint i = 1; i <= sorted->len; i++) {
		const PdfRule *next = i < sorted->len ? &g_array_index(sorted, PdfRule, i) : NULL;
		if (next && next->vertical == current.vertical && next->at == current.at &&
		    next->from <= current.to + DOT_GAP) {
			current.to = MAX(current.to, next->to);
			continue;
		}
		if (current.to - current.from >= MIN_RULE)
			g_array_append_val(joined, current);
		if (next)
			current = *next;
	}
	if (joined->len > MAX_JOINED)
		g_array_set_size(joined, 0);
	return joined;
}

static gboolean
touch(const PdfRule *horizontal, const PdfRule *vertical)
{
	return vertical->at >= horizontal->from - TOUCH && vertical->at <= horizontal->to + TOUCH &&
	       horizontal->at >= vertical->from - TOUCH && horizontal->at <= vertical->to + TOUCH;
}

static guint
root_of(guint *parents, guint rule)
{
	while (parents[rule] != rule) {
		parents[rule] = parents[parents[rule]];
		rule = parents[rule];
	}
	return rule;
}

GPtrArray *
pdf_ruling_networks(const GArray *joined)
{
	guint n_horizontal = 0;
	g_autofree guint *parents = g_new(guint, joined->len + 1);
	g_autoptr(GHashTable) by_root = g_hash_table_new(NULL, NULL);
	GPtrArray *networks = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (guint i = 0; i < joined->len; i++) {
		parents[i] = i;
		n_horizontal += !g_array_index(joined, PdfRule, i).vertical;
	}
	for (guint i = 0; i < n_horizontal; i++) {
		for (guint j = n_horizontal; j < joined->len; j++) {
			if (touch(&g_array_index(joined, PdfRule, i),
				  &g_array_index(joined, PdfRule, j)))
				parents[root_of(parents, i)] = root_of(parents, j);
		}
	}
	for (guint i = 0; i < joined->len; i++) {
		gpointer root = GUINT_TO_POINTER(root_of(parents, i) + 1);
		GArray *network = g_hash_table_lookup(by_root, root);
		if (!network) {
			network = g_array_new(FALSE, FALSE, sizeof(PdfRule));
			g_hash_table_insert(by_root, root, network);
			g_ptr_array_add(networks, network);
		}
		g_array_append_val(network, g_array_index(joined, PdfRule, i));
	}
	return networks;
}
