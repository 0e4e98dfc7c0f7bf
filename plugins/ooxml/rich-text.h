/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A text of a workbook, shared, in a cell or in a comment (CT_Rst: ISO 29500-1, 18.4): its runs are
 * joined, phonetic guides are left out, and what it is written in is kept.
 */

#include "plugins/ooxml/ink.h"
#include "plugins/ooxml/stream.h"

G_BEGIN_DECLS

/* In which colours a text is written. */
typedef struct {
	gboolean has_plain; /* some of it in that of its cell */
	gboolean has_own;   /* some in `own` */
	gboolean is_mixed;  /* and some in others */
	Ink own;
} RichInk;

typedef struct {
	GString *text;
	RichInk ink;
	/* while it is read */
	gboolean in_text, in_phonetic, has_run_ink;
	Ink run_ink;
} RichText;

void rich_text_init(RichText *rich);
void rich_text_clear(RichText *rich);
/* Begins another one. */
void rich_text_reset(RichText *rich);
/* `name` as ooxml_stream_sheet_name() has it.  Elements that do not belong to a text count as nothing.
 * `max_bytes` bounds the text; what is beyond is dropped, and FALSE said. */
gboolean rich_text_take(RichText *rich, OoxmlEvent event, const char *name, OoxmlStream *stream,
			const InkPalette *palette, gsize max_bytes);
/* Nobody sees it on that ground; `cell` is the colour of its cell's font. */
gboolean rich_ink_is_unseen(const RichInk *ink, Ink cell, Ink ground);

/*
 * Characters that XML cannot hold or would change are written as _x000D_ (ISO 29500-1, 22.9.2.19
 * ST_Xstring); puts the characters in their place.  NUL and halves of a pair become U+FFFD.
 */
void rich_text_unescape(GString *text);

G_END_DECLS
