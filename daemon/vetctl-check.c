/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vetctl check: screens submissions offline, by the same pipeline as vetd, and prints the results
 * in the order of the arguments.
 */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/feeds.h"
#include "daemon/intake.h"
#include "daemon/paths.h"
#include "daemon/pipeline.h"
#include "daemon/secret.h"
#include "daemon/spool.h"
#include "daemon/vetctl.h"
#include "lib/error.h"

#define DEFAULT_PACK "yiyang-2025"
#define AHEAD 4

typedef struct {
	char *pack, *registry, *received_at, *format;
	char **lists;
} CheckOptions;

typedef struct {
	VetctlOptions *options;
	const CheckOptions *check;
	GMainLoop *loop;
	VetSpool *spool;
	char *spool_folder;
	VetNamelists *lists;
	VetPack *pack;
	VetPool *pool;
	VetPipeline *pipeline;
	gint64 received_at;
	char **paths;
	guint n_paths, n_started, n_printed, n_in_flight;
	VetResult **results;  /* by argument, until printed */
	gboolean *done;       /* by argument: screened, or failed and said */
	GPtrArray *for_sarif; /* of VetResult; NULL unless the format is sarif */
	gboolean found, failed;
} Check;

/* one argument on its way */
typedef struct {
	Check *check;
	guint number;
} Turn;

static void
check_clear(Check *check)
{
	vet_pool_free(check->pool);
	vet_pipeline_free(check->pipeline);
	vet_pack_unref(check->pack);
	vet_namelists_close(check->lists);
	if (check->spool) {
		g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
		vet_spool_sweep(check->spool, none, NULL);
	}
	vet_spool_close(check->spool);
	if (check->spool_folder)
		vet_spool_remove(check->spool_folder);
	g_free(check->spool_folder);
	g_clear_pointer(&check->for_sarif, g_ptr_array_unref);
	g_clear_pointer(&check->loop, g_main_loop_unref);
	g_free(check->results);
	g_free(check->done);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Check, check_clear)

/* --- set up --- */

static gboolean
import_file(Check *check, const char *list_name, const char *file, GError **error)
{
	g_autoptr(GMappedFile) mapped = g_mapped_file_new(file, FALSE, error);
	g_auto(VetImportReport) report = {0};
	if (!mapped)
		return FALSE;
	g_autofree char *name = g_path_get_basename(file);
	g_autofree char *sentence =
		vet_feeds_import(check->lists, list_name, name, g_mapped_file_get_contents(mapped),
				 g_mapped_file_get_length(mapped), FALSE, &report, error);
	if (!sentence)
		return FALSE;
	for (guint i = 0; !check->options->quiet && report.problems && i < report.problems->len;
	     i++)
		fprintf(stderr, "vetctl: %s\n", (const char *)report.problems->pdata[i]);
	return TRUE;
}

static gboolean
import_lists(Check *check, GError **error)
{
	for (guint i = 0; check->check->lists && check->check->lists[i]; i++) {
		const char *equals = strchr(check->check->lists[i], '=');
		g_autofree char *name =
			equals ? g_strndup(check->check->lists[i], equals - check->check->lists[i])
			       : NULL;
		if (!equals || !vet_pack_declares_list(check->pack, name)) {
			g_set_error(
				error, VET_ERROR, VET_ERROR_CONFIG,
				"--list %s: NAME=CSV is expected, where the pack %s names the list",
				check->check->lists[i], vet_pack_id(check->pack));
			return FALSE;
		}
		if (!import_file(check, name, equals + 1, error))
			return FALSE;
	}
	return !check->check->registry ||
	       import_file(check, VET_FEED_REGISTRATIONS, check->check->registry, error);
}

static gboolean
read_clock(Check *check, GError **error)
{
	CelValue time;
	check->received_at = g_get_real_time() / G_USEC_PER_SEC;
	if (!check->check->received_at)
		return TRUE;
	if (!cel_timestamp_parse(check->check->received_at, &time)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "--received-at %s: a time like 2025-07-09T12:00:00+08:00 is expected",
			    check->check->received_at);
		return FALSE;
	}
	check->received_at = time.integer;
	return TRUE;
}

static gboolean
start_pool(Check *check, GError **error)
{
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *plugins = vet_paths_find_plugins();
	const char *const dirs[] = {plugins, NULL};
	VetPoolOptions options = {.worker_path = worker, .plugin_dirs = dirs, .sandbox = TRUE};
	vet_limits_init(&options.limits);
	check->pool = vet_pool_new(&options, error);
	return check->pool != NULL;
}

static gboolean
set_up(Check *check, GError **error)
{
	guint8 secret[VET_SECRET_BYTES];
	g_autofree char *standard = vet_paths_find_pack(DEFAULT_PACK);

	check->pack = vet_pack_load(check->check->pack ? check->check->pack : standard, error);
	if (!check->pack || !read_clock(check, error) || !vet_secret_make(secret, error))
		return FALSE;
	check->lists = vet_namelists_open(NULL, secret, sizeof secret, error);
	if (!check->lists || !import_lists(check, error))
		return FALSE;
	check->spool_folder = g_dir_make_tmp("vetctl-XXXXXX", error);
	check->spool = check->spool_folder ? vet_spool_open(check->spool_folder, error) : NULL;
	if (!check->spool || !start_pool(check, error))
		return FALSE;
	check->pipeline =
		vet_pipeline_new(check->pool, check->pack, check->lists, secret, sizeof secret);
	check->loop = g_main_loop_new(NULL, FALSE);
	check->results = g_new0(VetResult *, check->n_paths);
	check->done = g_new0(gboolean, check->n_paths);
	if (g_str_equal(check->check->format, "sarif"))
		check->for_sarif = g_ptr_array_new_with_free_func((GDestroyNotify)vet_result_free);
	return TRUE;
}

/* --- print --- */

static void
show_progress(const Check *check)
{
	if (check->options->quiet || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r\033[K%u of %u screened", check->n_printed, check->n_paths);
	if (check->n_printed == check->n_paths)
		fputs("\r\033[K", stderr);
	fflush(stderr);
}

static void
print_result(Check *check, VetResult *result)
{
	for (guint i = 0; i < result->screening->findings->len; i++) {
		const VetFinding *finding = result->screening->findings->pdata[i];
		check->found = check->found || finding->outcome >= VET_OUTCOME_UNDETERMINED;
	}
	if (check->for_sarif) {
		g_ptr_array_add(check->for_sarif, result);
		return;
	}
	g_autofree char *text = NULL;
	if (g_str_equal(check->check->format, "json")) {
		text = vet_result_to_json(result);
	} else {
		g_autoptr(VetTerminal) terminal = vetctl_terminal(check->options);
		gboolean color = isatty(STDOUT_FILENO) && !check->options->no_color;
		text = vet_result_to_text(result, color, vet_terminal_columns(terminal));
	}
	fputs(text, stdout);
	if (!g_str_has_suffix(text, "\n"))
		fputc('\n', stdout);
	fflush(stdout);
	vet_result_free(result);
}

static void start_more(Check *check);

static void
print_ready(Check *check)
{
	while (check->n_printed < check->n_paths && check->done[check->n_printed]) {
		VetResult *result = g_steal_pointer(&check->results[check->n_printed]);
		check->n_printed++;
		if (result)
			print_result(check, result);
		show_progress(check);
	}
}

/* --- screen --- */

static void
screened(VetResult *result, gpointer user_data)
{
	g_autofree Turn *turn = user_data;
	Check *check = turn->check;
	check->results[turn->number] = result;
	check->done[turn->number] = TRUE;
	check->n_in_flight--;
	print_ready(check);
	start_more(check);
}

static void
start_one(Check *check, guint number)
{
	const char *path = check->paths[number];
	g_autoptr(GError) error = NULL;
	/* shells complete a folder's name with a slash, and "." has no name */
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	g_autofree char *folder = g_path_get_dirname(whole);
	g_autofree char *name = g_path_get_basename(whole);
	g_autofree char *id = vet_intake_id_of_name(name);
	g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(VetTree) tree = NULL;
	VetLimits limits;

	vet_limits_init(&limits);
	int folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder_fd >= 0) {
		tree = vet_spool_take(check->spool, folder_fd, name, &limits, &error);
		close(folder_fd);
	}
	if (!tree) {
		fprintf(stderr, "vetctl: %s: %s\n", path,
			error ? error->message : "its folder cannot be opened");
		check->failed = TRUE;
		check->done[number] = TRUE;
		return;
	}
	Turn *turn = g_new0(Turn, 1);
	turn->check = check;
	turn->number = number;
	VetPipelineJob job = {.id = id,
			      .version = 1,
			      .path = path,
			      .tree = tree,
			      .received_at = check->received_at,
			      .spool = check->spool};
	check->n_in_flight++;
	vet_pipeline_screen(check->pipeline, &job, screened, turn);
	/* its files are open: the copies need no names any more */
	vet_spool_sweep(check->spool, none, NULL);
}

static void
start_more(Check *check)
{
	while (check->n_in_flight < AHEAD && check->n_started < check->n_paths)
		start_one(check, check->n_started++);
	print_ready(check);
	if (check->n_printed == check->n_paths)
		g_main_loop_quit(check->loop);
}

static gboolean
start_first(gpointer user_data)
{
	start_more(user_data);
	return G_SOURCE_REMOVE;
}

static int
run(Check *check)
{
	g_autoptr(GError) error = NULL;
	if (!set_up(check, &error))
		return vetctl_fail(error);
	g_idle_add(start_first, check);
	g_main_loop_run(check->loop);
	if (check->for_sarif) {
		g_autofree char *sarif = vet_result_to_sarif(check->for_sarif);
		puts(sarif);
	}
	return check->failed ? VETCTL_ERROR : check->found ? VETCTL_FOUND : VETCTL_OK;
}

static gboolean
is_format(const char *format)
{
	static const char *const formats[] = {"text", "json", "sarif", NULL};
	return g_strv_contains(formats, format);
}

int
vetctl_check(VetctlOptions *options, int argc, char **argv)
{
	CheckOptions wanted = {0};
	const GOptionEntry entries[] = {
		{"pack", 0, 0, G_OPTION_ARG_FILENAME, &wanted.pack,
		 "Rule pack to screen with (default " DEFAULT_PACK ")", "DIR"},
		{"registry", 0, 0, G_OPTION_ARG_FILENAME, &wanted.registry,
		 "Registrations of all cities", "CSV"},
		{"list", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wanted.lists,
		 "A list of the pack, as blacklist=FILE.csv; may be repeated", "NAME=CSV"},
		{"received-at", 0, 0, G_OPTION_ARG_STRING, &wanted.received_at,
		 "When the submissions arrived (default now)", "TIME"},
		{"format", 0, 0, G_OPTION_ARG_STRING, &wanted.format,
		 "text, json (one line a submission) or sarif", "FORMAT"},
		{NULL},
	};
	int status = VETCTL_ERROR;

	if (vetctl_parse(options, entries, &argc, &argv, 1, G_MAXINT, &status)) {
		if (!wanted.format)
			wanted.format = g_strdup("text");
		if (is_format(wanted.format)) {
			g_auto(Check) check = {.options = options,
					       .check = &wanted,
					       .paths = argv + 1,
					       .n_paths = (guint)argc - 1};
			status = run(&check);
		} else {
			fprintf(stderr, "vetctl: --format %s: text, json or sarif is expected\n",
				wanted.format);
			status = VETCTL_ERROR;
		}
	}
	g_free(wanted.pack);
	g_free(wanted.registry);
	g_free(wanted.received_at);
	g_free(wanted.format);
	g_strfreev(wanted.lists);
	return status;
}
