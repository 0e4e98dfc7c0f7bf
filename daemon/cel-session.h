/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Expressions tried by hand: an environment, values that were given names, and perhaps the facts of
 * a submission with the params and vars of its pack.  Everything of vetctl that compiles a text
 * goes through here.
 */

#include "lib/cel/cel.h"
#include "lib/result.h"

G_BEGIN_DECLS

typedef struct _VetCelSession VetCelSession;

/* What is wrong with an expression. */
typedef struct {
	char *message;     /* one line without a place; NULL = nothing is wrong */
	gboolean compiled; /* it means something, but has no value */
	char *shown; /* each fault as "expression:LINE:COLUMN: error: …", its line, a caret */
} VetCelFault;

void vet_cel_fault_clear(VetCelFault *fault);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VetCelFault, vet_cel_fault_clear)

/* `pure`: the language alone, without the functions of the screening. */
VetCelSession *vet_cel_session_new(gboolean pure);
void vet_cel_session_free(VetCelSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetCelSession, vet_cel_session_free)

/* cel_env_set_container(), cel_env_set_lenient(). */
void vet_cel_session_set_container(VetCelSession *session, const char *container);
void vet_cel_session_set_lenient(VetCelSession *session, gboolean lenient);
/* A name without a value; `type` as in "list(string)". */
void vet_cel_session_declare(VetCelSession *session, const char *name, const char *type);
/* A function without a body, "string.name(int) -> bool": for checking types only. */
void vet_cel_session_declare_function(VetCelSession *session, const char *signature);
/*
 * The params and vars of the pack, and the facts of the result (taken; NULL = they are declared but
 * have no value).  `lists` is borrowed, may be NULL, and outlives the session.
 */
void vet_cel_session_load(VetCelSession *session, VetPack *pack, VetResult *result,
			  VetNamelists *lists);
/* NULL when none is loaded. */
const VetPack *vet_cel_session_pack(const VetCelSession *session);
/* Personal numbers may be in its values: what is printed is to be masked. */
gboolean vet_cel_session_is_private(const VetCelSession *session);

/* Lives as long as the session: for values that are bound. */
CelArena *vet_cel_session_arena(VetCelSession *session);
/* Gives a value a name; it hides a fact of the same name.  `type` NULL: that of the value. */
void vet_cel_session_bind(VetCelSession *session, const char *name, const char *type,
			  CelValue value);
/* Gives the value of the last evaluation a name and keeps it. */
void vet_cel_session_keep(VetCelSession *session, const char *name);
/* The value of a name; FALSE when it has none. */
gboolean vet_cel_session_get(VetCelSession *session, const char *name, CelValue *ret_value);
/* All names, in order; NULL-terminated.  Caller frees. */
char **vet_cel_session_names(VetCelSession *session);

/*
 * The value is there until the next evaluation.  `length` in bytes, -1 when `source` ends with NUL.
 */
gboolean vet_cel_session_evaluate(VetCelSession *session, const char *source, gssize length,
				  CelValue *ret_value,
				  VetCelFault *ret_fault) G_GNUC_WARN_UNUSED_RESULT;
/* The type of an expression without its value.  Caller frees *ret_type. */
gboolean vet_cel_session_check(VetCelSession *session, const char *source, gssize length,
			       char **ret_type, VetCelFault *ret_fault) G_GNUC_WARN_UNUSED_RESULT;

/* --- functions, for help and completion --- */

/* The tables of functions and macros a session knows; each ends with a NULL signature. */
#define VET_CEL_TABLES 3
const CelFunctionRow *vet_cel_session_functions(guint table);
/*
 * "contains" of string.contains(…), "math.least" of math.least(…).  *ret_member (may be NULL): it
 * is called on something.  Caller frees.
 */
char *vet_cel_function_name(const CelFunctionRow *row, gboolean *ret_member);

G_END_DECLS
