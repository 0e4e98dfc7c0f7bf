/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invents submissions for tests and for the demonstration: the same seed, the same samples. */

#include "tests/tools/make-samples/bundle.h"
#include "tests/tools/make-samples/set.h"
#include "tests/tools/make-samples/truth.h"

#include <locale.h>
#include <stdlib.h>

#define MOST_SUBMISSIONS 100000

static gboolean
make_one(const SampleSet *set, guint32 seed, guint index, const char *inbox, SampleTruth *truth,
	 GError **error)
{
	g_autoptr(SampleSubmission) submission = set->make(seed, index);
	g_autoptr(SampleBundle) bundle = sample_bundle_new(submission);

	if (!sample_bundle_write(bundle, inbox, error))
		return FALSE;
	sample_truth_add(truth, submission, bundle);
	return TRUE;
}

static gboolean
make_all(const SampleSet *set, guint32 seed, guint count, const char *folder, GError **error)
{
	g_autoptr(SampleTruth) truth = sample_truth_new(seed);
	g_autofree char *inbox = g_build_filename(folder, "inbox", NULL);

	if (g_mkdir_with_parents(inbox, 0755) != 0) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
			    "%s: cannot make this folder; choose another DIR", inbox);
		return FALSE;
	}
	for (guint i = 0; i < count; i++)
		if (!make_one(set, seed, i, inbox, truth, error))
			return FALSE;
	return sample_truth_write(truth, folder, error);
}

int
main(int argc, char **argv)
{
	g_autofree char *set_name = NULL;
	int seed = 2025;
	int count = 0;
	const GOptionEntry entries[] = {
		{"seed", 0, 0, G_OPTION_ARG_INT, &seed, "start of all chance (2025)", "N"},
		{"count", 0, 0, G_OPTION_ARG_INT, &count, "how many submissions", "N"},
		{"set", 0, 0, G_OPTION_ARG_STRING, &set_name,
		 "demo, regression (default), bound or small", "SET"},
		{NULL},
	};
	g_autoptr(GOptionContext) options = g_option_context_new("DIR");
	g_autoptr(GError) error = NULL;
	const SampleSet *set;

	setlocale(LC_ALL, "");
	g_option_context_add_main_entries(options, entries, NULL);
	if (!g_option_context_parse(options, &argc, &argv, &error)) {
		g_printerr("make-samples: %s\n", error->message);
		return 2;
	}
	set = sample_set_find(set_name != NULL ? set_name : "regression");
	if (argc != 2 || set == NULL || count < 0 || count > MOST_SUBMISSIONS) {
		g_printerr("usage: make-samples [--seed N] [--count 1…%u] "
			   "[--set demo|regression|bound|small] DIR\n",
			   MOST_SUBMISSIONS);
		return 2;
	}
	if (count == 0)
		count = (int)set->default_count;
	if (set->most != 0)
		count = MIN(count, (int)set->most);
	if (!make_all(set, (guint32)seed, (guint)count, argv[1], &error)) {
		g_printerr("make-samples: %s\n", error->message);
		return 1;
	}
	g_print("%s: %d submissions in %s/inbox\n", set->name, count, argv[1]);
	return 0;
}
