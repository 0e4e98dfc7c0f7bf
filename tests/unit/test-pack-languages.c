/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/factmap.h"
#include "lib/pack-languages.h"
#include "lib/screen.h"
#include "lib/sentence.h"

#include <glib/gstdio.h>
#include <string.h>

#define SMALL "tests/packs/broken/small"
#define HEADER "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
#define ENTRY(text, said) "msgid \"" text "\"\nmsgstr \"" said "\"\n\n"
#define SIZE "团队共 {size(members)} 人，超过上限 {params.max_members} 人"

static const char *const files[] = {"pack.yaml",  "documents.yaml", "rules.yaml",
				    "tests.yaml", "po/en.po",       "po/fr.po"};

/* --- folders of packs --- */

static void
put(const char *root, const char *id, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(root, id, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* the pack “small” with this English, and the overlay “city” of it */
static char *
make_root(const char *english)
{
	char *root = g_dir_make_tmp("vet-languages-XXXXXX", NULL);
	g_assert_nonnull(root);
	for (guint i = 0; i < 4; i++) {
		g_autofree char *from = g_build_filename(SMALL, files[i], NULL);
		g_autofree char *text = NULL;
		g_assert_true(g_file_get_contents(from, &text, NULL, NULL));
		put(root, "small", files[i], text);
	}
	g_autofree char *po = g_strconcat(HEADER, english, NULL);
	put(root, "small", "po/en.po", po);
	put(root, "city", "pack.yaml",
	    "pack: city\nversion: 1.0.0\ntitle: 另一城市\nrequires: {engine: \">=1.0 <2\", lang: "
	    "cel-1}\nextends: [small@^1]\nparams: {max_members: 3}\n");
	return root;
}

static void
remove_root(char *root)
{
	static const char *const packs[] = {"small", "city"};
	for (guint i = 0; i < G_N_ELEMENTS(packs); i++) {
		for (guint j = 0; j < G_N_ELEMENTS(files); j++) {
			g_autofree char *path = g_build_filename(root, packs[i], files[j], NULL);
			g_unlink(path);
		}
		g_autofree char *po = g_build_filename(root, packs[i], "po", NULL);
		g_autofree char *folder = g_build_filename(root, packs[i], NULL);
		g_rmdir(po);
		g_rmdir(folder);
	}
	g_rmdir(root);
	g_free(root);
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
expect(const char *english, const char *expected)
{
	char *root = make_root(english);
	g_autofree char *folder = g_build_filename(root, "small", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	const char *found = pack ? vet_pack_warnings(pack) : error->message;
	if (!strstr(found, expected))
		g_error("expected “%s”, found:\n%s", expected, found);
	/* what is a fault keeps the pack from being used, what is a warning does not */
	g_assert_true(!pack == (strstr(expected, ": error: ") != NULL));
	remove_root(root);
}

/* --- findings --- */

static VetFacts *
make_facts(void)
{
	VetFacts *facts = vet_facts_new(1024 * 1024);
	const VetEvidence *origin = vet_facts_keep_evidence(
		facts, vet_evidence_new("申报书.pdf", 1, (VetBox){0}, "某甲公司",
					VET_EVIDENCE_MANIFEST, 1.0));
	VetFactList *members = vet_fact_list_new(facts), *units = vet_fact_list_new(facts);
	for (guint i = 0; i < 6; i++) {
		VetFactMap *member = vet_fact_map_new(facts);
		vet_fact_map_add_string(member, "name", "张三", origin);
		vet_fact_list_add(members, vet_fact_map_finish(member, origin));
	}
	VetFactMap *unit = vet_fact_map_new(facts);
	vet_fact_map_add_string(unit, "name", "某甲公司", origin);
	vet_fact_list_add(units, vet_fact_map_finish(unit, origin));
	vet_facts_set(facts, "members", vet_fact_list_finish(members, NULL));
	vet_facts_set(facts, "units", vet_fact_list_finish(units, NULL));
	vet_facts_set(facts, "documents", vet_fact_list_finish(vet_fact_list_new(facts), NULL));
	return facts;
}

static VetScreening *
screen(const VetPack *pack, const VetFacts *facts, const char *language)
{
	VetScreenOptions options = {.submission_id = "S1", .language = language};
	return vet_screen_run(pack, facts, &options);
}

static const VetFinding *
find(const VetScreening *screening, const char *rule)
{
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (g_str_equal(finding->rule, rule))
			return finding;
	}
	g_error("no finding of %s", rule);
}

/* texts in the language where they are translated, in Chinese where not; nothing else differs */
static void
test_findings(void)
{
	char *root = make_root(ENTRY("团队人数", "Team size") ENTRY(
		SIZE, "At most {params.max_members} may be in a team, there are {size(members)}.")
				       ENTRY("名单“{list}”尚未导入", "{list} was not imported")
					       ENTRY("{said}：{cause}", "{said} Cause: {cause}"));
	g_autoptr(VetPack) pack = load(root, "small");
	g_autoptr(VetFacts) facts = make_facts();
	g_autoptr(VetScreening) own = screen(pack, facts, NULL);
	g_autoptr(VetScreening) english = screen(pack, facts, "en");
	g_autoptr(VetScreening) unknown = screen(pack, facts, "fr");
	g_assert_cmpstr(find(own, "team-size")->message, ==, "团队共 6 人，超过上限 5 人");
	g_assert_cmpstr(find(english, "team-size")->title, ==, "Team size");
	g_assert_cmpstr(find(english, "team-size")->message, ==,
			"At most 5 may be in a team, there are 6.");
	g_assert_cmpstr(find(english, "blacklist")->title, ==, "失信名单");
	g_assert_cmpstr(find(own, "blacklist")->message, ==,
			"“失信名单”无法判定，请人工核对：名单“blacklist”尚未导入");
	g_assert_cmpstr(find(english, "blacklist")->message, ==,
			"“失信名单”无法判定，请人工核对 Cause: blacklist was not imported");
	g_assert_cmpuint(own->findings->len, ==, 2);
	g_assert_cmpuint(english->findings->len, ==, 2);
	g_assert_cmpint(vet_verdict_of(own->findings), ==, vet_verdict_of(english->findings));
	for (guint i = 0; i < own->findings->len; i++) {
		const VetFinding *a = own->findings->pdata[i], *b = english->findings->pdata[i];
		const VetFinding *c = unknown->findings->pdata[i];
		g_assert_cmpstr(a->id, ==, b->id);
		g_assert_cmpint(a->outcome, ==, b->outcome);
		g_assert_cmpstr(a->message, ==, c->message);
	}
	remove_root(root);
}

/* the budget of a rule ends at the same place, however long its translation is */
static void
test_budget(void)
{
	char *root = make_root(ENTRY(
		SIZE, "{size(members)} {size(members)} {size(members)} of {params.max_members}"));
	g_autoptr(VetPack) pack = load(root, "small");
	g_autoptr(VetFacts) facts = make_facts();
	for (guint64 steps = 1; steps < 40; steps++) {
		VetScreenOptions options = {.submission_id = "S1", .max_steps = steps};
		g_autoptr(VetScreening) own = vet_screen_run(pack, facts, &options);
		options.language = "en";
		g_autoptr(VetScreening) english = vet_screen_run(pack, facts, &options);
		g_assert_cmpstr(find(own, "team-size")->id, ==, find(english, "team-size")->id);
	}
	remove_root(root);
}

/* a value of the pack's own is put into words where the PO file names its expression */
static void
test_words(void)
{
	char *root = make_root(
		ENTRY(SIZE, "{size(members)} of {params.max_members}") "msgctxt "
								       "\"{size(members)}"
								       "\"\n" ENTRY("6", "six"));
	g_autoptr(VetPack) pack = load(root, "small");
	g_autoptr(VetFacts) facts = make_facts();
	g_autoptr(VetScreening) english = screen(pack, facts, "en");
	g_assert_cmpstr(find(english, "team-size")->message, ==, "six of 5");
	remove_root(root);
}

/* two findings on the same evidence are told apart by what they say in the pack's own language */
static void
test_twins(void)
{
	char *root = make_root("");
	put(root, "city", "rules.yaml",
	    "rules:\n  - id: twin\n    title: t\n    basis: b\n    for: {w: \"['甲', '乙']\"}\n    "
	    "check: size(units) != 1 || w == ''\n    on_fail: note\n    message: 缺{w}\n    "
	    "evidence: "
	    "[units]\n");
	put(root, "city", "tests.yaml",
	    "cases:\n  - {name: a, set: {units: [{name: a}]}, expect: {twin: note}}\n  - {name: b, "
	    "set: {units: []}, expect: {}}\n");
	put(root, "city", "po/en.po",
	    HEADER ENTRY("缺{w}", "no {w}") "msgctxt \"{w}\"\n" ENTRY("甲", "one"));
	g_autoptr(VetPack) pack = load(root, "city");
	g_autoptr(VetFacts) facts = make_facts();
	g_autoptr(VetScreening) own = screen(pack, facts, NULL);
	g_autoptr(VetScreening) english = screen(pack, facts, "en");
	guint n_twins = 0;
	g_assert_cmpuint(own->findings->len, ==, english->findings->len);
	for (guint i = 0; i < own->findings->len; i++) {
		const VetFinding *a = own->findings->pdata[i], *b = english->findings->pdata[i];
		g_assert_cmpstr(a->id, ==, b->id);
		if (!g_str_equal(b->rule, "twin"))
			continue;
		g_assert_cmpstr(a->message, ==, n_twins ? "缺乙" : "缺甲");
		g_assert_cmpstr(b->message, ==, n_twins ? "no 乙" : "no one");
		n_twins++;
	}
	g_assert_cmpuint(n_twins, ==, 2);
	remove_root(root);
}

/* --- overlays --- */

static void
test_overlay(void)
{
	char *root = make_root(ENTRY(SIZE, "{size(members)} of {params.max_members}")
				       ENTRY("失信名单", "List"));
	g_autoptr(VetFacts) facts = make_facts();
	g_autoptr(VetPack) without = load(root, "city");
	g_autoptr(VetScreening) inherited = screen(without, facts, "en");
	g_assert_cmpstr(find(inherited, "team-size")->message, ==, "6 of 3");
	put(root, "city", "po/en.po",
	    HEADER ENTRY("失信名单", "Register") ENTRY("另一城市", "City"));
	put(root, "city", "po/fr.po", HEADER ENTRY("另一城市", "Ville"));
	g_autoptr(VetPack) with = load(root, "city");
	g_autoptr(VetScreening) own = screen(with, facts, "en");
	g_assert_cmpstr(find(own, "team-size")->message, ==, "6 of 3");
	g_assert_cmpstr(find(own, "blacklist")->title, ==, "Register");
	g_assert_cmpstr(vet_pack_say(with, "fr", "pack", "另一城市"), ==, "Ville");
	g_assert_cmpstr(vet_pack_sha256(with), !=, vet_pack_sha256(without));
	remove_root(root);
}

static void
test_locales(void)
{
	static const struct {
		const char *locale, *language;
		gboolean is_own;
	} rows[] = {{"en", "en", FALSE},         {"en_GB.UTF-8", "en", FALSE},
		    {"en_US@euro", "en", FALSE}, {"zh_CN.UTF-8", NULL, TRUE},
		    {"zh", NULL, TRUE},          {"fr_FR", NULL, FALSE},
		    {"", NULL, FALSE},           {"e", NULL, FALSE}};
	char *root = make_root("");
	g_autoptr(VetPack) pack = load(root, "small");
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		gboolean is_own = FALSE;
		g_assert_cmpstr(vet_pack_language(pack, rows[i].locale, &is_own), ==,
				rows[i].language);
		g_assert_cmpint(is_own, ==, rows[i].is_own);
	}
	remove_root(root);
}

/* --- faults --- */

static void
test_faults(void)
{
	/* does not compile, is not typed, is not what the original says */
	expect(ENTRY(SIZE, "{size(members} of {params.max_members}"), "po/en.po:6:9: error: ");
	expect(ENTRY(SIZE, "{size(members)} of {params.max_member}"), "po/en.po:6:28: error: ");
	expect(ENTRY(SIZE, "{size(units)} of {params.max_members}"),
	       "po/en.po:6:10: error: the text “" SIZE "” has no expression {size(units)}");
	expect(ENTRY("名单“{list}”尚未导入", "{lists} is not there"),
	       "po/en.po:6:9: error: the sentence “名单“{list}”尚未导入” has no {lists}");
	/* what lint says */
	expect(ENTRY(SIZE, "{size(members)} are too many"),
	       "po/en.po:6:1: warning: the translation leaves out {params.max_members}");
	expect("#, fuzzy\n" ENTRY("团队人数", "Team"),
	       "po/en.po:7:1: warning: the translation is marked");
	expect(ENTRY("团队人数", ""), "po/en.po:6:1: warning: not translated");
	expect(ENTRY("没有这句", "x"), "po/en.po:6:1: warning: the pack says this nowhere");
	expect("msgctxt \"{size(members)}\"\n" ENTRY("6", "six"),
	       "warning: no translation has the expression of this msgctxt");
	expect("", "“团队人数” (rule team-size, title) is not translated");
	expect("", "more texts are not translated");
	expect("msgid \"a\n", "po/en.po:6:1: error: ");
}

/* Chinese in quotes may be put into English, a value that is compared with may not */
static void
test_quotes(void)
{
	static const char rules[] =
		"rules:\n  - id: r\n    title: t\n    basis: b\n    check: size(members) < 2\n    "
		"on_fail: note\n    message: \"{units[0].name == 'x' ? '甲' : '乙'}\"\n";
	static const struct {
		const char *said, *fault;
	} rows[] = {
		{"{units[0].name=='x' ? 'one':'two'}", NULL},
		{"{units[0].name == 'y' ? 'one' : 'two'}", "has no expression"},
		{"{units[0].name == 'x' ? 'one' : u}", "unknown name 'u'"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *entry = g_strdup_printf(
			ENTRY("{units[0].name == 'x' ? '甲' : '乙'}", "%s"), rows[i].said);
		g_autofree char *po = g_strconcat(HEADER, entry, NULL);
		char *root = make_root("");
		put(root, "city", "rules.yaml", rules);
		put(root, "city", "tests.yaml",
		    "cases:\n  - {name: a, set: {members: [{name: a}]}, expect: {}}\n  - {name: b, "
		    "set: {members: [{name: a}, {name: b}]}, expect: {r: note}}\n");
		put(root, "city", "po/en.po", po);
		g_autofree char *folder = g_build_filename(root, "city", NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
		if (!pack != (rows[i].fault != NULL) ||
		    (error && !strstr(error->message, rows[i].fault)))
			g_error("%s: %s", rows[i].said, error ? error->message : "no fault");
		remove_root(root);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pack-languages/findings", test_findings);
	g_test_add_func("/pack-languages/budget", test_budget);
	g_test_add_func("/pack-languages/words", test_words);
	g_test_add_func("/pack-languages/twins", test_twins);
	g_test_add_func("/pack-languages/overlay", test_overlay);
	g_test_add_func("/pack-languages/locales", test_locales);
	g_test_add_func("/pack-languages/faults", test_faults);
	g_test_add_func("/pack-languages/quotes", test_quotes);
	return g_test_run();
}
