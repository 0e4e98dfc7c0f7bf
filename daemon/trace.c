/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/trace.h"

#include <string.h>

#include "daemon/cel-print.h"
#include "lib/ident.h"

/* of the turns of a macro the first ones are kept, and the last, which decided */
#define FIRST_TURNS 3
#define MAX_NODES 100000
#define MAX_TEXT 60
#define MAX_SHOWN 240

#define REASON_DECIDED "前面已能得出结果"
#define REASON_NOT_CHOSEN "条件没有选中它"
#define REASON_EMPTY "没有元素"

struct _VetTrace {
	char *source;
	GPtrArray *stack; /* of VetTraceNode: finished, waiting for what they are part of */
	guint n_nodes;
	VetTraceNode *root;
};

static void
node_free(VetTraceNode *node)
{
	if (!node)
		return;
	g_free(node->source);
	g_free(node->shown);
	g_free(node->error);
	g_ptr_array_unref(node->children);
	g_free(node);
}

VetTrace *
vet_trace_new(const char *source)
{
	VetTrace *trace = g_new0(VetTrace, 1);
	trace->source = g_strdup(source);
	trace->stack = g_ptr_array_new_with_free_func((GDestroyNotify)node_free);
	return trace;
}

void
vet_trace_free(VetTrace *trace)
{
	if (!trace)
		return;
	g_free(trace->source);
	g_ptr_array_unref(trace->stack);
	node_free(trace->root);
	g_free(trace);
}

char *
vet_trace_show(CelValue value)
{
	VetCelPrint how = {.max_text = MAX_TEXT, .max_bytes = MAX_SHOWN, .masked = TRUE};
	return vet_cel_print(value, &how);
}

/* --- nodes --- */

/* one blank for any white space: expressions of a pack have line feeds */
static char *
on_one_line(const char *begin, gsize length)
{
	g_autofree char *part = g_strndup(begin, length);
	g_auto(GStrv) words = g_strsplit_set(part, " \t\r\n", -1);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; words[i]; i++)
		if (*words[i])
			g_string_append_printf(text, "%s%s", text->len ? " " : "", words[i]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static VetTraceNode *
node_new(const VetTrace *trace, CelSpan span)
{
	VetTraceNode *node = g_new0(VetTraceNode, 1);
	gsize length = strlen(trace->source);
	gsize offset = MIN(span.offset, length);
	node->span = (CelSpan){offset, MIN(span.length, length - offset)};
	node->source = on_one_line(trace->source + offset, node->span.length);
	node->children = g_ptr_array_new_with_free_func((GDestroyNotify)node_free);
	return node;
}

static void
set_outcome(VetTrace *trace, VetTraceNode *node, const CelValue *value, const GError *error)
{
	if (!value)
		node->error = vet_mask_personal_numbers(error ? error->message : "");
	else
		/* beyond any number that is read by a person: no time is spent on it */
		node->shown = trace->n_nodes > MAX_NODES ? g_strdup("…") : vet_trace_show(*value);
}

static gboolean
is_same(CelSpan a, CelSpan b)
{
	return a.offset == b.offset && a.length == b.length;
}

static gboolean
is_within(CelSpan inner, CelSpan outer)
{
	return inner.offset >= outer.offset &&
	       inner.offset + inner.length <= outer.offset + outer.length;
}

/* what lies within is part of it; the same place once more is another turn of a macro */
static void
take_children(VetTrace *trace, VetTraceNode *node)
{
	guint first = trace->stack->len;
	while (first > 0) {
		const VetTraceNode *last = trace->stack->pdata[first - 1];
		if (!is_within(last->span, node->span) || is_same(last->span, node->span))
			break;
		first--;
	}
	for (guint i = first; i < trace->stack->len; i++)
		g_ptr_array_add(node->children, g_steal_pointer(&trace->stack->pdata[i]));
	g_ptr_array_set_size(trace->stack, (int)first);
}

/* --- what was not evaluated --- */

static gboolean
is_balanced(const char *text)
{
	int depth = 0;
	for (const char *at = text; *at; at++) {
		depth += *at == '(' || *at == '[' || *at == '{';
		depth -= *at == ')' || *at == ']' || *at == '}';
		if (depth < 0)
			return FALSE;
	}
	return depth == 0;
}

/* brackets around nothing that was evaluated are dropped until they pair */
static char *
trim_gap(const char *begin, const char *end)
{
	while (begin < end && strchr(" \t\r\n)", *begin))
		begin++;
	while (end > begin && strchr(" \t\r\n(", end[-1]))
		end--;
	char *text = on_one_line(begin, end - begin);
	gsize length = strlen(text);
	while (length > 0 && text[length - 1] == ')' && !is_balanced(text))
		text[--length] = '\0';
	return text;
}

static void
add_skipped(VetTraceNode *node, guint place, const char *text, const char *reason)
{
	VetTraceNode *skipped = g_new0(VetTraceNode, 1);
	skipped->source = g_strstrip(g_strdup(text));
	skipped->reason = reason;
	skipped->children = g_ptr_array_new_with_free_func((GDestroyNotify)node_free);
	if (*skipped->source)
		g_ptr_array_insert(node->children, (int)place, skipped);
	else
		node_free(skipped);
}

/* ".exists(u, u.lead)" whose body left no trace → what it would have asked */
static const char *
body_of(const char *gap)
{
	static const char *const macros[] = {".all(",    ".exists(", ".exists_one(", ".existsOne(",
					     ".filter(", ".map(",    ".sortBy(",     NULL};
	for (guint i = 0; macros[i]; i++) {
		const char *comma = strchr(gap, ',');
		if (g_str_has_prefix(gap, macros[i]) && comma)
			return comma + 1;
	}
	return NULL;
}

/* the text between two children, or before the first or behind the last, which is `place` */
static void
look_at_gap(VetTraceNode *node, guint place, const char *begin, const char *end,
	    gboolean *has_question)
{
	g_autofree char *gap = trim_gap(begin, end);
	gsize length = strlen(gap);
	const char *body = body_of(gap);
	if (g_str_has_prefix(gap, "&&") || g_str_has_prefix(gap, "||")) {
		add_skipped(node, place, gap + 2, REASON_DECIDED);
	} else if (*gap == '?' && gap[1] != '.' && gap[1] != '[') {
		/* "? first :" before the second, which was chosen */
		*has_question = TRUE;
		if (length > 1 && gap[length - 1] == ':')
			gap[length - 1] = '\0';
		add_skipped(node, place, gap + 1, REASON_NOT_CHOSEN);
	} else if (*gap == ':' && *has_question) {
		add_skipped(node, place, gap + 1, REASON_NOT_CHOSEN);
	} else if (body) {
		g_autofree char *inner =
			g_strndup(body, strlen(body) - g_str_has_suffix(body, ")"));
		add_skipped(node, place, inner, REASON_EMPTY);
	}
}

/* a child whose text stands before `at` again is a turn of the one before */
static void
find_skipped(const VetTrace *trace, VetTraceNode *node)
{
	gsize at = node->span.offset, end = at + node->span.length;
	gboolean has_question = FALSE;
	if (!node->children->len)
		return;
	for (guint i = 0; i < node->children->len; i++) {
		const VetTraceNode *child = node->children->pdata[i];
		guint before = node->children->len;
		if (child->reason || child->span.offset < at)
			continue;
		gsize behind = child->span.offset + child->span.length;
		look_at_gap(node, i, trace->source + at, trace->source + child->span.offset,
			    &has_question);
		i += node->children->len - before;
		at = MAX(at, behind);
	}
	if (at < end)
		look_at_gap(node, node->children->len, trace->source + at, trace->source + end,
			    &has_question);
}

/* --- building --- */

static gboolean
is_constant(const VetTraceNode *node)
{
	static const char *const words[] = {"true", "false", "null", NULL};
	if (node->children->len || !node->shown)
		return FALSE;
	return g_ascii_isdigit(*node->source) || *node->source == '\'' || *node->source == '"' ||
	       g_strv_contains(words, node->source) || g_str_equal(node->source, node->shown);
}

static gboolean
is_path(const char *source)
{
	return source[strspn(source, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789_.")] == '\0';
}

/* what was missing shows where it was missing */
static void
mark_plain(VetTraceNode *node)
{
	node->plain = is_constant(node);
	if (is_path(node->source) || g_str_has_prefix(node->source, "has("))
		for (guint i = 0; i < node->children->len; i++) {
			VetTraceNode *child = node->children->pdata[i];
			child->plain = child->error == NULL && is_path(child->source);
		}
}

/* of many turns at one place the first and the last stay */
static void
drop_turn(VetTrace *trace, VetTraceNode *node)
{
	guint turns = 0;
	while (turns < trace->stack->len && turns <= FIRST_TURNS) {
		const VetTraceNode *one = trace->stack->pdata[trace->stack->len - 1 - turns];
		if (!is_same(one->span, node->span))
			break;
		turns++;
	}
	if (turns <= FIRST_TURNS)
		return;
	const VetTraceNode *last = trace->stack->pdata[trace->stack->len - 1];
	node->left_out = last->left_out + 1;
	g_ptr_array_remove_index(trace->stack, trace->stack->len - 1);
}

void
vet_trace_add(VetTrace *trace, CelSpan span, const CelValue *value, const GError *error)
{
	VetTraceNode *node = node_new(trace, span);
	trace->n_nodes++;
	set_outcome(trace, node, value, error);
	take_children(trace, node);
	find_skipped(trace, node);
	mark_plain(node);
	drop_turn(trace, node);
	g_ptr_array_add(trace->stack, node);
}

void
vet_trace_end(VetTrace *trace, const CelValue *value, const GError *error)
{
	CelSpan whole = {0, strlen(trace->source)};
	guint n = trace->stack->len;
	VetTraceNode *last = n ? trace->stack->pdata[n - 1] : NULL;
	node_free(trace->root);
	/* the root was reported too, unless blanks or brackets stand around it, or nobody looked */
	if (n == 1 && (value ? last->shown != NULL : last->error != NULL)) {
		trace->root = g_steal_pointer(&trace->stack->pdata[0]);
		g_ptr_array_set_size(trace->stack, 0);
		return;
	}
	VetTraceNode *root = node_new(trace, whole);
	set_outcome(trace, root, value, error);
	take_children(trace, root);
	find_skipped(trace, root);
	mark_plain(root);
	trace->root = root;
}

const VetTraceNode *
vet_trace_root(const VetTrace *trace)
{
	return trace->root;
}
