/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/label-key.h"

#include <string.h>

#include "lib/text.h"

#define MAX_LABEL 300 /* bytes */
#define MAX_REMARK 12 /* characters within brackets */

static const char *const filling = "_:;,。、-—·.…|";

static gboolean
is_one_of(gunichar character, const char *set)
{
	return g_utf8_strchr(set, -1, character) != NULL;
}

char *
vet_label_trim(char *text)
{
	char *start = text;
	while (*start && (is_one_of(g_utf8_get_char(start), filling) || g_ascii_isspace(*start)))
		start = g_utf8_next_char(start);
	char *end = start + strlen(start);
	while (end > start) {
		char *last = g_utf8_prev_char(end);
		if (!is_one_of(g_utf8_get_char(last), filling) && !g_ascii_isspace(*last))
			break;
		end = last;
	}
	*end = '\0';
	if (start > text)
		memmove(text, start, end - start + 1);
	return text;
}

/* "1." "(一)" "第三" "*" before a label are no part of it */
const char *
vet_label_skip_numbering(const char *text)
{
	static const char *const marks = "*0123456789一二三四五六七八九十.、()①②③④⑤⑥⑦⑧⑨⑩●■□◆·";
	const char *p = text;
	while (*p && is_one_of(g_utf8_get_char(p), marks))
		p = g_utf8_next_char(p);
	if (p == text || !*p)
		return text;
	gunichar last = g_utf8_get_char(g_utf8_prev_char(p));
	return is_one_of(last, "*.、)①②③④⑤⑥⑦⑧⑨⑩●■□◆·") ? p : text;
}

char *
vet_label_key(const char *text)
{
	g_autofree char *compact = vet_text_compact(text);
	char *key = g_strdup(vet_label_skip_numbering(compact));
	/* nothing this long is a label, and a million brackets are not taken off one by one */
	if (strlen(key) > MAX_LABEL)
		return key;
	for (;;) {
		gsize length = strlen(key);
		char *open = length > 0 && key[length - 1] == ')' ? strrchr(key, '(') : NULL;
		if (open && open > key)
			*open = '\0';
		else if (length > 0 && (key[length - 1] == ':' || key[length - 1] == '*'))
			key[length - 1] = '\0';
		else
			return key;
	}
}

static gsize
skip_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (g_str_has_prefix(text, *words))
			return strlen(*words);
	return 0;
}

gsize
vet_label_count_length(const char *text)
{
	static const char *const sums[] = {"共计", "合计", "共", "计", NULL};
	static const char *const none[] = {"暂无", "没有", "无", "零", NULL};
	static const char *const units[] = {"条记录", "条", "个", "项", "次", "件", "笔", NULL};
	const char *p = text;
	gsize digits;

	if (*p++ != '(')
		return 0;
	p += skip_any(p, sums);
	digits = strspn(p, "0123456789");
	digits = digits ? digits : skip_any(p, none);
	if (digits == 0)
		return 0;
	p += digits;
	p += skip_any(p, units);
	return *p == ')' ? (gsize)(p + 1 - text) : 0;
}

static gboolean
is_remark(const char *inside, gsize length)
{
	static const char *const words[] = {"牵头", "联合", "参与", "合作单位", "协作", "主办",
					    "盖章", "公章", "签章", "签字",     "印章"};
	g_autofree char *text = g_strndup(inside, length);

	if (g_utf8_strlen(text, -1) > MAX_REMARK)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(text, words[i]))
			return TRUE;
	return strcmp(text, "章") == 0;
}

char *
vet_label_cut_remark(char *name)
{
	static const char *const tails[] = {"盖章", "公章"};
	/* as in vet_label_key() */
	gboolean again = strlen(name) <= MAX_LABEL;

	while (again) {
		gsize length = strlen(name);
		char *open = length > 0 && name[length - 1] == ')' ? strrchr(name, '(') : NULL;
		again = open && open > name && is_remark(open + 1, name + length - 1 - (open + 1));
		if (again)
			*open = '\0';
		for (guint i = 0; !again && i < G_N_ELEMENTS(tails); i++) {
			again = g_str_has_suffix(name, tails[i]) && length > strlen(tails[i]);
			if (again)
				name[length - strlen(tails[i])] = '\0';
		}
		length = strlen(name);
		if (length > 1 && strchr(";,.:", name[length - 1])) {
			name[length - 1] = '\0';
			again = TRUE;
		}
	}
	return name;
}

char *
vet_label_bare_name(const char *text)
{
	g_autofree char *compact = vet_text_compact(text);

	return vet_label_cut_remark(g_strdup(vet_label_skip_numbering(compact)));
}
