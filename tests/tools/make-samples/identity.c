/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/identity.h"

#include "lib/ident.h"

#include <string.h>

#define CODE_ALPHABET "0123456789ABCDEFGHJKLMNPQRTUWXY"

static const char *const first_characters[] = {
	"澜", "沐", "楚", "砚", "榕", "岚", "曜", "筑", "帆", "穗", "朗", "芷", "棠", "珩",
	"汀", "骏", "璟", "霁", "樾", "灏", "稷", "绥", "钧", "旷", "硕", "琅", "淼", "轩",
	"桐", "毓", "昱", "澄", "楠", "崧", "翊", "湛", "弘", "煦", "枫", "驰", NULL};
static const char *const second_characters[] = {
	"舟", "桥", "野", "谷", "湾", "石", "原", "麓", "航", "澍", "塘", "田", "峰", "岳",
	"林", "垄", "溪", "洲", "港", "浦", "笛", "墨", "尧", "信", "衡", "序", "帛", "芯",
	"弦", "枢", "策", "维", "简", "格", "迅", "拓", "坤", "泉", "宸", "璞", NULL};
static const char *const places[] = {"湖南",         "湖南省",   "益阳",   "益阳市", "益阳市赫山区",
				     "益阳市资阳区", "桃江县",   "安化县", "南县",   "沅江市",
				     "益阳高新区",   "大通湖区", NULL};
static const char *const trades[] = {
	"数字科技", "信息科技", "智能科技",   "生态农业", "网络科技", "冷链物流", "医疗信息技术",
	"文旅发展", "机械制造", "物联网科技", "环保技术", "软件开发", NULL};
static const char *const organisation_forms[] = {"有限公司", "有限公司", "有限责任公司",
						 "股份有限公司", NULL};
static const char *const institutions[] = {"数据应用研究院", "农业科学研究所",   "公共数据服务中心",
					   "职业技术学院",   "信息技术研究中心", NULL};
static const char *const districts[] = {"430902", "430903", "430921", "430922",
					"430923", "430981", NULL};
static const char *const roads[] = {"康复北路", "桃花仑西路", "团圆南路", "迎宾东路",
				    "资江路",   "龙洲北路",   NULL};
static const char *const surnames[] = {"欧阳", "曾", "龚", "夏", "谌", "蔡", "刘",
				       "陈",   "周", "彭", "郭", "贺", "廖", "文",
				       "卜",   "龙", "熊", "汤", "薛", "丁", NULL};
static const char *const given_names[] = {"建平", "若溪", "梓轩", "丽君", "志远", "晓雯", "凯",
					  "慧",   "思源", "春华", "国栋", "雅琪", "俊",   "婷婷",
					  "立新", "宇航", "佳怡", "明哲", "芳",   "海波", NULL};

char *
sample_brand(guint number)
{
	/* 611 and 1600 share no factor: neighbours get unlike brands, and none comes twice */
	guint slot = (number * 611 + 13) % 1600;
	const char *more = number < 1600 ? "" : second_characters[(number / 1600 + slot) % 40];

	return g_strconcat(first_characters[slot / 40], second_characters[slot % 40], more, NULL);
}

char *
sample_credit_code_new(SampleDice *dice, const char *prefix)
{
	char organisation[10] = "MA4";
	gboolean recent = sample_dice_chance(dice, 50);
	GString *code = g_string_new(prefix);

	g_string_append(code, sample_dice_pick(dice, districts));
	for (guint i = recent ? 3 : 0; i < 8; i++)
		organisation[i] = CODE_ALPHABET[sample_dice_below(dice, 10)];
	if (recent)
		organisation[3] = CODE_ALPHABET[sample_dice_between(dice, 10, 22)];
	organisation[8] = vet_organisation_code_check_digit(organisation);
	g_string_append_len(code, organisation, 9);
	g_string_append_c(code, vet_credit_code_check_digit(code->str));
	return g_string_free(code, FALSE);
}

char *
sample_credit_code_spoil(SampleDice *dice, const char *credit_code)
{
	char *spoilt = g_strdup(credit_code);
	guint right = (guint)(strchr(CODE_ALPHABET, spoilt[17]) - CODE_ALPHABET);

	spoilt[17] = CODE_ALPHABET[(right + sample_dice_between(dice, 1, 30)) % 31];
	return spoilt;
}

/* The body with the first last character that makes it valid. */
static char *
complete(const char *body, gboolean (*valid)(const char *number))
{
	for (const char *last = "0123456789X"; *last != '\0'; last++) {
		g_autofree char *number = g_strdup_printf("%s%c", body, *last);

		if (valid(number))
			return g_steal_pointer(&number);
	}
	g_error("no check character fits %s", body);
}

static char *
id_number_new(SampleDice *dice)
{
	g_autofree char *body = g_strdup_printf(
		"%s%u%02u%02u%03u", sample_dice_pick(dice, districts),
		sample_dice_between(dice, 1968, 2001), sample_dice_between(dice, 1, 12),
		sample_dice_between(dice, 1, 28), sample_dice_between(dice, 1, 999));

	return complete(body, vet_id_number_valid);
}

char *
sample_patent_number_new(SampleDice *dice, guint type)
{
	g_autofree char *body = g_strdup_printf("%u%u%07u.", sample_dice_between(dice, 2019, 2023),
						type, sample_dice_between(dice, 100000, 9999999));

	return complete(body, vet_patent_number_valid);
}

static char *
company_name(SampleDice *dice, const char *brand, const char *trade)
{
	const char *place = sample_dice_pick(dice, places);
	const char *form = sample_dice_pick(dice, organisation_forms);

	/* the region may stand in brackets in the middle */
	if (sample_dice_chance(dice, 15))
		return g_strdup_printf("%s（%s）%s%s", brand,
				       sample_dice_chance(dice, 50) ? "湖南" : "益阳", trade, form);
	return g_strconcat(place, brand, trade, form, NULL);
}

static char *
unit_name(SampleDice *dice, SampleUnitKind kind, const char *brand, const char *trade)
{
	const char *place = sample_dice_pick(dice, places + 3);

	switch (kind) {
	case SAMPLE_UNIT_INSTITUTION:
		return g_strconcat(place, brand, sample_dice_pick(dice, institutions), NULL);
	case SAMPLE_UNIT_BRANCH:
		return g_strconcat("长沙", brand, trade, "有限公司", place, "分公司", NULL);
	case SAMPLE_UNIT_INDIVIDUAL:
		return g_strconcat(place, brand, "电子商务经营部", NULL);
	case SAMPLE_UNIT_PARTNERSHIP:
		return g_strconcat(place, brand, "数据咨询中心（普通合伙）", NULL);
	case SAMPLE_UNIT_COMPANY:
		break;
	}
	return company_name(dice, brand, trade);
}

SampleUnit *
sample_unit_new(SampleDice *dice, SampleUnitKind kind, guint brand_number)
{
	static const char *const prefixes[] = {"91", "12", "91", "92", "91"};
	SampleUnit *unit = g_new0(SampleUnit, 1);

	unit->kind = kind;
	unit->brand = sample_brand(brand_number);
	unit->trade = g_strdup(sample_dice_pick(dice, trades));
	unit->name = unit_name(dice, kind, unit->brand, unit->trade);
	unit->credit_code = sample_credit_code_new(dice, prefixes[kind]);
	unit->licence_code = g_strdup(unit->credit_code);
	unit->principal = sample_person_name(dice);
	unit->address = g_strdup_printf("湖南省益阳市%s%u号", sample_dice_pick(dice, roads),
					sample_dice_between(dice, 3, 688));
	return unit;
}

void
sample_unit_free(SampleUnit *unit)
{
	if (unit == NULL)
		return;
	g_free(unit->name);
	g_free(unit->brand);
	g_free(unit->trade);
	g_free(unit->credit_code);
	g_free(unit->licence_code);
	g_free(unit->former_name);
	g_free(unit->principal);
	g_free(unit->address);
	g_free(unit);
}

char *
sample_person_name(SampleDice *dice)
{
	return g_strconcat(sample_dice_pick(dice, surnames), sample_dice_pick(dice, given_names),
			   NULL);
}

SamplePerson *
sample_person_new(SampleDice *dice, const char *role, const char *unit_name)
{
	SamplePerson *person = g_new0(SamplePerson, 1);

	person->name = sample_person_name(dice);
	person->id_number = id_number_new(dice);
	person->role = g_strdup(role);
	person->unit_name = g_strdup(unit_name);
	return person;
}

SamplePerson *
sample_person_copy(const SamplePerson *person)
{
	SamplePerson *copy = g_new0(SamplePerson, 1);

	copy->name = g_strdup(person->name);
	copy->id_number = g_strdup(person->id_number);
	copy->role = g_strdup(person->role);
	copy->unit_name = g_strdup(person->unit_name);
	return copy;
}

void
sample_person_free(SamplePerson *person)
{
	if (person == NULL)
		return;
	g_free(person->name);
	g_free(person->id_number);
	g_free(person->role);
	g_free(person->unit_name);
	g_free(person);
}
