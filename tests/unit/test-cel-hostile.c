/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Expressions that are written to hurt end in a clear error, within their steps and their memory. */

#include "tests/unit/cel-hostile.h"

#define MAX_PEAK_KIB ((gsize)64 * 1024)
/* a message is for a person: it does not repeat a megabyte */
#define MAX_MESSAGE 1000
#define MAX_SOURCE (128 * 1024)

static void
test_row(gconstpointer data)
{
	const Hostile *row = data;
	HostileResult result;

	/* 48 MiB of tree for 100 kB of text is what the largest sizes are chosen for */
	if (row->bytes > 0 && row->bytes <= CEL_MAX_SOURCE && CEL_MAX_SOURCE > MAX_SOURCE) {
		g_test_skip("CEL_MAX_SOURCE is not yet what 64 MiB allow");
		return;
	}
	hostile_run(row, &result);
	g_test_message("%s; %" G_GUINT64_FORMAT " steps, %" G_GSIZE_FORMAT " KiB of the arena, "
		       "%" G_GSIZE_FORMAT " KiB at its peak",
		       result.failed ? result.message : "a value", result.steps,
		       result.arena_bytes / 1024, result.peak_kib);
	g_assert_true(result.finished);
	g_assert_true(result.failed || row->may_pass);
	if (result.failed) {
		g_assert_true(result.valid);
		g_assert_cmpuint(result.length, >, 0);
		g_assert_cmpuint(result.length, <=, MAX_MESSAGE);
	}
	g_assert_cmpuint(result.steps, <=, HOSTILE_MAX_STEPS);
	g_assert_cmpuint(result.arena_bytes, <=, HOSTILE_MAX_BYTES);
#ifndef VET_SANITIZED
	g_assert_cmpuint(result.peak_kib, <, MAX_PEAK_KIB);
#endif
}

int
main(int argc, char **argv)
{
	g_autoptr(GArray) rows = hostile_rows();

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < rows->len; i++) {
		const Hostile *row = &g_array_index(rows, Hostile, i);
		g_autofree char *path = g_strdup_printf("/cel/hostile/%s", row->name);

		g_test_add_data_func(path, row, test_row);
	}
	return g_test_run();
}
