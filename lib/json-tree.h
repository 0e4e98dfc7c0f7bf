/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * JSON as a tree whose strings may hold U+0000, which json-glib's cannot, and whose nodes know
 * their place.  Strict RFC 8259; numbers stay text.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_JSON_NULL,
	VET_JSON_BOOL,
	VET_JSON_NUMBER,
	VET_JSON_STRING,
	VET_JSON_ARRAY,
	VET_JSON_OBJECT,
} VetJsonKind;

#define VET_JSON_TREE_MAX_DEPTH 512
#define VET_JSON_TREE_MAX_BYTES (64 * 1024 * 1024)

typedef struct _VetJsonTree VetJsonTree;
struct _VetJsonTree {
	VetJsonKind kind;
	gsize offset; /* bytes into the text; of a string with escapes some bytes behind its start */
	gboolean boolean;
	char *text;       /* STRING (UTF-8, NUL-terminated), NUMBER (as written); else NULL */
	gsize length;     /* bytes of it, without the NUL at its end */
	GPtrArray *names; /* OBJECT: of VetJsonTree, strings; else NULL */
	GPtrArray *items; /* ARRAY; OBJECT: the values, in order of names; else NULL */
};

/*
 * VET_ERROR_MALFORMED: longer than the maximum, not UTF-8, nested too deep, or no JSON; the message
 * begins with "line L, column C: ".
 */
VetJsonTree *vet_json_tree_parse(const char *text, gsize length,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_json_tree_free(VetJsonTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetJsonTree, vet_json_tree_free)
/* The value under a name of an object, the last of several; NULL when absent or no object. */
const VetJsonTree *vet_json_tree_get(const VetJsonTree *object, const char *name);
/* The elements of an array or object, else 0. */
guint vet_json_tree_length(const VetJsonTree *tree);
/* Below vet_json_tree_length(). */
const VetJsonTree *vet_json_tree_item(const VetJsonTree *tree, guint index);
/* "null", "a bool", "a number", "a string", "an array", "an object". */
const char *vet_json_kind_name(VetJsonKind kind);
/* VET_ERROR_MALFORMED with "line L, column C: " of the offset in `text` before the message. */
void vet_json_tree_fault(const char *text, gsize offset, GError **error, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

G_END_DECLS
