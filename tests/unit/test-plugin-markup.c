/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"

static GPtrArray *
read_text(const char *name, const char *text)
{
	return reader_read(name, text, strlen(text), NULL);
}

static const VetContent *
content_of(const GPtrArray *documents)
{
	return ((const VetDocument *)documents->pdata[0])->content;
}

/* the lines of a role, joined by "|" */
static char *
lines_of(const VetContent *content, VetLineRole role)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j < page->lines->len; j++) {
			const VetLine *line = page->lines->pdata[j];
			if (line->role == role)
				g_string_append_printf(text, "%s%s", text->len ? "|" : "",
						       line->text);
		}
	}
	return g_string_free(text, FALSE);
}

static void
assert_lines(const GPtrArray *documents, VetLineRole role, const char *expected)
{
	g_autofree char *lines = lines_of(content_of(documents), role);
	g_assert_cmpstr(lines, ==, expected);
}

#define HEAD "<!DOCTYPE html><html><head><meta charset=utf-8></head><body>"

typedef struct {
	const char *html; /* behind HEAD */
	const char *lines;
} Case;

static void
assert_cases(const Case *cases, gsize n, VetLineRole role)
{
	for (gsize i = 0; i < n; i++) {
		g_autofree char *html = g_strconcat(HEAD, cases[i].html, NULL);
		g_autoptr(GPtrArray) documents = read_text("a.html", html);
		g_test_message("%s", cases[i].html);
		reader_assert_status(documents, "a.html", "ok");
		assert_lines(documents, role, cases[i].lines);
	}
}

static void
test_blocks(void)
{
	static const Case cases[] = {
		{"<h1>标题</h1><p>第一\n段 &amp;  more<br>第二行<p>third",
		 "标题|第一段 & more|第二行|third"},
		{"a<b>b</b>c <i> d</i>e", "abc de"},
		{"<div>x<div>y</div>z</div>", "x|y|z"},
		{"<pre>a  b\n  c</pre>", "a  b|  c"},
		{"<ul><li>甲<li>乙<ul><li>丙</ul></ul><ol start=3><li>x<li value=7>y</ol>",
		 "• 甲|• 乙|• 丙|3. x|7. y"},
		{"<ol type=i><li>a<li>b<li>c<li>d</ol><ol type=A><li>a</ol>",
		 "i. a|ii. b|iii. c|iv. d|A. a"},
		{"<script>if (a<b) '<p>no</p>'</script><style>p{}</style>a<!-- no -->b<noscript>"
		 "</noscript>",
		 "ab"},
		{"3 < 5 &lt;tag&gt; &#20013;&#x6587; &nosuch; &copy 2025 &#150;",
		 "3 < 5 <tag> 中文 "
		 "&nosuch; © 2025 –"},
		{"a&nbsp;&nbsp;b", "a  b"},
		{"<a href=\"x>y\">link</a> <img src='a.png' alt='公章'>", "link 公章"},
		{"</body></html>behind", "behind"},
		{"<dl><dt>单位<dd>某公司<dt>电话<dd>123</dl>", "单位|某公司|电话|123"},
		{"<textarea>a &lt;\nb</textarea>c", "a <|b|c"},
	};
	assert_cases(cases, G_N_ELEMENTS(cases), VET_LINE_BODY);
}

static void
test_forms(void)
{
	static const Case cases[] = {
		{"<label>名称：<input value='某公司'></label><input type=checkbox checked>是"
		 "<input type=radio>否",
		 "名称：某公司 ☑是☐否"},
		{"<select><option>甲<option selected>乙<option>丙</select>", "甲|乙"},
		{"<button>提交</button><input type=hidden value=secret>", "提交"},
	};
	assert_cases(cases, G_N_ELEMENTS(cases), VET_LINE_BODY);
}

static void
test_hidden(void)
{
	static const Case cases[] = {
		{"a<p hidden>x</p>b", "x"},
		{"a<p style='display:none'>x<b>y</b></p>b", "xy"},
		{"a<p style='color:red; DISPLAY : None !important'>x</p>b", "x"},
		{"a<span style='visibility:hidden'>x<b style='visibility:visible'>y</b></span>",
		 "x"},
		{"a<span style='font-size:0'>x</span>b", "x"},
		{"a<span style='opacity: 0.0'>x</span>b", "x"},
		{"a<span style='color:#fff'>x</span>b", "x"},
		{"a<font color=white>x</font>b", "x"},
		{"a<font color='#FEFEFE'>x</font>b", "x"},
		{"a<span style='color:rgb(255, 255, 255)'>x</span>b", "x"},
		{"a<span style='color:transparent'>x</span>b", "x"},
		{"<div style='background:#000'><span style='color:black'>x</span></div>", "x"},
		{"a<div style='position:absolute;left:-9999px'>x</div>b", "x"},
		{"a<p style='text-indent:-999em'>x</p>", "x"},
		{"<style>.k, #i { display: none }</style>a<p class='j k'>x</p><p id=i>y</p>",
		 "x|y"},
		{"<style><!-- p.k{color:white} --></style>a<p class=k>x</p>", "x"},
		{"<template>x</template><noscript>y</noscript>", "xy"},
		{"<input type=hidden value=x>a", "x"},
		{"<table><tr><td>a<td style='display:none'>x</table>", "x"},
		{"<p hidden>x<div>a</div>", "x"},
	};
	assert_cases(cases, G_N_ELEMENTS(cases), VET_LINE_HIDDEN);
}

/* what looks hidden and is not */
static void
test_shown(void)
{
	static const Case cases[] = {
		{"<div style='background:#036'><span style='color:#fff'>x</span></div>", ""},
		{"<table bgcolor=navy><tr><td><font color=white>x</font></table>", ""},
		{"<div style='background:url(a.png)'><span style='color:white'>x</span></div>", ""},
		{"<style>@media print {.k{display:none}} .a .k{display:none}</style><p class=k>x",
		 ""},
		{"<style>.a .k{background:#000} .k{color:#fff}</style><p class=k>x", ""},
		{"<link rel=stylesheet href=a.css><style>.k{color:#fff}</style><p class=k>x", ""},
		{"<p style='font-size:12px;opacity:0.5;margin-left:-10px'>x", ""},
	};
	assert_cases(cases, G_N_ELEMENTS(cases), VET_LINE_HIDDEN);
}

/* a word hidden within a word changes it for the machine alone */
static void
test_hidden_within(void)
{
	g_autoptr(GPtrArray) documents =
		read_text("a.html", HEAD "合格<span style=\"display:none\">不</span>产品");
	assert_lines(documents, VET_LINE_BODY, "合格产品");
	assert_lines(documents, VET_LINE_HIDDEN, "不");
	reader_assert_text(documents, "a.html", "合格产品");
}

/* "row,column rows×columns text" of each cell */
static char *
describe_table(const VetTable *table)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < table->cells->len; i++) {
		const VetCell *cell = table->cells->pdata[i];
		g_string_append_printf(text, "%s%u,%u", text->len ? " | " : "", cell->row,
				       cell->column);
		if (cell->row_span > 1 || cell->column_span > 1)
			g_string_append_printf(text, " %ux%u", cell->row_span, cell->column_span);
		g_string_append_printf(text, " %s", cell->text);
	}
	return g_string_free(text, FALSE);
}

static void
test_tables(void)
{
	static const struct {
		const char *html;
		const char *tables[3];
	} cases[] = {
		{"<table><tr><th>姓名</th><th>电话</th></tr><tr><td>张三</td><td>1<br>2</td></tr></"
		 "table>",
		 {"0,0 姓名 | 0,1 电话 | 1,0 张三 | 1,1 1\n2"}},
		{"<table><tr><td colspan=2>a<td rowspan=2>b<tr><td>c<td>d</table>",
		 {"0,0 1x2 a | 0,2 2x1 b | 1,0 c | 1,1 d"}},
		{"<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>",
		 {"0,0 3x1 a | 0,1 b | 1,1 c | 2,1 d"}},
		{"<table><tr><td colspan=99999 rowspan=99999>a<tr><td>b</table>", {NULL}},
		{"<table><tr><td>a<table><tr><td>x<td>y</table><td>b</table>",
		 {"0,0 x | 0,1 y", "0,0 a\nx\ny | 0,1 b"}},
		{"<table><caption>题</caption><thead><tr><td>a<td>b<tbody><tr><td>c<td>d</table>",
		 {"0,0 a | 0,1 b | 1,0 c | 1,1 d"}},
		{"<table><td>a<td>b</table>", {"0,0 a | 0,1 b"}},
		{"<table><tr><td>a<td>b<tr hidden><td>x<td>y<tr><td>c<td>d</table>",
		 {"0,0 a | 0,1 b | 1,0 c | 1,1 d"}},
		{"<table><tr><td>only</table>", {NULL}},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *html = g_strconcat(HEAD, cases[i].html, NULL);
		g_autoptr(GPtrArray) documents = read_text("a.html", html);
		const VetPage *page = content_of(documents)->pages->pdata[0];
		g_test_message("%s", cases[i].html);
		for (guint j = 0; cases[i].tables[j]; j++) {
			g_assert_cmpuint(page->tables->len, >, j);
			g_autofree char *text = describe_table(page->tables->pdata[j]);
			g_assert_cmpstr(text, ==, cases[i].tables[j]);
		}
	}
}

static void
test_charsets(void)
{
	const char *text =
		"<html><head><meta http-equiv='Content-Type' content='text/html; "
		"charset=%s'></head><body><p>项目名称：智慧供应链平台，参赛单位</body></html>";
	static const struct {
		const char *said, *real;
	} cases[] = {
		{"gb2312", "GB18030"},  {"iso-8859-1", "GB18030"}, {"gb2312", "UTF-8"},
		{"utf-8", "GB18030"},   {"x-unknown", "GB18030"},  {"utf-16", "UTF-8"},
		{"utf-16", "UTF-16LE"}, {"gbk", "UTF-16BE"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) parts = g_strsplit(text, "%s", 2);
		g_autofree char *page = g_strconcat(parts[0], cases[i].said, parts[1], NULL);
		gsize length;
		g_autofree char *bytes =
			g_convert(page, -1, cases[i].real, "UTF-8", NULL, &length, NULL);
		g_autoptr(GPtrArray) documents = reader_read("a.html", bytes, length, NULL);
		g_test_message("%s in %s", cases[i].said, cases[i].real);
		reader_assert_status(documents, "a.html", "ok");
		reader_assert_text(documents, "a.html", "项目名称：智慧供应链平台，参赛单位");
	}
}

static void
test_metadata(void)
{
	g_autoptr(GPtrArray) documents = read_text(
		"a.html", "<html><head><title>甲 &amp; 乙</title><meta name=Author content='张三'>"
			  "<meta name=generator content=WPS></head><body title=提示>文</html>");
	GHashTable *metadata = content_of(documents)->metadata;
	g_assert_cmpstr(g_hash_table_lookup(metadata, "title"), ==, "甲 & 乙");
	g_assert_cmpstr(g_hash_table_lookup(metadata, "author"), ==, "张三");
	g_assert_cmpstr(g_hash_table_lookup(metadata, "producer"), ==, "WPS");
	assert_lines(documents, VET_LINE_BODY, "文");
	assert_lines(documents, VET_LINE_NOTE, "提示");
}

static void
test_embedded(void)
{
	g_autoptr(GPtrArray) documents = read_text(
		"a.html", HEAD "前<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><a href=\""
			       "data:text/plain;charset=utf-8;base64,6aG555uu5ZCN56ew\">附件</a>"
			       "<object data='data:text/plain,%E9%99%84%20b'></object>"
			       "<iframe srcdoc='&lt;p&gt;内页&lt;/p&gt;'></iframe>后");
	reader_assert_status(documents, "a.html", "ok");
	reader_assert_text(documents, "a.html", "前附件后");
	reader_assert_text(documents, "a.html/file-1.txt", "项目名称");
	reader_assert_text(documents, "a.html/file-2.txt", "附 b");
	reader_assert_text(documents, "a.html/page-3.html", "内页");
	g_assert_cmpuint(documents->len, ==, 4);
}

static void
test_elsewhere(void)
{
	g_autoptr(GPtrArray) documents = read_text(
		"a.html", HEAD "<img src='scan.jpg' alt='扫描件'><a href='http://e.org'>x</a>"
			       "<iframe src='http://e.org/f'></iframe>");
	const VetPage *page = content_of(documents)->pages->pdata[0];
	g_assert_cmpuint(page->marks->len, ==, 1);
	const VetMark *mark = page->marks->pdata[0];
	g_assert_cmpint(mark->kind, ==, VET_MARK_PICTURE);
	g_assert_cmpstr(mark->text, ==, "扫描件");
	g_assert_cmpstr(mark->detail, ==, "scan.jpg");
	g_assert_cmpstr(g_hash_table_lookup(content_of(documents)->metadata, "links"), ==, "1");
	assert_lines(documents, VET_LINE_NOTE, "→ http://e.org/f");
}

typedef struct {
	const char *text;
	const char *status;
	const char *lines;
	const char *reason; /* part of it; NULL when there is none */
} Damage;

static void
assert_damages(const char *name, const Damage *cases, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		g_autoptr(GPtrArray) documents = read_text(name, cases[i].text);
		const VetDocument *document = reader_find(documents, name);
		g_test_message("%s", cases[i].text);
		reader_assert_status(documents, name, cases[i].status);
		assert_lines(documents, VET_LINE_BODY, cases[i].lines);
		if (cases[i].reason)
			g_assert_nonnull(strstr(document->reason, cases[i].reason));
	}
}

static void
test_damaged_html(void)
{
	static const Damage cases[] = {
		{"<html><p>a<b><i>b</p></b>c<td>d</html>", "ok", "ab|c|d", NULL},
		{"<html><p>a\n<!-- b<p>c", "partial", "a", "line 2: a comment that begins here"},
		{"<html><p>a<a href=\"b>c<p>d", "partial", "a", "attribute never ends"},
		{"<html><p>a<script>b", "partial", "a", "never ends"},
		{"<html><body><script>document.write('a')</script>", "partial", "", "scripts"},
		{"<html><p>a</div></span></td>b</html>", "ok", "a|b", NULL},
		{"<html><p>a<p", "partial", "a", "a tag never ends"},
	};
	assert_damages("a.html", cases, G_N_ELEMENTS(cases));
}

static void
test_xhtml(void)
{
	static const Damage cases[] = {
		{"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head>"
		 "<title/></head><body><script src=\"a.js\"/><p>a&nbsp;b</p></body></html>",
		 "ok", "a b", NULL},
		/* no XML, whatever it says: read as browsers read HTML */
		{"<?xml version=\"1.0\"?><html><body><p>a<br><p>b<td nowrap>c</body></html>", "ok",
		 "a|b|c", NULL},
	};
	assert_damages("a.xhtml", cases, G_N_ELEMENTS(cases));
}

static void
test_xml(void)
{
	static const Damage cases[] = {
		{"<?xml version=\"1.0\"?><单位 "
		 "类型=\"企业\"><名称>某公司</名称><x:电话>1</x:电话><空/>"
		 "<![CDATA[<b>]]></单位>",
		 "ok", "单位.类型: 企业|名称: 某公司|电话: 1|<b>", NULL},
		{"<?xml version=\"1.0\"?><a xmlns:w=\"urn:x\">我们<b>公司</b>很<i>好</i>。</a>",
		 "ok", "a: 我们公司很好。", NULL},
		{"<?xml version=\"1.0\"?>\n<a><b>x</b>\n<c>y</a>", "partial", "b: x|c: y",
		 "line 3: an end tag comes before"},
		{"<?xml version=\"1.0\"?><a><b>x</b><c>y", "partial", "b: x|c: y",
		 "ends before its elements"},
		{"<?xml version=\"1.0\"?><a>1 < 2 &amp; 3</a>", "partial", "a: 1 < 2 & 3",
		 "begins no tag"},
		{"<?xml version=\"1.0\"?><a b=c>x</a>", "partial", "a.b: c|a: x", "no quotes"},
		{"<?xml version=\"1.0\"?><a>x</a><b>y</b>", "partial", "a: x|b: y", "second root"},
		{"<?xml version=\"1.0\"?><a>x</a></b>", "partial", "a: x", "closes nothing"},
		{"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY co \"某&#20844;司\">]><a b=\"&co;\">"
		 "&co;</a>",
		 "ok", "a.b: 某公司|a: 某公司", NULL},
		{"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
		 "<a>&f;</a>",
		 "partial", "a: &f;", "needs another file"},
		{"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY % p SYSTEM \"http://e.org/x\"> %p;]>"
		 "<a>x</a>",
		 "ok", "a: x", NULL},
		{"<?xml version=\"1.0\"?><a>&who;</a>", "partial", "a: &who;", "nothing says"},
	};
	assert_damages("a.xml", cases, G_N_ELEMENTS(cases));
}

static void
test_entity_bomb(void)
{
	g_autoptr(GString) xml = g_string_new("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY l0 "
					      "\"lol\">");
	for (guint i = 1; i < 20; i++) {
		g_string_append_printf(xml, "<!ENTITY l%u \"", i);
		for (guint j = 0; j < 10; j++)
			g_string_append_printf(xml, "&l%u;", i - 1);
		g_string_append(xml, "\">");
	}
	g_string_append(xml, "]><a>&l19;</a>");
	g_autoptr(GPtrArray) documents = read_text("a.xml", xml->str);
	reader_assert_status(documents, "a.xml", "partial");
	assert_lines(documents, VET_LINE_BODY, "a: &l19;");
}

/* one long entity used everywhere: stopped by the cap on text */
static void
test_blow_up(void)
{
	g_autoptr(GString) xml = g_string_new("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY l \"");
	for (guint i = 0; i < 1000; i++)
		g_string_append_c(xml, 'x');
	g_string_append(xml, "\">]><a>");
	for (guint i = 0; i < 20000; i++)
		g_string_append(xml, "&l; ");
	g_string_append(xml, "</a>");
	g_autoptr(GPtrArray) documents = read_text("a.xml", xml->str);
	reader_assert_status(documents, "a.xml", "limit");
}

static void
test_svg(void)
{
	g_autoptr(GPtrArray) documents =
		read_text("a.svg", "<?xml version=\"1.0\"?><svg "
				   "xmlns=\"http://www.w3.org/2000/svg\"><title>图一</title>"
				   "<style>.h{display:none}</style><text x=\"1\" "
				   "y=\"2\">组织<tspan>结构</tspan><tspan x=\"1\" "
				   "y=\"9\">次行</tspan></text><text class=\"h\">藏</text><text "
				   "fill=\"#fff\">白字</text>"
				   "<script>no</script></svg>");
	reader_assert_status(documents, "a.svg", "ok");
	g_assert_cmpstr(reader_find(documents, "a.svg")->extractor, ==, "markup");
	assert_lines(documents, VET_LINE_BODY, "组织结构|次行|白字");
	assert_lines(documents, VET_LINE_HIDDEN, "藏");
	g_assert_cmpstr(g_hash_table_lookup(content_of(documents)->metadata, "title"), ==, "图一");
}

/* neither depth nor tags without number make it slow or lose the text */
static void
test_hostile(void)
{
	static const struct {
		const char *piece;
		guint n;
	} cases[] = {
		{"<b>", 200000},
		{"<div>", 200000},
		{"<table><tr><td>", 40000},
		{"</i></b>", 200000},
		{"<p", 200000},
		{"&amp", 200000},
		{"<!-->", 200000},
		{"<li>", 200000},
		{"<td>", 200000},
		{"<a b='", 50000},
		{"<select><option></select>", 50000},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) html = g_string_new(HEAD "开始<p>");
		gint64 start = g_get_monotonic_time();
		for (guint j = 0; j < cases[i].n; j++)
			g_string_append(html, cases[i].piece);
		g_string_append(html, "'>结束");
		g_autoptr(GPtrArray) documents = read_text("a.html", html->str);
		const VetDocument *document = reader_find(documents, "a.html");
		g_test_message("%s: %s after %.1f s", cases[i].piece,
			       vet_document_status_name(document->status),
			       (double)(g_get_monotonic_time() - start) / 1e6);
		g_assert_cmpint(document->status, !=, VET_STATUS_CRASHED);
		g_assert_cmpint(document->status, !=, VET_STATUS_TIMEOUT);
		g_autofree char *text = vet_content_text(document->content);
		g_assert_nonnull(strstr(text, "开始"));
		if (document->status == VET_STATUS_OK)
			g_assert_nonnull(strstr(text, "结束"));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/markup/blocks", test_blocks);
	g_test_add_func("/markup/forms", test_forms);
	g_test_add_func("/markup/hidden", test_hidden);
	g_test_add_func("/markup/hidden/shown", test_shown);
	g_test_add_func("/markup/hidden/within", test_hidden_within);
	g_test_add_func("/markup/tables", test_tables);
	g_test_add_func("/markup/charsets", test_charsets);
	g_test_add_func("/markup/metadata", test_metadata);
	g_test_add_func("/markup/embedded", test_embedded);
	g_test_add_func("/markup/elsewhere", test_elsewhere);
	g_test_add_func("/markup/damaged", test_damaged_html);
	g_test_add_func("/markup/xhtml", test_xhtml);
	g_test_add_func("/markup/xml", test_xml);
	g_test_add_func("/markup/xml/entity-bomb", test_entity_bomb);
	g_test_add_func("/markup/xml/blow-up", test_blow_up);
	g_test_add_func("/markup/svg", test_svg);
	g_test_add_func("/markup/hostile", test_hostile);
	return g_test_run();
}
