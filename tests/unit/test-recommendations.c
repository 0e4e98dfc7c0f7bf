/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/recommendations.h"

#include <glib/gstdio.h>
#include <string.h>

#include "lib/ident.h"
#include "lib/pack-files.h"

#define SMALL "tests/packs/broken/small"
#define TRACKS "  tracks: {type: list<string>, title: t, value: [工业制造, 城市治理, 开放性创新]}\n"
#define SUPERVISORS                                                                                \
	"  track_supervisors: {type: map<string>, title: t, value: {工业制造: 市工信局, "  \
	"城市治理: "                                                                           \
	"\"市公安局、市城管局\"}}\n"
#define MINIMUM "  track_minimum: {type: map<int>, title: t, value: {工业制造: 2, 城市治理: 1}}\n"
#define MINIMUM_OF_ONE "  track_minimum: {type: map<int>, title: t, value: {工业制造: 2}}\n"
#define COUNTIES                                                                                              \
	"  counties: {type: map<string>, title: t, value: {桃江县: 桃江, 南县: 南县, 大通湖区: " \
	"大通湖}}\n"
#define REGIONS                                                                                    \
	"  county_regions: {type: map<string>, title: t, value: {桃江县: 430922, 南县: 430921}}\n"
#define COUNTY_MINIMUM "  county_minimum: {type: int, title: t, value: 2}\n"

/* the pack “small” with these params; NULL with its faults in *ret_faults */
static VetPack *
make_pack(const char *params, char **ret_faults)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *root = g_dir_make_tmp("vet-recommendations-XXXXXX", &error);
	g_autofree char *base = g_build_filename(root, "small", NULL);
	g_autofree char *folder = g_build_filename(root, "city", NULL);
	g_autofree char *file = g_build_filename(folder, "pack.yaml", NULL);
	g_autofree char *text = g_strdup_printf("pack: city\nversion: 1.0.0\ntitle: t\n"
						"requires: {engine: \">=1.0 <2\", lang: cel-1}\n"
						"extends: [small@^1]\nparams:\n%s",
						params);
	g_assert_no_error(error);
	g_assert_true(vet_pack_files_copy(SMALL, base, &error));
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(file, text, -1, &error));
	VetPack *pack = vet_pack_load(folder, &error);
	*ret_faults = error ? g_strdup(error->message) : NULL;
	g_assert_true(vet_pack_files_remove(root));
	return pack;
}

static VetRecommendations *
make(const char *params)
{
	g_autofree char *faults = NULL;
	g_autoptr(VetPack) pack = make_pack(params, &faults);
	g_assert_cmpstr(faults, ==, NULL);
	return vet_recommendations_new(pack);
}

static void
assert_json(const VetRecommendations *recommendations, const char *expected)
{
	g_autofree char *json = vet_recommendations_to_json(recommendations);
	g_assert_cmpstr(json, ==, expected);
}

#define FIGURES(received, eligible, review, ineligible, minimum, missing)                          \
	"\"received\":" received ",\"eligible\":" eligible ",\"needs_review\":" review             \
	",\"ineligible\":" ineligible ",\"minimum\":" minimum ",\"missing\":" missing "}"

static void
test_tracks(void)
{
	g_autoptr(VetRecommendations) all = make(TRACKS SUPERVISORS MINIMUM);
	vet_recommendations_add(all, "eligible", "赛道一：数据要素×工业制造", "", "");
	vet_recommendations_add(all, "ineligible", "工业 制造", "", "");
	vet_recommendations_add(all, "needs_review", "城市治理", "", "");
	vet_recommendations_add(all, "eligible", "城市治理", "", "");
	vet_recommendations_add(all, "eligible", "城市治理", "", "");
	vet_recommendations_add(all, "eligible", "开放性创新", "", "");
	vet_recommendations_add(all, "needs_review", "低空经济", "", "");
	vet_recommendations_add(all, "needs_review", "工业制造或城市治理", "", "");
	vet_recommendations_add(all, "needs_review", "", "", "");
	vet_recommendations_add(all, NULL, "", "", "");
	assert_json(
		all,
		"{\"received\":10,\"waiting\":1,\"eligible\":4,\"needs_review\":4,"
		"\"ineligible\":1,\"tracks\":["
		"{\"track\":\"工业制造\",\"supervisors\":[\"市工信局\"]," FIGURES(
			"2", "1", "0", "1", "2",
			"1") ","
			     "{\"track\":\"城市治理\",\"supervisors\":[\"市公安局\",\"市城管局\"]"
			     "," FIGURES(
				     "3", "2", "1", "0", "2",
				     "0") ","
					  "{\"track\":\"开放性创新\",\"supervisors\":[]," FIGURES(
						  "1", "1", "0", "0", "null",
						  "null") ","
							  "{\"track\":null,\"supervisors\":[]"
							  "," FIGURES("3", "0", "3", "0", "null",
								      "null") "],\"counties\":[]}");
}

/* a code of this region with its check digits */
static char *
code_in(const char *region)
{
	char code[19];
	g_snprintf(code, sizeof code, "91%sMA4L0KQ7", region);
	code[16] = vet_organisation_code_check_digit(code + 8);
	code[17] = '\0';
	code[17] = vet_credit_code_check_digit(code);
	code[18] = '\0';
	return g_strdup(code);
}

static const struct {
	const char *name, *region; /* region NULL: no code */
	const char *county;        /* NULL: not to be assigned */
	gboolean by_code;
} leads[] = {
	{"益阳甲科技有限公司", "430922", "桃江县", TRUE},
	/* the registering office, whatever the name has */
	{"桃江竹业有限公司", "430921", "南县", TRUE},
	{"桃江竹业有限公司", "430900", "桃江县", FALSE},
	{"桃 江 竹业有限公司", NULL, "桃江县", FALSE},
	/* outside GB/T 2260: no code can say it */
	{"益阳市大通湖水产有限公司", "430921", "大通湖区", FALSE},
	{"大通湖桃江渔业有限公司", "430921", "大通湖区", FALSE},
	{"桃江南县联合有限公司", NULL, NULL, FALSE},
	{"桃江南县联合有限公司", "430922", "桃江县", TRUE},
	{"长沙乙科技有限公司", "430100", NULL, FALSE},
	{"", NULL, NULL, FALSE},
};

static char *
figures_of(const char *json, const char *county)
{
	g_autofree char *quoted = county ? g_strdup_printf("\"%s\"", county) : g_strdup("null");
	g_autofree char *head = g_strdup_printf("{\"county\":%s,", quoted);
	const char *at = strstr(json, head);
	g_assert_nonnull(at);
	return g_strndup(at, strcspn(at, "}"));
}

static void
test_counties(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(leads); i++) {
		g_autoptr(VetRecommendations) all = make(COUNTIES REGIONS COUNTY_MINIMUM);
		g_autofree char *code = leads[i].region ? code_in(leads[i].region) : g_strdup("");
		vet_recommendations_add(all, "eligible", "", leads[i].name, code);
		g_autofree char *json = vet_recommendations_to_json(all);
		g_autofree char *figures = figures_of(json, leads[i].county);
		if (!strstr(figures, "\"received\":1"))
			g_error("%s is not in %s: %s", leads[i].name,
				leads[i].county ? leads[i].county : "none", json);
		const char *how = !leads[i].county   ? "\"by_code\":0,\"by_name\":0"
				  : leads[i].by_code ? "\"by_code\":1,\"by_name\":0"
						     : "\"by_code\":0,\"by_name\":1";
		g_assert_nonnull(strstr(figures, how));
		g_assert_nonnull(strstr(figures, leads[i].county
							 ? "\"minimum\":2,\"missing\":1"
							 : "\"minimum\":null,\"missing\":null"));
	}
}

static void
test_misread_code(void)
{
	g_autoptr(VetRecommendations) all = make(COUNTIES REGIONS);
	g_autofree char *code = code_in("430922");
	code[7] = code[7] == '1' ? '2' : '1';
	vet_recommendations_add(all, "eligible", "", "益阳甲科技有限公司", code);
	g_autofree char *json = vet_recommendations_to_json(all);
	g_autofree char *nowhere = figures_of(json, NULL);
	g_assert_nonnull(strstr(nowhere, "\"received\":1"));
}

/* the contest's own pack, by names alone */
static void
test_counties_of_yiyang(void)
{
	static const struct {
		const char *name, *county;
	} units[] = {
		{"益阳市赫山区数智农业有限公司", "赫山区"},
		{"湖南桃江竹海科技有限公司", "桃江县"},
		{"安化县茶旅数据有限公司", "安化县"},
		{"西安化工研究院有限公司", NULL},
		{"沅江市芦苇生态有限公司", "沅江市"},
		{"南县稻虾大数据有限公司", "南县"},
		{"湖南县域经济研究院有限公司", NULL},
		{"四川资阳电子科技有限公司", NULL},
		{"益阳市资阳区智慧城管有限公司", "资阳区"},
		{"益阳高新区产业投资有限公司", "益阳高新区"},
		{"益阳国家高新技术产业开发区发展有限公司", "益阳高新区"},
		{"长沙高新区软件园有限公司", NULL},
		{"大通湖区蟹业合作社", "大通湖区"},
		{"益阳市洞庭数据有限公司", NULL},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load("rules/yiyang-2025", &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(VetRecommendations) all = vet_recommendations_new(pack);
		vet_recommendations_add(all, "eligible", "城市治理", units[i].name, "");
		g_autofree char *json = vet_recommendations_to_json(all);
		g_autofree char *figures = figures_of(json, units[i].county);
		if (!strstr(figures, "\"received\":1"))
			g_error("%s: %s", units[i].name, json);
		g_assert_nonnull(strstr(
			json,
			"{\"track\":\"城市治理\",\"supervisors\":[\"市委政法委\",\"市公安局\","
			"\"市城管执法局\"]," FIGURES("1", "1", "0", "0", "3", "2")));
	}
}

/* a pack without any of it counts all the same */
static void
test_nothing_expected(void)
{
	g_autoptr(VetRecommendations) all = make("  max_members: 5\n");
	vet_recommendations_add(all, "eligible", "工业制造", "桃江竹业有限公司", "");
	assert_json(all, "{\"received\":1,\"waiting\":0,\"eligible\":1,\"needs_review\":0,"
			 "\"ineligible\":0,\"tracks\":[{\"track\":null,\"supervisors\":[]," FIGURES(
				 "1", "1", "0", "0", "null", "null") "],\"counties\":[]}");
}

static void
test_tracks_of_a_map(void)
{
	g_autoptr(VetRecommendations) all = make(
		"  tracks: {type: map<string>, title: t, value: {工业制造: 甲}}\n" MINIMUM_OF_ONE);
	vet_recommendations_add(all, "eligible", "工业制造", "", "");
	g_autofree char *json = vet_recommendations_to_json(all);
	g_assert_nonnull(strstr(json, "{\"track\":\"工业制造\",\"supervisors\":[]," FIGURES(
					      "1", "1", "0", "0", "2", "1")));
}

static const struct {
	const char *params, *fault;
} faulty[] = {
	{"  county_minimum: {type: string, title: t, value: \"2\"}\n",
	 "expected type int, found string"},
	{TRACKS "  track_minimum: {type: map<int>, title: t, value: {工业制造: 二}}\n",
	 "“二” is not of type int"},
	{TRACKS "  track_minimum: {type: map<int>, title: t, value: {工业制造: -1}}\n",
	 "工业制造: expected 0 to 10000, found -1"},
	{TRACKS "  track_minimum: {type: map<int>, title: t, value: {工业: 2}}\n",
	 "“工业” is none of params.tracks"},
	{"  track_supervisors: {type: map<string>, title: t, value: {工业制造: 市工信局}}\n",
	 "“工业制造” is none of params.tracks"},
	{"  counties: {type: map<string>, title: t, value: {南县: \"(\"}}\n", "南县: "},
	{COUNTIES "  county_regions: {type: map<string>, title: t, value: {南县: 43092}}\n",
	 "“43092” is no region"},
	{COUNTIES "  county_regions: {type: map<string>, title: t, value: {北县: 430921}}\n",
	 "“北县” is none of params.counties"},
};

static void
test_faults(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(faulty); i++) {
		g_autofree char *faults = NULL;
		g_autoptr(VetPack) pack = make_pack(faulty[i].params, &faults);
		g_assert_null(pack);
		g_assert_nonnull(faults);
		if (!strstr(faults, faulty[i].fault))
			g_error("expected “%s”, found %s", faulty[i].fault, faults);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/recommendations/tracks", test_tracks);
	g_test_add_func("/recommendations/tracks-of-a-map", test_tracks_of_a_map);
	g_test_add_func("/recommendations/counties", test_counties);
	g_test_add_func("/recommendations/counties-of-yiyang", test_counties_of_yiyang);
	g_test_add_func("/recommendations/misread-code", test_misread_code);
	g_test_add_func("/recommendations/nothing-expected", test_nothing_expected);
	g_test_add_func("/recommendations/faults", test_faults);
	return g_test_run();
}
