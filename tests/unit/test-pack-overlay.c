/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SMALL "tests/packs/broken/small"
#define HEAD "version: 1.0.0\ntitle: 另一城市\nrequires: {engine: \">=1.0 <2\", lang: cel-1}\n"
#define RULE                                                                                       \
	"    title: t\n    basis: b\n    check: size(units) > 0\n    on_fail: note\n    message: " \
	"m\n"

static const char *const files[] = {"pack.yaml", "documents.yaml", "rules.yaml", "tests.yaml"};

/* --- folders of packs --- */

static void
put(const char *root, const char *id, const char *name, const char *text)
{
	g_autofree char *folder = g_build_filename(root, id, NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
put_pack(const char *root, const char *id, const char *rest)
{
	g_autofree char *text = g_strdup_printf("pack: %s\n" HEAD "%s", id, rest);
	put(root, id, "pack.yaml", text);
}

static void
copy_small(const char *root)
{
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *from = g_build_filename(SMALL, files[i], NULL);
		g_autofree char *text = NULL;
		g_assert_true(g_file_get_contents(from, &text, NULL, NULL));
		put(root, "small", files[i], text);
	}
}

/* a folder with the pack “small” in it, for overlays beside it */
static char *
make_root(void)
{
	g_autoptr(GError) error = NULL;
	char *root = g_dir_make_tmp("vet-overlay-XXXXXX", &error);
	g_assert_no_error(error);
	copy_small(root);
	return root;
}

static void
remove_root(const char *root)
{
	g_autoptr(GDir) packs = g_dir_open(root, 0, NULL);
	for (const char *id; (id = g_dir_read_name(packs));) {
		g_autofree char *folder = g_build_filename(root, id, NULL);
		if (g_file_test(folder, G_FILE_TEST_IS_SYMLINK)) {
			g_unlink(folder);
			continue;
		}
		for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
			g_autofree char *path = g_build_filename(folder, files[i], NULL);
			g_unlink(path);
		}
		g_rmdir(folder);
	}
	g_rmdir(root);
}

static VetPack *
load(const char *root, const char *id)
{
	g_autofree char *folder = g_build_filename(root, id, NULL);
	g_autoptr(GError) error = NULL;
	VetPack *pack = vet_pack_load(folder, &error);
	g_assert_no_error(error);
	return pack;
}

static void
expect_fault(const char *root, const char *id, const char *expected)
{
	g_autofree char *folder = g_build_filename(root, id, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	if (pack || !strstr(error->message, expected))
		g_error("%s: expected “%s”, found:\n%s", id, expected,
			pack ? "no fault" : error->message);
}

static void
assert_rules(const VetPack *pack, const char *expected)
{
	g_autoptr(GString) found = g_string_new(NULL);
	const GPtrArray *rules = vet_pack_rules(pack);
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		g_string_append_printf(found, "%s%s%s", i ? " " : "", rule->id,
				       rule->inherited ? "" : "!");
	}
	g_assert_cmpstr(found->str, ==, expected);
}

static void
assert_tests_pass(VetPack *pack, guint expected)
{
	g_autoptr(VetPackTestRun) run = vet_pack_test(pack, NULL);
	for (guint i = 0; i < run->results->len; i++) {
		const VetPackTestResult *result = run->results->pdata[i];
		if (!result->passed)
			g_error("%s: %s", result->name, result->detail);
	}
	g_assert_cmpuint(run->results->len, ==, expected);
}

/* --- what an overlay may do --- */

static void
test_params(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "city", "extends: [small@^1]\nparams: {max_members: 8}\n");
	g_autoptr(VetPack) pack = load(root, "city");
	g_assert_cmpstr(vet_pack_id(pack), ==, "city");
	g_assert_cmpstr(vet_pack_version(pack), ==, "1.0.0");
	g_assert_cmpstr(vet_pack_id(vet_pack_base(pack)), ==, "small");
	CelValue value;
	g_assert_true(cel_map_get(vet_pack_params_value(pack), "max_members", &value));
	g_assert_cmpint(value.integer, ==, 8);
	g_assert_true(
		cel_map_get(vet_pack_params_value(vet_pack_base(pack)), "max_members", &value));
	g_assert_cmpint(value.integer, ==, 5);
	assert_rules(pack, "team-size third-party-material blacklist");
	const VetRule *first = vet_pack_rules(pack)->pdata[0];
	g_assert_cmpstr(first->file, ==, "../small/rules.yaml");
	assert_tests_pass(pack, 5);
	remove_root(root);
}

static void
test_rules(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "city", "extends: [small@^1]\ndisable: [blacklist]\n");
	put(root, "city", "rules.yaml", "rules:\n  - id: new\n" RULE "  - id: team-size\n" RULE);
	put(root, "city", "tests.yaml",
	    "cases:\n  - {name: 有单位, expect: {}}\n  - name: 无单位\n    set: {units: []}\n"
	    "    expect: {new: note, team-size: note, third-party-material: review}\n");
	g_autoptr(VetPack) pack = load(root, "city");
	assert_rules(pack, "team-size! third-party-material new!");
	assert_tests_pass(pack, 7);
	remove_root(root);
}

static void
test_classes_vars_lists(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "city",
		 "extends: [small@^1]\nlists: {debtors: {title: 欠税名单}}\n"
		 "params: {floor: {type: int, value: 0, title: 下限}}\n"
		 "vars: {several: size(units) > params.floor}\n");
	put(root, "city", "documents.yaml",
	    "classes:\n  - id: patent_certificate\n    title: 专利\n    match: {any: [专利]}\n"
	    "    fields: {holder: {title: 人, type: list, owner: true, labels: [人]}}\n"
	    "  - {id: other, title: 其他, match: {any: [其他]}}\n");
	put(root, "city", "rules.yaml",
	    "rules:\n  - id: debtors\n    title: t\n    basis: b\n    when: vars.several\n"
	    "    for: {u: units}\n    check: size(lookup_name('debtors', u.name)) == 0\n"
	    "    on_fail: note\n    message: m\n");
	put(root, "city", "tests.yaml",
	    "defaults: {lists: {debtors: []}}\ncases:\n  - {name: 未欠税, expect: {}}\n"
	    "  - name: 欠税\n    lists: {debtors: [{name: 湖南洞庭公司}]}\n"
	    "    expect: {debtors: note}\n");
	g_autoptr(VetPack) pack = load(root, "city");
	g_assert_cmpuint(vet_pack_classes(pack)->len, ==, 2);
	g_assert_cmpstr(vet_pack_class(pack, "patent_certificate")->title, ==, "专利");
	g_assert_true(vet_pack_declares_list(pack, "debtors"));
	g_assert_true(vet_pack_declares_list(pack, "blacklist"));
	assert_tests_pass(pack, 7);
	remove_root(root);
}

static void
test_chain(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "province", "extends: [small@~1.2]\nparams: {max_members: 7}\n");
	put_pack(root, "city", "extends: [\"province@>=1.0 <2\"]\ndisable: [blacklist]\n");
	g_autoptr(VetPack) pack = load(root, "city");
	CelValue value;
	g_assert_true(cel_map_get(vet_pack_params_value(pack), "max_members", &value));
	g_assert_cmpint(value.integer, ==, 7);
	assert_rules(pack, "team-size third-party-material");
	assert_tests_pass(pack, 5);
	remove_root(root);
}

/* where no pack lies beside it, the installed ones are asked */
static void
test_search_path(void)
{
	g_autofree char *root = make_root();
	g_autofree char *far = g_dir_make_tmp("vet-overlay-XXXXXX", NULL);
	const char *const folders[] = {"/nowhere", root, NULL}, *const none[] = {NULL};
	put_pack(far, "city", "extends: [small@^1]\nparams: {max_members: 8}\n");
	expect_fault(far, "city", "pack.yaml:5:11: error: there is no pack “small”");
	vet_pack_set_search_path(folders);
	g_autoptr(VetPack) pack = load(far, "city");
	const VetRule *first = vet_pack_rules(pack)->pdata[0];
	g_autofree char *file = g_build_filename(root, "small", "rules.yaml", NULL);
	g_assert_cmpstr(first->file, ==, file);
	vet_pack_set_search_path(none);
	remove_root(root);
	remove_root(far);
}

static void
test_hash(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "city", "extends: [small@^1]\nparams: {max_members: 8}\n");
	g_autoptr(VetPack) before = load(root, "city");
	g_assert_cmpstr(vet_pack_sha256(before), !=, vet_pack_sha256(vet_pack_base(before)));
	g_autofree char *path = g_build_filename(root, "small", "tests.yaml", NULL);
	g_autofree char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_autofree char *longer = g_strconcat(text, "\n", NULL);
	put(root, "small", "tests.yaml", longer);
	g_autoptr(VetPack) after = load(root, "city");
	g_assert_cmpstr(vet_pack_sha256(before), !=, vet_pack_sha256(after));
	remove_root(root);
}

/* --- what it may not --- */

static void
test_faults(void)
{
	static const struct {
		const char *rest, *expected;
	} rows[] = {
		{"extends: [small@^1, city@^1]\n", "at most one other, found 2"},
		{"extends: [small@1.x]\n", ":5:17: error: “1.x” is no range of versions"},
		{"extends: [\"../small@^1\"]\n", "found “../small”"},
		{"extends: [\"..@^1\"]\n", "found “..”"},
		{"extends: [city@^1]\n", "in a circle: city → city"},
		{"disable: [team-size]\n", ":5:10: error: a pack without a base has nothing"},
		{"extends: [small@^1]\nparams: {max_members: many}\n", "is not of type int"},
		{"extends: [small@^1]\nparams: {colour: red}\n",
		 ":6:10: error: the base has no param “colour”; a new one is written in full"},
		{"extends: [small@^1]\nlists: {blacklist: {title: t}}\n",
		 "the base has a list “blacklist” already"},
		{"extends: [small@^1]\ndisable: [team-size]\nparams: {max_members: 8}\n",
		 ":7:10: error: params.max_members is never used"},
		{"extends: [small@^1]\ndisable: [[a]]\n", "must be text, found a list"},
		{"extends: [small@^1]\ndisable: [blacklist, blacklist]\n",
		 ":6:22: error: the base has no rule “blacklist” to disable"},
	};
	g_autofree char *root = make_root();
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		put_pack(root, "city", rows[i].rest);
		put(root, "city", "documents.yaml", "classes: []\n");
		put(root, "city", "rules.yaml", "rules: []\n");
		put(root, "city", "tests.yaml", "cases: []\n");
		expect_fault(root, "city", rows[i].expected);
	}
	remove_root(root);
}

static void
test_circle_and_depth(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "a", "extends: [b@^1]\n");
	put_pack(root, "b", "extends: [a@^1]\n");
	expect_fault(root, "a",
		     "../b/pack.yaml:5:11: error: packs extend each other in a circle: "
		     "a → b → a");
	for (guint i = 1; i <= 6; i++) {
		g_autofree char *id = g_strdup_printf("p%u", i);
		g_autofree char *rest = i > 1 ? g_strdup_printf("extends: [p%u@^1]\n", i - 1)
					      : g_strdup("extends: [small@^1]\n");
		put_pack(root, id, rest);
	}
	g_autoptr(VetPack) deep = load(root, "p4");
	expect_fault(root, "p5", "at most 4 bases stand on each other");
	remove_root(root);
}

static void
test_links_and_names(void)
{
	g_autofree char *root = make_root();
	g_autofree char *link = g_build_filename(root, "linked", NULL);
	g_assert_cmpint(symlink("small", link), ==, 0);
	put_pack(root, "city", "extends: [linked@^1]\n");
	expect_fault(root, "city", "there is no pack “linked”");
	put_pack(root, "other", "extends: [small@^1]\n");
	g_autofree char *text = g_strdup("pack: renamed\n" HEAD "extends: [small@^1]\n");
	put(root, "other", "pack.yaml", text);
	put_pack(root, "city", "extends: [other@^1]\n");
	expect_fault(root, "city", "holds the pack “renamed”, expected “other”");
	remove_root(root);
}

/* a fault in the base, or one that the overlay brings to it, is shown where it stands */
static void
test_places(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "city", "extends: [small@^1]\n");
	put(root, "city", "documents.yaml",
	    "classes:\n  - {id: patent_certificate, title: 专利, match: {any: [专利]}}\n");
	put(root, "city", "tests.yaml", "cases: [{name: 一, expect: {}}]\n");
	expect_fault(root, "city",
		     "../small/tests.yaml:4:57: error: a document of class patent_certificate has "
		     "no field “holder”");
	put(root, "small", "rules.yaml", "rules: [{}]\n");
	expect_fault(root, "city", "../small/rules.yaml:1:9: error: this rule lacks the key “id”");
	remove_root(root);
}

/* --- waivers --- */

static void
put_waiver(const char *root, const char *rule, const char *expires)
{
	g_autofree char *rules = g_strdup_printf(
		"waivers:\n  - {rule: %s, match: size(members) > 0, reason: r, approved_by: a, "
		"expires: %s}\n",
		rule, expires);
	put_pack(root, "city", "extends: [small@^1]\n");
	put(root, "city", "rules.yaml", rules);
}

static void
test_waivers(void)
{
	g_autofree char *root = make_root();
	put_waiver(root, "team-size", "2099-12-31");
	g_autoptr(VetPack) pack = load(root, "city");
	g_assert_cmpuint(vet_pack_waivers(pack)->len, ==, 2);
	g_assert_cmpstr(vet_pack_warnings(pack), ==, "");
	/* to the end of the day, in China */
	const VetWaiver *waiver = vet_pack_waivers(pack)->pdata[0];
	CelValue end;
	g_assert_true(cel_timestamp_parse("2100-01-01T00:00:00+08:00", &end));
	g_assert_cmpint(waiver->expires.integer, ==, end.integer);

	put_waiver(root, "team-size", "\"2024-12-31T12:00:00+08:00\"");
	g_autoptr(VetPack) late = load(root, "city");
	g_assert_true(g_str_has_prefix(vet_pack_warnings(late), "rules.yaml:2:"));
	g_assert_nonnull(strstr(vet_pack_warnings(late), ": warning: the waiver expired with"));
	static const char *const wrong[] = {"2099-2-3", "2099-02-30",           "soon",
					    "\" \"",    "\"2099-12-31 18:00\"", "20991231"};
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		put_waiver(root, "team-size", wrong[i]);
		expect_fault(root, "city", i == 3 ? "nothing stands behind" : "is no date");
	}
	put_waiver(root, "team", "2099-12-31");
	expect_fault(root, "city", "rules.yaml:2:12: error: the pack has no rule “team”");
	remove_root(root);
}

/* a waiver was approved for the rule as it was */
static void
test_waivers_of_replaced(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "city", "extends: [small@^1]\n");
	put(root, "city", "rules.yaml", "rules:\n  - id: third-party-material\n" RULE);
	put(root, "city", "tests.yaml",
	    "cases:\n  - {name: 有, expect: {}}\n  - name: 无\n    set: {units: []}\n"
	    "    expect: {third-party-material: note}\n");
	g_autoptr(VetPack) pack = load(root, "city");
	g_assert_cmpuint(vet_pack_waivers(pack)->len, ==, 0);
	remove_root(root);
}

/* every rule of its own needs its own tests */
static void
test_untested(void)
{
	g_autofree char *root = make_root();
	put_pack(root, "city", "extends: [small@^1]\n");
	put(root, "city", "rules.yaml", "rules:\n  - id: team-size\n" RULE);
	expect_fault(root, "city",
		     "rules.yaml:2:9: error: no case of tests.yaml expects the rule "
		     "“team-size” to hit");
	remove_root(root);
}

/* --- text that YAML readers make numbers of --- */

static void
test_strings_stay(void)
{
	g_autofree char *root = make_root();
	put(root, "city", "pack.yaml",
	    "pack: city\nversion: 1.10\ntitle: no\n"
	    "requires: {engine: \">=1.0 <2\", lang: cel-1}\nextends: [small@^1]\nparams:\n"
	    "  code: {type: string, value: 091430900000000001, title: ~}\n"
	    "  words: {type: list<string>, value: [no, 1.10, null, 0x1F, 1e3, true], title: 3}\n");
	put(root, "city", "rules.yaml",
	    "rules:\n  - id: all\n    title: yes\n    basis: 5.10\n"
	    "    check: size(params.words) == size(units) + 5 && params.code != ''\n"
	    "    on_fail: note\n    message: 12\n");
	put(root, "city", "tests.yaml",
	    "cases:\n  - {name: 1, expect: {}}\n  - name: 0\n    set: {units: []}\n"
	    "    expect: {all: note, third-party-material: review}\n    message: {all: 12}\n");
	g_autoptr(VetPack) pack = load(root, "city");
	CelValue value;
	g_assert_cmpstr(vet_pack_version(pack), ==, "1.10");
	g_assert_true(cel_map_get(vet_pack_params_value(pack), "code", &value));
	g_assert_cmpint(value.kind, ==, CEL_STRING);
	g_assert_cmpstr(value.text, ==, "091430900000000001");
	g_assert_true(cel_map_get(vet_pack_params_value(pack), "words", &value));
	static const char *const words[] = {"no", "1.10", "null", "0x1F", "1e3", "true"};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		g_assert_cmpstr(value.list->items[i].text, ==, words[i]);
	const VetRule *rule = vet_pack_rules(pack)->pdata[3];
	g_assert_cmpstr(rule->title, ==, "yes");
	g_assert_cmpstr(rule->basis, ==, "5.10");
	assert_tests_pass(pack, 7);
	remove_root(root);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pack-overlay/params", test_params);
	g_test_add_func("/pack-overlay/rules", test_rules);
	g_test_add_func("/pack-overlay/classes-vars-lists", test_classes_vars_lists);
	g_test_add_func("/pack-overlay/chain", test_chain);
	g_test_add_func("/pack-overlay/search-path", test_search_path);
	g_test_add_func("/pack-overlay/hash", test_hash);
	g_test_add_func("/pack-overlay/faults", test_faults);
	g_test_add_func("/pack-overlay/circle-and-depth", test_circle_and_depth);
	g_test_add_func("/pack-overlay/links-and-names", test_links_and_names);
	g_test_add_func("/pack-overlay/places", test_places);
	g_test_add_func("/pack-overlay/waivers", test_waivers);
	g_test_add_func("/pack-overlay/waivers-of-replaced", test_waivers_of_replaced);
	g_test_add_func("/pack-overlay/untested", test_untested);
	g_test_add_func("/pack-overlay/strings-stay", test_strings_stay);
	return g_test_run();
}
