/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Which of libarchive's readers may look at a document of which media type: exactly one filter and
 * the formats that can stand behind it, so that no other parser is tried and nothing is unpacked
 * twice without the daemon counting the depth.
 */

#include "lib/extract.h"

#include <archive.h>

G_BEGIN_DECLS

#define ARCHIVE_MAX_FORMATS 2

typedef int (*ArchiveSupport)(struct archive *archive);

typedef enum {
	ARCHIVE_PACKED_NOT,  /* the formats stand in the document itself */
	ARCHIVE_PACKED_GZIP, /* held against its check sum, see gunzip.h */
	ARCHIVE_PACKED_OTHER,
} ArchivePacking;

typedef struct {
	const char *media_type;
	ArchivePacking packing;
	int filter; /* ARCHIVE_FILTER_*, of ARCHIVE_PACKED_OTHER */
	/* tried in this order; a compressed file may also be just one file */
	ArchiveSupport formats[ARCHIVE_MAX_FORMATS];
	/* skips a member without unpacking it */
	gboolean seeks;
	/* as libarchive is told, so that it keeps the bytes */
	gboolean names_are_latin1;
} ArchiveForm;

/* NULL when no reader of libarchive is for that type. */
const ArchiveForm *archive_form_find(const char *media_type);

/*
 * TRUE when what a compressed file holds begins like a tar or a cpio.  libarchive takes zeros for a
 * tar without members, and they may be a file.
 */
gboolean archive_form_is_archive(const guint8 *data, gsize length);

/* NULL-terminated: the table's media types, and zip's and programs'.  For the plugin. */
extern const char *const archive_media_types[];

/* The name of what is in a compressed file: its own without ".gz" and the like.  Caller frees. */
char *archive_form_inner_name(const char *name);

G_END_DECLS
