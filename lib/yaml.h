/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * YAML that people write, as a tree whose nodes know their place.  Scalars stay raw text: the
 * schema types them, so an all-digit credit code never becomes a number.  Tags, anchors, aliases
 * and duplicate keys are faults.
 */

#include "lib/diagnostics.h"

G_BEGIN_DECLS

typedef enum {
	VET_YAML_SCALAR = 1 << 0,
	VET_YAML_LIST = 1 << 1,
	VET_YAML_MAP = 1 << 2,
} VetYamlKind;

typedef enum {
	VET_YAML_PLAIN,
	VET_YAML_SINGLE_QUOTED,
	VET_YAML_DOUBLE_QUOTED,
	VET_YAML_LITERAL, /* | */
	VET_YAML_FOLDED,  /* > */
} VetYamlStyle;

#define VET_YAML_MAX_DEPTH 32
#define VET_YAML_MAX_NODES 200000

typedef struct _VetYamlNode VetYamlNode;
struct _VetYamlNode {
	VetYamlKind kind;
	VetYamlStyle style;          /* SCALAR */
	const VetManuscript *source; /* must outlive the tree */
	gsize start, end;            /* bytes of the source */
	char *text;                  /* SCALAR, else NULL */
	GPtrArray *keys;             /* MAP: of VetYamlNode, scalars; else NULL */
	GPtrArray *items; /* LIST: its items; MAP: the values, in order of keys; else NULL */
};

/* NULL when it is no YAML or empty: the fault is among the diagnostics then. */
VetYamlNode *vet_yaml_parse(const VetManuscript *source, VetDiagnostics *diagnostics);
void vet_yaml_node_free(VetYamlNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetYamlNode, vet_yaml_node_free)

/*
 * A tree of its own in which maps are laid over each other key by key and anything else of `over`
 * replaces what `base` has.  Its nodes keep their places in their sources.
 */
VetYamlNode *vet_yaml_lay_over(const VetYamlNode *base, const VetYamlNode *over);

/* The value under a key of a map; NULL when absent. */
const VetYamlNode *vet_yaml_get(const VetYamlNode *map, const char *key);
/* The text of a scalar under a key; NULL when absent. */
const char *vet_yaml_get_text(const VetYamlNode *map, const char *key);
/* Reports at a node (its first line): an error, a warning; an error at a part of a scalar's text. */
void vet_yaml_fault(const VetYamlNode *node, VetDiagnostics *diagnostics, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
void vet_yaml_warn(const VetYamlNode *node, VetDiagnostics *diagnostics, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
void vet_yaml_fault_at(const VetYamlNode *scalar, gsize offset, gsize length,
		       VetDiagnostics *diagnostics, const char *format, ...) G_GNUC_PRINTF(5, 6);

/* What a map may hold; one row a key, ends with a NULL key. */
typedef struct {
	const char *key;
	VetYamlKind kinds; /* one or several, or-ed */
	gboolean required;
} VetYamlKey;

/*
 * Holds a node against the rows: unknown keys (with the one that was likely meant), missing keys,
 * values of the wrong kind. FALSE when it had faults; `what` names the thing in messages ("rule").
 */
gboolean vet_yaml_check(const VetYamlNode *node, const char *what, const VetYamlKey *keys,
			VetDiagnostics *diagnostics);
/* Nothing but blanks stands in the text. */
gboolean vet_yaml_is_blank(const VetYamlNode *scalar);
/* FALSE and a fault when the node is none of `kinds`. */
gboolean vet_yaml_check_kind(const VetYamlNode *node, const char *what, VetYamlKind kinds,
			     VetDiagnostics *diagnostics);

G_END_DECLS
