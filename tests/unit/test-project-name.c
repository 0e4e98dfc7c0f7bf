/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/project-name.h"

#include "lib/text.h"

static void
test_key(void)
{
	static const char *const pairs[][2] = {
		{"“水质监测平台”", "水质监测平台"}, {"《水质 监测平台》项目", "水质监测平台"},
		{"水質監測平臺", "水质监测平台"},   {"智慧园区示范项目", "智慧园区示范"},
		{"「ABC平台」", "abc平台"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
		g_autofree char *first = vet_project_name_key(pairs[i][0]);
		g_autofree char *second = vet_project_name_key(pairs[i][1]);
		g_assert_cmpstr(first, ==, second);
	}
	g_autofree char *nothing = vet_project_name_key("“项目”");
	g_assert_cmpstr(nothing, ==, "");
}

static void
test_abbreviates(void)
{
	static const struct {
		const char *shorter, *name;
		gboolean does;
	} cases[] = {
		{"水质监测平台", "水质监测平台", TRUE},
		{"洞庭湖水质监测平台", "洞庭湖水质监测数据服务平台", TRUE},
		{"“洞庭湖水质监测平台”", "洞庭湖水质监测数据服务平台项目", TRUE},
		/* other words, not fewer */
		{"桃江县智慧农业平台", "桃江县智慧旅游平台", FALSE},
		{"洞庭湖水质监测数据服务平台", "洞庭湖水质监测平台", FALSE},
		/* another's of the same trade */
		{"水质监测平台", "洞庭湖水质监测数据服务平台", FALSE},
		{"平台", "平台数据", FALSE},
		{"", "洞庭湖", FALSE},
		{"洞庭湖水", "", FALSE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].shorter);
		g_assert_cmpint(vet_project_name_abbreviates(cases[i].shorter, cases[i].name), ==,
				cases[i].does);
	}
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(vet_text_key_ready(NULL));
	g_test_add_func("/project-name/key", test_key);
	g_test_add_func("/project-name/abbreviates", test_abbreviates);
	return g_test_run();
}
