/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/paper-identity.h"

#include <string.h>

static VetPack *pack;

typedef struct {
	const char *name, *class_id, *first, *second;
	VetTextSource source;
	gboolean differs;
} Case;

#define CODE "统一社会信用代码:91430900MA4L0KQ70H\n"
#define OTHER_CODE "统一社会信用代码:91430900MA4P2QK30C\n"

static const Case cases[] = {
	{"code", "business_license", "名称:益阳市甲有限公司\n" CODE,
	 "名称:益阳市甲有限公司\n" OTHER_CODE, VET_TEXT_TEXT, TRUE},
	/* a renamed company keeps its code */
	{"same-code", "business_license", "名称:益阳市甲有限公司\n" CODE,
	 "名称:益阳市乙有限公司\n" CODE, VET_TEXT_TEXT, FALSE},
	{"owner", "audit_report", "被审计单位:益阳市甲有限公司\n", "被审计单位:益阳市乙有限公司\n",
	 VET_TEXT_TEXT, TRUE},
	{"same-owner", "audit_report", "被审计单位:益阳市甲有限公司\n",
	 "编制单位:益阳市甲有限公司\n", VET_TEXT_TEXT, FALSE},
	{"shared-owner", "software_copyright", "著作权人:益阳市甲有限公司;湖南大学\n",
	 "著作权人:湖南大学\n", VET_TEXT_TEXT, FALSE},
	{"number", "software_copyright", "登记号:2024SR0123456\n", "登记号:2024SR0123457\n",
	 VET_TEXT_OCR, TRUE},
	{"same-number", "software_copyright", "登记号:2024SR0123456\n", "登记号:2024 SR 0123456\n",
	 VET_TEXT_TEXT, FALSE},
	/* what one of them does not say tells nothing */
	{"nothing", "business_license", "名称:益阳市甲有限公司\n" CODE, "经营范围:软件\n",
	 VET_TEXT_TEXT, FALSE},
	/* one character read wrongly is no other company, and a wrong code no other code */
	{"misread-owner", "audit_report", "被审计单位:益阳市洞庭湖数据科技有限公司\n",
	 "被审计单位:益阳市洞庭湖数据料技有限公司\n", VET_TEXT_OCR, FALSE},
	{"misread-code", "business_license", "名称:益阳市甲有限公司\n" CODE,
	 "名称:益阳市甲有限公司\n统一社会信用代码:91430900MA4L0KQ78H\n", VET_TEXT_OCR, FALSE},
};

static VetPaperIdentity *
identity_of(const Case *one, const char *text)
{
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 595, 842, one->source);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++)
		vet_page_add_line(page, lines[i], (VetBox){0}, NULL);
	g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
	return vet_paper_identity_new(vet_pack_class(pack, one->class_id), transcript);
}

static void
test_case(gconstpointer data)
{
	const Case *one = data;
	g_autoptr(VetPaperIdentity) first = identity_of(one, one->first);
	g_autoptr(VetPaperIdentity) second = identity_of(one, one->second);

	g_assert_cmpint(vet_paper_identity_differs(first, second), ==, one->differs);
	g_assert_cmpint(vet_paper_identity_differs(second, first), ==, one->differs);
	g_assert_false(vet_paper_identity_differs(first, first));
	/* joined, they share what each says */
	vet_paper_identity_join(first, second);
	g_assert_false(vet_paper_identity_differs(first, second));
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	g_test_init(&argc, &argv, NULL);
	pack = vet_pack_load("rules/yiyang-2025", &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/paper-identity/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	int status = g_test_run();
	vet_pack_unref(pack);
	return status;
}
