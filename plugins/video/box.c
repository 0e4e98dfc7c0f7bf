/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/video/box.h"

#define SHORT_HEADER 8
#define LONG_HEADER 16
#define UUID_BYTES 16

Span
span_from(Span span, gsize at)
{
	if (at >= span.length)
		return (Span){span.data + span.length, 0};
	return (Span){span.data + at, span.length - at};
}

gboolean
span_has(Span span, gsize at, gsize length)
{
	return at <= span.length && length <= span.length - at;
}

guint64
span_number(Span span, gsize at, guint size)
{
	guint64 number = 0;
	if (!span_has(span, at, size))
		return 0;
	for (guint i = 0; i < size; i++)
		number = number << 8 | span.data[at + i];
	return number;
}

gboolean
box_next(Span span, gsize *at, Box *ret_box)
{
	if (!span_has(span, *at, SHORT_HEADER))
		return FALSE;
	gsize left = span.length - *at;
	Box box = {.type = (guint32)span_number(span, *at + 4, 4),
		   .offset = *at,
		   .declared = span_number(span, *at, 4),
		   .header = SHORT_HEADER};
	if (box.declared == 1) {
		if (left < LONG_HEADER)
			return FALSE;
		box.declared = span_number(span, *at + 8, 8);
		box.header = LONG_HEADER;
	} else if (box.declared == 0) {
		box.declared = left;
	}
	if (box.type == BOX_TYPE('u', 'u', 'i', 'd'))
		box.header += UUID_BYTES;
	if (box.declared < box.header)
		return FALSE;
	box.is_cut = box.declared > left;
	gsize there = box.is_cut ? left : (gsize)box.declared;
	box.content = span_from((Span){span.data + *at, there}, box.header);
	*at += there;
	*ret_box = box;
	return TRUE;
}

gboolean
box_find(Span span, guint32 type, Box *ret_box)
{
	gsize at = 0;
	Box box;
	while (box_next(span, &at, &box))
		if (box.type == type) {
			*ret_box = box;
			return TRUE;
		}
	return FALSE;
}

Span
box_path(Span span, const guint32 *path)
{
	Box box;
	for (; *path; path++) {
		if (!box_find(span, *path, &box))
			return (Span){span.data, 0};
		span = box.content;
	}
	return span;
}

void
box_type_name(guint32 type, char ret_name[5])
{
	for (guint i = 0; i < 4; i++) {
		guint8 c = (guint8)(type >> (24 - i * 8));
		ret_name[i] = (char)(g_ascii_isprint((char)c) ? c : '?');
	}
	ret_name[4] = '\0';
}
