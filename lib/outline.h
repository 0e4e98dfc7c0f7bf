/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The sections of a document: headings by their numbering (第一章, 一、, （一）, 1., 1.1 …) or
 * because they are titles that the class knows, and how much text of its own stands below each.
 */

#include "lib/pattern.h"
#include "lib/transcript.h"

G_BEGIN_DECLS

typedef struct {
	char *title;      /* without numbering */
	guint level;      /* 0 = outermost */
	gsize start, end; /* the heading itself, in the transcript */
	/*
	 * characters below it up to the next heading of its level or above, sub-headings and
	 * prompts left out
	 */
	guint length;
} VetSection;

/* Bytes of the number at the start of a compact line ("三、", "(一)", "1.2"), 0 when it has none. */
gsize vet_outline_numbering(const char *line);
/*
 * Of VetSection, caller's.  `known` (may be NULL) matches a whole line that is a heading without a
 * number; lines that match one of `prompts` (of VetPattern, may be NULL) are the template's text.
 */
GPtrArray *vet_outline_find(const VetTranscript *transcript, const VetPattern *known,
			    const GPtrArray *prompts);

G_END_DECLS
