/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/shingles.h"

#include <string.h>

#include "lib/pattern.h"

static const guint8 secret[] = "a secret of tests";

static const char passage[] = "汇聚遥感影像浮标传感器与排口在线监测三类来源建立统一的时空网格编码";

static GArray *
shingles_of(const char *text)
{
	return vet_shingles_of(text, NULL, secret, sizeof secret);
}

static const VetShingle *
at(const GArray *shingles, guint index)
{
	return &g_array_index(shingles, VetShingle, index);
}

static guint
count_common(const GArray *a, const GArray *b)
{
	guint n = 0;
	for (guint i = 0; i < a->len; i++)
		for (guint j = 0; j < b->len; j++)
			n += at(a, i)->hash == at(b, j)->hash;
	return n;
}

/* what follows each other overlaps: between two neighbours nothing is unseen */
static void
test_overlap(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < 3000; i++)
		g_string_append_unichar(text, 0x4e00 + (i * 7919 + i * i * 31) % 5000);
	g_autoptr(GArray) shingles = shingles_of(text->str);
	g_assert_cmpuint(shingles->len, >, 3000 / VET_SHINGLE_WINDOW);
	g_assert_cmpuint(shingles->len, <, 3000 / 3);
	g_assert_cmpuint(at(shingles, 0)->letter, <, VET_SHINGLE_WINDOW);
	for (guint i = 1; i < shingles->len; i++)
		g_assert_cmpuint(at(shingles, i)->letter - at(shingles, i - 1)->letter, <=,
				 VET_SHINGLE_WINDOW);
}

/* the same passage is found whatever stands around it and however it is set */
static void
test_same_passage(void)
{
	g_autofree char *one =
		g_strconcat("本项目面向水环境监管部门，", passage, "。以下从略", NULL);
	g_autofree char *other =
		g_strconcat("另一段全然不同的开头文字在这里！汇聚遥感影像、浮标传感器与",
			    "\n排口在线监测三类来源；", "建立统一的时空网格编码", NULL);
	g_autoptr(GArray) first = shingles_of(one);
	g_autoptr(GArray) second = shingles_of(other);
	g_assert_cmpuint(g_utf8_strlen(passage, -1), >=, VET_SHINGLE_SURE);
	g_assert_cmpuint(count_common(first, second), >=, 1);
	g_autoptr(GArray) third =
		shingles_of("毫不相干的一段话说的是竹子的直径含水率和虫眼情况如何记录");
	g_assert_cmpuint(count_common(first, third), ==, 0);
}

static void
test_place(void)
{
	g_autoptr(GArray) shingles = shingles_of(passage);
	for (guint i = 0; i < shingles->len; i++) {
		const VetShingle *shingle = at(shingles, i);
		g_assert_cmpint(
			g_utf8_strlen(passage + shingle->start, shingle->end - shingle->start), ==,
			VET_SHINGLE_LETTERS);
		g_assert_cmpint(g_utf8_pointer_to_offset(passage, passage + shingle->start), ==,
				shingle->letter);
	}
}

static void
test_prompts(void)
{
	g_autoptr(GPtrArray) prompts =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_pattern_free);
	g_ptr_array_add(prompts, vet_pattern_new("请填写", NULL, NULL));
	g_autofree char *text =
		g_strconcat("请填写项目的背景意义和主要做法不超过一千字\n", passage, NULL);
	g_autoptr(GArray) all = shingles_of(text);
	g_autoptr(GArray) own = vet_shingles_of(text, prompts, secret, sizeof secret);
	g_autoptr(GArray) bare = shingles_of(passage);
	g_assert_cmpuint(own->len, ==, bare->len);
	g_assert_cmpuint(all->len, >, own->len);
	g_assert_cmpint(at(own, 0)->hash, ==, at(bare, 0)->hash);
}

static void
test_short_and_long(void)
{
	g_autoptr(GArray) none = shingles_of("");
	g_autoptr(GArray) few = shingles_of("十一个字不够一个单元");
	g_assert_cmpuint(none->len + few->len, ==, 0);
	g_autoptr(GArray) least = shingles_of("正好十二个字的一行文字在此");
	g_assert_cmpuint(least->len, >=, 1);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < VET_SHINGLE_MAX_LETTERS + 5000; i++)
		g_string_append_unichar(text, 0x4e00 + (i * 7919) % 5003);
	g_autoptr(GArray) many = shingles_of(text->str);
	const VetShingle *last = at(many, many->len - 1);
	g_assert_cmpuint(last->letter + VET_SHINGLE_LETTERS, <=, VET_SHINGLE_MAX_LETTERS);
}

static void
test_secret(void)
{
	g_autoptr(GArray) one = shingles_of(passage);
	g_autoptr(GArray) other = vet_shingles_of(passage, NULL, (const guint8 *)"else", 4);
	g_assert_cmpuint(one->len, ==, other->len);
	g_assert_cmpuint(count_common(one, other), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/shingles/overlap", test_overlap);
	g_test_add_func("/shingles/same-passage", test_same_passage);
	g_test_add_func("/shingles/place", test_place);
	g_test_add_func("/shingles/prompts", test_prompts);
	g_test_add_func("/shingles/short-and-long", test_short_and_long);
	g_test_add_func("/shingles/secret", test_secret);
	return g_test_run();
}
