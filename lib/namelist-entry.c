/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist-import.h"

#include "lib/entity.h"
#include "lib/ident.h"

#include <string.h>

enum { NAME, CODE, LISTED_ON, REASON, ORIGIN };

/* the keys that a code is found by; each is NULL when it has none */
typedef struct {
	char *code;
	char *organisation_code;
	char *shown;
} CodeKeys;

static void
code_keys_clear(CodeKeys *keys)
{
	g_clear_pointer(&keys->code, g_free);
	g_clear_pointer(&keys->organisation_code, g_free);
	g_clear_pointer(&keys->shown, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CodeKeys, code_keys_clear)

/* FALSE when nobody can be found by such a code */
static gboolean
code_keys_read(const char *text, CodeKeys *ret_keys)
{
	g_autofree char *code = vet_credit_code_normalise(text);
	gsize length = strlen(code);

	*ret_keys = (CodeKeys){.shown = g_strdup(text)};
	if (!*code)
		return TRUE;
	if (vet_credit_code_check(code) == VET_CODE_VALID) {
		ret_keys->organisation_code = g_strndup(code + 8, 9);
		ret_keys->code = g_steal_pointer(&code);
		return TRUE;
	}
	if (length == 9 && vet_organisation_code_check_digit(code) == code[8]) {
		ret_keys->organisation_code = g_steal_pointer(&code);
		return TRUE;
	}
	/* lists of persons: the number is not kept */
	if (vet_id_number_valid(code)) {
		g_free(ret_keys->shown);
		ret_keys->shown = vet_id_number_mask(code);
		return FALSE;
	}
	ret_keys->code = g_steal_pointer(&code);
	return FALSE;
}

static gboolean
insert_entry(VetListImport *import, char **fields, guint line, const CodeKeys *keys, GError **error)
{
	VetSqlite *db = import->lists->db;
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db,
		"INSERT INTO entry (import, row, name, credit_code, listed_on, reason, origin,"
		" code, organisation_code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
		error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import->id);
	vet_statement_bind_int(statement, 2, line);
	vet_statement_bind_text(statement, 3, vet_list_import_field(import, fields, NAME));
	vet_statement_bind_text(statement, 4, keys->shown);
	vet_statement_bind_text(statement, 5, vet_list_import_field(import, fields, LISTED_ON));
	vet_statement_bind_text(statement, 6, vet_list_import_field(import, fields, REASON));
	vet_statement_bind_text(statement, 7, vet_list_import_field(import, fields, ORIGIN));
	vet_statement_bind_text(statement, 8, keys->code);
	vet_statement_bind_text(statement, 9, keys->organisation_code);
	return vet_sqlite_run(db, statement, error);
}

static gboolean
add_names(VetListImport *import, gint64 owner, const char *text, GError **error)
{
	g_auto(GStrv) names = vet_entity_names_in(text);

	for (guint i = 0; names[i]; i++) {
		g_autofree char *key = vet_entity_key(names[i]);
		if (*key && !vet_list_name_add(import->lists->db, import->id, owner, key, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
take_entry(VetListImport *import, char **fields, guint line, gboolean *ret_taken, GError **error)
{
	const char *name = vet_list_import_field(import, fields, NAME);
	g_autofree char *name_key = vet_entity_key(name);
	g_auto(CodeKeys) keys = {0};
	gboolean findable = code_keys_read(vet_list_import_field(import, fields, CODE), &keys);

	*ret_taken = *name_key || (findable && keys.organisation_code);
	if (!*ret_taken && !*keys.shown)
		vet_list_import_problem(import, line,
					"neither 名称 nor 统一社会信用代码; fill in one");
	else if (!findable)
		vet_list_import_problem(import, line, "统一社会信用代码 “%s”: %s; %s", keys.shown,
					vet_code_fault_text(vet_credit_code_check(keys.shown)),
					*ret_taken ? "the row is found by its name"
						   : "the row is left out");
	if (!*ret_taken)
		return TRUE;
	return insert_entry(import, fields, line, &keys, error) &&
	       add_names(import, vet_list_last_row_id(import), name, error);
}

const VetListLayout vet_list_entry_layout = {
	VET_LIST_NAMES,
	{"名称", "统一社会信用代码", "列入日期", "列入事由", "来源"},
	{2, 0},
	take_entry,
};
