/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Documents that are read in parts, with a plugin (tests/misbehave/pages.c) that does at each page
 * what the document says: what comes of them is the same whoever reads which part when.
 */

#include "daemon/parts.h"
#include "tests/unit/parts.h"

/* --- how a document is divided --- */

static void
test_shares(void)
{
	VetLimits limits;

	vet_limits_init(&limits);
	limits.value[VET_LIMIT_PAGES] = 1000000;
	for (guint n = 1; n < 12000; n += n < 600 ? 1 : 97) {
		g_autoptr(VetParts) parts = vet_parts_new(n, "pages", &limits, NULL);
		guint next = 1;
		g_assert_true((parts != NULL) == (n >= 2 * VET_MIN_PART_PAGES));
		if (!parts)
			continue;
		g_assert_cmpuint(parts->n_parts, <=, 256);
		for (guint i = 0; i < parts->n_parts; i++) {
			const VetShare share = vet_parts_share(parts, i);
			guint size = share.last - share.first + 1;
			g_assert_cmpuint(share.first, ==, next);
			g_assert_cmpuint(size, >=, VET_MIN_PART_PAGES);
			g_assert_cmpuint(size, <=, MAX(13, n / 256 + 1));
			next = share.last + 1;
		}
		g_assert_cmpuint(next, ==, n + 1);
	}
}

static void
test_all_pages(void)
{
	static const guint counts[] = {1, 7, 8, 9, 100, 300, 1999};
	VetLimits limits;

	parts_init_limits(&limits);
	for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
		g_autofree char *text = g_strdup_printf("%u\n", counts[i]);
		g_autoptr(GPtrArray) documents = parts_read_each_way(text, &limits);
		const VetDocument *document = documents->pdata[0];
		g_assert_cmpuint(documents->len, ==, 1);
		parts_assert_outcome(document, VET_STATUS_OK, NULL);
		parts_assert_pages(document, counts[i], 0, 0);
		g_assert_cmpstr(g_hash_table_lookup(document->content->metadata, "title"), ==,
				"pages");
		g_assert_cmpstr(document->extractor, ==, "pages");
	}
}

/* --- parts that come to a bad end: 100 pages are sixteen parts of six or seven --- */

typedef struct {
	const char *name;
	const char *text;
	VetDocumentStatus status;
	const char *reason;
	guint lost_first, lost_last;
} Case;

static const Case cases[] = {
	{"crash", "100\ncrash 13\n", VET_STATUS_PARTIAL,
	 "pages 13 to 18: the extractor died of SIGSEGV", 13, 18},
	/* what the child held back of page 15 is lost with it */
	{"crash-within", "100\ncrash 16\n", VET_STATUS_PARTIAL,
	 "pages 15 to 18: the extractor died of SIGSEGV", 15, 18},
	{"crash-at-the-end", "100\ncrash-on 100\n", VET_STATUS_PARTIAL,
	 "page 100: the extractor died of SIGSEGV", 100, 100},
	{"crash-first", "100\ncrash 1\n", VET_STATUS_PARTIAL,
	 "pages 1 to 6: the extractor died of SIGSEGV", 1, 6},
	{"hang", "100\nhang 7\n", VET_STATUS_PARTIAL,
	 "pages 7 to 12: more than 1 s for one document or part of one (limits.document-seconds)",
	 7, 12},
	{"corrupt", "100\ncorrupt 19\n", VET_STATUS_PARTIAL,
	 "pages 19 to 25: nothing of it can be read", 19, 25},
	{"memory", "100\nmemory 19\n", VET_STATUS_LIMIT,
	 "pages 19 to 25: more than 256 MiB of memory for one document (limits.worker-memory)", 19,
	 25},
	{"two", "100\ncrash 19\ncorrupt 94\n", VET_STATUS_PARTIAL,
	 "pages 19 to 25: the extractor died of SIGSEGV (and 1 more)", 19, 25},
	{"all", "100\ncrash all\n", VET_STATUS_CRASHED,
	 "pages 1 to 6: the extractor died of SIGSEGV (and 15 more)", 1, 100},
	{"too-many", "100\nflood 20\n", VET_STATUS_PARTIAL,
	 "page 25: the extractor gave more pages than it was asked for", 20, 25},
	{"too-few", "100\nvanish 24\nvanish 25\n", VET_STATUS_PARTIAL,
	 "pages 24 to 25: the extractor did not give them", 24, 25},
};

static void
test_case(gconstpointer data)
{
	const Case *row = data;
	VetLimits limits;

	parts_init_limits(&limits);
	if (strstr(row->text, "hang"))
		limits.value[VET_LIMIT_DOCUMENT_SECONDS] = 1;
	g_autoptr(GPtrArray) documents = parts_read_each_way(row->text, &limits);
	const VetDocument *document = documents->pdata[0];

	g_assert_cmpuint(documents->len, ==, 1);
	parts_assert_outcome(document, row->status, row->reason);
	g_assert_cmpstr(document->media_type, ==, "text/plain");
	if (g_str_equal(row->name, "two"))
		g_assert_cmpuint(document->content->warnings->len, ==, 2);
	else if (!g_str_equal(row->name, "too-many"))
		parts_assert_pages(document, 100, row->lost_first, row->lost_last);
	g_assert_cmpuint(document->content->pages->len, ==, 100);
}

/* --- caps --- */

/* A cap of the document counts over its parts, and is reached at the same line as in one piece. */
static void
test_text_cap(void)
{
	GString *text = g_string_new("100\n");
	VetLimits limits;

	for (guint i = 1; i <= 100; i++)
		g_string_append_printf(text, "fill %u\n", i);
	g_autofree char *owned = g_string_free(text, FALSE);
	parts_init_limits(&limits);
	/* as much as 29 pages hold, of which the last part that is read has none */
	limits.value[VET_LIMIT_TEXT_BYTES] = 29 * (8192 + 15);
	g_autoptr(GPtrArray) documents = parts_read_each_way(owned, &limits);
	const VetDocument *document = documents->pdata[0];
	g_autofree char *cap = vet_limits_describe(&limits, VET_LIMIT_TEXT_BYTES);

	parts_assert_outcome(document, VET_STATUS_LIMIT, cap);
	g_assert_cmpuint(document->content->pages->len, ==, 30);
	g_assert_cmpuint(document->content->text_bytes, <=, 29 * (8192 + 15));
	g_assert_cmpuint(document->content->text_bytes, >, 28 * (8192 + 15));
}

/* One of the submission's is reached by its parts together, too. */
static void
test_submission_cap(void)
{
	VetLimits limits;

	parts_init_limits(&limits);
	limits.value[VET_LIMIT_SUBMISSION_PAGES] = 61;
	g_autoptr(GPtrArray) documents = parts_read_each_way("100\n", &limits);
	g_autofree char *cap = vet_limits_describe(&limits, VET_LIMIT_SUBMISSION_PAGES);

	parts_assert_outcome(documents->pdata[0], VET_STATUS_LIMIT, cap);
	parts_assert_pages(documents->pdata[0], 61, 0, 0);
}

static void
test_page_cap(void)
{
	VetLimits limits;

	parts_init_limits(&limits);
	limits.value[VET_LIMIT_PAGES] = 40;
	g_autoptr(GPtrArray) documents = parts_read_each_way("100\n", &limits);
	g_autofree char *cap = vet_limits_describe(&limits, VET_LIMIT_PAGES);

	parts_assert_outcome(documents->pdata[0], VET_STATUS_LIMIT, cap);
	parts_assert_pages(documents->pdata[0], 40, 0, 0);
}

/* The pages that come first are recognised, though those behind them may be read before. */
static void
test_recognised_cap(void)
{
	static const guint64 caps[] = {0, 20, 60, 100};
	VetLimits limits;

	parts_init_limits(&limits);
	for (gsize i = 0; i < G_N_ELEMENTS(caps); i++) {
		limits.value[VET_LIMIT_RECOGNISED_PAGES] = caps[i];
		g_autoptr(GPtrArray) documents = parts_read_each_way("100\npicture all\n", &limits);
		const VetDocument *document = documents->pdata[0];
		g_assert_cmpuint(document->content->pages->len, ==, 100);
		g_assert_cmpint(document->status, ==,
				caps[i] < 100 ? VET_STATUS_PARTIAL : VET_STATUS_OK);
		for (guint p = 0; p < 100; p++) {
			const VetPage *page = document->content->pages->pdata[p];
			g_assert_cmpint(page->source, ==,
					p < caps[i] ? VET_TEXT_OCR : VET_TEXT_NONE);
		}
	}
}

/* Two that read at once are both told what is left, and one is faster. */
static void
test_recognised_by_two(void)
{
	static const char *const texts[] = {"10\npicture all\ndoze all\n",
					    "10\npicture all\ndoze all\n", NULL};
	VetLimits limits;

	parts_init_limits(&limits);
	limits.value[VET_LIMIT_RECOGNISED_PAGES] = 12;
	g_autoptr(GPtrArray) documents = parts_read_with(2, &limits, texts);
	guint recognised = 0;

	for (guint i = 0; i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		g_assert_cmpint(document->status, !=, VET_STATUS_LIMIT);
		g_assert_cmpuint(document->content->pages->len, ==, 10);
		for (guint p = 0; p < 10; p++) {
			const VetPage *page = document->content->pages->pdata[p];
			recognised += page->source == VET_TEXT_OCR;
		}
	}
	g_assert_cmpuint(recognised, ==, 12);
}

/* --- what is of the whole document --- */

static void
test_warnings(void)
{
	VetLimits limits;

	parts_init_limits(&limits);
	g_autoptr(GPtrArray) documents =
		parts_read_each_way("100\nstain 0\nwarn 3\nwarn 50\nwarn 99\n", &limits);
	const VetDocument *document = documents->pdata[0];
	const GPtrArray *warnings = document->content->warnings;

	parts_assert_outcome(document, VET_STATUS_PARTIAL, "page 3: has a stain (and 3 more)");
	g_assert_cmpuint(warnings->len, ==, 4);
	g_assert_cmpstr(warnings->pdata[1], ==, "it has a stain");
	g_assert_cmpstr(warnings->pdata[2], ==, "page 50: has a stain");
	g_assert_cmpstr(warnings->pdata[3], ==, "page 99: has a stain");

	g_autoptr(GPtrArray) stained = parts_read_each_way("100\nwarn all\n", &limits);
	document = stained->pdata[0];
	parts_assert_outcome(document, VET_STATUS_PARTIAL, "page 1: has a stain (and 99 more)");
	g_assert_cmpuint(document->content->warnings->len, ==, VET_MAX_WARNINGS);
}

static void
test_members(void)
{
	static const char *const expected[][2] = {
		{"1.txt/pinned.json", "{\"page\": 5}"},
		{"1.txt/pinned (2).json", "{\"page\": 30}"},
		{"1.txt/pinned (3).json", "{\"page\": 60}"},
		{"1.txt/pinned (4).json", "{\"page\": 61}"},
		{"1.txt/pinned (5).json", "{\"page\": 100}"},
	};
	VetLimits limits;

	parts_init_limits(&limits);
	/* the first pages take longest, so that later parts are through before */
	g_autoptr(GPtrArray) documents =
		parts_read_each_way("100\nattach 100\nattach 5\nattach 60\nattach 61\nattach 30\n"
				    "doze 1\ndoze 2\ndoze 3\ndoze 4\ndoze 26\n",
				    &limits);

	g_assert_cmpuint(documents->len, ==, 1 + G_N_ELEMENTS(expected));
	parts_assert_pages(documents->pdata[0], 100, 0, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		const VetDocument *member = documents->pdata[i + 1];
		g_assert_cmpstr(member->path, ==, expected[i][0]);
		reader_assert_text(documents, expected[i][0], expected[i][1]);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pool-parts/shares", test_shares);
	g_test_add_func("/pool-parts/all-pages", test_all_pages);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *name = g_strconcat("/pool-parts/contains/", cases[i].name, NULL);
		g_test_add_data_func(name, &cases[i], test_case);
	}
	g_test_add_func("/pool-parts/text-cap", test_text_cap);
	g_test_add_func("/pool-parts/submission-cap", test_submission_cap);
	g_test_add_func("/pool-parts/page-cap", test_page_cap);
	g_test_add_func("/pool-parts/recognised-cap", test_recognised_cap);
	g_test_add_func("/pool-parts/recognised-by-two", test_recognised_by_two);
	g_test_add_func("/pool-parts/warnings", test_warnings);
	g_test_add_func("/pool-parts/members", test_members);
	return g_test_run();
}
