/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the styles of a docx decide that is not appearance: automatic numbers and hidden text. */

#include "plugins/ooxml/node.h"

G_BEGIN_DECLS

typedef struct _DocxStyles DocxStyles;

/* `doc` is word/styles.xml, may be NULL and may be freed afterwards. */
DocxStyles *docx_styles_new(const xmlDoc *doc);
void docx_styles_free(DocxStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxStyles, docx_styles_free)

/* `id` NULL: the default paragraph style. */
gboolean docx_styles_is_hidden(const DocxStyles *styles, const char *id);
/* FALSE: no style of the chain numbers its paragraphs.  `ret_style` is the one that does, owned by
 * `styles`. */
gboolean docx_styles_numbering(const DocxStyles *styles, const char *id, guint *ret_num_id,
			       guint *ret_level, const char **ret_style);

G_END_DECLS
