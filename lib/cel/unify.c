/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/unify.h"

#include <string.h>

#define MAX_STEPS 2000000
#define MAX_DEPTH 600

typedef struct {
	guint variable;
	const CelType *before;
} Change;

void
cel_unifier_init(CelUnifier *unifier, CelArena *arena)
{
	*unifier = (CelUnifier){.arena = arena};
	unifier->bindings = g_array_new(FALSE, TRUE, sizeof(const CelType *));
	unifier->trail = g_array_new(FALSE, FALSE, sizeof(Change));
}

void
cel_unifier_clear(CelUnifier *unifier)
{
	g_array_unref(unifier->bindings);
	g_array_unref(unifier->trail);
}

static const CelType *
dyn(void)
{
	return cel_type_simple(CEL_TYPE_DYN);
}

/* FALSE, and `spent`, when there is no more to walk with; else the caller must leave() again. */
static gboolean
enter(CelUnifier *unifier)
{
	if (unifier->spent || unifier->steps >= MAX_STEPS || unifier->depth >= MAX_DEPTH) {
		unifier->spent = TRUE;
		return FALSE;
	}
	unifier->steps++;
	unifier->depth++;
	return TRUE;
}

static void
leave(CelUnifier *unifier)
{
	unifier->depth--;
}

/* NULL is no memory. */
static const CelType *
or_dyn(CelUnifier *unifier, const CelType *type)
{
	if (type != NULL)
		return type;
	unifier->spent = TRUE;
	return dyn();
}

const CelType *
cel_unifier_fresh(CelUnifier *unifier)
{
	const CelType *type = cel_type_variable(unifier->arena, unifier->bindings->len);

	if (type != NULL)
		g_array_set_size(unifier->bindings, unifier->bindings->len + 1);
	return or_dyn(unifier, type);
}

static const CelType *
binding(const CelUnifier *unifier, const CelType *variable)
{
	return g_array_index(unifier->bindings, const CelType *, variable->variable);
}

/* Of variables that stand for one another the last, whose binding counts. */
static const CelType *
last_variable(const CelUnifier *unifier, const CelType *type)
{
	while (type->kind == CEL_TYPE_VARIABLE) {
		const CelType *next = binding(unifier, type);

		if (next == NULL || next->kind != CEL_TYPE_VARIABLE)
			break;
		type = next;
	}
	return type;
}

const CelType *
cel_unifier_resolve(const CelUnifier *unifier, const CelType *type)
{
	type = last_variable(unifier, type);
	if (type->kind != CEL_TYPE_VARIABLE || binding(unifier, type) == NULL)
		return type;
	return binding(unifier, type);
}

static void
bind(CelUnifier *unifier, const CelType *variable, const CelType *type)
{
	const CelType **place =
		&g_array_index(unifier->bindings, const CelType *, variable->variable);
	Change change = {variable->variable, *place};

	g_array_append_val(unifier->trail, change);
	*place = type;
}

guint
cel_unifier_mark(const CelUnifier *unifier)
{
	return unifier->trail->len;
}

void
cel_unifier_rewind(CelUnifier *unifier, guint mark)
{
	while (unifier->trail->len > mark) {
		Change change = g_array_index(unifier->trail, Change, unifier->trail->len - 1);

		g_array_index(unifier->bindings, const CelType *, change.variable) = change.before;
		g_array_set_size(unifier->trail, unifier->trail->len - 1);
	}
}

static gboolean
same_head(const CelType *a, const CelType *b)
{
	if (a->kind != b->kind || a->n_parameters != b->n_parameters)
		return FALSE;
	if (a->kind == CEL_TYPE_OPAQUE)
		return strcmp(a->name, b->name) == 0;
	if (a->kind == CEL_TYPE_OBJECT)
		return a->object == b->object;
	return TRUE;
}

gboolean
cel_unifier_same(CelUnifier *unifier, const CelType *a, const CelType *b)
{
	gboolean same;

	a = cel_unifier_resolve(unifier, a);
	b = cel_unifier_resolve(unifier, b);
	if (a == b)
		return TRUE;
	if (a->kind == CEL_TYPE_VARIABLE || !same_head(a, b) || !enter(unifier))
		return FALSE;
	same = TRUE;
	for (guint i = 0; same && i < a->n_parameters; i++)
		same = cel_unifier_same(unifier, a->parameters[i], b->parameters[i]);
	leave(unifier);
	return same;
}

static gboolean
occurs(CelUnifier *unifier, const CelType *variable, const CelType *type)
{
	gboolean found = FALSE;

	type = cel_unifier_resolve(unifier, type);
	if (type == variable)
		return TRUE;
	if (type->n_parameters == 0)
		return FALSE;
	if (!enter(unifier))
		return TRUE;
	for (guint i = 0; !found && i < type->n_parameters; i++)
		found = occurs(unifier, variable, type->parameters[i]);
	leave(unifier);
	return found;
}

static gboolean
is_less_specific(CelUnifier *unifier, const CelType *a, const CelType *b)
{
	gboolean holds = TRUE;

	a = cel_unifier_resolve(unifier, a);
	b = cel_unifier_resolve(unifier, b);
	if (a->kind == CEL_TYPE_DYN || a->kind == CEL_TYPE_VARIABLE)
		return TRUE;
	if (b->kind == CEL_TYPE_DYN || b->kind == CEL_TYPE_VARIABLE)
		return FALSE;
	/* what may be null goes before null; an object says more of its fields than a map does */
	if (b->kind == CEL_TYPE_NULL || (a->kind == CEL_TYPE_OBJECT && b->kind == CEL_TYPE_MAP))
		return TRUE;
	if (!same_head(a, b) || !enter(unifier))
		return FALSE;
	for (guint i = 0; holds && i < a->n_parameters; i++)
		holds = is_less_specific(unifier, a->parameters[i], b->parameters[i]);
	leave(unifier);
	return holds;
}

const CelType *
cel_unifier_most_general(CelUnifier *unifier, const CelType *a, const CelType *b)
{
	return is_less_specific(unifier, a, b) ? a : b;
}

static gboolean assign(CelUnifier *unifier, const CelType *from, const CelType *to);

/* `variable` may stand for `type`; *ret_known: it stands for something already. */
static gboolean
assign_variable(CelUnifier *unifier, const CelType *variable, const CelType *type,
		gboolean *ret_known)
{
	const CelType *known = binding(unifier, variable);

	*ret_known = known != NULL;
	if (type == variable)
		return TRUE;
	if (known == NULL) {
		if (occurs(unifier, variable, type))
			return FALSE;
		bind(unifier, variable, type);
		return TRUE;
	}
	if (!assign(unifier, type, known))
		return FALSE;
	const CelType *general = cel_unifier_most_general(unifier, type, known);

	if (general != known && !occurs(unifier, variable, general))
		bind(unifier, variable, general);
	return TRUE;
}

/* what a null may stand for, too */
static gboolean
is_nullable(const CelType *type)
{
	return type->kind == CEL_TYPE_NULL || type->kind == CEL_TYPE_OPAQUE ||
	       type->kind == CEL_TYPE_OBJECT || type->kind == CEL_TYPE_TIMESTAMP ||
	       type->kind == CEL_TYPE_DURATION;
}

/* Objects are maps: they go where maps with string keys are asked for, and the other way round. */
static gboolean
assign_object(CelUnifier *unifier, const CelType *object, const CelType *other)
{
	if (other->kind == CEL_TYPE_OBJECT)
		return object->object == other->object;
	return other->kind == CEL_TYPE_MAP &&
	       assign(unifier, cel_type_simple(CEL_TYPE_STRING), other->parameters[0]) &&
	       assign(unifier, dyn(), other->parameters[1]);
}

static gboolean
assign_known(CelUnifier *unifier, const CelType *from, const CelType *to)
{
	if (from->kind == CEL_TYPE_DYN || to->kind == CEL_TYPE_DYN)
		return TRUE;
	if (from->kind == CEL_TYPE_NULL)
		return is_nullable(to);
	if (to->kind == CEL_TYPE_NULL)
		return is_nullable(from);
	if (from->kind == CEL_TYPE_OBJECT)
		return assign_object(unifier, from, to);
	if (to->kind == CEL_TYPE_OBJECT)
		return assign_object(unifier, to, from);
	if (from->kind == CEL_TYPE_TYPE)
		return to->kind == CEL_TYPE_TYPE;
	if (!same_head(from, to))
		return FALSE;
	for (guint i = 0; i < from->n_parameters; i++)
		if (!assign(unifier, from->parameters[i], to->parameters[i]))
			return FALSE;
	return TRUE;
}

static gboolean
assign(CelUnifier *unifier, const CelType *from, const CelType *to)
{
	gboolean known, holds;

	from = last_variable(unifier, from);
	to = last_variable(unifier, to);
	if (!enter(unifier))
		return TRUE;
	if (to->kind == CEL_TYPE_VARIABLE) {
		holds = assign_variable(unifier, to, from, &known);
		if (holds || known || from->kind != CEL_TYPE_VARIABLE) {
			leave(unifier);
			return holds;
		}
	}
	holds = from->kind == CEL_TYPE_VARIABLE ? assign_variable(unifier, from, to, &known)
						: assign_known(unifier, from, to);
	leave(unifier);
	return holds;
}

gboolean
cel_unifier_assign(CelUnifier *unifier, const CelType *from, const CelType *to)
{
	guint mark = cel_unifier_mark(unifier);

	if (assign(unifier, from, to))
		return TRUE;
	cel_unifier_rewind(unifier, mark);
	return FALSE;
}

/* Each parameter through `change`; the type itself when none of them is another after that. */
static const CelType *
rebuild(CelUnifier *unifier, const CelType *type,
	const CelType *(*change)(CelUnifier *, const CelType *, gpointer), gpointer data)
{
	const CelType *parameters[CEL_TYPE_MAX_PARAMETERS];
	gboolean changed = FALSE;

	if (type->n_parameters == 0)
		return type;
	if (!enter(unifier))
		return dyn();
	for (guint i = 0; i < type->n_parameters; i++) {
		parameters[i] = change(unifier, type->parameters[i], data);
		changed |= parameters[i] != type->parameters[i];
	}
	leave(unifier);
	if (!changed)
		return type;
	return or_dyn(unifier, cel_type_make(unifier->arena, type->kind, type->name, parameters,
					     type->n_parameters));
}

static const CelType *
substitute(CelUnifier *unifier, const CelType *type, gpointer close)
{
	type = cel_unifier_resolve(unifier, type);
	if (type->kind == CEL_TYPE_VARIABLE)
		return *(gboolean *)close ? dyn() : type;
	return rebuild(unifier, type, substitute, close);
}

const CelType *
cel_unifier_substitute(CelUnifier *unifier, const CelType *type, gboolean close)
{
	return substitute(unifier, type, &close);
}

static const CelType *
instantiate(CelUnifier *unifier, const CelType *type, gpointer data)
{
	const CelType **letters = data;

	if (type->kind != CEL_TYPE_PARAMETER)
		return rebuild(unifier, type, instantiate, data);
	if (letters[type->variable] == NULL)
		letters[type->variable] = cel_unifier_fresh(unifier);
	return letters[type->variable];
}

const CelType *
cel_unifier_instantiate(CelUnifier *unifier, const CelType *type, const CelType **letters)
{
	return instantiate(unifier, type, letters);
}
