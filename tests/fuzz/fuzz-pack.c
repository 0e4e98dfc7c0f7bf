/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The loader of rule packs.  An input is a bundle: after a line "%% rules.yaml" stands the text of that
 * file; files without a text of their own are those of tests/samples/packs/good.  So a fuzzer reaches
 * rules and tests without having to invent a whole pack first.
 */

#include "lib/error.h"
#include "lib/pack.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

#include <string.h>

#define GOOD_PACK "tests/samples/packs/good"
#define MARK "%% "

typedef struct {
	const char *name;
	GString *good;
	GString *now; /* what lies in the folder */
	GString *wanted;
} File;

static File files[] = {{"pack.yaml"}, {"documents.yaml"}, {"rules.yaml"}, {"tests.yaml"}};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(GOOD_PACK, files[i].name, NULL);
		g_autofree char *text = NULL;
		gsize length = 0;

		fuzz_hold(g_file_get_contents(path, &text, &length, NULL));
		files[i].good = g_string_new_len(text, (gssize)length);
		files[i].wanted = g_string_new(NULL);
		files[i].now = g_string_new_len(text, (gssize)length);
		fuzz_scratch_write(files[i].name, text, length);
	}
	return 0;
}

/* the file that the line names, NULL when it is no mark */
static File *
find_file(const char *line, gsize length)
{
	gsize mark = strlen(MARK);

	if (length < mark || memcmp(line, MARK, mark) != 0)
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
		if (strlen(files[i].name) == length - mark &&
		    memcmp(files[i].name, line + mark, length - mark) == 0)
			return &files[i];
	return NULL;
}

static void
split_bundle(const char *data, gsize size)
{
	File *file = NULL;

	for (gsize at = 0; at < size;) {
		const char *feed = memchr(data + at, '\n', size - at);
		gsize length = feed != NULL ? (gsize)(feed - data) - at : size - at;
		gsize next = MIN(at + length + 1, size);
		File *named = find_file(data + at, length);

		if (named != NULL) {
			file = named;
			g_string_truncate(file->wanted, 0);
		} else if (file != NULL) {
			g_string_append_len(file->wanted, data + at, (gssize)(next - at));
		}
		at = next;
	}
}

static void
write_files(const guint8 *data, gsize size)
{
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
		g_string_assign(files[i].wanted, files[i].good->str);
	split_bundle((const char *)data, size);
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		File *file = &files[i];

		if (g_string_equal(file->now, file->wanted))
			continue;
		fuzz_scratch_write(file->name, file->wanted->str, file->wanted->len);
		g_string_truncate(file->now, 0);
		g_string_append_len(file->now, file->wanted->str, (gssize)file->wanted->len);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;

	write_files(data, size);
	g_autoptr(VetPack) pack = vet_pack_load(fuzz_scratch_folder(), &error);
	fuzz_hold((pack != NULL) == (error == NULL));
	if (pack != NULL)
		return 0;
	fuzz_hold(error->domain == VET_ERROR && error->code == VET_ERROR_CONFIG);
	fuzz_hold(*error->message != '\0' && g_utf8_validate(error->message, -1, NULL));
	return 0;
}
