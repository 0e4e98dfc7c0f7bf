/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What an OOXML package holds, by what its [Content_Types].xml says of its main part (ISO 29500-2,
 * 10.1.2): the folders in it may have any names.
 */

#include <glib.h>

#include "lib/zip-directory.h"

G_BEGIN_DECLS

/* TRUE for the entry that vet_identify_package() reads. */
gboolean vet_identify_is_content_types(const VetZipEntry *entry);
/*
 * The media type of a docx, xlsx or pptx, also for its kinds with macros, templates and shows; NULL
 * when the entry cannot be unpacked or names none of them.  Static.
 */
const char *vet_identify_package(const VetZipDirectory *directory, const VetZipEntry *entry);

G_END_DECLS
