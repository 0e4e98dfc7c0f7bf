/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A part read element by element, for those that are too large to be held: sheets, shared strings.
 * Bounded in bytes and elements; no entity, DTD or network is followed, and libxml2 itself bounds the
 * depth (256) and one text (10 MB).
 */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

typedef struct _OoxmlStream OoxmlStream;

typedef enum {
	OOXML_STREAM_END,
	OOXML_STREAM_FAILED,
	OOXML_STREAM_OPEN,
	OOXML_STREAM_CLOSE, /* also of an empty element */
	OOXML_STREAM_TEXT,
} OoxmlEvent;

/* The package must outlive it. */
OoxmlStream *ooxml_stream_open(const OoxmlPackage *package, const char *path,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ooxml_stream_free(OoxmlStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OoxmlStream, ooxml_stream_free)

/* FAILED with `error` set (MALFORMED or LIMIT): what came before it was sound. */
OoxmlEvent ooxml_stream_next(OoxmlStream *stream, GError **error);
/* The element of OPEN and CLOSE, with its attributes and without its content; until the next call. */
const xmlNode *ooxml_stream_node(OoxmlStream *stream);
/* Its name when it is of a main name space of spreadsheets; "" for any other element. */
const char *ooxml_stream_sheet_name(OoxmlStream *stream);
/* Of TEXT; until the next call. */
const char *ooxml_stream_text(OoxmlStream *stream);

G_END_DECLS
