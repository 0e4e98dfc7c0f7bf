/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Whether a document is locked: with a password, or by rights management. */

#include <glib.h>

#include "plugins/office/compound.h"

G_BEGIN_DECLS

typedef enum {
	OFFICE_OPEN,
	OFFICE_LOCKED,     /* nobody reads it without the password */
	OFFICE_RESTRICTED, /* only those whom its author named, by a server of theirs */
	/* a workbook that is only protected from changes is locked with a password that all know */
	OFFICE_MAYBE_LOCKED,
} OfficeLock;

OfficeLock office_lock_of_compound(const OfficeCompound *compound);
OfficeLock office_lock_of_package(const guint8 *data, gsize length);

G_END_DECLS
