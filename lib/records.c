/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/records.h"

#include <string.h>

#include "lib/label-key.h"
#include "lib/text.h"

#define MAX_RECORDS 2000
#define MAX_COLUMNS 64
#define NOT_HERE (-1)

/* for each wanted column the table's column (or row, when it lies on its side) or the segment of a
 * line */
typedef struct {
	const GPtrArray *columns;
	int place[MAX_COLUMNS];
	guint n_found;
} Heading;

static void
clear_sighting(gpointer data)
{
	vet_sighting_free(data);
}

static GPtrArray *
record_new(void)
{
	return g_ptr_array_new_with_free_func(clear_sighting);
}

static void
heading_init(Heading *heading, const GPtrArray *columns)
{
	heading->columns = columns;
	heading->n_found = 0;
	for (guint i = 0; i < MAX_COLUMNS; i++)
		heading->place[i] = NOT_HERE;
}

static void
heading_take(Heading *heading, const char *key, guint place)
{
	for (guint i = 0; i < heading->columns->len && i < MAX_COLUMNS; i++) {
		const VetColumnSpec *column = heading->columns->pdata[i];
		if (heading->place[i] == NOT_HERE &&
		    g_strv_contains((const char *const *)column->labels, key)) {
			heading->place[i] = (int)place;
			heading->n_found++;
			return;
		}
	}
}

/* a heading has every required column and at least two in all */
static gboolean
heading_is_whole(const Heading *heading)
{
	for (guint i = 0; i < heading->columns->len && i < MAX_COLUMNS; i++) {
		const VetColumnSpec *column = heading->columns->pdata[i];
		if (column->required && heading->place[i] == NOT_HERE)
			return FALSE;
	}
	return heading->n_found >= 2;
}

/* a list of advisers or of people to call has names too, but not what tells the records wanted */
static gboolean
heading_is_telling(const Heading *heading)
{
	gboolean asked = FALSE;
	for (guint i = 0; i < heading->columns->len && i < MAX_COLUMNS; i++) {
		const VetColumnSpec *column = heading->columns->pdata[i];
		if (column->telling && heading->place[i] != NOT_HERE)
			return TRUE;
		asked = asked || column->telling;
	}
	return !asked;
}

/* What was found so far, by the kind of heading it stood under. */
typedef struct {
	GPtrArray *telling;
	GPtrArray *other;
} Found;

static GPtrArray *
found_under(const Found *found, const Heading *heading)
{
	return heading_is_telling(heading) ? found->telling : found->other;
}

static char *
cell_value(const char *text)
{
	g_autofree char *joined = g_strdelimit(g_strdup(text), "\n", ' ');
	g_autofree char *normal = vet_text_normalise(joined);
	return vet_text_strip_cjk_space(normal);
}

/* --- tables --- */

typedef struct {
	const VetCells *cells;
	const VetPage *page;
	const VetTable *table;
	gboolean sideways;
	guint first, n; /* of its columns, those that are looked at; n = 0: all */
} Grid;

static guint
grid_rows(const Grid *grid)
{
	return grid->sideways ? grid->table->n_columns : grid->table->n_rows;
}

static guint
grid_columns(const Grid *grid)
{
	if (grid->n > 0)
		return grid->n;
	return grid->sideways ? grid->table->n_rows : grid->table->n_columns;
}

static const VetCell *
grid_cell(const Grid *grid, guint row, guint column)
{
	column += grid->first;
	return grid->sideways ? vet_cells_at(grid->cells, grid->table, column, row)
			      : vet_cells_at(grid->cells, grid->table, row, column);
}

static gboolean
heading_in_row(const Grid *grid, guint row, const GPtrArray *columns, Heading *heading)
{
	const VetCell *previous = NULL;
	heading_init(heading, columns);
	for (guint column = 0; column < grid_columns(grid); column++) {
		const VetCell *cell = grid_cell(grid, row, column);
		if (cell && cell != previous)
			heading_take(heading, vet_cells_key_of(grid->cells, cell), column);
		previous = cell;
	}
	return heading_is_whole(heading);
}

static GPtrArray *
record_of_row(const Grid *grid, guint row, const Heading *heading, gboolean *ret_complete,
	      gboolean *ret_any)
{
	GPtrArray *record = record_new();
	*ret_complete = TRUE;
	*ret_any = FALSE;
	for (guint i = 0; i < heading->columns->len && i < MAX_COLUMNS; i++) {
		const VetColumnSpec *spec = heading->columns->pdata[i];
		const VetCell *cell = heading->place[i] == NOT_HERE
					      ? NULL
					      : grid_cell(grid, row, heading->place[i]);
		g_autofree char *value = cell ? cell_value(cell->text) : NULL;
		VetSighting *sighting = NULL;
		if (value && *value) {
			double position =
				grid->page->number * 1e5 + cell->box.y0 + cell->row * 1e-3;
			sighting = vet_sighting_new(value, value, grid->page->number, cell->box,
						    grid->table->source, position);
			*ret_any = TRUE;
		} else if (spec->required) {
			*ret_complete = FALSE;
		}
		g_ptr_array_add(record, sighting);
	}
	return record;
}

/* a row that holds only the rest of wrapped cells: its words belong to the row above */
static void
append_wrapped(GPtrArray *record, const GPtrArray *rest)
{
	for (guint i = 0; i < record->len && i < rest->len; i++) {
		VetSighting *whole = record->pdata[i];
		const VetSighting *tail = rest->pdata[i];
		if (!whole || !tail)
			continue;
		char *value = g_strconcat(whole->value, tail->value, NULL);
		g_free(whole->value);
		g_free(whole->quote);
		whole->value = value;
		whole->quote = g_strdup(value);
		whole->box = vet_box_union(whole->box, tail->box);
	}
}

static gboolean
spans_row(const Grid *grid, guint row)
{
	const VetCell *first = grid_cell(grid, row, 0);
	return grid_columns(grid) > 1 && first &&
	       first == grid_cell(grid, row, grid_columns(grid) - 1);
}

static gboolean
is_label(const GPtrArray *columns, const char *key)
{
	for (guint i = 0; i < columns->len; i++) {
		const VetColumnSpec *column = columns->pdata[i];
		if (g_strv_contains((const char *const *)column->labels, key))
			return TRUE;
	}
	return FALSE;
}

/* a label stands where what is required should */
static gboolean
names_a_label(const Grid *grid, guint row, const Heading *heading)
{
	for (guint i = 0; i < heading->columns->len && i < MAX_COLUMNS; i++) {
		const VetColumnSpec *column = heading->columns->pdata[i];
		const VetCell *cell = column->required && heading->place[i] != NOT_HERE
					      ? grid_cell(grid, row, heading->place[i])
					      : NULL;
		if (cell && is_label(heading->columns, vet_cells_key_of(grid->cells, cell)))
			return TRUE;
	}
	return FALSE;
}

/* of a table on its side the next column may hold other labels: no number tells that it does not */
static gboolean
lacks_number(const Grid *grid, const GPtrArray *record, const Heading *heading)
{
	for (guint i = 0; grid->sideways && i < record->len; i++) {
		const VetColumnSpec *column = heading->columns->pdata[i];
		const VetSighting *sighting = record->pdata[i];
		if (column->telling && sighting && !strpbrk(sighting->value, "0123456789"))
			return TRUE;
	}
	return FALSE;
}

/* what a second heading over the same records says of them */
static void
supplement(GPtrArray *record, GPtrArray *more)
{
	for (guint i = 0; i < record->len && i < more->len; i++)
		if (!record->pdata[i])
			record->pdata[i] = g_steal_pointer(&more->pdata[i]);
}

/* rows from `row` on until something else begins */
static gboolean
take_rows(const Grid *grid, guint row, const Heading *heading, GPtrArray *records)
{
	guint first = records->len, next = first;
	Heading here = *heading, again;

	for (; row < grid_rows(grid) && records->len < MAX_RECORDS; row++) {
		gboolean complete, any;
		if (spans_row(grid, row))
			return FALSE;
		gboolean whole = heading_in_row(grid, row, heading->columns, &again);
		if (whole || again.n_found >= 2) {
			/* 职务 and 工作单位 beside 姓名 and 身份证号: more of the same people */
			here = again;
			first = whole ? records->len : first;
			next = first;
			continue;
		}
		if (names_a_label(grid, row, &here))
			continue;
		g_autoptr(GPtrArray) record = record_of_row(grid, row, &here, &complete, &any);
		if (!heading_is_whole(&here)) {
			if (next < records->len)
				supplement(records->pdata[next++], record);
		} else if (complete && !lacks_number(grid, record, &here)) {
			g_ptr_array_add(records, g_steal_pointer(&record));
		} else if (!complete && any && records->len > 0) {
			append_wrapped(records->pdata[records->len - 1], record);
		}
	}
	return TRUE;
}

/*
 * 姓名 身份证号 姓名 身份证号: how far apart the same heading stands, 0 when it stands once.  What is
 * before the first required label of it belongs to it.
 */
static guint
period_of(const Grid *grid, guint row, const Heading *heading, guint *ret_first)
{
	guint required = 0, first = G_MAXUINT;

	for (guint i = 0; i < heading->columns->len && i < MAX_COLUMNS; i++) {
		const VetColumnSpec *column = heading->columns->pdata[i];
		if (heading->place[i] == NOT_HERE)
			continue;
		first = MIN(first, (guint)heading->place[i]);
		required = column->required ? i : required;
	}
	const VetCell *label = grid_cell(grid, row, heading->place[required]);
	for (guint at = heading->place[required] + 1; label && at < grid_columns(grid); at++) {
		const VetCell *cell = grid_cell(grid, row, at);
		if (!cell || cell == label ||
		    !g_str_equal(vet_cells_key_of(grid->cells, cell),
				 vet_cells_key_of(grid->cells, label)))
			continue;
		*ret_first = first;
		return at - heading->place[required];
	}
	return 0;
}

/* a heading that stands several times in its row, each time over other records */
static void
take_beside(const Grid *grid, guint row, guint first, guint period, const GPtrArray *columns,
	    const Found *found)
{
	for (guint start = first; start < grid_columns(grid); start += period) {
		Grid part = *grid;
		Heading heading;
		part.first = grid->first + start;
		part.n = MIN(period, grid_columns(grid) - start);
		if (heading_in_row(&part, row, columns, &heading))
			take_rows(&part, row + 1, &heading, found_under(found, &heading));
	}
}

static gboolean
take_table(const Grid *grid, const GPtrArray *columns, Heading *heading, const Found *found,
	   gboolean *ret_open)
{
	for (guint row = 0; row < grid_rows(grid); row++) {
		if (heading_in_row(grid, row, columns, heading)) {
			guint first = 0, period = period_of(grid, row, heading, &first);
			if (period > 0) {
				take_beside(grid, row, first, period, columns, found);
				*ret_open = FALSE;
				return TRUE;
			}
			*ret_open = take_rows(grid, row + 1, heading, found_under(found, heading));
			return TRUE;
		}
	}
	return FALSE;
}

static void
find_in_tables(const VetTranscript *transcript, const GPtrArray *columns, gboolean sideways,
	       const Found *found)
{
	const VetContent *content = vet_transcript_content(transcript);
	Heading heading;
	gboolean open = FALSE;
	guint n_columns = 0;

	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j < page->tables->len; j++) {
			Grid grid = {vet_transcript_cells(transcript),
				     page,
				     page->tables->pdata[j],
				     sideways,
				     0,
				     0};
			Heading here;
			gboolean stays_open;
			if (take_table(&grid, columns, &here, found, &stays_open)) {
				heading = here;
				open = stays_open;
				n_columns = grid_columns(&grid);
			} else if (open && j == 0 && !sideways &&
				   grid_columns(&grid) == n_columns) {
				open = take_rows(&grid, 0, &heading, found_under(found, &heading));
			} else {
				open = FALSE;
			}
		}
	}
}

/* --- rows of label and value --- */

/* "项目负责人 | 张三 | 身份证号 | 4309…": the record of a row of pairs; NULL when it is none */
static GPtrArray *
record_of_pairs(const Grid *grid, guint row, const GPtrArray *columns)
{
	g_autoptr(GPtrArray) record = record_new();
	gboolean whole = TRUE, told = FALSE;

	g_ptr_array_set_size(record, (int)MIN(columns->len, MAX_COLUMNS));
	for (guint at = 0; at + 1 < grid_columns(grid);) {
		const VetCell *label = grid_cell(grid, row, at);
		Heading heading;
		at += label ? MAX(label->column_span, 1) : 1;
		const VetCell *value = label ? grid_cell(grid, row, at) : NULL;
		if (!value || is_label(columns, vet_cells_key_of(grid->cells, value)))
			continue;
		heading_init(&heading, columns);
		heading_take(&heading, vet_cells_key_of(grid->cells, label), at);
		if (heading.n_found == 0)
			continue;
		gboolean complete, any;
		g_autoptr(GPtrArray) one = record_of_row(grid, row, &heading, &complete, &any);
		supplement(record, one);
	}
	for (guint i = 0; i < record->len; i++) {
		const VetColumnSpec *column = columns->pdata[i];
		const VetSighting *sighting = record->pdata[i];
		whole = whole && (sighting || !column->required);
		told = told ||
		       (column->telling && sighting && strpbrk(sighting->value, "0123456789"));
	}
	return whole && told ? g_steal_pointer(&record) : NULL;
}

static void
find_in_pairs(const VetTranscript *transcript, const GPtrArray *columns, GPtrArray *records)
{
	const VetContent *content = vet_transcript_content(transcript);

	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j < page->tables->len; j++) {
			Grid grid = {vet_transcript_cells(transcript),
				     page,
				     page->tables->pdata[j],
				     FALSE,
				     0,
				     0};
			for (guint row = 0; row < grid_rows(&grid) && records->len < MAX_RECORDS;
			     row++) {
				GPtrArray *record = record_of_pairs(&grid, row, columns);
				if (record)
					g_ptr_array_add(records, record);
			}
		}
	}
}

/* --- lines whose words stand in columns --- */

static VetSighting *
sighting_of(const VetTranscript *transcript, gsize start, gsize end)
{
	if (end <= start)
		return NULL;
	g_autofree char *value = vet_transcript_copy(transcript, start, end);
	g_autofree char *quote = vet_transcript_quote(transcript, start, end);
	VetSighting *sighting =
		vet_sighting_new(value, quote, vet_transcript_page(transcript, start),
				 vet_transcript_box(transcript, start, end),
				 vet_transcript_source(transcript, start),
				 vet_transcript_position(transcript, start));
	sighting->confidence = vet_transcript_confidence(transcript, start, end);
	return sighting;
}

typedef struct {
	gsize start, end;
} Segment;

static GArray *
segments_of_line(const VetTranscript *transcript, const char *text, gsize start, gsize end)
{
	GArray *segments = g_array_new(FALSE, FALSE, sizeof(Segment));
	Segment segment = {start, start};
	for (gsize i = start; i < end; i = g_utf8_next_char(text + i) - text) {
		if (i > start && vet_transcript_gap(transcript, i) != VET_GAP_NONE) {
			segment.end = i;
			g_array_append_val(segments, segment);
			segment.start = i;
		}
	}
	segment.end = end;
	g_array_append_val(segments, segment);
	return segments;
}

static gboolean
heading_in_line(const char *text, const GArray *segments, const GPtrArray *columns,
		Heading *heading)
{
	heading_init(heading, columns);
	for (guint i = 0; i < segments->len; i++) {
		const Segment *segment = &g_array_index(segments, Segment, i);
		g_autofree char *word =
			g_strndup(text + segment->start, segment->end - segment->start);
		g_autofree char *key = vet_label_key(word);
		heading_take(heading, key, i);
	}
	return heading_is_whole(heading);
}

static GPtrArray *
record_of_line(const VetTranscript *transcript, const GArray *segments, const Heading *heading)
{
	GPtrArray *record = record_new();
	for (guint i = 0; i < heading->columns->len && i < MAX_COLUMNS; i++) {
		if (heading->place[i] == NOT_HERE) {
			g_ptr_array_add(record, NULL);
			continue;
		}
		const Segment *segment = &g_array_index(segments, Segment, heading->place[i]);
		g_ptr_array_add(record, sighting_of(transcript, segment->start, segment->end));
	}
	return record;
}

static void
find_in_lines(const VetTranscript *transcript, const GPtrArray *columns, const Found *found)
{
	gsize length;
	const char *text = vet_transcript_text(transcript, &length);
	Heading heading;
	GPtrArray *records = found->other;
	guint n_segments = 0;

	for (gsize start = 0; start < length && records->len < MAX_RECORDS;) {
		const char *newline = memchr(text + start, '\n', length - start);
		gsize end = newline ? (gsize)(newline - text) : length;
		g_autoptr(GArray) segments = segments_of_line(transcript, text, start, end);
		Heading here;
		if (heading_in_line(text, segments, columns, &here)) {
			heading = here;
			records = found_under(found, &heading);
			n_segments = segments->len;
		} else if (n_segments > 0 && segments->len == n_segments) {
			g_ptr_array_add(records, record_of_line(transcript, segments, &heading));
		} else {
			n_segments = 0;
		}
		start = end + 1;
	}
}

/* --- sentences that a pattern takes apart --- */

static void
find_by_pattern(const VetTranscript *transcript, const VetFieldSpec *field,
		const VetPattern *pattern, GPtrArray *records)
{
	const char *names[MAX_COLUMNS];
	gsize spans[2 * MAX_COLUMNS], length, start = 0;
	const char *text = vet_transcript_text(transcript, &length);
	guint n_columns = MIN(field->columns->len, MAX_COLUMNS);
	VetMatch match;

	for (guint i = 0; i < n_columns; i++)
		names[i] = ((const VetColumnSpec *)field->columns->pdata[i])->id;
	while (records->len < MAX_RECORDS &&
	       vet_pattern_find_named(pattern, text, length, start, names, n_columns, &match,
				      spans) &&
	       match.end > start) {
		gboolean complete = TRUE;
		g_autoptr(GPtrArray) record = record_new();
		for (guint i = 0; i < n_columns; i++) {
			const VetColumnSpec *column = field->columns->pdata[i];
			VetSighting *sighting =
				sighting_of(transcript, spans[2 * i], spans[2 * i + 1]);
			complete = complete && (sighting || !column->required);
			g_ptr_array_add(record, sighting);
		}
		if (complete)
			g_ptr_array_add(records, g_steal_pointer(&record));
		start = match.end;
	}
}

static GPtrArray *
records_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
}

GPtrArray *
vet_records_find(const VetTranscript *transcript, const VetFieldSpec *field)
{
	const GPtrArray *columns = field->columns;
	g_autoptr(GPtrArray) telling = records_new();
	g_autoptr(GPtrArray) other = records_new();
	const Found found = {telling, other};

	find_in_tables(transcript, columns, FALSE, &found);
	if (telling->len == 0)
		find_in_tables(transcript, columns, TRUE, &found);
	/* who leads may stand alone before the table of the others */
	find_in_pairs(transcript, columns, telling->len > 0 || other->len == 0 ? telling : other);
	if (telling->len == 0 && other->len == 0)
		find_in_lines(transcript, columns, &found);
	for (guint i = 0; telling->len == 0 && other->len == 0 && i < field->patterns->len; i++)
		find_by_pattern(transcript, field, field->patterns->pdata[i], telling);
	return telling->len > 0 ? g_steal_pointer(&telling) : g_steal_pointer(&other);
}
