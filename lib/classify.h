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

/*
 * Sets document_class and class_confidence of the document: 0.95 by title, 0.8 by other text or
 * labels, 0.3 by name; NULL and 0 when none fits.
 */
void vet_classify(const VetPack *pack, VetDocument *document, const VetTranscript *transcript);

G_END_DECLS
