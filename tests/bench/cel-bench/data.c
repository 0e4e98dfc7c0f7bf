/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/cel-bench/data.h"

#include <string.h>

/* --- invention --- */

static const char *const unit_names[BENCH_UNITS] = {
	"益阳市洞庭数据有限公司", "湖南省资江软件股份有限公司", "益阳市赫山区智慧农业研究院"};
/* every fourth document is somebody else's */
static const char stranger[] = "长沙市岳麓信息技术有限公司";

static jv
object_with(jv object, const char *key, jv value)
{
	return jv_object_set(object, jv_string(key), value);
}

static jv
make_member(int i)
{
	jv member = object_with(jv_object(), "name", jv_string_fmt("队员%d", i + 1));

	member = object_with(member, "id_number", jv_string_fmt("43090019900101%04d", i));
	return object_with(member, "role", jv_string(i == 0 ? "负责人" : "成员"));
}

static jv
make_unit(int i)
{
	jv unit = object_with(jv_object(), "name", jv_string(unit_names[i]));

	unit = object_with(unit, "credit_code", jv_string_fmt("91430900MA4L%06d", i));
	return object_with(unit, "lead", i == 0 ? jv_true() : jv_false());
}

/* as gathered documents are: what all have comes first, what is of their class last */
static jv
make_document(int i)
{
	const char *holder = i % 4 == 3 ? stranger : unit_names[i % 4];
	jv document = object_with(jv_object(), "path", jv_string_fmt("证明材料/专利%02d.pdf", i));

	document = object_with(document, "name", jv_string_fmt("专利%02d.pdf", i));
	document = object_with(document, "class", jv_string("patent_certificate"));
	document = object_with(document, "class_title", jv_string("专利证书"));
	document = object_with(document, "class_by", jv_string("text"));
	document = object_with(document, "status", jv_string("ok"));
	document = object_with(document, "media_type", jv_string("application/pdf"));
	document = object_with(document, "text_source", jv_string("text"));
	document = object_with(document, "legible", jv_true());
	document = object_with(document, "pages", jv_number(i % 7 + 1));
	document = object_with(document, "number", jv_string_fmt("ZL2023%08d.X", i));
	return object_with(document, "holder", jv_string(holder));
}

static jv
make_array(jv (*make)(int i), int n)
{
	jv array = jv_array();

	for (int i = 0; i < n; i++)
		array = jv_array_append(array, make(i));
	return array;
}

jv
bench_data_new(void)
{
	jv data = object_with(jv_object(), "members", make_array(make_member, BENCH_MEMBERS));

	data = object_with(data, "documents", make_array(make_document, BENCH_DOCUMENTS));
	return object_with(data, "units", make_array(make_unit, BENCH_UNITS));
}

/* --- to CEL --- */

static CelValue
text_to_cel(jv value, CelArena *arena)
{
	const char *text = jv_string_value(value);
	char *copy = cel_arena_copy(arena, text, strlen(text));

	jv_free(value);
	return cel_string(copy);
}

static CelValue
number_to_cel(jv value)
{
	double number = jv_number_value(value);

	return number == (double)(gint64)number ? cel_int((gint64)number) : cel_double(number);
}

static CelValue
array_to_cel(jv value, CelArena *arena)
{
	int length = jv_array_length(jv_copy(value));
	CelValue *items = cel_arena_alloc(arena, (gsize)length * sizeof *items);

	for (int i = 0; i < length; i++)
		items[i] = bench_data_to_cel(jv_array_get(jv_copy(value), i), arena);
	jv_free(value);
	return cel_list_new(arena, items, (gsize)length);
}

static CelValue
object_to_cel(jv value, CelArena *arena)
{
	gsize length = (gsize)jv_object_length(jv_copy(value)), n = 0;
	CelEntry *entries = cel_arena_alloc(arena, length * sizeof *entries);

	for (int at = jv_object_iter(value); jv_object_iter_valid(value, at);
	     at = jv_object_iter_next(value, at), n++) {
		entries[n].key = text_to_cel(jv_object_iter_key(value, at), arena);
		entries[n].value = bench_data_to_cel(jv_object_iter_value(value, at), arena);
	}
	jv_free(value);
	return cel_map_new(arena, entries, length);
}

CelValue
bench_data_to_cel(jv value, CelArena *arena)
{
	switch (jv_get_kind(value)) {
	case JV_KIND_STRING:
		return text_to_cel(value, arena);
	case JV_KIND_NUMBER:
		return number_to_cel(value);
	case JV_KIND_ARRAY:
		return array_to_cel(value, arena);
	case JV_KIND_OBJECT:
		return object_to_cel(value, arena);
	case JV_KIND_TRUE:
	case JV_KIND_FALSE:
		return cel_bool(jv_get_kind(value) == JV_KIND_TRUE);
	default:
		return cel_null();
	}
}

/* --- to Lua --- */

static void
array_to_lua(jv value, lua_State *lua)
{
	int length = jv_array_length(jv_copy(value));

	lua_createtable(lua, length, 0);
	for (int i = 0; i < length; i++) {
		bench_data_to_lua(jv_array_get(jv_copy(value), i), lua);
		lua_rawseti(lua, -2, i + 1);
	}
}

static void
object_to_lua(jv value, lua_State *lua)
{
	lua_createtable(lua, 0, jv_object_length(jv_copy(value)));
	for (int at = jv_object_iter(value); jv_object_iter_valid(value, at);
	     at = jv_object_iter_next(value, at)) {
		jv key = jv_object_iter_key(value, at);

		bench_data_to_lua(jv_object_iter_value(value, at), lua);
		lua_setfield(lua, -2, jv_string_value(key));
		jv_free(key);
	}
}

void
bench_data_to_lua(jv value, lua_State *lua)
{
	jv_kind kind = jv_get_kind(value);
	double number = kind == JV_KIND_NUMBER ? jv_number_value(value) : 0;

	luaL_checkstack(lua, 4, "data nested too deeply");
	if (kind == JV_KIND_STRING)
		lua_pushstring(lua, jv_string_value(value));
	else if (kind == JV_KIND_NUMBER && number == (double)(gint64)number)
		lua_pushinteger(lua, (lua_Integer)number);
	else if (kind == JV_KIND_NUMBER)
		lua_pushnumber(lua, number);
	else if (kind == JV_KIND_ARRAY)
		array_to_lua(value, lua);
	else if (kind == JV_KIND_OBJECT)
		object_to_lua(value, lua);
	else if (kind == JV_KIND_TRUE || kind == JV_KIND_FALSE)
		lua_pushboolean(lua, kind == JV_KIND_TRUE);
	else
		lua_pushnil(lua);
	jv_free(value);
}
