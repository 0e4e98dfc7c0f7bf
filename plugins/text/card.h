/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * vCard and iCalendar (RFC 6350, RFC 5545; vCard 2.1): folded lines joined, values decoded, so that
 * "N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5" says who it is.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

/* The text as its reader sees it, a line each; `text` is UTF-8 or what it was taken for.  Caller frees. */
char *card_plain(const char *text);

G_END_DECLS
