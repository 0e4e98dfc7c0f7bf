/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Types that are found out on the way: [] is a list of something, and what, its use tells.  The
 * rules of assignability are those of cel-go's checker, which cel-spec's tests were written for.
 */

#include "lib/cel/type.h"

typedef struct {
	CelArena *arena;
	GArray *bindings; /* CelType* by number of the variable; NULL = not known yet */
	GArray *trail;    /* what bindings were before, to take them back */
	guint steps;      /* taken; types share their parts and can be astronomic when walked */
	guint depth;
	gboolean spent; /* too complex, or no memory: nothing said of types counts any more */
} CelUnifier;

void cel_unifier_init(CelUnifier *unifier, CelArena *arena);
void cel_unifier_clear(CelUnifier *unifier);

/* A type that is not known yet. */
const CelType *cel_unifier_fresh(CelUnifier *unifier);
/* The type itself, or what a variable stands for as far as it is known; its parts are not looked at. */
const CelType *cel_unifier_resolve(const CelUnifier *unifier, const CelType *type);
/* A value of type `from` may stand where `to` is asked for; binds variables when it may. */
gboolean cel_unifier_assign(CelUnifier *unifier, const CelType *from, const CelType *to);
/* Variables replaced by what they stand for; unknown ones by dyn where `close`. */
const CelType *cel_unifier_substitute(CelUnifier *unifier, const CelType *type, gboolean close);
/* The type of a signature with its letters replaced; `letters` holds 26, NULL where not yet met. */
const CelType *cel_unifier_instantiate(CelUnifier *unifier, const CelType *type,
				       const CelType **letters);
/* The less specific of two types of which one may stand for the other. */
const CelType *cel_unifier_most_general(CelUnifier *unifier, const CelType *a, const CelType *b);
/* Same type, to the letter. */
gboolean cel_unifier_same(CelUnifier *unifier, const CelType *a, const CelType *b);

/* Takes back what was bound since. */
guint cel_unifier_mark(const CelUnifier *unifier);
void cel_unifier_rewind(CelUnifier *unifier, guint mark);
