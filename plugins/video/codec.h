/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How pictures and sound of a track are coded: the first sample entry of its stsd. */

#include "plugins/video/box.h"

G_BEGIN_DECLS

typedef enum {
	TRACK_OTHER, /* subtitles, time codes, hints */
	TRACK_VIDEO,
	TRACK_AUDIO,
} TrackKind;

typedef struct {
	char name[48];       /* "H.264"; the four characters when they are not known */
	guint width, height; /* of the coded picture in pixels, 0 when not said */
	gboolean is_encrypted;
	char scheme[5];  /* "cenc", "" when not said */
	gboolean is_raw; /* uncompressed: zeros are black or silence */
} Codec;

/* `stsd` is that box's content.  FALSE when it has no entry. */
gboolean codec_read(Span stsd, TrackKind kind, Codec *ret_codec);

G_END_DECLS
