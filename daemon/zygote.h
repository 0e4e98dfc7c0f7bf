/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* vetd's hold on the running vet-worker: starts it, asks it for children, hears of their ends. */

#include "lib/limits.h"

G_BEGIN_DECLS

typedef struct _VetZygote VetZygote;

/* A plugin as the zygote announced it. */
typedef struct {
	char *name;
	char *version;
	char *summary;
	char *build; /* sha256 of the shared object */
	gboolean is_container;
	char **media_types;
} VetZygotePlugin;

typedef struct {
	/* The zygote is up; vet_zygote_fork() may be called. */
	void (*ready)(gpointer user_data);
	/* `pidfd` is the callee's. */
	void (*forked)(guint32 number, int pidfd, gpointer user_data);
	/* `status` as of waitpid(). */
	void (*exited)(guint32 number, int status, gpointer user_data);
	/* It ended or broke the protocol; free it and start another. */
	void (*died)(const char *why, gpointer user_data);
} VetZygoteEvents;

/*
 * Starts `worker_path`; events come on the main context.  VET_ERROR_CONFIG when it cannot be run.
 * `plugin_dirs` is NULL-terminated; a path to a shared object loads just that.
 */
VetZygote *vet_zygote_new(const char *worker_path, const char *const *plugin_dirs,
			  const VetZygoteEvents *events, gpointer user_data,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Kills and reaps it; its children die with it. */
void vet_zygote_free(VetZygote *zygote);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetZygote, vet_zygote_free)

/*
 * Waits for it to be up without running the main loop; VET_ERROR_CONFIG when it does not come up.
 */
gboolean vet_zygote_wait(VetZygote *zygote, guint seconds,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Asks for a child; the answer is forked() or exited() with this number.  `ret_socket` is vetd's
 * end.
 */
gboolean vet_zygote_fork(VetZygote *zygote, guint32 number, gboolean sandboxed,
			 const VetLimits *limits, int *ret_socket,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a child that converts in `folder`, see daemon/child.h. */
gboolean vet_zygote_fork_converter(VetZygote *zygote, guint32 number, gboolean sandboxed,
				   const VetLimits *limits, const char *folder, int *ret_socket,
				   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_zygote_is_ready(const VetZygote *zygote);
/* Of VetZygotePlugin; empty before it is ready. */
const GPtrArray *vet_zygote_plugins(const VetZygote *zygote);
const VetZygotePlugin *vet_zygote_find_plugin(const VetZygote *zygote, const char *name);
/* Of char *: one sentence for each plugin that could not be loaded. */
const GPtrArray *vet_zygote_left_out(const VetZygote *zygote);

G_END_DECLS
