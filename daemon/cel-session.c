/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/cel-session.h"

#include <string.h>

#include "lib/ident.h"
#include "lib/pack-env.h"
#include "lib/screen-scope.h"

#define ARENA_BYTES (64 * 1024 * 1024)
#define NAME "expression"
#define DYN "dyn"

/* One evaluation: what its value borrows from. */
typedef struct {
	CelArena *arena;
	CelProgram *program;
} Evaluation;

struct _VetCelSession {
	VetScreenLookups lookups; /* first: it is what functions are handed */
	CelArena *arena;
	GHashTable *types;  /* name → type text */
	GHashTable *values; /* name → CelValue */
	GArray *functions;  /* of CelFunctionRow without a body, ends with a NULL signature */
	char *container;
	gboolean pure, lenient;
	VetPack *pack;     /* the last of those that were loaded */
	VetResult *result; /* likewise; owned by `results` */
	GPtrArray *packs;  /* all of them: a kept value borrows from what it was made of */
	GPtrArray *results;
	VetNamelists *lists;
	CelValue vars; /* null until they are asked for */
	Evaluation *last;
	CelValue last_value;
	GPtrArray *kept; /* of Evaluation */
};

static void
evaluation_free(Evaluation *evaluation)
{
	if (!evaluation)
		return;
	cel_program_free(evaluation->program);
	cel_arena_free(evaluation->arena);
	g_free(evaluation);
}

void
vet_cel_fault_clear(VetCelFault *fault)
{
	g_clear_pointer(&fault->message, g_free);
	g_clear_pointer(&fault->shown, g_free);
}

VetCelSession *
vet_cel_session_new(gboolean pure)
{
	VetCelSession *session = g_new0(VetCelSession, 1);
	session->pure = pure;
	session->arena = cel_arena_new(ARENA_BYTES);
	session->types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	session->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	session->functions = g_array_new(TRUE, TRUE, sizeof(CelFunctionRow));
	session->kept = g_ptr_array_new_with_free_func((GDestroyNotify)evaluation_free);
	session->packs = g_ptr_array_new_with_free_func((GDestroyNotify)vet_pack_unref);
	session->results = g_ptr_array_new_with_free_func((GDestroyNotify)vet_result_free);
	session->lookups.evidence =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_evidence_free);
	return session;
}

void
vet_cel_session_free(VetCelSession *session)
{
	if (!session)
		return;
	evaluation_free(session->last);
	g_ptr_array_unref(session->kept);
	for (guint i = 0; i < session->functions->len; i++)
		g_free((char *)g_array_index(session->functions, CelFunctionRow, i).signature);
	g_array_unref(session->functions);
	g_ptr_array_unref(session->lookups.evidence);
	g_hash_table_unref(session->types);
	g_hash_table_unref(session->values);
	g_ptr_array_unref(session->results);
	g_ptr_array_unref(session->packs);
	cel_arena_free(session->arena);
	g_free(session->container);
	g_free(session);
}

void
vet_cel_session_set_container(VetCelSession *session, const char *container)
{
	g_free(session->container);
	session->container = g_strdup(container);
}

void
vet_cel_session_set_lenient(VetCelSession *session, gboolean lenient)
{
	session->lenient = lenient;
}

void
vet_cel_session_declare(VetCelSession *session, const char *name, const char *type)
{
	g_hash_table_replace(session->types, g_strdup(name), g_strdup(type));
}

static gboolean
call_nothing(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	     GError **error)
{
	g_set_error(error, CEL_ERROR, CEL_ERROR_EVALUATE, "the function is only declared here");
	return FALSE;
}

void
vet_cel_session_declare_function(VetCelSession *session, const char *signature)
{
	CelFunctionRow row = {g_strdup(signature), "", call_nothing};
	g_array_append_val(session->functions, row);
}

/* --- names and values --- */

static const char *
type_of(CelValue value)
{
	switch (value.kind) {
	case CEL_LIST:
		return "list(dyn)";
	case CEL_MAP:
		return "map(dyn, dyn)";
	case CEL_TYPE:
		return DYN;
	case CEL_TIMESTAMP:
		return "timestamp";
	case CEL_DURATION:
		return "duration";
	default:
		return value.kind < CEL_LIST ? cel_kind_name(value.kind) : DYN;
	}
}

CelArena *
vet_cel_session_arena(VetCelSession *session)
{
	return session->arena;
}

void
vet_cel_session_bind(VetCelSession *session, const char *name, const char *type, CelValue value)
{
	g_hash_table_replace(session->values, g_strdup(name), g_memdup2(&value, sizeof value));
	vet_cel_session_declare(session, name, type ? type : type_of(value));
}

void
vet_cel_session_keep(VetCelSession *session, const char *name)
{
	if (!session->last)
		return;
	g_autofree char *type = cel_type_to_string(cel_program_type(session->last->program));
	g_ptr_array_add(session->kept, g_steal_pointer(&session->last));
	/* what is too large to be written out cannot be read again */
	vet_cel_session_bind(session, name, cel_type_is_valid(type) ? type : DYN,
			     session->last_value);
}

void
vet_cel_session_load(VetCelSession *session, VetPack *pack, VetResult *result, VetNamelists *lists)
{
	session->pack = vet_pack_ref(pack);
	session->result = result;
	g_ptr_array_add(session->packs, session->pack);
	if (result)
		g_ptr_array_add(session->results, result);
	session->vars = cel_null();
	session->lists = session->lookups.lists = lists;
	session->lookups.peers = result ? result->peers : NULL;
}

const VetPack *
vet_cel_session_pack(const VetCelSession *session)
{
	return session->pack;
}

gboolean
vet_cel_session_is_private(const VetCelSession *session)
{
	return session->result != NULL;
}

/* every var whose own expression has a value; what uses another fails as it does in a rule */
static CelValue
make_vars(VetCelSession *session)
{
	const GPtrArray *vars = vet_pack_vars(session->pack);
	CelEntry *entries = cel_arena_alloc(session->arena, (vars->len + 1) * sizeof *entries);
	VetScreenOptions options = {.submission_id = session->result->id,
				    .now = session->result->received_at,
				    .lists = session->lists,
				    .peers = session->result->peers};
	VetScreenRun run;
	VetScreenScope scope;
	gsize length = 0;
	vet_screen_run_init(&run, session->pack, session->result->facts, &options);
	/* their values are used after the run: they are made where they may stay */
	cel_arena_free(run.arena);
	run.arena = session->arena;
	vet_screen_scope_init(&scope, &run, NULL);
	for (guint i = 0; entries && i < vars->len; i++) {
		const VetNamedExpression *var = vars->pdata[i];
		g_autoptr(GError) ignored = NULL;
		CelValue value;
		if (vet_screen_scope_evaluate(&scope, var->program, &value, &ignored))
			entries[length++] = (CelEntry){cel_string(var->name), value};
	}
	vet_screen_scope_clear(&scope);
	run.arena = NULL;
	vet_screen_run_clear(&run);
	return cel_map_new(session->arena, entries, length);
}

static gboolean
find(VetCelSession *session, const char *name, CelValue *ret_value)
{
	const CelValue *bound = g_hash_table_lookup(session->values, name);
	if (bound) {
		*ret_value = *bound;
		return TRUE;
	}
	if (session->pack && g_str_equal(name, "params")) {
		*ret_value = vet_pack_params_value(session->pack);
		return TRUE;
	}
	if (!session->result)
		return FALSE;
	if (g_str_equal(name, "vars")) {
		if (session->vars.kind == CEL_NULL)
			session->vars = make_vars(session);
		*ret_value = session->vars;
		return TRUE;
	}
	return vet_facts_get(session->result->facts, name, ret_value);
}

gboolean
vet_cel_session_get(VetCelSession *session, const char *name, CelValue *ret_value)
{
	return find(session, name, ret_value);
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
vet_cel_session_names(VetCelSession *session)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer name;
	g_hash_table_iter_init(&iter, session->types);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(names, g_strdup(name));
	for (const VetFactRow *row = vet_fact_rows(); session->pack && row->path; row++)
		if (!strpbrk(row->path, ".[") && !g_hash_table_contains(session->types, row->path))
			g_ptr_array_add(names, g_strdup(row->path));
	if (session->pack && !g_hash_table_contains(session->types, "params"))
		g_ptr_array_add(names, g_strdup("params"));
	if (session->pack && !g_hash_table_contains(session->types, "vars"))
		g_ptr_array_add(names, g_strdup("vars"));
	g_ptr_array_sort(names, by_name);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

/* --- faults --- */

/* Takes `text`.  A function that fails quotes what it was given. */
static char *
mask(const VetCelSession *session, char *text)
{
	if (!vet_cel_session_is_private(session))
		return text;
	char *masked = vet_mask_personal_numbers(text);
	g_free(text);
	return masked;
}

static void
set_issues(const VetCelSession *session, VetCelFault *fault, const char *source,
	   const GPtrArray *issues)
{
	g_autoptr(GString) shown = g_string_new(NULL);
	for (guint i = 0; i < issues->len; i++) {
		g_autofree char *text = cel_issue_format(issues->pdata[i], NAME, source);
		g_string_append(shown, text);
		if (!g_str_has_suffix(text, "\n"))
			g_string_append_c(shown, '\n');
	}
	fault->message = mask(session, g_strdup(((CelIssue *)issues->pdata[0])->message));
	fault->shown = mask(session, g_string_free(g_steal_pointer(&shown), FALSE));
}

static void
set_error(const VetCelSession *session, VetCelFault *fault, const char *source, CelSpan span,
	  const GError *error)
{
	g_autoptr(GPtrArray) issues = g_ptr_array_new();
	CelIssue issue = {(CelErrorCode)error->code, span, error->message};
	g_ptr_array_add(issues, &issue);
	set_issues(session, fault, source, issues);
	fault->compiled = TRUE;
}

/* --- compile and evaluate --- */

static CelEnv *
make_env(const VetCelSession *session)
{
	CelEnv *env =
		session->pack ? cel_env_new_child(vet_pack_env(session->pack)) : cel_env_new();
	GHashTableIter iter;
	gpointer name, type;
	if (!session->pack && !session->pure)
		vet_screen_declare(env);
	if (session->functions->len)
		cel_env_add_functions(env, (const CelFunctionRow *)session->functions->data);
	g_hash_table_iter_init(&iter, session->types);
	while (g_hash_table_iter_next(&iter, &name, &type))
		cel_env_declare(env, name, type);
	if (session->container)
		cel_env_set_container(env, session->container);
	cel_env_set_lenient(env, session->lenient);
	return env;
}

static CelProgram *
compile(const VetCelSession *session, const char *source, gssize length, VetCelFault *ret_fault)
{
	g_autoptr(CelEnv) env = make_env(session);
	g_autoptr(GPtrArray) issues = NULL;
	CelProgram *program = cel_compile(env, source, length, &issues);
	if (!program)
		set_issues(session, ret_fault, source, issues);
	return program;
}

gboolean
vet_cel_session_check(VetCelSession *session, const char *source, gssize length, char **ret_type,
		      VetCelFault *ret_fault)
{
	g_autoptr(CelProgram) program = compile(session, source, length, ret_fault);
	if (program)
		*ret_type = cel_type_to_string(cel_program_type(program));
	return program != NULL;
}

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	return find(user_data, name, ret_value);
}

gboolean
vet_cel_session_evaluate(VetCelSession *session, const char *source, gssize length,
			 CelValue *ret_value, VetCelFault *ret_fault)
{
	CelProgram *program = compile(session, source, length, ret_fault);
	g_autoptr(GError) error = NULL;
	CelSpan span = {0, 0};
	CelValue value;
	g_clear_pointer(&session->last, evaluation_free);
	if (!program)
		return FALSE;
	session->last = g_new0(Evaluation, 1);
	session->last->program = program;
	session->last->arena = cel_arena_new(ARENA_BYTES);
	CelEvaluation evaluation = {
		.arena = session->last->arena, .resolve = resolve, .user_data = session};
	if (!cel_program_evaluate(program, &evaluation, &value, NULL, &span, &error)) {
		set_error(session, ret_fault, source, span, error);
		g_clear_pointer(&session->last, evaluation_free);
		return FALSE;
	}
	*ret_value = session->last_value = value;
	return TRUE;
}

/* --- functions --- */

const CelFunctionRow *
vet_cel_session_functions(guint table)
{
	return table == 0   ? cel_standard_macros()
	       : table == 1 ? cel_standard_functions()
			    : vet_screen_functions();
}

/* where the arguments begin: "list(string).join(" → behind join */
static const char *
find_arguments(const char *signature)
{
	const char *arrow = strstr(signature, " -> ");
	const char *at = arrow ? arrow : signature + strlen(signature);
	guint depth = 0;
	while (at > signature) {
		at--;
		if (*at == ')')
			depth++;
		else if (*at == '(' && --depth == 0)
			return at;
	}
	return signature;
}

/* what stands before the dot is a type, or part of the name: math, optional … */
static gboolean
is_type(const char *text, gsize length)
{
	static const char *const types[] = {"bool",     "int",   "uint",      "double",
					    "string",   "bytes", "null_type", "timestamp",
					    "duration", "dyn",   NULL};
	g_autofree char *word = g_strndup(text, length);
	return strchr(word, '(') || g_strv_contains(types, word) ||
	       (length == 1 && g_ascii_isupper(*word));
}

char *
vet_cel_function_name(const CelFunctionRow *row, gboolean *ret_member)
{
	const char *end = find_arguments(row->signature);
	const char *dot = g_strrstr_len(row->signature, end - row->signature, ".");
	gboolean member = dot && is_type(row->signature, dot - row->signature);
	const char *begin = member ? dot + 1 : row->signature;
	if (ret_member)
		*ret_member = member;
	return g_strndup(begin, end - begin);
}
