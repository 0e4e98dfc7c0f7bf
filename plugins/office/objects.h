/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Objects embedded in a doc, xls or ppt: files that were packed into it, and documents that were put
 * into it and can be opened there.  Each becomes a document of its own.  Formulas and the like, of
 * which the page shows a picture, do not.
 */

#include "lib/plugin.h"
#include "plugins/office/compound.h"

G_BEGIN_DECLS

/* FALSE only when the sink has had enough; what cannot be read of an object is warned of. */
gboolean office_objects_hand(const OfficeCompound *compound, VetSink *sink,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of an OLE file that is nothing but the wrapping of one file, as docx, xlsx and pptx keep those that
 * were packed into them.  *ret_wraps: whether it is.
 */
gboolean office_objects_hand_wrapped(const OfficeCompound *compound, VetSink *sink,
				     gboolean *ret_wraps, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of an RTF. */
gboolean office_objects_hand_rtf(const guint8 *data, gsize length, VetSink *sink,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
