/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The worker's side of lib/extract.h: making a source and a sink and asking how it went. */

#include "lib/extract.h"

G_BEGIN_DECLS

/* `fd` is taken; the caps shown to the plugin are what `budget` has left. */
VetSource *vet_source_new(int fd, guint64 size, const char *name, const VetBudget *budget);
void vet_source_free(VetSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSource, vet_source_free)
void vet_source_set_media_type(VetSource *source, const char *media_type);

/* What a child has that converts; see vet_source_folder() and vet_source_run(). */
typedef struct {
	const char *folder;
	gboolean (*run)(gpointer user_data, const char *const *arguments,
			const char *const *environment, int *ret_status, GError **error);
	gpointer user_data;
} VetConversionMeans;

/* Borrowed; NULL, as at first: a child that does not convert. */
void vet_source_set_means(VetSource *source, const VetConversionMeans *means);

/*
 * Writes to the child's socket, which stays the caller's.
 * `source_size` is that of the document, for the ratio of a container.
 */
VetSink *vet_sink_new(int socket, const VetBudget *budget, guint64 source_size);
void vet_sink_free(VetSink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSink, vet_sink_free)
/* Who reads pictures; NULL, as at first: nobody. */
void vet_sink_set_recogniser(VetSink *sink, VetRecognise recognise);
/* Sends what is still held back. */
gboolean vet_sink_flush(VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The error that ended the sink, also when the plugin ignored it; NULL when there was none. */
const GError *vet_sink_failure(const VetSink *sink);
/* How many sentences of warning were said and the first of them (NULL when none). */
guint vet_sink_warnings(const VetSink *sink, const char **ret_first);

G_END_DECLS
