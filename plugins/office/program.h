/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* LibreOffice: where it is, how it is set up, and one run of it. */

#include "lib/plugin.h"
#include "plugins/office/kind.h"

G_BEGIN_DECLS

/* VET_ERROR_CONFIG when it is not installed: which package has it. */
gboolean office_program_find(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its version, as far as its output may hang on it. */
const char *office_program_version(void);

/*
 * Converts the document in the source's folder; what had to be mended is said to the sink.  *ret_fd is what it was converted to, the caller's;
 * -1 when LibreOffice ended in peace and left nothing, as it does with what it cannot load.
 */
gboolean office_program_convert(VetSource *source, const OfficeKind *kind, gboolean with_notes,
				VetSink *sink, int *ret_fd,
				GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
