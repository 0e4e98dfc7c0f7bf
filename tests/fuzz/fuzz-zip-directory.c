/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The directory of a zip, as what tells its kind walks it, and the names of its members. */

#include "lib/zip-directory.h"
#include "plugins/archive/names.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define MAX_ENTRIES 4096

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	g_autoptr(GError) error = NULL;
	fuzz_hold(archive_names_prepare(&error));
	return 0;
}

/* The bytes are those of the input, from its first to its last. */
static void
hold_within(const guint8 *data, gsize size, const guint8 *at, gsize length)
{
	fuzz_hold(at >= data && at <= data + size && length <= (gsize)(data + size - at));
}

static GPtrArray *
walk(const guint8 *data, gsize size)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	VetZipDirectory directory;
	VetZipEntry entry;

	if (!vet_zip_directory_begin(&directory, data, size)) {
		fuzz_hold(!vet_zip_directory_find_end(data, size));
		return g_steal_pointer(&names);
	}
	hold_within(data, size, vet_zip_directory_find_end(data, size), 22);
	while (vet_zip_directory_next(&directory, &entry)) {
		hold_within(data, size, entry.name, entry.name_length);
		const guint8 *packed = vet_zip_directory_packed(&directory, &entry);
		if (packed)
			hold_within(data, size, packed, entry.packed_size);
		g_ptr_array_add(names, g_strndup((const char *)entry.name, entry.name_length));
	}
	fuzz_hold(names->len <= MAX_ENTRIES && names->len == directory.n_entries);
	return g_steal_pointer(&names);
}

/* Whatever charset they are in: no name is lost, and each is text. */
static void
decode(const GPtrArray *raw)
{
	ArchiveNames names = {0};

	for (guint i = 0; i < raw->len; i++)
		archive_names_note(&names, raw->pdata[i]);
	for (guint i = 0; i < raw->len; i++) {
		for (guint is_utf8 = 0; is_utf8 < 2; is_utf8++) {
			g_autofree char *name =
				archive_names_decode(&names, raw->pdata[i], is_utf8 != 0);
			fuzz_hold(*name && g_utf8_validate(name, -1, NULL));
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) names = walk(data, size);
	decode(names);
	return 0;
}
