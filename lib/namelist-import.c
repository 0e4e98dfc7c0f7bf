/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist-import.h"

#include "lib/error.h"
#include "lib/ident.h"

#include <string.h>

#define MAX_PROBLEMS 100
/* a list that had this many rows and loses more than half of them was rather cut off */
#define SHRINK_ROWS 20

void
vet_list_import_problem(VetListImport *import, guint line, const char *format, ...)
{
	g_autofree char *what = NULL;
	g_autofree char *masked = NULL;
	va_list arguments;

	if (import->report.problems->len >= MAX_PROBLEMS)
		return;
	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	masked = vet_mask_personal_numbers(what);
	g_ptr_array_add(import->report.problems,
			g_strdup_printf("%s:%u: %s", import->source_name, line, masked));
}

const char *
vet_list_import_field(const VetListImport *import, char **fields, guint column)
{
	return import->columns[column] >= 0 ? fields[import->columns[column]] : "";
}

gint64
vet_list_last_row_id(const VetListImport *import)
{
	return sqlite3_last_insert_rowid(vet_sqlite_handle(import->lists->db));
}

static gboolean
find_columns(VetListImport *import, GError **error)
{
	const VetListLayout *layout = import->layout;
	guint first = 0;

	for (guint i = 0; i < VET_LIST_MAX_COLUMNS; i++)
		import->columns[i] =
			layout->columns[i] ? vet_csv_column(import->csv, layout->columns[i]) : -1;
	for (guint group = 0; group < G_N_ELEMENTS(layout->needed); group++) {
		gboolean found = layout->needed[group] == 0;
		for (guint i = 0; i < layout->needed[group]; i++)
			found = found || import->columns[first + i] >= 0;
		if (!found) {
			g_set_error(
				error, VET_ERROR, VET_ERROR_MALFORMED,
				"%s: the header has no column “%s”%s%s; name the columns as the "
				"manual does",
				import->source_name, layout->columns[first],
				layout->needed[group] > 1 ? " or " : "",
				layout->needed[group] > 1 ? layout->columns[first + 1] : "");
			return FALSE;
		}
		first += layout->needed[group];
	}
	return TRUE;
}

static gboolean
ensure_list(VetListImport *import, GError **error)
{
	VetSqlite *db = import->lists->db;
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db, "INSERT INTO list (kind, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING", error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import->layout->kind);
	vet_statement_bind_text(statement, 2, import->list_name);
	return vet_sqlite_run(db, statement, error);
}

static gboolean
begin_version(VetListImport *import, gint64 version, GError **error)
{
	VetSqlite *db = import->lists->db;
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db,
		"INSERT INTO import (list, version, source_name, sha256, keyed, imported_at)"
		" SELECT id, ?3, ?4, ?5, ?6, ?7 FROM list WHERE kind = ?1 AND name = ?2",
		error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import->layout->kind);
	vet_statement_bind_text(statement, 2, import->list_name);
	vet_statement_bind_int(statement, 3, version);
	vet_statement_bind_text(statement, 4, import->source_name);
	vet_statement_bind_text(statement, 5, import->sha256);
	vet_statement_bind_text(statement, 6, import->keyed);
	vet_statement_bind_int(statement, 7, g_get_real_time());
	if (!vet_sqlite_run(db, statement, error))
		return FALSE;
	import->id = vet_list_last_row_id(import);
	import->report.version = version;
	return TRUE;
}

static gboolean
take_rows(VetListImport *import, GError **error)
{
	VetImportReport *report = &import->report;

	for (;;) {
		g_autoptr(GError) bad = NULL;
		char **fields;
		guint line;
		gboolean taken = FALSE;

		if (vet_csv_next(import->csv, &fields, &line, &bad)) {
			if (!import->layout->take_row(import, fields, line, &taken, error))
				return FALSE;
		} else if (!bad) {
			return TRUE;
		} else if (report->problems->len < MAX_PROBLEMS) {
			g_ptr_array_add(report->problems, g_strdup(bad->message));
		}
		report->rows += taken;
		report->rejected += !taken;
	}
}

static gboolean
check_size(const VetListImport *import, GError **error)
{
	const VetImportReport *report = &import->report;
	const char *first = report->problems->len > 0 ? report->problems->pdata[0] : "no rows";

	if (import->force)
		return TRUE;
	if (report->rows == 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: no good row for list “%s” (%s); the list in force stays; mend the "
			    "file or force the import",
			    import->source_name, import->list_name, first);
		return FALSE;
	}
	if (report->previous_rows >= SHRINK_ROWS && report->rows * 2 < report->previous_rows) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: %" G_GUINT64_FORMAT " rows where list “%s” has %" G_GUINT64_FORMAT
			    "; the list in force stays; check that the file is whole or force the "
			    "import",
			    import->source_name, report->rows, import->list_name,
			    report->previous_rows);
		return FALSE;
	}
	return TRUE;
}

static gboolean
finish_version(VetListImport *import, GError **error)
{
	VetSqlite *db = import->lists->db;
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db, "UPDATE import SET rows = ?2, rejected = ?3 WHERE id = ?1", error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import->id);
	vet_statement_bind_int(statement, 2, (gint64)import->report.rows);
	vet_statement_bind_int(statement, 3, (gint64)import->report.rejected);
	return vet_sqlite_run(db, statement, error) && vet_list_names_count(db, import->id, error);
}

static gboolean
import_body(VetSqlite *db, gpointer request, GError **error)
{
	VetListImport *import = request;
	g_auto(VetListVersion) current = {0};

	if (!vet_list_version_read(db, import->layout->kind, import->list_name, 0, &current, error))
		return FALSE;
	import->report.previous_rows = (guint64)current.rows;
	if (current.import && strcmp(current.sha256, import->sha256) == 0 &&
	    strcmp(current.keyed, import->keyed) == 0) {
		import->report.version = current.version;
		import->report.rows = (guint64)current.rows;
		import->report.rejected = (guint64)current.rejected;
		return TRUE;
	}
	return ensure_list(import, error) && begin_version(import, current.version + 1, error) &&
	       take_rows(import, error) && check_size(import, error) &&
	       finish_version(import, error);
}

static gboolean
import_list(VetNamelists *lists, const VetListLayout *layout, const char *list_name,
	    const char *source_name, const char *bytes, gsize length, gboolean force,
	    VetImportReport *ret_report, GError **error)
{
	g_autoptr(VetCsv) csv = vet_csv_new(bytes, length, source_name, error);
	g_autofree char *sha256 =
		g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
	g_autofree char *keyed = g_compute_hmac_for_string(
		G_CHECKSUM_SHA256, lists->secret, lists->secret_length, "registrations", -1);
	VetListImport import = {
		.lists = lists,
		.layout = layout,
		.list_name = list_name,
		.source_name = source_name,
		.csv = csv,
		.force = force,
		.sha256 = sha256,
		.keyed = layout->kind == VET_LIST_REGISTRATIONS ? keyed : (char[]){""},
	};

	if (!csv || !find_columns(&import, error))
		return FALSE;
	import.report.problems = g_ptr_array_new_with_free_func(g_free);
	if (!vet_sqlite_transaction(lists->db, import_body, &import, error)) {
		vet_import_report_clear(&import.report);
		return FALSE;
	}
	*ret_report = import.report;
	return TRUE;
}

gboolean
vet_namelists_import(VetNamelists *lists, const char *list_name, const char *source_name,
		     const char *bytes, gsize length, gboolean force, VetImportReport *ret_report,
		     GError **error)
{
	return import_list(lists, &vet_list_entry_layout, list_name, source_name, bytes, length,
			   force, ret_report, error);
}

gboolean
vet_namelists_import_registrations(VetNamelists *lists, const char *source_name, const char *bytes,
				   gsize length, gboolean force, VetImportReport *ret_report,
				   GError **error)
{
	return import_list(lists, &vet_list_registration_layout, VET_LIST_OF_REGISTRATIONS,
			   source_name, bytes, length, force, ret_report, error);
}
