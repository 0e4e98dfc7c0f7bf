/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What is wrong with a running vetd and wants an operator, each problem under the name of the part
 * that has it, until it is over.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetHealth VetHealth;

VetHealth *vet_health_new(void);
void vet_health_free(VetHealth *health);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetHealth, vet_health_free)
/* Replaces what the part ("pack") had before; NULL: it is well again.  Both are copied. */
void vet_health_set(VetHealth *health, const char *part, const char *sentence);
/* Of char *, "part: sentence", by part; empty when all is well.  The caller's. */
GPtrArray *vet_health_problems(const VetHealth *health);

G_END_DECLS
