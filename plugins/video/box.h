/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The boxes of an ISO base media file (ISO/IEC 14496-12, 4.2): size and type, then what is within.  No
 * function reads beyond its span, whatever the sizes say.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

#define BOX_TYPE(a, b, c, d)                                                                       \
	((guint32)(guint8)(a) << 24 | (guint32)(guint8)(b) << 16 | (guint32)(guint8)(c) << 8 |     \
	 (guint32)(guint8)(d))

/* Bytes of the file. */
typedef struct {
	const guint8 *data;
	gsize length;
} Span;

/* What lies behind `at`; empty when that is beyond the end. */
Span span_from(Span span, gsize at);
/* The big-endian number of 1 to 8 bytes at `at`; 0 when they are not all there. */
guint64 span_number(Span span, gsize at, guint size);
gboolean span_has(Span span, gsize at, gsize length);

typedef struct {
	guint32 type;
	gsize offset;     /* of the box within the span that was walked */
	guint64 declared; /* bytes of the whole box as it says; to the span's end when it says 0 */
	gsize header;     /* bytes before its content */
	Span content;     /* what of it is there */
	gboolean is_cut;  /* it says more than the span has */
} Box;

/*
 * The box at `*at`, which moves behind it.  FALSE at the span's end, and where no box can be: its size
 * is smaller than its header.
 */
gboolean box_next(Span span, gsize *at, Box *ret_box);
/* The first box of that type; FALSE when there is none. */
gboolean box_find(Span span, guint32 type, Box *ret_box);
/* The content of the box at the end of a path of types that ends with 0; empty when there is none. */
Span box_path(Span span, const guint32 *path);
#define BOX_PATH(span, ...) box_path((span), (const guint32[]){__VA_ARGS__, 0})

/* "moov": four characters for people, '?' for what is not printable. */
void box_type_name(guint32 type, char ret_name[5]);

G_END_DECLS
