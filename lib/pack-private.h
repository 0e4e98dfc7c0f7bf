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

/* The files of one folder, as written.  A pack is made of its bases' layers and its own. */
typedef struct {
	char *folder;
	char *prefix; /* before its files' names in diagnostics: "", "../yiyang-2025/" */
	const VetYamlNode *pack, *documents, *rules, *tests; /* NULL: the file is not there */
	GPtrArray *languages; /* of VetPackLanguage (pack-translate.h): its po/ */
} VetPackLayer;

struct _VetPack {
	gint references;
	char *id, *version, *sha256;
	char *warnings;
	VetPack *base;     /* NULL: extends none */
	VetPackLayer own;  /* what its own folder holds */
	GPtrArray *layers; /* of VetPackLayer, borrowed: of its bases, lowest first, then `own` */
	GPtrArray *languages; /* of char *, borrowed: those of all its layers, each once */
	CelArena *arena;      /* values of params and waivers */
	CelEnv *env;          /* roots and functions, without names of rules */
	GPtrArray *sources;   /* of VetManuscript */
	GPtrArray *trees;     /* of VetYamlNode: tests read them again */
	GPtrArray *params;    /* of VetParam */
	CelValue params_value;
	GPtrArray *lists;            /* of char * */
	GPtrArray *vars;             /* of VetNamedExpression */
	GPtrArray *classes;          /* of VetDocumentClass */
	GPtrArray *rules;            /* of VetRule */
	GPtrArray *waivers;          /* of VetWaiver */
	GPtrArray *cases;            /* of VetPackCase, of its own tests.yaml */
	GPtrArray *extracts;         /* of VetPackCase, of its own tests.yaml */
	const VetYamlNode *defaults; /* of its tests, laid over those of its base; may be NULL */
};

/* A rule that is in force, and the layer whose file has it. */
typedef struct {
	const VetYamlNode *node;
	const VetPackLayer *layer;
} VetPackRuleEntry;

/* A load under way. */
typedef struct {
	VetPack *pack;
	VetDiagnostics *diagnostics;
	GHashTable *used; /* "params.x", "vars.x": set of what some expression uses */
	GPtrArray *rules; /* of VetPackRuleEntry, in the order of the pack */
	gint64 now;       /* seconds: waivers that ended before are warned of */
} VetPackLoader;

/* The packs that are being loaded, each for the sake of the one above it. */
typedef struct _VetPackChain VetPackChain;
struct _VetPackChain {
	const char *id;
	const VetPackChain *above;
};

#define VET_PACK_MAX_BASES 4

/* --- loading (pack-load.c), finding the base (pack-base.c) --- */

/* NULL with the faults among the diagnostics. */
VetPack *vet_pack_load_folder(const char *folder, const char *prefix, const VetPackChain *chain,
			      gint64 now, VetDiagnostics *diagnostics);
/*
 * Loads what `extends` of the pack names, as pack->base; `chain` begins with the pack itself.
 * FALSE with the fault.
 */
gboolean vet_pack_read_base(VetPackLoader *loader, const VetYamlNode *extends,
			    const VetPackChain *chain);
/* Up to 64 ASCII letters, digits, -, _ and ., which name a folder too; a fault otherwise. */
gboolean vet_pack_check_id(const VetYamlNode *id, VetDiagnostics *diagnostics);

VetPack *vet_pack_new(const char *folder, const char *prefix);

/* --- the parts of a pack, each reading its own keys of every layer, lowest first --- */

void vet_pack_read_params(VetPackLoader *loader);
void vet_pack_read_lists(VetPackLoader *loader);
void vet_pack_read_vars(VetPackLoader *loader);
void vet_pack_read_classes(VetPackLoader *loader);
void vet_pack_read_rules(VetPackLoader *loader);
/* Lists and classes that expressions name and nobody declares; lists that nobody names. */
void vet_pack_check_names(VetPackLoader *loader);
/* Its own alone; the base's were read with the base. */
void vet_pack_read_cases(VetPackLoader *loader);

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
/* A rule with this id is in force, whether or not it could be read. */
gboolean vet_pack_has_entry(const VetPackLoader *loader, const char *id);
/* A fault at `name`: no rule or class is called so, and which was likely meant. */
void vet_pack_report_rule(const VetPack *pack, const VetYamlNode *name,
			  VetDiagnostics *diagnostics);
void vet_pack_report_class(const VetPack *pack, const VetYamlNode *name,
			   VetDiagnostics *diagnostics);
/* The same where the id stands within an expression. */
void vet_pack_report_class_at(const VetPack *pack, const VetYamlNode *node, gsize offset,
			      const char *id, VetDiagnostics *diagnostics);
/* Any class has a field of this name. */
gboolean vet_pack_has_field(const VetPack *pack, const char *id);
gboolean vet_pack_has_param(const VetPack *pack, const char *id);
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
 * map(string) map<int>. FALSE and a fault at the node when it is none.  Copies text into the arena.
 */
gboolean vet_pack_read_value(const VetYamlNode *node, const char *type, CelArena *arena,
			     VetDiagnostics *diagnostics, CelValue *ret_value);
/* An ASCII identifier that CEL can name; a fault otherwise. */
gboolean vet_pack_check_identifier(const VetYamlNode *name, const char *what,
				   VetDiagnostics *diagnostics);

G_END_DECLS
