/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist-import.h"

#include "lib/entity.h"
#include "lib/ident.h"
#include "lib/text.h"

#define MAX_PARTS 256 /* units or members of one row */

enum { PROJECT, UNIT, UNIT_CODE, MEMBERS, ID_NUMBERS, CITY, TRACK };

/* the parts of a cell that holds several, separated by 、 or what else people type */
static GPtrArray *
parts_of(const char *cell)
{
	g_autofree char *normal = vet_text_normalise(cell);
	g_auto(GStrv) pieces = g_regex_split_simple("[、,;\\n/|]", normal, 0, 0);
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; pieces[i] && parts->len < MAX_PARTS; i++) {
		char *part = vet_text_compact(pieces[i]);
		if (*part)
			g_ptr_array_add(parts, part);
		else
			g_free(part);
	}
	return parts;
}

static const char *
null_if_empty(const char *text)
{
	return text && *text ? text : NULL;
}

static const char *
part_at(const GPtrArray *parts, guint i)
{
	return i < parts->len ? parts->pdata[i] : NULL;
}

static gboolean
insert_registration(VetListImport *import, char **fields, guint line, const GPtrArray *units,
		    const GPtrArray *codes, guint n_members, GError **error)
{
	VetSqlite *db = import->lists->db;
	const char *unit = part_at(units, 0);
	const char *code = part_at(codes, 0);
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db,
				   "INSERT INTO registration (import, row, project_name, unit, "
				   "credit_code, city, track,"
				   " n_members) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
				   error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import->id);
	vet_statement_bind_int(statement, 2, line);
	vet_statement_bind_text(statement, 3, vet_list_import_field(import, fields, PROJECT));
	vet_statement_bind_text(statement, 4, unit ? unit : "");
	vet_statement_bind_text(statement, 5, code ? code : "");
	vet_statement_bind_text(statement, 6, vet_list_import_field(import, fields, CITY));
	vet_statement_bind_text(statement, 7, vet_list_import_field(import, fields, TRACK));
	vet_statement_bind_int(statement, 8, n_members);
	return vet_sqlite_run(db, statement, error);
}

static gboolean
insert_unit(VetListImport *import, gint64 registration, const char *name, const char *code,
	    GError **error)
{
	VetSqlite *db = import->lists->db;
	g_autofree char *code_key = code ? vet_credit_code_normalise(code) : NULL;
	g_autofree char *entity_key = name ? vet_entity_key(name) : NULL;
	g_autofree char *simple_key = name ? vet_text_key(entity_key) : NULL;
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db,
				   "INSERT INTO registration_unit (import, registration, code,"
				   " entity_key, simple_key) VALUES (?1, ?2, ?3, ?4, ?5)",
				   error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import->id);
	vet_statement_bind_int(statement, 2, registration);
	vet_statement_bind_text(statement, 3, code_key);
	vet_statement_bind_text(statement, 4, entity_key);
	vet_statement_bind_text(statement, 5, simple_key);
	return vet_sqlite_run(db, statement, error);
}

static gboolean
insert_member(VetListImport *import, gint64 registration, guint number, const char *name,
	      const char *id_number, GError **error)
{
	VetNamelists *lists = import->lists;
	g_autofree char *name_key = name ? vet_text_key(name) : NULL;
	g_autofree char *id_key =
		id_number ? vet_id_number_key(lists->secret, lists->secret_length, id_number)
			  : NULL;
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(lists->db,
				   "INSERT INTO registration_member (import, registration, number,"
				   " id_key, name_key) VALUES (?1, ?2, ?3, ?4, ?5)",
				   error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import->id);
	vet_statement_bind_int(statement, 2, registration);
	vet_statement_bind_int(statement, 3, number);
	vet_statement_bind_text(statement, 4, null_if_empty(id_key));
	vet_statement_bind_text(statement, 5, null_if_empty(name_key));
	return vet_sqlite_run(lists->db, statement, error);
}

static gboolean
take_registration(VetListImport *import, char **fields, guint line, gboolean *ret_taken,
		  GError **error)
{
	g_autofree char *project_key =
		vet_entity_key(vet_list_import_field(import, fields, PROJECT));
	g_autoptr(GPtrArray) units = parts_of(vet_list_import_field(import, fields, UNIT));
	g_autoptr(GPtrArray) codes = parts_of(vet_list_import_field(import, fields, UNIT_CODE));
	g_autoptr(GPtrArray) members = parts_of(vet_list_import_field(import, fields, MEMBERS));
	g_autoptr(GPtrArray) id_numbers =
		parts_of(vet_list_import_field(import, fields, ID_NUMBERS));
	guint n_members = MAX(members->len, id_numbers->len);
	gint64 id;

	*ret_taken = *project_key && units->len + codes->len > 0;
	if (!*ret_taken) {
		vet_list_import_problem(import, line, "no %s; fill it in",
					*project_key ? "参赛单位 and no 统一社会信用代码"
						     : "项目名称");
		return TRUE;
	}
	if (id_numbers->len > 0 && id_numbers->len != members->len)
		vet_list_import_problem(import, line,
					"%u names of 团队成员 and %u 成员身份证号; the row is kept",
					members->len, id_numbers->len);
	if (!insert_registration(import, fields, line, units, codes, n_members, error))
		return FALSE;
	id = vet_list_last_row_id(import);
	if (!vet_list_name_add(import->lists->db, import->id, id, project_key, error))
		return FALSE;
	for (guint i = 0; i < MAX(units->len, codes->len); i++)
		if (!insert_unit(import, id, part_at(units, i), part_at(codes, i), error))
			return FALSE;
	for (guint i = 0; i < n_members; i++)
		if (!insert_member(import, id, i, part_at(members, i), part_at(id_numbers, i),
				   error))
			return FALSE;
	return TRUE;
}

const VetListLayout vet_list_registration_layout = {
	VET_LIST_REGISTRATIONS,
	{"项目名称", "参赛单位", "统一社会信用代码", "团队成员", "成员身份证号", "初赛承办市州",
	 "参赛赛道"},
	{1, 2},
	take_registration,
};
