/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A zip made in memory: a docx, or what a team sends. */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	SAMPLE_NAMES_UTF8,
	SAMPLE_NAMES_GBK, /* unflagged, as Chinese Windows writes them */
} SampleNames;

typedef struct _SampleArchive SampleArchive;

SampleArchive *sample_archive_new(SampleNames names);
/* Drops what was not finished. */
void sample_archive_free(SampleArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SampleArchive, sample_archive_free)

/* `password` locks the member; NULL leaves it open. */
void sample_archive_add(SampleArchive *archive, const char *path, GBytes *data,
			const char *password);
/* The bytes of the whole zip; the archive takes no more afterwards. */
GBytes *sample_archive_finish(SampleArchive *archive);

G_END_DECLS
