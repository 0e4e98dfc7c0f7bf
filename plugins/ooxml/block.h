/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The blocks of a docx, paragraphs and tables, wherever they stand: body, cell, text box, header,
 * note. */

#include "plugins/ooxml/flow.h"
#include "plugins/ooxml/notes.h"
#include "plugins/ooxml/paragraph.h"
#include "plugins/ooxml/shape.h"

G_BEGIN_DECLS

typedef struct {
	const OoxmlPackage *package;
	const GPtrArray *relations; /* of the part that is read */
	DocxPlace place;
	DocxShapes shapes; /* of the page */
	gboolean in_body;  /* page breaks count, and pages have notes */
	DocxNotes *notes;
	DocxFlow *flow;
	VetSink *sink;    /* for warnings alone */
	GHashTable *seen; /* parts of charts and diagrams, see drawing.h */
} DocxReading;

/* Reads the blocks among the children of `parent`. */
gboolean docx_read_blocks(const DocxReading *reading, const xmlNode *parent,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the notes and comments that are due: those that the page refers to. */
gboolean docx_read_due_notes(const DocxReading *reading, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
