/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who reads the parts of a document: children that are killed, led astray, late, wanted elsewhere,
 * and what is stored of what they read.
 */

#include <signal.h>

#include "tests/unit/parts.h"

/* --- children that fail by no fault of the part --- */

/* What one part left behind in its child is not blamed on the next. */
static void
test_betrayal(void)
{
	VetLimits limits;

	parts_init_limits(&limits);
	g_autoptr(GPtrArray) crashed = parts_read_each_way("100\nbetray 60\n", &limits);
	parts_assert_outcome(crashed->pdata[0], VET_STATUS_OK, NULL);
	parts_assert_pages(crashed->pdata[0], 100, 0, 0);
	g_autoptr(GPtrArray) miscounted = parts_read_each_way("100\nmiscount 0\n", &limits);
	parts_assert_outcome(miscounted->pdata[0], VET_STATUS_OK, NULL);
	parts_assert_pages(miscounted->pdata[0], 100, 0, 0);
}

/* A child that was led astray by another document divides wrongly, and is found out. */
static void
test_divided_again(void)
{
	static const char *const texts[] = {"1\n", "100\nmiscount 0\nbetray 3\n", NULL};
	VetLimits limits;

	parts_init_limits(&limits);
	for (guint workers = 1; workers <= 2; workers++) {
		g_autoptr(GPtrArray) documents = parts_read_with(workers, &limits, texts);
		parts_assert_outcome(documents->pdata[1], VET_STATUS_OK, NULL);
		parts_assert_pages(documents->pdata[1], 100, 0, 0);
	}
}

/* The processes whose parent is `parent`. */
static pid_t
child_of(pid_t parent)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/children", parent, parent);
	g_autofree char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	return (pid_t)g_ascii_strtoll(text, NULL, 10);
}

typedef struct {
	guint left;
	pid_t last;
} Killer;

/* Each child once. */
static gboolean
on_kill(gpointer user_data)
{
	Killer *killer = user_data;
	pid_t victim = child_of(child_of(getpid()));

	if (victim > 0 && victim != killer->last) {
		killer->last = victim;
		killer->left--;
		kill(victim, SIGKILL);
	}
	return killer->left > 0;
}

static void
test_killed_from_outside(void)
{
	VetLimits limits;

	parts_init_limits(&limits);
	for (guint workers = 1; workers <= 2; workers++) {
		Killer killer = {3, 0};
		GPtrArray *result = NULL;
		g_autoptr(VetPool) pool = parts_new_pool(workers, &limits, NULL);
		VetReading *reading = vet_pool_read(pool, reader_keep, parts_on_done, &result);
		parts_add(reading, "slow.txt", "40\ndoze all\n");
		vet_reading_start(reading);
		guint source = g_timeout_add(100, on_kill, &killer);
		g_autoptr(GPtrArray) documents = parts_await(&result);
		if (killer.left > 0)
			g_source_remove(source);
		g_assert_cmpuint(killer.left, ==, 0);
		parts_assert_outcome(documents->pdata[0], VET_STATUS_OK, NULL);
		parts_assert_pages(documents->pdata[0], 40, 0, 0);
	}
}

static void
test_submission_deadline(void)
{
	static const char *const texts[] = {"100\nhang 30\nhang 50\nhang 70\nhang 90\n", "1\n",
					    NULL};
	VetLimits limits;

	parts_init_limits(&limits);
	limits.value[VET_LIMIT_SUBMISSION_SECONDS] = 1;
	for (gsize i = 0; i < G_N_ELEMENTS(parts_workers); i++) {
		g_autoptr(GPtrArray) documents = parts_read_with(parts_workers[i], &limits, texts);
		const VetDocument *document = documents->pdata[0];
		g_assert_cmpuint(documents->len, ==, 2);
		g_assert_cmpint(document->status, ==, VET_STATUS_LIMIT);
		g_assert_nonnull(strstr(document->reason, "limits.submission-seconds"));
		/* page 29 was begun last */
		g_assert_true(g_str_has_prefix(document->reason, "pages 29 to 31: "));
		g_assert_cmpuint(document->content->pages->len, ==, 100);
	}
}

/* --- scheduling --- */

typedef struct {
	GPtrArray *documents;
	guint *clock;
	guint done_at;
} Timed;

static void
on_timed_done(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	Timed *timed = user_data;
	timed->documents = documents;
	timed->done_at = ++*timed->clock;
}

/* The cores all read the one document, until a submission comes that has none. */
static void
test_nobody_starves(void)
{
	guint clock = 0, most = 0;
	Timed large = {NULL, &clock, 0}, small = {NULL, &clock, 0};
	VetLimits limits;

	parts_init_limits(&limits);
	g_autoptr(VetPool) pool = parts_new_pool(2, &limits, NULL);
	VetReading *reading = vet_pool_read(pool, reader_keep, on_timed_done, &large);
	parts_add(reading, "large.txt", "64\ndoze all\n");
	vet_reading_start(reading);
	while (vet_pool_children(pool) < 2)
		g_main_context_iteration(NULL, TRUE);
	VetReading *second = vet_pool_read(pool, reader_keep, on_timed_done, &small);
	parts_add(second, "small.txt", "1\n");
	vet_reading_start(second);
	while (!large.documents || !small.documents) {
		g_main_context_iteration(NULL, TRUE);
		most = MAX(most, vet_pool_children(pool));
	}
	g_assert_cmpuint(most, ==, 2);
	g_assert_cmpuint(small.done_at, <, large.done_at);
	parts_assert_pages(large.documents->pdata[0], 64, 0, 0);
	g_ptr_array_unref(large.documents);
	g_ptr_array_unref(small.documents);
}

/* --- stored extractions --- */

typedef struct {
	char *folder;
	VetExtractions *extractions;
	VetPool *pool;
} Store;

static void
store_open(Store *store, guint workers)
{
	VetLimits limits;
	g_autoptr(GError) error = NULL;

	parts_init_limits(&limits);
	store->folder = g_dir_make_tmp("vet-parts-XXXXXX", NULL);
	store->extractions = vet_extractions_open(store->folder, 64 * PARTS_MIB, &error);
	g_assert_no_error(error);
	store->pool = parts_new_pool(workers, &limits, store->extractions);
}

static void
store_close(Store *store)
{
	g_autofree char *command = g_strconcat("rm -rf ", store->folder, NULL);

	vet_pool_free(store->pool);
	vet_extractions_close(store->extractions);
	g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
	g_free(store->folder);
}

/* `ret_stored`: whether nothing had to be read. */
static char *
read_stored(Store *store, const char *scope, const char *text, gboolean *ret_stored)
{
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	GPtrArray *result = NULL;
	VetReading *reading = vet_pool_read(store->pool, reader_keep, parts_on_done, &result);

	vet_reading_set_scope(reading, scope);
	*ret_stored = vet_reading_add_stored(reading, "a.txt", sha256, strlen(text));
	if (!*ret_stored)
		parts_add(reading, "a.txt", text);
	vet_reading_start(reading);
	g_autoptr(GPtrArray) documents = parts_await(&result);
	return parts_describe(documents);
}

static void
test_stored(void)
{
	static const struct {
		const char *text;
		gboolean kept;
	} rows[] = {
		{"100\nwarn 40\nattach 77\n", TRUE},
		{"100\ncorrupt 60\n", TRUE},
		/* perhaps the load's doing */
		{"100\ncrash 60\n", FALSE},
		{"100\nmemory 60\n", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(parts_workers) * G_N_ELEMENTS(rows); i++) {
		const char *text = rows[i % G_N_ELEMENTS(rows)].text;
		gboolean kept = rows[i % G_N_ELEMENTS(rows)].kept, stored;
		Store store;
		store_open(&store, parts_workers[i / G_N_ELEMENTS(rows)]);
		g_autofree char *first = read_stored(&store, "A", text, &stored);
		g_assert_false(stored);
		g_autofree char *second = read_stored(&store, "A", text, &stored);
		g_assert_cmpint(stored, ==, kept);
		parts_assert_same(second, first);
		/* the children had read nothing but this document: it is everybody's */
		g_autofree char *third = read_stored(&store, "B", text, &stored);
		if (!strstr(text, "attach"))
			g_assert_cmpint(stored, ==, kept);
		parts_assert_same(third, first);
		store_close(&store);
	}
}

/* A part that was read after another document is not believed for another team. */
static void
test_not_shared(void)
{
	static const char text[] = "100\n";
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	GPtrArray *result = NULL;
	Store store;

	store_open(&store, 1);
	VetReading *reading = vet_pool_read(store.pool, reader_keep, parts_on_done, &result);
	vet_reading_set_scope(reading, "A");
	/* the first part is read first, and then the other document, and then the other parts */
	parts_add(reading, "a.txt", text);
	parts_add(reading, "b.txt", "1\n");
	vet_reading_start(reading);
	g_autoptr(GPtrArray) documents = parts_await(&result);
	VetReading *own = vet_pool_read(store.pool, reader_keep, parts_on_done, &result);
	vet_reading_set_scope(own, "A");
	g_assert_true(vet_reading_add_stored(own, "a.txt", sha256, strlen(text)));
	VetReading *other = vet_pool_read(store.pool, reader_keep, parts_on_done, &result);
	vet_reading_set_scope(other, "B");
	g_assert_false(vet_reading_add_stored(other, "a.txt", sha256, strlen(text)));
	vet_reading_start(own);
	result = NULL;
	g_ptr_array_unref(parts_await(&result));
	vet_reading_start(other);
	result = NULL;
	g_ptr_array_unref(parts_await(&result));
	store_close(&store);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pool-children/betrayal", test_betrayal);
	g_test_add_func("/pool-children/divided-again", test_divided_again);
	g_test_add_func("/pool-children/killed-from-outside", test_killed_from_outside);
	g_test_add_func("/pool-children/submission-deadline", test_submission_deadline);
	g_test_add_func("/pool-children/nobody-starves", test_nobody_starves);
	g_test_add_func("/pool-children/stored", test_stored);
	g_test_add_func("/pool-children/not-shared", test_not_shared);
	return g_test_run();
}
