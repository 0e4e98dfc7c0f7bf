/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/screen-scope.h"

#include <string.h>

#define DEFAULT_STEPS 5000000
#define DEFAULT_MEMORY (32 * 1024 * 1024)

static gboolean resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error);

static void
lazy_clear(VetLazy *lazy, guint n)
{
	for (guint i = 0; i < n; i++) {
		g_clear_error(&lazy[i].error);
		g_clear_pointer(&lazy[i].missing, g_free);
		lazy[i].state = VET_LAZY_NEW;
	}
}

static gsize
memory_of(const VetScreenRun *run)
{
	return run->options->max_memory ? run->options->max_memory : DEFAULT_MEMORY;
}

void
vet_screen_run_init(VetScreenRun *run, const VetPack *pack, const VetFacts *facts,
		    const VetScreenOptions *options)
{
	*run = (VetScreenRun){.pack = pack, .facts = facts, .options = options};
	run->lookups.pack = pack;
	run->lookups.language = options->language;
	run->lookups.lists = options->lists;
	run->lookups.peers = options->peers;
	run->lookups.translated = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	run->lookups.evidence = g_ptr_array_new_with_free_func((GDestroyNotify)vet_evidence_free);
	run->params = options->params ? *options->params : vet_pack_params_value(pack);
	run->arena = cel_arena_new(memory_of(run));
	run->rule_arena = cel_arena_new(memory_of(run));
	run->vars = g_new0(VetLazy, vet_pack_vars(pack)->len + 1);
}

void
vet_screen_run_clear(VetScreenRun *run)
{
	lazy_clear(run->vars, vet_pack_vars(run->pack)->len);
	g_free(run->vars);
	cel_arena_free(run->arena);
	cel_arena_free(run->rule_arena);
	g_ptr_array_unref(run->lookups.evidence);
	g_hash_table_unref(run->lookups.translated);
}

static guint
n_lets(const VetScreenScope *scope)
{
	return scope->rule ? scope->rule->lets->len : 0;
}

void
vet_screen_scope_init(VetScreenScope *scope, VetScreenRun *run, const VetRule *rule)
{
	*scope = (VetScreenScope){.lookups = run->lookups, .run = run, .rule = rule};
	scope->arena = rule ? run->rule_arena : run->arena;
	scope->steps_left = run->options->max_steps ? run->options->max_steps : DEFAULT_STEPS;
	scope->lets = g_new0(VetLazy, n_lets(scope) + 1);
}

void
vet_screen_scope_clear(VetScreenScope *scope)
{
	lazy_clear(scope->lets, n_lets(scope));
	g_free(scope->lets);
	g_free(scope->missing);
	if (scope->rule)
		cel_arena_reset(scope->arena);
}

void
vet_screen_scope_next(VetScreenScope *scope)
{
	lazy_clear(scope->lets, n_lets(scope));
}

/* --- values worked out once --- */

static gboolean
evaluate_lazy(VetScreenScope *scope, const VetNamedExpression *named, VetLazy *lazy)
{
	if (lazy->state == VET_LAZY_NEW) {
		lazy->state = VET_LAZY_BUSY;
		gboolean done = vet_screen_scope_evaluate(scope, named->program, &lazy->value,
							  &lazy->error);
		lazy->state = done ? VET_LAZY_DONE : VET_LAZY_FAILED;
		lazy->missing = done ? NULL : g_strdup(scope->missing);
	}
	return lazy->state == VET_LAZY_DONE;
}

/* the loader lets no var need itself, so BUSY is never met here */
static void
evaluate_var(VetScreenScope *scope, guint index)
{
	VetScreenRun *run = scope->run;
	VetLazy *lazy = &run->vars[index];
	if (lazy->state != VET_LAZY_NEW)
		return;
	VetScreenScope own;
	vet_screen_scope_init(&own, run, NULL);
	evaluate_lazy(&own, vet_pack_vars(run->pack)->pdata[index], lazy);
	vet_screen_scope_clear(&own);
}

static gboolean
uses_var(const CelProgram *program, const char *name)
{
	gsize length = strlen(name);
	for (const char *const *path = cel_program_paths(program); *path; path++) {
		/* used whole, as in vars[name]: any of them may be meant */
		if (g_str_equal(*path, "vars"))
			return TRUE;
		if (!g_str_has_prefix(*path, "vars."))
			continue;
		const char *rest = *path + strlen("vars.");
		if (g_str_has_prefix(rest, name) && (rest[length] == '.' || !rest[length]))
			return TRUE;
	}
	return FALSE;
}

/* `vars` is one root to CEL: those a program names are made before it runs */
static void
evaluate_vars_of(VetScreenScope *scope, const CelProgram *program)
{
	const GPtrArray *vars = vet_pack_vars(scope->run->pack);
	for (guint i = 0; i < vars->len; i++) {
		const VetNamedExpression *var = vars->pdata[i];
		if (uses_var(program, var->name))
			evaluate_var(scope, i);
	}
}

static gboolean
make_vars(VetScreenScope *scope, CelValue *ret_value)
{
	const GPtrArray *vars = vet_pack_vars(scope->run->pack);
	CelEntry *entries = cel_arena_alloc(scope->arena, (vars->len + 1) * sizeof(CelEntry));
	gsize length = 0;
	for (guint i = 0; entries && i < vars->len; i++) {
		const VetNamedExpression *var = vars->pdata[i];
		if (scope->run->vars[i].state == VET_LAZY_DONE)
			entries[length++] =
				(CelEntry){cel_string(var->name), scope->run->vars[i].value};
	}
	*ret_value = cel_map_new(scope->arena, entries, length);
	return entries != NULL;
}

/* a var that failed is absent from the map, its cause says more; the error of a let comes as it is
 */
static const VetLazy *
find_cause(const VetScreenScope *scope, const CelProgram *program, const GError *error)
{
	const GPtrArray *vars = vet_pack_vars(scope->run->pack);
	for (guint i = 0; i < n_lets(scope); i++) {
		const VetLazy *lazy = &scope->lets[i];
		if (lazy->error && g_str_equal(lazy->error->message, error->message))
			return lazy;
	}
	for (guint i = 0; i < vars->len; i++) {
		const VetNamedExpression *var = vars->pdata[i];
		if (scope->run->vars[i].error && uses_var(program, var->name))
			return &scope->run->vars[i];
	}
	return NULL;
}

static void
record_failure(VetScreenScope *scope, const CelProgram *program, CelSpan span, GError **fault)
{
	const VetLazy *cause = find_cause(scope, program, *fault);
	const char *source = cel_program_source(program);
	gsize length = strlen(source);
	gsize offset = MIN(span.offset, length);
	g_free(scope->missing);
	scope->missing = cause ? g_strdup(cause->missing)
			       : g_strndup(source + offset, MIN(span.length, length - offset));
	if (!cause)
		return;
	g_clear_error(fault);
	*fault = g_error_copy(cause->error);
}

/* --- names --- */

static gboolean
resolve_let(VetScreenScope *scope, const char *name, gboolean *ret_known, CelValue *ret_value,
	    GError **error)
{
	for (guint i = 0; i < n_lets(scope); i++) {
		const VetNamedExpression *named = scope->rule->lets->pdata[i];
		if (!g_str_equal(named->name, name))
			continue;
		*ret_known = TRUE;
		if (!evaluate_lazy(scope, named, &scope->lets[i])) {
			g_propagate_error(error, g_error_copy(scope->lets[i].error));
			return FALSE;
		}
		*ret_value = scope->lets[i].value;
		return TRUE;
	}
	return FALSE;
}

static gboolean
resolve_loop(const VetScreenScope *scope, const char *name, CelValue *ret_value)
{
	for (guint i = 0; i < scope->n_loops; i++) {
		const VetNamedExpression *named = scope->rule->loops->pdata[i];
		if (g_str_equal(named->name, name)) {
			*ret_value = scope->loops[i];
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	VetScreenScope *scope = user_data;
	gboolean known = FALSE;
	if (resolve_loop(scope, name, ret_value) ||
	    resolve_let(scope, name, &known, ret_value, error))
		return TRUE;
	if (known)
		return FALSE;
	if (g_str_equal(name, "params")) {
		*ret_value = scope->run->params;
		return TRUE;
	}
	if (g_str_equal(name, "vars"))
		return make_vars(scope, ret_value);
	return vet_facts_get(scope->run->facts, name, ret_value);
}

/* --- evaluation --- */

static void
observe(gpointer user_data, CelSpan span, const CelValue *value, const GError *error)
{
	const VetScreenScope *scope = user_data;
	const VetScreenWatch *watch = scope->run->options->watch;
	watch->observed(watch->user_data, scope->program, span, value, error);
}

static gboolean
evaluate(VetScreenScope *scope, const CelProgram *program, CelValue *ret_value, GError **error)
{
	const VetScreenWatch *watch = scope->run->options->watch;
	/* 0 would mean the default of the language: the last step stays for saying so */
	CelEvaluation evaluation = {.max_steps = MAX(scope->steps_left, 1),
				    .arena = scope->arena,
				    .resolve = resolve,
				    .observe = watch && watch->observed ? observe : NULL,
				    .user_data = scope};
	guint64 steps = 0;
	CelSpan span = {0, 0};
	GError *fault = NULL;
	gboolean done =
		cel_program_evaluate(program, &evaluation, ret_value, &steps, &span, &fault);
	scope->steps_left -= MIN(steps, scope->steps_left);
	if (done)
		return TRUE;
	record_failure(scope, program, span, &fault);
	g_propagate_error(error, fault);
	return FALSE;
}

gboolean
vet_screen_scope_evaluate(VetScreenScope *scope, const CelProgram *program, CelValue *ret_value,
			  GError **error)
{
	const VetScreenWatch *watch = scope->run->options->watch;
	/* a let is evaluated within what needs it */
	const CelProgram *outer = scope->program;
	GError *fault = NULL;
	evaluate_vars_of(scope, program);
	scope->program = program;
	gboolean done = evaluate(scope, program, ret_value, &fault);
	scope->program = outer;
	if (watch && watch->evaluated)
		watch->evaluated(watch->user_data, program, done ? ret_value : NULL, fault);
	if (fault)
		g_propagate_error(error, fault);
	return done;
}

gboolean
vet_screen_scope_render(VetScreenScope *scope, const VetTemplate *message, char **ret_text,
			GError **error)
{
	const CelProgram *program = NULL;
	for (guint i = 0; (program = vet_template_program(message, i)); i++)
		evaluate_vars_of(scope, program);
	CelEvaluation evaluation = {.max_steps = MAX(scope->steps_left, 1),
				    .arena = scope->arena,
				    .resolve = resolve,
				    .user_data = scope};
	return vet_template_render(message, &evaluation, ret_text, error);
}
