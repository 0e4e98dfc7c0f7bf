/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/sentence.h"

#include "lib/pack-languages.h"

#include <string.h>

#define MAX_NAMES 4

static const char *const sentences[VET_N_SENTENCES] = {
	[VET_SENTENCE_UNDECIDED] = "“{title}”无法判定，请人工核对",
	[VET_SENTENCE_CAUSE] = "{said}：{cause}",
	[VET_SENTENCE_NOTE] = "{message}；{note}",
	[VET_SENTENCE_WAIVED] = "{message}（已豁免：{reason}，批准人{approved_by}）",
	[VET_SENTENCE_LIMIT] = "计算超过上限（{error}）",
	[VET_SENTENCE_FACT_MISSING] = "缺少所需的事实（{error}）",
	[VET_SENTENCE_NOT_READ] = "没有读到“{name}”",
	[VET_SENTENCE_NO_LIST] = "名单“{list}”尚未导入",
	[VET_SENTENCE_NO_REGISTRY] = "各市州报名数据尚未导入",
	[VET_SENTENCE_NO_OTHERS] = "无法与其他参赛材料比对",
	[VET_SENTENCE_NO_BOOL] = "规则得到的不是真假值，而是 {kind}",
	[VET_SENTENCE_NO_LOOP] = "“{name}”应是列表，而是 {kind}",
	[VET_SENTENCE_MANY] = "发现超过 {count} 条，其余没有检查",
};

typedef struct {
	const char *name, *value;
} Pair;

const char *
vet_sentence_text(VetSentence sentence)
{
	return sentences[sentence];
}

/* the value of "{name}" at `at`; NULL when no pair has it */
static const Pair *
pair_at(const char *at, const Pair *pairs, guint n_pairs)
{
	for (guint i = 0; i < n_pairs; i++) {
		gsize length = strlen(pairs[i].name);
		if (strncmp(at + 1, pairs[i].name, length) == 0 && at[1 + length] == '}')
			return &pairs[i];
	}
	return NULL;
}

/* in one go: what is filled in may have braces of its own */
static char *
fill(const char *text, const Pair *pairs, guint n_pairs)
{
	GString *filled = g_string_new(NULL);
	for (const char *at = text; *at; at++) {
		const Pair *pair = *at == '{' ? pair_at(at, pairs, n_pairs) : NULL;
		if (pair) {
			g_string_append(filled, pair->value);
			at += strlen(pair->name) + 1;
		} else {
			g_string_append_c(filled, *at);
		}
	}
	return g_string_free(filled, FALSE);
}

char *
vet_sentence_of(const VetPack *pack, const char *language, VetSentence sentence, va_list arguments)
{
	Pair pairs[MAX_NAMES] = {{NULL, NULL}};
	guint n_pairs = 0;
	for (const char *name; n_pairs < MAX_NAMES && (name = va_arg(arguments, const char *));) {
		pairs[n_pairs].name = name;
		pairs[n_pairs++].value = va_arg(arguments, const char *);
	}
	const char *text = vet_pack_say(pack, language, NULL, sentences[sentence]);
	return fill(text, pairs, n_pairs);
}

char *
vet_sentence(const VetPack *pack, const char *language, VetSentence sentence, ...)
{
	va_list arguments;
	va_start(arguments, sentence);
	char *text = vet_sentence_of(pack, language, sentence, arguments);
	va_end(arguments);
	return text;
}
