/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/running-lines.h"

#include <math.h>
#include <string.h>

/* lines from each edge that are looked at, and the share of the page's height that is an edge */
#define MAX_EDGE_LINES 4
#define EDGE 0.12
/* what is longer is a paragraph */
#define MAX_BYTES 300
/* points that a running line may wander from page to page */
#define SAME_PLACE 6.0
/* on two pages a title or a clause may stand in the same place by chance */
#define MIN_PAGES 3
/* of the pages from its first to its last: it may stand on odd or even pages alone */
#define MIN_SHARE 0.4
/* of the pages with a number, those where it is as far from the page's own as is usual */
#define MIN_COUNTING 0.6
/* of the usual height of the page's lines: what is higher is the title of each page */
#define MAX_HEIGHT 1.3

static const VetLineRole roles[] = {VET_LINE_HEADER, VET_LINE_FOOTER};

/* One line at an edge of a page. */
typedef struct {
	VetLine *line;
	guint page;    /* from 0 */
	double place;  /* of its middle, in points from its edge */
	gint64 number; /* of the page, as the line says; -1 when it does not */
} Candidate;

/* --- what a line says, its page number aside --- */

/* Words and signs that stand around page numbers. */
static const char *const number_words[] = {"第", "页", "共", "總", "总", "頁", "page", "of", "p"};

static gsize
number_word(const char *at)
{
	for (gsize i = 0; i < G_N_ELEMENTS(number_words); i++) {
		gsize length = strlen(number_words[i]);
		if (g_ascii_strncasecmp(at, number_words[i], length) == 0 &&
		    !(g_ascii_isalpha(*at) && g_ascii_isalpha(at[length])))
			return length;
	}
	return 0;
}

static const char *
read_number(const char *at, gint64 *ret_number)
{
	gint64 number = 0;

	for (; g_ascii_isdigit(*at); at++)
		number = MIN(number * 10 + (*at - '0'), G_MAXINT32);
	*ret_number = number;
	return at;
}

/* "- 3 -", "第 3 页 共 9 页", "3 / 9": its first number; -1 when the piece is anything else. */
static gint64
page_number_of(const char *piece)
{
	gint64 first = -1, number;

	while (*piece) {
		gunichar character = g_utf8_get_char(piece);
		if (g_ascii_isdigit(*piece)) {
			piece = read_number(piece, &number);
			first = first < 0 ? number : first;
		} else if (number_word(piece) > 0) {
			piece += number_word(piece);
		} else if (g_unichar_isspace(character) || g_unichar_ispunct(character) ||
			   character == '|') {
			piece = g_utf8_next_char(piece);
		} else {
			return -1;
		}
	}
	return first;
}

/* The end of "第 3 页" when it begins here; NULL when it does not. */
static const char *
after_page_number(const char *at, gint64 *ret_number)
{
	if (!g_str_has_prefix(at, "第"))
		return NULL;
	for (at += strlen("第"); *at == ' ';)
		at++;
	const char *end = read_number(at, ret_number);
	if (end == at)
		return NULL;
	while (*end == ' ')
		end++;
	return g_str_has_prefix(end, "页") ? end + strlen("页") : NULL;
}

static void
add_piece(GString *key, const char *piece, gint64 *number)
{
	gint64 alone = page_number_of(piece), within;

	g_string_append_c(key, '\t');
	if (alone >= 0) {
		g_string_append_c(key, '#');
		*number = *number < 0 ? alone : *number;
		return;
	}
	for (const char *at = piece; *at;) {
		const char *end = after_page_number(at, &within);
		if (end) {
			g_string_append_c(key, '#');
			*number = *number < 0 ? within : *number;
			at = end;
			continue;
		}
		gunichar character = g_utf8_get_char(at);
		if (!g_unichar_isspace(character))
			g_string_append_unichar(key, character);
		at = g_utf8_next_char(at);
	}
}

/*
 * Lines of the same key say the same: other numbers than the page's count, since "附件1" and
 * "附件2" head two pages that are not alike.  Caller frees.
 */
static char *
key_of(const char *text, gint64 *ret_number)
{
	g_auto(GStrv) pieces = g_strsplit(text, "\t", 8);
	GString *key = g_string_new(NULL);

	*ret_number = -1;
	for (guint i = 0; pieces[i]; i++)
		add_piece(key, pieces[i], ret_number);
	return g_string_free(key, FALSE);
}

/* "名称：甲公司", "名称<tab>甲公司": what somebody filled in is never decoration. */
static gboolean
is_labelled(const char *text)
{
	const char *tab = strchr(text, '\t');
	gunichar before = 0;

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if ((character == ':' || character == 0xFF1A) && g_unichar_isalpha(before))
			return TRUE;
		if (!g_unichar_isspace(character))
			before = character;
	}
	if (!tab)
		return FALSE;
	/* beside a page number stands a title */
	g_auto(GStrv) pieces = g_strsplit(text, "\t", 8);
	for (guint i = 0; pieces[i]; i++) {
		if (page_number_of(pieces[i]) >= 0)
			return FALSE;
	}
	return TRUE;
}

/* --- which lines stand at an edge --- */

static gint
by_number(gconstpointer left, gconstpointer right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return a < b ? -1 : a > b;
}

static double
median(GArray *numbers)
{
	g_array_sort(numbers, by_number);
	return numbers->len > 0 ? g_array_index(numbers, double, numbers->len / 2) : 0;
}

static double
usual_height(const VetPage *page)
{
	g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		double height = line->box.y1 - line->box.y0;
		if (!vet_box_is_empty(line->box) && line->role == VET_LINE_BODY)
			g_array_append_val(heights, height);
	}
	return median(heights);
}

static gboolean
stands_in_table(const VetPage *page, const VetLine *line)
{
	double x = (line->box.x0 + line->box.x1) / 2, y = (line->box.y0 + line->box.y1) / 2;

	for (guint i = 0; i < page->tables->len; i++) {
		const VetBox *box = &((const VetTable *)page->tables->pdata[i])->box;
		if (x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1)
			return TRUE;
	}
	return FALSE;
}

static gint
by_place(gconstpointer left, gconstpointer right)
{
	return by_number(&((const Candidate *)left)->place, &((const Candidate *)right)->place);
}

/* The few lines that stand nearest to the edge, of Candidate. */
static GArray *
edge_lines(const VetPage *page, gboolean bottom)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Candidate));

	for (guint i = 0; i < page->lines->len; i++) {
		VetLine *line = page->lines->pdata[i];
		double middle = (line->box.y0 + line->box.y1) / 2;
		Candidate candidate = {line, page->number - 1,
				       bottom ? page->height - middle : middle, -1};
		if (!vet_box_is_empty(line->box) && line->role == VET_LINE_BODY &&
		    candidate.place <= EDGE * page->height)
			g_array_append_val(lines, candidate);
	}
	g_array_sort(lines, by_place);
	g_array_set_size(lines, MIN(lines->len, MAX_EDGE_LINES));
	return lines;
}

static gboolean
may_run(const VetPage *page, const VetLine *line, double height)
{
	return *line->text && strlen(line->text) <= MAX_BYTES &&
	       line->box.y1 - line->box.y0 <= MAX_HEIGHT * height && !is_labelled(line->text) &&
	       !stands_in_table(page, line);
}

static void
gather_page(GHashTable *groups, const VetPage *page, gboolean bottom)
{
	g_autoptr(GArray) lines = edge_lines(page, bottom);
	double height = usual_height(page);

	for (guint i = 0; i < lines->len; i++) {
		Candidate *candidate = &g_array_index(lines, Candidate, i);
		if (!may_run(page, candidate->line, height))
			continue;
		char *key = key_of(candidate->line->text, &candidate->number);
		GArray *group = g_hash_table_lookup(groups, key);
		if (!group) {
			group = g_array_new(FALSE, FALSE, sizeof(Candidate));
			g_hash_table_insert(groups, g_strdup(key), group);
		}
		g_array_append_val(group, *candidate);
		g_free(key);
	}
}

/* --- which of them run --- */

/* Keeps what stands in the usual place; once a page, nearest to its edge first. */
static void
keep_same_place(GArray *group)
{
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(double));
	guint n_kept = 0;

	for (guint i = 0; i < group->len; i++)
		g_array_append_val(places, g_array_index(group, Candidate, i).place);
	double usual = median(places);
	for (guint i = 0; i < group->len; i++) {
		const Candidate *candidate = &g_array_index(group, Candidate, i);
		const Candidate *last =
			n_kept > 0 ? &g_array_index(group, Candidate, n_kept - 1) : NULL;
		if (fabs(candidate->place - usual) <= SAME_PLACE &&
		    (!last || last->page != candidate->page))
			g_array_index(group, Candidate, n_kept++) = *candidate;
	}
	g_array_set_size(group, n_kept);
}

/* The page number goes up with the pages (one may be misread), or the line never changes at all. */
static gboolean
counts_or_stays(const GArray *group)
{
	g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(double));
	const Candidate *first = &g_array_index(group, Candidate, 0);
	guint n_same = 0, n_counting = 0;

	for (guint i = 0; i < group->len; i++) {
		const Candidate *candidate = &g_array_index(group, Candidate, i);
		double offset = (double)candidate->number - candidate->page;
		n_same += g_str_equal(candidate->line->text, first->line->text);
		g_array_append_val(offsets, offset);
	}
	double usual = median(offsets);
	for (guint i = 0; i < offsets->len; i++)
		n_counting += g_array_index(offsets, double, i) == usual;
	return first->number < 0 || n_same == group->len || n_counting >= MIN_COUNTING * group->len;
}

static gboolean
runs(GArray *group)
{
	keep_same_place(group);
	if (group->len < MIN_PAGES)
		return FALSE;
	guint first = g_array_index(group, Candidate, 0).page;
	guint last = g_array_index(group, Candidate, group->len - 1).page;
	return group->len >= MIN_SHARE * (last - first + 1) && counts_or_stays(group);
}

static void
mark_edge(VetContent *content, gboolean bottom)
{
	g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							     (GDestroyNotify)g_array_unref);
	GHashTableIter iter;
	gpointer group;

	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		if (page->height > 0)
			gather_page(groups, page, bottom);
	}
	g_hash_table_iter_init(&iter, groups);
	while (g_hash_table_iter_next(&iter, NULL, &group)) {
		if (!runs(group))
			continue;
		for (guint i = 0; i < ((GArray *)group)->len; i++)
			g_array_index((GArray *)group, Candidate, i).line->role = roles[bottom];
	}
}

void
vet_running_lines_mark(VetContent *content)
{
	if (content->pages->len < MIN_PAGES)
		return;
	mark_edge(content, FALSE);
	mark_edge(content, TRUE);
}
