/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Names of members as strangers wrote them, made into paths within the submission. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * Joins `name` (UTF-8) below its container's path: '\\' separates like '/', empty and "."
 * components go, control and direction characters become U+FFFD.  `ret_leaves` tells that the name
 * wanted to leave the folder (absolute, a drive, ".."); the path is then safe to show but nothing
 * may be kept under it. Caller frees.
 */
char *vet_member_path(const char *container, const char *name, gboolean *ret_leaves);

/* "a/b.pdf" → "a/b (2).pdf" */
char *vet_member_path_numbered(const char *path, guint number);

G_END_DECLS
