/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A rule pack, loaded whole or not at all: pack.yaml (params, lists, vars), documents.yaml (classes
 * and fields), rules.yaml, tests.yaml.  Everything is typed at load; a fault is reported with
 * file:line:column and a caret.  A loaded pack never changes and may be shared.
 *
 * An overlay says in pack.yaml which pack it extends and only what is different.  Loaded, it is
 * like any other pack: everything of the base that it did not replace is its own.
 */

#include "lib/cel/cel.h"
#include "lib/diagnostics.h"
#include "lib/finding.h"
#include "lib/pattern.h"
#include "lib/template.h"

G_BEGIN_DECLS

typedef enum {
	VET_FIELD_STRING,
	VET_FIELD_LIST,    /* list of strings: `split` applies */
	VET_FIELD_DATE,    /* timestamp, midnight +08:00 */
	VET_FIELD_COUNT,   /* int: "0条", "3 个", "无" = 0 by `zero` */
	VET_FIELD_CODE,    /* 统一社会信用代码, normalised */
	VET_FIELD_FLAG,    /* bool: the pattern is there */
	VET_FIELD_RECORDS, /* list of maps: a table with header cells, see `columns` */
} VetFieldType;

/* A column of a records field: the header labels under which its cells stand. */
typedef struct {
	char *id;
	char *title;
	char **labels;
	gboolean required; /* a row without it is no record, a table without it no match */
	gboolean telling;  /* tables without it are none of these once one has it */
} VetColumnSpec;

typedef struct {
	char *id;    /* ASCII identifier: documents[].<id> in CEL */
	char *title; /* Chinese */
	VetFieldType type;
	gboolean owner;            /* the organisation the document belongs to */
	char **labels;             /* label variants, compact; NULL-terminated, may be empty */
	VetPattern *label_pattern; /* whole label keys that are label variants too; NULL = none */
	/* of VetPattern with group `value`, over compact lines joined by "\n" */
	GPtrArray *patterns;
	VetPattern *stop;   /* the value ends before this; NULL = end of line or cell */
	VetPattern *split;  /* separates several values; NULL = one */
	VetPattern *zero;   /* COUNT: text that means none */
	VetPattern *ignore; /* a value that matches is a template prompt, not a value */
	/* names of the table in pack.c: nfkc strip_space strip_cjk_space company_name upper */
	char **normalise;
	char **validate; /* not_empty credit_code id_number patent software organisation */
	gboolean required;
	GPtrArray *columns; /* of VetColumnSpec, RECORDS only */
} VetFieldSpec;

typedef struct {
	char *id;
	char *title;
	int priority; /* higher is tried first; first match wins */
	/* of VetPattern over the compact lines of the beginning of page 1 */
	GPtrArray *match_title;
	GPtrArray *match_all; /* of VetPattern over the compact text */
	GPtrArray *match_any;
	GPtrArray *match_none;
	/*
	 * of VetPattern over the compact text: labels by which it is known when no class's title is
	 * there, and how many of them it takes; 0 = it is not known by labels
	 */
	GPtrArray *match_labels;
	guint least_labels;
	/* of VetPattern over the file name: decides where there is no text, or what there is was
	 * recognised and fits nothing */
	GPtrArray *name_hints;
	GPtrArray *fields; /* of VetFieldSpec */
	/* heading line of a section, group `value` is its title; NULL = no sections */
	VetPattern *section;
	GPtrArray *prompts; /* of VetPattern: template text that is not an entrant's own */
} VetDocumentClass;

typedef struct {
	char *id;
	char *title;
	/* "int", "string", "timestamp", "double", "bool", "list<string>", "map<string>", "map<int>" */
	char *type;
	CelValue value;    /* lives in the pack */
	CelValue min, max; /* of int, double and timestamp; null = unbounded */
} VetParam;

typedef struct {
	char *name;
	CelProgram *program;
} VetNamedExpression;

#define VET_RULE_MAX_CASES 16

typedef struct {
	CelProgram *check;
	VetOutcome on_fail;
	VetTemplate *message; /* NULL: the rule's */
	VetTemplate *advice;
	GPtrArray *evidence; /* of CelProgram; NULL: the rule's */
	guint line;          /* of the rule's file */
} VetCase;

typedef struct {
	char *id;
	char *title;
	char *basis;      /* "五(一)3" */
	GPtrArray *loops; /* of VetNamedExpression: nested, outermost first */
	GPtrArray *lets;  /* of VetNamedExpression */
	CelProgram *when; /* NULL = always */
	GPtrArray *cases; /* of VetCase, at least one; a plain `check` is one case */
	VetTemplate *message;
	VetTemplate *advice;
	/* what could not be decided; NULL = a general sentence */
	VetTemplate *undetermined_message;
	CelProgram *note_when; /* with note_text: appended to the message when true; NULL = none */
	VetTemplate *note_text;
	GPtrArray *evidence; /* of CelProgram: the origins of the results are the evidence */
	char *file; /* where it stands: "rules.yaml", of a base "../yiyang-2025/rules.yaml" */
	guint line;
	gboolean inherited; /* of the base, whose tests cover it */
} VetRule;

typedef struct {
	char *rule;
	CelProgram *match;
	char *reason, *approved_by;
	CelValue expires; /* timestamp */
} VetWaiver;

typedef struct _VetPack VetPack;

/*
 * Loads and checks a folder.  VET_ERROR_CONFIG: the message holds every fault found (up to 50), one
 * block each "rules.yaml:12:9: error: …" with the line and a caret below.
 */
VetPack *vet_pack_load(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a tool that shows the faults: NULL when there is an error among them. */
VetPack *vet_pack_read(const char *folder, VetDiagnostics *diagnostics) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Where the base of an overlay is looked for when it does not lie beside the overlay's own folder.
 * A NULL-terminated array, copied; programs set it once, at their start.  Default: nowhere else.
 */
void vet_pack_set_search_path(const char *const *folders);
VetPack *vet_pack_ref(VetPack *pack);
void vet_pack_unref(VetPack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPack, vet_pack_unref)

const char *vet_pack_id(const VetPack *pack);
const char *vet_pack_version(const VetPack *pack);
/* As it was named to whoever loaded it; of a base, where that was found.  Owned by the pack. */
const char *vet_pack_folder(const VetPack *pack);
/* Over the bytes of all its files, in order of name, and those of the packs it extends. */
const char *vet_pack_sha256(const VetPack *pack);
/*
 * What lint has to say of a pack that loads, as blocks like those of errors: a waiver that expired.
 * "" when nothing.
 */
const char *vet_pack_warnings(const VetPack *pack);
/* The pack it extends; NULL when none. */
const VetPack *vet_pack_base(const VetPack *pack);
const GPtrArray *vet_pack_classes(const VetPack *pack); /* by priority, highest first */
const GPtrArray *vet_pack_rules(const VetPack *pack);
const GPtrArray *vet_pack_vars(const VetPack *pack); /* of VetNamedExpression */
const GPtrArray *vet_pack_waivers(const VetPack *pack);
const GPtrArray *vet_pack_params(const VetPack *pack); /* of VetParam */
const VetDocumentClass *vet_pack_class(const VetPack *pack, const char *id);
const VetFieldSpec *vet_document_class_field(const VetDocumentClass *document_class,
					     const char *id);
/* The map `params` for CEL. */
CelValue vet_pack_params_value(const VetPack *pack);
/* A list the pack says it needs ("blacklist"). */
gboolean vet_pack_declares_list(const VetPack *pack, const char *list_name);

/* --- tests of the pack itself (tests.yaml) --- */

typedef struct {
	char *name;
	gboolean passed;
	char *detail; /* what was expected and found; NULL when passed */
} VetPackTestResult;

/* How often the tests that passed saw a rule come to what. */
typedef struct {
	const VetRule *rule;             /* the pack's */
	guint outcomes[VET_N_OUTCOMES];  /* tests, by VetOutcome; PASS: some element of it passed */
	guint cases[VET_RULE_MAX_CASES]; /* tests in which this case of it made a finding */
} VetPackRuleCoverage;

typedef struct {
	GPtrArray *results;  /* of VetPackTestResult */
	GPtrArray *coverage; /* of VetPackRuleCoverage, in order of the pack */
} VetPackTestRun;

/*
 * Runs the tests through the whole engine (vet_screen_run, field extraction for `extract` tests),
 * those of the base too, which see the base as it is.  `filter`: only those whose name contains it;
 * NULL: all, and a failed result for each rule of the pack's own that its tests do not see hit and
 * miss.  The pack must outlive the run.
 */
VetPackTestRun *vet_pack_test(VetPack *pack, const char *filter);
void vet_pack_test_run_free(VetPackTestRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPackTestRun, vet_pack_test_run_free)
/* By its cases and waivers; what cannot be decided is undetermined besides. */
gboolean vet_rule_may_come_to(const VetPack *pack, const VetRule *rule, VetOutcome outcome);
/* The results of all tests: array of VetPackTestResult, caller's. */
GPtrArray *vet_pack_run_tests(VetPack *pack, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
