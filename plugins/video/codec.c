/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/video/codec.h"

#define T BOX_TYPE

/* where the boxes within a sample entry begin, counted from the entry's content */
#define VISUAL_ENTRY 78
#define AUDIO_ENTRY 28
#define AUDIO_ENTRY_1 (AUDIO_ENTRY + 16) /* QuickTime's versions */
#define AUDIO_ENTRY_2 (AUDIO_ENTRY + 36)

static const struct {
	const char *name;
	guint32 type;
	gboolean is_raw;
} names[] = {
	{"H.264", T('a', 'v', 'c', '1'), FALSE},
	{"H.264", T('a', 'v', 'c', '2'), FALSE},
	{"H.264", T('a', 'v', 'c', '3'), FALSE},
	{"H.264", T('a', 'v', 'c', '4'), FALSE},
	{"H.265", T('h', 'v', 'c', '1'), FALSE},
	{"H.265", T('h', 'e', 'v', '1'), FALSE},
	{"H.265", T('h', 'v', 'c', '2'), FALSE},
	{"H.265 (Dolby Vision)", T('d', 'v', 'h', '1'), FALSE},
	{"H.265 (Dolby Vision)", T('d', 'v', 'h', 'e'), FALSE},
	{"H.266", T('v', 'v', 'c', '1'), FALSE},
	{"H.266", T('v', 'v', 'i', '1'), FALSE},
	{"AVS3", T('a', 'v', 's', '3'), FALSE},
	{"AV1", T('a', 'v', '0', '1'), FALSE},
	{"VP8", T('v', 'p', '0', '8'), FALSE},
	{"VP9", T('v', 'p', '0', '9'), FALSE},
	{"MPEG-4 Part 2", T('m', 'p', '4', 'v'), FALSE},
	{"H.263", T('s', '2', '6', '3'), FALSE},
	{"H.263", T('h', '2', '6', '3'), FALSE},
	{"Motion JPEG", T('m', 'j', 'p', 'a'), FALSE},
	{"Motion JPEG", T('m', 'j', 'p', 'b'), FALSE},
	{"Motion JPEG", T('j', 'p', 'e', 'g'), FALSE},
	{"Motion JPEG 2000", T('m', 'j', 'p', '2'), FALSE},
	{"Apple ProRes 422", T('a', 'p', 'c', 'n'), FALSE},
	{"Apple ProRes 422 HQ", T('a', 'p', 'c', 'h'), FALSE},
	{"Apple ProRes 422 LT", T('a', 'p', 'c', 's'), FALSE},
	{"Apple ProRes 422 Proxy", T('a', 'p', 'c', 'o'), FALSE},
	{"Apple ProRes 4444", T('a', 'p', '4', 'h'), FALSE},
	{"Sorenson Video", T('S', 'V', 'Q', '1'), FALSE},
	{"Sorenson Video 3", T('S', 'V', 'Q', '3'), FALSE},
	{"Cinepak", T('c', 'v', 'i', 'd'), FALSE},
	{"uncompressed", T('r', 'a', 'w', ' '), TRUE},
	{"uncompressed", T('2', 'v', 'u', 'y'), TRUE},
	{"AAC", T('m', 'p', '4', 'a'), FALSE},
	{"AC-3", T('a', 'c', '-', '3'), FALSE},
	{"E-AC-3", T('e', 'c', '-', '3'), FALSE},
	{"AC-4", T('a', 'c', '-', '4'), FALSE},
	{"Opus", T('O', 'p', 'u', 's'), FALSE},
	{"FLAC", T('f', 'L', 'a', 'C'), FALSE},
	{"Apple Lossless", T('a', 'l', 'a', 'c'), FALSE},
	{"AMR", T('s', 'a', 'm', 'r'), FALSE},
	{"AMR-WB", T('s', 'a', 'w', 'b'), FALSE},
	{"DTS", T('d', 't', 's', 'c'), FALSE},
	{"DTS-HD", T('d', 't', 's', 'h'), FALSE},
	{"MP3", T('.', 'm', 'p', '3'), FALSE},
	{"PCM", T('s', 'o', 'w', 't'), TRUE},
	{"PCM", T('t', 'w', 'o', 's'), TRUE},
	{"PCM", T('l', 'p', 'c', 'm'), TRUE},
	{"PCM", T('i', 'p', 'c', 'm'), TRUE},
	{"PCM", T('f', 'p', 'c', 'm'), TRUE},
	{"G.711 (µ-law)", T('u', 'l', 'a', 'w'), FALSE},
	{"G.711 (A-law)", T('a', 'l', 'a', 'w'), FALSE},
};

/* what an MPEG-4 elementary stream is: objectTypeIndication (mp4ra.org) */
static const struct {
	guint8 object_type;
	const char *name;
} object_types[] = {
	{0x20, "MPEG-4 Part 2"}, {0x21, "H.264"},  {0x40, "AAC"}, {0x60, "MPEG-2"},
	{0x61, "MPEG-2"},        {0x66, "AAC"},    {0x67, "AAC"}, {0x68, "AAC"},
	{0x69, "MP3"},           {0x6a, "MPEG-1"}, {0x6b, "MP3"}, {0x6c, "JPEG"},
	{0xa5, "AC-3"},          {0xa6, "E-AC-3"}, {0xa9, "DTS"},
};

/* a descriptor's length is seven bits a byte; `*at` moves behind it */
static void
skip_length(Span esds, gsize *at)
{
	for (guint i = 0; i < 4 && (span_number(esds, (*at)++, 1) & 0x80); i++)
		;
}

/* ES_Descriptor, then DecoderConfigDescriptor, which begins with the type */
static const char *
name_of_stream(Span esds)
{
	gsize at = 5;
	if (span_number(esds, 4, 1) != 3)
		return NULL;
	skip_length(esds, &at);
	guint flags = (guint)span_number(esds, at + 2, 1);
	at += 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0);
	if (flags & 0x40)
		at += 1 + span_number(esds, at, 1);
	if (span_number(esds, at++, 1) != 4)
		return NULL;
	skip_length(esds, &at);
	guint8 type = (guint8)span_number(esds, at, 1);
	for (gsize i = 0; i < G_N_ELEMENTS(object_types); i++)
		if (object_types[i].object_type == type)
			return object_types[i].name;
	return NULL;
}

static Span
inner_boxes(Span entry, TrackKind kind)
{
	if (kind == TRACK_VIDEO)
		return span_from(entry, VISUAL_ENTRY);
	if (kind != TRACK_AUDIO)
		return (Span){entry.data, 0};
	guint version = (guint)span_number(entry, 8, 2);
	return span_from(entry, version == 1   ? AUDIO_ENTRY_1
				: version == 2 ? AUDIO_ENTRY_2
					       : AUDIO_ENTRY);
}

/* an encrypted entry says within what it was before */
static guint32
unwrap(Span boxes, guint32 type, Codec *codec)
{
	Span sinf = BOX_PATH(boxes, T('s', 'i', 'n', 'f'));
	codec->is_encrypted = type == T('e', 'n', 'c', 'v') || type == T('e', 'n', 'c', 'a') ||
			      type == T('d', 'r', 'm', 's') || type == T('d', 'r', 'm', 'i') ||
			      type == T('e', 'n', 'c', 't') || sinf.length > 0;
	if (!codec->is_encrypted)
		return type;
	Span schm = BOX_PATH(sinf, T('s', 'c', 'h', 'm'));
	if (schm.length >= 8)
		box_type_name((guint32)span_number(schm, 4, 4), codec->scheme);
	Span frma = BOX_PATH(sinf, T('f', 'r', 'm', 'a'));
	return frma.length >= 4 ? (guint32)span_number(frma, 0, 4) : type;
}

static void
name_codec(guint32 type, Span boxes, Codec *codec)
{
	const char *name = NULL;
	for (gsize i = 0; !name && i < G_N_ELEMENTS(names); i++)
		if (names[i].type == type) {
			name = names[i].name;
			codec->is_raw = names[i].is_raw;
		}
	if (type == T('m', 'p', '4', 'a') || type == T('m', 'p', '4', 'v')) {
		Span esds = BOX_PATH(boxes, T('e', 's', 'd', 's'));
		if (esds.length == 0)
			esds = BOX_PATH(boxes, T('w', 'a', 'v', 'e'), T('e', 's', 'd', 's'));
		const char *better = name_of_stream(esds);
		name = better ? better : name;
	}
	char four[5];
	box_type_name(type, four);
	g_strstrip(four);
	g_strlcpy(codec->name, name ? name : *four ? four : "unknown", sizeof codec->name);
}

gboolean
codec_read(Span stsd, TrackKind kind, Codec *ret_codec)
{
	gsize at = 8; /* version, flags, number of entries */
	Box entry;
	Codec codec = {0};
	if (!box_next(stsd, &at, &entry))
		return FALSE;
	Span boxes = inner_boxes(entry.content, kind);
	name_codec(unwrap(boxes, entry.type, &codec), boxes, &codec);
	if (kind == TRACK_VIDEO) {
		codec.width = (guint)span_number(entry.content, 24, 2);
		codec.height = (guint)span_number(entry.content, 26, 2);
	}
	*ret_codec = codec;
	return TRUE;
}
