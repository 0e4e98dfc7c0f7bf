/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/records.h"

#include <string.h>

#define MOST_ROWS 8
#define MOST_COLUMNS 4

typedef struct {
	const char *cells[MOST_ROWS][MOST_COLUMNS];
	const char *people; /* "name/number/role" of each, apart by a space */
} TableCase;

static const char *const names[] = {"姓名", NULL};
static const char *const numbers[] = {"身份证号", NULL};
static const char *const roles[] = {"职务", NULL};
static const char *const units[] = {"工作单位", NULL};

static const TableCase cases[] = {
	{{{"姓名", "身份证号", "职务"}, {"甲乙", "4301", "工程师"}, {"丙丁", "4302", "教授"}},
	 "甲乙/4301/工程师 丙丁/4302/教授"},
	/* the heading comes again, as on the next page */
	{{{"姓名", "身份证号"}, {"甲乙", "4301"}, {"姓名", "身份证号"}, {"丙丁", "4302"}},
	 "甲乙/4301/- 丙丁/4302/-"},
	/* on its side, a column for each person */
	{{{"姓名", "甲乙", "丙丁"}, {"身份证号", "4301", "4302"}, {"职务", "工程师", "教授"}},
	 "甲乙/4301/工程师 丙丁/4302/教授"},
	/* a block of labels: the second two say more of the same person */
	{{{"姓名", "甲乙", "职务", "工程师"}, {"身份证号", "4301", "工作单位", "甲公司"}},
	 "甲乙/4301/工程师"},
	{{{"姓名", "甲乙", "性别", "男"}, {"身份证号", "4301", "职务", "工程师"}}, "甲乙/4301/-"},
	{{{"姓名", "甲乙", "民族", "汉族"}, {"身份证号", "4301", "电话", "无"}}, "甲乙/4301/-"},
	/* a block for each of several, in one table */
	{{{"姓名", "甲乙", "职务", "工程师"},
	  {"身份证号", "4301", "工作单位", "甲公司"},
	  {"姓名", "丙丁", "职务", "教授"},
	  {"身份证号", "4302", "工作单位", "乙公司"}},
	 "甲乙/4301/工程师 丙丁/4302/教授"},
	/* a person a row, label and value by turns */
	{{{"姓名", "甲乙", "身份证号", "4301"}, {"姓名", "丙丁", "身份证号", "4302"}},
	 "甲乙/4301/- 丙丁/4302/-"},
	/* two people beside one another */
	{{{"姓名", "身份证号", "姓名", "身份证号"}, {"甲乙", "4301", "丙丁", "4302"}},
	 "甲乙/4301/- 丙丁/4302/-"},
	{{{"身份证号", "姓名", "身份证号", "姓名"}, {"4301", "甲乙", "4302", "丙丁"}},
	 "甲乙/4301/- 丙丁/4302/-"},
};

static VetContent *
content_of(const TableCase *table_case)
{
	VetContent *content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	guint n_rows = 0, n_columns = 0;

	for (guint row = 0; row < MOST_ROWS; row++)
		for (guint column = 0; column < MOST_COLUMNS; column++)
			if (table_case->cells[row][column]) {
				n_rows = row + 1;
				n_columns = MAX(n_columns, column + 1);
			}
	VetTable *table = vet_page_add_table(page, n_rows, n_columns, (VetBox){0});
	for (guint row = 0; row < n_rows; row++)
		for (guint column = 0; column < n_columns; column++)
			vet_table_add_cell(table, row, column, 1, 1, table_case->cells[row][column],
					   (VetBox){0});
	return content;
}

static char *
people_in(const GPtrArray *records)
{
	GString *people = g_string_new(NULL);

	for (guint i = 0; i < records->len; i++) {
		const GPtrArray *record = records->pdata[i];
		for (guint j = 0; j < 3; j++) {
			const VetSighting *sighting = record->pdata[j];
			g_string_append_printf(people, "%s%s",
					       j   ? "/"
					       : i ? " "
						   : "",
					       sighting ? sighting->value : "-");
		}
	}
	return g_string_free(people, FALSE);
}

static void
test_tables(void)
{
	VetColumnSpec columns[] = {
		{.id = (char *)"name", .labels = (char **)names, .required = TRUE},
		{.id = (char *)"id_number", .labels = (char **)numbers, .telling = TRUE},
		{.id = (char *)"role", .labels = (char **)roles},
		{.id = (char *)"unit", .labels = (char **)units},
	};
	g_autoptr(GPtrArray) specs = g_ptr_array_new();
	g_autoptr(GPtrArray) patterns = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
		g_ptr_array_add(specs, &columns[i]);
	const VetFieldSpec field = {.columns = specs, .patterns = patterns};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(VetContent) content = content_of(&cases[i]);
		g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
		g_autoptr(GPtrArray) records = vet_records_find(transcript, &field);
		g_autofree char *people = people_in(records);
		g_test_message("case %u", i);
		g_assert_cmpstr(people, ==, cases[i].people);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/records/tables", test_tables);
	return g_test_run();
}
