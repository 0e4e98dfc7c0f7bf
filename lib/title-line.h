/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether a class's title stands at the top of a page in a line of its own, as on the paper itself, or
 * only in a sentence, a heading among others, a list.
 */

#include "lib/pack.h"

G_BEGIN_DECLS

typedef enum {
	VET_TITLE_ABSENT,
	VET_TITLE_NUMBERED, /* "三、营业执照": a heading, perhaps of a longer paper */
	VET_TITLE_ALONE, /* "营业执照(副本)", "某公司2024年度审计报告", "附件3:营业执照" */
} VetTitle;

/*
 * In the first VET_TITLE_LINES lines of a page's compact text: the best there is.  A title of
 * several lines is one title.
 */
VetTitle vet_title_line_find(const VetDocumentClass *document_class, const char *text,
			     gsize length);
/* Whether a line anywhere on the page names the class and is no sentence: as lists of papers do. */
gboolean vet_title_line_is_listed(const VetDocumentClass *document_class, const char *text,
				  gsize length);

G_END_DECLS
