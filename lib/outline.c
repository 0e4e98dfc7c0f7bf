/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/outline.h"

#include <string.h>

#define MAX_SECTIONS 2000
#define MAX_TITLE_CHARACTERS 24
#define MAX_LEVELS 8
#define MAX_ORNAMENT 12 /* characters before a title: "■", "01", "Part 1" */

/* styles of numbering; a document's own order of first use gives the levels */
typedef enum {
	STYLE_NONE,
	STYLE_CHAPTER,         /* 第一章 */
	STYLE_SECTION,         /* 第一节 */
	STYLE_CHINESE,         /* 一、 */
	STYLE_CHINESE_BRACKET, /* (一) */
	STYLE_DIGIT,           /* 1. 1、 */
	STYLE_DIGIT_TWO,       /* 1.1 */
	STYLE_DIGIT_THREE,     /* 1.1.1 */
	STYLE_DIGIT_BRACKET,   /* (1) 1) */
	STYLE_KNOWN,           /* a title the class knows, numbered or not */
	N_STYLES,
} Style;

static const char *const chinese_digits = "一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾";

static gsize
run_of(const char *text, const char *set)
{
	const char *p = text;
	while (*p && *p != '\n' && g_utf8_strchr(set, -1, g_utf8_get_char(p)))
		p = g_utf8_next_char(p);
	return p - text;
}

static gsize
digits_at(const char *text)
{
	return strspn(text, "0123456789");
}

static gsize
after_mark(const char *text, gsize offset, const char *marks)
{
	if (!text[offset] || text[offset] == '\n' ||
	    !g_utf8_strchr(marks, -1, g_utf8_get_char(text + offset)))
		return 0;
	return g_utf8_next_char(text + offset) - text;
}

static Style
chapter_style(const char *text, gsize *ret_length)
{
	static const char first[] = "第";
	gsize number, offset = sizeof first - 1;
	if (!g_str_has_prefix(text, first))
		return STYLE_NONE;
	number = run_of(text + offset, chinese_digits);
	number = number ? number : digits_at(text + offset);
	gsize chapter = number ? after_mark(text, offset + number, "章部篇") : 0;
	gsize section = number ? after_mark(text, offset + number, "节条") : 0;
	if (!chapter && !section)
		return STYLE_NONE;
	*ret_length = chapter ? chapter : section;
	if (g_str_has_prefix(text + *ret_length, "分"))
		*ret_length += strlen("分");
	return chapter ? STYLE_CHAPTER : STYLE_SECTION;
}

static Style
bracket_style(const char *text, gsize *ret_length)
{
	gsize open = text[0] == '(' ? 1 : 0;
	gsize chinese = run_of(text + open, chinese_digits);
	gsize digits = digits_at(text + open);
	if (open && chinese && (*ret_length = after_mark(text, open + chinese, ")")))
		return STYLE_CHINESE_BRACKET;
	if (digits && digits <= 2 && (*ret_length = after_mark(text, open + digits, ")")))
		return STYLE_DIGIT_BRACKET;
	return STYLE_NONE;
}

static Style
digit_style(const char *text, gsize *ret_length)
{
	gsize length = digits_at(text);
	guint parts = 1;
	if (!length || length > 2)
		return STYLE_NONE;
	while (text[length] == '.' && digits_at(text + length + 1) &&
	       digits_at(text + length + 1) <= 2) {
		length += 1 + digits_at(text + length + 1);
		parts++;
	}
	gsize mark = after_mark(text, length, ".、．");
	if (parts == 1 && !mark)
		return STYLE_NONE;
	*ret_length = mark ? mark : length;
	return parts == 1 ? STYLE_DIGIT : parts == 2 ? STYLE_DIGIT_TWO : STYLE_DIGIT_THREE;
}

static Style
style_at(const char *text, gsize *ret_length)
{
	Style style = chapter_style(text, ret_length);
	if (style == STYLE_NONE)
		style = bracket_style(text, ret_length);
	if (style == STYLE_NONE)
		style = digit_style(text, ret_length);
	if (style != STYLE_NONE)
		return style;
	gsize chinese = run_of(text, chinese_digits);
	*ret_length = chinese ? after_mark(text, chinese, "、.,:．") : 0;
	return *ret_length ? STYLE_CHINESE : STYLE_NONE;
}

gsize
vet_outline_numbering(const char *line)
{
	gsize length = 0;

	return style_at(line, &length) == STYLE_NONE ? 0 : length;
}

/* a title is short, holds no sentence, and is no line of a table of contents */
static gboolean
is_title(const char *text, gsize length)
{
	if (length == 0 || (gsize)g_utf8_strlen(text, length) > MAX_TITLE_CHARACTERS)
		return FALSE;
	for (const char *p = text; p < text + length; p = g_utf8_next_char(p))
		if (g_utf8_strchr("。,;!?…", -1, g_utf8_get_char(p)))
			return FALSE;
	return !(length > 4 && g_strstr_len(text, length, "...") != NULL);
}

static void
section_free(VetSection *section)
{
	if (!section)
		return;
	g_free(section->title);
	g_free(section);
}

typedef struct {
	const VetTranscript *transcript;
	const char *text;
	const VetPattern *known;
	const GPtrArray *prompts;
	guint level_of[N_STYLES]; /* 0 = not seen, else level + 1 */
	guint n_levels;
	GPtrArray *sections;
	VetSection *open[MAX_LEVELS + 1]; /* by level: the section that text counts for */
} Outline;

static guint
level_of_style(Outline *outline, Style style)
{
	if (outline->level_of[style] == 0) {
		outline->n_levels = MIN(outline->n_levels + 1, MAX_LEVELS);
		outline->level_of[style] = outline->n_levels;
	}
	return outline->level_of[style] - 1;
}

/* "项目概述(限800字)", "项目概述】", "项目概述:": what stands behind a title is no part of it */
static void
cut_remark(char *title)
{
	gsize length = strlen(title);
	char *open = length > 0 && title[length - 1] == ')' ? strrchr(title, '(') : NULL;

	if (open && open > title)
		*open = '\0';
	for (length = strlen(title); length > 0;) {
		char *last = g_utf8_prev_char(title + length);
		if (!g_utf8_strchr(":]】》」■◆●", -1, g_utf8_get_char(last)))
			break;
		*last = '\0';
		length = last - title;
	}
}

/* what a known title may have before it without being numbered: "■", "01", "Part 1", "【", "II." */
static gsize
skip_ornament(const char *text, gsize start, gsize end)
{
	gsize number = 0;

	for (guint i = 0; i < MAX_ORNAMENT && start < end; i++) {
		if (g_unichar_get_script(g_utf8_get_char(text + start)) == G_UNICODE_SCRIPT_HAN)
			break;
		start = g_utf8_next_char(text + start) - text;
	}
	return style_at(text + start, &number) != STYLE_NONE ? start + number : start;
}

static gboolean
is_known(const Outline *outline, gsize start, gsize end)
{
	VetMatch match;
	if (!outline->known)
		return FALSE;
	g_autofree char *title = g_strndup(outline->text + start, end - start);
	cut_remark(title);
	gsize length = strlen(title);
	return vet_pattern_find(outline->known, title, length, 0, &match, NULL) &&
	       match.start == 0 && match.end == length;
}

static gboolean
is_prompt(const Outline *outline, gsize start, gsize end)
{
	g_autofree char *line = g_strndup(outline->text + start, end - start);
	for (guint i = 0; outline->prompts && i < outline->prompts->len; i++)
		if (vet_pattern_matches(outline->prompts->pdata[i], line))
			return TRUE;
	return FALSE;
}

static void
add_section(Outline *outline, Style style, gsize title_start, gsize start, gsize end)
{
	VetSection *section = g_new0(VetSection, 1);
	section->title = vet_transcript_copy(outline->transcript, title_start, end);
	gsize length = strlen(section->title);
	if (length > 0 && section->title[length - 1] == ':')
		section->title[length - 1] = '\0';
	section->level = level_of_style(outline, style);
	section->start = start;
	section->end = end;
	g_ptr_array_add(outline->sections, section);
	outline->open[section->level] = section;
	for (guint level = section->level + 1; level <= MAX_LEVELS; level++)
		outline->open[level] = NULL;
}

/* text of its own counts for every section that is open around it */
static void
count_text(Outline *outline, gsize start, gsize end)
{
	guint characters = (guint)g_utf8_strlen(outline->text + start, end - start);
	for (guint level = 0; level <= MAX_LEVELS; level++)
		if (outline->open[level])
			outline->open[level]->length += characters;
}

/* "项目概述：本项目 …": a known title that begins its paragraph */
static gsize
known_prefix(const Outline *outline, gsize start, gsize end)
{
	const char *colon = memchr(outline->text + start, ':', end - start);
	gsize stop = colon ? (gsize)(colon - outline->text) : start;
	return colon && is_known(outline, start, stop) ? stop + 1 : 0;
}

static void
read_line(Outline *outline, gsize start, gsize end)
{
	gsize number = 0;
	Style style = style_at(outline->text + start, &number);
	gsize title = style == STYLE_NONE ? start : start + number;

	/* a form may number its sections and their parts alike: a title it knows is a section */
	gsize plain = skip_ornament(outline->text, start, end);
	if (plain < end && is_known(outline, plain, end)) {
		style = STYLE_KNOWN;
		title = plain;
	} else if (is_known(outline, title, end)) {
		style = STYLE_KNOWN;
	}
	if (style != STYLE_NONE && outline->sections->len < MAX_SECTIONS &&
	    is_title(outline->text + title, end - title)) {
		add_section(outline, style, title, start, end);
		return;
	}
	gsize prefix = known_prefix(outline, title, end);
	if (prefix && outline->sections->len < MAX_SECTIONS) {
		add_section(outline, style == STYLE_NONE ? STYLE_KNOWN : style, title, start,
			    prefix);
		start = prefix;
	}
	if (start < end && !is_prompt(outline, start, end))
		count_text(outline, start, end);
}

GPtrArray *
vet_outline_find(const VetTranscript *transcript, const VetPattern *known, const GPtrArray *prompts)
{
	gsize length;
	const char *text = vet_transcript_text(transcript, &length);
	Outline outline = {
		.transcript = transcript, .text = text, .known = known, .prompts = prompts};

	outline.sections = g_ptr_array_new_with_free_func((GDestroyNotify)section_free);
	/* known titles are the outermost wherever they stand */
	if (known)
		level_of_style(&outline, STYLE_KNOWN);
	for (gsize start = 0; start < length;) {
		const char *newline = memchr(text + start, '\n', length - start);
		gsize end = newline ? (gsize)(newline - text) : length;
		if (end > start)
			read_line(&outline, start, end);
		start = end + 1;
	}
	return outline.sections;
}
