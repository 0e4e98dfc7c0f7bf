/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One page as a sheet: its own layers, its templates, and the texts of its annotations. */

#include "plugins/ofd/annotation.h"
#include "plugins/ofd/document.h"
#include "plugins/ofd/sheet.h"

G_BEGIN_DECLS

typedef struct {
	OfdSheet *sheet;
	OfdMatrix matrix;  /* from millimetres to points of the sheet */
	GPtrArray *faults; /* of char *: what could not be read, each as the end of a sentence */
	guint n_templates; /* drawn so far */
} OfdPage;

/*
 * Reads and draws it.  A page that is missing is an empty sheet of the document's size and a fault.
 * `annotations` may be NULL; so may `paint`, which otherwise paints it.  Never NULL; caller frees.
 */
OfdPage *ofd_page_new(OfdDocument *document, const OfdPageEntry *entry,
		      const OfdAnnotations *annotations, OfdPaint *paint);
void ofd_page_free(OfdPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdPage, ofd_page_free)

G_END_DECLS
