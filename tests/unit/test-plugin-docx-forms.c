/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/docx-maker.h"

#define SYMBOL(font, code) "<w:r><w:sym w:font='" font "' w:char='" code "'/></w:r>"
#define FONT(font, text) R("<w:rFonts w:ascii='" font "' w:hAnsi='" font "'/>", text)
#define FIELD(type) "<w:r><w:fldChar w:fldCharType='" type "'/></w:r>"
#define FORM(data)                                                                                 \
	"<w:r><w:fldChar w:fldCharType='begin'><w:ffData>" data "</w:ffData></w:fldChar></w:r>"
#define CODE(text) "<w:r><w:instrText>" text "</w:instrText></w:r>"

static void
test_symbols(void)
{
	g_autoptr(GPtrArray) documents = docx_read(
		/* the same box with and without the private place, in several fonts */
		"<w:p>" SYMBOL("Wingdings", "F0FE") SYMBOL("Wingdings", "00FD") SYMBOL(
			"Wingdings", "F0A8") SYMBOL("Wingdings 2", "F052")
			SYMBOL("wingdings 2", "52") SYMBOL("Wingdings 2", "F0A3") SYMBOL(
				"Symbol", "F0D6") SYMBOL("Webdings", "F061")
				SYMBOL("Wingdings", "F081") SYMBOL("MS Gothic", "2611") SYMBOL(
					"宋体",
					"2103") "</w:p>"
						/* typed in such a font; what it has not stays */
						"<w:p>" FONT("Wingdings 2", "R") R("", "是 ")
							FONT("Wingdings 2", "£") R("", "否 ") FONT(
								"Wingdings", "\xef\x83\xbe")
								FONT("Arial", "R") "</w:p>");
	reader_assert_text(documents, "form.docx", "☑☒☐☑☑☐√✓①☑℃\n☑是 ☐否 ☑R");
}

static void
test_boxes(void)
{
	g_autoptr(GPtrArray) documents = docx_read(
		"<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked "
		"w14:val='1'/></w14:checkbox></w:sdtPr>"
		"<w:sdtContent>" R("", "☒") "</w:sdtContent></w:sdt>" R("", "甲 ")
			FORM("<w:checkBox><w:default w:val='1'/></w:checkBox>") CODE("FORMCHECKBOX")
				FIELD("separate") FIELD("end") R("", "乙 ")
					FORM("<w:checkBox><w:default w:val='1'/><w:checked "
					     "w:val='0'/></w:checkBox>") CODE("FORMCHECKBOX")
						FIELD("end") R("", "丙") "</w:p>");
	reader_assert_text(documents, "form.docx", "☒甲 ☑乙 ☐丙");
}

#define LIST(properties)                                                                           \
	FORM("<w:ddList>" properties                                                               \
	     "<w:listEntry w:val='工业制造'/><w:listEntry w:val='文化旅游'/>"              \
	     "</w:ddList>")                                                                        \
	CODE("FORMDROPDOWN") FIELD("separate") R("", "old") FIELD("end")

static void
test_lists(void)
{
	g_autoptr(GPtrArray) documents = docx_read(
		"<w:p>" LIST("<w:result w:val='1'/>") "</w:p><w:p>" LIST("") "</w:p><w:p>" LIST(
			"<w:result w:val='7'/>") "</w:p>"
						 "<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem "
						 "w:displayText='甲'/></w:dropDownList>"
						 "</w:sdtPr><w:sdtContent>" R(
							 "",
							 "乙") "</w:sdtContent></w:sdt></w:p>"
							       "<w:p>" FORM("<w:textInput/>") CODE(
								       "FORMTEXT") FIELD("separate")
								       R("", "填写") FIELD(
									       "end") "</w:p>");
	/* a choice that the list has not is none, and then the result shows */
	reader_assert_text(documents, "form.docx", "文化旅游\n工业制造\nold\n乙\n填写");
	docx_assert_lines(documents, VET_LINE_HIDDEN, "");
}

/* a result within a field's code is not shown; a field without an end is text */
static void
test_fields(void)
{
	g_autoptr(GPtrArray) documents = docx_read(
		"<w:p>" R("", "a") FIELD("begin") CODE("IF ") FIELD("begin") CODE("PAGE") FIELD(
			"separate") R("", "1") FIELD("end") CODE(" = 1 x y") FIELD("separate")
			R("", "b") FIELD("end")
				R("", "c") "</w:p>"
					   "<w:p>" R("", "d") FIELD("end") FIELD("separate")
						   FIELD("begin")
							   R("", "e") "</w:p>"
								      "<w:p>" R("", "f") "</w:p>");
	reader_assert_text(documents, "form.docx", "abc\nde\nf");
	docx_assert_lines(documents, VET_LINE_HIDDEN, "1");
}

static void
test_changes(void)
{
	g_autoptr(GPtrArray) documents = docx_read("<w:p>" R(
		"",
		"a") "<w:del><w:r><w:delText>删除</w:delText></w:r></w:del>"
		     "<w:ins>" R("", "b") "</w:ins></w:p><w:tbl><w:tr><w:trPr><w:del/></w:trPr>" TC(
			     "", P("gone")) "</w:tr><w:tr>" TC("", P("c")) "</w:tr></w:tbl>");
	reader_assert_text(documents, "form.docx", "ab\nc");
	reader_assert_status(documents, "form.docx", "partial");
	const VetContent *content = reader_find(documents, "form.docx")->content;
	g_assert_cmpuint(content->warnings->len, ==, 1);
	g_assert_true(g_str_has_prefix(content->warnings->pdata[0],
				       "2 tracked changes that were not accepted delete 6 char"));
	/* a paragraph's mark that is gone joins it to the next, which says what both are */
	g_autoptr(GPtrArray) joined = docx_read("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R(
		"", "项目") "</w:p><w:bookmarkStart/>"
			    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R(
				    "", "名称：") "</w:p>" P("平台") P("赛道"));
	reader_assert_text(joined, "form.docx", "项目名称：平台\n赛道");
	g_autoptr(GPtrArray) accepted = docx_read("<w:p><w:ins>" R("", "b") "</w:ins></w:p>");
	reader_assert_status(accepted, "form.docx", "ok");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/docx-forms/symbols", test_symbols);
	g_test_add_func("/docx-forms/boxes", test_boxes);
	g_test_add_func("/docx-forms/lists", test_lists);
	g_test_add_func("/docx-forms/fields", test_fields);
	g_test_add_func("/docx-forms/changes", test_changes);
	return g_test_run();
}
