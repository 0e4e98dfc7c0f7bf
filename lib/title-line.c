/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/title-line.h"

#include <string.h>

#include "lib/classify.h"
#include "lib/outline.h"

/* characters of a title's lines; what is longer is text */
#define MAX_CHARACTERS 40
/* matches of one pattern that are looked at: a page may repeat one endlessly */
#define MAX_MATCHES 16
/* characters between brackets behind a title */
#define MAX_BRACKET 12

/* what a title may end in though the pattern does not say so */
static const char *const endings[] = {"复印件", "扫描件", "副本", "正本", "原件", "证书", "凭证",
				      "证",     "书",     "函",   "表",   ":",    "》",   "\n"};

static const char *const attachments[] = {"附件", "附录", "附表", "附"};

/* no title has these */
static const char *const sentence_marks = ",;。!?…";

typedef struct {
	const char *start;
	gsize length;
} Line;

/* The whole lines that a match touches. */
static Line
lines_of(const char *text, gsize length, const VetMatch *match)
{
	gsize start = match->start, end = MAX(match->end, match->start + 1);

	while (start > 0 && text[start - 1] != '\n')
		start--;
	/* a pattern may take the line feed with it */
	if (end > start + 1 && text[end - 1] == '\n')
		end--;
	while (end < length && text[end] != '\n')
		end++;
	return (Line){text + start, MIN(end, length) - start};
}

static gboolean
is_text(Line line)
{
	if (line.length == 0 || g_utf8_strlen(line.start, (gssize)line.length) > MAX_CHARACTERS ||
	    g_strstr_len(line.start, (gssize)line.length, "..."))
		return TRUE;
	for (const char *p = line.start; p < line.start + line.length; p = g_utf8_next_char(p))
		if (g_utf8_strchr(sentence_marks, -1, g_utf8_get_char(p)))
			return TRUE;
	return FALSE;
}

static const char *
skip_one_of(const char *text, const char *set)
{
	return *text && g_utf8_strchr(set, -1, g_utf8_get_char(text)) ? g_utf8_next_char(text)
								      : text;
}

/* Behind "附件3:"; the text itself when there is none. */
static const char *
skip_attachment(const char *text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(attachments); i++) {
		if (!g_str_has_prefix(text, attachments[i]))
			continue;
		const char *at = text + strlen(attachments[i]), *next = at;
		while ((next = skip_one_of(at, "0123456789一二三四五六七八九十-")) != at)
			at = next;
		return skip_one_of(at, ":.、");
	}
	return text;
}

/* Bytes of the shortest beginning that has the title; 0 when it has none. */
static gsize
core_end(const VetPattern *pattern, const char *title, gsize length)
{
	VetMatch match;

	for (gsize end = 0; end < length;) {
		end = g_utf8_next_char(title + end) - title;
		if (vet_pattern_find(pattern, title, MIN(end, length), 0, &match, NULL))
			return MIN(end, length);
	}
	return 0;
}

static gsize
bracket_at(const char *text, gsize length)
{
	const char *close = *text == '(' ? memchr(text, ')', length) : NULL;

	if (!close || g_utf8_strlen(text, close - text) > MAX_BRACKET)
		return 0;
	return close + 1 - text;
}

static gboolean
is_ending(const char *text, gsize length)
{
	while (length > 0) {
		gsize step = bracket_at(text, length);
		for (gsize i = 0; step == 0 && i < G_N_ELEMENTS(endings); i++)
			if (strlen(endings[i]) <= length &&
			    strncmp(text, endings[i], strlen(endings[i])) == 0)
				step = strlen(endings[i]);
		if (step == 0)
			return FALSE;
		text += step;
		length -= step;
	}
	return TRUE;
}

/* The title is the whole line: nothing but an ending follows the longest of what the patterns ask. */
static gboolean
is_whole(const VetDocumentClass *document_class, const char *title, gsize length)
{
	gsize end = 0;

	for (guint i = 0; i < document_class->match_title->len; i++)
		end = MAX(end, core_end(document_class->match_title->pdata[i], title, length));
	return end > 0 && is_ending(title + end, length - end);
}

static VetTitle
title_in(const VetDocumentClass *document_class, Line line)
{
	if (is_text(line))
		return VET_TITLE_ABSENT;
	g_autofree char *text = g_strndup(line.start, line.length);
	const char *title = skip_attachment(text);
	gsize number = title == text ? vet_outline_numbering(title) : 0;

	title += number;
	if (!is_whole(document_class, title, strlen(title)))
		return VET_TITLE_ABSENT;
	return number > 0 ? VET_TITLE_NUMBERED : VET_TITLE_ALONE;
}

typedef gboolean (*VisitLine)(const VetDocumentClass *document_class, Line line,
			      gpointer user_data);

/* Until one is enough. */
static void
visit_matches(const VetDocumentClass *document_class, const char *text, gsize length,
	      VisitLine visit, gpointer user_data)
{
	const GPtrArray *patterns = document_class->match_title;

	for (guint i = 0; patterns && i < patterns->len; i++) {
		VetMatch match;
		gsize from = 0;
		for (guint n = 0; n < MAX_MATCHES && from < length; n++) {
			if (!vet_pattern_find(patterns->pdata[i], text, length, from, &match, NULL))
				break;
			if (visit(document_class, lines_of(text, length, &match), user_data))
				return;
			const char *newline =
				memchr(text + match.start, '\n', length - match.start);
			from = newline ? (gsize)(newline + 1 - text) : length;
		}
	}
}

static gboolean
take_best(const VetDocumentClass *document_class, Line line, gpointer user_data)
{
	VetTitle *best = user_data;

	*best = MAX(*best, title_in(document_class, line));
	return *best == VET_TITLE_ALONE;
}

VetTitle
vet_title_line_find(const VetDocumentClass *document_class, const char *text, gsize length)
{
	VetTitle best = VET_TITLE_ABSENT;

	visit_matches(document_class, text, vet_title_end(text, length), take_best, &best);
	return best;
}

/* A list has numbers and dots, and says how many copies there are. */
static gboolean
take_listed(const VetDocumentClass *document_class, Line line, gpointer user_data)
{
	gboolean *is_listed = user_data;

	*is_listed = g_utf8_strlen(line.start, (gssize)line.length) <= MAX_CHARACTERS &&
		     !g_strstr_len(line.start, (gssize)line.length, "。");
	return *is_listed;
}

gboolean
vet_title_line_is_listed(const VetDocumentClass *document_class, const char *text, gsize length)
{
	gboolean is_listed = FALSE;

	visit_matches(document_class, text, length, take_listed, &is_listed);
	return is_listed;
}
