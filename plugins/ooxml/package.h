/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * An Open Packaging Conventions package (ISO 29500-2): a zip whose parts refer to each other by
 * relationships. Parts are read one at a time, bounded in bytes and elements; no entity, DTD or
 * network is ever followed.
 */

#include "lib/extract.h"
#include "plugins/ooxml/node.h"

#include <zip.h>

G_BEGIN_DECLS

typedef struct _OoxmlPackage OoxmlPackage;

typedef struct {
	char *id;     /* "rId1" */
	char *type;   /* last component of the type's URI: "header" */
	char *target; /* path of the part in the package: "word/header1.xml" */
} OoxmlRelation;

/* `data` must outlive it.  VET_ERROR_MALFORMED when it is no zip. */
OoxmlPackage *ooxml_package_open(const guint8 *data, gsize length,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ooxml_package_free(OoxmlPackage *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OoxmlPackage, ooxml_package_free)

/* Owned by the package. */
zip_t *ooxml_package_zip(const OoxmlPackage *package);
gboolean ooxml_package_has(const OoxmlPackage *package, const char *path);
/* Parses a part.  VET_ERROR_MALFORMED: absent or damaged; LIMIT: too large; ENCRYPTED.  Caller
 * frees. */
xmlDoc *ooxml_package_read_xml(const OoxmlPackage *package, const char *path,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The relations of a part ("" for the package's own) to parts inside the package, in file order;
 * empty when it has none.  (element-type OoxmlRelation), caller unrefs.
 */
GPtrArray *ooxml_package_relations(const OoxmlPackage *package, const char *path);
/* How many pictures, objects and documents the part takes from outside the package. */
guint ooxml_package_count_linked(const OoxmlPackage *package, const char *path);
/* The first target of that type; NULL when there is none. */
const char *ooxml_relations_find(const GPtrArray *relations, const char *type);
/* The target of that id; NULL when there is none or `id` is NULL. */
const char *ooxml_relations_target(const GPtrArray *relations, const char *id);
/* The part that holds the document, by the package's relations or else by its usual name; NULL when
 * there is none.  Caller frees. */
char *ooxml_package_main_part(const OoxmlPackage *package);

/* VET_ERROR for what libzip could not do with that part. */
void ooxml_set_zip_error(GError **error, const char *path, zip_error_t *failure);

G_END_DECLS
