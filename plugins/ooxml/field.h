/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Fields of a paragraph (w:fldChar): code, then result.  A field begun in a paragraph and not ended
 * there is no field, and all of it is text. */

#include "plugins/ooxml/node.h"

G_BEGIN_DECLS

#define DOCX_MAX_FIELDS_OPEN 32

typedef struct {
	guint n_open; /* may be more than there are states for */
	gboolean is_code[DOCX_MAX_FIELDS_OPEN];
	gboolean is_form[DOCX_MAX_FIELDS_OPEN]; /* shows what its form data say, not a result */
} DocxFields;

/* Goes on behind a w:fldChar. */
void docx_fields_step(DocxFields *fields, const xmlNode *node);
/* TRUE when text here is not shown. */
gboolean docx_fields_is_unseen(const DocxFields *fields);
/* TRUE when it is not shown because a form shows what its data say. */
gboolean docx_fields_is_form(const DocxFields *fields);
/* What a w:ffData shows of a box to tick or a list to choose from; "" for any other.  Owned by the
 * document or static. */
const char *docx_field_form(const xmlNode *data);

G_END_DECLS
