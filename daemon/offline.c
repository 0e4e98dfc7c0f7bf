/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/offline.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/feeds.h"
#include "daemon/intake.h"
#include "daemon/judge.h"
#include "daemon/paths.h"
#include "daemon/secret.h"
#include "lib/error.h"

#define AHEAD 4

struct _VetOffline {
	char *spool_folder;
	VetSpool *spool;
	VetNamelists *lists;
	VetCohort *cohort;
	VetPack *pack;
	VetPool *pool;
	VetPipeline *pipeline;
	gint64 received_at;
	guint8 secret[VET_SECRET_BYTES];
};

/* one call of vet_offline_screen() */
typedef struct {
	VetOffline *offline;
	const char *const *paths;
	guint n_paths, n_started, n_told, n_in_flight;
	struct Turn *turns; /* by path */
	GMainLoop *loop;
	VetOfflineDone done;
	gpointer user_data;
} Run;

/* one path on its way */
typedef struct Turn {
	Run *run;
	VetResult *result;
	GError *error;
	gboolean done;
} Turn;

void
vet_offline_options_clear(VetOfflineOptions *options)
{
	g_free(options->pack);
	g_free(options->registry);
	g_free(options->received_at);
	g_strfreev(options->lists);
	*options = (VetOfflineOptions){0};
}

char *
vet_offline_pack_folder(const VetOfflineOptions *options)
{
	return options->pack ? g_strdup(options->pack)
			     : vet_paths_find_pack(VET_OFFLINE_DEFAULT_PACK);
}

void
vet_offline_free(VetOffline *offline)
{
	if (!offline)
		return;
	vet_pool_free(offline->pool);
	vet_pipeline_free(offline->pipeline);
	vet_pack_unref(offline->pack);
	vet_cohort_close(offline->cohort);
	vet_namelists_close(offline->lists);
	if (offline->spool) {
		g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
		vet_spool_sweep(offline->spool, none, NULL);
	}
	vet_spool_close(offline->spool);
	if (offline->spool_folder)
		vet_spool_remove(offline->spool_folder);
	g_free(offline->spool_folder);
	g_free(offline);
}

/* --- set up --- */

static gboolean
import_file(VetOffline *offline, const char *list_name, const char *file, GPtrArray *problems,
	    GError **error)
{
	g_autoptr(GMappedFile) mapped = g_mapped_file_new(file, FALSE, error);
	g_auto(VetImportReport) report = {0};
	if (!mapped)
		return FALSE;
	g_autofree char *name = g_path_get_basename(file);
	g_autofree char *sentence = vet_feeds_import(
		offline->lists, list_name, name, g_mapped_file_get_contents(mapped),
		g_mapped_file_get_length(mapped), FALSE, &report, error);
	for (guint i = 0; sentence && problems && report.problems && i < report.problems->len; i++)
		g_ptr_array_add(problems, g_strdup(report.problems->pdata[i]));
	return sentence != NULL;
}

static gboolean
import_lists(VetOffline *offline, const VetOfflineOptions *options, GPtrArray *problems,
	     GError **error)
{
	for (guint i = 0; options->lists && options->lists[i]; i++) {
		const char *equals = strchr(options->lists[i], '=');
		g_autofree char *name =
			equals ? g_strndup(options->lists[i], equals - options->lists[i]) : NULL;
		gboolean known = equals &&
				 (vet_pack_declares_list(offline->pack, name) ||
				  (options->other && vet_pack_declares_list(options->other, name)));
		if (!known) {
			g_set_error(
				error, VET_ERROR, VET_ERROR_CONFIG,
				"--list %s: NAME=CSV is expected, where the pack %s names the list",
				options->lists[i], vet_pack_id(offline->pack));
			return FALSE;
		}
		if (!import_file(offline, name, equals + 1, problems, error))
			return FALSE;
	}
	return !options->registry ||
	       import_file(offline, VET_FEED_REGISTRATIONS, options->registry, problems, error);
}

static gboolean
read_clock(VetOffline *offline, const char *received_at, GError **error)
{
	CelValue time;
	offline->received_at = g_get_real_time() / G_USEC_PER_SEC;
	if (!received_at)
		return TRUE;
	if (!cel_timestamp_parse(received_at, &time)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "--received-at %s: a time like 2025-07-09T12:00:00+08:00 is expected",
			    received_at);
		return FALSE;
	}
	offline->received_at = time.integer;
	return TRUE;
}

static gboolean
start_pool(VetOffline *offline, GError **error)
{
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *plugins = vet_paths_find_plugins();
	const char *const dirs[] = {plugins, NULL};
	VetPoolOptions options = {.worker_path = worker, .plugin_dirs = dirs, .sandbox = TRUE};
	vet_limits_init(&options.limits);
	offline->pool = vet_pool_new(&options, error);
	return offline->pool != NULL;
}

VetOffline *
vet_offline_new(const VetOfflineOptions *options, GPtrArray *problems, GError **error)
{
	g_autofree char *folder = vet_offline_pack_folder(options);
	g_autoptr(VetOffline) offline = g_new0(VetOffline, 1);
	guint8 *secret = offline->secret;

	offline->pack = vet_pack_load(folder, error);
	if (!offline->pack || !read_clock(offline, options->received_at, error) ||
	    !vet_secret_make(secret, error))
		return NULL;
	offline->lists = vet_namelists_open(NULL, secret, sizeof offline->secret, error);
	if (!offline->lists || !import_lists(offline, options, problems, error))
		return NULL;
	offline->cohort = vet_cohort_open(NULL, secret, sizeof offline->secret, error);
	if (!offline->cohort)
		return NULL;
	offline->spool_folder = g_dir_make_tmp("vetctl-XXXXXX", error);
	offline->spool =
		offline->spool_folder ? vet_spool_open(offline->spool_folder, error) : NULL;
	if (!offline->spool || !start_pool(offline, error))
		return NULL;
	offline->pipeline = vet_pipeline_new(offline->pool, offline->pack, offline->lists,
					     offline->cohort, secret, sizeof offline->secret);
	return g_steal_pointer(&offline);
}

VetPack *
vet_offline_pack(const VetOffline *offline)
{
	return offline->pack;
}

VetNamelists *
vet_offline_lists(const VetOffline *offline)
{
	return offline->lists;
}

VetPipeline *
vet_offline_pipeline(const VetOffline *offline)
{
	return offline->pipeline;
}

static VetJudge
judge_of(const VetOffline *offline, const VetPack *pack)
{
	return (VetJudge){pack, offline->lists, offline->secret, sizeof offline->secret,
			  offline->cohort};
}

/* --- screen --- */

static void start_more(Run *run);

/*
 * What was handed in together is compared with each other, so the first is judged when the last was
 * read: until then the results wait, each in its memory.
 */
static void
judge_together(Run *run)
{
	const VetJudge judge = judge_of(run->offline, run->offline->pack);
	for (guint i = 0; i < run->n_paths; i++)
		if (run->turns[i].result)
			vet_judge_together(&judge, run->turns[i].result);
}

static gboolean
is_all_read(const Run *run)
{
	return run->n_started == run->n_paths && run->n_in_flight == 0;
}

static void
tell_ready(Run *run)
{
	if (!is_all_read(run))
		return;
	if (run->n_told == 0 && run->n_paths > 1)
		judge_together(run);
	while (run->n_told < run->n_paths && run->turns[run->n_told].done) {
		Turn *turn = &run->turns[run->n_told];
		guint number = run->n_told++;
		run->done(number, run->paths[number], g_steal_pointer(&turn->result), turn->error,
			  run->user_data);
		g_clear_error(&turn->error);
	}
}

static void
screened(VetResult *result, gpointer user_data)
{
	Turn *turn = user_data;
	turn->result = result;
	turn->done = TRUE;
	turn->run->n_in_flight--;
	start_more(turn->run);
}

static VetTree *
take(VetOffline *offline, const char *folder, const char *name, GError **error)
{
	VetLimits limits;
	vet_limits_init(&limits);
	int folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder_fd < 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "its folder cannot be opened");
		return NULL;
	}
	VetTree *tree = vet_spool_take(offline->spool, folder_fd, name, &limits, error);
	close(folder_fd);
	return tree;
}

static void
start_one(Run *run, guint number)
{
	VetOffline *offline = run->offline;
	Turn *turn = &run->turns[number];
	/* shells complete a folder's name with a slash, and "." has no name */
	g_autofree char *whole = g_canonicalize_filename(run->paths[number], NULL);
	g_autofree char *folder = g_path_get_dirname(whole);
	g_autofree char *name = g_path_get_basename(whole);
	g_autofree char *id = vet_intake_id_of_name(name);
	g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(VetTree) tree = take(offline, folder, name, &turn->error);

	turn->run = run;
	if (!tree) {
		turn->done = TRUE;
		return;
	}
	VetPipelineJob job = {.id = id,
			      .version = 1,
			      .path = run->paths[number],
			      .tree = tree,
			      .received_at = offline->received_at,
			      .spool = offline->spool};
	run->n_in_flight++;
	vet_pipeline_screen(offline->pipeline, &job, screened, turn);
	/* its files are open: the copies need no names any more */
	vet_spool_sweep(offline->spool, none, NULL);
}

static void
start_more(Run *run)
{
	while (run->n_in_flight < AHEAD && run->n_started < run->n_paths)
		start_one(run, run->n_started++);
	tell_ready(run);
	if (run->n_told == run->n_paths)
		g_main_loop_quit(run->loop);
}

static gboolean
start_first(gpointer user_data)
{
	start_more(user_data);
	return G_SOURCE_REMOVE;
}

void
vet_offline_screen(VetOffline *offline, const char *const *paths, guint n_paths,
		   VetOfflineDone done, gpointer user_data)
{
	g_autofree Turn *turns = g_new0(Turn, n_paths + 1);
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	Run run = {.offline = offline,
		   .paths = paths,
		   .n_paths = n_paths,
		   .turns = turns,
		   .loop = loop,
		   .done = done,
		   .user_data = user_data};
	g_idle_add(start_first, &run);
	g_main_loop_run(loop);
}

typedef struct {
	VetResult *result;
	GError *error;
} One;

static void
keep_one(guint number, const char *path, VetResult *result, const GError *error, gpointer user_data)
{
	One *one = user_data;
	one->result = result;
	if (!result)
		one->error =
			g_error_new(VET_ERROR, VET_ERROR_CONFIG, "%s: %s", path, error->message);
}

VetResult *
vet_offline_screen_one(VetOffline *offline, const char *path, GError **error)
{
	const char *const paths[] = {path, NULL};
	One one = {NULL, NULL};
	vet_offline_screen(offline, paths, 1, keep_one, &one);
	if (one.error)
		g_propagate_error(error, one.error);
	return one.result;
}

VetResult *
vet_offline_judge(VetOffline *offline, const VetPack *pack, const VetResult *result)
{
	const VetJudge judge = judge_of(offline, pack);
	/* the manifest says its id again; members' paths are short already */
	const VetJudged judged = {.id = result->id,
				  .version = result->version,
				  .path = result->path,
				  .sha256 = result->sha256,
				  .received_at = result->received_at};
	return vet_judge(&judge, &judged, g_ptr_array_ref(result->documents));
}
