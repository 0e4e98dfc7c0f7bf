/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/extraction.h"

#include <string.h>

#include "daemon/filling.h"
#include "lib/error.h"

#define SHA256_DIGITS 64
/* What a line or a cell takes besides its text and its runs: boxes, offsets, alignment. */
#define PART_COST 72

/* Places in VET_EXTRACTION_FORMAT. */
enum {
	MEDIA_TYPE,
	EXTRACTOR,
	BUILD,
	CONTAINER,
	LYING,
	STATUS,
	REASON,
	METADATA,
	WARNINGS,
	PAGES,
	MEMBERS,
};

VetHanded *
vet_handed_new(const char *name, guint64 size, const char *sha256, VetDocumentStatus status,
	       const char *reason)
{
	VetHanded *handed = g_new0(VetHanded, 1);
	handed->name = g_strdup(name);
	handed->size = size;
	handed->sha256 = g_strdup(sha256);
	handed->status = status;
	handed->reason = g_strdup(reason);
	return handed;
}

void
vet_handed_free(VetHanded *handed)
{
	if (!handed)
		return;
	g_free(handed->name);
	g_free(handed->sha256);
	g_free(handed->reason);
	g_free(handed);
}

/* --- packing --- */

static gsize
size_of_page(const VetPage *page)
{
	gsize size = PART_COST;
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		size += PART_COST + strlen(line->text);
		size += line->runs ? line->runs->len * sizeof(VetRun) : 0;
	}
	for (guint i = 0; i < page->tables->len; i++) {
		const VetTable *table = page->tables->pdata[i];
		size += PART_COST;
		for (guint j = 0; j < table->cells->len; j++) {
			const VetCell *cell = table->cells->pdata[j];
			size += PART_COST + strlen(cell->text);
		}
	}
	for (guint i = 0; i < page->marks->len; i++) {
		const VetMark *mark = page->marks->pdata[i];
		size += PART_COST + strlen(mark->text) + strlen(mark->detail);
	}
	return size;
}

/* Before anything is made: a reckoning that is never too low. */
static gboolean
fits(const VetDocument *document, const GPtrArray *handed)
{
	gsize size = 0;
	for (guint i = 0; i < document->content->pages->len; i++)
		size += size_of_page(document->content->pages->pdata[i]);
	for (guint i = 0; i < handed->len; i++) {
		const VetHanded *member = handed->pdata[i];
		size += PART_COST + SHA256_DIGITS + strlen(member->name) +
			(member->reason ? strlen(member->reason) : 0);
	}
	return size < VET_EXTRACTION_MAX_BYTES - VET_MAX_METADATA * VET_MAX_METADATA_BYTES -
			      VET_MAX_WARNINGS * VET_MAX_SENTENCE_BYTES;
}

static GVariant *
pack_box(VetBox box)
{
	return g_variant_new(VET_WIRE_BOX_FORM, box.x0, box.y0, box.x1, box.y1);
}

static GVariant *
pack_line(const VetLine *line)
{
	GVariant *runs = g_variant_new_fixed_array(
		G_VARIANT_TYPE(VET_WIRE_RUN_FORM), line->runs ? line->runs->data : NULL,
		line->runs ? line->runs->len : 0, sizeof(VetRun));
	return g_variant_new("(syy@" VET_WIRE_BOX_FORM "@a" VET_WIRE_RUN_FORM ")", line->text,
			     (guchar)line->role, (guchar)line->source, pack_box(line->box), runs);
}

static GVariant *
pack_table(const VetTable *table)
{
	GVariantBuilder cells;
	g_variant_builder_init(&cells, G_VARIANT_TYPE("a" VET_WIRE_CELL_FORM));
	for (guint i = 0; i < table->cells->len; i++) {
		const VetCell *cell = table->cells->pdata[i];
		g_variant_builder_add(&cells, "(uuuus@" VET_WIRE_BOX_FORM ")", cell->row,
				      cell->column, cell->row_span, cell->column_span, cell->text,
				      pack_box(cell->box));
	}
	return g_variant_new("(@" VET_WIRE_TABLE_FORM "@a" VET_WIRE_CELL_FORM ")",
			     g_variant_new("(uuy@" VET_WIRE_BOX_FORM ")", table->n_rows,
					   table->n_columns, (guchar)table->source,
					   pack_box(table->box)),
			     g_variant_builder_end(&cells));
}

static GVariant *
pack_mark(const VetMark *mark)
{
	return g_variant_new("(ydss@" VET_WIRE_BOX_FORM ")", (guchar)mark->kind, mark->confidence,
			     mark->text, mark->detail, pack_box(mark->box));
}

static GVariant *
pack_page(const VetPage *page)
{
	GVariantBuilder lines, tables, marks;
	g_variant_builder_init(&lines, G_VARIANT_TYPE("a" VET_WIRE_LINE_FORM));
	for (guint i = 0; i < page->lines->len; i++)
		g_variant_builder_add_value(&lines, pack_line(page->lines->pdata[i]));
	g_variant_builder_init(&tables, G_VARIANT_TYPE("a" VET_EXTRACTION_TABLE_FORM));
	for (guint i = 0; i < page->tables->len; i++)
		g_variant_builder_add_value(&tables, pack_table(page->tables->pdata[i]));
	g_variant_builder_init(&marks, G_VARIANT_TYPE("a" VET_WIRE_MARK_FORM));
	for (guint i = 0; i < page->marks->len; i++)
		g_variant_builder_add_value(&marks, pack_mark(page->marks->pdata[i]));
	return g_variant_new(
		"(@" VET_WIRE_PAGE_FORM "@a" VET_WIRE_LINE_FORM "@a" VET_EXTRACTION_TABLE_FORM
		"@a" VET_WIRE_MARK_FORM ")",
		g_variant_new(VET_WIRE_PAGE_FORM, page->width, page->height, (guint32)page->source),
		g_variant_builder_end(&lines), g_variant_builder_end(&tables),
		g_variant_builder_end(&marks));
}

static GVariant *
pack_pages(const VetContent *content)
{
	GVariantBuilder pages;
	g_variant_builder_init(&pages, G_VARIANT_TYPE("a" VET_EXTRACTION_PAGE_FORM));
	for (guint i = 0; i < content->pages->len; i++)
		g_variant_builder_add_value(&pages, pack_page(content->pages->pdata[i]));
	return g_variant_builder_end(&pages);
}

static GVariant *
pack_metadata(const VetContent *content)
{
	GVariantBuilder metadata;
	GHashTableIter iter;
	gpointer key, value;
	g_variant_builder_init(&metadata, G_VARIANT_TYPE("a(ss)"));
	g_hash_table_iter_init(&iter, content->metadata);
	while (g_hash_table_iter_next(&iter, &key, &value))
		g_variant_builder_add(&metadata, "(ss)", key, value);
	return g_variant_builder_end(&metadata);
}

static GVariant *
pack_handed(const GPtrArray *handed)
{
	GVariantBuilder members;
	g_variant_builder_init(&members, G_VARIANT_TYPE("a(stsus)"));
	for (guint i = 0; i < handed->len; i++) {
		const VetHanded *member = handed->pdata[i];
		g_variant_builder_add(&members, "(stsus)", member->name, member->size,
				      member->sha256 ? member->sha256 : "", (guint32)member->status,
				      member->reason ? member->reason : "");
	}
	return g_variant_builder_end(&members);
}

GVariant *
vet_extraction_pack(const VetDocument *document, const GPtrArray *handed)
{
	GVariant *parts[MEMBERS + 1];

	if (!fits(document, handed))
		return NULL;
	parts[MEDIA_TYPE] = g_variant_new_string(document->media_type);
	parts[EXTRACTOR] = g_variant_new_string(document->extractor ? document->extractor : "");
	parts[BUILD] =
		g_variant_new_string(document->extractor_build ? document->extractor_build : "");
	parts[CONTAINER] = g_variant_new_boolean(document->is_container);
	parts[LYING] = g_variant_new_boolean(document->lying_name);
	parts[STATUS] = g_variant_new_uint32(document->status);
	parts[REASON] = g_variant_new_string(document->reason ? document->reason : "");
	parts[METADATA] = pack_metadata(document->content);
	parts[WARNINGS] =
		g_variant_new_strv((const char *const *)document->content->warnings->pdata,
				   document->content->warnings->len);
	parts[PAGES] = pack_pages(document->content);
	parts[MEMBERS] = pack_handed(handed);
	return g_variant_new_tuple(parts, G_N_ELEMENTS(parts));
}

/* --- unpacking --- */

static const char *
text_at(GVariant *extraction, gsize place)
{
	/* a string within a serialised variant lives as long as that does */
	const char *text;
	g_variant_get_child(extraction, place, "&s", &text);
	return text;
}

const char *
vet_extraction_extractor(GVariant *extraction)
{
	return text_at(extraction, EXTRACTOR);
}

const char *
vet_extraction_build(GVariant *extraction)
{
	return text_at(extraction, BUILD);
}

typedef gboolean (*Fill)(VetFilling *filling, GVariant *body, GError **error);

static gboolean
fill_each(VetFilling *filling, GVariant *list, Fill fill, GError **error)
{
	gsize n = g_variant_n_children(list);
	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) child = g_variant_get_child_value(list, i);
		if (!fill(filling, child, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
fill_table(VetFilling *filling, GVariant *body, GError **error)
{
	g_autoptr(GVariant) shape = g_variant_get_child_value(body, 0);
	g_autoptr(GVariant) cells = g_variant_get_child_value(body, 1);
	return vet_filling_table(filling, shape, error) && vet_filling_cells(filling, cells, error);
}

static gboolean
fill_page(VetFilling *filling, GVariant *body, GError **error)
{
	g_autoptr(GVariant) page = g_variant_get_child_value(body, 0);
	g_autoptr(GVariant) lines = g_variant_get_child_value(body, 1);
	g_autoptr(GVariant) tables = g_variant_get_child_value(body, 2);
	g_autoptr(GVariant) marks = g_variant_get_child_value(body, 3);
	return vet_filling_page(filling, page, error) && vet_filling_lines(filling, lines, error) &&
	       fill_each(filling, tables, fill_table, error) &&
	       fill_each(filling, marks, vet_filling_mark, error);
}

static gboolean
damaged(GError **error)
{
	g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "a stored extraction does not hold what it should");
	return FALSE;
}

static gboolean
fill_member(VetFilling *filling, GVariant *body, GPtrArray *handed, GError **error)
{
	const char *name, *sha256, *reason;
	guint64 size;
	guint32 status;

	g_variant_get(body, "(&st&su&s)", &name, &size, &sha256, &status, &reason);
	if (!*name || status > VET_STATUS_CRASHED || (*sha256 && strlen(sha256) != SHA256_DIGITS))
		return damaged(error);
	gboolean refused = status != VET_STATUS_OK;
	if (!vet_filling_member(filling, refused ? 0 : size, error))
		return FALSE;
	g_ptr_array_add(handed, vet_handed_new(name, size, *sha256 ? sha256 : NULL, status,
					       refused ? reason : NULL));
	return TRUE;
}

static gboolean
fill_members(VetFilling *filling, GVariant *members, GPtrArray *handed, GError **error)
{
	gsize n = g_variant_n_children(members);
	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) member = g_variant_get_child_value(members, i);
		if (!fill_member(filling, member, handed, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
set_outcome(GVariant *extraction, VetDocument *document, GError **error)
{
	const char *media_type, *extractor, *build, *reason;
	gboolean container, lying;
	guint32 status;

	g_variant_get_child(extraction, MEDIA_TYPE, "&s", &media_type);
	g_variant_get_child(extraction, EXTRACTOR, "&s", &extractor);
	g_variant_get_child(extraction, BUILD, "&s", &build);
	g_variant_get_child(extraction, CONTAINER, "b", &container);
	g_variant_get_child(extraction, LYING, "b", &lying);
	g_variant_get_child(extraction, STATUS, "u", &status);
	g_variant_get_child(extraction, REASON, "&s", &reason);
	if (!*media_type || status > VET_STATUS_CRASHED)
		return damaged(error);
	g_free(document->media_type);
	document->media_type = g_strdup(media_type);
	document->extractor = *extractor ? g_strdup(extractor) : NULL;
	document->extractor_build = *build ? g_strdup(build) : NULL;
	document->is_container = container;
	document->lying_name = lying;
	vet_document_set_status(document, status, *reason ? reason : NULL);
	return TRUE;
}

gboolean
vet_extraction_unpack(GVariant *extraction, VetDocument *document, const VetLimits *limits,
		      VetBudget *submission, GPtrArray **ret_handed, GError **error)
{
	g_autoptr(GVariant) metadata = g_variant_get_child_value(extraction, METADATA);
	g_autoptr(GVariant) warnings = g_variant_get_child_value(extraction, WARNINGS);
	g_autoptr(GVariant) pages = g_variant_get_child_value(extraction, PAGES);
	g_autoptr(GVariant) members = g_variant_get_child_value(extraction, MEMBERS);
	g_autoptr(GPtrArray) handed =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_handed_free);
	VetFilling filling;

	vet_filling_begin(&filling, document, limits, submission);
	if (!set_outcome(extraction, document, error) ||
	    !fill_each(&filling, metadata, vet_filling_metadata, error) ||
	    !fill_each(&filling, warnings, vet_filling_warning, error) ||
	    !fill_each(&filling, pages, fill_page, error) ||
	    !fill_members(&filling, members, handed, error))
		return FALSE;
	*ret_handed = g_steal_pointer(&handed);
	return TRUE;
}
