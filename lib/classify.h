/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Which class of the pack a document belongs to: by what it says; by its file name only where it
 * says nothing.
 */

#include "lib/document.h"
#include "lib/pack.h"
#include "lib/transcript.h"

G_BEGIN_DECLS

/*
 * Sets document_class and class_confidence of the document: 0.95 by title, 0.8 by other text, 0.3
 * by name (only when it has no text at all); NULL and 0 when none fits.
 */
void vet_classify(const VetPack *pack, VetDocument *document, const VetTranscript *transcript);

G_END_DECLS
