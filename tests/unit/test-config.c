/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "lib/error.h"

typedef struct {
	char *folder, *file;
} Fixture;

static void
setup(Fixture *fixture, gconstpointer data)
{
	fixture->folder = g_dir_make_tmp("vet-config-XXXXXX", NULL);
	fixture->file = g_build_filename(fixture->folder, "vetd.conf", NULL);
}

static void
teardown(Fixture *fixture, gconstpointer data)
{
	g_remove(fixture->file);
	g_rmdir(fixture->folder);
	g_free(fixture->file);
	g_free(fixture->folder);
}

static VetConfig *
load(Fixture *fixture, const char *text, GError **error)
{
	g_assert_true(g_file_set_contents(fixture->file, text, -1, NULL));
	return vet_config_load(fixture->file, error);
}

static void
assert_equal(const VetConfig *config, const VetConfig *expected)
{
	g_assert_cmpstr(config->inbox, ==, expected->inbox);
	g_assert_cmpstr(config->state, ==, expected->state);
	g_assert_cmpstr(config->pack, ==, expected->pack);
	g_assert_cmpstr(config->locale, ==, expected->locale);
	g_assert_cmpstr(config->blacklist, ==, expected->blacklist);
	g_assert_cmpstr(config->registry, ==, expected->registry);
	g_assert_cmpstr(config->publish, ==, expected->publish);
	g_assert_cmpstr(config->query, ==, expected->query);
	g_assert_cmpuint(config->settle_ms, ==, expected->settle_ms);
	g_assert_cmpuint(config->rescan_ms, ==, expected->rescan_ms);
	g_assert_cmpuint(config->workers, ==, expected->workers);
	g_assert_cmpint(config->sandbox, ==, expected->sandbox);
	for (guint i = 0; i < VET_N_LIMITS; i++)
		g_assert_cmpuint(config->limits.value[i], ==, expected->limits.value[i]);
}

static void
test_defaults(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetConfig) defaults = vet_config_new();
	g_autoptr(VetConfig) empty = load(fixture, "", &error);

	g_assert_no_error(error);
	assert_equal(empty, defaults);
	g_assert_true(defaults->sandbox);
	g_assert_cmpuint(defaults->settle_ms, ==, 2000);
	g_assert_null(defaults->blacklist);
}

/* every default that the example shows in a comment is read back as that default */
static void
test_example(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *example = vet_config_example();
	g_auto(GStrv) lines = g_strsplit(example, "\n", -1);
	g_autoptr(VetConfig) defaults = vet_config_new();

	for (guint i = 0; lines[i]; i++)
		if (lines[i][0] == '#' && lines[i][1] != ' ')
			memmove(lines[i], lines[i] + 1, strlen(lines[i]));
	g_autofree char *spoken = g_strjoinv("\n", lines);
	g_assert_nonnull(strstr(spoken, "\nsandbox=on\n"));
	g_autoptr(VetConfig) config = load(fixture, spoken, &error);
	g_assert_no_error(error);
	assert_equal(config, defaults);
}

static void
test_values(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetConfig) config =
		load(fixture,
		     "[vetd]\ninbox=/in\nsettle=500ms\nrescan = 2m\n"
		     "workers=3\nsandbox=off\nextractions=5M\n[lists]\nblacklist=/b.csv\n"
		     "[bus]\nquery=ipc:///q\n[limits]\npages=7\n",
		     &error);

	g_assert_no_error(error);
	g_assert_cmpstr(config->inbox, ==, "/in");
	g_assert_cmpuint(config->settle_ms, ==, 500);
	g_assert_cmpuint(config->rescan_ms, ==, 120000);
	g_assert_cmpuint(config->workers, ==, 3);
	g_assert_false(config->sandbox);
	g_assert_cmpuint(config->extractions, ==, 5 << 20);
	g_assert_cmpstr(config->blacklist, ==, "/b.csv");
	g_assert_cmpstr(config->query, ==, "ipc:///q");
	g_assert_cmpuint(config->limits.value[VET_LIMIT_PAGES], ==, 7);
}

static void
test_faults(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *text, *said; /* behind the file's name */
	} cases[] = {
		{"[vetd]\ninboxes=/in\n", ":2: unknown key inboxes in [vetd]"},
		{"[vetd]\n\n# remark\n[vet]\n", ":4: unknown section [vet]"},
		{"[bus]\nsettle=2s\n", ":2: unknown key settle in [bus]"},
		{"[vetd]\nsettle=soon\n", ":2: settle is a time like 500ms, 2s or 1m"},
		{"[vetd]\nsettle=-1s\n", "found “-1s”"},
		{"[vetd]\nrescan=100000s\n", ":2: rescan is a time"},
		{"[vetd]\nworkers=many\n", ":2: workers is a number from 0 to 256"},
		{"[vetd]\nworkers=257\n", "found “257”"},
		{"[vetd]\nsandbox=maybe\n", ":2: sandbox is on or off, found “maybe”"},
		{"[vetd]\nextractions=2T\n", ":2: extractions is a number of bytes"},
		{"[vetd]\nextractions=-1\n", ":2: extractions is a number of bytes"},
		{"[vetd]\nextractions=9999999999G\n", "up to 1048576G, found “9999999999G”"},
		{"[vetd]\nlocale=zh_CN\ninbox=\n", ":3: inbox must not be empty"},
		{"[limits]\npages=none\n", ":2: "},
		{"[limits]\nleaves=3\n", ":2: "},
		{"inbox=/in\n", "vetd.conf: "},
		{"[vetd]\nlocale=\xff\n", ":2: "},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(load(fixture, cases[i].text, &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
		g_test_message("%s", error->message);
		g_assert_true(g_str_has_prefix(error->message, fixture->file));
		g_assert_nonnull(strstr(error->message, cases[i].said));
	}
}

/* all faults at once, a line each */
static void
test_all_faults(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(load(fixture, "[vetd]\nworkers=x\nsandbox=x\n[limits]\npages=x\n", &error));
	g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
	g_assert_cmpuint(g_strv_length(lines), ==, 3);
	g_assert_nonnull(strstr(lines[0], ":2: "));
	g_assert_nonnull(strstr(lines[1], ":3: "));
	g_assert_nonnull(strstr(lines[2], ":5: "));
}

static void
test_missing(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(vet_config_load(fixture->file, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_assert_true(g_str_has_prefix(error->message, fixture->file));
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, setup, function, teardown)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("/config/defaults", test_defaults);
	ADD("/config/example", test_example);
	ADD("/config/values", test_values);
	ADD("/config/faults", test_faults);
	ADD("/config/all-faults", test_all_faults);
	ADD("/config/missing", test_missing);
	return g_test_run();
}
