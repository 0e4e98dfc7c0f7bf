/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The zip of an OFD and its parts.  Parts name each other by locations (ST_Loc): relative to the
 * folder of the part that names them, or from the root when they begin with '/'.  Writers get that
 * wrong in many ways, so a location is looked for generously.  Parts are read one at a time, bounded
 * in bytes and elements; no entity, DTD or network is ever followed.
 */

#include "lib/extract.h"
#include "plugins/ofd/node.h"

#include <zip.h>

G_BEGIN_DECLS

typedef struct _OfdPackage OfdPackage;

typedef struct {
	char *name; /* as it is shown: UTF-8, '/' between folders */
	char *key;  /* the same in lower case, without "./" */
	guint64 index;
	guint64 size, packed_size; /* as the zip declares them */
} OfdPart;

/*
 * `data` must outlive it.  VET_ERROR_MALFORMED when it is no zip, VET_ERROR_LIMIT when it has too many
 * entries.
 */
OfdPackage *ofd_package_open(const guint8 *data, gsize length,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ofd_package_free(OfdPackage *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdPackage, ofd_package_free)

/* All parts (of OfdPart) in the order of the zip, folders left out.  Owned by the package. */
const GPtrArray *ofd_package_parts(const OfdPackage *package);
/*
 * The part that `from` (NULL: the root) means by `location`: case, kind of slash, and folders that
 * are missing at the front are forgiven where the meaning is certain.  NULL when there is none.
 */
const OfdPart *ofd_package_find(const OfdPackage *package, const OfdPart *from,
				const char *location);
/*
 * The bytes of a part, at most `maximum`.  A part that breaks off or has a wrong checksum is given as
 * far as it goes, with `ret_damaged`.  VET_ERROR_MALFORMED: nothing can be read; ENCRYPTED; LIMIT: too
 * large, or all parts together.  Caller unrefs.
 */
GByteArray *ofd_package_read(OfdPackage *package, const OfdPart *part, gsize maximum,
			     gboolean *ret_damaged, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same as a tree; what is no sound XML is read as far as it goes, too.  Caller frees. */
xmlDoc *ofd_package_read_xml(OfdPackage *package, const OfdPart *part, gboolean *ret_damaged,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For what is passed on unread.  NULL with VET_ERROR as for the others; caller closes. */
zip_file_t *ofd_package_stream(const OfdPackage *package, const OfdPart *part,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* VET_ERROR for what libzip could not do with that part. */
void ofd_set_zip_error(GError **error, const char *name, zip_error_t *failure);

G_END_DECLS
