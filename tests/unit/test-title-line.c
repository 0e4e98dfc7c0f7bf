/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/title-line.h"

#include <string.h>

static VetPack *pack;

static void
test_find(void)
{
	static const struct {
		const char *class_id, *text;
		VetTitle expected;
	} rows[] = {
		{"business_license", "营业执照\n(副本)\n", VET_TITLE_ALONE},
		{"business_license", "统一社会信用代码\n营业执照(副本)(1-1)\n", VET_TITLE_ALONE},
		{"business_license", "附件3:营业执照复印件\n", VET_TITLE_ALONE},
		{"business_license", "附营业执照\n", VET_TITLE_ALONE},
		{"business_license", "三、营业执照\n", VET_TITLE_NUMBERED},
		{"business_license", "(一)营业执照\n", VET_TITLE_NUMBERED},
		{"business_license", "1.营业执照信息\n", VET_TITLE_ABSENT},
		{"business_license", "营业执照号码\n", VET_TITLE_ABSENT},
		{"business_license", "营业执照.....3\n", VET_TITLE_ABSENT},
		{"business_license", "核发的营业执照,\n", VET_TITLE_ABSENT},
		{"business_license", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n营业执照\n",
		 VET_TITLE_ABSENT},
		{"audit_report", "益阳市洞庭数据有限公司2024年度审计报告\n", VET_TITLE_ALONE},
		{"audit_report", "审计报告显示收入增长\n", VET_TITLE_ABSENT},
		/* a sentence, and the title of its own below */
		{"audit_report", "见审计报告,如下。\n审计报告\n", VET_TITLE_ALONE},
		{"application_form", "项目\n申\n报\n书\n", VET_TITLE_ALONE},
		{"other_copyright", "数据知识产权登记证书\n", VET_TITLE_ALONE},
		{"other_copyright", "", VET_TITLE_ABSENT},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].text);
		g_assert_cmpint(vet_title_line_find(vet_pack_class(pack, rows[i].class_id),
						    rows[i].text, strlen(rows[i].text)),
				==, rows[i].expected);
	}
}

static void
test_listed(void)
{
	static const struct {
		const char *text;
		gboolean expected;
	} rows[] = {
		{"目录\n1.营业执照(副本).....3\n", TRUE},
		{"三、营业执照1份;\n", TRUE},
		{"我单位的营业执照。\n", FALSE},
		{"目录\n", FALSE},
	};
	const VetDocumentClass *licence = vet_pack_class(pack, "business_license");

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].text);
		g_assert_cmpint(
			vet_title_line_is_listed(licence, rows[i].text, strlen(rows[i].text)), ==,
			rows[i].expected);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	g_test_init(&argc, &argv, NULL);
	pack = vet_pack_load("rules/yiyang-2025", &error);
	g_assert_no_error(error);
	g_test_add_func("/title-line/find", test_find);
	g_test_add_func("/title-line/listed", test_listed);
	int status = g_test_run();
	vet_pack_unref(pack);
	return status;
}
