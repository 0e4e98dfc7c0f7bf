/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"

#define HEAD                                                                                       \
	"From: =?GB2312?B?1cXI/Q==?= <zhang@example.com>\r\nTo: li@example.com\r\n"                \
	"Subject: =?utf-8?Q?=E7=94=B3=E6=8A=A5?=\r\nDate: Mon, 7 Jul 2025 09:30:00 +0800\r\n"      \
	"MIME-Version: 1.0\r\nX-Mailer: none\r\n"
#define HEAD_TEXT                                                                                  \
	"From: 张三 <zhang@example.com>\nTo: li@example.com\nSubject: 申报\n"                  \
	"Date: Mon, 7 Jul 2025 09:30:00 +0800"
#define MIXED "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
#define PART "\r\n--b\r\n"
#define LAST "\r\n--b--\r\n"

static GPtrArray *
read_mail(const char *mail)
{
	return reader_read("a.eml", mail, strlen(mail), NULL);
}

static void
assert_says(const GPtrArray *documents, const char *path, const char *words)
{
	const VetDocument *document = reader_find(documents, path);
	if (!document->reason || !strstr(document->reason, words))
		g_error("%s does not say \"%s\": %s", path, words, document->reason);
}

static void
assert_body(const char *mail, const char *body)
{
	g_autoptr(GPtrArray) documents = read_mail(mail);
	g_autofree char *whole = g_strconcat(HEAD_TEXT "\n", body, NULL);
	reader_assert_status(documents, "a.eml", "ok");
	reader_assert_text(documents, "a.eml", whole);
}

static void
test_headers(void)
{
	g_autoptr(GPtrArray) documents = read_mail(HEAD "\r\n正文\r\n\r\n第二段\r\n");
	const VetDocument *mail = reader_find(documents, "a.eml");
	reader_assert_text(documents, "a.eml", HEAD_TEXT "\n正文\n第二段");
	g_assert_cmpstr(mail->media_type, ==, "message/rfc822");
	g_assert_cmpstr(g_hash_table_lookup(mail->content->metadata, "title"), ==, "申报");
	g_assert_cmpstr(g_hash_table_lookup(mail->content->metadata, "created"), ==,
			"2025-07-07T09:30:00+08");
}

/* What is no header of a mail is text: it may be one. */
static void
test_strange_headers(void)
{
	const char *mail = "From: a@example.com\nMessage-ID: <1@example.com>\nSubject: x\n"
			   "Project: y\nX-Spam: no\n\nbody\n";
	g_autoptr(GPtrArray) documents = read_mail(mail);
	reader_assert_text(documents, "a.eml", "From: a@example.com\nSubject: x\nProject: y\nbody");
}

/* Headers in GBK without a word on it. */
static void
test_raw_headers(void)
{
	g_autoptr(GPtrArray) documents = read_mail(
		"Received: here\nFrom: a@example.com\nSubject: \xd5\xc5\xc8\xfd\xb5\xc4\xd3\xca"
		"\xbc\xfe\n\n\xd5\xfd\xce\xc4\n");
	reader_assert_status(documents, "a.eml", "ok");
	reader_assert_text(documents, "a.eml", "From: a@example.com\nSubject: 张三的邮件\n正文");
}

static void
test_charsets(void)
{
	static const struct {
		const char *headers, *body, *text;
	} cases[] = {
		{"Content-Type: text/plain; charset=gb2312\r\n", "\xd5\xfd\xce\xc4", "正文"},
		/* 镕 is in GBK alone */
		{"Content-Type: text/plain; charset=GB2312\r\n", "\xd6\xec\xe9\x46\xbb\xf9",
		 "朱镕基"},
		{"Content-Type: text/plain; charset=big5\r\n", "\xa5\xbf\xa4\xe5", "正文"},
		{"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n",
		 "5q2j5paH\r\n", "正文"},
		{"Content-Type: text/plain; charset=iso-8859-1\r\n"
		 "Content-Transfer-Encoding: quoted-printable\r\n",
		 "caf=E9 cr=E8=\r\nme", "café crème"},
		{"Content-Type: text/plain; charset=gbk\r\n", "正文是 UTF-8", "正文是 UTF-8"},
		{"Content-Type: text/plain; charset=shift_jis\r\n", "\x90\xb3\x95\xb6", "正文"},
		{"", "\xd5\xfd\xce\xc4", "正文"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *mail =
			g_strconcat(HEAD, cases[i].headers, "\r\n", cases[i].body, "\r\n", NULL);
		assert_body(mail, cases[i].text);
	}
	g_autoptr(GPtrArray) unknown = read_mail(
		HEAD "Content-Type: text/plain; charset=x-nobody-knows\r\n\r\nplain words\r\n");
	reader_assert_status(unknown, "a.eml", "partial");
	assert_says(unknown, "a.eml", "charset");
	reader_assert_text(unknown, "a.eml", HEAD_TEXT "\nplain words");
}

static void
test_html(void)
{
	assert_body(HEAD
		    "Content-Type: text/html; charset=utf-8\r\n\r\n"
		    "<html><head><meta charset=gbk><title>题</title><style>p {color: red}</style>"
		    "</head><body><p>第一&nbsp;段<b>续</b>\r\n 完</p><script>hidden()</script>"
		    "<table><tr><td>甲</td><td>乙</td></tr></table>&lt;丙&gt;</body></html>\r\n",
		    "题\n第一\xc2\xa0段续 完\n甲\t乙\n<丙>");
}

static void
test_alternatives(void)
{
	assert_body(HEAD
		    "Content-Type: multipart/alternative; boundary=b\r\n\r\n" PART
		    "Content-Type: text/plain; charset=utf-8\r\n\r\n第一段 文字\r\n第二段\r\n" PART
		    "Content-Type: text/html; charset=utf-8\r\n\r\n<p>第一段文字<p>第二段\r\n" LAST,
		    "第一段 文字\n第二段");
	/* what only one of the forms says is said */
	assert_body(HEAD
		    "Content-Type: multipart/alternative; boundary=b\r\n\r\n" PART
		    "Content-Type: text/plain; charset=utf-8\r\n\r\n第一段\r\n" PART
		    "Content-Type: text/html; charset=utf-8\r\n\r\n<p>第一段<p>只在网页里\r\n" LAST,
		    "第一段\n只在网页里");
	assert_body(HEAD "Content-Type: multipart/alternative; boundary=b\r\n\r\n" PART
			 "Content-Type: text/html; charset=utf-8\r\n\r\n<p>网页\r\n" LAST,
		    "网页");
}

#define ATTACHED "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; "

static void
test_attachments(void)
{
	static const char *const names[] = {
		"filename=plain.txt",
		"filename=\"=?GB2312?B?06rStda01dU=?=.txt\"",
		"filename*=utf-8''%E6%8A%A5%E5%91%8A.txt",
		"filename*0*=gb18030''%D6%A4%C3%F7; filename*1=.txt",
		"filename=\"\xb2\xc4\xc1\xcf.txt\"",
		"filename=\"../leave.txt\"",
	};
	g_autoptr(GString) mail = g_string_new(HEAD MIXED PART "\r\n正文\r\n");
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		g_string_append_printf(mail, PART ATTACHED "%s\r\n\r\nattached %u", names[i], i);
	g_string_append(mail, PART "Content-Type: text/csv\r\nContent-Transfer-Encoding: base64\r\n"
				   "\r\nYSxiCjEsMgo=" LAST);
	g_autoptr(GPtrArray) documents = read_mail(mail->str);
	reader_assert_status(documents, "a.eml", "ok");
	reader_assert_text(documents, "a.eml", HEAD_TEXT "\n正文");
	reader_assert_text(documents, "a.eml/plain.txt", "attached 0");
	reader_assert_text(documents, "a.eml/营业执照.txt", "attached 1");
	reader_assert_text(documents, "a.eml/报告.txt", "attached 2");
	reader_assert_text(documents, "a.eml/证明.txt", "attached 3");
	reader_assert_text(documents, "a.eml/材料.txt", "attached 4");
	reader_assert_status(documents, "a.eml/__/leave.txt", "unsupported");
	reader_assert_text(documents, "a.eml/part 9.csv", "a,b\n1,2");
	g_assert_cmpuint(documents->len, ==, 8);
}

/* The pictures of an HTML text are documents, its text is not twice there. */
static void
test_related(void)
{
	g_autoptr(GPtrArray) documents = read_mail(
		HEAD
		"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\n正文\r\n--a\r\n"
		"Content-Type: multipart/related; boundary=b\r\n" PART
		"Content-Type: text/html; charset=utf-8\r\n\r\n<p>正文<img src=cid:x>\r\n" PART
		"Content-Type: text/plain; name=inner.txt\r\nContent-ID: <x>\r\n\r\npicture" LAST
		"--a--\r\n");
	reader_assert_text(documents, "a.eml", HEAD_TEXT "\n正文");
	reader_assert_text(documents, "a.eml/inner.txt", "picture");
	g_assert_cmpuint(documents->len, ==, 2);
}

static void
test_mail_in_mail(void)
{
	g_autoptr(GPtrArray) documents = read_mail(
		HEAD MIXED PART
		"\r\n外\r\n" PART "Content-Type: message/rfc822\r\n\r\nFrom: b@example.com\r\n"
		"Message-ID: <2@example.com>\r\nSubject: inner\r\n"
		"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n内\r\n--c\r\n" ATTACHED
		"filename=deep.txt\r\n\r\ndeep\r\n--c--\r\n" LAST);
	reader_assert_text(documents, "a.eml", HEAD_TEXT "\n外");
	reader_assert_text(documents, "a.eml/part 3.eml",
			   "From: b@example.com\nSubject: inner\n内");
	reader_assert_text(documents, "a.eml/part 3.eml/deep.txt", "deep");
	g_assert_cmpuint(reader_find(documents, "a.eml/part 3.eml/deep.txt")->depth, ==, 2);
}

static void
test_encrypted(void)
{
	g_autoptr(GPtrArray) pgp = read_mail(
		HEAD "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
		     "boundary=b\r\n\r\n" PART "Content-Type: application/pgp-encrypted\r\n\r\n"
		     "Version: 1\r\n" PART "Content-Type: application/octet-stream\r\n\r\n"
		     "-----BEGIN PGP MESSAGE-----\r\n" LAST);
	reader_assert_status(pgp, "a.eml", "encrypted");
	reader_assert_text(pgp, "a.eml", HEAD_TEXT);

	g_autoptr(GPtrArray) smime =
		read_mail(HEAD "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; "
			       "name=smime.p7m\r\n\r\nMIIB");
	reader_assert_status(smime, "a.eml", "encrypted");

	g_autoptr(GPtrArray) one = read_mail(
		HEAD MIXED PART "\r\n正文\r\n" PART
				"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; "
				"name=smime.p7m\r\n\r\nMIIB" LAST);
	reader_assert_status(one, "a.eml", "ok");
	reader_assert_status(one, "a.eml/smime.p7m", "encrypted");

	g_autoptr(GPtrArray) inlined =
		read_mail(HEAD "\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n");
	reader_assert_status(inlined, "a.eml", "partial");
	assert_says(inlined, "a.eml", "encrypted with PGP");
}

static void
test_signed(void)
{
	g_autoptr(GPtrArray) documents = read_mail(
		HEAD "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; "
		     "micalg=sha-256; boundary=b\r\n\r\n" PART "\r\n正文\r\n" PART
		     "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMIIB" LAST);
	reader_assert_status(documents, "a.eml", "ok");
	reader_assert_text(documents, "a.eml", HEAD_TEXT "\n正文");
	g_assert_cmpuint(documents->len, ==, 1);
	const VetPage *page = reader_find(documents, "a.eml")->content->pages->pdata[0];
	g_assert_cmpuint(page->marks->len, ==, 1);
	const VetMark *mark = page->marks->pdata[0];
	g_assert_cmpint(mark->kind, ==, VET_MARK_DIGITAL_SIGNATURE);

	g_autoptr(GPtrArray) opaque = read_mail(
		HEAD
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
		"\r\nMIIB");
	reader_assert_status(opaque, "a.eml/smime.p7m", "unsupported");
}

static void
test_cut_short(void)
{
	g_autoptr(GPtrArray) documents = read_mail(HEAD MIXED PART "\r\n正文\r\n" PART ATTACHED
								   "filename=a.txt\r\n\r\nhalf");
	reader_assert_status(documents, "a.eml", "partial");
	assert_says(documents, "a.eml", "cut short");
	reader_assert_text(documents, "a.eml/a.txt", "half");
}

static void
test_empty(void)
{
	static const char *const types[] = {"text/plain", "text/html", "text/plain; charset=gbk"};

	for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
		g_autofree char *mail = g_strdup_printf(HEAD "Content-Type: %s\r\n\r\n", types[i]);
		g_autoptr(GPtrArray) documents = read_mail(mail);
		reader_assert_status(documents, "a.eml", "ok");
		reader_assert_text(documents, "a.eml", HEAD_TEXT);
	}
}

/* No boundary, or none that comes: the text is there all the same. */
static void
test_no_parts(void)
{
	static const char *const types[] = {"multipart/mixed; boundary=never", "multipart/mixed"};

	for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
		g_autofree char *mail =
			g_strdup_printf(HEAD "Content-Type: %s\r\n\r\n正文\r\n", types[i]);
		g_autoptr(GPtrArray) documents = read_mail(mail);
		reader_assert_text(documents, "a.eml", HEAD_TEXT "\n正文");
		reader_assert_status(documents, "a.eml", "partial");
	}
}

/* A text that begins like a mail and goes on like none. */
static void
test_no_mail(void)
{
	static const char text[] = "From: 张三\n项目: 测试\n\n正文\n";
	g_autoptr(GPtrArray) documents = reader_read("a.txt", text, strlen(text), NULL);
	g_autofree char *read = vet_content_text(reader_find(documents, "a.txt")->content);
	g_assert_nonnull(strstr(read, "张三"));
	g_assert_nonnull(strstr(read, "项目: 测试"));
	g_assert_nonnull(strstr(read, "正文"));
}

static void
test_mbox(void)
{
	static const char mbox[] =
		"From zhang@example.com Mon Jul  7 09:30:00 2025\nFrom: a@example.com\n"
		"Message-ID: <1@example.com>\nSubject: one\n\nfirst\n\n>From here on\nFrom "
		"there\n\n"
		"From li@example.com Mon Jul  7 09:31:00 2025\nFrom: b@example.com\n"
		"Message-ID: <2@example.com>\nSubject: two\n\nsecond\n";
	g_autoptr(GPtrArray) documents = reader_read("a.mbox", mbox, strlen(mbox), NULL);
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_status(documents, "a.mbox", "ok");
	reader_assert_text(documents, "a.mbox/mail 1.eml",
			   "From: a@example.com\nSubject: one\nfirst\nFrom here on\nFrom there");
	reader_assert_text(documents, "a.mbox/mail 2.eml",
			   "From: b@example.com\nSubject: two\nsecond");
}

/* Parts within parts: the parser and we are bounded, and it is said. */
static void
test_deep(void)
{
	static const guint depths[] = {20, 900, 5000};

	for (guint j = 0; j < G_N_ELEMENTS(depths); j++) {
		g_autoptr(GString) mail = g_string_new(HEAD);
		for (guint i = 0; i < depths[j]; i++)
			g_string_append_printf(
				mail,
				"Content-Type: multipart/mixed; boundary=b%u\r\n\r\n--b%u\r\n", i,
				i);
		g_string_append(mail, "\r\ndeep text\r\n");
		for (guint i = depths[j]; i-- > 0;)
			g_string_append_printf(mail, "--b%u--\r\n", i);
		g_autoptr(GPtrArray) documents = read_mail(mail->str);
		const VetDocument *document = reader_find(documents, "a.eml");
		g_test_message("%u: %s", depths[j], document->reason);
		g_assert_true(document->status == VET_STATUS_PARTIAL ||
			      document->status == VET_STATUS_LIMIT);
	}
}

static void
test_many_parts(void)
{
	g_autoptr(GString) mail = g_string_new(HEAD MIXED);
	for (guint i = 0; i < 200000; i++)
		g_string_append(mail, "--b\n\n");
	g_autoptr(GPtrArray) documents = read_mail(mail->str);
	reader_assert_status(documents, "a.eml", "limit");
	assert_says(documents, "a.eml", "limits.members");
}

/* Cut anywhere and with bytes changed, it ends as something. */
static void
test_noise(void)
{
	static const char mail[] =
		HEAD MIXED PART "Content-Type: text/html\r\n\r\n<p>正文<table><td>" PART ATTACHED
				"filename*=gbk''%D6%A4.txt\r\n\r\nx" LAST;
	for (guint round = 0; round < 20; round++) {
		g_autofree char *copy = g_memdup2(mail, sizeof mail);
		for (guint i = 0; i < 8; i++)
			copy[g_test_rand_int_range(200, sizeof mail - 1)] =
				(char)g_test_rand_int_range(0, 256);
		gsize length = (gsize)g_test_rand_int_range(200, sizeof mail);
		g_autoptr(GPtrArray) documents = reader_read("a.eml", copy, length, NULL);
		const VetDocument *document = reader_find(documents, "a.eml");
		g_autofree char *escaped = g_strescape(copy, NULL);
		if (document->status == VET_STATUS_CRASHED)
			g_error("%s: %s", document->reason, escaped);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/headers", test_headers);
	g_test_add_func("/mail/strange-headers", test_strange_headers);
	g_test_add_func("/mail/raw-headers", test_raw_headers);
	g_test_add_func("/mail/charsets", test_charsets);
	g_test_add_func("/mail/html", test_html);
	g_test_add_func("/mail/alternatives", test_alternatives);
	g_test_add_func("/mail/attachments", test_attachments);
	g_test_add_func("/mail/related", test_related);
	g_test_add_func("/mail/mail-in-mail", test_mail_in_mail);
	g_test_add_func("/mail/encrypted", test_encrypted);
	g_test_add_func("/mail/signed", test_signed);
	g_test_add_func("/mail/cut-short", test_cut_short);
	g_test_add_func("/mail/empty", test_empty);
	g_test_add_func("/mail/no-parts", test_no_parts);
	g_test_add_func("/mail/no-mail", test_no_mail);
	g_test_add_func("/mail/mbox", test_mbox);
	g_test_add_func("/mail/deep", test_deep);
	g_test_add_func("/mail/many-parts", test_many_parts);
	g_test_add_func("/mail/noise", test_noise);
	return g_test_run();
}
