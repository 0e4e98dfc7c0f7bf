/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pack-words.h"
#include "lib/words.h"

#include <string.h>

#define MAX_BRACES 32

typedef struct {
	const char *name, *word;
} Word;

/* one for each row of vet_fact_rows(); a test holds it to that */
static const Word facts[] = {
	{"submission", "本次申报"},
	{"submission.id", "申报编号"},
	{"submission.version", "第几次提交"},
	{"submission.received_at", "收到时间"},
	{"submission.submitted_at", "提交时间"},
	{"submission.has_manifest", "有平台登记信息"},
	{"submission.team_id", "平台团队编号"},
	{"submission.project_name", "项目名称"},
	{"submission.track", "参赛赛道"},
	{"submission.host_city", "初赛承办市州"},
	{"manifest", "平台登记信息"},
	{"manifest.project_name", "平台登记的项目名称"},
	{"manifest.track", "平台登记的赛道"},
	{"manifest.host_city", "平台登记的市州"},
	{"manifest.units", "平台登记的参赛单位"},
	{"manifest.members", "平台登记的团队成员"},
	{"form", "申报书"},
	{"form.found", "有申报书"},
	{"form.legible", "申报书全部可读"},
	{"form.project_name", "申报书的项目名称"},
	{"form.track", "申报书的赛道"},
	{"form.host_city", "申报书的市州"},
	{"form.units", "申报书的参赛单位"},
	{"form.members", "申报书的团队成员"},
	{"units", "参赛单位"},
	{"units[].name", "名称"},
	{"units[].credit_code", "统一社会信用代码"},
	{"units[].lead", "牵头单位"},
	{"units[].former_names", "曾用名"},
	{"units[].source", "读取方式"},
	{"members", "团队成员"},
	{"members[].name", "姓名"},
	{"members[].id_number", "身份证号"},
	{"members[].id_key", "身份证号的密文"},
	{"members[].id_valid", "身份证号有效"},
	{"members[].unit", "所在单位"},
	{"members[].role", "角色"},
	{"members[].source", "读取方式"},
	{"codes", "材料中的信用代码"},
	{"codes[].code", "代码"},
	{"codes[].name", "代码旁的名称"},
	{"codes[].document", "所在文件"},
	{"codes[].source", "读取方式"},
	{"documents", "材料文件"},
	{"documents[].path", "路径"},
	{"documents[].sha256", "文件指纹"},
	{"documents[].file", "文件名"},
	{"documents[].name", "材料名称（合订的注明页码）"},
	{"documents[].papers", "文件中的材料份数"},
	{"documents[].first_page", "起始页"},
	{"documents[].last_page", "终止页"},
	{"documents[].class", "材料种类"},
	{"documents[].class_title", "材料种类名称"},
	{"documents[].class_by", "种类的判断依据"},
	{"documents[].status", "读取状态"},
	{"documents[].reason", "未能读取的原因"},
	{"documents[].media_type", "文件格式"},
	{"documents[].lying_name", "扩展名与内容不符"},
	{"documents[].text_source", "文字来源"},
	{"documents[].legible", "全部可读"},
	{"documents[].pages", "页数"},
	{"documents[].unread_pages", "没有读到文字的页数"},
	{"documents[].text", "全文"},
	{"documents[].owners", "所有者"},
	{"documents[].sections", "章节"},
	{"documents[].sections[].title", "标题"},
	{"documents[].sections[].length", "字数"},
	{"documents[].marks", "印章、签名和条码"},
	{"documents[].marks[].kind", "种类"},
	{"documents[].marks[].detail", "形状或类型"},
	{"documents[].marks[].text", "内容"},
	{"documents[].marks[].page", "页码"},
	{"documents[].pictures", "图像页"},
	{"documents[].pictures[].page", "页码"},
	{"documents[].pictures[].likeness", "图像特征"},
	{"documents[].pictures[].text", "读到的文字"},
	{"documents[].hidden", "页面上看不见的文字"},
};

static const Word functions[] = {
	{"size", "个数"},
	{"has", "有"},
	{"all", "全都"},
	{"exists", "存在"},
	{"exists_one", "恰有一个"},
	{"filter", "选出"},
	{"map", "各取"},
	{"contains", "含有"},
	{"startsWith", "开头是"},
	{"endsWith", "结尾是"},
	{"matches", "符合写法"},
	{"substring", "截取"},
	{"join", "连接"},
	{"split", "拆分"},
	{"replace", "替换"},
	{"string", "文字"},
	{"int", "整数"},
	{"timestamp", "时间"},
	{"duration", "时长"},
	{"lookup", "按代码查名单"},
	{"lookup_name", "按名称查名单"},
	{"similar", "查相近名称"},
	{"list_loaded", "名单已导入"},
	{"registrations_loaded", "全省报名数据已导入"},
	{"registrations_of_unit", "单位的报名"},
	{"registrations_of_project", "项目的报名"},
	{"registrations_of_roster", "成员相同的报名"},
	{"submissions_of_roster", "成员相同的其他参赛材料"},
	{"submissions_with_document", "有同一文件的其他参赛材料"},
	{"submissions_with_picture", "有同一图像的其他参赛材料"},
	{"submissions_like_form", "申报书雷同的其他参赛材料"},
	{"relation", "单位关系"},
	{"same_name", "名称相同"},
	{"name_key", "名称的规范形式"},
	{"project_key", "项目名称的比对写法"},
	{"abbreviates", "是其简称"},
	{"similarity", "相似度"},
	{"compact", "去空格"},
	{"credit_code_fault", "信用代码的错误"},
	{"is_branch_name", "是分支机构名称"},
	{"names_in", "其中的名称"},
	{"text_contains", "文中有"},
	{"mask", "遮盖"},
};

/* longest first: "<=" before "<" */
static const Word operators[] = {
	{"&&", " 且 "}, {"||", " 或 "}, {"==", " ＝ "},  {"!=", " ≠ "},
	{"<=", " ≤ "},  {">=", " ≥ "},  {"!", "非 "},    {"<", " ＜ "},
	{">", " ＞ "},  {"?", " 则 "},  {":", " 否则 "},
};

static const Word keywords[] = {
	{"in", "属于"},
	{"true", "真"},
	{"false", "假"},
	{"null", "空"},
};

static const char *
find(const Word *words, gsize n, const char *name)
{
	for (gsize i = 0; i < n; i++)
		if (g_str_equal(words[i].name, name))
			return words[i].word;
	return NULL;
}

const char *
vet_pack_words_fact(const char *path)
{
	return find(facts, G_N_ELEMENTS(facts), path);
}

const char *
vet_pack_words_field(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
		const char *dot = strrchr(facts[i].name, '.');
		if (dot && g_str_equal(dot + 1, name))
			return facts[i].word;
	}
	return NULL;
}

const char *
vet_pack_words_function(const char *name)
{
	return find(functions, G_N_ELEMENTS(functions), name);
}

const char *
vet_pack_words_outcome(VetOutcome outcome)
{
	static const char *const words[] = {
		[VET_OUTCOME_NOT_APPLICABLE] = N_("不适用"),
		[VET_OUTCOME_PASS] = N_("通过"),
		[VET_OUTCOME_NOTE] = N_("提示"),
		[VET_OUTCOME_WAIVED] = N_("已豁免"),
		[VET_OUTCOME_UNDETERMINED] = N_("无法判定"),
		[VET_OUTCOME_REVIEW] = N_("需复核"),
		[VET_OUTCOME_REJECT] = N_("不符合"),
	};
	return _(words[outcome]);
}

/* --- gloss --- */

typedef struct {
	const VetPack *pack;
	const char *at;
	/* of '?' still open, by depth of braces: a ':' that belongs to none is one of a map */
	guint ternaries[MAX_BRACES];
	guint braces;
	GString *text;
} Gloss;

static const char *
field_of_class(const VetPack *pack, const char *name)
{
	const GPtrArray *classes = vet_pack_classes(pack);
	for (guint i = 0; i < classes->len; i++) {
		const VetFieldSpec *field = vet_document_class_field(classes->pdata[i], name);
		if (field)
			return field->title;
	}
	return NULL;
}

static const char *
param_of(const VetPack *pack, const char *name)
{
	const GPtrArray *params = vet_pack_params(pack);
	for (guint i = 0; i < params->len; i++) {
		const VetParam *param = params->pdata[i];
		if (g_str_equal(param->id, name))
			return param->title;
	}
	return NULL;
}

static char *
take_name(Gloss *gloss)
{
	const char *begin = gloss->at;
	while (g_ascii_isalnum(*gloss->at) || *gloss->at == '_')
		gloss->at++;
	return g_strndup(begin, gloss->at - begin);
}

static gboolean
is_called(const Gloss *gloss)
{
	return *gloss->at == '(';
}

/* ".name" behind something; a call is told by its bracket */
static void
put_member(Gloss *gloss)
{
	gloss->at++;
	g_autofree char *name = take_name(gloss);
	const char *word = is_called(gloss) ? vet_pack_words_function(name)
					    : field_of_class(gloss->pack, name);
	if (!word && !is_called(gloss))
		word = vet_pack_words_field(name);
	g_string_append_printf(gloss->text, is_called(gloss) ? " %s" : "的%s", word ? word : name);
}

/* "params.x", "vars.x" and facts of two parts have a name of their own; else NULL, nothing taken */
static const char *
take_pair(Gloss *gloss, const char *root)
{
	if (*gloss->at != '.')
		return NULL;
	const char *before = gloss->at++;
	g_autofree char *name = take_name(gloss);
	g_autofree char *path = g_strdup_printf("%s.%s", root, name);
	const char *word = is_called(gloss)              ? NULL
			   : g_str_equal(root, "params") ? param_of(gloss->pack, name)
							 : vet_pack_words_fact(path);
	if (!word)
		gloss->at = before;
	return word;
}

static void
put_name(Gloss *gloss)
{
	g_autofree char *name = take_name(gloss);
	const char *word = find(keywords, G_N_ELEMENTS(keywords), name);
	if (!word && is_called(gloss))
		word = vet_pack_words_function(name);
	if (!word)
		word = take_pair(gloss, name);
	if (!word)
		word = vet_pack_words_fact(name);
	g_string_append(gloss->text, word ? word : name);
}

static void
put_literal(Gloss *gloss)
{
	char quote = *gloss->at++;
	g_string_append(gloss->text, "“");
	while (*gloss->at && *gloss->at != quote) {
		if (*gloss->at == '\\' && gloss->at[1])
			g_string_append_c(gloss->text, *gloss->at++);
		g_string_append_c(gloss->text, *gloss->at++);
	}
	g_string_append(gloss->text, "”");
	if (*gloss->at)
		gloss->at++;
}

static gboolean
put_operator(Gloss *gloss)
{
	for (gsize i = 0; i < G_N_ELEMENTS(operators); i++) {
		const Word *operator= & operators[i];
		if (!g_str_has_prefix(gloss->at, operator->name))
			continue;
		guint *ternaries = &gloss->ternaries[MIN(gloss->braces, MAX_BRACES - 1)];
		if (*operator->name == ':' && !* ternaries)
			return FALSE;
		*ternaries += *operator->name == '?';
		*ternaries -= *operator->name == ':';
		/* its own blanks stand for those around it */
		if (g_str_has_suffix(gloss->text->str, " ") && *operator->word == ' ')
			g_string_truncate(gloss->text, gloss->text->len - 1);
		g_string_append(gloss->text, operator->word);
		gloss->at += strlen(operator->name);
		if (g_str_has_suffix(operator->word, " "))
			gloss->at += strspn(gloss->at, " \n");
		return TRUE;
	}
	return FALSE;
}

static void
put_other(Gloss *gloss)
{
	if (*gloss->at == '{' && ++gloss->braces < MAX_BRACES)
		gloss->ternaries[gloss->braces] = 0;
	if (*gloss->at == '}' && gloss->braces)
		gloss->braces--;
	g_string_append_c(gloss->text, *gloss->at++);
}

char *
vet_pack_gloss(const VetPack *pack, const char *expression)
{
	Gloss gloss = {.pack = pack, .at = expression, .text = g_string_new(NULL)};
	while (*gloss.at) {
		gboolean behind = gloss.at > expression &&
				  (g_ascii_isalnum(gloss.at[-1]) || strchr("_)]", gloss.at[-1]));
		if (g_ascii_isalpha(*gloss.at) || *gloss.at == '_')
			put_name(&gloss);
		else if (*gloss.at == '.' && behind && g_ascii_isalpha(gloss.at[1]))
			put_member(&gloss);
		else if (*gloss.at == '\'' || *gloss.at == '"')
			put_literal(&gloss);
		else if (!put_operator(&gloss))
			put_other(&gloss);
	}
	return g_string_free(gloss.text, FALSE);
}

char *
vet_pack_gloss_template(const VetPack *pack, const VetTemplate *message)
{
	GString *text = g_string_new(NULL);
	guint n = 0;
	for (const char *at = vet_template_text(message); *at; at++) {
		gboolean doubled = (*at == '{' || *at == '}') && at[1] == *at;
		const CelProgram *program =
			*at == '{' && !doubled ? vet_template_program(message, n) : NULL;
		const char *source = program ? cel_program_source(program) : "";
		if (!program || !g_str_has_prefix(at + 1, source)) {
			g_string_append_c(text, *at);
			at += doubled;
			continue;
		}
		g_autofree char *gloss = vet_pack_gloss(pack, source);
		g_string_append_printf(text, "【%s】", gloss);
		at += strlen(source) + 1;
		n++;
	}
	return g_string_free(text, FALSE);
}
