/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/labels.h"

#include <string.h>

#include "lib/entity.h"
#include "lib/label-key.h"
#include "lib/label-lines.h"
#include "lib/text.h"

#define MAX_CELL_LINES 200

VetSighting *
vet_sighting_new(const char *value, const char *quote, guint page, VetBox box, VetTextSource source,
		 double position)
{
	VetSighting *sighting = g_new0(VetSighting, 1);
	sighting->value = g_strdup(value);
	sighting->quote = g_strdup(quote);
	sighting->page = page;
	sighting->box = box;
	sighting->source = source;
	sighting->position = position;
	sighting->confidence = 1;
	return sighting;
}

VetSighting *
vet_sighting_with_value(const VetSighting *sighting, const char *value)
{
	VetSighting *other = vet_sighting_new(value, sighting->quote, sighting->page, sighting->box,
					      sighting->source, sighting->position);
	other->confidence = sighting->confidence;
	return other;
}

void
vet_sighting_free(VetSighting *sighting)
{
	if (!sighting)
		return;
	g_free(sighting->value);
	g_free(sighting->quote);
	g_free(sighting);
}

gboolean
vet_label_seen(const GPtrArray *sightings, const char *value, guint page, double position)
{
	for (guint i = 0; i < sightings->len; i++) {
		const VetSighting *other = sightings->pdata[i];
		if (other->page == page && ABS(other->position - position) < VET_LABEL_SAME_ROW &&
		    g_str_equal(other->value, value))
			return TRUE;
	}
	return FALSE;
}

/* --- tables --- */

static gboolean
is_blank(const VetCell *cell)
{
	g_autofree char *compact = vet_text_compact(cell->text);
	vet_label_trim(compact);
	return *compact == '\0';
}

static gboolean
is_known(const VetCells *cells, const VetCell *cell, GHashTable *known)
{
	return known && g_hash_table_contains(known, vet_cells_key_of(cells, cell));
}

/* a number of records and nothing else */
static gboolean
is_count(const VetCell *cell)
{
	g_autofree char *compact = cell ? vet_text_compact(cell->text) : g_strdup("");
	g_autofree char *bracketed = g_strdup_printf("(%s)", compact);
	return vet_label_count_length(bracketed) == strlen(bracketed);
}

/* the headings stand side by side, their numbers below them */
static const VetCell *
count_below(const VetCells *cells, const VetCellPlace *label)
{
	const VetCell *cell = label->cell;
	const VetCell *right =
		vet_cells_at(cells, label->table, cell->row, cell->column + cell->column_span);
	const VetCell *below =
		vet_cells_at(cells, label->table, cell->row + cell->row_span, cell->column);
	return !is_count(right) && is_count(below) ? below : NULL;
}

/* the cell that holds the value of a label cell: to the right, else below */
static const VetCell *
value_cell(const VetCells *cells, const VetCellPlace *label, GHashTable *known)
{
	const VetCell *cell = label->cell;
	const VetCell *right =
		vet_cells_at(cells, label->table, cell->row, cell->column + cell->column_span);
	if (right && !is_known(cells, right, known))
		return is_blank(right) ? NULL : right;
	const VetCell *below =
		vet_cells_at(cells, label->table, cell->row + cell->row_span, cell->column);
	if (!below || is_blank(below) || is_known(cells, below, known))
		return NULL;
	return below;
}

static gboolean
stands_apart(const char *above, const char *below)
{
	g_autofree char *name = vet_label_bare_name(above);
	g_autofree char *next = vet_label_bare_name(below);

	return vet_entity_is_another(name, next);
}

/* a name cut at the cell's edge goes on below; another one that stands below is another owner */
static char *
join_lines(const char *text, gboolean several)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", MAX_CELL_LINES);
	g_autoptr(GString) joined = g_string_new(NULL);
	g_autoptr(GString) name = g_string_new(NULL);

	/* nothing longer is a value */
	several = several && strlen(text) <= VET_LABEL_MAX_VALUE;
	for (guint i = 0; lines[i]; i++) {
		gboolean apart = several && i > 0 && stands_apart(name->str, lines[i]);
		if (apart)
			g_string_truncate(name, 0);
		g_string_append_printf(joined, "%s%s", i == 0 ? "" : apart ? "；" : " ", lines[i]);
		g_string_append(name, lines[i]);
	}
	return g_strdelimit(g_string_free(g_steal_pointer(&joined), FALSE), "\n", ' ');
}

static void
take_value(const VetCellPlace *label, const VetCell *cell, char *joined, GPtrArray *sightings)
{
	const VetPage *page = label->page;
	g_autofree char *normal = vet_text_normalise(joined);
	g_autofree char *value = vet_label_trim(vet_text_strip_cjk_space(normal));
	double position = page->number * 1e5;
	position += vet_box_is_empty(cell->box)
			    ? label->table_number * 1e3 + cell->row * 10 + cell->column * 0.1
			    : cell->box.y0 + cell->box.x0 / 1e5;
	if (!*value || strlen(value) > VET_LABEL_MAX_VALUE ||
	    sightings->len >= VET_LABEL_MAX_SIGHTINGS ||
	    vet_label_seen(sightings, value, page->number, position))
		return;
	g_autofree char *words = vet_label_trim(vet_text_strip_cjk_space(joined));
	g_autofree char *quote = g_strdup_printf("%s：%s", label->key, words);
	g_ptr_array_add(sightings, vet_sighting_new(value, quote, page->number, cell->box,
						    label->table->source, position));
}

static void
take_cell_value(const VetCellPlace *label, const VetCell *cell, const VetLabelQuery *query,
		GPtrArray *sightings)
{
	g_autofree char *joined = join_lines(cell->text, query->several);

	take_value(label, cell, joined, sightings);
}

/* "行政处罚（0条）" in one cell */
static gboolean
take_count(const VetCellPlace *label, GPtrArray *sightings)
{
	g_autofree char *compact = vet_text_compact(label->cell->text);
	const char *open = strrchr(compact, '(');
	gsize length = open ? vet_label_count_length(open) : 0;

	if (length == 0)
		return FALSE;
	g_autofree char *value = g_strndup(open + 1, length - 2);
	take_value(label, label->cell, value, sightings);
	return TRUE;
}

static void
take_key(const VetCells *cells, const char *key, const VetLabelQuery *query, GPtrArray *sightings)
{
	const GPtrArray *places = vet_cells_with_key(cells, key);
	for (guint i = 0; places && i < places->len && sightings->len < VET_LABEL_MAX_SIGHTINGS;
	     i++) {
		if (query->counted && take_count(places->pdata[i], sightings))
			continue;
		const VetCell *value = query->counted ? count_below(cells, places->pdata[i]) : NULL;
		if (!value)
			value = value_cell(cells, places->pdata[i], query->known);
		if (value)
			take_cell_value(places->pdata[i], value, query, sightings);
	}
}

static void
find_in_tables(const VetCells *cells, const VetLabelQuery *query, GPtrArray *sightings)
{
	VetMatch match;
	for (gsize i = 0; query->labels && query->labels[i]; i++)
		take_key(cells, query->labels[i], query, sightings);
	g_autoptr(GList) keys = query->pattern ? vet_cells_keys(cells) : NULL;
	for (GList *item = keys; item; item = item->next) {
		const char *key = item->data;
		gsize length = strlen(key);
		if (length > 0 && vet_pattern_find(query->pattern, key, length, 0, &match, NULL) &&
		    match.start == 0 && match.end == length)
			take_key(cells, key, query, sightings);
	}
}

/* a value found in a cell and again, cut, in a line of that cell: the cell's is whole */
static void
drop_cut_values(GPtrArray *sightings, guint n_from_tables)
{
	for (guint i = sightings->len; i > n_from_tables; i--) {
		const VetSighting *line = sightings->pdata[i - 1];
		for (guint j = 0; j < n_from_tables; j++) {
			const VetSighting *cell = sightings->pdata[j];
			gboolean inside = cell->page == line->page &&
					  (vet_box_is_empty(cell->box) ||
					   (line->box.y0 > cell->box.y0 - VET_LABEL_SAME_ROW &&
					    line->box.y1 < cell->box.y1 + VET_LABEL_SAME_ROW));
			if (inside && (strstr(cell->value, line->value) ||
				       strstr(line->value, cell->value))) {
				g_ptr_array_remove_index(sightings, i - 1);
				break;
			}
		}
	}
}

static int
by_position(gconstpointer a, gconstpointer b)
{
	const VetSighting *left = *(const VetSighting *const *)a;
	const VetSighting *right = *(const VetSighting *const *)b;
	return left->position < right->position ? -1 : left->position > right->position;
}

GPtrArray *
vet_labels_find(const VetTranscript *transcript, const VetLabelQuery *query)
{
	GPtrArray *sightings = g_ptr_array_new_with_free_func((GDestroyNotify)vet_sighting_free);

	find_in_tables(vet_transcript_cells(transcript), query, sightings);
	guint n_from_tables = sightings->len;
	vet_label_lines_find(transcript, query, sightings);
	drop_cut_values(sightings, n_from_tables);
	g_ptr_array_sort(sightings, by_position);
	return sightings;
}
