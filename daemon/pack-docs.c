/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pack-docs.h"

#include <string.h>

#include "lib/pack-titles.h"

#define MAX_VALUE 400

/* --- overview --- */

static void
put_overview(VetArticle *article, const VetPack *pack)
{
	g_autofree char *rules = g_strdup_printf("%u 条", vet_pack_rules(pack)->len);
	g_autofree char *classes = g_strdup_printf("%u 种", vet_pack_classes(pack)->len);
	const VetPack *base = vet_pack_base(pack);
	vet_article_heading(article, 2, "概览", NULL);
	vet_article_text(article, "规则包", vet_pack_id(pack));
	vet_article_text(article, "版本", vet_pack_version(pack));
	if (base) {
		g_autofree char *text =
			g_strdup_printf("%s %s（%s）", vet_pack_id(base), vet_pack_version(base),
					vet_pack_title(base));
		vet_article_text(article, "沿用", text);
	}
	vet_article_text(article, "校验和", vet_pack_sha256(pack));
	vet_article_text(article, "规则", rules);
	vet_article_text(article, "材料种类", classes);
	vet_article_text(
		article, NULL,
		"每条规则的检查恰为真才算通过；出错、缺少事实、材料读不到，都是“无法判定”，"
		"由人工核对。系统只提出意见，由工作人员决定。");
}

/* --- params --- */

/* as an officer writes it: times are those of China, lists have no quotes */
static char *
shown(CelValue value)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (value.kind == CEL_TIMESTAMP)
		return vet_pack_docs_time(value.integer);
	if (value.kind != CEL_LIST && value.kind != CEL_MAP)
		return cel_value_to_display(value);
	gsize length = value.kind == CEL_LIST ? value.list->length : value.map->length;
	for (gsize i = 0; i < length; i++) {
		gboolean list = value.kind == CEL_LIST;
		g_autofree char *item = cel_value_to_display(list ? value.list->items[i]
								  : value.map->entries[i].value);
		if (i)
			g_string_append(text, list ? "、" : "；");
		if (!list) {
			g_autofree char *key = cel_value_to_display(value.map->entries[i].key);
			g_string_append_printf(text, "%s：", key);
		}
		g_string_append(text, item);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
vet_pack_docs_time(gint64 seconds)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("+08:00");
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(seconds);
	g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
	return local ? g_date_time_format(local, "%Y-%m-%d %H:%M:%S（北京时间）") : g_strdup("");
}

static char *
bounds_of(const VetParam *param)
{
	g_autofree char *min = shown(param->min);
	g_autofree char *max = shown(param->max);
	gboolean from = param->min.kind != CEL_NULL, to = param->max.kind != CEL_NULL;
	if (from && to)
		return g_strdup_printf("%s 至 %s", min, max);
	return from ? g_strconcat("不小于 ", min, NULL)
	       : to ? g_strconcat("不大于 ", max, NULL)
		    : g_strdup("");
}

static char *
value_of(const VetParam *param)
{
	g_autofree char *text = shown(param->value);
	if (g_utf8_strlen(text, -1) <= MAX_VALUE)
		return g_steal_pointer(&text);
	g_autofree char *cut = g_utf8_substring(text, 0, MAX_VALUE);
	return g_strconcat(cut, "…", NULL);
}

static void
put_params(VetArticle *article, const VetPack *pack)
{
	static const char *const headings[] = {"参数", "名称", "类型", "值", "范围", NULL};
	const GPtrArray *params = vet_pack_params(pack);
	vet_article_heading(article, 2, "参数", NULL);
	vet_article_text(article, NULL, "每年变动的数值、日期和名单，改这里即可，规则不用动。");
	vet_article_begin_table(article, headings, 1 | 4);
	for (guint i = 0; i < params->len; i++) {
		const VetParam *param = params->pdata[i];
		g_autofree char *value = value_of(param);
		g_autofree char *bounds = bounds_of(param);
		const char *const cells[] = {param->id, param->title, param->type, value, bounds};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

/* --- lists --- */

static void
put_lists(VetArticle *article, const VetPack *pack)
{
	static const char *const headings[] = {"名单", "名称", NULL};
	g_autoptr(GArray) lists = vet_pack_list_titles(pack);
	vet_article_heading(article, 2, "名单", NULL);
	if (!lists->len) {
		vet_article_text(article, NULL, "不需要名单。");
		return;
	}
	vet_article_text(article, NULL, "须另行导入；没有导入时，依赖它的规则一律“无法判定”。");
	vet_article_begin_table(article, headings, 1);
	for (guint i = 0; i < lists->len; i++) {
		const VetPackListTitle *list = &g_array_index(lists, VetPackListTitle, i);
		const char *const cells[] = {list->id, list->title};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

char *
vet_pack_docs(const VetPack *pack, VetArticleFormat format, gint64 now)
{
	VetArticle *article = vet_article_new(format, vet_pack_title(pack));
	put_overview(article, pack);
	put_params(article, pack);
	put_lists(article, pack);
	vet_pack_docs_rules(article, pack, now);
	vet_pack_docs_reference(article, pack);
	return vet_article_finish(article);
}
