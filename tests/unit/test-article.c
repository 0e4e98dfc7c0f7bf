/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/article.h"

#include <string.h>

/* what a stranger's text could do to the page */
#define NASTY "<script>&\"'`|*_[x](y)</script>"

static char *
make(VetArticleFormat format)
{
	static const char *const headings[] = {"甲", "乙", NULL};
	static const char *const cells[] = {NASTY, NASTY};
	VetArticle *article = vet_article_new(format, NASTY);

	vet_article_heading(article, 2, "第一", NULL);
	vet_article_heading(article, 3, NASTY, "mark`");
	vet_article_heading(article, 4, "深", NULL);
	vet_article_heading(article, 2, "第二", NULL);
	vet_article_text(article, "签", NASTY "\nline");
	vet_article_code(article, NULL, "a ``` b < c");
	vet_article_begin_table(article, headings, 2);
	vet_article_row(article, cells);
	vet_article_end_table(article);
	return vet_article_finish(article);
}

static guint
count(const char *text, const char *part)
{
	guint n = 0;

	for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
		n++;
	return n;
}

static void
test_html(void)
{
	static const char *const pairs[][2] = {{"<ul>", "</ul>"},     {"<li>", "</li>"},
					       {"<td>", "</td>"},     {"<tr>", "</tr>"},
					       {"<code>", "</code>"}, {"<table>", "</table>"}};
	g_autofree char *text = make(VET_ARTICLE_HTML);

	g_assert_null(strstr(text, "<script"));
	g_assert_null(strstr(text, "http:"));
	g_assert_null(strstr(text, "<!--"));
	g_assert_nonnull(strstr(text, "<title>&lt;script&gt;&amp;&quot;"));
	for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
		g_assert_cmpuint(count(text, pairs[i][0]), ==, count(text, pairs[i][1]));
	/* three headings in the contents, each with its place */
	g_assert_cmpuint(count(text, "<li>"), ==, 3);
	g_assert_nonnull(strstr(text, "<a href=\"#s4\">第二"));
	g_assert_nonnull(strstr(text, "<h2 id=\"s4\">第二"));
}

static void
test_markdown(void)
{
	g_autofree char *text = make(VET_ARTICLE_MARKDOWN);

	/* only as code */
	g_assert_cmpuint(count(text, "<script>"), ==, 1);
	g_assert_nonnull(strstr(text, "`` <script>"));
	g_assert_null(strstr(text, "[x](y)\n"));
	g_assert_nonnull(strstr(text, "````\na ``` b < c\n````"));
	g_assert_nonnull(strstr(text, "\n  - [\\<script\\>"));
	/* a bar in a cell is none of the table's: two columns */
	g_assert_nonnull(strstr(text, "| 甲 | 乙 |\n|---|---|\n| \\<script\\>"));
	g_assert_nonnull(strstr(text, "'`\\|"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/article/html", test_html);
	g_test_add_func("/article/markdown", test_markdown);
	return g_test_run();
}
