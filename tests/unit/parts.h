/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads documents in parts with the plugin tests/misbehave/pages.c, and says what came of them. */

#include "daemon/paths.h"
#include "tests/unit/reader.h"

#define PARTS_MIB (1024 * 1024)

static const guint parts_workers[] = {1, 2, 4};

/* --- a pool with that plugin --- */

static inline char *
parts_plugin_path(const char *name)
{
	g_autofree char *file = g_strconcat(name, ".so", NULL);
	g_autofree char *build = reader_build_file("tests");
	return g_build_filename(build, "plugins", file, NULL);
}

static inline VetPool *
parts_new_pool(guint workers, const VetLimits *limits, VetExtractions *extractions)
{
	g_autofree char *worker = reader_build_file("vet-worker");
	g_autofree char *pages = parts_plugin_path("pages");
	g_autofree char *innocent = parts_plugin_path("innocent");
	const char *const plugins[] = {pages, innocent, NULL};
	const VetPoolOptions options = {.worker_path = worker,
					.plugin_dirs = plugins,
					.workers = workers,
					.sandbox = TRUE,
					.limits = *limits,
					.extractions = extractions};
	g_autoptr(GError) error = NULL;
	VetPool *pool = vet_pool_new(&options, &error);

	g_assert_no_error(error);
	return pool;
}

static inline void
parts_init_limits(VetLimits *limits)
{
	vet_limits_init(limits);
	limits->value[VET_LIMIT_WORKER_MEMORY] = 256 * PARTS_MIB;
}

static inline void
parts_on_done(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	GPtrArray **ret_documents = user_data;
	*ret_documents = documents;
}

static inline void
parts_add(VetReading *reading, const char *path, const char *text)
{
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	vet_reading_add(reading, path, sha256, strlen(text),
			reader_memory_file(text, strlen(text)));
}

static inline GPtrArray *
parts_await(GPtrArray **documents)
{
	while (!*documents)
		g_main_context_iteration(NULL, TRUE);
	return *documents;
}

/* One submission of documents of these texts. */
static inline GPtrArray *
parts_read_with(guint workers, const VetLimits *limits, const char *const *texts)
{
	GPtrArray *result = NULL;
	g_autoptr(VetPool) pool = parts_new_pool(workers, limits, NULL);
	VetReading *reading = vet_pool_read(pool, reader_keep, parts_on_done, &result);

	for (guint i = 0; texts[i]; i++) {
		g_autofree char *name = g_strdup_printf("%u.txt", i + 1);
		parts_add(reading, name, texts[i]);
	}
	vet_reading_start(reading);
	return parts_await(&result);
}

/* --- what came of it, as text --- */

static inline void
parts_append_page(GString *text, const VetPage *page)
{
	g_string_append_printf(text, "  page %u %.0fx%.0f %s\n", page->number, page->width,
			       page->height, vet_text_source_name(page->source));
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		g_string_append_printf(text, "    %s\n", line->text);
	}
}

static inline void
parts_append_document(GString *text, const VetDocument *document)
{
	const VetContent *content = document->content;
	const char *title = g_hash_table_lookup(content->metadata, "title");

	g_string_append_printf(text, "%s %s %s: %s, %u metadata %s, %zu bytes\n", document->path,
			       document->media_type, vet_document_status_name(document->status),
			       document->reason, g_hash_table_size(content->metadata), title,
			       content->text_bytes);
	for (guint i = 0; i < content->warnings->len; i++)
		g_string_append_printf(text, "  ! %s\n", (char *)content->warnings->pdata[i]);
	for (guint i = 0; i < content->pages->len; i++)
		parts_append_page(text, content->pages->pdata[i]);
}

static inline char *
parts_describe(const GPtrArray *documents)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < documents->len; i++)
		parts_append_document(text, documents->pdata[i]);
	return g_string_free(text, FALSE);
}

/* As g_assert_cmpstr(), of texts with many lines. */
static inline void
parts_assert_same(const char *text, const char *expected)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_auto(GStrv) expected_lines = g_strsplit(expected, "\n", -1);

	for (guint i = 0; lines[i] && expected_lines[i]; i++)
		g_assert_cmpstr(lines[i], ==, expected_lines[i]);
	g_assert_cmpuint(strlen(text), ==, strlen(expected));
}

/* Reads the document with one child, with two and with four: the same must come of it. */
static inline GPtrArray *
parts_read_each_way(const char *text, const VetLimits *limits)
{
	const char *const texts[] = {text, NULL};
	GPtrArray *documents = NULL;
	g_autofree char *first = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(parts_workers); i++) {
		g_clear_pointer(&documents, g_ptr_array_unref);
		documents = parts_read_with(parts_workers[i], limits, texts);
		g_autofree char *described = parts_describe(documents);
		if (!first)
			first = g_strdup(described);
		parts_assert_same(described, first);
	}
	return documents;
}

static inline void
parts_assert_outcome(const VetDocument *document, VetDocumentStatus status, const char *reason)
{
	g_test_message("%s: %s", vet_document_status_name(document->status), document->reason);
	g_assert_cmpstr(vet_document_status_name(document->status), ==,
			vet_document_status_name(status));
	g_assert_cmpstr(document->reason, ==, reason);
}

/*
 * Pages 1 to `n_pages`, each with its text, but none from `lost_first`, which may have been begun, to
 * `lost_last`.
 */
static inline void
parts_assert_pages(const VetDocument *document, guint n_pages, guint lost_first, guint lost_last)
{
	const GPtrArray *pages = document->content->pages;

	g_assert_cmpuint(pages->len, ==, n_pages);
	for (guint i = 0; i < n_pages; i++) {
		const VetPage *page = pages->pdata[i];
		g_autofree char *expected = g_strdup_printf("this is page %u", i + 1);
		g_assert_cmpuint(page->number, ==, i + 1);
		if (lost_first <= i + 1 && i + 1 <= lost_last) {
			if (i + 1 > lost_first)
				g_assert_cmpint(page->source, ==, VET_TEXT_NONE);
			g_assert_cmpuint(page->lines->len, ==, 0);
			continue;
		}
		g_assert_cmpint(page->source, ==, VET_TEXT_TEXT);
		g_assert_cmpuint(page->lines->len, >, 0);
		const VetLine *line = page->lines->pdata[0];
		g_assert_cmpstr(line->text, ==, expected);
	}
}
