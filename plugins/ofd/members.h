/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Attachments and pictures of a package, handed back as documents of their own; each part once. */

#include "plugins/ofd/document.h"

G_BEGIN_DECLS

typedef struct {
	OfdPackage *package;
	GHashTable *done; /* of OfdPart: handed back, or read where it stands */
	guint64 max_size; /* of one */
	VetSink *sink;
} OfdMembers;

/* Hands the part back, unless it was done. */
gboolean ofd_members_write(OfdMembers *members, const OfdPart *part,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All media of a document; those that are missing are said. */
gboolean ofd_members_write_media(OfdMembers *members, const OfdDocument *document,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The attachments that its Attachments.xml lists, if it has one. */
gboolean ofd_members_write_attachments(OfdMembers *members, const OfdDocument *document,
				       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
