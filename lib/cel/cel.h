/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The Common Expression Language (google/cel-spec doc/langdef.md): environment → compile (parsed,
 * names looked up, types checked) → program → evaluate.  Depends on GLib and PCRE2 only.  All text
 * is UTF-8; offsets are in bytes from 0, lines and columns count from 1, columns in characters.
 *
 * An expression may come from somebody who is no programmer, the values it works on from strangers.
 * So parsing has a depth and a length limit, evaluation a budget of steps and of memory, and
 * neither recurses on depth that the input decides without counting it.
 *
 * Threads: an environment that is no longer added to, and a program, may be used by several at
 * once; an arena by one at a time.
 */

#include <glib.h>

G_BEGIN_DECLS

#define CEL_ERROR (cel_error_quark())
GQuark cel_error_quark(void);

typedef enum {
	CEL_ERROR_SYNTAX,   /* the text is not CEL */
	CEL_ERROR_CHECK,    /* unknown name, function or type: found before evaluation */
	CEL_ERROR_EVALUATE, /* no such key, no such overload, overflow, division by zero … */
	CEL_ERROR_LIMIT,    /* the step, memory or depth budget is spent */
} CelErrorCode;

/* --- arena: everything an evaluation makes lives here and dies with it --- */

typedef struct _CelArena CelArena;
/* max_bytes: upper bound of all that is ever taken from it; taking more returns NULL. */
CelArena *cel_arena_new(gsize max_bytes);
void cel_arena_free(CelArena *arena);
/* Zeroed, aligned to 16; NULL when the bound is reached. */
void *cel_arena_alloc(CelArena *arena, gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* Copies `length` bytes and adds a NUL; NULL when the bound is reached. */
char *cel_arena_copy(CelArena *arena, const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
gsize cel_arena_used(const CelArena *arena);
/* Forgets all that was taken, and keeps some of the memory for what comes next. */
void cel_arena_reset(CelArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CelArena, cel_arena_free)

/* --- values --- */

typedef enum {
	CEL_NULL,
	CEL_BOOL,
	CEL_INT,
	CEL_UINT,
	CEL_DOUBLE,
	CEL_STRING,
	CEL_BYTES,
	CEL_LIST,
	CEL_MAP,
	CEL_TYPE,
	CEL_TIMESTAMP, /* seconds and nanoseconds since 1970-01-01T00:00:00Z */
	CEL_DURATION,
	CEL_OPTIONAL, /* a value that may be missing (extension "optionals") */
} CelKind;

typedef struct _CelList CelList;
typedef struct _CelMap CelMap;
typedef struct _CelValue CelValue;

/*
 * A value is passed by value and borrows what it points to: an arena, the caller's facts, or static
 * text.  `origin` is the caller's own and opaque here; it travels with the value through field
 * selection, indexing and comprehensions, so a caller can learn where a result came from.  Values
 * that an operator or function makes have a NULL origin.
 */
struct _CelValue {
	CelKind kind;
	guint32 length; /* STRING, BYTES: bytes, without the NUL that strings have; TIMESTAMP,
			   DURATION: nanoseconds */
	union {
		gboolean boolean;
		gint64 integer; /* INT; TIMESTAMP and DURATION: seconds */
		guint64 uinteger;
		double real;
		const char *text; /* STRING (valid UTF-8), BYTES, TYPE (its name) */
		const CelList *list;
		const CelMap *map;
		const CelValue *optional; /* OPTIONAL: what it holds; NULL = nothing */
	};
	gconstpointer origin;
};

struct _CelList {
	gsize length;
	const CelValue *items;
};

typedef struct {
	CelValue key; /* BOOL, INT, UINT or STRING */
	CelValue value;
} CelEntry;

/* Small maps are searched in order; one made by cel_map_new() with many entries carries an index.
 */
struct _CelMap {
	gsize length;
	const CelEntry *entries; /* in order of insertion */
	const guint32 *index;    /* open hash table of entry number + 1, or NULL */
	gsize index_size;        /* power of two, or 0 */
	gboolean distinct;       /* no key comes twice */
};

CelValue cel_null(void);
CelValue cel_bool(gboolean value);
CelValue cel_int(gint64 value);
CelValue cel_uint(guint64 value);
CelValue cel_double(double value);
/* Borrow `text` (valid UTF-8, NUL-terminated, must outlive the value). */
CelValue cel_string(const char *text);
CelValue cel_bytes(const void *data, gsize length);
CelValue cel_timestamp(gint64 seconds, gint32 nanoseconds);
CelValue cel_duration(gint64 seconds, gint32 nanoseconds);
/* Borrows the items.  The list header is taken from the arena; a null value when it is full. */
CelValue cel_list_new(CelArena *arena, const CelValue *items, gsize length);
/* Borrows the entries; a later duplicate of a key is kept but never found. */
CelValue cel_map_new(CelArena *arena, const CelEntry *entries, gsize length);
/* The value under a string key; FALSE and ret untouched when absent or `map` is no map. */
gboolean cel_map_get(CelValue map, const char *key, CelValue *ret_value);
/* An optional that holds `value` (copied into the arena), or nothing when it is NULL; a null value
 * when the arena is full. */
CelValue cel_optional(CelArena *arena, const CelValue *value);
/* CEL's `==`: numbers compare across int, uint and double; lists and maps deeply. */
gboolean cel_value_equal(CelValue a, CelValue b);
/* "list", "string", "google.protobuf.Timestamp" …: CEL's own name of the type. */
const char *cel_kind_name(CelKind kind);
/* A value as CEL would print it in a message: text bare, numbers plain, lists and maps as JSON-like
 * text. */
char *cel_value_to_display(CelValue value);
/* RFC 3339 text with an offset → TIMESTAMP; FALSE when it is not one or outside years 1–9999. */
gboolean cel_timestamp_parse(const char *text, CelValue *ret_value);
/* RFC 3339 in UTC, fraction only when there is one.  Caller frees. */
char *cel_timestamp_format(CelValue timestamp);

/* --- types --- */

/*
 * A type as the checker sees it.  In text: bool int uint double string bytes null_type timestamp
 * duration dyn, list(T), map(K, V), optional_type(T), type(T), the name of an object type that the
 * environment declares, a single capital letter for a type parameter, and name(T, …) for a type
 * that is opaque to the language.  `list` and `map` alone stand for list(dyn) and map(dyn, dyn).
 * Types are immutable and live as long as the environment or program they came from.
 */
typedef struct _CelType CelType;

/* In the form above.  Caller frees. */
char *cel_type_to_string(const CelType *type);
/* The text is a type, or a signature (below), that an env can be given: asked of what is not code. */
gboolean cel_type_is_valid(const char *text);
gboolean cel_signature_is_valid(const char *signature);
/* What a list of this type has in it; dyn of dyn; NULL when it is no list. */
const CelType *cel_type_element(const CelType *type);

/* --- faults of an expression --- */

typedef struct {
	gsize offset; /* bytes into the expression */
	gsize length; /* bytes, at least 1 unless at the end */
} CelSpan;

typedef struct {
	CelErrorCode code;
	CelSpan span;
	char *message; /* one line: what was found, what was expected; no position */
} CelIssue;

void cel_issue_free(CelIssue *issue);
/*
 * "NAME:LINE:COLUMN: error: MESSAGE", the line of the source and a caret below the place.  Under
 * text of double width (CJK) the caret line is padded with U+3000, so that it lines up wherever
 * the font is one in which the text itself lines up.  Caller frees.
 */
char *cel_issue_format(const CelIssue *issue, const char *name, const char *source);

/* --- environment --- */

typedef struct _CelEnv CelEnv;
typedef struct _CelCall CelCall; /* one call of a custom function: its arena, its data */

/*
 * A custom function.  `arguments` are evaluated and live as long as the evaluation; anything made
 * must come from cel_call_arena().  The checker has held the arguments against the signature as far
 * as their types were known: where one is dyn, its kind must be looked at here.  FALSE with `error`
 * set makes the call an evaluation error.
 */
typedef gboolean (*CelFunction)(CelCall *call, const CelValue *arguments, gsize n_arguments,
				CelValue *ret_value, GError **error);

/*
 * One row an overload; the row is its documentation too (`vetctl … docs` prints it).  Signatures:
 *   "lookup(list: string, code: string) -> list(Row)"   lookup('a', code)
 *   "string.contains(part: string) -> bool"             text.contains('b'); the receiver is
 *                                                        arguments[0]
 *   "math.least(first: int, ...rest: int) -> int"       any number of the last parameter, none too
 * What stands before the dot is a receiver when it is a type, else part of the name.  Parameters
 * may have names; they are for the reader.
 */
typedef struct {
	const char *signature;
	const char *summary; /* one sentence */
	CelFunction function;
} CelFunctionRow;

CelArena *cel_call_arena(CelCall *call);
/* What was given to cel_program_evaluate() as user_data. */
gpointer cel_call_user_data(CelCall *call);
/* Charges `steps` to the budget: work that grows with the data. FALSE and LIMIT when it is spent.
 */
gboolean cel_call_charge(CelCall *call, guint64 steps, GError **error);

/* The standard functions and macros, the extensions, and no variable. */
CelEnv *cel_env_new(void);
/* Sees all that `parent` declares, also what it declares later, and adds its own. */
CelEnv *cel_env_new_child(CelEnv *parent);
CelEnv *cel_env_ref(CelEnv *env);
void cel_env_unref(CelEnv *env);
/*
 * Declares a root variable; an expression that uses an undeclared one does not compile.  Declared
 * names may have dots.  `type`: in the form of CelType; one that cannot be read is a fault of the
 * program and ends it.
 */
void cel_env_declare(CelEnv *env, const char *name, const char *type);
/* As cel_env_declare(), of a type that an expression was found to have. */
void cel_env_declare_as(CelEnv *env, const char *name, const CelType *type);
/*
 * Declares a field of an object type, and the type with its first field.  The values are maps with
 * string keys; what the declaration adds is that an unknown or misspelt field does not compile.  A
 * type may be named before it has fields.
 */
void cel_env_declare_field(CelEnv *env, const char *object, const char *field, const char *type);
void cel_env_declare_field_as(CelEnv *env, const char *object, const char *field,
			      const CelType *type);
/*
 * Names are looked up in this namespace first: in "a.b", x means a.b.x, else a.x, else x; .x means
 * x.  Default: none.
 */
void cel_env_set_container(CelEnv *env, const char *container);
/*
 * TRUE: types are not checked, and unknown names and functions are errors of evaluation, which &&
 * and || may absorb, rather than of compiling (CEL without its check phase).  Default: FALSE.
 */
void cel_env_set_lenient(CelEnv *env, gboolean lenient);
/* Rows must be static, or live as long as the env; ends with a row whose signature is NULL. */
void cel_env_add_functions(CelEnv *env, const CelFunctionRow *rows);
/* The standard functions and extensions, for documentation; ends with a NULL signature. */
const CelFunctionRow *cel_standard_functions(void);
/* The macros, for documentation: `function` is NULL; ends with a NULL signature. */
const CelFunctionRow *cel_standard_macros(void);
/* The candidate that is spelt most like `text`; NULL when none is near. */
const char *cel_nearest_name(const char *text, const char *const *candidates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CelEnv, cel_env_unref)

/* --- compile --- */

typedef struct _CelProgram CelProgram;

/* Limits of compiling: bytes of text, nesting (cel-spec asks parsers for at least 12–32). */
#define CEL_MAX_SOURCE 100000
#define CEL_MAX_DEPTH 250
/* Faults of one expression that are reported; a fault of the grammar is the only one. */
#define CEL_MAX_ISSUES 10

/*
 * Parses and checks.  `length` in bytes, -1 when `source` ends with NUL.  On failure NULL, and
 * *ret_issues (may be NULL) is a new array of CelIssue, at least one; untouched on success.
 */
CelProgram *cel_compile(CelEnv *env, const char *source, gssize length,
			GPtrArray **ret_issues) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Compiles the expression at the start of `source` that ends before the first unmatched '}': how
 * `text {expr} text` messages are scanned.  *ret_end is the offset of that '}'.
 */
CelProgram *cel_compile_until_brace(CelEnv *env, const char *source, gsize *ret_end,
				    GPtrArray **ret_issues) G_GNUC_WARN_UNUSED_RESULT;
void cel_program_free(CelProgram *program);
const char *cel_program_source(const CelProgram *program);
/* What the checker knows of the result; dyn in a lenient environment. */
const CelType *cel_program_type(const CelProgram *program);
/* TRUE when every value of the program's type can stand where `type` is asked for. */
gboolean cel_program_fits(const CelProgram *program, const char *type);
/* Root variables used, each once, NULL-terminated; owned by the program. */
const char *const *cel_program_variables(const CelProgram *program);
/*
 * What is selected from a root, as dotted paths ("params.max_members", also of
 * params['max_members']), and roots that are used whole by their name; NULL-terminated; owned.
 */
const char *const *cel_program_paths(const CelProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CelProgram, cel_program_free)

/* --- evaluate --- */

/*
 * The value of a root variable.  FALSE without error: not bound here, an evaluation error.
 * FALSE with error: binding it failed (a var whose own expression failed).
 */
typedef gboolean (*CelResolve)(gpointer user_data, const char *name, CelValue *ret_value,
			       GError **error);

/*
 * One sub-expression was evaluated: `value`, or NULL and `error`.  Called from the inside out; what
 * && || ?: and macros left out is not reported, what a macro does for each element is, each time.
 */
typedef void (*CelObserve)(gpointer user_data, CelSpan span, const CelValue *value,
			   const GError *error);

typedef struct {
	guint64 max_steps; /* one step an AST node visited, one for each element touched; 0 =
			      1,000,000 */
	CelArena *arena;   /* results live here; its bound is the memory budget */
	CelResolve resolve;
	CelObserve observe; /* NULL = nobody looks */
	gpointer user_data;
} CelEvaluation;

/*
 * Evaluates.  The result borrows from the arena, from what `resolve` gave and from the program's
 * constants: use it before any of them goes.  `&&`, `||` and `?:` follow CEL's error rules (false
 * && error = false).  On failure FALSE, `error` set and, when not NULL, *ret_span to the
 * sub-expression that failed; ret_steps (may be NULL) gets the steps spent in either case.
 */
gboolean cel_program_evaluate(const CelProgram *program, const CelEvaluation *evaluation,
			      CelValue *ret_value, guint64 *ret_steps, CelSpan *ret_span,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
