/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Names of projects, and when two papers that write them differently mean the same. */

#include <glib.h>

G_BEGIN_DECLS

/* Without quotation and book title marks, else as it is; UTF-8.  Caller frees. */
char *vet_project_name_bare(const char *name);
/*
 * The form by which they are equal: vet_text_key() of the bare name, without a last 项目, which a
 * sentence adds ("以甲平台项目报名") or takes away.  "" for a name of nothing else.  Caller frees.
 */
char *vet_project_name_key(const char *name);
/*
 * Whether `shorter` may be `name` with words left out, as a customer writes it: of their keys, four
 * characters at least that all stand in the other, in its order, and begin as it begins.
 */
gboolean vet_project_name_abbreviates(const char *shorter, const char *name);

G_END_DECLS
