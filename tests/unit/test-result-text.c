/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/result.h"

#include <string.h>

#include "lib/text.h"

static char *
text_of(const char *json, gboolean color, guint columns)
{
	g_autoptr(JsonNode) node = json_from_string(json, NULL);
	return vet_result_json_to_text(json_node_get_object(node), color, columns);
}

static const char whole[] =
	"{\"submission\":{\"id\":\"YY-1\\u001b[2J\",\"version\":2},\"verdict\":\"ineligible\","
	"\"facts\":{\"project_name\":{\"value\":\"智能\"},\"track\":{\"value\":\"工业制造\"},"
	"\"units\":[{\"name\":{\"value\":\"甲公司\"}},{\"name\":{\"value\":\"乙公司\"}}]},"
	"\"findings\":[{\"rule\":\"team-size\",\"outcome\":\"reject\",\"basis\":\"五\",\"title\":"
	"\"人数\","
	"\"message\":\"队员共七人，超过了办法所定的人数上限，超出的是 Alexander Somebody "
	"和另外一位\","
	"\"advice\":\"减少\",\"evidence\":[{\"document\":\"表.pdf\",\"page\":3,\"quote\":\"成员\"}]"
	"},"
	"{\"rule\":\"deadline\",\"outcome\":\"undetermined\",\"title\":\"期限\"}],"
	"\"documents\":[{\"path\":\"扫描.pdf\",\"status\":\"ok\",\"pages\":1,\"text_source\":"
	"\"none\"},"
	"{\"path\":\"坏.pdf\",\"status\":\"corrupt\",\"pages\":0,\"text_source\":\"none\"}],"
	"\"coverage\":{\"documents\":2,\"pages\":1,\"bytes\":7,\"rules\":[{\"rule\":\"team-size\","
	"\"outcome\":\"reject\"},{\"rule\":\"deadline\",\"outcome\":\"undetermined\"}]}}";

static void
test_whole(void)
{
	static const char *const expected[] = {
		"YY-1�[2J  不符合参赛资格",
		"智能  第2版",
		"参赛单位：甲公司、乙公司  赛道：工业制造",
		"不符合（1）",
		"[team-size]",
		"补正：减少",
		"表.pdf 第3页 「成员」",
		"未能检查",
		"规则：期限",
		"扫描.pdf：图像",
		"坏.pdf：没有读取",
		"2 份文件、1 页、7 字节；规则 2 条",
	};
	g_autofree char *text = text_of(whole, FALSE, 0);
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		if (!strstr(text, expected[i]))
			g_error("\"%s\" is not in:\n%s", expected[i], text);
	}
	g_assert_null(strchr(text, '\033'));
	g_autofree char *colored = text_of(whole, TRUE, 0);
	g_assert_nonnull(strstr(colored, "\033[31m不符合参赛资格\033[0m"));
}

static void
test_wrapped(void)
{
	g_autofree char *text = text_of(whole, FALSE, 40);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		g_assert_cmpuint(vet_text_width(lines[i]), <=, 40);
	/* words stay whole */
	g_assert_nonnull(strstr(text, "Alexander"));
	g_assert_nonnull(strstr(text, "Somebody"));
}

/* Members that are missing or of another type: printed as far as it goes. */
static void
test_poor(void)
{
	static const char *const results[] = {
		"{}",
		"{\"findings\":[{}],\"documents\":[{}],\"coverage\":{\"rules\":[{}]}}",
		"{\"findings\":[7],\"documents\":[null],\"coverage\":{\"rules\":[\"x\"]}}",
		"{\"submission\":[],\"facts\":{\"units\":7},\"verdict\":null,\"findings\":{}}",
	};
	for (guint i = 0; i < G_N_ELEMENTS(results); i++) {
		g_autofree char *text = text_of(results[i], TRUE, 80);
		g_assert_true(g_utf8_validate(text, -1, NULL));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/result-text/whole", test_whole);
	g_test_add_func("/result-text/wrapped", test_wrapped);
	g_test_add_func("/result-text/poor", test_poor);
	return g_test_run();
}
