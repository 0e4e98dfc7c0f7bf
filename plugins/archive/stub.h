/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Archives that are programs: what unpacks them stands before them.  The program is not looked into
 * and never run; only where it ends is of interest.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef enum {
	ARCHIVE_STUB_NONE, /* a program and nothing else */
	ARCHIVE_STUB_ZIP,
	ARCHIVE_STUB_7Z,
	ARCHIVE_STUB_RAR,
} ArchiveStub;

/* What is appended to the program, and at which byte it begins (of a zip: 0, its directory tells). */
ArchiveStub archive_stub_find(const guint8 *data, gsize length, gsize *ret_offset);

G_END_DECLS
