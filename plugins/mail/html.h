/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/extract.h"

G_BEGIN_DECLS

/* Once, before a document is seen. */
void mail_html_prepare(void);

/*
 * The text of HTML in UTF-8, a line for each block, cells of a row parted by tabs; scripts and
 * styles are left out.  No tree is built and nothing is loaded.  Caller frees.
 */
char *mail_html_text(const char *html);

G_END_DECLS
