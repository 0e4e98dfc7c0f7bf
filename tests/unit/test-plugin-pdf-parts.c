/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A large PDF, which is read in parts: by one child, by two and by four the same comes of it. */

#include "tests/unit/reader.h"

/* Title, file of the whole document, pages of a line and a small table; file pinned to one page. */
#define PINNED_TO 50

typedef struct {
	GString *file;
	GArray *offsets; /* of gsize */
} Writer;

static void
add_object(Writer *writer, const char *object)
{
	g_array_append_val(writer->offsets, writer->file->len);
	g_string_append_printf(writer->file, "%u 0 obj%s\nendobj\n", writer->offsets->len, object);
}

static void
add_page(Writer *writer, guint number)
{
	g_autofree char *page = g_strdup_printf(
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %u 800]/Contents %u 0 R"
		"/Resources<</Font<</F 3 0 R>>>>%s>>",
		500 + number, writer->offsets->len + 2,
		number == PINNED_TO ? "/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]"
				      "/FS 4 0 R>>]"
				    : "");
	g_autofree char *text =
		g_strdup_printf("BT /F 12 Tf 50 700 Td (this is page %u) Tj ET "
				"100 300 200 60 re S 200 300 m 200 360 l S 100 330 m 300 330 l S "
				"BT /F 12 Tf 110 340 Td (Name) Tj 100 0 Td (Alice %u) Tj "
				"-100 -30 Td (Unit) Tj 100 0 Td (Yiyang) Tj ET",
				number, number);
	g_autofree char *content =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(text), text);

	add_object(writer, page);
	add_object(writer, content);
}

static GBytes *
write_document(guint n_pages)
{
	Writer writer = {g_string_new("%PDF-1.7\n"), g_array_new(FALSE, FALSE, sizeof(gsize))};
	g_autoptr(GString) kids = g_string_new(NULL);

	for (guint i = 0; i < n_pages; i++)
		g_string_append_printf(kids, " %u 0 R", 7 + 2 * i);
	g_autofree char *pages =
		g_strdup_printf("<</Type/Pages/Kids[%s]/Count %u>>", kids->str, n_pages);
	add_object(&writer, "<</Type/Catalog/Pages 2 0 R"
			    "/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>>>");
	add_object(&writer, pages);
	add_object(&writer, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
	add_object(&writer, "<</Type/Filespec/F(list.txt)/UF(list.txt)/EF<</F 5 0 R>>>>");
	add_object(&writer, "<</Type/EmbeddedFile/Length 5>>stream\nhello\nendstream");
	add_object(&writer, "<</Title(A report)>>");
	for (guint i = 0; i < n_pages; i++)
		add_page(&writer, i + 1);
	gsize table = writer.file->len;
	g_string_append_printf(writer.file, "xref\n0 %u\n0000000000 65535 f \n",
			       writer.offsets->len + 1);
	for (guint i = 0; i < writer.offsets->len; i++)
		g_string_append_printf(writer.file, "%010zu 00000 n \n",
				       g_array_index(writer.offsets, gsize, i));
	g_string_append_printf(
		writer.file, "trailer<</Size %u/Root 1 0 R/Info 6 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
		writer.offsets->len + 1, table);
	g_array_unref(writer.offsets);
	return g_string_free_to_bytes(writer.file);
}

static GPtrArray *
read_document(guint n_pages, guint workers)
{
	g_autofree char *worker = reader_build_file("vet-worker");
	g_autofree char *plugins = reader_build_file("plugins");
	const char *const plugin_dirs[] = {plugins, NULL};
	g_autoptr(GBytes) file = write_document(n_pages);
	VetPoolOptions options = {.worker_path = worker,
				  .plugin_dirs = plugin_dirs,
				  .workers = workers,
				  .sandbox = TRUE};
	vet_limits_init(&options.limits);
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPool) pool = vet_pool_new(&options, &error);
	g_assert_no_error(error);
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	Reader reader = {loop, NULL};
	VetReading *reading = vet_pool_read(pool, reader_keep, reader_done, &reader);
	gsize length;
	const void *data = g_bytes_get_data(file, &length);
	vet_reading_add(reading, "report.pdf", NULL, length, reader_memory_file(data, length));
	vet_reading_start(reading);
	g_main_loop_run(loop);
	return reader.documents;
}

static void
assert_same_lines(const VetPage *a, const VetPage *b)
{
	g_assert_cmpuint(a->lines->len, ==, b->lines->len);
	for (guint i = 0; i < a->lines->len; i++) {
		const VetLine *line = a->lines->pdata[i], *other = b->lines->pdata[i];
		g_assert_cmpstr(line->text, ==, other->text);
		g_assert_cmpint(line->role, ==, other->role);
		g_assert_cmpmem(&line->box, sizeof line->box, &other->box, sizeof other->box);
		g_assert_cmpmem(line->runs->data, line->runs->len * sizeof(VetRun),
				other->runs->data, other->runs->len * sizeof(VetRun));
	}
}

static void
assert_same_tables(const VetPage *a, const VetPage *b)
{
	g_assert_cmpuint(a->tables->len, ==, b->tables->len);
	for (guint i = 0; i < a->tables->len; i++) {
		const VetTable *table = a->tables->pdata[i], *other = b->tables->pdata[i];
		g_assert_cmpuint(table->cells->len, ==, other->cells->len);
		for (guint j = 0; j < table->cells->len; j++) {
			const VetCell *cell = table->cells->pdata[j];
			const VetCell *other_cell = other->cells->pdata[j];
			g_assert_cmpstr(cell->text, ==, other_cell->text);
		}
	}
}

static void
assert_same_pages(const VetDocument *a, const VetDocument *b, guint n_pages)
{
	for (guint i = 0; i < n_pages; i++) {
		const VetPage *page = a->content->pages->pdata[i];
		const VetPage *other = b->content->pages->pdata[i];
		g_autofree char *expected = g_strdup_printf("this is page %u", i + 1);
		const VetLine *line = page->lines->pdata[0];
		g_assert_cmpstr(line->text, ==, expected);
		g_assert_cmpuint(page->number, ==, i + 1);
		g_assert_cmpuint(page->number, ==, other->number);
		g_assert_cmpfloat(page->width, ==, other->width);
		g_assert_cmpint(page->source, ==, other->source);
		assert_same_lines(page, other);
		assert_same_tables(page, other);
	}
}

static void
test_same(void)
{
	g_autoptr(GPtrArray) first = read_document(100, 1);
	const VetDocument *document = first->pdata[0];

	reader_assert_status(first, "report.pdf", "ok");
	g_assert_cmpuint(document->content->pages->len, ==, 100);
	g_assert_cmpstr(g_hash_table_lookup(document->content->metadata, "title"), ==, "A report");
	g_assert_cmpuint(first->len, ==, 3);
	reader_assert_text(first, "report.pdf/list.txt", "hello");
	reader_assert_text(first, "report.pdf/list (2).txt", "hello");
	for (guint workers = 2; workers <= 4; workers += 2) {
		g_autoptr(GPtrArray) again = read_document(100, workers);
		reader_assert_status(again, "report.pdf", "ok");
		g_assert_cmpuint(again->len, ==, 3);
		assert_same_pages(document, again->pdata[0], 100);
	}
}

/* As few pages as are read in one piece give what they give in a large document. */
static void
test_same_in_one_piece(void)
{
	guint n_pages = 2 * VET_MIN_PART_PAGES - 1;
	g_autoptr(GPtrArray) small = read_document(n_pages, 1);
	g_autoptr(GPtrArray) large = read_document(100, 2);

	reader_assert_status(small, "report.pdf", "ok");
	assert_same_pages(small->pdata[0], large->pdata[0], n_pages);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plugin/pdf-parts/same", test_same);
	g_test_add_func("/plugin/pdf-parts/same-in-one-piece", test_same_in_one_piece);
	return g_test_run();
}
