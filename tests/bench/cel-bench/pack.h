/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A whole rule pack over the facts of one submission: those of its own tests. */

#include <glib.h>

typedef struct _BenchPack BenchPack;

/* `faulty`: the facts of the case with the most findings, rather than those where all is well. */
BenchPack *bench_pack_new(const char *folder, gboolean faulty, GError **error);
void bench_pack_free(BenchPack *pack);
/* A BenchRun whose data is the pack. */
void bench_pack_run(gpointer pack, guint64 n);
guint bench_pack_n_rules(const BenchPack *pack);
guint bench_pack_n_findings(const BenchPack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BenchPack, bench_pack_free)
