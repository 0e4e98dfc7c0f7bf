/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Names and types: what each name in a tree means (langdef, "Name Resolution"), which overload each
 * call is of, and what type each part has.  Every function of it that finds a fault goes on with
 * dyn, so one fault does not hide the next.
 */

#include "lib/cel/env.h"
#include "lib/cel/program.h"
#include "lib/cel/unify.h"

typedef struct {
	const char *name;
	const CelType *type;
} CelLocal;

typedef struct {
	CelProgram *program;
	CelUnifier types;
	GArray *scope; /* of CelLocal, the macros' variables that can be seen, outermost first; slot =
			  index */
	GHashTable *seen_paths;
	const char *key; /* what the chain that is checked next is indexed by; NULL = not, or not
			    written down */
	GPtrArray *issues;
	GPtrArray *overloads; /* of those that a call could mean */
	gboolean lenient;
} CelChecker;

/* Of any node; never NULL. */
const CelType *cel_check_node(CelChecker *checker, CelNode *node);

/* check-name.c: NAME, SELECT, HAS */
const CelType *cel_check_name(CelChecker *checker, CelNode *node);
/* The type of the field that `node` selects from a value of type `operand`. */
const CelType *cel_check_field(CelChecker *checker, CelNode *node, const CelType *operand);
/* The type of a field by name, of an object type; `place` is where a fault of it is shown. */
const CelType *cel_check_object_field(CelChecker *checker, const CelType *object, const char *name,
				      CelSpan place);
/* The innermost slot of this name; -1 when no macro binds it. */
gssize cel_check_find_local(const CelChecker *checker, const char *name);
/*
 * The function in a namespace that a call like math.abs(x) means: *ret_name in the program's arena,
 * the receiver is no value then.  FALSE when it is an ordinary call.
 */
gboolean cel_check_find_qualified(CelChecker *checker, CelNode *call, const char **ret_name);
/*
 * "math.max", of a call like math.max(1, 2) that is of no function, though there are others in that
 * namespace; NULL when it is another call.  Caller frees.
 */
char *cel_check_unknown_qualified(const CelChecker *checker, const CelNode *call);
/* The name by which the environment knows the function of a call without receiver. */
const char *cel_check_function_name(CelChecker *checker, const CelNode *call);

/* check-call.c: CALL, UNARY, BINARY, INDEX */
const CelType *cel_check_call(CelChecker *checker, CelNode *node);
const CelType *cel_check_operator(CelChecker *checker, CelNode *node);
const CelType *cel_check_index(CelChecker *checker, CelNode *node);

/* check-macro.c: COMPREHENSION */
const CelType *cel_check_comprehension(CelChecker *checker, CelNode *node);

/* --- what they share --- */

/* A fault of types: nothing in a lenient environment. */
void cel_check_mismatch(CelChecker *checker, CelSpan span, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* A fault in any case. */
void cel_check_fault(CelChecker *checker, CelSpan span, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* "; did you mean 'x'?" or "".  Takes the array. */
char *cel_check_suggest(const char *name, GPtrArray *candidates);
/* A mismatch unless the node's type may be bool. */
void cel_check_bool(CelChecker *checker, const CelNode *node, const CelType *type);
/* The type of either of two: the more general one, or dyn when neither may stand for the other. */
const CelType *cel_check_join(CelChecker *checker, const CelType *a, const CelType *b);
const CelType *cel_check_dyn(void);
/* Types of lists, maps and optionals; dyn when there is no memory, which the unifier remembers. */
const CelType *cel_check_make(CelChecker *checker, CelTypeKind kind, const CelType *first,
			      const CelType *second);
const CelType *cel_check_make_optional(CelChecker *checker, const CelType *held);
/* What is held when the type is an optional; NULL otherwise. */
const CelType *cel_check_held(CelChecker *checker, const CelType *type);
/* For a message.  Caller frees. */
char *cel_check_print(CelChecker *checker, const CelType *type);
