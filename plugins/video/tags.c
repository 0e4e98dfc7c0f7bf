/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/video/tags.h"

#define T BOX_TYPE

static const struct {
	guint32 type;
	const char *key;
} tags[] = {
	{T(0xa9, 'n', 'a', 'm'), "title"},      {T(0xa9, 'A', 'R', 'T'), "author"},
	{T(0xa9, 'a', 'u', 't'), "author"},     {T(0xa9, 'c', 'm', 't'), "comment"},
	{T('d', 'e', 's', 'c'), "description"}, {T(0xa9, 'd', 'e', 's'), "description"},
	{T(0xa9, 't', 'o', 'o'), "producer"},   {T(0xa9, 's', 'w', 'r'), "producer"},
	{T('c', 'p', 'r', 't'), "copyright"},   {T(0xa9, 'c', 'p', 'y'), "copyright"},
};

static const char *
key_of(guint32 type)
{
	for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
		if (tags[i].type == type)
			return tags[i].key;
	return NULL;
}

static gboolean
add_text(const char *key, Span text, VetSink *sink, GError **error)
{
	g_autofree char *copy =
		g_strndup((const char *)text.data, MIN(text.length, VET_MAX_METADATA_BYTES));
	g_autofree char *valid = g_utf8_make_valid(copy, -1);
	g_strstrip(valid);
	return *valid == '\0' || vet_sink_metadata(sink, key, valid, error);
}

/* the text stands in a box of its own behind its type and language, or behind its length */
static Span
text_of(Span tag)
{
	Box data;
	if (box_find(tag, T('d', 'a', 't', 'a'), &data))
		return span_from(data.content, 8);
	Span text = span_from(tag, 4);
	guint64 length = span_number(tag, 0, 2);
	return length <= text.length ? (Span){text.data, length} : (Span){text.data, 0};
}

static gboolean
add_list(Span list, VetSink *sink, GError **error)
{
	gsize at = 0;
	Box box;
	while (box_next(list, &at, &box)) {
		const char *key = key_of(box.type);
		if (key && !add_text(key, text_of(box.content), sink, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
tags_add(Span moov, VetSink *sink, GError **error)
{
	Span udta = BOX_PATH(moov, T('u', 'd', 't', 'a'));
	/* iTunes' meta begins with version and flags, QuickTime's does not */
	Span meta = BOX_PATH(udta, T('m', 'e', 't', 'a'));
	Span list = BOX_PATH(span_from(meta, 4), T('i', 'l', 's', 't'));
	if (list.length == 0)
		list = BOX_PATH(meta, T('i', 'l', 's', 't'));
	return add_list(udta, sink, error) && add_list(list, sink, error);
}
