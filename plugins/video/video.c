/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>

#include "plugins/video/film.h"
#include "plugins/video/tags.h"

/* no camera wrote a film before 1990: what is less was never set */
#define MIN_CREATED G_GINT64_CONSTANT(631152000)
/* the last frame of a fragment is seldom as long as it says */
#define SLACK_SECONDS 2.0
/* some writers leave a chunk of zeros; a tenth is no accident */
#define MAX_BLANK_PERCENT 10

/* --- what it says of itself --- */

static const struct {
	const char *brand; /* or the beginning of it */
	const char *name;
} brands[] = {
	{"qt", "QuickTime"}, {"3g2", "3GPP2"}, {"3g", "3GPP"},
	{"M4V", "M4V"},      {"M4A", "M4A"},   {"M4B", "M4A"},
	{"f4v", "F4V"},      {"F4V", "F4V"},   {"mj", "Motion JPEG 2000"},
	{"iso", "MP4"},      {"mp4", "MP4"},   {"avc1", "MP4"},
	{"dash", "MP4"},     {"MSNV", "MP4"},  {"XAVC", "MP4 (XAVC)"},
	{"cmf", "MP4"},      {"hvc1", "MP4"},  {"av01", "MP4"},
};

static const char *
format_of(const Film *film)
{
	for (gsize i = 0; i < G_N_ELEMENTS(brands); i++)
		if (g_str_has_prefix(film->brand, brands[i].brand))
			return brands[i].name;
	/* QuickTime of old has no brand */
	return film->brand[0] ? "MP4" : "QuickTime";
}

static gboolean
add_number(VetSink *sink, const char *key, guint64 number, GError **error)
{
	g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, number);
	return number == 0 || vet_sink_metadata(sink, key, text, error);
}

static gboolean
add_times(const Film *film, VetSink *sink, GError **error)
{
	char seconds[G_ASCII_DTOSTR_BUF_SIZE];
	if (film->seconds > 0 &&
	    !vet_sink_metadata(sink, "duration",
			       g_ascii_formatd(seconds, sizeof seconds, "%.3f", film->seconds),
			       error))
		return FALSE;
	g_autoptr(GDateTime) time =
		film->created >= MIN_CREATED ? g_date_time_new_from_unix_utc(film->created) : NULL;
	g_autofree char *text = time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
	return !text || vet_sink_metadata(sink, "created", text, error);
}

static gboolean
add_size(const Track *video, VetSink *sink, GError **error)
{
	gboolean is_coded = video->codec.width > 0 && video->codec.height > 0;
	guint width = is_coded ? video->codec.width : video->shown_width;
	guint height = is_coded ? video->codec.height : video->shown_height;
	return add_number(sink, "width", video->is_turned ? height : width, error) &&
	       add_number(sink, "height", video->is_turned ? width : height, error);
}

static gboolean
add_tracks(const Film *film, VetSink *sink, GError **error)
{
	const Track *video = film_track(film, TRACK_VIDEO);
	const Track *audio = film_track(film, TRACK_AUDIO);
	if (video && !add_size(video, sink, error))
		return FALSE;
	if (video && video->has_codec &&
	    !vet_sink_metadata(sink, "video-codec", video->codec.name, error))
		return FALSE;
	if (audio && audio->has_codec &&
	    !vet_sink_metadata(sink, "audio-codec", audio->codec.name, error))
		return FALSE;
	return add_number(sink, "tracks", film->n_tracks, error);
}

static gboolean
add_facts(const Film *film, VetSink *sink, GError **error)
{
	if (!vet_sink_metadata(sink, "format", format_of(film), error))
		return FALSE;
	if (!film->has_index)
		return TRUE;
	return add_times(film, sink, error) && add_tracks(film, sink, error) &&
	       vet_sink_metadata(sink, "index", film->index_is_in_front ? "front" : "end", error);
}

/* --- whether it can be played --- */

static gboolean
damaged(GError **error, const char *sentence)
{
	g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED, sentence);
	return FALSE;
}

static gboolean
check_index(const Film *film, GError **error)
{
	if (film->has_index && !film->index_is_cut)
		return TRUE;
	if (film->has_index)
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The film's index (moov) is cut short: %" G_GUINT64_FORMAT
			    " of %" G_GUINT64_FORMAT " bytes are there; hand the film in again",
			    film->index_there, film->index_declared);
	else if (film->n_fragments > 0)
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "The film's index (moov) is missing: this is a piece of a "
				    "film that was sent in pieces; hand in the whole film");
	else if (film->last_is_cut && film->n_media > 0)
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The film's index (moov) is missing: the upload was cut short (%s: "
			    "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
			    " bytes); hand the film in again",
			    film->last, film->media_there, film->media_declared);
	else
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "The film's index (moov) is missing: the recording or the "
				    "upload was not finished; hand the film in again");
	return FALSE;
}

static gboolean
check_encryption(const Film *film, GError **error)
{
	for (guint i = 0; i < film->tracks->len; i++) {
		const Track *track = &g_array_index(film->tracks, Track, i);
		if (track->kind == TRACK_OTHER || !track->codec.is_encrypted)
			continue;
		g_set_error(error, VET_ERROR, VET_ERROR_ENCRYPTED,
			    "The film is encrypted (%s): it cannot be played without its key",
			    track->codec.scheme[0] ? track->codec.scheme : "sinf");
		return FALSE;
	}
	return TRUE;
}

static gboolean
say_missing(const Track *track, VetSink *sink, GError **error)
{
	const SampleCheck *check = &track->samples;
	const char *what = track->kind == TRACK_VIDEO ? "pictures" : "pieces of its sound";
	char before[G_ASCII_DTOSTR_BUF_SIZE], whole[G_ASCII_DTOSTR_BUF_SIZE];
	double seconds = track->timescale > 0 ? check->time_before / track->timescale : 0;
	g_ascii_formatd(before, sizeof before, "%.1f", MIN(seconds, track->seconds));
	g_ascii_formatd(whole, sizeof whole, "%.1f", track->seconds);
	g_autofree char *sentence =
		g_strdup_printf("The film is cut short: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
				" %s are missing, from %s s of %s s on; hand the film in again",
				check->missing, check->samples, what, before, whole);
	return vet_sink_warning(sink, sentence, error);
}

static gboolean
say_track(const Track *track, VetSink *sink, GError **error)
{
	const SampleCheck *check = &track->samples;
	const char *what = track->kind == TRACK_VIDEO ? "picture" : "sound";
	g_autofree char *sentence = NULL;
	if (track->is_elsewhere)
		sentence = g_strdup_printf(
			"The film's %s track is in another file that is not here; export the "
			"film as one file",
			what);
	else if (check->missing > 0)
		return say_missing(track, sink, error);
	else if (check->is_damaged)
		sentence = g_strdup_printf(
			"The film's tables of where its %s track lies are damaged", what);
	else if (track->kind == TRACK_VIDEO && !track->codec.is_raw && check->chunks > 0 &&
		 check->blank_chunks * 100 >= check->chunks * MAX_BLANK_PERCENT)
		sentence = g_strdup_printf("The film has holes: %" G_GUINT64_FORMAT
					   " of %" G_GUINT64_FORMAT
					   " stretches of its pictures are only zeros; hand it in "
					   "again",
					   check->blank_chunks, check->chunks);
	return !sentence || vet_sink_warning(sink, sentence, error);
}

static gboolean
say_whole(const Film *film, VetSink *sink, GError **error)
{
	g_autofree char *sentence = NULL;
	if (film->last_is_cut && film->n_fragments > 0)
		sentence = g_strdup_printf("The film is cut short within its last piece (%s); hand "
					   "it in again",
					   film->last);
	else if (film->n_fragments > 0 && film->promised_seconds > film->seconds + SLACK_SECONDS)
		sentence = g_strdup_printf("The film is cut short: it should take %.0f s and takes "
					   "%.0f s; hand it in again",
					   film->promised_seconds, film->seconds);
	else if (film->media_there < film->media_declared)
		sentence = g_strdup_printf("The film is cut short: its media data (mdat) should "
					   "have %" G_GUINT64_FORMAT
					   " bytes and has %" G_GUINT64_FORMAT "; hand it in again",
					   film->media_declared, film->media_there);
	return !sentence || vet_sink_warning(sink, sentence, error);
}

/* TRUE when a track has samples and not one of them is in the file */
static gboolean
is_all_missing(const Film *film)
{
	guint64 samples = 0, missing = 0;
	for (guint i = 0; i < film->tracks->len; i++) {
		const Track *track = &g_array_index(film->tracks, Track, i);
		samples += track->samples.samples;
		missing += track->samples.missing;
	}
	return samples > 0 && samples == missing;
}

static gboolean
check_media(const Film *film, VetSink *sink, GError **error)
{
	if (!film_track(film, TRACK_VIDEO) && !film_track(film, TRACK_AUDIO))
		return damaged(error, "The film has neither pictures nor sound");
	if (film->n_media == 0 && film->n_fragments == 0 && is_all_missing(film))
		return damaged(error, "The film's media data (mdat) is missing: there is an index "
				      "and nothing else; hand the film in again");
	if (is_all_missing(film))
		return damaged(error, "None of the film's pictures and sound is in the file; hand "
				      "the film in again");
	if (film->n_fragments == 0 && film->seconds <= 0)
		return damaged(error, "The film takes no time: there is nothing to play");
	for (guint i = 0; i < film->tracks->len; i++) {
		const Track *track = &g_array_index(film->tracks, Track, i);
		if (track->kind != TRACK_OTHER && !say_track(track, sink, error))
			return FALSE;
	}
	return say_whole(film, sink, error);
}

static gboolean
check(const Film *film, VetSink *sink, GError **error)
{
	if (!check_index(film, error))
		return FALSE;
	if (film->index_is_packed)
		return vet_sink_warning(sink,
					"The film's index is packed (cmov), as QuickTime did long "
					"ago, and was not read; export the film as MP4",
					error);
	return check_encryption(film, error) && check_media(film, sink, error);
}

static gboolean
extract_video(VetSource *source, VetSink *sink, GError **error)
{
	Span file = {0};
	file.data = vet_source_map(source, &file.length, error);
	if (!file.data)
		return FALSE;
	g_auto(Film) film;
	film_read(&film, file);
	return add_facts(&film, sink, error) &&
	       tags_add(BOX_PATH(file, BOX_TYPE('m', 'o', 'o', 'v')), sink, error) &&
	       check(&film, sink, error);
}

static const char *const media_types[] = {
	"video/mp4",   "video/quicktime", "video/3gpp",  "video/3gpp2",
	"video/x-m4v", "video/mj2",       "audio/x-m4a", "audio/mp4",
	"audio/3gpp",  "application/mp4", NULL,
};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "video",
	.version = "1",
	.summary = "MP4, QuickTime, 3GPP: length, size, codecs, whether all of it is there",
	.media_types = media_types,
	.extract = extract_video,
};
