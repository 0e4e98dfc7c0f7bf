/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
	const char *name;
	const char *bytes;
	gsize length;
	const char *pixels;
	double width; /* points */
} pictures[] = {
	{"a.png",
	 BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\x2c\0\0\0\x96\x08\2\0\0\0crc!"
	       "\0\0\0\tpHYs\0\0\x17\x13\0\0\x17\x13\1crc!"),
	 "300x150", 144},
	{"a.jpg",
	 BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\1\0\x48\0\x48\0\0\xff\xdb\0\4\0\0"
	       "\xff\xc0\0\x0b\x08\0\x96\1\x2c\1\1\x11\0\xff\xd9"),
	 "300x150", 300},
	{"a.gif", BYTES("GIF89a\x2c\1\x96\0\x80\0\0\0\0\0\xff\xff\xff;"), "300x150", 300},
	{"a.tif",
	 BYTES("II*\0\x08\0\0\0\2\0\0\1\3\0\1\0\0\0\x2c\1\0\0\1\1\3\0\1\0\0\0\x96\0\0\0\0\0\0\0"),
	 "300x150", 300},
};

static void
test_pictures(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(pictures); i++) {
		g_autoptr(GPtrArray) documents =
			reader_read(pictures[i].name, pictures[i].bytes, pictures[i].length, NULL);
		const VetDocument *document = documents->pdata[0];
		reader_assert_status(documents, pictures[i].name, "ok");
		g_assert_cmpstr(document->extractor, ==, "image");
		g_assert_cmpstr(g_hash_table_lookup(document->content->metadata, "pixels"), ==,
				pictures[i].pixels);
		g_assert_cmpuint(document->content->pages->len, ==, 1);
		const VetPage *page = document->content->pages->pdata[0];
		g_assert_cmpint(page->source, ==, VET_TEXT_NONE);
		g_assert_cmpfloat_with_epsilon(page->width, pictures[i].width, 0.5);
	}
}

static void
test_cut_short(void)
{
	g_autoptr(GPtrArray) documents =
		reader_read("a.png", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), NULL);
	reader_assert_status(documents, "a.png", "corrupt");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/image/pictures", test_pictures);
	g_test_add_func("/image/cut-short", test_cut_short);
	return g_test_run();
}
