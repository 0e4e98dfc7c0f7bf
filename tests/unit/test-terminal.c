/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/terminal.h"

#include "daemon/columns.h"

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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add(name, Fixture, NULL, set_up, test, tear_down)
	ADD("/terminal/harmless", test_harmless);
	ADD("/columns/aligned", test_columns);
	return g_test_run();
}
