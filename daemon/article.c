/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/article.h"

#include <string.h>

struct _VetArticle {
	VetArticleFormat format;
	char *title;
	GString *contents, *body;
	guint n_headings, n_columns, code;
};

static const char style[] =
	"body{font:16px/1.65 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\","
	"\"PingFang SC\",sans-serif;color:#1d2329;background:#fff;max-width:60rem;margin:2rem auto;"
	"padding:0 1.5rem}\n"
	"h1{font-size:1.7rem;line-height:1.35}\n"
	"h2{font-size:1.35rem;margin-top:2.6rem;border-bottom:2px solid #2c5f8a;"
	"padding-bottom:.25rem}\n"
	"h3{font-size:1.12rem;margin-top:2rem}\n"
	"h4{font-size:1rem;margin:1.3rem 0 .4rem;color:#2c5f8a}\n"
	"code,pre{font:.87em/1.55 \"Noto Sans Mono CJK SC\",\"Source Han Mono SC\",Consolas,"
	"monospace}\n"
	"pre{background:#f4f6f8;border-left:3px solid #9db4c8;margin:.3rem 0 .8rem;"
	"padding:.5rem .8rem;white-space:pre-wrap;overflow-wrap:anywhere}\n"
	"p{margin:.4rem 0}\n"
	"table{border-collapse:collapse;width:100%;margin:.6rem 0 1.2rem;font-size:.92rem}\n"
	"th,td{border:1px solid #c9d2da;padding:.3rem .55rem;text-align:left;vertical-align:top;"
	"overflow-wrap:anywhere}\n"
	"td code{overflow-wrap:break-word}\n"
	"th{background:#eef2f6;font-weight:600;white-space:nowrap}\n"
	".mark{font-weight:400;color:#5b6874;font-size:.9em}\n"
	".label{font-weight:600;margin-right:.5em}\n"
	"nav{background:#f8fafb;border:1px solid #dde4ea;padding:.8rem 1.2rem;margin:1.5rem 0}\n"
	"nav ul{margin:.2rem 0;padding-left:1.2rem;columns:2}\n"
	"nav>ul{columns:1;list-style:none;padding-left:0}\n"
	"nav a{color:#2c5f8a;text-decoration:none}\n"
	"@media print{body{font-size:10.5pt;margin:0;max-width:none;padding:0}"
	"h2,h3,h4{break-after:avoid}pre,tr{break-inside:avoid}nav a{color:inherit}}\n";

VetArticle *
vet_article_new(VetArticleFormat format, const char *title)
{
	VetArticle *article = g_new0(VetArticle, 1);
	article->format = format;
	article->title = g_strdup(title);
	article->contents = g_string_new(NULL);
	article->body = g_string_new(NULL);
	return article;
}

/* --- text --- */

static void
put_html(GString *out, const char *text)
{
	for (const char *at = text; *at; at++) {
		switch (*at) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		default:
			if ((guchar)*at >= 0x20 || *at == '\n')
				g_string_append_c(out, *at);
		}
	}
}

/* what Markdown would read as its own is escaped; a line feed would end a cell or a heading */
static void
put_markdown(GString *out, const char *text)
{
	for (const char *at = text; *at; at++) {
		if (strchr("\\`*_{}[]<>#|~&", *at))
			g_string_append_c(out, '\\');
		g_string_append_c(out, (guchar)*at < 0x20 ? ' ' : *at);
	}
}

static void
put(VetArticle *article, const char *text)
{
	if (article->format == VET_ARTICLE_HTML)
		put_html(article->body, text);
	else
		put_markdown(article->body, text);
}

/* the longest run of grave accents in the text */
static guint
longest_run(const char *text)
{
	guint longest = 0, run = 0;
	for (const char *at = text; *at; at++) {
		run = *at == '`' ? run + 1 : 0;
		longest = MAX(longest, run);
	}
	return longest;
}

/* a fence is longer than any within; a bar would end a cell even in code */
static void
put_inline_code(VetArticle *article, const char *text)
{
	if (article->format == VET_ARTICLE_HTML) {
		g_string_append(article->body, "<code>");
		put_html(article->body, text);
		g_string_append(article->body, "</code>");
		return;
	}
	g_autofree char *fence = g_strnfill(longest_run(text) + 1, '`');
	const char *space = strchr(text, '`') ? " " : "";
	g_string_append_printf(article->body, "%s%s", fence, space);
	for (const char *at = text; *at; at++) {
		if (*at == '|')
			g_string_append_c(article->body, '\\');
		g_string_append_c(article->body, (guchar)*at < 0x20 ? ' ' : *at);
	}
	g_string_append_printf(article->body, "%s%s", space, fence);
}

/* --- blocks --- */

static void
put_content(VetArticle *article, guint level, const char *text)
{
	if (article->format == VET_ARTICLE_MARKDOWN) {
		g_string_append_printf(article->contents, "%*s- [", (int)(level - 2) * 2, "");
		put_markdown(article->contents, text);
		g_string_append_printf(article->contents, "](#s%u)\n", article->n_headings);
		return;
	}
	g_string_append_printf(article->contents, "<!--%u--><li><a href=\"#s%u\">", level,
			       article->n_headings);
	put_html(article->contents, text);
	g_string_append(article->contents, "</a>\n");
}

void
vet_article_heading(VetArticle *article, guint level, const char *text, const char *mark)
{
	static const char *const signs[] = {"", "#", "##", "###", "####"};
	article->n_headings++;
	if (level < 4)
		put_content(article, level, text);
	if (article->format == VET_ARTICLE_HTML)
		g_string_append_printf(article->body, "<h%u id=\"s%u\">", level,
				       article->n_headings);
	else
		g_string_append_printf(article->body, "\n<a id=\"s%u\"></a>\n\n%s ",
				       article->n_headings, signs[level]);
	put(article, text);
	if (mark) {
		g_string_append(article->body, article->format == VET_ARTICLE_HTML
						       ? " <span class=\"mark\">"
						       : " ");
		put_inline_code(article, mark);
		if (article->format == VET_ARTICLE_HTML)
			g_string_append(article->body, "</span>");
	}
	if (article->format == VET_ARTICLE_HTML)
		g_string_append_printf(article->body, "</h%u>\n", level);
	else
		g_string_append(article->body, "\n\n");
}

static void
put_label(VetArticle *article, const char *label)
{
	if (!label)
		return;
	g_string_append(article->body,
			article->format == VET_ARTICLE_HTML ? "<span class=\"label\">" : "**");
	put(article, label);
	g_string_append(article->body, article->format == VET_ARTICLE_HTML ? "</span>" : "** ");
}

void
vet_article_text(VetArticle *article, const char *label, const char *text)
{
	if (article->format == VET_ARTICLE_HTML)
		g_string_append(article->body, "<p>");
	put_label(article, label);
	put(article, text);
	g_string_append(article->body, article->format == VET_ARTICLE_HTML ? "</p>\n" : "\n\n");
}

void
vet_article_code(VetArticle *article, const char *label, const char *code)
{
	if (label)
		vet_article_text(article, label, "");
	if (article->format == VET_ARTICLE_HTML) {
		g_string_append(article->body, "<pre>");
		put_html(article->body, code);
		g_string_append(article->body, "</pre>\n");
		return;
	}
	g_autofree char *fence = g_strnfill(MAX(longest_run(code) + 1, 3), '`');
	g_string_append_printf(article->body, "%s\n%s\n%s\n\n", fence, code, fence);
}

/* --- tables --- */

static void
put_cell(VetArticle *article, const char *text, gboolean code, const char *tag)
{
	gboolean html = article->format == VET_ARTICLE_HTML;
	if (html)
		g_string_append_printf(article->body, "<%s>", tag);
	else
		g_string_append(article->body, "| ");
	if (text && *text && code)
		put_inline_code(article, text);
	else if (text)
		put(article, text);
	if (html)
		g_string_append_printf(article->body, "</%s>", tag);
	else
		g_string_append_c(article->body, ' ');
}

static void
put_row(VetArticle *article, const char *const *cells, guint code, const char *tag)
{
	gboolean html = article->format == VET_ARTICLE_HTML;
	if (html)
		g_string_append(article->body, "<tr>");
	for (guint i = 0; i < article->n_columns; i++)
		put_cell(article, cells[i], code >> i & 1, tag);
	g_string_append(article->body, html ? "</tr>\n" : "|\n");
}

void
vet_article_begin_table(VetArticle *article, const char *const *headings, guint code)
{
	article->n_columns = g_strv_length((char **)headings);
	article->code = code;
	if (article->format == VET_ARTICLE_HTML) {
		g_string_append(article->body, "<table><thead>");
		put_row(article, headings, 0, "th");
		g_string_append(article->body, "</thead><tbody>\n");
		return;
	}
	put_row(article, headings, 0, NULL);
	for (guint i = 0; i < article->n_columns; i++)
		g_string_append(article->body, "|---");
	g_string_append(article->body, "|\n");
}

void
vet_article_row(VetArticle *article, const char *const *cells)
{
	put_row(article, cells, article->code, "td");
}

void
vet_article_end_table(VetArticle *article)
{
	g_string_append(article->body,
			article->format == VET_ARTICLE_HTML ? "</tbody></table>\n" : "\n");
}

/* --- the whole --- */

/* "<!--3-->" of each line says its level: lists open and close between them */
static void
put_contents(GString *out, const char *contents)
{
	guint level = 1;
	g_auto(GStrv) lines = g_strsplit(contents, "\n", -1);
	for (guint i = 0; lines[i] && *lines[i]; i++) {
		guint next = (guint)g_ascii_digit_value(lines[i][4]);
		for (; level > next; level--)
			g_string_append(out, "</li></ul>");
		if (level == next)
			g_string_append(out, "</li>\n");
		for (; level < next; level++)
			g_string_append(out, "<ul>");
		g_string_append(out, lines[i] + strlen("<!--3-->"));
	}
	for (; level > 1; level--)
		g_string_append(out, "</li></ul>\n");
}

char *
vet_article_finish(VetArticle *article)
{
	GString *out = g_string_new(NULL);
	if (article->format == VET_ARTICLE_HTML) {
		g_string_append(out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
				     "<meta charset=\"utf-8\">\n"
				     "<meta name=\"viewport\" "
				     "content=\"width=device-width,initial-scale=1\">\n"
				     "<meta http-equiv=\"Content-Security-Policy\" "
				     "content=\"default-src 'none';style-src 'unsafe-inline'\">\n"
				     "<title>");
		put_html(out, article->title);
		g_string_append_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>",
				       style);
		put_html(out, article->title);
		g_string_append(out, "</h1>\n<nav>\n");
		put_contents(out, article->contents->str);
		g_string_append_printf(out, "</nav>\n%s</body>\n</html>\n", article->body->str);
	} else {
		g_string_append(out, "# ");
		put_markdown(out, article->title);
		g_string_append_printf(out, "\n\n%s%s", article->contents->str, article->body->str);
	}
	g_string_free(article->contents, TRUE);
	g_string_free(article->body, TRUE);
	g_free(article->title);
	g_free(article);
	return g_string_free(out, FALSE);
}
