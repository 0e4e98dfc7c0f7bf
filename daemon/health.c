/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/health.h"

#include <string.h>

struct _VetHealth {
	GTree *problems; /* part → sentence, by name of part */
};

static int
by_name(gconstpointer a, gconstpointer b, gpointer user_data)
{
	return strcmp(a, b);
}

VetHealth *
vet_health_new(void)
{
	VetHealth *health = g_new0(VetHealth, 1);
	health->problems = g_tree_new_full(by_name, NULL, g_free, g_free);
	return health;
}

void
vet_health_free(VetHealth *health)
{
	if (!health)
		return;
	g_tree_unref(health->problems);
	g_free(health);
}

void
vet_health_set(VetHealth *health, const char *part, const char *sentence)
{
	if (sentence)
		g_tree_replace(health->problems, g_strdup(part), g_strdup(sentence));
	else
		g_tree_remove(health->problems, part);
}

static gboolean
add_problem(gpointer part, gpointer sentence, gpointer user_data)
{
	g_ptr_array_add(user_data,
			g_strdup_printf("%s: %s", (const char *)part, (const char *)sentence));
	return FALSE;
}

GPtrArray *
vet_health_problems(const VetHealth *health)
{
	GPtrArray *problems = g_ptr_array_new_with_free_func(g_free);
	g_tree_foreach(health->problems, add_problem, problems);
	return problems;
}
