/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the pack loader share; nobody else includes it. */

#include "lib/pack.h"
#include "lib/yaml.h"

G_BEGIN_DECLS

/* One row of tests.yaml, read but not yet run: the trees live in the pack. */
typedef struct {
	char *name;
	const VetYamlNode *defaults; /* may be NULL */
	const VetYamlNode *node;
} VetPackCase;

struct _VetPack {
	gint references;
	char *id, *version, *sha256;
	CelArena *arena;    /* values of params and waivers */
	CelEnv *env;        /* roots and functions, without names of rules */
	GPtrArray *sources; /* of VetManuscript */
	GPtrArray *trees;   /* of VetYamlNode: tests read them again */
	GPtrArray *params;  /* of VetParam */
	CelValue params_value;
	GPtrArray *lists;    /* of char * */
	GPtrArray *vars;     /* of VetNamedExpression */
	GPtrArray *classes;  /* of VetDocumentClass */
	GPtrArray *rules;    /* of VetRule */
	GPtrArray *waivers;  /* of VetWaiver */
	GPtrArray *cases;    /* of VetPackCase */
	GPtrArray *extracts; /* of VetPackCase */
};

/* A load under way. */
typedef struct {
	VetPack *pack;
	VetDiagnostics *diagnostics;
	GHashTable *used; /* "params.x", "vars.x": set of what some expression uses */
} VetPackLoader;

/* --- the parts of a pack, each reading its own keys --- */

void vet_pack_read_params(VetPackLoader *loader, const VetYamlNode *params);
void vet_pack_read_vars(VetPackLoader *loader, const VetYamlNode *vars);
void vet_pack_read_classes(VetPackLoader *loader, const VetYamlNode *root);
void vet_pack_read_rules(VetPackLoader *loader, const VetYamlNode *root);
void vet_pack_read_cases(VetPackLoader *loader, const VetYamlNode *root);

void vet_param_free(VetParam *param);
void vet_named_expression_free(VetNamedExpression *named);
void vet_document_class_free(VetDocumentClass *document_class);
void vet_rule_free(VetRule *rule);
void vet_waiver_free(VetWaiver *waiver);
void vet_pack_case_free(VetPackCase *test);

/*
 * The rows of a list for a case: its own, else those of the defaults; NULL when it is not imported.
 */
const VetYamlNode *vet_pack_case_list(const VetYamlNode *defaults, const VetYamlNode *node,
				      const char *name);

const VetRule *vet_pack_rule(const VetPack *pack, const char *id);
/* Any class has a field of this name. */
gboolean vet_pack_has_field(const VetPack *pack, const char *id);
/* The field of a class; NULL when it has none of this name. */
/*
 * "params" with some values replaced by those of a test; in `arena`. FALSE with the faults among
 * the diagnostics.
 */
gboolean vet_pack_override_params(const VetPack *pack, const VetYamlNode *overrides,
				  CelArena *arena, VetDiagnostics *diagnostics,
				  CelValue *ret_params);

/* --- typed values from raw scalars --- */

/*
 * A scalar, list or map as a value of `type`: string int double bool timestamp list(string)
 * map(string). FALSE and a fault at the node when it is none.  Copies text into the arena.
 */
gboolean vet_pack_read_value(const VetYamlNode *node, const char *type, CelArena *arena,
			     VetDiagnostics *diagnostics, CelValue *ret_value);
/* An ASCII identifier that CEL can name; a fault otherwise. */
gboolean vet_pack_check_identifier(const VetYamlNode *name, const char *what,
				   VetDiagnostics *diagnostics);

G_END_DECLS
