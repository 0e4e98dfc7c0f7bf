/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/transcript.h"

static void
add(VetPage *page, VetLineRole role, const char *text)
{
	vet_page_add_line(page, text, (VetBox){0}, NULL)->role = role;
}

/* What is at the edge of every page does not come between the two halves of a sentence. */
static void
test_running_lines(void)
{
	const char *const body[] = {"本单位承诺", "所报材料", "真实有效"};
	g_autoptr(VetContent) content = vet_content_new();

	for (guint i = 0; i < G_N_ELEMENTS(body); i++) {
		g_autofree char *footer = g_strdup_printf("第%u页", i + 9);
		VetPage *page = vet_content_add_page(content, 595, 842, VET_TEXT_TEXT);
		add(page, VET_LINE_HEADER, "项目申报书");
		add(page, VET_LINE_BODY, body[i]);
		add(page, VET_LINE_FOOTER, footer);
	}
	g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
	g_assert_cmpstr(vet_transcript_text(transcript, NULL), ==,
			"项目申报书\n本单位承诺\n第9页\n所报材料\n真实有效\n");
}

static void
test_hidden_line(void)
{
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 595, 842, VET_TEXT_TEXT);

	add(page, VET_LINE_BODY, "团队成员五人");
	add(page, VET_LINE_HIDDEN, "团队成员六人");
	add(page, VET_LINE_NOTE, "批注");
	g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
	g_assert_cmpstr(vet_transcript_text(transcript, NULL), ==, "团队成员五人\n批注\n");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/transcript/running-lines", test_running_lines);
	g_test_add_func("/transcript/hidden-line", test_hidden_line);
	return g_test_run();
}
