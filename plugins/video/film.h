/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What an ISO base media file (mp4, mov, m4v, m4a, 3gp) says of itself and whether it can be played as far
 * as that shows without decoding: the index (moov) is there and whole, and so is what it points at.
 */

#include "plugins/video/codec.h"
#include "plugins/video/samples.h"

G_BEGIN_DECLS

#define FILM_MAX_TRACKS 256

typedef struct {
	TrackKind kind;
	guint32 id;
	guint32 timescale;               /* units a second, 0 when not said */
	double seconds;                  /* of the media, 0 when not said */
	guint shown_width, shown_height; /* as tkhd has it, before it is turned */
	gboolean is_turned;              /* by a quarter: what was wide is shown high */
	gboolean is_elsewhere;           /* its data is in another file */
	gboolean has_codec;
	Codec codec;
	SampleCheck samples;
	guint32 default_duration; /* of a fragment's sample, by trex */
	double fragments_end;     /* in its units */
} Track;

typedef struct {
	char brand[5]; /* "isom", "" when there is none */
	gboolean has_index, index_is_cut, index_is_packed, index_is_in_front;
	guint64 index_declared, index_there;
	guint64 media_declared, media_there; /* bytes of all mdat boxes */
	guint n_media, n_fragments;
	gboolean last_is_cut;
	char last[5];            /* the type of the last box */
	double seconds;          /* of the whole, 0 when not said */
	double promised_seconds; /* of all fragments together (mehd), 0 when not said */
	gint64 created;          /* seconds since 1970, 0 when not said */
	GArray *tracks;          /* of Track */
	guint n_tracks;          /* that there are, also beyond FILM_MAX_TRACKS */
} Film;

void film_read(Film *ret_film, Span file);
void film_clear(Film *film);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Film, film_clear)

/* The first track of the kind; NULL when there is none. */
const Track *film_track(const Film *film, TrackKind kind);

G_END_DECLS
