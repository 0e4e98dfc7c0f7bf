/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Media types by content: libmagic's opinion, made precise where libmagic is vague (what kind of
 * zip, what kind of OLE2 file).  The name is never asked; it is only held against the result.
 * Only the worker uses this: it looks at strangers' bytes.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetIdentifier VetIdentifier;

/* Loads libmagic's database; VET_ERROR_CONFIG when it is missing. */
VetIdentifier *vet_identifier_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_identifier_free(VetIdentifier *identifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetIdentifier, vet_identifier_free)

/*
 * The media type of these bytes, the whole document; never NULL: "application/octet-stream" when
 * nothing is known, "application/x-empty" of no bytes.  Caller frees.
 */
char *vet_identifier_identify(VetIdentifier *identifier, const guint8 *data, gsize length);

/*
 * TRUE when the name's extension promises another media type than this one; FALSE for an unknown
 * extension.
 */
gboolean vet_name_is_lying(const char *name, const char *media_type);

G_END_DECLS
