/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Which class of the pack a document belongs to: by its title, else by the labels it has; by its
 * file name only where it says nothing, or what was recognised of it says nothing that is known.
 */

#include "lib/document.h"
#include "lib/pack.h"
#include "lib/transcript.h"

G_BEGIN_DECLS

/* lines from the top of a page in which titles stand */
#define VET_TITLE_LINES 12

/* What class_confidence is, by what the class is known. */
#define VET_CLASS_BY_TITLE 0.95
#define VET_CLASS_BY_TEXT 0.8
#define VET_CLASS_BY_NAME 0.3

/* Bytes of a compact text that are its first VET_TITLE_LINES lines. */
gsize vet_title_end(const char *text, gsize length);
/* How many of the class's labels stand in a compact text; 0 when what it must not have is there. */
guint vet_class_count_labels(const VetDocumentClass *document_class, const char *text,
			     gsize length);
/* The class of which the greatest share of labels is there, if they are enough; else NULL. */
const VetDocumentClass *vet_class_by_labels(const VetPack *pack, const char *text, gsize length);
/* Sets document_class and class_confidence of the document; a class of NULL is none, of confidence 0. */
void vet_class_give(VetDocument *document, const VetDocumentClass *document_class,
		    double confidence);
/*
 * Sets document_class and class_confidence of the document: 0.95 by title, 0.8 by other text or
 * labels, 0.3 by name; NULL and 0 when none fits.
 */
void vet_classify(const VetPack *pack, VetDocument *document, const VetTranscript *transcript);

G_END_DECLS
