/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A document's text as patterns and labels are held against it: normalised, without white space, lines
 * joined by "\n", each byte traceable to its page and place.  White space that was there is not lost
 * but kept aside as gaps, because "名    称  某公司" has one gap inside a label and one behind it.
 */

#include "lib/cells.h"
#include "lib/content.h"
#include "lib/evidence.h"

G_BEGIN_DECLS

typedef struct _VetTranscript VetTranscript;

typedef enum {
	VET_GAP_NONE,
	VET_GAP_SOME, /* white space */
	VET_GAP_WIDE, /* a tab or three spaces: a column, a new field, or a spaced label */
} VetGap;

/* Borrows the content, which must outlive it. */
VetTranscript *vet_transcript_new(const VetContent *content);
void vet_transcript_free(VetTranscript *transcript);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetTranscript, vet_transcript_free)

/* NUL-terminated; offsets below are bytes of it. */
const char *vet_transcript_text(const VetTranscript *transcript, gsize *ret_length);
/* What stood before the byte in its line; NONE at the start of a line. */
VetGap vet_transcript_gap(const VetTranscript *transcript, gsize offset);
/* The text as a person would copy it: spaces between Latin words kept, those among CJK dropped.  Caller frees. */
char *vet_transcript_copy(const VetTranscript *transcript, gsize start, gsize end);
/* The same with its characters as they stand in the document (full width, traditional …): for quotes. */
char *vet_transcript_quote(const VetTranscript *transcript, gsize start, gsize end);
/* Where [start, end) stands: page from 1 of its first byte, and the box around what is on that page. */
guint vet_transcript_page(const VetTranscript *transcript, gsize offset);
VetBox vet_transcript_box(const VetTranscript *transcript, gsize start, gsize end);
VetTextSource vet_transcript_source(const VetTranscript *transcript, gsize offset);
/*
 * How sure it is that [start, end) says what it is read as, 0 to 1: what was recognised is as sure as
 * its least sure word, and hardly at all where a seal was stamped over it.
 */
double vet_transcript_confidence(const VetTranscript *transcript, gsize start, gsize end);
/* Sorts things of one document in reading order: grows down the pages, then to the right. */
double vet_transcript_position(const VetTranscript *transcript, gsize offset);
const VetContent *vet_transcript_content(const VetTranscript *transcript);
/* The cells of its tables; owned by the transcript. */
const VetCells *vet_transcript_cells(const VetTranscript *transcript);

G_END_DECLS
