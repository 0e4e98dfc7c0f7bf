/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/classify.h"

#include <string.h>

static VetPack *pack;

typedef struct {
	const char *name, *text;
	VetTextSource source;
	const char *class; /* NULL = none */
	double confidence;
} Case;

static const Case cases[] = {
	{"scan003.pdf", "营业执照\n（副本）\n名称：甲公司\n", VET_TEXT_TEXT, "business_license",
	 0.95},
	/* a scan whose title was not recognised */
	{"scan003.pdf",
	 "(副 "
	 "本)\n统一社会信用代码:91430900MA4L0KQ70H\n名称:甲公司\n法定代表人:张望\n注册资本:"
	 "500万元\n"
	 "成立日期:2015年1月1日\n登记机关:益阳市市场监督管理局\n",
	 VET_TEXT_OCR, "business_license", 0.8},
	/* a licence has no counts of dishonesty: what names both kinds of label is the fuller one */
	{"a.pdf",
	 "统一社会信用代码:91430900MA4L0KQ70H\n法定代表人:张望\n成立日期:2015年\n登记机关:市监局\n"
	 "注册资本:5万\n行政管理\t8\n行政处罚\t0\n严重失信主体名单\t0\n经营异常\t0\n诚实守信\t2\n"
	 "报告生成日期:2025年6月18日\n",
	 VET_TEXT_OCR, "credit_report", 0.8},
	/* two labels are in any letter */
	{"信.pdf", "统一社会信用代码:91430900MA4L0KQ70H\n法定代表人:张望\n", VET_TEXT_TEXT, NULL,
	 0},
	/* the name: only where nothing better is known of a picture */
	{"营业执照.jpg", "模糊不清\n", VET_TEXT_OCR, "business_license", 0.3},
	{"营业执照.jpg", "", VET_TEXT_NONE, "business_license", 0.3},
	{"营业执照.docx", "本次会议纪要\n", VET_TEXT_TEXT, NULL, 0},
	{"营业执照.jpg", "审计报告\n", VET_TEXT_OCR, "audit_report", 0.95},
};

static void
test_case(gconstpointer data)
{
	const Case *expected = data;
	VetDocument *document = vet_document_new(expected->name, "", strlen(expected->text), 0);
	VetPage *page = vet_content_add_page(document->content, 595, 842, expected->source);
	g_auto(GStrv) lines = g_strsplit(expected->text, "\n", -1);

	for (guint i = 0; lines[i]; i++)
		vet_page_add_line(page, lines[i], (VetBox){0}, NULL);
	g_autoptr(VetTranscript) transcript = vet_transcript_new(document->content);
	vet_classify(pack, document, transcript);
	g_assert_cmpstr(document->document_class, ==, expected->class);
	g_assert_cmpfloat_with_epsilon(document->class_confidence, expected->confidence, 0.001);
	g_clear_pointer(&transcript, vet_transcript_free);
	vet_document_free(document);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	g_test_init(&argc, &argv, NULL);
	pack = vet_pack_load("rules/yiyang-2025", &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
			g_strdup_printf("/classify/%u-%s", i, cases[i].class ?: "none");
		g_test_add_data_func(path, &cases[i], test_case);
	}
	int status = g_test_run();
	vet_pack_unref(pack);
	return status;
}
