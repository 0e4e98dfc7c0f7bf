/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Annotations of pages: what they draw, what they remark, where they lead, and which are stamps. */

#include "plugins/ofd/draw.h"

G_BEGIN_DECLS

typedef struct _OfdAnnotations OfdAnnotations;

/*
 * `location` is that of Annotations.xml as `from` has it.  `ret_lost` is TRUE when a part of them could
 * not be read.  NULL when there are none; `package` must outlive it.
 */
OfdAnnotations *ofd_annotations_read(OfdPackage *package, const OfdPart *from, const char *location,
				     gboolean *ret_lost);
void ofd_annotations_free(OfdAnnotations *annotations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdAnnotations, ofd_annotations_free)

/* Draws those of the page as notes; `matrix` is from millimetres to the sheet. */
void ofd_annotations_draw(const OfdAnnotations *annotations, guint page_id, OfdDrawing *drawing,
			  OfdMatrix matrix);
/* Writes remarks and links as lines (notes), stamps as marks.  The sink's page has begun. */
gboolean ofd_annotations_write(const OfdAnnotations *annotations, guint page_id, OfdMatrix matrix,
			       VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
