/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writes films box by box (ISO/IEC 14496-12), also those that no camera would write. */

#include <glib.h>
#include <string.h>

#define FILM_TIMESCALE 1000
#define FILM_SAMPLES 20 /* of a track */
#define FILM_CHUNKS 5
#define FILM_SAMPLE_BYTES 100
#define FILM_SAMPLE_TIME 500
/* 2025-03-14T08:30:00Z, from 1904 */
#define FILM_CREATED G_GUINT64_CONSTANT(3824785800)

typedef struct {
	const char *brand; /* NULL: no ftyp */
	gboolean index_last;
	gboolean is_long;   /* headers of version 1, co64, mdat of 64 bits */
	gboolean is_turned; /* by a quarter */
	gboolean is_sound;  /* no picture track */
	gboolean is_silent; /* no sound track */
	gboolean is_encrypted;
	gboolean is_elsewhere; /* the data reference is another file's */
	gboolean is_blank;     /* samples of zeros */
	gboolean is_compact;   /* stz2 */
	gboolean in_fragments;
	guint64 fragments_duration; /* mehd, 0: none */
	guint32 sample_count_lie;   /* added to what stsz counts */
	guint n_extra_tracks;       /* of text */
} FilmOptions;

typedef struct {
	GByteArray *bytes;
	const FilmOptions *options;
	gsize offset_places[2]; /* where the chunk offsets of the tracks are to be written */
	guint n_tracks;
} FilmMaker;

static inline void
film_put(GByteArray *bytes, guint64 value, guint size)
{
	for (guint i = size; i-- > 0;) {
		guint8 byte = (guint8)(value >> (i * 8));
		g_byte_array_append(bytes, &byte, 1);
	}
}

static inline void
film_zeros(GByteArray *bytes, gsize n)
{
	for (gsize i = 0; i < n; i++)
		film_put(bytes, 0, 1);
}

static inline void
film_text(GByteArray *bytes, const char *text)
{
	g_byte_array_append(bytes, (const guint8 *)text, (guint)strlen(text));
}

/* a box is begun, filled and ended, which writes its size */
static inline gsize
film_begin(GByteArray *bytes, const char *type)
{
	gsize at = bytes->len;
	film_put(bytes, 0, 4);
	film_text(bytes, type);
	return at;
}

static inline void
film_set(GByteArray *bytes, gsize at, guint64 value, guint size)
{
	for (guint i = 0; i < size; i++)
		bytes->data[at + i] = (guint8)(value >> ((size - 1 - i) * 8));
}

static inline void
film_end(GByteArray *bytes, gsize at)
{
	film_set(bytes, at, bytes->len - at, 4);
}

/* mvhd, mdhd, tkhd: up to the duration */
static inline gsize
film_time_header(FilmMaker *maker, const char *type, guint32 middle, guint64 duration)
{
	gboolean is_long = maker->options->is_long;
	guint size = is_long ? 8 : 4;
	gsize at = film_begin(maker->bytes, type);
	film_put(maker->bytes, is_long ? 0x01000003 : 3, 4);
	film_put(maker->bytes, FILM_CREATED, size);
	film_put(maker->bytes, FILM_CREATED, size);
	film_put(maker->bytes, middle, 4);
	if (strcmp(type, "tkhd") == 0)
		film_put(maker->bytes, 0, 4);
	film_put(maker->bytes, duration, size);
	return at;
}

static inline void
film_track_header(FilmMaker *maker, guint id, gboolean is_picture, guint64 duration)
{
	static const guint32 upright[] = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};
	static const guint32 turned[] = {0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000};
	const guint32 *matrix = maker->options->is_turned ? turned : upright;
	gsize at = film_time_header(maker, "tkhd", id, duration);
	film_zeros(maker->bytes, 16);
	for (guint i = 0; i < 9; i++)
		film_put(maker->bytes, matrix[i], 4);
	film_put(maker->bytes, is_picture ? 1920 << 16 : 0, 4);
	film_put(maker->bytes, is_picture ? 1080 << 16 : 0, 4);
	film_end(maker->bytes, at);
}

static inline void
film_protection(FilmMaker *maker, const char *original)
{
	gsize sinf = film_begin(maker->bytes, "sinf");
	gsize frma = film_begin(maker->bytes, "frma");
	film_text(maker->bytes, original);
	film_end(maker->bytes, frma);
	gsize schm = film_begin(maker->bytes, "schm");
	film_put(maker->bytes, 0, 4);
	film_text(maker->bytes, "cenc");
	film_put(maker->bytes, 0x10000, 4);
	film_end(maker->bytes, schm);
	film_end(maker->bytes, sinf);
}

static inline void
film_sound_stream(FilmMaker *maker)
{
	static const guint8 descriptors[] = {0, 0, 0, 0, 3, 0x19, 0, 1, 0, 4, 0x11, 0x40, 0x15, 0,
					     0, 0, 0, 0, 0, 0,    0, 0, 0, 0, 6,    1,    2};
	gsize at = film_begin(maker->bytes, "esds");
	g_byte_array_append(maker->bytes, descriptors, sizeof descriptors);
	film_end(maker->bytes, at);
}

static inline void
film_descriptions(FilmMaker *maker, gboolean is_picture)
{
	GByteArray *bytes = maker->bytes;
	const char *original = is_picture ? "avc1" : "mp4a";
	const char *locked = is_picture ? "encv" : "enca";
	gsize stsd = film_begin(bytes, "stsd");
	film_put(bytes, 0, 4);
	film_put(bytes, 1, 4);
	gsize entry = film_begin(bytes, maker->options->is_encrypted ? locked : original);
	film_zeros(bytes, 6);
	film_put(bytes, 1, 2);
	if (is_picture) {
		film_zeros(bytes, 16);
		film_put(bytes, 1920, 2);
		film_put(bytes, 1080, 2);
		film_zeros(bytes, 50);
	} else {
		film_zeros(bytes, 20);
		film_sound_stream(maker);
	}
	if (maker->options->is_encrypted)
		film_protection(maker, original);
	film_end(bytes, entry);
	film_end(bytes, stsd);
}

static inline gsize
film_table(GByteArray *bytes, const char *type)
{
	gsize at = film_begin(bytes, type);
	film_put(bytes, 0, 4);
	return at;
}

static inline void
film_sizes(FilmMaker *maker, guint samples)
{
	GByteArray *bytes = maker->bytes;
	gboolean is_compact = maker->options->is_compact;
	gsize at = film_table(bytes, is_compact ? "stz2" : "stsz");
	film_put(bytes, is_compact ? 8 : 0, 4);
	film_put(bytes, samples + maker->options->sample_count_lie, 4);
	for (guint i = 0; i < samples; i++)
		film_put(bytes, FILM_SAMPLE_BYTES, is_compact ? 1 : 4);
	film_end(bytes, at);
}

static inline void
film_sample_table(FilmMaker *maker, gboolean is_picture)
{
	GByteArray *bytes = maker->bytes;
	guint samples = maker->options->in_fragments ? 0 : FILM_SAMPLES;
	guint chunks = maker->options->in_fragments ? 0 : FILM_CHUNKS;
	gsize stbl = film_begin(bytes, "stbl");
	film_descriptions(maker, is_picture);
	gsize at = film_table(bytes, "stts");
	film_put(bytes, samples ? 1 : 0, 4);
	if (samples) {
		film_put(bytes, samples, 4);
		film_put(bytes, FILM_SAMPLE_TIME, 4);
	}
	film_end(bytes, at);
	at = film_table(bytes, "stsc");
	film_put(bytes, samples ? 1 : 0, 4);
	if (samples) {
		film_put(bytes, 1, 4);
		film_put(bytes, samples / chunks, 4);
		film_put(bytes, 1, 4);
	}
	film_end(bytes, at);
	film_sizes(maker, samples);
	at = film_table(bytes, maker->options->is_long ? "co64" : "stco");
	film_put(bytes, chunks, 4);
	maker->offset_places[maker->n_tracks] = bytes->len;
	film_zeros(bytes, chunks * (maker->options->is_long ? 8 : 4));
	film_end(bytes, at);
	film_end(bytes, stbl);
}

static inline void
film_data_reference(FilmMaker *maker)
{
	GByteArray *bytes = maker->bytes;
	gsize dinf = film_begin(bytes, "dinf");
	gsize dref = film_table(bytes, "dref");
	film_put(bytes, 1, 4);
	gsize url = film_begin(bytes, "url ");
	film_put(bytes, maker->options->is_elsewhere ? 0 : 1, 4);
	film_end(bytes, url);
	film_end(bytes, dref);
	film_end(bytes, dinf);
}

static inline void
film_handler(GByteArray *bytes, const char *handler)
{
	gsize at = film_begin(bytes, "hdlr");
	film_zeros(bytes, 8);
	film_text(bytes, handler);
	film_zeros(bytes, 13);
	film_end(bytes, at);
}

static inline void
film_track(FilmMaker *maker, gboolean is_picture)
{
	GByteArray *bytes = maker->bytes;
	guint64 duration = maker->options->in_fragments ? 0 : FILM_SAMPLES * FILM_SAMPLE_TIME;
	gsize trak = film_begin(bytes, "trak");
	film_track_header(maker, maker->n_tracks + 1, is_picture, duration);
	gsize mdia = film_begin(bytes, "mdia");
	gsize mdhd = film_time_header(maker, "mdhd", FILM_TIMESCALE, duration);
	film_put(bytes, 0, 4);
	film_end(bytes, mdhd);
	film_handler(bytes, is_picture ? "vide" : "soun");
	gsize minf = film_begin(bytes, "minf");
	film_data_reference(maker);
	film_sample_table(maker, is_picture);
	film_end(bytes, minf);
	film_end(bytes, mdia);
	film_end(bytes, trak);
	maker->n_tracks++;
}

static inline void
film_other_track(FilmMaker *maker)
{
	gsize trak = film_begin(maker->bytes, "trak");
	gsize mdia = film_begin(maker->bytes, "mdia");
	film_handler(maker->bytes, "text");
	film_end(maker->bytes, mdia);
	film_end(maker->bytes, trak);
}

static inline void
film_title(GByteArray *bytes)
{
	gsize udta = film_begin(bytes, "udta");
	gsize meta = film_begin(bytes, "meta");
	film_put(bytes, 0, 4);
	gsize ilst = film_begin(bytes, "ilst");
	gsize name = film_begin(bytes, "\xa9nam");
	gsize data = film_begin(bytes, "data");
	film_put(bytes, 1, 4);
	film_put(bytes, 0, 4);
	film_text(bytes, "演示视频");
	film_end(bytes, data);
	film_end(bytes, name);
	film_end(bytes, ilst);
	film_end(bytes, meta);
	film_end(bytes, udta);
}

static inline void
film_extends(FilmMaker *maker)
{
	GByteArray *bytes = maker->bytes;
	gsize mvex = film_begin(bytes, "mvex");
	if (maker->options->fragments_duration) {
		gsize mehd = film_table(bytes, "mehd");
		film_put(bytes, maker->options->fragments_duration, 4);
		film_end(bytes, mehd);
	}
	for (guint id = 1; id <= maker->n_tracks; id++) {
		gsize trex = film_table(bytes, "trex");
		film_put(bytes, id, 4);
		film_put(bytes, 1, 4);
		film_put(bytes, FILM_SAMPLE_TIME, 4);
		film_zeros(bytes, 8);
		film_end(bytes, trex);
	}
	film_end(bytes, mvex);
}

static inline void
film_index(FilmMaker *maker)
{
	GByteArray *bytes = maker->bytes;
	guint64 duration = maker->options->in_fragments ? 0 : FILM_SAMPLES * FILM_SAMPLE_TIME;
	gsize moov = film_begin(bytes, "moov");
	gsize mvhd = film_time_header(maker, "mvhd", FILM_TIMESCALE, duration);
	film_zeros(bytes, 80);
	film_end(bytes, mvhd);
	if (!maker->options->is_sound)
		film_track(maker, TRUE);
	if (!maker->options->is_silent)
		film_track(maker, FALSE);
	for (guint i = 0; i < maker->options->n_extra_tracks; i++)
		film_other_track(maker);
	if (maker->options->in_fragments)
		film_extends(maker);
	film_title(bytes);
	film_end(bytes, moov);
}

/* the samples of each chunk of both tracks, one behind the other; returns where they begin */
static inline gsize
film_media(FilmMaker *maker, guint n_samples)
{
	GByteArray *bytes = maker->bytes;
	gsize at = film_begin(bytes, "mdat");
	if (maker->options->is_long)
		film_zeros(bytes, 8);
	gsize start = bytes->len;
	for (guint i = 0; i < n_samples; i++) {
		film_put(bytes, maker->options->is_blank ? 0 : FILM_SAMPLE_BYTES - 4, 4);
		for (guint j = 4; j < FILM_SAMPLE_BYTES; j++)
			film_put(bytes, maker->options->is_blank ? 0 : j, 1);
	}
	if (maker->options->is_long) {
		film_set(bytes, at, 1, 4);
		film_set(bytes, at + 8, bytes->len - at, 8);
	} else {
		film_end(bytes, at);
	}
	return start;
}

/* three fragments of four samples; the second says each sample's duration */
static inline void
film_fragments(FilmMaker *maker)
{
	GByteArray *bytes = maker->bytes;
	for (guint i = 0; i < 3; i++) {
		gsize moof = film_begin(bytes, "moof");
		gsize traf = film_begin(bytes, "traf");
		gsize tfhd = film_begin(bytes, "tfhd");
		film_put(bytes, 0, 4);
		film_put(bytes, 1, 4);
		film_end(bytes, tfhd);
		gsize trun = film_begin(bytes, "trun");
		film_put(bytes, i == 1 ? 0x100 : 0, 4);
		film_put(bytes, 4, 4);
		for (guint j = 0; i == 1 && j < 4; j++)
			film_put(bytes, 250, 4);
		film_end(bytes, trun);
		film_end(bytes, traf);
		film_end(bytes, moof);
		film_media(maker, 4);
	}
}

/* Caller unrefs. */
static inline GByteArray *
film_make(const FilmOptions *options)
{
	FilmMaker maker = {.bytes = g_byte_array_new(), .options = options};
	GByteArray *bytes = maker.bytes;
	gsize start = 0;
	guint n_tracks = !options->is_sound + !options->is_silent;
	if (options->brand) {
		gsize at = film_begin(bytes, "ftyp");
		film_text(bytes, options->brand);
		film_put(bytes, 512, 4);
		film_text(bytes, options->brand);
		film_end(bytes, at);
	}
	if (options->in_fragments) {
		film_index(&maker);
		film_fragments(&maker);
		return bytes;
	}
	if (options->index_last)
		start = film_media(&maker, FILM_SAMPLES * n_tracks);
	film_index(&maker);
	if (!options->index_last)
		start = film_media(&maker, FILM_SAMPLES * n_tracks);
	guint size = options->is_long ? 8 : 4;
	for (guint track = 0; track < n_tracks; track++)
		for (guint i = 0; i < FILM_CHUNKS; i++)
			film_set(bytes, maker.offset_places[track] + (gsize)i * size,
				 start + ((gsize)i * n_tracks + track) *
						 (FILM_SAMPLES / FILM_CHUNKS) * FILM_SAMPLE_BYTES,
				 size);
	return bytes;
}
