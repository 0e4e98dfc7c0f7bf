/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/paper.h"

#include <string.h>

/* where the city's own pack sees papers begin in what entrants scan together; all names are invented */

static VetPack *pack;

#define LICENCE(name, code)                                                                        \
	"营业执照\n(副本)\n统一社会信用代码:" code "\n名称:" name                                  \
	"\n类型:有限责任公司\n法定代表人:张望\n"                                    \
	"注册资本:500万元\n成立日期:2015年1月1日\n住所:益阳市赫山区\n"        \
	"经营范围:软件开发\n登记机关:益阳市市场监督管理局\n"
#define OURS "益阳市洞庭数据有限公司"
#define OUR_CODE "91430900MA4L0KQ70H"
#define PARENT "湖南洞庭控股集团有限公司"
#define PARENT_CODE "91430900MA4P2QK30C"
#define SOFTWARE(number, holder)                                                                                            \
	"中华人民共和国国家版权局\n计算机软件著作权登记证书\n证书号:软著登字第1234567号\n" \
	"软件名称:水质监测平台V1.0\n著作权人:" holder "\n开发完成日期:2024年1月1日\n"                              \
	"权利取得方式:原始取得\n权利范围:全部权利\n登记号:" number "\n"
#define AUDIT_OPINION(name)                                                                                                \
	"审计报告\n湘信审字[2025]第0123号\n" name "全体股东:\n一、审计意见\n"                                    \
	"我们审计了" name "(以下简称贵公司)财务报表,包括2024年12月31日的资产负债表。\n"             \
	"我们认为,财务报表公允反映了贵公司2024年12月31日的财务状况。\n二、管理层的责任\n" \
	"湖南信达会计师事务所\n中国注册会计师:李明\n"
#define BALANCE_SHEET(name)                                                                        \
	"资产负债表\n编制单位:" name                                                               \
	"\n2024年12月31日\n单位:元\n货币资金\t100\n应收账款\t200\n负责人:张望\n"
#define CREDIT(name, code)                                                                                      \
	"法人和其他组织信用信息报告\n机构名称:" name "\n统一社会信用代码:" code                                 \
	"\n报告编号:2025061800012\n报告生成日期:2025年6月18日\n行政许可\t2\n行政处罚\t0\n" \
	"严重失信主体名单\t0\n经营异常名录\t0\n"
#define STATEMENT                                                                                                                \
	"申报主体责任声明\n我单位郑重声明如下:所提交的材料真实、合法,不侵权,无失信记录。\n" \
	"项目名称:水质监测平台\n声明单位:" OURS "(盖章)\n法定代表人:张望\n2025年7月1日\n"
#define FORM_COVER                                                                                 \
	"2025年“数据要素×”大赛\n项目申报书\n项目名称:水质监测平台\n参赛单位:" OURS                 \
	"\n参赛赛道:绿色低碳\n"
#define FORM_TEXT                                                                                                                      \
	"一、项目概述\n本项目监测洞庭湖的水质。\n二、解决方案\n平台汇聚多源数据。\n"                  \
	"三、应用价值\n节约成本120万元。\n四、商业模式\n按年收费。\n五、团队介绍\n团队成员五人。" \
	"\n"

typedef struct {
	const char *name;
	/* apart by form feeds; a page begins with "~" when it was recognised, is "#" when nothing was read */
	const char *pages;
	/* "class 1-2, class 3", "-" for no class; NULL: one paper */
	const char *expected;
} Case;

static const Case cases[] = {
	{"licence-audit-credit",
	 LICENCE(OURS, OUR_CODE) "\f" AUDIT_OPINION(OURS) "\f" CREDIT(OURS, OUR_CODE),
	 "business_license 1, audit_report 2, credit_report 3"},
	{"audit-goes-on",
	 LICENCE(OURS, OUR_CODE) "\f审计报告\n" OURS
				 "\n2024年度\n湖南信达会计师事务所\f" AUDIT_OPINION(
					 OURS) "\f" BALANCE_SHEET(OURS) "\f利润表\n营业收入\t300\n",
	 "business_license 1, audit_report 2-5"},
	{"audit-alone",
	 AUDIT_OPINION(OURS) "\f" BALANCE_SHEET(OURS) "\f财务报表附注\n一、公司基本情况\n", NULL},
	/* the notes of an audit say what a licence says, and are none */
	{"audit-notes",
	 AUDIT_OPINION(
		 OURS) "\f财务报表附注\n一、公司基本情况\n" OURS
		       "取得益阳市市场监督管理局核发的\n营业执照,统一社会信用代码:" OUR_CODE
		       ",法定代表人:张望,注册资本500万元,\n成立日期:2015年1月1日,住所:益阳,经营范围"
		       ":软件\n",
	 NULL},
	{"three-certificates",
	 SOFTWARE("2024SR0123456", OURS) "\f" SOFTWARE("2024SR0123457",
						       OURS) "\f" SOFTWARE("2023SR0999999", OURS),
	 "software_copyright 1, software_copyright 2, software_copyright 3"},
	{"one-certificate-twice",
	 SOFTWARE("2024SR0123456", OURS) "\f" SOFTWARE("2024SR0123456", OURS), NULL},
	{"two-licences", LICENCE(OURS, OUR_CODE) "\f" LICENCE(PARENT, PARENT_CODE),
	 "business_license 1, business_license 2"},
	{"original-and-copy", LICENCE(OURS, OUR_CODE) "\f" LICENCE(OURS, OUR_CODE), NULL},
	{"parent-on-page-five",
	 CREDIT(OURS, OUR_CODE) "\f信用承诺\n无\n\f" AUDIT_OPINION(OURS) "\f" BALANCE_SHEET(
		 OURS) "\f" LICENCE(PARENT, PARENT_CODE),
	 "credit_report 1-2, audit_report 3-4, business_license 5"},
	/* a form has headings that are titles, and lists what is enclosed */
	{"form-with-headings",
	 FORM_COVER "\f" FORM_TEXT
		    "\f(三)知识产权\n1.软件著作权登记证书\n登记号:2024SR0123456\n著作权人:" OURS
		    "\n\f应用案例\n使用单位:某水务局\n平台已投入使用。\n\f附件\n1.营业执照\n2."
		    "审计报告\n3.信用报告\n4.应用案例证明\n",
	 NULL},
	{"form-that-describes-its-unit",
	 FORM_COVER
	 "\f1.营业执照信息\n申报单位:" OURS "\n统一社会信用代码:" OUR_CODE
	 "\n法定代表人:张望\n注册资本:500万元\n成立日期:2015年\n住所:益阳市\n\f" FORM_TEXT,
	 NULL},
	{"form-divider-and-unread", FORM_COVER "\f" FORM_TEXT "\f附件:营业执照\n\f#", NULL},
	{"form-with-licence-behind",
	 FORM_COVER "\f" FORM_TEXT "\f附件1:营业执照\n\f~" LICENCE(OURS, OUR_CODE),
	 "application_form 1-2, business_license 3-4"},
	{"form-goes-on-behind-licence",
	 FORM_COVER "\f~" LICENCE(OURS, OUR_CODE) "\f" FORM_TEXT "\f其他说明\n无\n",
	 "application_form 1 3-4, business_license 2"},
	{"form-goes-on-behind-statement",
	 FORM_COVER "\f" STATEMENT "\f一、基本信息\n项目名称:水质监测平台\n参赛单位:" OURS
		    "\n参赛赛道:绿色低碳\n团队成员:张三\n\f" FORM_TEXT,
	 "application_form 1 3-4, responsibility_statement 2"},
	{"form-repeats-its-title",
	 FORM_COVER "\f项目申报书\n" FORM_TEXT "\f项目申报书\n统一社会信用代码:" PARENT_CODE "\n",
	 NULL},
	{"contents-first",
	 "附件材料目录\n1.营业执照.....1\n2.审计报告.....2\n3.信用报告.....3\n4.专利证书.....4\n"
	 "\f" LICENCE(OURS, OUR_CODE) "\f" AUDIT_OPINION(OURS),
	 "- 1, business_license 2, audit_report 3"},
	{"contents-behind", LICENCE(OURS, OUR_CODE) "\f材料清单\n营业执照\n审计报告\n信用报告\n",
	 NULL},
	{"dividers",
	 "附件1:营业执照\n\f" LICENCE(OURS, OUR_CODE) "\f附件2:审计报告\n\f" AUDIT_OPINION(OURS),
	 "business_license 1-2, audit_report 3-4"},
	{"form-behind-licence",
	 LICENCE(OURS, OUR_CODE) "\f" FORM_COVER "\f" FORM_TEXT "\f" STATEMENT,
	 "business_license 1, application_form 2-3, responsibility_statement 4"},
	/* what stands at the top of every page is the title of none, whether it was seen to run or not */
	{"header-on-every-page",
	 "申报材料\n" LICENCE(OURS, OUR_CODE) "\f申报材料\n" AUDIT_OPINION(
		 OURS) "\f申报材料\n" BALANCE_SHEET(OURS),
	 "business_license 1, audit_report 2-3"},
	{"header-of-the-form",
	 FORM_COVER "\f项目申报书\n" FORM_TEXT "\f项目申报书\n" LICENCE(OURS, OUR_CODE),
	 "application_form 1-2, business_license 3"},
	{"blank-sheet", LICENCE(OURS, OUR_CODE) "\f\f" CREDIT(OURS, OUR_CODE),
	 "business_license 1-2, credit_report 3"},
	/* what was not read is of no class, unless the paper before goes on behind it */
	{"unread-between", "~" LICENCE(OURS, OUR_CODE) "\f#\f~" CREDIT(OURS, OUR_CODE) "\f#\f#",
	 "business_license 1, - 2, credit_report 3, - 4-5"},
	{"unread-within",
	 LICENCE(OURS, OUR_CODE) "\f" AUDIT_OPINION(OURS) "\f#\f"
							  "财务报表附注\n一、公司基本情况\n",
	 "business_license 1, audit_report 2-4"},
	{"unread-first", "#\f" LICENCE(OURS, OUR_CODE) "\f" CREDIT(OURS, OUR_CODE),
	 "- 1, business_license 2, credit_report 3"},
	{"one-paper-and-unread", LICENCE(OURS, OUR_CODE) "\f#\f#", NULL},
	{"nothing-read", "#\f#", NULL},
	/* a scan whose title was lost, and the same in a text, where nothing is lost */
	{"title-lost",
	 "~" SOFTWARE("2024SR0123456",
		      OURS) "\f~(副本)\n统一社会信用代码:" PARENT_CODE "\n名称:" PARENT
			    "\n法定代表人:李四\n注册资本:500万元\n"
			    "成立日期:2015年1月1日\n登记机关:长沙市市场监督管理局\n",
	 "software_copyright 1, business_license 2"},
	{"no-title-in-text",
	 SOFTWARE("2024SR0123456", OURS) "\f统一社会信用代码:" PARENT_CODE "\n名称:" PARENT
					 "\n法定代表人:李四\n注册资本:500万元\n"
					 "成立日期:2015年1月1日\n登记机关:长沙市市场监督管理局\n",
	 NULL},
	/* a title within a sentence, and one without the labels of its class */
	{"sentence",
	 LICENCE(OURS, OUR_CODE) "\f详见我单位提供的审计报告,\n我们审计了财务报表,注册会计师,"
				 "会计师事务所\n",
	 NULL},
	{"no-labels", LICENCE(OURS, OUR_CODE) "\f审计报告\n另行提交\n", NULL},
};

static VetDocument *
document_of(const char *pages)
{
	VetDocument *document = vet_document_new("证明材料/材料.pdf", "", strlen(pages), 0);
	g_auto(GStrv) texts = g_strsplit(pages, "\f", -1);

	for (guint i = 0; texts[i]; i++) {
		const char *text = *texts[i] == '~' ? texts[i] + 1 : texts[i];
		VetTextSource source = *texts[i] == '~'   ? VET_TEXT_OCR
				       : *texts[i] == '#' ? VET_TEXT_NONE
							  : VET_TEXT_TEXT;
		VetPage *page = vet_content_add_page(document->content, 595, 842, source);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
		for (guint j = 0; lines[j] && source != VET_TEXT_NONE; j++)
			vet_page_add_line(page, lines[j], (VetBox){0}, NULL);
	}
	return document;
}

static void
append_pages(GString *text, const VetDocument *paper)
{
	const GPtrArray *pages = paper->content->pages;

	for (guint i = 0; i < pages->len;) {
		guint first = ((const VetPage *)pages->pdata[i])->number, last = first;
		while (++i < pages->len && ((const VetPage *)pages->pdata[i])->number == last + 1)
			last++;
		g_string_append_printf(text, last > first ? " %u-%u" : " %u", first, last);
	}
}

static char *
describe(const GPtrArray *papers)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < papers->len; i++) {
		const VetDocument *paper = papers->pdata[i];
		g_string_append_printf(text, i > 0 ? ", %s" : "%s",
				       paper->document_class ? paper->document_class : "-");
		append_pages(text, paper);
	}
	return g_string_free(text, FALSE);
}

static void
test_case(gconstpointer data)
{
	const Case *one = data;
	g_autoptr(VetDocument) document = document_of(one->pages);
	g_autoptr(GPtrArray) papers = vet_papers_of(pack, document);
	g_autofree char *found = papers ? describe(papers) : NULL;

	g_assert_cmpstr(found, ==, one->expected);
	g_assert_null(document->document_class);
}

/* every page is in one paper, whose path and pages are those of the file */
static void
test_borrowed(void)
{
	g_autoptr(VetDocument) document =
		document_of(LICENCE(OURS, OUR_CODE) "\f" AUDIT_OPINION(OURS));
	g_autoptr(GPtrArray) papers = vet_papers_of(pack, document);
	const VetDocument *audit = papers->pdata[1];
	g_autofree char *pages = vet_paper_pages_text(audit);

	g_assert_cmpstr(audit->path, ==, document->path);
	g_assert_true(audit->content->pages->pdata[0] == document->content->pages->pdata[1]);
	g_assert_true(vet_content_page(audit->content, 2) == document->content->pages->pdata[1]);
	g_assert_null(vet_content_page(audit->content, 1));
	g_assert_null(vet_content_page(audit->content, 3));
	g_assert_cmpfloat_with_epsilon(audit->class_confidence, 0.95, 0.001);
	g_assert_cmpstr(pages, ==, "第2页");
}

static void
test_pages_text(void)
{
	static const struct {
		guint numbers[12];
		const char *text;
	} rows[] = {
		{{3}, "第3页"},
		{{3, 4, 5}, "第3–5页"},
		{{1, 2, 4, 7, 8}, "第1–2、4、7–8页"},
		{{1, 3, 5, 7, 9, 11}, "第1、3、5、7等页"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(VetDocument) document = vet_document_new("a.pdf", "", 0, 0);
		for (guint j = 0; rows[i].numbers[j]; j++)
			vet_content_add_page(document->content, 0, 0, VET_TEXT_TEXT)->number =
				rows[i].numbers[j];
		g_autofree char *text = vet_paper_pages_text(document);
		g_assert_cmpstr(text, ==, rows[i].text);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	g_test_init(&argc, &argv, NULL);
	pack = vet_pack_load("rules/yiyang-2025", &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/paper/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/paper/borrowed", test_borrowed);
	g_test_add_func("/paper/pages-text", test_pages_text);
	int status = g_test_run();
	vet_pack_unref(pack);
	return status;
}
