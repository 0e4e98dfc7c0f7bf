/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The blocks of a docx, paragraphs and tables, wherever they stand: body, cell, text box, header,
 * note. */

#include "plugins/ooxml/flow.h"
#include "plugins/ooxml/numbering.h"
#include "plugins/ooxml/styles.h"

G_BEGIN_DECLS

typedef struct {
	DocxStyles *styles;
	DocxNumbering *numbering;
	DocxFlow *flow;
} DocxReading;

/* Reads the blocks among the children of `parent`. */
gboolean docx_read_blocks(const DocxReading *reading, const xmlNode *parent,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
