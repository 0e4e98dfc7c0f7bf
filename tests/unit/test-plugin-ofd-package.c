/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/der-maker.h"
#include "tests/unit/ofd-maker.h"
#include "tests/unit/shared.h"

#include <zip.h>

/* What a package is made of: where its parts lie, which are missing or damaged, who signed it. */

#define CONTENT(text) OFD_PAGE(OFD_TEXT("20", "20", "4", "", text))

static void
test_locations(void)
{
	const char *const parts[] = {
		"OFD.xml",
		"<OFD><DocBody><DocRoot>\\doc_0\\Document.XML</DocRoot></DocBody></OFD>",
		"Doc_0/Document.xml",
		OFD_DOCUMENT("",
			     /* relative, absolute, with dots, other case, missing folders */
			     "<ofd:Page BaseLoc='Pages/Page_0/Content.xml'/>"
			     "<ofd:Page BaseLoc='/Doc_0/Pages/Page_1/Content.xml'/>"
			     "<ofd:Page BaseLoc='./../Doc_0/./Pages/../Pages/Page_2/Content.xml'/>"
			     "<ofd:Page BaseLoc='pages/PAGE_3/content.xml'/>"
			     "<ofd:Page BaseLoc='Page_4/Content.xml'/>"
			     "<ofd:Page BaseLoc='/Pages/Page_5/Content.xml'/>"
			     "<ofd:Page BaseLoc='../../../../../Pages/Page_6/Content.xml'/>"
			     "<ofd:Page><ofd:BaseLoc> Pages/Page_7/Content.xml </ofd:BaseLoc>"
			     "</ofd:Page>",
			     ""),
		"Doc_0/Pages/Page_0/Content.xml",
		CONTENT("零"),
		"Doc_0/Pages/Page_1/Content.xml",
		CONTENT("一"),
		"./Doc_0/Pages/Page_2/Content.xml",
		CONTENT("二"),
		"Doc_0\\Pages\\Page_3\\Content.xml",
		CONTENT("三"),
		"DOC_0/Pages/Page_4/Content.xml",
		CONTENT("四"),
		"Doc_0/Pages/Page_5/Content.xml",
		CONTENT("五"),
		"Doc_0/Pages/Page_6/Content.xml",
		CONTENT("六"),
		"Doc_0/Pages/Page_7/Content.xml",
		CONTENT("七"),
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_assert_status(documents, OFD_NAME, "ok");
	reader_assert_text(documents, OFD_NAME, "零\n一\n二\n三\n四\n五\n六\n七");
}

/* A page that is missing is a page still, and never another document's page of the same name. */
static void
test_missing_pages(void)
{
	const char *const parts[] = {
		"OFD.xml",
		"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>"
		"<DocBody><DocRoot>Doc_1/Document.xml</DocRoot></DocBody>"
		"<DocBody><DocRoot>Doc_2/Document.xml</DocRoot></DocBody></OFD>",
		"Doc_0/Document.xml",
		OFD_DOCUMENT("",
			     OFD_ONE_PAGE "<ofd:Page ID='2' BaseLoc='Pages/Page_1/Content.xml'/>",
			     ""),
		"Doc_0/Pages/Page_0/Content.xml",
		CONTENT("甲"),
		"Doc_1/Document.xml",
		OFD_DOCUMENT("",
			     OFD_ONE_PAGE "<ofd:Page ID='2' BaseLoc='Pages/Page_1/Content.xml'/>",
			     ""),
		"Doc_1/Pages/Page_1/Content.xml",
		CONTENT("乙"),
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_assert_status(documents, OFD_NAME, "partial");
	g_assert_cmpuint(ofd_content(documents)->pages->len, ==, 4);
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "甲");
	ofd_assert_lines(documents, 2, VET_LINE_BODY, "");
	ofd_assert_lines(documents, 3, VET_LINE_BODY, "");
	ofd_assert_lines(documents, 4, VET_LINE_BODY, "乙");
	ofd_assert_warning(documents, "page 2: its part Pages/Page_1/Content.xml is missing");
	ofd_assert_warning(documents, "page 3: its part Pages/Page_0/Content.xml is missing");
	ofd_assert_warning(documents, "Doc_2/Document.xml is missing");
	g_assert_cmpfloat_with_epsilon(ofd_page(documents, 2)->width, 210 * OFD_MM, 0.01);
}

/* One body may have several documents; what is missing of them is said. */
static void
test_several_roots(void)
{
	const char *const parts[] = {
		"OFD.xml",
		"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot>"
		"<DocRoot>Doc_1/Document.xml</DocRoot><DocRoot>Doc_2/Document.xml</DocRoot>"
		"</DocBody></OFD>",
		"Doc_0/Document.xml",
		OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
		"Doc_0/Pages/Page_0/Content.xml",
		CONTENT("甲"),
		"Doc_2/Document.xml",
		OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
		"Doc_2/Pages/Page_0/Content.xml",
		CONTENT("乙"),
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_assert_status(documents, OFD_NAME, "partial");
	g_assert_cmpuint(ofd_content(documents)->pages->len, ==, 2);
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "甲");
	ofd_assert_lines(documents, 2, VET_LINE_BODY, "乙");
	ofd_assert_warning(documents, "Doc_1/Document.xml is missing");
}

static void
test_damage(void)
{
	const char *const cut[] = {"OFD.xml",
				   OFD_ROOT,
				   "Doc_0/Document.xml",
				   OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
				   "Doc_0/Pages/Page_0/Content.xml",
				   "<ofd:Page " OFD_SPACE "><ofd:Content><ofd:Layer>" OFD_TEXT(
					   "20", "20", "4", "", "还在") "<ofd:TextObject Bound",
				   "Doc_0/Signs/Signatures.xml",
				   OFD_NO_SIGNATURES,
				   NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(cut);
	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "还在");
	ofd_assert_warning(documents, "page 1: is damaged");

	/* a DTD, and with it every entity, is refused */
	g_autoptr(GPtrArray) bomb = ofd_read_page(
		"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b SYSTEM 'file:///etc/passwd'>]>" CONTENT(
			"&a;&b;"));
	reader_assert_status(bomb, OFD_NAME, "partial");
	ofd_assert_lines(bomb, 1, VET_LINE_BODY, "");
	ofd_assert_warning(bomb, "has a DTD");

	const char *const lost[] = {"OFD.xml",
				    OFD_ROOT,
				    "Doc_0/Pages/Page_10/Content.xml",
				    CONTENT("十"),
				    "Doc_0/Pages/Page_9/Content.xml",
				    CONTENT("九"),
				    "Doc_0/Tpls/Tpl_0/Content.xml",
				    CONTENT("模板"),
				    NULL};
	g_autoptr(GPtrArray) salvaged = ofd_read_parts(lost);
	reader_assert_status(salvaged, OFD_NAME, "partial");
	reader_assert_text(salvaged, OFD_NAME, "九\n十");
	ofd_assert_warning(salvaged, "Document.xml is missing");

	const char *const nothing[] = {"OFD.xml", "<OFD/>", "other.txt", "x", NULL};
	g_autoptr(GPtrArray) broken = ofd_read_parts(nothing);
	reader_assert_status(broken, OFD_NAME, "corrupt");
}

/* Wrong checksum, encrypted part, charset that is not UTF-8. */
static void
test_bad_parts(void)
{
	static const char gbk[] =
		"<?xml version='1.0' encoding='GBK'?><Page><Content><Layer><TextObject "
		"Boundary='9 9 9 9' Size='4'><TextCode X='0' Y='4'>\xd6\xd0\xce\xc4</TextCode>"
		"</TextObject></Layer></Content></Page>";
	const char *document =
		OFD_DOCUMENT("", OFD_ONE_PAGE "<ofd:Page BaseLoc='Pages/Page_1/Content.xml'/>", "");
	const char *root = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";
	const char *page = CONTENT("校验和");
	ZipMember members[] = {
		{.name = "OFD.xml", .data = root, .size = strlen(root)},
		{.name = "Doc_0/Document.xml", .data = document, .size = strlen(document)},
		{.name = "Doc_0/Pages/Page_0/Content.xml",
		 .data = page,
		 .size = strlen(page),
		 .crc_error = 1},
		{.name = "Doc_0/Pages/Page_1/Content.xml", .data = gbk, .size = strlen(gbk)},
	};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_autoptr(GPtrArray) documents = reader_read(OFD_NAME, zip->data, zip->len, NULL);
	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "校验和");
	ofd_assert_lines(documents, 2, VET_LINE_BODY, "中文");

	members[0].flags = 1;
	g_autoptr(GByteArray) locked = zip_make(members, G_N_ELEMENTS(members));
	g_autoptr(GPtrArray) encrypted = reader_read(OFD_NAME, locked->data, locked->len, NULL);
	reader_assert_status(encrypted, OFD_NAME, "encrypted");
}

static void
test_encrypted(void)
{
	const char *const parts[] = {"OFD.xml",
				     OFD_ROOT,
				     "Encryptions.xml",
				     "<x/>",
				     "Doc_0/Document.xml",
				     "\x13\x37 no xml at all",
				     NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);
	reader_assert_status(documents, OFD_NAME, "encrypted");

	const char *const page[] = {"OFD.xml",
				    OFD_ROOT,
				    "decryptseed.dat",
				    "seed",
				    "Doc_0/Document.xml",
				    OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
				    "Doc_0/Pages/Page_0/Content.xml",
				    "\x13\x37 no xml",
				    NULL};
	g_autoptr(GPtrArray) locked = ofd_read_parts(page);
	reader_assert_status(locked, OFD_NAME, "encrypted");
}

static void
test_version(void)
{
	const char *const parts[] = {
		"OFD.xml",
		"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot><Versions>"
		"<Version ID='v1' Index='1' BaseLoc='Doc_0/Versions/V1.xml'/>"
		"<Version ID='v2' Index='2' Current='true' BaseLoc='Doc_0/Versions/V2.xml'/>"
		"</Versions></DocBody></OFD>",
		"Doc_0/Document.xml",
		OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
		"Doc_0/Pages/Page_0/Content.xml",
		CONTENT("旧的"),
		"Doc_0/Versions/V2.xml",
		"<DocVersion ID='v2'><DocRoot>/Doc_0/Document_2.xml</DocRoot></DocVersion>",
		"Doc_0/Document_2.xml",
		OFD_DOCUMENT("", "<ofd:Page ID='1' BaseLoc='Pages/Page_9/Content.xml'/>", ""),
		"Doc_0/Pages/Page_9/Content.xml",
		CONTENT("新的"),
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_assert_status(documents, OFD_NAME, "ok");
	reader_assert_text(documents, OFD_NAME, "新的");
}

/* Pages without end: the cap stops them, and names itself. */
static void
test_many_pages(void)
{
	g_autoptr(GString) pages = g_string_new(NULL);
	for (guint i = 0; i < 150000; i++)
		g_string_append(pages, "<Page BaseLoc='x'/>");
	g_autofree char *document =
		g_strdup_printf("<Document><Pages>%s</Pages></Document>", pages->str);
	const char *const parts[] = {"OFD.xml", OFD_ROOT, "Doc_0/Document.xml", document, NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_assert_status(documents, OFD_NAME, "limit");
	g_assert_nonnull(strstr(reader_find(documents, OFD_NAME)->reason, "limits.pages"));
}

/* 100 MiB of blanks in 100 KiB. */
static void
test_bomb(void)
{
	gsize size = 100 << 20;
	g_autofree char *blanks = g_malloc(size);
	memset(blanks, ' ', size);
	const char *document = OFD_DOCUMENT("", OFD_ONE_PAGE, "");
	ZipMember members[] = {
		{.name = "OFD.xml", .data = OFD_ROOT, .size = strlen(OFD_ROOT)},
		{.name = "Doc_0/Document.xml", .data = document, .size = strlen(document)},
		{.name = "Doc_0/Pages/Page_0/Content.xml",
		 .data = blanks,
		 .size = size,
		 .deflated = TRUE},
	};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_autoptr(GPtrArray) documents = reader_read(OFD_NAME, zip->data, zip->len, NULL);

	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_warning(documents, "more than 25165824 bytes");
}

static void
test_members(void)
{
	const char *const parts[] = {
		"OFD.xml",
		OFD_ROOT,
		"Doc_0/Document.xml",
		OFD_DOCUMENT("<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>", OFD_ONE_PAGE,
			     "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
			     "<ofd:Outlines><ofd:OutlineElem Title='第一章'><ofd:OutlineElem "
			     "Title='第一节'/></ofd:OutlineElem></ofd:Outlines>"),
		"Doc_0/DocumentRes.xml",
		"<ofd:Res " OFD_SPACE " BaseLoc='Res_0'><ofd:MultiMedias><ofd:MultiMedia ID='4' "
		"Type='Image'><ofd:MediaFile>logo.PNG</ofd:MediaFile></ofd:MultiMedia>"
		"<ofd:MultiMedia ID='5' Type='Image'><ofd:MediaFile>gone.png</ofd:MediaFile>"
		"</ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
		"Doc_0/Res/logo.png",
		"\x89PNG\r\n\x1a\n no more",
		"Doc_0/Pages/Page_0/Content.xml",
		OFD_PAGE("<ofd:ImageObject Boundary='10 10 20 20' ResourceID='4'/>"
			 "<ofd:ImageObject Boundary='10 10 20 20' ResourceID='77'/>"),
		"Doc_0/Attachs/Attachments.xml",
		"<ofd:Attachments " OFD_SPACE "><ofd:Attachment ID='1' Name='清单'>"
		"<ofd:FileLoc>list.csv</ofd:FileLoc></ofd:Attachment><ofd:Attachment Name='无'>"
		"<ofd:FileLoc>none.csv</ofd:FileLoc></ofd:Attachment></ofd:Attachments>",
		"Doc_0/Attachs/list.csv",
		"姓名,单位\n甲,乙\n",
		"Doc_0/Signs/Signatures.xml",
		OFD_NO_SIGNATURES,
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_find(documents, OFD_NAME "/Doc_0/Res/logo.png");
	reader_assert_status(documents, OFD_NAME "/Doc_0/Attachs/list.csv", "ok");
	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_warning(documents, "gone.png is missing");
	ofd_assert_warning(documents, "attachment 无 (none.csv) is missing");
	ofd_assert_warning(documents, "shows 1 pictures or drawings that the document lacks");
	g_assert_cmpstr(g_hash_table_lookup(ofd_content(documents)->metadata, "outline"), ==,
			"第一章\n第一节");
}

/* A scan over the text that was recognised in it: a reader sees the scan. */
static void
test_text_under_scan(void)
{
	const char *const parts[] = {
		"OFD.xml",
		"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
		"D.xml",
		OFD_DOCUMENT("<ofd:PublicRes>R.xml</ofd:PublicRes>",
			     "<ofd:Page BaseLoc='P0.xml'/><ofd:Page BaseLoc='P1.xml'/>", ""),
		"R.xml",
		"<Res><MultiMedias><MultiMedia ID='4'><MediaFile>scan.jpg</MediaFile>"
		"</MultiMedia></MultiMedias></Res>",
		"scan.jpg",
		"no picture",
		"P0.xml",
		OFD_PAGE(OFD_TEXT("20", "20", "4", "", "被扫描件盖住") "<ofd:ImageObject "
								       "Boundary='0 0 210 297' "
								       "ResourceID='4'/>"),
		"P1.xml",
		OFD_PAGE("<ofd:ImageObject Boundary='0 0 210 297' ResourceID='4'/>"
			 "<ofd:ImageObject Boundary='0 0 210 297' ResourceID='4' "
			 "Visible='false'/>" OFD_TEXT("20", "20", "4", "", "在图上")),
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	ofd_assert_lines(documents, 1, VET_LINE_HIDDEN, "被扫描件盖住");
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "");
	ofd_assert_lines(documents, 2, VET_LINE_BODY, "在图上");
	/* that the scan cannot be decoded is said, whatever the page was begun as */
	const VetDocument *whole = documents->pdata[0];
	g_assert_cmpint(whole->status, ==, VET_STATUS_PARTIAL);
}

static void
test_annotations(void)
{
	const char *const parts[] = {
		"OFD.xml",
		OFD_ROOT,
		"Doc_0/Document.xml",
		OFD_DOCUMENT("", OFD_ONE_PAGE,
			     "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"),
		"Doc_0/Pages/Page_0/Content.xml",
		CONTENT("正文"),
		"Doc_0/Annots/Annotations.xml",
		"<ofd:Annotations " OFD_SPACE "><ofd:Page PageID='1'><ofd:FileLoc>"
		"Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
		"Doc_0/Annots/Page_0/Annotation.xml",
		"<ofd:PageAnnot " OFD_SPACE "><ofd:Annot Type='Highlight'><ofd:Remark>请核对\n"
		"金额</ofd:Remark><ofd:Appearance Boundary='10 20 30 10'>" OFD_TEXT(
			"5", "5", "4", "",
			"批注") "</ofd:Appearance></ofd:Annot>"
				"<ofd:Annot Type='Link'><ofd:Appearance Boundary='1 1 2 "
				"2'><ofd:PathObject>"
				"<ofd:Actions><ofd:Action Event='CLICK'><ofd:URI "
				"URI='http://example.org/a'/>"
				"</ofd:Action></ofd:Actions></ofd:PathObject></ofd:Appearance></"
				"ofd:Annot>"
				"<ofd:Annot Type='Stamp' "
				"Visible='false'><ofd:Remark>藏</ofd:Remark>"
				"<ofd:Appearance Boundary='50 60 40 40'>" OFD_TEXT(
					"5", "5", "4", "",
					"隐批") "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
		"Doc_0/Signs/Signatures.xml",
		OFD_NO_SIGNATURES,
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);
	const VetPage *page = ofd_page(documents, 1);

	reader_assert_status(documents, OFD_NAME, "ok");
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "正文");
	ofd_assert_lines(documents, 1, VET_LINE_NOTE, "批注|请核对|金额|http://example.org/a");
	ofd_assert_lines(documents, 1, VET_LINE_HIDDEN, "隐批|藏");
	g_assert_cmpuint(page->marks->len, ==, 1);
	const VetMark *mark = page->marks->pdata[0];
	g_assert_cmpint(mark->kind, ==, VET_MARK_SEAL);
	g_assert_cmpfloat_with_epsilon(mark->box.x0, 50 * OFD_MM, 0.01);
	g_assert_cmpfloat_with_epsilon(mark->box.y1, 100 * OFD_MM, 0.01);
}

/* --- seals --- */

static GByteArray *
es_seal(const char *version, guint8 time_tag, const char *from, const char *until)
{
	GByteArray *header =
		SEQUENCE(der_text(0x16, "ES"), NUMBER(version), der_text(0x16, "maker"));
	GByteArray *property =
		SEQUENCE(NUMBER("\1"), der_text(0x0c, "某某公司电子专用章"), NUMBER("\1"),
			 SEQUENCE(NUMBER("\1")), der_text(time_tag, from), der_text(time_tag, from),
			 der_text(time_tag, until));
	return SEQUENCE(SEQUENCE(header, der_text(0x16, "id"), property));
}

#define SIGNATURE                                                                                  \
	"<ofd:Signature " OFD_SPACE "><ofd:SignedInfo><ofd:Provider ProviderName='program' "       \
	"Company='company'/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>"        \
	"<ofd:SignatureDateTime>20250601081530Z</ofd:SignatureDateTime>"                           \
	"<ofd:StampAnnot ID='1' PageRef='2' Boundary='100 200 40 40'/>"                            \
	"<ofd:StampAnnot ID='2' PageRef='99' Boundary='1 2 4 4'/></ofd:SignedInfo>"                \
	"<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"

/* Frees `value`. */
static GPtrArray *
read_signed(GByteArray *value)
{
	const char *document = OFD_DOCUMENT(
		"", OFD_ONE_PAGE "<ofd:Page ID='2' BaseLoc='Pages/Page_1/Content.xml'/>", "");
	const char *list = "<ofd:Signatures " OFD_SPACE "><ofd:Signature ID='1' "
			   "BaseLoc='/Doc_0/Signs/Sign_0/Signature.xml'/></ofd:Signatures>";
	const char *page = CONTENT("一页");
	ZipMember members[] = {
		{.name = "OFD.xml", .data = OFD_ROOT, .size = strlen(OFD_ROOT)},
		{.name = "Doc_0/Document.xml", .data = document, .size = strlen(document)},
		{.name = "Doc_0/Pages/Page_0/Content.xml", .data = page, .size = strlen(page)},
		{.name = "Doc_0/Pages/Page_1/Content.xml", .data = page, .size = strlen(page)},
		{.name = "Doc_0/Signs/Signatures.xml", .data = list, .size = strlen(list)},
		{.name = "Doc_0/Signs/Sign_0/Signature.xml",
		 .data = SIGNATURE,
		 .size = strlen(SIGNATURE)},
		{.name = "Doc_0/Signs/Sign_0/SignedValue.dat",
		 .data = value->data,
		 .size = value->len},
	};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_byte_array_unref(value);
	return reader_read(OFD_NAME, zip->data, zip->len, NULL);
}

static void
assert_signed(const GPtrArray *documents, const char *seal, const char *signer, const char *detail)
{
	const VetPage *page = ofd_page(documents, 2);

	reader_assert_status(documents, OFD_NAME, "ok");
	g_assert_cmpuint(ofd_page(documents, 1)->marks->len, ==, 1); /* the one of page 99 */
	g_assert_cmpuint(page->marks->len, ==, 2);
	const VetMark *stamp = page->marks->pdata[0], *signature = page->marks->pdata[1];
	g_assert_cmpint(stamp->kind, ==, VET_MARK_SEAL);
	g_assert_cmpstr(stamp->text, ==, seal);
	g_assert_cmpfloat_with_epsilon(stamp->box.x0, 100 * OFD_MM, 0.01);
	g_assert_cmpfloat_with_epsilon(stamp->box.y1, 240 * OFD_MM, 0.01);
	g_assert_cmpint(signature->kind, ==, VET_MARK_DIGITAL_SIGNATURE);
	g_assert_cmpstr(signature->text, ==, signer);
	g_assert_cmpstr(signature->detail, ==, detail);
}

static void
test_seals(void)
{
	/* GB/T 38540, version 4 */
	g_autoptr(GPtrArray) fourth = read_signed(SEQUENCE(
		SEQUENCE(NUMBER("\4"), es_seal("\4", 0x18, "20230101000000Z", "20280101000000Z"),
			 der_text(0x18, "20250601081530Z"), der_text(0x03, "hash")),
		der(0x04, der_certificate("某某公司", "组织")), der_text(0x06, "\x2a")));
	assert_signed(fourth, "某某公司电子专用章", "某某公司",
		      "2025-06-01T08:15:30Z, SM2 with SM3, seal 某某公司电子专用章, made by "
		      "maker, valid from 2023-01-01 to 2028-01-01, organisation 组织, written by "
		      "program");

	/* GM/T 0031, version 1; a number for a name */
	g_autoptr(GPtrArray) first = read_signed(SEQUENCE(
		SEQUENCE(NUMBER("\1"), es_seal("\1", 0x17, "230101000000Z", "280101000000Z"),
			 der_text(0x03, "20250601"), der_text(0x03, "hash"), der_text(0x16, "p"),
			 der(0x04, der_certificate("320500", "某某局")), der_text(0x06, "\x2a")),
		der_text(0x03, "x")));
	assert_signed(first, "某某公司电子专用章", "某某局",
		      "2025-06-01T08:15:30Z, SM2 with SM3, seal 某某公司电子专用章, made by "
		      "maker, valid from 2023-01-01 to 2028-01-01, organisation 某某局, written "
		      "by program");

	/* PKCS #7 */
	g_autoptr(GPtrArray) plain = read_signed(
		SEQUENCE(der_text(0x06, "\x2a"),
			 der(0xa0, SEQUENCE(NUMBER("\1"), SET(NUMBER("\1")), SEQUENCE(NUMBER("\1")),
					    der(0xa0, der_certificate("张三", "组织"))))));
	assert_signed(plain, "", "张三",
		      "2025-06-01T08:15:30Z, SM2 with SM3, organisation 组织, written by program");
}

/* Every start of a seal, and lengths that lie. */
static void
test_broken_seals(void)
{
	g_autoptr(GByteArray) whole =
		SEQUENCE(SEQUENCE(NUMBER("\4"), es_seal("\4", 0x18, "20230101000000Z", "2028")),
			 der(0x04, der_certificate("某某公司", "组织")));
	static const char *const lies[] = {"\x30\x80", "\x30\x84\xff\xff\xff\xff", "\x30\x89",
					   "\x3f\xff\xff\xff", "\x30\x02\x30\x7f"};

	for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
		GByteArray *value = g_byte_array_new();
		g_byte_array_append(value, (const guint8 *)lies[i], (guint)strlen(lies[i]));
		g_autoptr(GPtrArray) documents = read_signed(value);
		assert_signed(documents, "", "company",
			      "2025-06-01T08:15:30Z, SM2 with SM3, written by program");
	}
	for (guint length = 0; length < whole->len; length += 37) {
		GByteArray *value = g_byte_array_new();
		g_byte_array_append(value, whole->data, length);
		g_autoptr(GPtrArray) documents = read_signed(value);
		reader_assert_status(documents, OFD_NAME, "ok");
	}
}

static void
test_lost_signature(void)
{
	const char *const parts[] = {"OFD.xml",
				     OFD_ROOT,
				     "Doc_0/Document.xml",
				     OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
				     "Doc_0/Pages/Page_0/Content.xml",
				     CONTENT("正文"),
				     NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_warning(documents, "signatures are missing");
}

/* --- the corpus: not one character of its TextCodes may be lost --- */

static void
count_characters(GHashTable *counts, const char *text, gint by)
{
	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gpointer key = GUINT_TO_POINTER(g_utf8_get_char(at));
		if (!g_unichar_isspace(g_utf8_get_char(at)))
			g_hash_table_insert(
				counts, key,
				GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, key)) +
						by));
	}
}

static void
count_text_codes(GHashTable *counts, const char *xml)
{
	g_autoptr(GRegex) regex =
		g_regex_new("<(?:\\w+:)?TextCode[^>]*(?<!/)>(?:<!\\[CDATA\\[)?(.*?)"
			    "(?:\\]\\]>)?</(?:\\w+:)?TextCode>",
			    G_REGEX_DOTALL, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	for (g_regex_match(regex, xml, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *raw = g_match_info_fetch(match, 1);
		g_autoptr(GString) text = g_string_new(raw);
		g_string_replace(text, "&#x20;", " ", 0);
		g_string_replace(text, "&lt;", "<", 0);
		g_string_replace(text, "&gt;", ">", 0);
		g_string_replace(text, "&amp;", "&", 0);
		count_characters(counts, text->str, 1);
	}
}

/* Of one file, all pages but those that its document does not list. */
static void
check_file(const char *corpus, const char *name)
{
	g_autofree char *path = g_build_filename(corpus, name, NULL);
	g_autofree char *data = NULL;
	gsize length;
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
	GHashTableIter iter;
	gpointer character, count;

	g_assert_true(g_file_get_contents(path, &data, &length, NULL));
	zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
	for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); i++) {
		zip_stat_t stat;
		zip_stat_index(zip, (guint64)i, 0, &stat);
		if (!g_str_has_suffix(stat.name, "Content.xml") ||
		    (strstr(name, "00004") && strstr(stat.name, "Page_1")))
			continue;
		g_autofree char *xml = g_malloc0(stat.size + 1);
		zip_file_t *file = zip_fopen_index(zip, (guint64)i, 0);
		g_assert_cmpint(zip_fread(file, xml, stat.size), ==, (zip_int64_t)stat.size);
		zip_fclose(file);
		count_text_codes(counts, xml);
	}
	zip_discard(zip);
	g_autoptr(GPtrArray) documents = reader_read(name, data, length, NULL);
	reader_assert_status(documents, name, "ok");
	g_autofree char *text = vet_content_text(reader_find(documents, name)->content);
	count_characters(counts, text, -1);
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &character, &count))
		if (GPOINTER_TO_INT(count) != 0)
			g_error("%s: U+%04X %d times too few", name, GPOINTER_TO_UINT(character),
				GPOINTER_TO_INT(count));
}

static void
test_corpus(void)
{
	g_autofree char *corpus = shared_path("corpus/ofdrw");
	g_autoptr(GDir) folder = g_dir_open(corpus, 0, NULL);
	const char *name;
	guint n = 0;

	if (!folder) {
		g_test_skip("the corpus is not here");
		return;
	}
	while ((name = g_dir_read_name(folder)) != NULL) {
		check_file(corpus, name);
		n++;
	}
	g_assert_cmpuint(n, >=, 15);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ofd-package/locations", test_locations);
	g_test_add_func("/ofd-package/missing-pages", test_missing_pages);
	g_test_add_func("/ofd-package/several-roots", test_several_roots);
	g_test_add_func("/ofd-package/damage", test_damage);
	g_test_add_func("/ofd-package/bad-parts", test_bad_parts);
	g_test_add_func("/ofd-package/encrypted", test_encrypted);
	g_test_add_func("/ofd-package/version", test_version);
	g_test_add_func("/ofd-package/many-pages", test_many_pages);
	g_test_add_func("/ofd-package/bomb", test_bomb);
	g_test_add_func("/ofd-package/members", test_members);
	g_test_add_func("/ofd-package/text-under-scan", test_text_under_scan);
	g_test_add_func("/ofd-package/annotations", test_annotations);
	g_test_add_func("/ofd-package/seals", test_seals);
	g_test_add_func("/ofd-package/broken-seals", test_broken_seals);
	g_test_add_func("/ofd-package/lost-signature", test_lost_signature);
	g_test_add_func("/ofd-package/corpus", test_corpus);
	return g_test_run();
}
