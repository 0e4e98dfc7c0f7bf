/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/csv.h"

#include "lib/error.h"

#include <string.h>

/* "line:a|b" for each row, "line!" for a bad one, joined by spaces */
static char *
read_all(const char *bytes, gsize length)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetCsv) csv = vet_csv_new(bytes, length, "t.csv", &error);
	GString *all = g_string_new(NULL);

	if (!csv) {
		g_string_append(all, error->message);
		return g_string_free(all, FALSE);
	}
	for (;;) {
		char **fields = NULL;
		guint line = 0;
		g_autoptr(GError) bad = NULL;

		if (vet_csv_next(csv, &fields, &line, &bad)) {
			g_autofree char *joined = g_strjoinv("|", fields);
			g_string_append_printf(all, "%u:%s ", line, joined);
		} else if (bad) {
			g_assert_error(bad, VET_ERROR, VET_ERROR_MALFORMED);
			g_assert_true(g_str_has_prefix(bad->message, "t.csv:"));
			g_string_append_printf(all, "%" G_GUINT64_FORMAT "! ",
					       g_ascii_strtoull(bad->message + 6, NULL, 10));
		} else {
			break;
		}
	}
	return g_string_free(all, FALSE);
}

typedef struct {
	const char *bytes;
	const char *rows;
} CsvCase;

static const CsvCase cases[] = {
	{"a,b\n1,2\n3,4", "2:1|2 3:3|4 "},
	{"\xEF\xBB\xBF"
	 "a,b\r\n1,2\r\n",
	 "2:1|2 "},
	{"a\tb\n1,5\t2\n", "2:1,5|2 "},
	{"a,b\r1,2\r", "2:1|2 "},
	{"a,b\n\"x,\"\"y\"\"\",\"1\n2\"\n3,4\n", "2:x,\"y\"|1\n2 4:3|4 "},
	{"a,b\n1\n1,2,3\n4,5\n", "2! 3! 4:4|5 "},
	{"a,b\n\n,\n1,2\n\n", "4:1|2 "},
	{"a,b\n\"open,2\n3,4\n5,6\n", "2! 3:3|4 4:5|6 "},
	{"a,b\n\"x\"y,2\n3,4\n", "2! 3:3|4 "},
	{"a,b\n1,\"\"\n", "2:1| "},
	{"名称,码\n益\xff阳,2\n益阳,4\n", "2! 3:益阳|4 "},
	{"\xC3\xFB\xB3\xC6,b\n\xD2\xE6\xD1\xF4,2\n", "2:益阳|2 "},
	/* 联通 in GB18030 happens to be valid UTF-8 */
	{"\xC3\xFB\xB3\xC6,b\n\xC1\xAA\xCD\xA8,2\n\xD2\xFF,3\n1,2\n", "2:联通|2 3! 4:1|2 "},
	{"", "t.csv:1: empty: a header line with the names of the columns is needed"},
	{"a,a\n1,2\n", "t.csv:1: column “a” appears twice; rename one"},
};

static void
test_rows(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *rows = read_all(cases[i].bytes, strlen(cases[i].bytes));
		g_assert_cmpstr(rows, ==, cases[i].rows);
	}
}

static void
test_utf16(void)
{
	static const char bytes[] = "\xFF\xFE"
				    "a\0,\0b\0\n\0\xCA\x76,\0"
				    "2\0\n";
	g_autofree char *rows = read_all(bytes, sizeof(bytes));

	g_assert_cmpstr(rows, ==, "2:益|2 ");
}

static void
test_nul(void)
{
	g_autofree char *rows = read_all("a,b\n1\0,2\n3,4\n", 13);

	g_assert_cmpstr(rows, ==, "2! 3:3|4 ");
}

static void
test_bounds(void)
{
	g_autofree char *wide = g_strnfill(VET_CSV_MAX_FIELDS + 10, ',');
	g_autofree char *deep = g_strnfill(VET_CSV_MAX_FIELD_BYTES + 1, 'x');
	g_autofree char *too_wide = g_strdup_printf("a,b\n%s\n1,2\n", wide);
	g_autofree char *too_long = g_strdup_printf("a,b\n%s,2\n\"%s\",2\n1,2\n", deep, deep);
	g_autofree char *wide_rows = read_all(too_wide, strlen(too_wide));
	g_autofree char *long_rows = read_all(too_long, strlen(too_long));
	g_autoptr(GError) error = NULL;

	g_assert_cmpstr(wide_rows, ==, "2! 3:1|2 ");
	g_assert_cmpstr(long_rows, ==, "2! 3! 4:1|2 ");
	g_assert_null(vet_csv_new("a", VET_CSV_MAX_BYTES + 1, "big.csv", &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_LIMIT);
}

static void
test_columns(void)
{
	const char *text = " 名 称 ,ＩＤ,\n";
	g_autoptr(VetCsv) csv = vet_csv_new(text, strlen(text), "t.csv", NULL);

	g_assert_cmpint(vet_csv_column(csv, "名称"), ==, 0);
	g_assert_cmpint(vet_csv_column(csv, "ID"), ==, 1);
	g_assert_cmpint(vet_csv_column(csv, "来源"), ==, -1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/csv/rows", test_rows);
	g_test_add_func("/csv/utf16", test_utf16);
	g_test_add_func("/csv/nul", test_nul);
	g_test_add_func("/csv/bounds", test_bounds);
	g_test_add_func("/csv/columns", test_columns);
	return g_test_run();
}
