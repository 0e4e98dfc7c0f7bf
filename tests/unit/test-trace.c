/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/trace.h"

#include <string.h>

#define ARENA_BYTES (16 * 1024 * 1024)

static void
observe(gpointer user_data, CelSpan span, const CelValue *value, const GError *error)
{
	vet_trace_add(user_data, span, value, error);
}

/* "source=value", "source!error", "source?" in brackets behind what they are part of */
static void
put_node(GString *text, const VetTraceNode *node)
{
	if (node->left_out)
		g_string_append_printf(text, "+%u ", node->left_out);
	g_string_append_printf(text, "%s%s", node->source,
			       node->reason  ? "?"
			       : node->error ? "!"
					     : "=");
	if (node->shown)
		g_string_append(text, node->shown);
	guint shown = 0;

	for (guint i = 0; i < node->children->len; i++) {
		const VetTraceNode *child = node->children->pdata[i];

		if (child->plain)
			continue;
		g_string_append(text, shown++ ? "; " : " (");
		put_node(text, child);
	}
	if (shown)
		g_string_append_c(text, ')');
}

static char *
trace_of(const char *source)
{
	g_autoptr(CelEnv) env = cel_env_new();
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	g_autoptr(VetTrace) trace = vet_trace_new(source);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	CelValue value;
	g_autoptr(CelProgram) program = cel_compile(env, source, -1, NULL);
	CelEvaluation evaluation = {.arena = arena, .observe = observe, .user_data = trace};

	g_assert_nonnull(program);
	gboolean done = cel_program_evaluate(program, &evaluation, &value, NULL, NULL, &error);

	vet_trace_end(trace, done ? &value : NULL, error);
	put_node(text, vet_trace_root(trace));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_trees(void)
{
	static const struct {
		const char *source, *tree;
	} cases[] = {
		{"1 + 2 * 3", "1 + 2 * 3=7 (2 * 3=6)"},
		{"false && 1 / 0 > 1", "false && 1 / 0 > 1=false (1 / 0 > 1?)"},
		{"(true || false) && (1 > 2 || size('a') == 1)",
		 "(true || false) && (1 > 2 || size('a') == 1)=true (true || false=true (false?); "
		 "1 > 2 || size('a') == 1=true (1 > 2=false; size('a') == 1=true (size('a')=1)))"},
		{"true ? 'a' + 'b' : 'c' + 'd'",
		 "true ? 'a' + 'b' : 'c' + 'd'=\"ab\" ('a' + 'b'=\"ab\"; 'c' + 'd'?)"},
		{"1 > 2 ? dyn([1]) : {'k': 1 + 1}",
		 "1 > 2 ? dyn([1]) : {'k': 1 + 1}={\"k\": 2} (1 > 2=false; dyn([1])?; {'k': 1 + "
		 "1}={\"k\": 2} (1 + 1=2))"},
		{"1 / 0 == 1", "1 / 0 == 1! (1 / 0!)"},
		{"[1, 2].exists(x, x > 1)", "[1, 2].exists(x, x > 1)=true ([1, 2]=[1, 2]; x > "
					    "1=false (x=1); x > 1=true (x=2))"},
		{"[].all(x, x > 1)", "[].all(x, x > 1)=true (x > 1?)"},
		{"[0,1,2,3,4,5,6,7,8,9].all(x, x < 7)",
		 "[0,1,2,3,4,5,6,7,8,9].all(x, x < 7)=false ([0,1,2,3,4,5,6,7,8,9]=[0, 1, 2, 3, 4, "
		 "5, 6, 7, 8, 9]; x < 7=true (x=0); x < 7=true (x=1); x < 7=true (x=2); +4 x < "
		 "7=false (x=7))"},
		{" ( 1 ) ", "1=1"},
		{"{'a': {'b': 1}}.a.b",
		 "{'a': {'b': 1}}.a.b=1 ({'a': {'b': 1}}.a={\"b\": 1} ({'a': {'b': 1}}={\"a\": "
		 "{\"b\": 1}} ({'b': 1}={\"b\": 1})))"},
		{"has({'a': 1}.a)", "has({'a': 1}.a)=true ({'a': 1}={\"a\": 1})"},
		{"[[1, 2], [3]].exists(l, l.all(x, x > 2))",
		 "[[1, 2], [3]].exists(l, l.all(x, x > 2))=true ([[1, 2], [3]]=[[1, 2], [3]] ([1, "
		 "2]=[1, 2]; [3]=[3]); l.all(x, x > 2)=false (l=[1, 2]; x > 2=false (x=1)); "
		 "l.all(x, x > 2)=true (l=[3]; x > 2=true (x=3)))"},
		{"1 > 2 && 2 > 3 && 3 > 4",
		 "1 > 2 && 2 > 3 && 3 > 4=false (1 > 2=false; 2 > 3 && 3 > 4?)"},
		{"{'a': 1}.b == 1", "{'a': 1}.b == 1! ({'a': 1}.b! ({'a': 1}={\"a\": 1}))"},
		{"math.greatest(1, 2) in [1,\n 2]",
		 "math.greatest(1, 2) in [1, 2]=true (math.greatest(1, 2)=2; [1, 2]=[1, 2])"},
		{"optional.none().orValue(3)", "optional.none().orValue(3)=3"},
		{"1 > 2 ? 1 : 2 > 3 ? 2 : 3", "1 > 2 ? 1 : 2 > 3 ? 2 : 3=3 (1 > 2=false; 1?; 2 > 3 "
					      "? 2 : 3=3 (2 > 3=false; 2?))"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *tree = trace_of(cases[i].source);

		g_assert_cmpstr(tree, ==, cases[i].tree);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/trace/trees", test_trees);
	return g_test_run();
}
