/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/film-maker.h"
#include "tests/unit/reader.h"

static GPtrArray *
read_film(const FilmOptions *options, gsize cut)
{
	g_autoptr(GByteArray) film = film_make(options);
	g_assert_cmpuint(cut, <, film->len);
	return reader_read("film.mp4", film->data, film->len - cut, NULL);
}

static void
assert_fact(const GPtrArray *documents, const char *key, const char *value)
{
	const VetDocument *document = reader_find(documents, "film.mp4");
	g_test_message("%s", key);
	g_assert_cmpstr(g_hash_table_lookup(document->content->metadata, key), ==, value);
}

static void
assert_reason(const GPtrArray *documents, const char *part)
{
	const VetDocument *document = reader_find(documents, "film.mp4");
	g_assert_nonnull(document->reason);
	g_test_message("%s", document->reason);
	g_assert_nonnull(strstr(document->reason, part));
}

static void
test_facts(void)
{
	const FilmOptions options = {.brand = "isom", .n_extra_tracks = 1};
	g_autoptr(GPtrArray) documents = read_film(&options, 0);
	reader_assert_status(documents, "film.mp4", "ok");
	g_assert_cmpuint(reader_find(documents, "film.mp4")->content->pages->len, ==, 0);
	assert_fact(documents, "format", "MP4");
	assert_fact(documents, "duration", "10.000");
	assert_fact(documents, "width", "1920");
	assert_fact(documents, "height", "1080");
	assert_fact(documents, "video-codec", "H.264");
	assert_fact(documents, "audio-codec", "AAC");
	assert_fact(documents, "created", "2025-03-14T08:30:00Z");
	assert_fact(documents, "tracks", "3");
	assert_fact(documents, "index", "front");
	assert_fact(documents, "title", "演示视频");
}

typedef struct {
	const char *name;
	FilmOptions options;
	const char *key;
	const char *value;
} Form;

static const Form forms[] = {
	{"index last", {.brand = "mp42", .index_last = TRUE}, "index", "end"},
	{"64 bits", {.brand = "isom", .is_long = TRUE}, "duration", "10.000"},
	{"64 bits, created", {.brand = "isom", .is_long = TRUE}, "created", "2025-03-14T08:30:00Z"},
	{"turned", {.brand = "isom", .is_turned = TRUE}, "width", "1080"},
	{"turned, 64 bits",
	 {.brand = "isom", .is_turned = TRUE, .is_long = TRUE},
	 "height",
	 "1920"},
	{"no sound", {.brand = "isom", .is_silent = TRUE}, "audio-codec", NULL},
	{"sound alone", {.brand = "M4A ", .is_sound = TRUE}, "format", "M4A"},
	{"sound alone", {.brand = "M4A ", .is_sound = TRUE}, "audio-codec", "AAC"},
	{"QuickTime", {.brand = "qt  "}, "format", "QuickTime"},
	{"3GPP", {.brand = "3gp5"}, "format", "3GPP"},
	{"no brand", {.brand = NULL, .index_last = TRUE}, "format", "QuickTime"},
	{"unknown brand", {.brand = "zzzz"}, "format", "MP4"},
	{"compact sizes", {.brand = "isom", .is_compact = TRUE}, "duration", "10.000"},
	{"fragments", {.brand = "iso5", .in_fragments = TRUE}, "duration", "5.000"},
	{"fragments, mehd",
	 {.brand = "iso5", .in_fragments = TRUE, .fragments_duration = 5000},
	 "duration",
	 "5.000"},
};

static void
test_forms(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_test_message("%s", forms[i].name);
		g_autoptr(GPtrArray) documents = read_film(&forms[i].options, 0);
		reader_assert_status(documents, "film.mp4", "ok");
		assert_fact(documents, forms[i].key, forms[i].value);
	}
}

typedef struct {
	const char *name;
	FilmOptions options;
	gsize cut; /* bytes from the end */
	const char *status;
	const char *reason; /* part of it */
} Damage;

static const Damage damages[] = {
	{"cut before the index",
	 {.brand = "isom", .index_last = TRUE},
	 3000,
	 "corrupt",
	 "the upload was cut short"},
	{"index cut", {.brand = "isom", .index_last = TRUE}, 100, "corrupt", "index (moov) is cut"},
	{"media cut",
	 {.brand = "isom", .is_silent = TRUE},
	 1050,
	 "partial",
	 "11 of 20 pictures are missing, from 4.5 s of 10.0 s on"},
	{"media cut, 64 bits",
	 {.brand = "isom", .is_silent = TRUE, .is_long = TRUE},
	 950,
	 "partial",
	 "10 of 20 pictures are missing, from 5.0 s"},
	{"no media", {.brand = "isom", .is_silent = TRUE}, 2005, "corrupt", "mdat) is missing"},
	{"no samples", {.brand = "isom", .is_silent = TRUE}, 1999, "corrupt", "None of the film"},
	{"encrypted", {.brand = "isom", .is_encrypted = TRUE}, 0, "encrypted", "(cenc)"},
	{"elsewhere", {.brand = "qt  ", .is_elsewhere = TRUE}, 0, "partial", "another file"},
	{"zeros", {.brand = "isom", .is_blank = TRUE}, 0, "partial", "5 of 5 stretches"},
	{"counts too many",
	 {.brand = "isom", .sample_count_lie = 0x7fffffff},
	 0,
	 "partial",
	 "damaged"},
	{"no tracks",
	 {.brand = "isom", .is_sound = TRUE, .is_silent = TRUE},
	 0,
	 "corrupt",
	 "neither pictures nor sound"},
	{"last fragment cut", {.brand = "iso5", .in_fragments = TRUE}, 50, "partial", "last piece"},
	{"fragments missing",
	 {.brand = "iso5", .in_fragments = TRUE, .fragments_duration = 60000},
	 0,
	 "partial",
	 "should take 60 s and takes 5 s"},
};

static void
test_damage(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(damages); i++) {
		g_test_message("%s", damages[i].name);
		g_autoptr(GPtrArray) documents = read_film(&damages[i].options, damages[i].cut);
		reader_assert_status(documents, "film.mp4", damages[i].status);
		assert_reason(documents, damages[i].reason);
	}
}

/* a piece of a film as it is sent over the network: fragments without the index */
static void
test_piece(void)
{
	const FilmOptions options = {.brand = "iso5", .in_fragments = TRUE};
	g_autoptr(GByteArray) film = film_make(&options);
	const guint8 *moov = memmem(film->data, film->len, "moov", 4);
	memcpy((guint8 *)moov, "free", 4);
	g_autoptr(GPtrArray) documents = reader_read("film.mp4", film->data, film->len, NULL);
	reader_assert_status(documents, "film.mp4", "corrupt");
	assert_reason(documents, "sent in pieces");
}

static void
test_other_containers(void)
{
	static const struct {
		const char *name;
		const char *bytes;
		gsize length;
	} cases[] = {
		{"a.mkv", "\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska\x42\x87\x81\1", 20},
		{"a.avi", "RIFF\x10\0\0\0AVI LIST\0\0\0\0hdrl", 24},
		{"a.flv", "FLV\1\5\0\0\0\x9\0\0\0\0", 13},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) documents =
			reader_read(cases[i].name, cases[i].bytes, cases[i].length, NULL);
		reader_assert_status(documents, cases[i].name, "unsupported");
		const char *reason = reader_find(documents, cases[i].name)->reason;
		g_test_message("%s", reason);
		g_assert_nonnull(strstr(reason, "video"));
	}
}

/* whatever stands in it, it is read to its end and says why it cannot be played */
static void
test_noise(void)
{
	const FilmOptions options = {.brand = "isom"};
	g_autoptr(GByteArray) film = film_make(&options);
	for (guint round = 0; round < 40; round++) {
		g_autofree guint8 *copy = g_memdup2(film->data, film->len);
		for (guint i = 0; i < 12; i++)
			copy[g_test_rand_int_range(0, 1600)] =
				(guint8)g_test_rand_int_range(0, 256);
		g_autoptr(GPtrArray) documents = reader_read("film.mp4", copy, film->len, NULL);
		const VetDocument *document = reader_find(documents, "film.mp4");
		g_assert_cmpint(document->status, !=, VET_STATUS_CRASHED);
		g_assert_cmpint(document->status, !=, VET_STATUS_TIMEOUT);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/video/facts", test_facts);
	g_test_add_func("/video/forms", test_forms);
	g_test_add_func("/video/damage", test_damage);
	g_test_add_func("/video/piece", test_piece);
	g_test_add_func("/video/other-containers", test_other_containers);
	g_test_add_func("/video/noise", test_noise);
	return g_test_run();
}
