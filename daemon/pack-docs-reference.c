/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pack-docs.h"

#include <string.h>

#include "daemon/pack-words.h"
#include "lib/facts.h"
#include "lib/screen.h"

static const char *
type_word(VetFieldType type)
{
	static const char *const words[] = {
		[VET_FIELD_STRING] = "文字",
		[VET_FIELD_LIST] = "多个文字",
		[VET_FIELD_DATE] = "日期",
		[VET_FIELD_COUNT] = "数目",
		[VET_FIELD_CODE] = "统一社会信用代码",
		[VET_FIELD_FLAG] = "有或无",
		[VET_FIELD_RECORDS] = "表格",
	};
	return words[type];
}

/* --- classes of documents --- */

static char *
labels_of(const VetFieldSpec *field)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (field->labels && *field->labels) {
		g_autofree char *labels = g_strjoinv("、", field->labels);
		g_string_append(text, labels);
	}
	for (guint i = 0; field->columns && i < field->columns->len; i++) {
		const VetColumnSpec *column = field->columns->pdata[i];
		g_autofree char *labels = g_strjoinv("、", column->labels);
		g_string_append_printf(text, "%s%s：%s", text->len ? "；" : "列 ", column->id,
				       labels);
	}
	if (!text->len)
		g_string_append(text, "按写法识别");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
put_fields(VetArticle *article, const GPtrArray *fields)
{
	static const char *const headings[] = {"字段",         "名称", "类型",
					       "材料上的标签", "备注", NULL};
	if (!fields->len) {
		vet_article_text(article, NULL, "只认种类，不读字段。");
		return;
	}
	vet_article_begin_table(article, headings, 1);
	for (guint i = 0; i < fields->len; i++) {
		const VetFieldSpec *field = fields->pdata[i];
		g_autofree char *labels = labels_of(field);
		const char *role = field->owner ? "所有者" : field->required ? "必须有" : "";
		const char *const cells[] = {field->id, field->title, type_word(field->type),
					     labels, role};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

static void
put_classes(VetArticle *article, const VetPack *pack)
{
	const GPtrArray *classes = vet_pack_classes(pack);
	vet_article_heading(article, 2, "材料种类", NULL);
	vet_article_text(
		article, NULL,
		"按优先次序从上到下辨认，第一个符合的就是。字段的值在标签之后、右侧或下方寻找。");
	for (guint i = 0; i < classes->len; i++) {
		const VetDocumentClass *document_class = classes->pdata[i];
		vet_article_heading(article, 3, document_class->title, document_class->id);
		put_fields(article, document_class->fields);
	}
}

/* --- vars --- */

static void
put_vars(VetArticle *article, const VetPack *pack)
{
	static const char *const headings[] = {"名称", "表达式", "读作", NULL};
	const GPtrArray *vars = vet_pack_vars(pack);
	vet_article_heading(article, 2, "公用的中间结果", NULL);
	if (!vars->len) {
		vet_article_text(article, NULL, "没有。");
		return;
	}
	vet_article_begin_table(article, headings, 1 | 2);
	for (guint i = 0; i < vars->len; i++) {
		const VetNamedExpression *var = vars->pdata[i];
		const char *source = cel_program_source(var->program);
		g_autofree char *name = g_strconcat("vars.", var->name, NULL);
		g_autofree char *gloss = vet_pack_gloss(pack, source);
		const char *const cells[] = {name, source, gloss};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

/* --- facts and functions --- */

static void
put_facts(VetArticle *article)
{
	static const char *const headings[] = {"事实", "名称", "类型", "有无", "说明", NULL};
	vet_article_heading(article, 2, "可用的事实", NULL);
	vet_article_text(article, NULL,
			 "写规则时可用。“可能没有”的要先用 has(…) 问过，否则缺少时规则无法判定。"
			 "材料文件另有其种类的各个字段。");
	vet_article_begin_table(article, headings, 1 | 4);
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++) {
		const char *const cells[] = {row->path, vet_pack_words_fact(row->path), row->type,
					     row->optional ? "可能没有" : "总有", row->summary};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

static void
put_rows(VetArticle *article, const char *title, const CelFunctionRow *rows)
{
	static const char *const headings[] = {"写法", "说明", NULL};
	vet_article_heading(article, 3, title, NULL);
	vet_article_begin_table(article, headings, 1);
	for (const CelFunctionRow *row = rows; row->signature; row++) {
		const char *const cells[] = {row->signature, row->summary};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

/* what is in the maps that functions give */
static void
put_given(VetArticle *article)
{
	static const char *const headings[] = {"字段", "类型", "说明", NULL};
	vet_article_heading(article, 3, "函数给出的记录", NULL);
	vet_article_begin_table(article, headings, 1 | 2);
	for (const VetScreenField *row = vet_screen_fields(); row->object; row++) {
		g_autofree char *path = g_strdup_printf("%s.%s", row->object, row->field);
		const char *const cells[] = {path, row->type, row->summary};
		vet_article_row(article, cells);
	}
	vet_article_end_table(article);
}

void
vet_pack_docs_reference(VetArticle *article, const VetPack *pack)
{
	put_classes(article, pack);
	put_vars(article, pack);
	put_facts(article);
	vet_article_heading(article, 2, "可用的函数", NULL);
	put_rows(article, "审查用", vet_screen_functions());
	put_given(article);
	put_rows(article, "语言自带：逐个处理", cel_standard_macros());
	put_rows(article, "语言自带（CEL）", cel_standard_functions());
}
