/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole way of a document through worker, sandbox and pool, with plugins that do their worst.
 */

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/paths.h"
#include "daemon/pool.h"
#include "lib/error.h"

#define INNOCENT_TEXT "{\"name\": \"an innocent document\"}"

/* --- a reading from start to end --- */

static char *
plugin_path(const char *name)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *dir = g_path_get_dirname(program);
	g_autofree char *file = g_strconcat(name, ".so", NULL);
	return g_build_filename(dir, "..", "plugins", file, NULL);
}

static VetPool *
new_pool(const char *plugin, guint workers, const VetLimits *limits)
{
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *tested = plugin_path(plugin);
	g_autofree char *innocent = plugin_path("innocent");
	const char *const plugins[] = {tested, innocent, NULL};
	const VetPoolOptions options = {
		.worker_path = worker,
		.plugin_dirs = plugins,
		.workers = workers,
		.sandbox = TRUE,
		.limits = *limits,
	};
	g_autoptr(GError) error = NULL;
	VetPool *pool = vet_pool_new(&options, &error);

	g_assert_no_error(error);
	return pool;
}

static void
init_limits(VetLimits *limits)
{
	vet_limits_init(limits);
	limits->value[VET_LIMIT_WORKER_MEMORY] = 256 * 1024 * 1024;
}

static int
open_text(const char *text)
{
	int fd = memfd_create("document", MFD_CLOEXEC);

	g_assert_cmpint(write(fd, text, strlen(text)), ==, strlen(text));
	return fd;
}

static void
add(VetReading *reading, const char *path, const char *text)
{
	vet_reading_add(reading, path, "00", strlen(text), open_text(text));
}

static gboolean
keep_member(const VetMember *member, char **ret_sha256, int *ret_fd, gpointer user_data,
	    GError **error)
{
	*ret_sha256 = g_strdup("00");
	*ret_fd = dup(member->fd);
	return TRUE;
}

static void
on_done(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	GPtrArray **ret_documents = user_data;
	*ret_documents = documents;
}

static GPtrArray *
finish(VetReading *reading, GPtrArray **documents)
{
	vet_reading_start(reading);
	while (!*documents)
		g_main_context_iteration(NULL, TRUE);
	return *documents;
}

/* --- malice and misbehaviour --- */

typedef struct {
	const char *plugin;
	VetDocumentStatus status;
	const char *named; /* in the reason */
} Case;

static const Case cases[] = {
	{"exec", VET_STATUS_CRASHED, "refused system call: execve"},
	{"open-outside", VET_STATUS_CRASHED, "/etc/passwd refused: Permission denied"},
	{"write-outside", VET_STATUS_CRASHED, "refused system call: openat"},
	{"write-document", VET_STATUS_CRASHED, "write to the document refused"},
	{"connect", VET_STATUS_CRASHED, "refused system call: socket"},
	{"fork-bomb", VET_STATUS_CRASHED, "refused system call: clone"},
	{"ptrace", VET_STATUS_CRASHED, "refused system call: ptrace"},
	{"kill-parent", VET_STATUS_CRASHED, "refused system call: kill"},
	{"ignore-sigsys", VET_STATUS_CRASHED, "refused system call: rt_sigaction"},
	{"stall", VET_STATUS_TIMEOUT, "limits.document-seconds"},
	{"exit", VET_STATUS_CRASHED, "ended its process by exit"},
	{"exit-at-once", VET_STATUS_CRASHED, "status 7"},
	{"segfault", VET_STATUS_CRASHED, "SIGSEGV"},
	{"abort", VET_STATUS_CRASHED, "SIGABRT"},
	{"recurse", VET_STATUS_CRASHED, "SIGSEGV"},
	{"allocate", VET_STATUS_LIMIT, "limits.worker-memory"},
#ifndef VET_SANITIZED /* whose allocator is its own: what it refuses is not seen */
	{"ignore-memory", VET_STATUS_LIMIT, "limits.worker-memory"},
#endif
	{"ignore-errors", VET_STATUS_LIMIT, "limits.pages"},
	{"flood", VET_STATUS_CRASHED, "flooded: more than 2,000 pages"},
	{"long-message", VET_STATUS_CRASHED, "broke the protocol: a message of"},
	{"lie-about-size", VET_STATUS_CRASHED, "lied about the size of a member"},
	{"unsealed-member", VET_STATUS_CRASHED, "not sealed"},
	{"lie-about-runs", VET_STATUS_CRASHED, "lied about the size or place of a line"},
	{"out-of-order", VET_STATUS_CRASHED, "\"cells\" out of order"},
	{"garbage", VET_STATUS_CRASHED, "\"metadata\" that is not in normal form"},
	{"close-socket", VET_STATUS_CRASHED, "closed its socket"},
	{"bomb", VET_STATUS_LIMIT, "limits.ratio"},
};

static void
check_innocent(const VetDocument *document)
{
	g_assert_cmpint(document->status, ==, VET_STATUS_OK);
	g_assert_cmpstr(document->media_type, ==, "application/json");
	g_assert_cmpuint(document->content->pages->len, ==, 1);
	const VetPage *page = document->content->pages->pdata[0];
	g_assert_cmpuint(page->lines->len, ==, 1);
	const VetLine *line = page->lines->pdata[0];
	g_assert_cmpstr(line->text, ==, INNOCENT_TEXT);
}

static void
test_case(gconstpointer data)
{
	const Case *row = data;
	VetLimits limits;
	GPtrArray *result = NULL;

	init_limits(&limits);
	if (row->status == VET_STATUS_TIMEOUT)
		limits.value[VET_LIMIT_DOCUMENT_SECONDS] = 1;
	g_autoptr(VetPool) pool = new_pool(row->plugin, 1, &limits);
	VetReading *reading = vet_pool_read(pool, keep_member, on_done, &result);
	add(reading, "before.json", INNOCENT_TEXT);
	add(reading, "bad.txt", "a text that nobody reads\n");
	add(reading, "after.json", INNOCENT_TEXT);
	g_autoptr(GPtrArray) documents = finish(reading, &result);

	g_assert_cmpuint(documents->len, ==, 3);
	check_innocent(documents->pdata[0]);
	check_innocent(documents->pdata[2]);
	const VetDocument *bad = documents->pdata[1];
	g_test_message("%s: %s", vet_document_status_name(bad->status), bad->reason);
	g_assert_cmpstr(bad->path, ==, "bad.txt");
	g_assert_cmpstr(vet_document_status_name(bad->status), ==,
			vet_document_status_name(row->status));
	g_assert_nonnull(strstr(bad->reason, row->named));
	g_assert_cmpstr(bad->extractor, ==, row->plugin);
	g_assert_false(g_file_test("/tmp/vet-malice", G_FILE_TEST_EXISTS));
}

/* --- members --- */

static GPtrArray *
read_bundle(const char *names, guint workers, VetLimits *limits)
{
	GPtrArray *result = NULL;
	g_autoptr(VetPool) pool = new_pool("bundle", workers, limits);
	VetReading *reading = vet_pool_read(pool, keep_member, on_done, &result);

	add(reading, "bundle", names);
	add(reading, "last.json", INNOCENT_TEXT);
	return finish(reading, &result);
}

typedef struct {
	const char *path;
	const char *status;
} Expected;

static void
check_documents(const GPtrArray *documents, const Expected *expected, guint n)
{
	for (guint i = 0; i < MIN(n, documents->len); i++) {
		const VetDocument *document = documents->pdata[i];
		g_assert_cmpstr(document->path, ==, expected[i].path);
		g_assert_cmpstr(vet_document_status_name(document->status), ==, expected[i].status);
	}
	g_assert_cmpuint(documents->len, ==, n);
}

static void
test_member_names(void)
{
	static const Expected expected[] = {
		{"bundle", "ok"},
		{"bundle/b.json", "ok"},
		{"bundle/a.json", "ok"},
		{"bundle/folder/c.json", "ok"},
		{"bundle/a (2).json", "ok"},
		{"bundle/__/evil.json", "unsupported"},
		{"bundle/etc/evil.json", "unsupported"},
		{"bundle/C:/evil.json", "unsupported"},
		{"bundle/bell\xEF\xBF\xBD.json", "ok"},
		{"last.json", "ok"},
	};
	VetLimits limits;

	init_limits(&limits);
	g_autoptr(GPtrArray) documents = read_bundle(
		"b.json\na.json\nfolder\\.\\c.json\na.json\n__MACOSX/a.json\n../evil.json\n"
		"/etc/evil.json\nC:\\evil.json\n.DS_Store\nbell\a.json\n",
		1, &limits);
	check_documents(documents, expected, G_N_ELEMENTS(expected));
}

static void
test_order_and_depth(void)
{
	static const Expected expected[] = {
		{"bundle", "ok"},
		{"bundle/deep.txt", "ok"},
		{"bundle/deep.txt/first.json", "ok"},
		{"bundle/deep.txt/again.txt", "ok"},
		{"bundle/deep.txt/again.txt/first.json", "limit"},
		{"bundle/deep.txt/again.txt/again.txt", "limit"},
		{"bundle/flat.json", "ok"},
		{"last.json", "ok"},
	};
	VetLimits limits;

	init_limits(&limits);
	limits.value[VET_LIMIT_DEPTH] = 2;
	for (guint workers = 1; workers <= 4; workers += 3) {
		g_autoptr(GPtrArray) documents =
			read_bundle("deep.txt\nflat.json\n", workers, &limits);
		check_documents(documents, expected, G_N_ELEMENTS(expected));
		const VetDocument *deep = documents->pdata[4];
		g_assert_nonnull(strstr(deep->reason, "limits.depth"));
	}
}

/* The caps are of the submission: what a nested bundle spends is missing to the outer ones. */
static void
test_member_cap(void)
{
	static const Expected expected[] = {
		{"bundle", "limit"},
		{"bundle/1.json", "ok"},
		{"bundle/2.json", "ok"},
		{"last.json", "ok"},
	};
	VetLimits limits;

	init_limits(&limits);
	limits.value[VET_LIMIT_MEMBERS] = 2;
	g_autoptr(GPtrArray) documents = read_bundle("1.json\n2.json\n3.json\n", 2, &limits);
	check_documents(documents, expected, G_N_ELEMENTS(expected));
	const VetDocument *bundle = documents->pdata[0];
	g_assert_nonnull(strstr(bundle->reason, "more than 2 members (limits.members)"));
}

static void
test_refused_and_too_large(void)
{
	VetLimits limits;
	GPtrArray *result = NULL;

	init_limits(&limits);
	limits.value[VET_LIMIT_DOCUMENT_BYTES] = 1024;
	g_autoptr(VetPool) pool = new_pool("bundle", 1, &limits);
	VetReading *reading = vet_pool_read(pool, keep_member, on_done, &result);
	g_autofree char *large = g_strnfill(2000, 'x');
	vet_reading_add_refused(reading, "link", VET_STATUS_UNSUPPORTED, "a symbolic link");
	add(reading, "large.txt", large);
	add(reading, "empty.pdf", "");
	g_autoptr(GPtrArray) documents = finish(reading, &result);

	static const Expected expected[] = {
		{"link", "unsupported"}, {"large.txt", "limit"}, {"empty.pdf", "corrupt"}};
	check_documents(documents, expected, G_N_ELEMENTS(expected));
}

static void
test_empty_reading(void)
{
	VetLimits limits;
	GPtrArray *result = NULL;

	init_limits(&limits);
	g_autoptr(VetPool) pool = new_pool("bundle", 1, &limits);
	g_autoptr(GPtrArray) documents =
		finish(vet_pool_read(pool, keep_member, on_done, &result), &result);
	g_assert_cmpuint(documents->len, ==, 0);
}

/* --- killed from outside --- */

/* The processes whose parent is `parent`. */
static GArray *
children_of(pid_t parent)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/children", parent, parent);
	g_autofree char *text = NULL;
	GArray *pids = g_array_new(FALSE, FALSE, sizeof(pid_t));

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return pids;
	g_auto(GStrv) words = g_strsplit(g_strstrip(text), " ", -1);
	for (gsize i = 0; words[i]; i++) {
		pid_t pid = g_ascii_strtoll(words[i], NULL, 10);
		if (pid > 0)
			g_array_append_val(pids, pid);
	}
	return pids;
}

typedef struct {
	gboolean zygote; /* kill the zygote, not its child */
	guint left;      /* how often still */
	pid_t last;
} Killer;

/* Kills each process once; the next has another number. */
static gboolean
on_kill(gpointer user_data)
{
	Killer *killer = user_data;
	g_autoptr(GArray) zygotes = children_of(getpid());

	for (guint i = 0; i < zygotes->len && killer->left > 0; i++) {
		pid_t zygote = g_array_index(zygotes, pid_t, i);
		g_autoptr(GArray) children = children_of(zygote);
		if (children->len == 0)
			continue;
		pid_t victim = killer->zygote ? zygote : g_array_index(children, pid_t, 0);
		if (victim == killer->last)
			continue;
		killer->last = victim;
		killer->left--;
		kill(victim, SIGKILL);
	}
	return killer->left > 0;
}

static VetDocument *
read_while_killing(gboolean zygote, guint times)
{
	Killer killer = {zygote, times, 0};
	VetLimits limits;
	GPtrArray *result = NULL;

	init_limits(&limits);
	limits.value[VET_LIMIT_DOCUMENT_SECONDS] = 2;
	g_autoptr(VetPool) pool = new_pool("stall", 1, &limits);
	VetReading *reading = vet_pool_read(pool, keep_member, on_done, &result);
	add(reading, "slow.txt", "a text that takes for ever\n");
	guint source = g_timeout_add(50, on_kill, &killer);
	g_autoptr(GPtrArray) documents = finish(reading, &result);
	if (killer.left > 0)
		g_source_remove(source);
	g_assert_cmpuint(killer.left, ==, 0);
	return g_ptr_array_steal_index(documents, 0);
}

static void
test_killed_child(void)
{
	g_autoptr(VetDocument) document = read_while_killing(FALSE, 1);
	g_assert_cmpint(document->status, ==, VET_STATUS_TIMEOUT);
}

static void
test_killed_zygote(void)
{
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "vet-worker is gone*");
	g_autoptr(VetDocument) document = read_while_killing(TRUE, 1);
	g_assert_cmpint(document->status, ==, VET_STATUS_TIMEOUT);
	g_test_assert_expected_messages();
}

static void
test_killed_again_and_again(void)
{
	g_autoptr(VetDocument) document = read_while_killing(FALSE, 4);
	g_assert_cmpint(document->status, ==, VET_STATUS_CRASHED);
	g_assert_nonnull(strstr(document->reason, "killed from outside"));
}

/* What one document leaves behind in a child is not blamed on the next. */
static void
test_leak(void)
{
	VetLimits limits;
	GPtrArray *result = NULL;

	init_limits(&limits);
	g_autoptr(VetPool) pool = new_pool("leak", 1, &limits);
	VetReading *reading = vet_pool_read(pool, keep_member, on_done, &result);
	for (guint i = 0; i < 6; i++)
		add(reading, "leaky.txt", "a text that costs a lot\n");
	g_autoptr(GPtrArray) documents = finish(reading, &result);

	g_assert_cmpuint(documents->len, ==, 6);
	for (guint i = 0; i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		g_assert_cmpint(document->status, ==, VET_STATUS_OK);
		g_assert_cmpuint(document->content->pages->len, ==, 1);
	}
}

static void
test_submission_deadline(void)
{
	VetLimits limits;
	GPtrArray *result = NULL;

	init_limits(&limits);
	limits.value[VET_LIMIT_SUBMISSION_SECONDS] = 1;
	g_autoptr(VetPool) pool = new_pool("stall", 1, &limits);
	VetReading *reading = vet_pool_read(pool, keep_member, on_done, &result);
	add(reading, "slow.txt", "a text that takes for ever\n");
	add(reading, "next.json", INNOCENT_TEXT);
	g_autoptr(GPtrArray) documents = finish(reading, &result);

	static const Expected expected[] = {{"slow.txt", "limit"}, {"next.json", "limit"}};
	check_documents(documents, expected, G_N_ELEMENTS(expected));
	const VetDocument *next = documents->pdata[1];
	g_assert_nonnull(strstr(next->reason, "limits.submission-seconds"));
}

/* --- many at once --- */

#define N_READINGS 20

static guint
count_descriptors(void)
{
	g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
	guint n = 0;

	while (g_dir_read_name(dir))
		n++;
	return n;
}

static void
test_many_readings(void)
{
	guint descriptors = count_descriptors();

	GPtrArray *results[N_READINGS] = {NULL};
	VetLimits limits;

	init_limits(&limits);
	g_autoptr(VetPool) pool = new_pool("bundle", 3, &limits);
	for (guint i = 0; i < N_READINGS; i++) {
		VetReading *reading = vet_pool_read(pool, keep_member, on_done, &results[i]);
		for (guint j = 0; j < 5; j++)
			add(reading, "same.json", INNOCENT_TEXT);
		vet_reading_start(reading);
	}
	for (guint i = 0; i < N_READINGS; i++) {
		while (!results[i])
			g_main_context_iteration(NULL, TRUE);
		g_assert_cmpuint(vet_pool_children(pool), <=, 3);
		g_assert_cmpuint(results[i]->len, ==, 5);
		for (guint j = 0; j < 5; j++)
			check_innocent(results[i]->pdata[j]);
		g_ptr_array_unref(results[i]);
	}
	g_assert_cmpuint(vet_pool_waiting(pool), ==, 0);
	g_clear_pointer(&pool, vet_pool_free);
	g_assert_cmpuint(count_descriptors(), ==, descriptors);
}

static void
test_no_worker(void)
{
	VetPoolOptions options = {.worker_path = "/nowhere/vet-worker", .sandbox = TRUE};
	g_autoptr(GError) error = NULL;

	vet_limits_init(&options.limits);
	g_autoptr(VetPool) pool = vet_pool_new(&options, &error);
	g_assert_null(pool);
	g_assert_cmpint(error->code, ==, VET_ERROR_CONFIG);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *name = g_strconcat("/pool/contains/", cases[i].plugin, NULL);
		g_test_add_data_func(name, &cases[i], test_case);
	}
	g_test_add_func("/pool/member-names", test_member_names);
	g_test_add_func("/pool/order-and-depth", test_order_and_depth);
	g_test_add_func("/pool/member-cap", test_member_cap);
	g_test_add_func("/pool/refused-and-too-large", test_refused_and_too_large);
	g_test_add_func("/pool/empty-reading", test_empty_reading);
	g_test_add_func("/pool/killed-child", test_killed_child);
	g_test_add_func("/pool/killed-zygote", test_killed_zygote);
	g_test_add_func("/pool/killed-again-and-again", test_killed_again_and_again);
	g_test_add_func("/pool/leak", test_leak);
	g_test_add_func("/pool/submission-deadline", test_submission_deadline);
	g_test_add_func("/pool/many-readings", test_many_readings);
	g_test_add_func("/pool/no-worker", test_no_worker);
	return g_test_run();
}
