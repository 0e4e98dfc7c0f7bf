/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/bindings.h"

#include "tests/cel-calls.h"

#include <math.h>
#include <string.h>

#define ARENA_BYTES (1024 * 1024)
/* long enough that loops within loops over it spend their budget */
#define MANY 300

typedef CelValue (*Make)(CelArena *arena);

/* where a value came from, as facts have it: any address will do */
static const char page[] = "page 1";

static CelValue
make_map(CelArena *arena, const CelEntry *entries, gsize length)
{
	CelEntry *copy = cel_arena_alloc(arena, length * sizeof *copy);

	memcpy(copy, entries, length * sizeof *copy);
	return cel_map_new(arena, copy, length);
}

static CelValue
make_list(CelArena *arena, const CelValue *items, gsize length)
{
	CelValue *copy = cel_arena_alloc(arena, length * sizeof *copy);

	memcpy(copy, items, length * sizeof *copy);
	return cel_list_new(arena, copy, length);
}

static CelValue
make_null(CelArena *arena)
{
	return cel_null();
}

static CelValue
make_bool(CelArena *arena)
{
	return cel_bool(TRUE);
}

static CelValue
make_int(CelArena *arena)
{
	return cel_int(-42);
}

static CelValue
make_least(CelArena *arena)
{
	return cel_int(G_MININT64);
}

static CelValue
make_uint(CelArena *arena)
{
	return cel_uint(G_MAXUINT64);
}

static CelValue
make_double(CelArena *arena)
{
	return cel_double(2.5);
}

static CelValue
make_nan(CelArena *arena)
{
	return cel_double(NAN);
}

static CelValue
make_string(CelArena *arena)
{
	CelValue value = cel_string("益阳市洞庭数据有限公司 (a) é\u0301 𠮷");

	value.origin = page;
	return value;
}

static CelValue
make_bytes(CelArena *arena)
{
	return cel_bytes("a\0\xff\xe7\x9b\x8a", 6);
}

static CelValue
make_time(CelArena *arena)
{
	return cel_timestamp(1752163199, 123456789);
}

static CelValue
make_span(CelArena *arena)
{
	return cel_duration(-3661, -500000000);
}

static CelValue
make_ints(CelArena *arena)
{
	const CelValue items[] = {cel_int(3), cel_int(-1), cel_int(2), cel_int(2)};

	return make_list(arena, items, G_N_ELEMENTS(items));
}

static CelValue
make_many(CelArena *arena)
{
	CelValue *items = cel_arena_alloc(arena, MANY * sizeof *items);

	for (gsize i = 0; i < MANY; i++)
		items[i] = cel_int((gint64)i);
	return cel_list_new(arena, items, MANY);
}

static CelValue
make_mixed(CelArena *arena)
{
	const CelEntry entries[] = {{cel_int(1), cel_string("one")},
				    {cel_bool(FALSE), cel_double(-0.0)},
				    {cel_uint(2), cel_null()},
				    {cel_string("列"), make_ints(arena)},
				    {cel_string("a.b"), make_bytes(arena)}};

	return make_map(arena, entries, G_N_ELEMENTS(entries));
}

static CelValue
make_empty(CelArena *arena)
{
	return cel_map_new(arena, NULL, 0);
}

static CelValue
make_units(CelArena *arena)
{
	const CelEntry first[] = {{cel_string("name"), make_string(arena)},
				  {cel_string("credit_code"), cel_string("91430900MA4L0KQ70H")},
				  {cel_string("lead"), cel_bool(TRUE)}};
	const CelEntry second[] = {{cel_string("name"), cel_string("湖南无关科技有限公司")},
				   {cel_string("lead"), cel_bool(FALSE)}};
	const CelValue items[] = {make_map(arena, first, G_N_ELEMENTS(first)),
				  make_map(arena, second, G_N_ELEMENTS(second))};

	return make_list(arena, items, G_N_ELEMENTS(items));
}

static CelValue
make_documents(CelArena *arena)
{
	const CelValue holders[] = {make_string(arena), cel_string("某某")};
	const CelEntry first[] = {{cel_string("path"), cel_string("证明材料/专利.pdf")},
				  {cel_string("class"), cel_string("patent_certificate")},
				  {cel_string("pages"), cel_int(7)},
				  {cel_string("legible"), cel_bool(TRUE)},
				  {cel_string("holder"), make_list(arena, holders, 2)},
				  {cel_string("granted_on"), make_time(arena)}};
	const CelEntry second[] = {{cel_string("path"), cel_string("申报书.pdf")},
				   {cel_string("class"), cel_string("application_form")},
				   {cel_string("legible"), cel_bool(FALSE)}};
	const CelValue items[] = {make_map(arena, first, G_N_ELEMENTS(first)),
				  make_map(arena, second, G_N_ELEMENTS(second))};

	return make_list(arena, items, G_N_ELEMENTS(items));
}

static CelValue
make_params(CelArena *arena)
{
	const CelEntry entries[] = {{cel_string("max_members"), cel_int(5)},
				    {cel_string("deadline"), make_time(arena)},
				    {cel_string("fuzzy_min"), cel_double(0.85)},
				    {cel_string("cert_classes"), make_ints(arena)}};

	return make_map(arena, entries, G_N_ELEMENTS(entries));
}

static const struct {
	const char *name, *type;
	Make make; /* NULL: not bound */
} table[] = {
	{"n", "null_type", make_null},
	{"b", "bool", make_bool},
	{"i", "int", make_int},
	{"least", "int", make_least},
	{"u", "uint", make_uint},
	{"d", "double", make_double},
	{"nan", "double", make_nan},
	{"s", "string", make_string},
	{"y", "bytes", make_bytes},
	{"t", "timestamp", make_time},
	{"p", "duration", make_span},
	{"l", "list(int)", make_ints},
	{"many", "list(int)", make_many},
	{"m", "map(dyn, dyn)", make_mixed},
	{"e", "map(string, int)", make_empty},
	{"x", "dyn", make_mixed},
	{"units", "list(map(string, dyn))", make_units},
	{"members", "list(map(string, dyn))", make_units},
	{"documents", "list(map(string, dyn))", make_documents},
	{"submission", "map(string, dyn)", make_params},
	{"params", "map(string, dyn)", make_params},
	{"a.b.c", "int", make_int},
	{"absent", "dyn", NULL},
	{"broken", "dyn", NULL},
};

CelEnv *
fuzz_bindings_env(void)
{
	CelEnv *env = cel_env_new();

	for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
		cel_calls_declare(env, table[i].name, table[i].type);
	return env;
}

/* made once: an evaluation only borrows them */
static const CelValue *
values(void)
{
	static CelValue made[G_N_ELEMENTS(table)];
	static CelArena *arena;

	if (arena == NULL) {
		arena = cel_arena_new(ARENA_BYTES);
		for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
			made[i] = table[i].make != NULL ? table[i].make(arena) : cel_null();
	}
	return made;
}

gboolean
fuzz_bindings_resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		if (!g_str_equal(table[i].name, name) || table[i].make == NULL)
			continue;
		*ret_value = values()[i];
		return TRUE;
	}
	if (g_str_equal(name, "broken"))
		g_set_error(error, CEL_ERROR, CEL_ERROR_EVALUATE, "this var failed");
	return FALSE;
}

char *
fuzz_bindings_text(const guint8 *data, gsize size)
{
	return g_strndup((const char *)data, size);
}
