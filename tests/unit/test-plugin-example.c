/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"

#define SUBTITLES                                                                                  \
	"1\r\n00:00:01,000 --> 00:00:02,500\r\n数据要素\r\n\r\n"                               \
	"2\r\n00:00:03,000 --> 00:00:04,000\r\n第二句\r\n第三句\r\n"

/* The template works as a plugin does: loaded by the worker, in the sandbox, by its media type. */
static void
test_template(void)
{
	g_autofree char *plugin = reader_build_file("tests/plugins/example.so");
	const char *const plugins[] = {plugin, NULL};
	g_autoptr(GPtrArray) documents =
		reader_read_with(plugins, "a.srt", SUBTITLES, sizeof SUBTITLES - 1, NULL);
	const VetDocument *document = reader_find(documents, "a.srt");

	reader_assert_status(documents, "a.srt", "ok");
	reader_assert_text(documents, "a.srt", "数据要素\n第二句\n第三句");
	g_assert_cmpstr(document->media_type, ==, "application/x-subrip");
	g_assert_cmpstr(document->extractor, ==, "example");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plugin-example/template", test_template);
	return g_test_run();
}
