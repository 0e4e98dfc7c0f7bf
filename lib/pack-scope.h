/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The names an expression of a pack may use: facts, params, vars, and the loops and lets of one
 * rule. Compiling in a scope reports faults at their place in the file and remembers what was used.
 */

#include "lib/pack-private.h"

G_BEGIN_DECLS

typedef struct _VetPackScope VetPackScope;

/* An env with the fact roots, `params`, `vars` and all functions. */
CelEnv *vet_pack_scope_env(void);

VetPackScope *vet_pack_scope_new(VetPackLoader *loader);
void vet_pack_scope_free(VetPackScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPackScope, vet_pack_scope_free)
/*
 * Adds a name of the rule.  `loop` (may be NULL) is what a loop runs over: its elements' fields are
 * held against the facts. FALSE and a fault when the name is taken or no identifier.
 */
gboolean vet_pack_scope_declare(VetPackScope *scope, const VetYamlNode *name,
				const CelProgram *loop);
/* Any expression of the scope used the name. */
gboolean vet_pack_scope_is_used(const VetPackScope *scope, const char *name);
/* NULL with the fault reported; `node` NULL gives NULL. */
CelProgram *vet_pack_scope_compile(VetPackScope *scope, const VetYamlNode *node);
VetTemplate *vet_pack_scope_template(VetPackScope *scope, const VetYamlNode *node);
/* Of CelProgram; those that do not compile are left out and reported. */
GPtrArray *vet_pack_scope_compile_list(VetPackScope *scope, const VetYamlNode *list);

G_END_DECLS
