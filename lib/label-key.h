/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a label is once the marks around it are gone: how labels of papers and packs are compared. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * What a cell or line says as a label: compact, without numbering, star, colon and bracketed
 * remarks.  Caller frees.
 */
char *vet_label_key(const char *text);
/* The text behind "1." "(一)" "*" and the like; the text itself when there is none. */
const char *vet_label_skip_numbering(const char *text);
/*
 * Takes from the end of a compact name what forms write behind it and is no part of it: (盖章),
 * (牵头单位), (联合) …; in place, returns its argument.
 */
char *vet_label_cut_remark(char *name);
/* A name as in a list: compact, without numbering before it or such a remark behind.  Caller frees. */
char *vet_label_bare_name(const char *text);
/* Strips underlines, colons and white space from both ends, in place; returns its argument. */
char *vet_label_trim(char *text);

/*
 * The bytes of "(0条)", "(共3条)", "(无)" at `text`, which is compact and folded to half width: brackets
 * that hold a number of records.  0 when it is none.
 */
gsize vet_label_count_length(const char *text);

G_END_DECLS
