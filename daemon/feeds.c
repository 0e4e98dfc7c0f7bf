/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/feeds.h"

#include <sys/stat.h>

#define MAX_SHOWN_PROBLEMS 10

typedef struct {
	char *list_name;
	char *file;
	struct stat seen;
	gboolean missing; /* said once */
} Feed;

struct _VetFeeds {
	VetNamelists *lists;
	VetFeedsReport report;
	gpointer user_data;
	GPtrArray *feeds; /* of Feed */
};

static void
feed_free(gpointer data)
{
	Feed *feed = data;
	g_free(feed->list_name);
	g_free(feed->file);
	g_free(feed);
}

VetFeeds *
vet_feeds_new(VetNamelists *lists, VetFeedsReport report, gpointer user_data)
{
	VetFeeds *feeds = g_new0(VetFeeds, 1);
	feeds->lists = lists;
	feeds->report = report;
	feeds->user_data = user_data;
	feeds->feeds = g_ptr_array_new_with_free_func(feed_free);
	return feeds;
}

void
vet_feeds_free(VetFeeds *feeds)
{
	if (!feeds)
		return;
	g_ptr_array_unref(feeds->feeds);
	g_free(feeds);
}

void
vet_feeds_add(VetFeeds *feeds, const char *list_name, const char *file)
{
	Feed *feed = g_new0(Feed, 1);
	feed->list_name = g_strdup(list_name);
	feed->file = g_strdup(file);
	g_ptr_array_add(feeds->feeds, feed);
}

char *
vet_feeds_import(VetNamelists *lists, const char *list_name, const char *source_name,
		 const char *bytes, gsize length, gboolean force, VetImportReport *ret_report,
		 GError **error)
{
	gboolean imported =
		g_str_equal(list_name, VET_FEED_REGISTRATIONS)
			? vet_namelists_import_registrations(lists, source_name, bytes, length,
							     force, ret_report, error)
			: vet_namelists_import(lists, list_name, source_name, bytes, length, force,
					       ret_report, error);
	if (!imported)
		return NULL;
	return g_strdup_printf("%s: %" G_GUINT64_FORMAT " rows from %s (version %" G_GINT64_FORMAT
			       "), %" G_GUINT64_FORMAT " rejected",
			       list_name, ret_report->rows, source_name, ret_report->version,
			       ret_report->rejected);
}

static gboolean
is_unchanged(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void
import_file(VetFeeds *feeds, Feed *feed)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GMappedFile) mapped = g_mapped_file_new(feed->file, FALSE, &error);
	g_auto(VetImportReport) report = {0};
	g_autofree char *name = g_path_get_basename(feed->file);
	g_autofree char *sentence = NULL;

	if (mapped)
		sentence = vet_feeds_import(
			feeds->lists, feed->list_name, name, g_mapped_file_get_contents(mapped),
			g_mapped_file_get_length(mapped), FALSE, &report, &error);
	if (!sentence) {
		feeds->report(error->message, TRUE, feeds->user_data);
		return;
	}
	feeds->report(sentence, FALSE, feeds->user_data);
	for (guint i = 0; report.problems && i < report.problems->len && i < MAX_SHOWN_PROBLEMS;
	     i++)
		feeds->report(report.problems->pdata[i], TRUE, feeds->user_data);
}

void
vet_feeds_look(VetFeeds *feeds)
{
	for (guint i = 0; i < feeds->feeds->len; i++) {
		Feed *feed = feeds->feeds->pdata[i];
		struct stat now;
		if (stat(feed->file, &now) != 0) {
			g_autofree char *sentence =
				g_strdup_printf("%s: list %s cannot be read; what was imported "
						"before stays in force",
						feed->file, feed->list_name);
			if (!feed->missing)
				feeds->report(sentence, TRUE, feeds->user_data);
			feed->missing = TRUE;
			continue;
		}
		feed->missing = FALSE;
		if (is_unchanged(&feed->seen, &now))
			continue;
		feed->seen = now;
		import_file(feeds, feed);
	}
}
