/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/video/film.h"

#define T BOX_TYPE

/* a film in fragments of a second each has two boxes a second */
#define MAX_BOXES (1024 * 1024)
/* from 1904-01-01, where Macintoshes began to count, to 1970-01-01 */
#define EPOCH_1904 G_GINT64_CONSTANT(2082844800)
/* 9999-12-31 */
#define MAX_CREATED G_GINT64_CONSTANT(253402300799)

/* --- headers that come in two versions: times of 32 or 64 bits --- */

typedef struct {
	guint64 created;
	guint32 timescale;
	double duration; /* in units; negative when not said */
	gsize end;       /* where what follows begins */
} TimeHeader;

/* mvhd, mdhd: created, modified, timescale, duration; tkhd has the track where the timescale is */
static TimeHeader
time_header(Span box, gboolean is_track)
{
	gboolean is_long = span_number(box, 0, 1) == 1;
	guint size = is_long ? 8 : 4;
	gsize at = 4;
	TimeHeader header = {.created = span_number(box, at, size)};
	at += 2 * size;
	header.timescale = (guint32)span_number(box, at, 4);
	at += is_track ? 8 : 4;
	guint64 duration = span_number(box, at, size);
	gboolean is_said = duration != (is_long ? G_MAXUINT64 : G_MAXUINT32);
	header.duration = is_said ? (double)duration : -1;
	header.end = at + size;
	return header;
}

static double
in_seconds(double units, guint32 timescale)
{
	return timescale > 0 && units > 0 ? units / timescale : 0;
}

static gint64
since_1970(guint64 since_1904)
{
	/* writers that never heard of 1904 count from 1970: the result would be before any film */
	gint64 seconds = since_1904 > MAX_CREATED + EPOCH_1904 ? 0 : (gint64)since_1904;
	if (seconds > EPOCH_1904)
		seconds -= EPOCH_1904;
	return seconds;
}

/* --- tracks --- */

static TrackKind
kind_of(Span mdia)
{
	Span hdlr = BOX_PATH(mdia, T('h', 'd', 'l', 'r'));
	guint32 handler = (guint32)span_number(hdlr, 8, 4);
	if (handler == T('v', 'i', 'd', 'e'))
		return TRACK_VIDEO;
	return handler == T('s', 'o', 'u', 'n') ? TRACK_AUDIO : TRACK_OTHER;
}

/* a data reference that is not marked as this file */
static gboolean
is_elsewhere(Span minf)
{
	Span dref = BOX_PATH(minf, T('d', 'i', 'n', 'f'), T('d', 'r', 'e', 'f'));
	gsize at = 8;
	Box entry;
	return box_next(dref, &at, &entry) && entry.content.length >= 4 &&
	       !(span_number(entry.content, 0, 4) & 1);
}

static void
read_track_header(Span tkhd, Track *track)
{
	TimeHeader header = time_header(tkhd, TRUE);
	/* reserved, layer, group, volume, reserved */
	gsize matrix = header.end + 16;
	track->id = header.timescale;
	/* a b u c d v x y w: turned by a quarter when a and d are 0 and b and c are not */
	track->is_turned = span_has(tkhd, matrix, 36) && span_number(tkhd, matrix, 4) == 0 &&
			   span_number(tkhd, matrix + 16, 4) == 0 &&
			   span_number(tkhd, matrix + 4, 4) != 0 &&
			   span_number(tkhd, matrix + 12, 4) != 0;
	track->shown_width = (guint)span_number(tkhd, matrix + 36, 2);
	track->shown_height = (guint)span_number(tkhd, matrix + 40, 2);
}

static void
read_track(Film *film, Span trak, Span file)
{
	Span mdia = BOX_PATH(trak, T('m', 'd', 'i', 'a'));
	Span minf = BOX_PATH(mdia, T('m', 'i', 'n', 'f'));
	Span stbl = BOX_PATH(minf, T('s', 't', 'b', 'l'));
	TimeHeader media = time_header(BOX_PATH(mdia, T('m', 'd', 'h', 'd')), FALSE);
	Track track = {.kind = kind_of(mdia),
		       .timescale = media.timescale,
		       .seconds = in_seconds(media.duration, media.timescale),
		       .is_elsewhere = is_elsewhere(minf)};

	film->n_tracks++;
	if (film->tracks->len >= FILM_MAX_TRACKS)
		return;
	read_track_header(BOX_PATH(trak, T('t', 'k', 'h', 'd')), &track);
	track.has_codec =
		codec_read(BOX_PATH(stbl, T('s', 't', 's', 'd')), track.kind, &track.codec);
	if (track.kind != TRACK_OTHER && !track.is_elsewhere)
		track.samples = samples_check(stbl, file);
	g_array_append_val(film->tracks, track);
}

static Track *
track_by_id(Film *film, guint32 id)
{
	for (guint i = 0; i < film->tracks->len; i++) {
		Track *track = &g_array_index(film->tracks, Track, i);
		if (track->id == id)
			return track;
	}
	return NULL;
}

/* --- the index --- */

/* what fragments do not say, they have from here; and how long they are together */
static double
read_extends(Film *film, Span mvex, guint32 timescale)
{
	gsize at = 0;
	Box box;
	while (box_next(mvex, &at, &box)) {
		Track *track = box.type == T('t', 'r', 'e', 'x')
				       ? track_by_id(film, (guint32)span_number(box.content, 4, 4))
				       : NULL;
		if (track)
			track->default_duration = (guint32)span_number(box.content, 12, 4);
	}
	Span mehd = BOX_PATH(mvex, T('m', 'e', 'h', 'd'));
	gboolean is_long = span_number(mehd, 0, 1) == 1;
	return in_seconds((double)span_number(mehd, 4, is_long ? 8 : 4), timescale);
}

static void
read_index(Film *film, Span moov, Span file)
{
	TimeHeader movie = time_header(BOX_PATH(moov, T('m', 'v', 'h', 'd')), FALSE);
	gsize at = 0;
	Box box;
	film->seconds = in_seconds(movie.duration, movie.timescale);
	film->created = since_1970(movie.created);
	film->index_is_packed = box_find(moov, T('c', 'm', 'o', 'v'), &box);
	while (box_next(moov, &at, &box))
		if (box.type == T('t', 'r', 'a', 'k'))
			read_track(film, box.content, file);
	film->promised_seconds =
		read_extends(film, BOX_PATH(moov, T('m', 'v', 'e', 'x')), movie.timescale);
}

/* --- fragments --- */

/* trun: the samples of a fragment; how long they take */
static double
run_duration(Span trun, guint32 default_duration)
{
	guint flags = (guint)span_number(trun, 0, 4) & 0xffffff;
	guint64 n = span_number(trun, 4, 4);
	gsize at = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
	gsize entry = 0;
	double duration = 0;
	for (guint bit = 0x100; bit <= 0x800; bit <<= 1)
		entry += flags & bit ? 4 : 0;
	if (!(flags & 0x100))
		return (double)n * default_duration;
	for (; n > 0 && span_has(trun, at, entry); n--, at += entry)
		duration += (double)span_number(trun, at, 4);
	return duration;
}

static void
read_track_fragment(Film *film, Span traf)
{
	Span tfhd = BOX_PATH(traf, T('t', 'f', 'h', 'd'));
	Span tfdt = BOX_PATH(traf, T('t', 'f', 'd', 't'));
	guint flags = (guint)span_number(tfhd, 0, 4) & 0xffffff;
	Track *track = track_by_id(film, (guint32)span_number(tfhd, 4, 4));
	gsize at = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
	if (!track)
		return;
	guint32 duration = flags & 8 ? (guint32)span_number(tfhd, at, 4) : track->default_duration;
	gboolean is_long = span_number(tfdt, 0, 1) == 1;
	if (tfdt.length > 0)
		track->fragments_end = (double)span_number(tfdt, 4, is_long ? 8 : 4);
	Box box;
	for (at = 0; box_next(traf, &at, &box);)
		if (box.type == T('t', 'r', 'u', 'n'))
			track->fragments_end += run_duration(box.content, duration);
}

static void
read_fragment(Film *film, Span moof)
{
	gsize at = 0;
	Box box;
	film->n_fragments++;
	while (box_next(moof, &at, &box))
		if (box.type == T('t', 'r', 'a', 'f'))
			read_track_fragment(film, box.content);
}

/* --- the whole --- */

static void
read_media(Film *film, const Box *box)
{
	film->n_media++;
	film->media_declared += MIN(box->declared - box->header, (guint64)G_MAXINT64 / MAX_BOXES);
	film->media_there += box->content.length;
}

static void
read_box(Film *film, const Box *box, Span file)
{
	switch (box->type) {
	case T('f', 't', 'y', 'p'):
		if (!film->brand[0] && box->content.length >= 4)
			box_type_name((guint32)span_number(box->content, 0, 4), film->brand);
		break;
	case T('m', 'o', 'o', 'v'):
		if (film->has_index)
			break;
		film->has_index = TRUE;
		film->index_is_cut = box->is_cut;
		film->index_declared = box->declared;
		film->index_there = box->content.length + box->header;
		film->index_is_in_front = film->n_media == 0;
		read_index(film, box->content, file);
		break;
	case T('m', 'd', 'a', 't'):
		read_media(film, box);
		break;
	case T('m', 'o', 'o', 'f'):
		read_fragment(film, box->content);
		break;
	default:
		break;
	}
}

void
film_read(Film *ret_film, Span file)
{
	Film film = {.tracks = g_array_new(FALSE, FALSE, sizeof(Track))};
	gsize at = 0;
	Box box;
	for (guint i = 0; i < MAX_BOXES && box_next(file, &at, &box); i++) {
		read_box(&film, &box, file);
		film.last_is_cut = box.is_cut;
		box_type_name(box.type, film.last);
	}
	for (guint i = 0; i < film.tracks->len; i++) {
		Track *track = &g_array_index(film.tracks, Track, i);
		track->seconds =
			MAX(track->seconds, in_seconds(track->fragments_end, track->timescale));
		if (track->kind != TRACK_OTHER && film.n_fragments > 0)
			film.seconds = MAX(film.seconds, track->seconds);
	}
	if (film.seconds <= 0)
		film.seconds = film.promised_seconds;
	for (guint i = 0; film.seconds <= 0 && i < film.tracks->len; i++)
		film.seconds = g_array_index(film.tracks, Track, i).seconds;
	*ret_film = film;
}

void
film_clear(Film *film)
{
	g_clear_pointer(&film->tracks, g_array_unref);
}

const Track *
film_track(const Film *film, TrackKind kind)
{
	for (guint i = 0; i < film->tracks->len; i++) {
		const Track *track = &g_array_index(film->tracks, Track, i);
		if (track->kind == kind)
			return track;
	}
	return NULL;
}
