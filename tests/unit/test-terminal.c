/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/terminal.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "daemon/columns.h"
#include "daemon/report.h"
#include "lib/text.h"

typedef struct {
	FILE *file;
	VetTerminal *terminal;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	fixture->file = tmpfile();
	fixture->terminal = vet_terminal_new(fixture->file, TRUE);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	vet_terminal_free(fixture->terminal);
	fclose(fixture->file);
}

static char *
written(Fixture *fixture)
{
	fflush(fixture->file);
	rewind(fixture->file);
	char *text = g_malloc0(64 * 1024);
	gsize length = fread(text, 1, 64 * 1024 - 1, fixture->file);
	text[length] = '\0';
	return text;
}

static void
test_harmless(Fixture *fixture, gconstpointer data)
{
	vet_terminal_put(fixture->terminal, VET_PAINT_RED, "a\033[31mb\tc\nd\xff\xe2\x80\xae");
	g_autofree char *text = written(fixture);
	/* no colour: it is no terminal */
	g_assert_cmpstr(text, ==, "a�[31mb�c\nd��");
}

static void
test_wrap(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GString) long_text = g_string_new(NULL);
	for (guint i = 0; i < 60; i++)
		g_string_append(long_text, i % 2 ? "团队人数" : "word ");
	vet_terminal_put(fixture->terminal, VET_PAINT_PLAIN, "    ");
	vet_terminal_wrap(fixture->terminal, VET_PAINT_PLAIN, long_text->str, 4);
	g_autofree char *text = written(fixture);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint n_lines = g_strv_length(lines);
	g_assert_cmpuint(n_lines, >, 3);
	for (guint i = 0; i + 1 < n_lines; i++) {
		g_assert_true(g_str_has_prefix(lines[i], "    "));
		g_assert_cmpuint(vet_text_width(lines[i]), <=, 100);
	}
}

static void
test_columns(Fixture *fixture, gconstpointer data)
{
	static const char *const titles[] = {"ID", "NAME", "LAST", NULL};
	static const char *const cells[] = {"甲乙", "a", "x", "b", "益阳市某公司", "y\nz"};
	g_autoptr(VetColumns) columns = vet_columns_new(titles);
	for (guint i = 0; i < G_N_ELEMENTS(cells); i++)
		vet_columns_add(columns, VET_PAINT_PLAIN, cells[i]);
	vet_columns_print(columns, fixture->terminal);
	g_autofree char *text = written(fixture);
	g_assert_cmpstr(text, ==,
			"ID    NAME          LAST\n"
			"甲乙  a             x\n"
			"b     益阳市某公司  y z\n");
}

static void
test_report(Fixture *fixture, gconstpointer data)
{
	static const char result[] =
		"{\"submission\":{\"id\":\"YY-1\",\"version\":2,\"received_at\":\"2025-07-08T08:00:"
		"00Z\"},"
		"\"pack\":{\"id\":\"p\",\"version\":\"1.0.0\"},\"verdict\":\"ineligible\","
		"\"facts\":{\"project_name\":{\"value\":\"智能\"},\"units\":[{\"name\":{\"value\":"
		"\"甲公司\"}}]},"
		"\"findings\":[{\"rule\":\"team-size\",\"outcome\":\"reject\",\"basis\":\"五\","
		"\"title\":\"人数\","
		"\"message\":\"七人\",\"advice\":\"减少\",\"evidence\":[{\"document\":\"表.pdf\","
		"\"page\":3,"
		"\"quote\":\"成员\",\"source\":\"text\"}]}],"
		"\"documents\":[{\"path\":\"扫描.pdf\",\"status\":\"ok\",\"pages\":1,\"text_"
		"source\":\"none\"},"
		"{\"path\":\"坏.pdf\",\"status\":\"corrupt\",\"pages\":0,\"text_source\":\"none\"}]"
		","
		"\"coverage\":{\"documents\":2,\"pages\":1,\"rules\":[{\"rule\":\"team-size\","
		"\"outcome\":\"reject\",\"evaluated\":1},{\"rule\":\"deadline\",\"outcome\":"
		"\"undetermined\","
		"\"evaluated\":0}]}}";
	static const char *const expected[] = {
		"YY-1",
		"version 2",
		"ineligible",
		"智能",
		"甲公司",
		"team-size",
		"七人",
		"补正：减少",
		"表.pdf p. 3  “成员”",
		"not checked",
		"扫描.pdf: no text",
		"坏.pdf: not read",
		"deadline",
		"1 of 2 rules",
	};
	g_autoptr(JsonNode) node = json_from_string(result, NULL);
	vet_report_print(fixture->terminal, json_node_get_object(node));
	g_autofree char *text = written(fixture);
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		if (!strstr(text, expected[i]))
			g_error("\"%s\" is not in:\n%s", expected[i], text);
	}
}

/* Members that are missing or of another type: printed as far as it goes. */
static void
test_poor_report(Fixture *fixture, gconstpointer data)
{
	static const char *const results[] = {
		"{}",
		"{\"findings\":[{}],\"documents\":[{}],\"coverage\":{\"rules\":[{}]}}",
		"{\"submission\":[],\"facts\":{\"units\":7},\"verdict\":null,\"findings\":{}}",
	};
	for (guint i = 0; i < G_N_ELEMENTS(results); i++) {
		g_autoptr(JsonNode) node = json_from_string(results[i], NULL);
		vet_report_print(fixture->terminal, json_node_get_object(node));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add(name, Fixture, NULL, set_up, test, tear_down)
	ADD("/terminal/harmless", test_harmless);
	ADD("/terminal/wrap", test_wrap);
	ADD("/columns/aligned", test_columns);
	ADD("/report/whole", test_report);
	ADD("/report/poor", test_poor_report);
	return g_test_run();
}
