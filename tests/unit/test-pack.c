/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/error.h"
#include "lib/facts.h"
#include "lib/pack.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define SAMPLES "tests/samples/packs/"

static const char *const files[] = {"pack.yaml", "documents.yaml", "rules.yaml", "tests.yaml"};

/* a folder of its own with the good pack, for the test to spoil */
static char *
copy_good_pack(void)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("vet-pack-XXXXXX", &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *from = g_build_filename(SAMPLES "good", files[i], NULL);
		g_autofree char *to = g_build_filename(folder, files[i], NULL);
		g_autofree char *text = NULL;
		gsize length = 0;
		g_assert_true(g_file_get_contents(from, &text, &length, &error));
		g_assert_true(g_file_set_contents(to, text, length, &error));
	}
	return folder;
}

static void
write_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
remove_pack(const char *folder)
{
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(folder, files[i], NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

static VetPack *
load_good(void)
{
	g_autoptr(GError) error = NULL;
	VetPack *pack = vet_pack_load(SAMPLES "good", &error);
	g_assert_no_error(error);
	return pack;
}

static const VetRule *
find_rule(const VetPack *pack, const char *id)
{
	const GPtrArray *rules = vet_pack_rules(pack);
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		if (g_str_equal(rule->id, id))
			return rule;
	}
	g_assert_not_reached();
}

static void
test_good(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_assert_cmpstr(vet_pack_id(pack), ==, "sample-contest");
	g_assert_cmpstr(vet_pack_version(pack), ==, "0.3.1");
	g_assert_cmpuint(vet_pack_rules(pack)->len, ==, 6);
	g_assert_cmpuint(vet_pack_params(pack)->len, ==, 7);
	g_assert_cmpuint(vet_pack_vars(pack)->len, ==, 2);
	g_assert_cmpuint(vet_pack_waivers(pack)->len, ==, 1);
	g_assert_cmpuint(strlen(vet_pack_sha256(pack)), ==, 64);
	g_assert_true(vet_pack_declares_list(pack, "blacklist"));
	g_assert_false(vet_pack_declares_list(pack, "redlist"));
	const VetRule *rule = find_rule(pack, "third-party-material");
	g_assert_cmpuint(rule->loops->len, ==, 2);
	g_assert_cmpstr(((VetNamedExpression *)rule->loops->pdata[0])->name, ==, "d");
	g_assert_cmpstr(((VetNamedExpression *)rule->loops->pdata[1])->name, ==, "h");
	g_assert_cmpstr(rule->file, ==, "rules.yaml");
	g_assert_nonnull(rule->note_when);
	g_assert_cmpuint(find_rule(pack, "blacklist")->cases->len, ==, 2);
}

/* the schema says the type: a key of digits is text */
static void
test_params(void)
{
	g_autoptr(VetPack) pack = load_good();
	CelValue params = vet_pack_params_value(pack), value;
	g_assert_true(cel_map_get(params, "max_members", &value));
	g_assert_true(value.kind == CEL_INT && value.integer == 3);
	g_assert_true(cel_map_get(params, "deadline", &value));
	g_assert_true(value.kind == CEL_TIMESTAMP && value.integer == 1752163199);
	g_assert_true(cel_map_get(params, "tracks", &value));
	g_assert_true(cel_map_get(value, "91", &value));
	g_assert_cmpstr(value.text, ==, "数字");
}

static void
test_classes(void)
{
	g_autoptr(VetPack) pack = load_good();
	const GPtrArray *classes = vet_pack_classes(pack);
	g_assert_cmpstr(((VetDocumentClass *)classes->pdata[0])->id, ==, "patent_certificate");
	const VetDocumentClass *document_class = vet_pack_class(pack, "patent_certificate");
	g_assert_cmpuint(document_class->fields->len, ==, 5);
	const VetFieldSpec *holder = document_class->fields->pdata[0];
	g_assert_true(holder->owner && holder->required);
	g_assert_cmpint(holder->type, ==, VET_FIELD_LIST);
	g_assert_cmpstr(holder->labels[0], ==, "专利权人");
	const VetFieldSpec *inventors = document_class->fields->pdata[4];
	g_assert_cmpuint(inventors->columns->len, ==, 2);
	g_assert_null(vet_pack_class(pack, "other"));
	g_assert_nonnull(vet_pack_class(pack, "application_form")->section);
}

/* the hash follows every byte and nothing else */
static void
test_hash(void)
{
	g_autofree char *folder = copy_good_pack();
	g_autoptr(VetPack) good = load_good();
	g_autoptr(VetPack) copy = vet_pack_load(folder, NULL);
	g_assert_cmpstr(vet_pack_sha256(good), ==, vet_pack_sha256(copy));
	g_autofree char *path = g_build_filename(folder, "tests.yaml", NULL);
	g_autofree char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_autofree char *longer = g_strconcat(text, "\n", NULL);
	write_file(folder, "tests.yaml", longer);
	g_autoptr(VetPack) changed = vet_pack_load(folder, NULL);
	g_assert_cmpstr(vet_pack_sha256(good), !=, vet_pack_sha256(changed));
	remove_pack(folder);
}

/* each file of broken/ stands in for one of the good pack; its head says what must be reported */
static void
test_broken(gconstpointer data)
{
	const char *name = data;
	g_autofree char *path = g_build_filename(SAMPLES "broken", name, NULL);
	g_autofree char *text = NULL;
	g_autofree char *folder = copy_good_pack();
	g_autoptr(GError) error = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_auto(GStrv) parts = g_strsplit(name, ".", -1);
	g_autofree char *file = g_strconcat(parts[1], ".yaml", NULL);
	write_file(folder, file, text);

	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	g_assert_null(pack);
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; g_str_has_prefix(lines[i], "# expect: "); i++) {
		const char *expected = lines[i] + strlen("# expect: ");
		if (!strstr(error->message, expected))
			g_error("%s: expected “%s”, found:\n%s", name, expected, error->message);
	}
	remove_pack(folder);
}

static void
add_broken_packs(void)
{
	g_autoptr(GDir) directory = g_dir_open(SAMPLES "broken", 0, NULL);
	g_assert_nonnull(directory);
	for (const char *name; (name = g_dir_read_name(directory));) {
		g_autofree char *path = g_strdup_printf("/pack/broken/%s", name);
		g_test_add_data_func_full(path, g_strdup(name), test_broken, g_free);
	}
}

/* faults are collected, not only the first */
static void
test_many_faults(void)
{
	g_autofree char *folder = copy_good_pack();
	g_autoptr(GString) rules = g_string_new("rules:\n");
	for (guint i = 0; i < 70; i++)
		g_string_append_printf(rules,
				       "  - {id: r%u, title: t, basis: b, check: nothing%u, "
				       "on_fail: note, message: m}\n",
				       i, i);
	write_file(folder, "rules.yaml", rules->str);
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	g_assert_null(pack);
	g_assert_nonnull(strstr(error->message, "rules.yaml:2:"));
	g_assert_nonnull(strstr(error->message, "rules.yaml:51:"));
	g_assert_null(strstr(error->message, "rules.yaml:52:"));
	g_assert_nonnull(strstr(error->message, "and 20 more errors"));
	remove_pack(folder);
}

static void
test_missing(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(vet_pack_load(SAMPLES "nowhere", &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_autofree char *folder = copy_good_pack();
	g_autofree char *path = g_build_filename(folder, "tests.yaml", NULL);
	g_unlink(path);
	g_clear_error(&error);
	g_assert_null(vet_pack_load(folder, &error));
	g_assert_nonnull(strstr(error->message, "tests.yaml: error:"));
	remove_pack(folder);
}

static void
test_no_files(void)
{
	static const char *const names[] = {"rules.yaml", "notes"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *folder = copy_good_pack();
		g_autofree char *path = g_build_filename(folder, names[i], NULL);
		g_autoptr(GError) error = NULL;
		g_unlink(path);
		g_assert_cmpint(mkfifo(path, 0600), ==, 0);
		g_assert_null(vet_pack_load(folder, &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
		g_assert_nonnull(strstr(error->message, names[i]));
		g_unlink(path);
		remove_pack(folder);
	}
}

/* --- written while it is read --- */

typedef struct {
	const char *folder;
	const char *text; /* of pack.yaml, up to its version; what follows is `rest` */
	const char *rest;
	gint stop;
} Writer;

static void
write_version(const Writer *writer, const char *folder, const char *version)
{
	g_autofree char *text = g_strconcat(writer->text, version, writer->rest, NULL);
	g_autofree char *draft = g_build_filename(folder, ".draft", NULL);
	g_autofree char *path = g_build_filename(folder, "pack.yaml", NULL);
	g_assert_true(
		g_file_set_contents_full(draft, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	g_assert_cmpint(g_rename(draft, path), ==, 0);
}

static gpointer
keep_writing(gpointer data)
{
	Writer *writer = data;
	for (guint i = 2; !g_atomic_int_get(&writer->stop); i++) {
		g_autofree char *version = g_strdup_printf("0.3.%u", i);
		write_version(writer, writer->folder, version);
	}
	return NULL;
}

/* a pack's hash is over what was read of it, or there is no pack */
static void
test_written_meanwhile(void)
{
	g_autofree char *folder = copy_good_pack();
	g_autofree char *still = copy_good_pack();
	g_autofree char *path = g_build_filename(folder, "pack.yaml", NULL);
	g_autofree char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	char *version = strstr(text, "0.3.1");
	*version = '\0';
	Writer writer = {folder, text, version + strlen("0.3.1"), 0};
	GThread *thread = g_thread_new("writer", keep_writing, &writer);
	for (guint i = 0; i < 50; i++) {
		g_autoptr(VetPack) pack = vet_pack_load(folder, NULL);
		if (!pack)
			continue;
		write_version(&writer, still, vet_pack_version(pack));
		g_autoptr(VetPack) same = vet_pack_load(still, NULL);
		g_assert_cmpstr(vet_pack_sha256(pack), ==, vet_pack_sha256(same));
	}
	g_atomic_int_set(&writer.stop, 1);
	g_thread_join(thread);
	g_autoptr(VetPack) pack = vet_pack_load(folder, NULL);
	g_assert_nonnull(pack);
	remove_pack(folder);
	remove_pack(still);
}

/* texts that are no pack at all: a fault each, never a crash */
static void
test_hostile(void)
{
	g_autoptr(GString) deep = g_string_new("rules: ");
	g_autoptr(GString) flow = g_string_new(NULL);
	for (guint i = 0; i < 5000; i++)
		g_string_append_c(flow, '[');
	g_string_append(deep, flow->str);
	const char *const texts[] = {"",
				     "---\n",
				     "a",
				     "- a\n",
				     "rules: []\n---\nrules: []\n",
				     "rules: [1, 2]\n",
				     "rules: {}\n",
				     "rules: [[]]\n",
				     "rules:\n  - {id: {a: b}}\n",
				     "\xff\xfe",
				     "rules: \"\\0\"\n",
				     "? [a]\n: b\n",
				     deep->str};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *folder = copy_good_pack();
		g_autoptr(GError) error = NULL;
		write_file(folder, "rules.yaml", texts[i]);
		g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
		g_assert_null(pack);
		g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
		remove_pack(folder);
	}
}

static void
replace_in_file(const char *folder, const char *name, const char *old, const char *new)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_autoptr(GString) changed = g_string_new(text);
	g_assert_cmpuint(g_string_replace(changed, old, new, 0), >, 0);
	write_file(folder, name, changed->str);
}

/* params['x'] and vars['x'] are params.x and vars.x; vars alone is any of them */
static void
test_indexed(void)
{
	g_autofree char *folder = copy_good_pack();
	g_autoptr(GError) error = NULL;
	replace_in_file(folder, "rules.yaml", "params.max_members", "params['max_members']");
	replace_in_file(folder, "rules.yaml", "params.host_city", "params[['host_city'][0]]");
	replace_in_file(folder, "rules.yaml", "vars.legible_certs",
			"cel.bind(v, vars, v['legible_certs'])");
	replace_in_file(folder, "pack.yaml", "vars.certs.filter", "vars['certs'].filter");
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	g_assert_no_error(error);
	g_autoptr(GPtrArray) results = vet_pack_run_tests(pack, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < results->len; i++)
		g_assert_true(((VetPackTestResult *)results->pdata[i])->passed);
	replace_in_file(folder, "pack.yaml", "vars['certs'].filter",
			"cel.bind(v, vars, v.certs).filter");
	g_assert_null(vet_pack_load(folder, &error));
	g_assert_nonnull(strstr(error->message, "the var “legible_certs” needs its own value"));
	remove_pack(folder);
}

/* places inside scalars of every style lead back to the file */
static void
test_places(void)
{
	static const struct {
		const char *check, *place;
	} cases[] = {
		{"size(units) + nothing", "rules.yaml:2:66:"},
		{"'1 == 1 && ''x'' == nothing'", "rules.yaml:2:72:"},
		{"\"1 == 1 && \\\"x\\\" == nothing\"", "rules.yaml:2:72:"},
		{"\"\\u4e00 == 1\"", "rules.yaml:2:53:"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *folder = copy_good_pack();
		g_autofree char *rules = g_strdup_printf(
			"rules:\n  - {id: one, title: t, basis: 依据, let: {}, check: "
			"%s, on_fail: note, message: m}\n",
			cases[i].check);
		write_file(folder, "rules.yaml", rules);
		g_autoptr(GError) error = NULL;
		g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
		g_assert_null(pack);
		if (!strstr(error->message, cases[i].place))
			g_error("expected %s, found:\n%s", cases[i].place, error->message);
		remove_pack(folder);
	}
}

static void
test_block_places(void)
{
	g_autofree char *folder = copy_good_pack();
	write_file(
		folder, "rules.yaml",
		"rules:\n  - id: one\n    title: t\n    basis: b\n    check: |\n      1 == 1 &&\n"
		"      nothing\n    on_fail: note\n    message: >-\n      一\n      {none}\n");
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	g_assert_null(pack);
	g_assert_nonnull(strstr(error->message, "rules.yaml:7:7:"));
	g_assert_nonnull(strstr(error->message, "rules.yaml:11:8:"));
	remove_pack(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pack/good", test_good);
	g_test_add_func("/pack/params", test_params);
	g_test_add_func("/pack/classes", test_classes);
	g_test_add_func("/pack/hash", test_hash);
	g_test_add_func("/pack/missing", test_missing);
	g_test_add_func("/pack/no-files", test_no_files);
	g_test_add_func("/pack/written-meanwhile", test_written_meanwhile);
	g_test_add_func("/pack/many-faults", test_many_faults);
	g_test_add_func("/pack/hostile", test_hostile);
	g_test_add_func("/pack/indexed", test_indexed);
	g_test_add_func("/pack/places", test_places);
	g_test_add_func("/pack/block-places", test_block_places);
	add_broken_packs();
	return g_test_run();
}
