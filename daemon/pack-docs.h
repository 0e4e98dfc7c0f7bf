/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A rule pack as a page that an officer can read, and who writes its rules can look things up in. */

#include "daemon/article.h"
#include "lib/pack.h"

G_BEGIN_DECLS

/* `now` in seconds: waivers that ended are marked.  Caller frees. */
char *vet_pack_docs(const VetPack *pack, VetArticleFormat format, gint64 now);

/* "2025-07-10 23:59:59（北京时间）".  Caller frees. */
char *vet_pack_docs_time(gint64 seconds);
/* The parts that are for who writes rules (pack-docs-reference.c): classes, vars, facts, functions. */
void vet_pack_docs_reference(VetArticle *article, const VetPack *pack);
/* The rules and waivers (pack-docs-rules.c). */
void vet_pack_docs_rules(VetArticle *article, const VetPack *pack, gint64 now);

G_END_DECLS
