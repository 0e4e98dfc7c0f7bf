/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/media-names.h"

static void
test_nouns(void)
{
	static const struct {
		const char *media_type;
		const char *noun;
	} cases[] = {
		{"application/vnd.ms-outlook", "an Outlook message"},
		{"application/x-dosexec", "a program for Windows"},
		{"application/vnd.sqlite3", "an SQLite database"},
		{"application/warc", "an archive of web pages (WARC)"},
		{"image/vnd.dwg", "an AutoCAD drawing"},
		{"image/vnd.adobe.photoshop", "a Photoshop picture"},
		{"font/ttf", "a font"},
		{"video/x-matroska", "a Matroska video"},
		/* an exact type goes before the family it belongs to */
		{"audio/x-wav", "a WAV sound"},
		{"audio/flac", "a sound of a kind that is not read"},
		{"application/octet-stream", NULL},
		{"application/x-unheard-of", NULL},
		{"", NULL},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(vet_media_noun(cases[i].media_type), ==, cases[i].noun);
}

static void
test_refusals(void)
{
	static const struct {
		const char *media_type;
		const char *sentence;
	} cases[] = {
		{"image/vnd.dwg", "This is an AutoCAD drawing (image/vnd.dwg), which nothing here "
				  "reads; hand it in as PDF"},
		{"application/octet-stream", "Nothing here knows this kind of file, which may be "
					     "damaged; hand it in as PDF"},
		{"application/x-unheard-of",
		 "Nothing here reads application/x-unheard-of; hand it in as PDF"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *sentence = vet_media_refusal(cases[i].media_type);
		g_assert_cmpstr(sentence, ==, cases[i].sentence);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/media-names/nouns", test_nouns);
	g_test_add_func("/media-names/refusals", test_refusals);
	return g_test_run();
}
