/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/gather.h"

#include <string.h>

/* the facts that the city's own pack finds on forms laid out in ways people use */

static VetPack *pack;
static const guint8 secret[] = "not much of a secret";

static VetPage *
add_page(VetDocument *document, const char *text)
{
	VetPage *page = vet_content_add_page(document->content, 595, 842, VET_TEXT_TEXT);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		vet_page_add_line(page, lines[i], (VetBox){0}, NULL);
	return page;
}

static VetDocument *
document_of(const char *path, const char *text)
{
	VetDocument *document = vet_document_new(path, "", strlen(text), 0);
	add_page(document, text);
	return document;
}

static VetFacts *
gather(VetDocument *first, VetDocument *second)
{
	g_autoptr(GPtrArray) documents =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	VetGatherOptions options = {"S1", 1, 1752000000, secret, sizeof secret};
	g_ptr_array_add(documents, first);
	if (second)
		g_ptr_array_add(documents, second);
	return vet_gather(pack, documents, &options);
}

/* the value at "units[1].name" and the like, as text */
static char *
at(const VetFacts *facts, const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, ".", -1);
	CelValue value = cel_null();
	for (guint i = 0; parts[i]; i++) {
		char *bracket = strchr(parts[i], '[');
		if (bracket)
			*bracket = '\0';
		if (i == 0 ? !vet_facts_get(facts, parts[0], &value)
			   : !cel_map_get(value, parts[i], &value))
			return NULL;
		guint number = bracket ? (guint)g_ascii_strtoull(bracket + 1, NULL, 10) : 0;
		if (bracket && number >= value.list->length)
			return NULL;
		if (bracket)
			value = value.list->items[number];
	}
	return cel_value_to_display(value);
}

static void
assert_at(const VetFacts *facts, const char *path, const char *expected)
{
	g_autofree char *found = at(facts, path);
	g_test_message("%s", path);
	g_assert_cmpstr(found, ==, expected);
}

static void
test_lines(void)
{
	g_autoptr(VetFacts) facts =
		gather(document_of("申报材料.docx",
				   "2025年“数据要素×”大赛\n项目申报书\n项目全称：____云航 AI "
				   "平台____\n申报赛道：数据要素×绿色低碳\n"
				   "初赛承办市州：益阳市\n牵头申报单位：沅江市云航大数据有限公司\n"
				   "统一社会信用代码：914309000090FEGD52\n"
				   "合作单位：南县禾强软件有限公司；湖南大学\n队员：张三、李四、王"
				   "五\n一、项目概述\n本项目概述的正文在这里。\n"),
		       NULL);
	assert_at(facts, "submission.project_name", "云航 AI 平台");
	assert_at(facts, "submission.track", "数据要素×绿色低碳");
	assert_at(facts, "submission.host_city", "益阳市");
	assert_at(facts, "units[0].name", "沅江市云航大数据有限公司");
	assert_at(facts, "units[0].lead", "true");
	assert_at(facts, "units[0].credit_code", "914309000090FEGD52");
	assert_at(facts, "units[1].name", "南县禾强软件有限公司");
	assert_at(facts, "units[1].lead", "false");
	assert_at(facts, "units[2].name", "湖南大学");
	assert_at(facts, "members[0].name", "张三");
	assert_at(facts, "members[2].name", "王五");
	assert_at(facts, "members[3].name", NULL);
	assert_at(facts, "documents[0].class", "application_form");
}

static void
add_row(VetTable *table, guint row, const char *const *cells)
{
	for (guint i = 0; cells[i]; i++)
		vet_table_add_cell(table, row, i, 1, 1, cells[i],
				   (VetBox){50 + 90.0 * i, 100 + 40.0 * row, 140 + 90.0 * i,
					    140 + 40.0 * row});
}

static void
test_member_table(void)
{
	VetDocument *document = document_of(
		"form.pdf",
		"项目申报书\n项目名称：云航平台\n参赛单位：沅江市云航大数据有限公司\n一、团队介绍");
	VetPage *page = document->content->pages->pdata[0];
	VetTable *table = vet_page_add_table(page, 3, 4, (VetBox){50, 100, 500, 300});
	add_row(table, 0,
		(const char *const[]){"序号", "成员\n姓名", "证件号码", "工作单位", NULL});
	add_row(table, 1,
		(const char *const[]){"1", "戴新\n燕", "4309231972\n03116229",
				      "沅江市云航\n大数据有限公司", NULL});
	add_row(table, 2,
		(const char *const[]){"2", "阿依古丽·买买提", "43090319821220393x", "同上", NULL});
	VetPage *next = vet_content_add_page(document->content, 595, 842, VET_TEXT_TEXT);
	VetTable *rest = vet_page_add_table(next, 2, 4, (VetBox){50, 50, 500, 100});
	add_row(rest, 0, (const char *const[]){"3", "王五", "", "", NULL});
	add_row(rest, 1, (const char *const[]){"", "", "430903197306157705", "", NULL});
	g_autoptr(VetFacts) facts = gather(document, NULL);
	assert_at(facts, "members[0].name", "戴新燕");
	assert_at(facts, "members[0].id_number", "430***********6229");
	assert_at(facts, "members[0].unit", "沅江市云航大数据有限公司");
	assert_at(facts, "members[1].name", "阿依古丽·买买提");
	assert_at(facts, "members[1].id_number", "430***********393X");
	assert_at(facts, "members[2].name", "王五");
	assert_at(facts, "members[3].name", NULL);
	assert_at(facts, "units[0].lead", "false");
}

static void
test_manifest_prevails(void)
{
	g_autoptr(VetFacts) facts = gather(
		document_of("form.pdf", "项目申报书\n项目名称：旧名称平台\n参赛赛道：工业制造\n申报"
					"单位：益阳市甲数据有限公司\n解决方案\n"),
		document_of(
			"submission.json",
			"{\"project_name\": \"新名称平台\", \"submitted_at\": \"2025-07-08 "
			"16:20:00\","
			"\"units\": [{\"name\": \"益阳市乙数据有限公司\", \"lead\": true}],"
			"\"members\": [{\"name\": \"甲\", \"id_number\": \"430104199809124051\"}, "
			"{\"name\": \"甲\", \"id_number\": \"430104199809124051\"}]}"));
	assert_at(facts, "submission.project_name", "新名称平台");
	assert_at(facts, "submission.track", "工业制造");
	assert_at(facts, "submission.submitted_at", "2025-07-08T08:20:00Z");
	assert_at(facts, "form.project_name", "旧名称平台");
	assert_at(facts, "form.units[0].name", "益阳市甲数据有限公司");
	assert_at(facts, "units[0].name", "益阳市乙数据有限公司");
	assert_at(facts, "units[0].source", "manifest");
	assert_at(facts, "members[0].source", "manifest");
	assert_at(facts, "form.units[0].source", "text");
	/* one person listed twice is one person */
	assert_at(facts, "members[1].name", NULL);
	/* the manifest is no document of the team's */
	assert_at(facts, "documents[1].path", NULL);
}

static void
test_owner_and_evidence(void)
{
	g_autoptr(VetFacts) facts =
		gather(document_of("scan003.pdf",
				   "中华人民共和国国家版权局\n计算机软件著作权登记证书\n著 作 权 "
				   "人：湖南甲科技有限公司（曾用名：湖南乙科技有限公司）；湖南大学"
				   "\n登记号：2023SR2676100\n"),
		       document_of("附件2.pdf", "审计报告\n湖南丙会计师事务所\n被审计单位：湖南甲科"
						"技有限公司 2024年12月31日 单位：元\n"));
	CelValue documents, owners;
	assert_at(facts, "documents[0].class", "software_copyright");
	assert_at(facts, "documents[0].owners[0]", "湖南甲科技有限公司");
	assert_at(facts, "documents[0].owners[1]", "湖南大学");
	assert_at(facts, "documents[1].class", "audit_report");
	assert_at(facts, "documents[1].owners[0]", "湖南甲科技有限公司");
	g_assert_true(vet_facts_get(facts, "documents", &documents));
	g_assert_true(cel_map_get(documents.list->items[0], "owners", &owners));
	const VetEvidence *evidence = owners.list->items[0].origin;
	g_assert_cmpstr(evidence->document, ==, "scan003.pdf");
	g_assert_cmpuint(evidence->page, ==, 1);
	g_assert_nonnull(strstr(evidence->quote, "湖南甲科技有限公司"));
}

static void
assert_former_name_at(const VetFacts *facts, guint unit, const char *document, const char *quote)
{
	CelValue units, names;

	g_assert_true(vet_facts_get(facts, "units", &units));
	g_assert_true(cel_map_get(units.list->items[unit], "former_names", &names));
	const VetEvidence *evidence = names.list->items[0].origin;
	g_assert_cmpstr(evidence->document, ==, document);
	g_assert_nonnull(strstr(evidence->quote, quote));
}

/* on the form of the unit named before it, on a licence of its holder */
static void
test_former_names(void)
{
	g_autoptr(VetFacts) facts = gather(
		document_of("form.pdf",
			    "项目申报书\n项目名称：云航平台\n"
			    "牵头单位：沅江市云航大数据有限公司\n"
			    "合作单位：南县禾强软件有限公司\n曾用名：南县禾强电脑有限公司\n"
			    "一、项目概述\n"),
		document_of("执照.pdf", "营业执照\n名称：沅江市云航大数据有限公司\n"
					"曾用名：沅江市云航网络有限公司\n类型：有限责任公司\n"));
	assert_at(facts, "units[0].name", "沅江市云航大数据有限公司");
	assert_at(facts, "units[0].former_names[0]", "沅江市云航网络有限公司");
	assert_at(facts, "units[0].former_names[1]", NULL);
	assert_at(facts, "units[1].name", "南县禾强软件有限公司");
	assert_at(facts, "units[1].former_names[0]", "南县禾强电脑有限公司");
	assert_at(facts, "units[2].name", NULL);
	/* each shown where it is said, not where its paper begins */
	assert_former_name_at(facts, 0, "执照.pdf", "沅江市云航网络有限公司");
	assert_former_name_at(facts, 1, "form.pdf", "南县禾强电脑有限公司");
}

static void
test_bracketed_former_name(void)
{
	g_autoptr(VetFacts) facts = gather(
		document_of("form.pdf",
			    "项目申报书\n项目名称：云航平台\n"
			    "参赛单位：沅江市云航大数据有限公司（曾用名：沅江市云航网络有限公司）\n"
			    "一、项目概述\n"),
		NULL);
	assert_at(facts, "units[0].name", "沅江市云航大数据有限公司");
	assert_at(facts, "units[0].former_names[0]", "沅江市云航网络有限公司");
}

/* the second name goes on in the next line, though the first is whole */
static void
test_wrapped_owners(void)
{
	g_autoptr(VetFacts) facts =
		gather(document_of("软著.pdf",
				   "计算机软件著作权登记证书\n"
				   "著作权人：湖南甲科技有限公司、乙禾（益阳）数字科技有限责任\n"
				   "公司\n首次发表日期：未发表\n"),
		       NULL);
	assert_at(facts, "documents[0].owners[0]", "湖南甲科技有限公司");
	assert_at(facts, "documents[0].owners[1]", "乙禾(益阳)数字科技有限责任公司");
	assert_at(facts, "documents[0].owners[2]", NULL);
}

/* people to call and advisers have names, but not the numbers that tell who is a member */
static void
test_other_people(void)
{
	VetDocument *document =
		document_of("form.pdf", "项目申报书\n项目名称：云航平台\n参赛单位：某有限公司\n"
					"一、团队介绍");
	VetPage *page = document->content->pages->pdata[0];
	VetTable *contact = vet_page_add_table(page, 2, 3, (VetBox){50, 100, 500, 200});
	add_row(contact, 0, (const char *const[]){"姓名", "职务", "联系电话", NULL});
	add_row(contact, 1, (const char *const[]){"郑洁", "经理", "0737-1234567", NULL});
	VetTable *members = vet_page_add_table(page, 3, 3, (VetBox){50, 200, 500, 300});
	add_row(members, 0, (const char *const[]){"姓名", "身份证号", "工作单位", NULL});
	add_row(members, 1, (const char *const[]){"戴新燕", "430923197203116229", "同上", NULL});
	add_row(members, 2, (const char *const[]){"王五", "", "同上", NULL});
	VetTable *advisers = vet_page_add_table(page, 2, 3, (VetBox){50, 300, 500, 400});
	add_row(advisers, 0, (const char *const[]){"姓名", "职称", "工作单位", NULL});
	add_row(advisers, 1, (const char *const[]){"周建国", "教授", "某大学", NULL});
	g_autoptr(VetFacts) facts = gather(document, NULL);
	assert_at(facts, "members[0].name", "戴新燕");
	assert_at(facts, "members[1].name", "王五");
	assert_at(facts, "members[2].name", NULL);
}

static void
test_scan(void)
{
	VetDocument *document = vet_document_new("证明材料/营业执照.pdf", "", 1, 0);
	vet_content_add_page(document->content, 595, 842, VET_TEXT_NONE);
	g_autoptr(VetFacts) facts = gather(document, NULL);
	assert_at(facts, "documents[0].class", "business_license");
	assert_at(facts, "documents[0].class_by", "name");
	assert_at(facts, "documents[0].legible", "false");
	assert_at(facts, "form.found", "false");
	assert_at(facts, "units[0].name", NULL);
}

/* What a reader does not see is no fact of the submission, but that it is there is one. */
static void
test_marks_and_hidden(void)
{
	VetDocument *document =
		document_of("责任声明.pdf", "申报主体责任声明\n声明单位：甲有限公司\n"
					    "声明单位：乙有限公司");
	VetPage *page = document->content->pages->pdata[0];
	const VetMark seal = {VET_MARK_SEAL, {300, 600, 410, 710}, 0.9, "", "round"};
	((VetLine *)page->lines->pdata[2])->role = VET_LINE_HIDDEN;
	vet_page_add_mark(page, &seal);
	g_autoptr(VetFacts) facts = gather(document, NULL);
	assert_at(facts, "documents[0].marks[0].kind", "seal");
	assert_at(facts, "documents[0].marks[0].detail", "round");
	assert_at(facts, "documents[0].marks[0].page", "1");
	assert_at(facts, "documents[0].marks[1].kind", NULL);
	assert_at(facts, "documents[0].hidden[0]", "声明单位：乙有限公司");
	g_autofree char *text = at(facts, "documents[0].text");
	g_assert_null(strstr(text, "乙"));
}

#define LICENCE                                                                                                        \
	"营业执照\n名称：沅江市云航大数据有限公司\n统一社会信用代码：914309000090FEGD52\n" \
	"法定代表人：张望\n注册资本：500万元\n成立日期：2015年1月1日\n登记机关：市监局\n"
#define CREDIT                                                                                     \
	"信用信息报告\n机构名称：沅江市云航大数据有限公司\n"                \
	"统一社会信用代码：914309000090FEGD52\n"                                          \
	"报告生成日期：2025年6月18日\n行政处罚\t0\n严重失信主体名单\t2\n"

/* each paper of a file has class, owners, fields, marks and pages of its own */
static void
test_papers(void)
{
	const VetMark seal = {VET_MARK_SEAL, {300, 600, 410, 710}, 0.9, "", "round"};
	VetDocument *document = document_of("证明材料/材料合订本.pdf", LICENCE);
	vet_content_add_page(document->content, 595, 842, VET_TEXT_NONE);
	vet_page_add_mark(add_page(document, CREDIT), &seal);
	add_page(document, "行政许可\t3\n列入日期：2024年3月1日\n");
	g_autoptr(GPtrArray) documents =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	VetGatherOptions options = {"S1", 1, 1752000000, secret, sizeof secret};
	g_ptr_array_add(documents, document);
	g_autoptr(VetFacts) facts = vet_gather(pack, documents, &options);

	assert_at(facts, "documents[0].class", "business_license");
	assert_at(facts, "documents[0].path", "证明材料/材料合订本.pdf");
	assert_at(facts, "documents[0].file", "材料合订本.pdf");
	assert_at(facts, "documents[0].name", "材料合订本.pdf 第1页");
	assert_at(facts, "documents[0].papers", "3");
	assert_at(facts, "documents[0].pages", "1");
	assert_at(facts, "documents[0].legible", "true");
	assert_at(facts, "documents[0].owners[0]", "沅江市云航大数据有限公司");
	assert_at(facts, "documents[0].marks[0].kind", NULL);
	assert_at(facts, "documents[1].class", "");
	assert_at(facts, "documents[1].class_by", "");
	assert_at(facts, "documents[1].legible", "false");
	assert_at(facts, "documents[1].text_source", "none");
	assert_at(facts, "documents[2].class", "credit_report");
	assert_at(facts, "documents[2].class_by", "text");
	assert_at(facts, "documents[2].name", "材料合订本.pdf 第3–4页");
	assert_at(facts, "documents[2].first_page", "3");
	assert_at(facts, "documents[2].last_page", "4");
	assert_at(facts, "documents[2].dishonest", "2");
	assert_at(facts, "documents[2].marks[0].page", "3");
	assert_at(facts, "documents[3].path", NULL);
	assert_at(facts, "codes[0].document", "证明材料/材料合订本.pdf");
	/* the file is what its first paper is */
	g_assert_cmpstr(document->document_class, ==, "business_license");

	CelValue all, dishonest;
	g_assert_true(vet_facts_get(facts, "documents", &all));
	g_assert_true(cel_map_get(all.list->items[2], "dishonest", &dishonest));
	const VetEvidence *evidence = dishonest.origin;
	g_assert_cmpstr(evidence->document, ==, "证明材料/材料合订本.pdf");
	g_assert_cmpuint(evidence->page, ==, 3);
}

/* what stands behind an application form is no part of it, and the form alone is the form */
static void
test_form_among_papers(void)
{
	VetDocument *document = document_of("材料.pdf", LICENCE);
	add_page(document, "项目申报书\n项目名称：云航平台\n参赛赛道：绿色低碳\n"
			   "牵头单位：沅江市云航大数据有限公司\n");
	add_page(document, "一、项目概述\n本项目概述的正文在这里。\n二、解决方案\n正文\n"
			   "三、团队介绍\n团队成员：张三、李四\n");
	g_autoptr(VetFacts) facts = gather(document, NULL);

	assert_at(facts, "form.found", "true");
	assert_at(facts, "submission.project_name", "云航平台");
	assert_at(facts, "units[0].name", "沅江市云航大数据有限公司");
	assert_at(facts, "documents[1].class", "application_form");
	assert_at(facts, "documents[1].first_page", "2");
	assert_at(facts, "documents[1].sections[0].title", "项目概述");
}

/* most files hold one paper: it is called as the file is */
static void
test_one_paper(void)
{
	VetDocument *document = document_of("执照.pdf", LICENCE);
	add_page(document, LICENCE);
	g_autoptr(VetFacts) facts = gather(document, NULL);

	assert_at(facts, "documents[0].name", "执照.pdf");
	assert_at(facts, "documents[0].papers", "1");
	assert_at(facts, "documents[0].first_page", "1");
	assert_at(facts, "documents[0].last_page", "2");
	assert_at(facts, "documents[1].path", NULL);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_test_init(&argc, &argv, NULL);
	pack = vet_pack_load("rules/yiyang-2025", &error);
	g_assert_no_error(error);
	g_test_add_func("/gather/lines", test_lines);
	g_test_add_func("/gather/member-table", test_member_table);
	g_test_add_func("/gather/other-people", test_other_people);
	g_test_add_func("/gather/manifest-prevails", test_manifest_prevails);
	g_test_add_func("/gather/owner-and-evidence", test_owner_and_evidence);
	g_test_add_func("/gather/former-names", test_former_names);
	g_test_add_func("/gather/bracketed-former-name", test_bracketed_former_name);
	g_test_add_func("/gather/wrapped-owners", test_wrapped_owners);
	g_test_add_func("/gather/scan", test_scan);
	g_test_add_func("/gather/marks-and-hidden", test_marks_and_hidden);
	g_test_add_func("/gather/papers", test_papers);
	g_test_add_func("/gather/form-among-papers", test_form_among_papers);
	g_test_add_func("/gather/one-paper", test_one_paper);
	int status = g_test_run();
	vet_pack_unref(pack);
	return status;
}
