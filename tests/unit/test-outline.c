/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/outline.h"

static VetContent *
content_of(const char *text)
{
	VetContent *content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		vet_page_add_line(page, lines[i], (VetBox){0}, NULL);
	return content;
}

/* "title/level/length" for each section */
static char *
outline_of(const char *text, const char *known, const char *prompt)
{
	g_autoptr(VetContent) content = content_of(text);
	g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
	g_autoptr(VetPattern) pattern = known ? vet_pattern_new(known, NULL, NULL) : NULL;
	g_autoptr(GPtrArray) prompts =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_pattern_free);
	if (prompt)
		g_ptr_array_add(prompts, vet_pattern_new(prompt, NULL, NULL));
	g_autoptr(GPtrArray) sections = vet_outline_find(transcript, pattern, prompts);
	GString *found = g_string_new(NULL);
	for (guint i = 0; i < sections->len; i++) {
		const VetSection *section = sections->pdata[i];
		g_string_append_printf(found, "%s%s/%u/%u", i ? " " : "", section->title,
				       section->level, section->length);
	}
	return g_string_free(found, FALSE);
}

static void
test_numbering(void)
{
	const char *const cases[][2] = {
		{"一、项目概述\n1. 项目背景\n背景文字共八个字\n二、解决方案\n（一）架构\n甲乙丙丁",
		 "项目概述/0/8 项目背景/1/8 解决方案/0/4 架构/2/4"},
		{"第一章 项目概述\n正文四字\n第二章 解决方案", "项目概述/0/4 解决方案/0/0"},
		{"1 不是标题\n1.1 小节\n正文", "小节/0/2"},
		{"一、项目概述........3\n一、项目概述\n正文四字", "项目概述/0/4"},
		{"1. 张三，项目负责人，博士。", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = outline_of(cases[i][0], NULL, NULL);
		g_assert_cmpstr(found, ==, cases[i][1]);
	}
}

static void
test_known_titles(void)
{
	g_autofree char *found =
		outline_of("项目概述\n正文四字\n团队介绍：本团队五人\n商业模式\n（请填写）",
			   "项目概述|团队介绍|商业模式", "^\\(请");
	g_assert_cmpstr(found, ==, "项目概述/0/4 团队介绍/0/5 商业模式/0/0");
	g_autofree char *alike =
		outline_of("1. 项目概述\n1. 项目背景\n正文四字\n2. 商业模式\n1. 推广",
			   "项目概述|商业模式", NULL);
	g_assert_cmpstr(alike, ==, "项目概述/0/4 项目背景/1/4 商业模式/0/0 推广/1/0");
}

/* what a known title has before and behind it is no part of it */
static void
test_ornaments(void)
{
	static const char *const titles[] = {
		"01 项目概述",  "Part 1 项目概述",       "■ 项目概述",
		"Ⅱ. 项目概述",  "【项目概述】",          "◆一、项目概述",
		"壹、项目概述", "项目概述（800字以内）", "一、项目概述（限800字）",
		"项目概述：",
	};
	for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
		g_autofree char *text = g_strdup_printf("%s\n正文四字", titles[i]);
		g_autofree char *found = outline_of(text, "项目概述|商业模式", NULL);
		g_test_message("%s", titles[i]);
		g_assert_true(g_str_has_prefix(found, "项目概述"));
		g_assert_true(g_str_has_suffix(found, "/0/4"));
	}
	g_autofree char *contents =
		outline_of("01 项目概述........3\n本项目概述", "项目概述", NULL);
	g_assert_cmpstr(contents, ==, "");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/outline/numbering", test_numbering);
	g_test_add_func("/outline/known-titles", test_known_titles);
	g_test_add_func("/outline/ornaments", test_ornaments);
	return g_test_run();
}
