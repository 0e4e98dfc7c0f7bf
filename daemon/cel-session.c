/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/cel-session.h"

#include <string.h>

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
	GPtrArray *signatures;
	char *container;
	gboolean lenient;
	VetPack *pack;
	VetResult *result;
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
vet_cel_session_new(void)
{
	VetCelSession *session = g_new0(VetCelSession, 1);
	session->arena = cel_arena_new(ARENA_BYTES);
	session->types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	session->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	session->signatures = g_ptr_array_new_with_free_func(g_free);
	session->kept = g_ptr_array_new_with_free_func((GDestroyNotify)evaluation_free);
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
	g_ptr_array_unref(session->signatures);
	g_ptr_array_unref(session->lookups.evidence);
	g_hash_table_unref(session->types);
	g_hash_table_unref(session->values);
	vet_pack_unref(session->pack);
	vet_result_free(session->result);
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

void
vet_cel_session_declare_function(VetCelSession *session, const char *signature)
{
	g_ptr_array_add(session->signatures, g_strdup(signature));
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
vet_cel_session_bind(VetCelSession *session, const char *name, CelValue value)
{
	g_hash_table_replace(session->values, g_strdup(name), g_memdup2(&value, sizeof value));
	vet_cel_session_declare(session, name, type_of(value));
}

void
vet_cel_session_keep(VetCelSession *session, const char *name)
{
	if (!session->last)
		return;
	g_ptr_array_add(session->kept, g_steal_pointer(&session->last));
	vet_cel_session_bind(session, name, session->last_value);
}

void
vet_cel_session_load(VetCelSession *session, VetPack *pack, VetResult *result, VetNamelists *lists)
{
	vet_pack_ref(pack);
	vet_pack_unref(session->pack);
	vet_result_free(session->result);
	session->pack = pack;
	session->result = result;
	session->vars = cel_null();
	session->lists = session->lookups.lists = lists;
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++)
		if (!strpbrk(row->path, ".["))
			vet_cel_session_declare(session, row->path, DYN);
	vet_cel_session_declare(session, "params", DYN);
	vet_cel_session_declare(session, "vars", DYN);
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
				    .lists = session->lists};
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

char **
vet_cel_session_names(VetCelSession *session)
{
	GPtrArray *names = g_ptr_array_new();
	g_autoptr(GList) keys =
		g_list_sort(g_hash_table_get_keys(session->types), (GCompareFunc)strcmp);
	for (GList *link = keys; link; link = link->next)
		g_ptr_array_add(names, g_strdup(link->data));
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

/* --- faults --- */

static void
append_blank(GString *text, gunichar above)
{
	if (above == '\t')
		g_string_append_c(text, '\t');
	else if (g_unichar_iswide(above))
		g_string_append(text, "\xe3\x80\x80"); /* U+3000, as wide as what is above it */
	else if (!g_unichar_iszerowidth(above))
		g_string_append_c(text, ' ');
}

static char *
show_fault(const char *source, CelSpan span, const char *message)
{
	gsize offset = MIN(span.offset, strlen(source));
	const char *place = source + offset;
	const char *begin = g_strrstr_len(source, (gssize)offset, "\n");
	begin = begin ? begin + 1 : source;
	gsize length = strcspn(begin, "\n");
	guint line = 1;
	for (const char *at = source; at < begin; at++)
		line += *at == '\n';
	g_autoptr(GString) marks = g_string_new(NULL);
	for (const char *at = begin; at < place; at = g_utf8_next_char(at))
		append_blank(marks, g_utf8_get_char(at));
	g_string_append(marks, *place && g_unichar_iswide(g_utf8_get_char(place)) ? "＾" : "^");
	return g_strdup_printf(NAME ":%u:%ld: error: %s\n%.*s\n%s\n", line,
			       g_utf8_strlen(begin, place - begin) + 1, message, (int)length, begin,
			       marks->str);
}

static void
set_fault(VetCelFault *fault, const char *source, CelSpan span, const GError *error)
{
	fault->message = g_strdup(error->message);
	fault->shown = show_fault(source, span, error->message);
}

/* --- compile and evaluate --- */

static CelEnv *
make_env(const VetCelSession *session)
{
	CelEnv *env = cel_env_new();
	GHashTableIter iter;
	gpointer name, type;
	cel_env_add_functions(env, vet_screen_functions());
	g_hash_table_iter_init(&iter, session->types);
	while (g_hash_table_iter_next(&iter, &name, &type))
		cel_env_declare(env, name);
	if (session->container)
		cel_env_set_container(env, session->container);
	cel_env_set_lenient(env, session->lenient);
	return env;
}

static CelProgram *
compile(const VetCelSession *session, const char *source, VetCelFault *ret_fault)
{
	g_autoptr(CelEnv) env = make_env(session);
	g_autoptr(GError) error = NULL;
	CelSpan span = {0, 0};
	CelProgram *program = cel_compile(env, source, &span, &error);
	if (!program)
		set_fault(ret_fault, source, span, error);
	return program;
}

gboolean
vet_cel_session_check(VetCelSession *session, const char *source, char **ret_type,
		      VetCelFault *ret_fault)
{
	g_autoptr(CelProgram) program = compile(session, source, ret_fault);
	if (program)
		*ret_type = g_strdup(DYN);
	return program != NULL;
}

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	VetCelSession *session = user_data;
	return find(session, name, ret_value);
}

gboolean
vet_cel_session_evaluate(VetCelSession *session, const char *source, CelValue *ret_value,
			 VetCelFault *ret_fault)
{
	CelProgram *program = compile(session, source, ret_fault);
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
		ret_fault->compiled = TRUE;
		set_fault(ret_fault, source, span, error);
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
	return table == 0 ? cel_standard_functions() : vet_screen_functions();
}

char *
vet_cel_function_name(const CelFunctionRow *row)
{
	return g_strdup(row->name);
}
