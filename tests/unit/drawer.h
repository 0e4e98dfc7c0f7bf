/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Has a page drawn as vetd does: by a sandboxed child of the vet-worker beside this test. */

#include "tests/unit/reader.h"

#include "daemon/rendering.h"

/* Either a rendering or a failure; caller frees. */
typedef struct {
	GMainLoop *loop;
	VetRendering *rendering;
	char *failure;
} Drawn;

static inline void
drawer_done(VetRendering *rendering, const GError *error, gpointer user_data)
{
	Drawn *drawn = user_data;

	drawn->rendering = rendering;
	drawn->failure = error ? g_strdup(error->message) : NULL;
	g_main_loop_quit(drawn->loop);
}

/* By this plugin of the build ("plugins/pdf.so"); `page` from 1. */
static inline Drawn
drawer_draw(const char *plugin, const char *name, const void *data, gsize length, guint page,
	    guint dpi)
{
	g_autofree char *worker = reader_build_file("vet-worker");
	g_autofree char *plugins = reader_build_file(plugin);
	const char *const plugin_dirs[] = {plugins, NULL};
	VetPoolOptions options = {
		.worker_path = worker, .plugin_dirs = plugin_dirs, .workers = 1, .sandbox = TRUE};
	g_autoptr(GError) error = NULL;
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	Drawn drawn = {.loop = loop};

	vet_limits_init(&options.limits);
	g_autoptr(VetPool) pool = vet_pool_new(&options, &error);
	g_assert_no_error(error);
	const VetDrawRequest request = {.name = name,
					.fd = reader_memory_file(data, length),
					.page = page,
					.dpi = dpi,
					.drawn = drawer_done,
					.user_data = &drawn};
	vet_pool_draw(pool, &request);
	g_main_loop_run(loop);
	return drawn;
}
