/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Screening without a daemon: vetd's spool, pool and pipeline in one process, for as long as a
 * command runs.  Every command that makes a result from a path goes through here.
 */

#include "daemon/pipeline.h"

G_BEGIN_DECLS

#define VET_OFFLINE_DEFAULT_PACK "yiyang-2025"

/* What the operator said; NULL is a default. */
typedef struct {
	char *pack;        /* folder; the pack that is installed */
	char *registry;    /* CSV; none */
	char *received_at; /* RFC 3339; now */
	char **lists;      /* NAME=CSV */
	VetPack *other;    /* borrowed: its lists may be given too */
} VetOfflineOptions;

void vet_offline_options_clear(VetOfflineOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VetOfflineOptions, vet_offline_options_clear)

typedef struct _VetOffline VetOffline;

/* The folder of the pack that the options mean.  Caller frees. */
char *vet_offline_pack_folder(const VetOfflineOptions *options);
/*
 * Copies what it needs of the options.  `problems` (of char *, may be NULL) gets the rows of lists
 * that could not be used.  VET_ERROR_CONFIG when something of the options is wrong.
 */
VetOffline *vet_offline_new(const VetOfflineOptions *options, GPtrArray *problems,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_offline_free(VetOffline *offline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetOffline, vet_offline_free)

VetPack *vet_offline_pack(const VetOffline *offline);
VetNamelists *vet_offline_lists(const VetOffline *offline);
VetPipeline *vet_offline_pipeline(const VetOffline *offline);

/*
 * One path is done, in the order of the paths.  Takes the result; NULL with the error when the path
 * cannot be read.
 */
typedef void (*VetOfflineDone)(guint number, const char *path, VetResult *result,
			       const GError *error, gpointer user_data);

/* Screens a few at a time; returns when all are done. */
void vet_offline_screen(VetOffline *offline, const char *const *paths, guint n_paths,
			VetOfflineDone done, gpointer user_data);
/* One path.  Caller frees. */
VetResult *vet_offline_screen_one(VetOffline *offline, const char *path,
				  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Judges what was read of a submission by another pack, with the same lists, keys and clock. The
 * documents are those of `result`, whose classes are the other pack's from here on.  Caller frees.
 */
VetResult *vet_offline_judge(VetOffline *offline, const VetPack *pack, const VetResult *result);

G_END_DECLS
