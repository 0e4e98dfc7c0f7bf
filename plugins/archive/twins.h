/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Members whose names are the same, or the same but for case or the form of their characters
 * (NFC, NFD): on another machine one replaces the other, so two people may see different papers.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct _ArchiveTwins ArchiveTwins;

ArchiveTwins *archive_twins_new(void);
void archive_twins_free(ArchiveTwins *twins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveTwins, archive_twins_free)

/* `name` is UTF-8.  Names are held up to a total of 32 MiB; what comes after is not compared. */
void archive_twins_note(ArchiveTwins *twins, const char *name);

/* One sentence, or NULL when there are none.  Caller frees. */
char *archive_twins_describe(const ArchiveTwins *twins);

G_END_DECLS
