/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writes PDF by hand, object by object. */

#include <glib.h>

/* The objects are numbered from 1, the first is the catalogue; `trailer` may add entries. */
static inline GBytes *
pdf_maker_write(const char *const *objects, guint n_objects, const char *trailer)
{
	GString *file = g_string_new("%PDF-1.7\n");
	g_autofree gsize *offsets = g_new(gsize, n_objects);

	for (guint i = 0; i < n_objects; i++) {
		offsets[i] = file->len;
		g_string_append_printf(file, "%u 0 obj%s\nendobj\n", i + 1, objects[i]);
	}
	gsize table = file->len;
	g_string_append_printf(file, "xref\n0 %u\n0000000000 65535 f \n", n_objects + 1);
	for (guint i = 0; i < n_objects; i++)
		g_string_append_printf(file, "%010zu 00000 n \n", offsets[i]);
	g_string_append_printf(file, "trailer<</Size %u/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n",
			       n_objects + 1, trailer, table);
	return g_string_free_to_bytes(file);
}
