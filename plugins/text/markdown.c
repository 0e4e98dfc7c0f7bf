/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/text/markdown.h"

#include <string.h>

#include "plugins/text/lines.h"

#define MAX_LOOKED_AT (256 * 1024)
/* a longer line stands as it is: each sign looks for its partner */
#define MAX_PLAIN 4096
#define MAX_COLUMNS 256
#define MAX_ROWS 5000
/* bytes of a link's target that are shown; a picture in the text itself may have millions */
#define MAX_TARGET 512

/* --- lines of the source --- */

static const char *
next_line(const char *p, gsize *ret_length)
{
	gsize length = strcspn(p, "\r\n");
	*ret_length = length;
	p += length;
	if (*p == '\r')
		return p[1] == '\n' ? p + 2 : p + 1;
	return *p ? p + 1 : p;
}

static gsize
indent_of(const char *line)
{
	return strspn(line, " ");
}

static gsize
heading_level(const char *line)
{
	gsize level = strspn(line, "#");
	return level >= 1 && level <= 6 && (line[level] == ' ' || line[level] == '\t') ? level : 0;
}

/* "```" or "~~~": the length of the fence, 0 when it is none */
static gsize
fence_length(const char *line)
{
	line += indent_of(line);
	gsize length = strspn(line, *line == '~' ? "~" : "`");
	return length >= 3 ? length : 0;
}

static gboolean
is_list_item(const char *line)
{
	line += indent_of(line);
	gsize digits = strspn(line, "0123456789");
	if (digits > 0 && digits < 10)
		return (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ';
	return strchr("-*+", *line) && *line && line[1] == ' ';
}

/* a line of nothing but one sign: below a heading, or a rule across the page */
static gboolean
is_rule(const char *line)
{
	g_autofree char *bare = g_strdup(line);
	g_strstrip(bare);
	gsize length = strlen(bare);
	return length >= 3 && *bare && strchr("=-*_", *bare) &&
	       strspn(bare, (char[]){*bare, ' ', '\0'}) == length;
}

/* "| --- | :--: |": between the header of a table and its rows; the columns, 0 when it is none */
static guint
delimiter_columns(const char *line)
{
	guint columns = 0, dashes = 0;
	gboolean has_bar = FALSE;
	for (const char *p = line;; p++) {
		if (*p == '|' || *p == '\0') {
			columns += dashes > 0;
			if (*p == '\0')
				break;
			has_bar = TRUE;
			dashes = 0;
		} else if (*p == '-') {
			dashes++;
		} else if (!strchr(" \t:", *p)) {
			return 0;
		}
	}
	return has_bar && columns <= MAX_COLUMNS ? columns : 0;
}

/* --- is it Markdown? --- */

typedef struct {
	guint headings, fences, tables, strong, links, items;
} Signs;

static void
count_signs(Signs *signs, const char *line)
{
	const char *strong = strstr(line, "**");
	const char *link = strstr(line, "](");

	signs->headings += heading_level(line) > 0;
	signs->fences += fence_length(line) > 0;
	signs->tables += delimiter_columns(line) > 0;
	signs->items += is_list_item(line);
	signs->strong += strong && strong[2] && strong[2] != ' ' && strstr(strong + 3, "**");
	signs->links += link && strchr(link, ')') && memchr(line, '[', (gsize)(link - line));
}

gboolean
markdown_is(const char *text)
{
	const char *end = text + MIN(strlen(text), MAX_LOOKED_AT);
	Signs signs = {0};
	while (text < end) {
		gsize length;
		const char *next = next_line(text, &length);
		g_autofree char *line = g_strndup(text, MIN(length, VET_MAX_LINE_BYTES));
		count_signs(&signs, line);
		text = next;
	}
	guint kinds = (signs.headings > 0) + (signs.fences > 1) + (signs.strong > 0) +
		      (signs.links > 0) + (signs.items > 1);
	return signs.tables > 0 || kinds >= 2 || signs.strong >= 3;
}

/* --- within a line --- */

typedef struct {
	char sign;
	gsize length;
	gboolean opens, closes;
} Run;

/*
 * A run of `*`, `_`, `~` or '`' and what it may do where it stands: the rules of CommonMark, but that
 * one may close behind any punctuation, as in "**name:**Zhang".  Between digits it is a sign of its own.
 */
static Run
run_at(const char *line, const char *p)
{
	Run run = {*p, strspn(p, (char[]){*p, '\0'}), FALSE, FALSE};
	const char *behind = p + run.length;
	gunichar before = p > line ? g_utf8_get_char(g_utf8_prev_char(p)) : ' ';
	gunichar after = *behind ? g_utf8_get_char(behind) : ' ';
	gboolean within_word = g_unichar_isalnum(before) && g_unichar_isalnum(after);
	if (run.length > 3 || (*p == '~' && run.length != 2) ||
	    (g_unichar_isdigit(before) && g_unichar_isdigit(after)))
		return run;
	if (*p == '`')
		return (Run){*p, run.length, TRUE, TRUE};
	gboolean is_letter = *p == '_' && within_word;
	run.opens = !is_letter && !g_unichar_isspace(after) &&
		    (!g_unichar_ispunct(after) || !g_unichar_isalnum(before));
	run.closes = !is_letter && !g_unichar_isspace(before);
	return run;
}

static gboolean
is_closed_behind(const char *line, const char *p, Run run)
{
	for (p += run.length; (p = strchr(p, run.sign));) {
		Run other = run_at(line, p);
		if (other.closes && other.length == run.length)
			return TRUE;
		p += other.length;
	}
	return FALSE;
}

/* the bytes of emphasis at `p`, 0 when it is text; `open` says by sign and length what is open */
static gsize
emphasis_at(const char *line, const char *p, gboolean *open)
{
	static const char signs[] = "*_~`";
	const char *found = *p ? strchr(signs, *p) : NULL;
	if (!found)
		return 0;
	Run run = run_at(line, p);
	gboolean *opened = &open[(found - signs) * 4 + MIN(run.length, 3)];
	if (*opened && run.closes && run.length <= 3) {
		*opened = FALSE;
		return run.length;
	}
	if (!run.opens || !is_closed_behind(line, p, run))
		return 0;
	*opened = TRUE;
	return run.length;
}

/* "[text](target)" and "![text](target)": appends what is read of it; NULL when it is no link */
static const char *
take_link(const char *p, GString *plain)
{
	gboolean is_picture = *p == '!';
	const char *text = p + (is_picture ? 2 : 1);
	const char *middle = strstr(text, "](");
	const char *end = middle ? strchr(middle, ')') : NULL;
	if (!end || memchr(text, '[', (gsize)(middle - text)))
		return NULL;
	const char *target = middle + 2;
	gsize length = (gsize)(end - target);
	g_string_append_len(plain, text, middle - text);
	gboolean says_more =
		length > 0 && *target != '#' && !is_picture &&
		!(length == (gsize)(middle - text) && strncmp(text, target, length) == 0);
	if (says_more && length <= MAX_TARGET)
		g_string_append_printf(plain, " (%.*s)", (int)length, target);
	return end + 1;
}

char *
markdown_plain(const char *line)
{
	if (strnlen(line, MAX_PLAIN + 1) > MAX_PLAIN)
		return g_strdup(line);
	GString *plain = g_string_new(NULL);
	gboolean open[16] = {0};
	for (const char *p = line; *p;) {
		gsize run = emphasis_at(line, p, open);
		const char *behind = NULL;
		if (*p == '[' || (*p == '!' && p[1] == '['))
			behind = take_link(p, plain);
		if (behind) {
			p = behind;
		} else if (*p == '\\' && g_ascii_ispunct(p[1])) {
			g_string_append_c(plain, p[1]);
			p += 2;
		} else if (run > 0) {
			p += run;
		} else if (g_ascii_strncasecmp(p, "<br>", 4) == 0 ||
			   g_ascii_strncasecmp(p, "<br/>", 5) == 0) {
			g_string_append_c(plain, '\n');
			p = strchr(p, '>') + 1;
		} else {
			/* all of a run that is text, not its last sign alone */
			gsize length = strchr("*_~`", *p) ? strspn(p, (char[]){*p, '\0'}) : 1;
			g_string_append_len(plain, p, (gssize)length);
			p += length;
		}
	}
	return g_string_free(plain, FALSE);
}

/* --- tables --- */

/* the cells of a row, without the bars; of char * */
static GPtrArray *
split_row(const char *line)
{
	GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) cell = g_string_new(NULL);
	line += strspn(line, " \t");
	line += *line == '|';
	for (const char *p = line; *p && cells->len < MAX_COLUMNS; p++) {
		if (*p == '\\' && p[1] == '|')
			p++;
		else if (*p == '|') {
			g_ptr_array_add(cells, g_strstrip(markdown_plain(cell->str)));
			g_string_truncate(cell, 0);
			continue;
		}
		g_string_append_c(cell, *p);
	}
	char *last = g_strstrip(markdown_plain(cell->str));
	if (*last && cells->len < MAX_COLUMNS)
		g_ptr_array_add(cells, last);
	else
		g_free(last);
	return cells;
}

typedef struct {
	VetSink *sink;
	TextLines *lines;
	gsize fence;     /* the length of the fence that is open, 0 */
	GPtrArray *rows; /* of GPtrArray of char *: the table that is open; NULL */
	guint n_columns;
} Reading;

static gboolean
feed(Reading *reading, const char *text, GError **error)
{
	return text_lines_feed(reading->lines, text, strlen(text), error) &&
	       text_lines_feed(reading->lines, "\n", 1, error);
}

/* the cells are lines as well, as everywhere */
static gboolean
end_table(Reading *reading, GError **error)
{
	if (!reading->rows)
		return TRUE;
	const VetBox nowhere = {0};
	g_autoptr(GPtrArray) rows = g_steal_pointer(&reading->rows);
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = vet_page_add_table(page, rows->len, reading->n_columns, nowhere);
	for (guint row = 0; row < rows->len; row++) {
		const GPtrArray *cells = rows->pdata[row];
		for (guint i = 0; i < cells->len; i++) {
			if (i < reading->n_columns)
				vet_table_add_cell(table, row, i, 1, 1, cells->pdata[i], nowhere);
			if (!feed(reading, cells->pdata[i], error))
				return FALSE;
		}
	}
	return vet_sink_table(reading->sink, table, error);
}

static gboolean
add_row(Reading *reading, const char *line)
{
	g_ptr_array_add(reading->rows, split_row(line));
	return TRUE;
}

/* TRUE when the line was taken as one of the table's */
static gboolean
take_table_line(Reading *reading, const char *line, const char *below)
{
	if (reading->rows)
		return strchr(line, '|') && reading->rows->len < MAX_ROWS &&
		       (delimiter_columns(line) > 0 || add_row(reading, line));
	guint columns = strchr(line, '|') ? delimiter_columns(below) : 0;
	if (columns == 0)
		return FALSE;
	reading->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	reading->n_columns = columns;
	return add_row(reading, line);
}

/* --- blocks --- */

static gboolean
add_text(Reading *reading, const char *line, GError **error)
{
	const char *p = line + indent_of(line);
	gsize level = heading_level(p);
	if (is_rule(line))
		return TRUE;
	while (level == 0 && *p == '>')
		p += 1 + strspn(p + 1, " ");
	p += level > 0 ? level + strspn(p + level, " \t") : 0;
	g_autofree char *plain = markdown_plain(p);
	/* "## Heading ##" */
	for (gsize length = strlen(plain);
	     level > 0 && length > 0 && strchr("# ", plain[length - 1]); length--)
		plain[length - 1] = '\0';
	return feed(reading, plain, error);
}

static gboolean
add_line(Reading *reading, const char *line, const char *below, GError **error)
{
	gsize fence = fence_length(line);
	if (fence > 0 && reading->fence == 0) {
		reading->fence = fence;
		return end_table(reading, error);
	}
	if (reading->fence > 0) {
		if (fence < reading->fence)
			return feed(reading, line, error);
		reading->fence = 0;
		return TRUE;
	}
	if (take_table_line(reading, line, below))
		return TRUE;
	return end_table(reading, error) && add_text(reading, line, error);
}

gboolean
markdown_add(const char *text, VetSink *sink, GError **error)
{
	g_autoptr(TextLines) lines = text_lines_new(sink);
	Reading reading = {.sink = sink, .lines = lines};
	gboolean added = TRUE;
	while (*text && added) {
		gsize length, length_below = 0;
		const char *next = next_line(text, &length);
		g_autofree char *line = g_strndup(text, length);
		if (*next)
			next_line(next, &length_below);
		g_autofree char *below = g_strndup(next, length_below);
		added = add_line(&reading, line, below, error);
		text = next;
	}
	added = added && end_table(&reading, error) && text_lines_end(lines, error);
	g_clear_pointer(&reading.rows, g_ptr_array_unref);
	return added;
}
