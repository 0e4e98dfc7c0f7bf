/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/overload.h"

typedef struct _CelNode CelNode;
typedef struct _CelRegex CelRegex;

typedef enum {
	/* children → what they mean */
	CEL_NODE_CONSTANT,      /* – */
	CEL_NODE_NAME,          /* – ; until names are looked up */
	CEL_NODE_ROOT,          /* – ; a root variable */
	CEL_NODE_LOCAL,         /* – ; a variable of a macro */
	CEL_NODE_UNKNOWN,       /* – ; a name nobody declared, in a lenient environment */
	CEL_NODE_SELECT,        /* operand */
	CEL_NODE_HAS,           /* operand */
	CEL_NODE_INDEX,         /* operand, index */
	CEL_NODE_CALL,          /* [receiver,] arguments */
	CEL_NODE_UNARY,         /* operand */
	CEL_NODE_BINARY,        /* left, right */
	CEL_NODE_OR_ELSE,       /* optional, what is taken when it holds nothing */
	CEL_NODE_AND,           /* two or more */
	CEL_NODE_OR,            /* two or more */
	CEL_NODE_CONDITIONAL,   /* condition, then, else */
	CEL_NODE_LIST,          /* items */
	CEL_NODE_MAP,           /* key, value, key, value … */
	CEL_NODE_MESSAGE,       /* values of fields */
	CEL_NODE_COMPREHENSION, /* range, then one or two bodies */
	CEL_NODE_N_KINDS,
} CelNodeKind;

/* operators that are evaluated without a call where both operands are int, or string */
typedef enum {
	CEL_COMPARE_NONE,
	CEL_COMPARE_EQUAL,
	CEL_COMPARE_NOT_EQUAL,
	CEL_COMPARE_LESS,
	CEL_COMPARE_LESS_EQUAL,
	CEL_COMPARE_GREATER,
	CEL_COMPARE_GREATER_EQUAL,
} CelCompare;

typedef enum {
	CEL_FOLD_ALL,
	CEL_FOLD_EXISTS,
	CEL_FOLD_EXISTS_ONE,
	CEL_FOLD_MAP,         /* transform */
	CEL_FOLD_FILTER,      /* condition */
	CEL_FOLD_FILTER_MAP,  /* condition, transform */
	CEL_FOLD_MAP_VALUES,  /* [condition,] transform: a map of the same keys */
	CEL_FOLD_MAP_ENTRIES, /* [condition,] a map of the new entries */
	CEL_FOLD_SORT,        /* key */
	CEL_FOLD_BIND,        /* the range is a value, the body what is done with it */
	CEL_FOLD_OPTIONAL, /* the range is an optional, the body makes a value of what it holds */
	CEL_FOLD_OPTIONAL_FLAT, /* … the body makes an optional of it */
} CelFold;

/* what evaluation looks at stands first */
struct _CelNode {
	CelNodeKind kind;
	guint8 member;   /* CALL: the first child is the receiver */
	guint8 optional; /* .?name, [?index] */
	guint8 two;      /* COMPREHENSION: it has two variables */
	guint8 compare;  /* BINARY: a CelCompare */
	guint32 n_children;
	guint32 hint; /* SELECT, HAS: entry where the field was found last; atomic */
	CelNode **children;
	union {
		CelValue constant; /* CONSTANT; SELECT, HAS: the field as a key */
		guint root;        /* ROOT: index into the program's variables */
		struct {
			const char *variables[2]; /* COMPREHENSION: their names */
			guint slot;               /* LOCAL, COMPREHENSION: of the first */
			CelFold fold;
		};
		struct {
			CelFunction function;  /* CALL, UNARY, BINARY; NULL when the kinds at run
						 time must tell, or nobody knows it */
			const CelRegex *regex; /* of a constant pattern */
			const CelOverload *const *candidates;
		};
	};
	guint32 n_candidates;
	guint16 height;        /* of the tree below, 1 for a leaf */
	guint8 absolute;       /* NAME: written with a leading dot */
	guint8 optional_entry; /* [?item], {?key: value} (on the key) */
	guint8 quoted;         /* SELECT, HAS: the field is in backquotes */
	CelSpan span;
	CelSpan mark;          /* the name or operator, where a fault of it is shown */
	const char *name;      /* NAME, SELECT, HAS, CALL, MESSAGE, an operator as written */
	const char *overloads; /* UNARY, BINARY: the name of their overloads, "_+_" */
};
