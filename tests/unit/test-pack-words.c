/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pack-words.h"

#include <string.h>

#include "lib/facts.h"

static VetPack *pack;

/* who adds a fact gives it a word */
static void
test_every_fact_has_a_word(void)
{
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++)
		if (!vet_pack_words_fact(row->path))
			g_error("%s has no word in daemon/pack-words.c", row->path);
	g_assert_null(vet_pack_words_fact("units[].nothing"));
	g_assert_cmpstr(vet_pack_words_field("credit_code"), ==, "统一社会信用代码");
}

static void
test_every_outcome_has_a_word(void)
{
	for (int outcome = VET_OUTCOME_NOT_APPLICABLE; outcome <= VET_OUTCOME_REJECT; outcome++)
		g_assert_nonnull(vet_pack_words_outcome(outcome));
}

static void
test_gloss(void)
{
	static const struct {
		const char *expression, *gloss;
	} cases[] = {
		{"size(members) <= params.max_members", "个数(团队成员) ≤ 团队人数上限"},
		{"!has(u.credit_code) || u.lead==true",
		 "非 有(u的统一社会信用代码) 或 u的牵头单位 ＝ 真"},
		{"documents.filter(d, d.class in ['a:b'])",
		 "材料文件 选出(d, d的材料种类 属于 [“a:b”])"},
		{"has(form.track) ? {'k': form.track} : {}",
		 "有(申报书的赛道) 则 {“k”: 申报书的赛道} 否则 {}"},
		{"documents.exists(d, d.holder != '')", "材料文件 存在(d, d的专利权人 ≠ “”)"},
		{"x.unheard_of(1.5)", "x unheard_of(1.5)"},
		{"'不完", "“不完”"},
		{"", ""},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *gloss = vet_pack_gloss(pack, cases[i].expression);

		g_assert_cmpstr(gloss, ==, cases[i].gloss);
	}
}

/* each of the pack's own expressions gets through, and no operator is left */
static void
test_gloss_of_the_pack(void)
{
	const GPtrArray *rules = vet_pack_rules(pack);

	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];

		for (guint j = 0; j < rule->cases->len; j++) {
			const VetCase *one = rule->cases->pdata[j];
			g_autofree char *gloss =
				vet_pack_gloss(pack, cel_program_source(one->check));

			g_assert_null(strstr(gloss, "&&"));
			g_assert_null(strstr(gloss, "params."));
			if (one->message) {
				g_autofree char *text = vet_pack_gloss_template(pack, one->message);

				g_assert_true(!strchr(text, '{') || strstr(text, "{“"));
			}
		}
	}
}

int
main(int argc, char **argv)
{
	g_autofree char *folder = NULL;
	g_autoptr(GError) error = NULL;

	g_test_init(&argc, &argv, NULL);
	folder = g_build_filename(g_getenv("G_TEST_SRCDIR") ? g_getenv("G_TEST_SRCDIR") : ".",
				  "rules", "yiyang-2025", NULL);
	pack = vet_pack_load(folder, &error);
	g_assert_no_error(error);
	g_test_add_func("/pack-words/facts", test_every_fact_has_a_word);
	g_test_add_func("/pack-words/outcomes", test_every_outcome_has_a_word);
	g_test_add_func("/pack-words/gloss", test_gloss);
	g_test_add_func("/pack-words/pack", test_gloss_of_the_pack);
	int status = g_test_run();

	vet_pack_unref(pack);
	return status;
}
