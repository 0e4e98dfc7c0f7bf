/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where a result that was stored and the same result made again part, for people. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * NULL: the two (vet.result/1, UTF-8; the first may be damaged) are the same bytes.  Else a sentence
 * that names the first member in which they differ, “findings[2].message”, and what it is in either;
 * where no member does, or one is no JSON, the byte, from 0.  Caller frees.
 */
char *vet_difference(const char *stored, const char *now);

G_END_DECLS
