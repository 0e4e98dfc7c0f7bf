/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The names an expression of a pack may use: facts, params, vars, and the loops and lets of one
 * rule. Compiling in a scope reports faults at their place in the file and remembers what was used.
 */

#include "lib/pack-private.h"

G_BEGIN_DECLS

typedef struct _VetPackScope VetPackScope;

/*
 * An env with the facts, typed (units is a list of Unit, documents of Document …), all functions,
 * and `params` and `vars`, of which no field is known yet.
 */
CelEnv *vet_pack_scope_env(void);
/* Tell the env of the pack the fields of its classes, its params, and a var (NULL program: dyn). */
void vet_pack_scope_declare_fields(VetPack *pack);
void vet_pack_scope_declare_params(VetPack *pack);
void vet_pack_scope_declare_var(VetPack *pack, const VetNamedExpression *var);
/* The type in CEL of a field: "string", "list(string)" …  For docs, too. */
const char *vet_field_type_name(VetFieldType type);

/* `rule` is the id of the rule whose names it holds; NULL when it is no rule's. */
VetPackScope *vet_pack_scope_new(VetPackLoader *loader, const char *rule);
void vet_pack_scope_free(VetPackScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPackScope, vet_pack_scope_free)
/*
 * Adds a name of the rule.  `program` (may be NULL: its own fault is reported) is what it stands
 * for, or what a loop runs over. FALSE and a fault when the name is taken or no identifier.
 */
gboolean vet_pack_scope_declare(VetPackScope *scope, const VetYamlNode *name,
				const CelProgram *program, gboolean is_loop);
/* Any expression of the scope used the name. */
gboolean vet_pack_scope_is_used(const VetPackScope *scope, const char *name);
/* NULL with the faults reported; `node` NULL gives NULL. */
CelProgram *vet_pack_scope_compile(VetPackScope *scope, const VetYamlNode *node);
/* The same of what must be a bool; `what` is the key it stands under. */
CelProgram *vet_pack_scope_compile_bool(VetPackScope *scope, const VetYamlNode *node,
					const char *what);
VetTemplate *vet_pack_scope_template(VetPackScope *scope, const VetYamlNode *node);
/* Of CelProgram; those that do not compile are left out and reported. */
GPtrArray *vet_pack_scope_compile_list(VetPackScope *scope, const VetYamlNode *list);

G_END_DECLS
