/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * replay-NAME [FILE…]: runs a fuzz target over files, or over tests/fuzz/corpus/NAME, and says so in
 * TAP.  What once was found stays found, without a fuzzer at hand.
 */

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CORPUS "tests/fuzz/corpus"
#define PREFIX "replay-"

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* every file of the corpus that the program is named after; an error when there is none */
static gboolean
list_corpus(const char *program, GPtrArray *files, GError **error)
{
	g_autofree char *base = g_path_get_basename(program);
	const char *name = g_str_has_prefix(base, PREFIX) ? base + strlen(PREFIX) : base;
	g_autofree char *folder = g_build_filename(CORPUS, name, NULL);
	g_autoptr(GDir) directory = g_dir_open(folder, 0, error);

	if (directory == NULL)
		return FALSE;
	for (const char *entry; (entry = g_dir_read_name(directory)) != NULL;)
		g_ptr_array_add(files, g_build_filename(folder, entry, NULL));
	g_ptr_array_sort(files, compare_names);
	return TRUE;
}

static gboolean
replay(const char *file, guint number)
{
	g_autofree char *data = NULL;
	gsize length = 0;
	gboolean read = g_file_get_contents(file, &data, &length, NULL);

	if (read) {
		/* of its own size: what reads beyond it is seen by a sanitizer */
		g_autofree guint8 *exact = g_malloc(length > 0 ? length : 1);

		if (length > 0)
			memcpy(exact, data, length);
		LLVMFuzzerTestOneInput(exact, length);
	}
	printf("%sok %u - %s\n", read ? "" : "not ", number, file);
	fflush(stdout);
	return read;
}

int
main(int argc, char **argv)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	gboolean done = TRUE;

	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-')
			g_ptr_array_add(files, g_strdup(argv[i]));
	if (files->len == 0 && !list_corpus(argv[0], files, &error)) {
		printf("Bail out! %s\n", error->message);
		return EXIT_FAILURE;
	}
	LLVMFuzzerInitialize(&argc, &argv);
	printf("1..%u\n", files->len);
	fflush(stdout);
	for (guint i = 0; i < files->len; i++)
		done = replay(files->pdata[i], i + 1) && done;
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
