/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/cel.h"

typedef struct _CelNode CelNode;
typedef struct _CelRegex CelRegex;

typedef enum {
	/* children → what they mean */
	CEL_NODE_CONSTANT,      /* – */
	CEL_NODE_NAME,          /* – ; until names are resolved */
	CEL_NODE_ROOT,          /* – ; a root variable */
	CEL_NODE_LOCAL,         /* – ; a variable of a macro */
	CEL_NODE_UNKNOWN,       /* – ; a name nobody declared, in a lenient environment */
	CEL_NODE_SELECT,        /* operand */
	CEL_NODE_HAS,           /* operand */
	CEL_NODE_INDEX,         /* operand, index */
	CEL_NODE_CALL,          /* [receiver,] arguments */
	CEL_NODE_AND,           /* two or more */
	CEL_NODE_OR,            /* two or more */
	CEL_NODE_CONDITIONAL,   /* condition, then, else */
	CEL_NODE_LIST,          /* items */
	CEL_NODE_MAP,           /* key, value, key, value … */
	CEL_NODE_MESSAGE,       /* values of fields */
	CEL_NODE_COMPREHENSION, /* range, then one or two bodies */
	CEL_NODE_N_KINDS,
} CelNodeKind;

typedef enum {
	CEL_FOLD_ALL,
	CEL_FOLD_EXISTS,
	CEL_FOLD_EXISTS_ONE,
	CEL_FOLD_MAP,        /* transform */
	CEL_FOLD_FILTER,     /* condition */
	CEL_FOLD_FILTER_MAP, /* condition, transform */
} CelFold;

struct _CelNode {
	CelNodeKind kind;
	guint16 height;        /* of the tree below, 1 for a leaf */
	guint8 member;         /* CALL: the first child is the receiver */
	guint8 absolute;       /* NAME: written with a leading dot */
	guint8 optional;       /* .?name, [?index] */
	guint8 optional_entry; /* [?item], {?key: value} (on the key) */
	guint8 quoted;         /* SELECT, HAS: the field is in backquotes */
	guint8 operation;      /* CALL: an operator, which names are not looked up for */
	CelSpan span;
	CelSpan mark;     /* the name or operator, where a fault of it is shown */
	const char *name; /* NAME, SELECT, HAS, CALL, MESSAGE, COMPREHENSION: its variable */
	guint32 n_children;
	CelNode **children;
	union {
		CelValue constant;
		guint slot; /* LOCAL, COMPREHENSION */
		guint root; /* ROOT: index into the program's variables */
		struct {
			CelFunction function;  /* CALL; NULL when unknown */
			const CelRegex *regex; /* of a constant pattern */
		};
	};
	CelFold fold; /* COMPREHENSION */
};
