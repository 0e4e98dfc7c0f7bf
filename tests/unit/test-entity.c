/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/entity.h"

static void
test_equal(void)
{
	g_assert_true(vet_entity_equal("湖南（益阳）云 元有限公司", "湖南(益阳)云元有限公司"));
	g_assert_true(vet_entity_equal("湖南【益阳】云元有限公司", "湖南〔益阳〕云元有限公司"));
	g_assert_false(vet_entity_equal("云元有限公司", "云元有限责任公司"));
	g_assert_false(vet_entity_equal("益阳市云元有限公司", "益阳云元有限公司"));
	g_assert_false(vet_entity_equal("", " "));
	/* traditional characters are another way to write the same */
	g_assert_true(vet_entity_equal("益陽市洞庭雲數據有限公司", "益阳市洞庭云数据有限公司"));
	g_assert_false(vet_entity_equal("益陽市洞庭雲數據有限公司", "岳阳市洞庭云数据有限公司"));
}

typedef struct {
	const char *name;
	const char *place, *trade_name, *industry, *form, *branch;
} SplitCase;

static const SplitCase split_cases[] = {
	{"益阳市赫山区云元信息技术有限公司", "益阳市赫山区", "云元", "信息技术", "有限公司", ""},
	{"南县强盛数据科技有限责任公司", "南县", "强盛", "数据科技", "有限责任公司", ""},
	{"湖南（益阳）洞盈川供应链管理股份有限公司", "湖南益阳", "洞盈川", "供应链管理",
	 "股份有限公司", ""},
	{"众道控股集团有限公司", "", "众道", "", "控股集团有限公司", ""},
	{"湖南众道科技（集团）有限公司", "湖南", "众道", "科技", "(集团)有限公司", ""},
	{"沅江市慧邦软件有限公司益阳分公司", "沅江市", "慧邦", "软件", "有限公司", "益阳分公司"},
	{"益阳市鼎鑫医院赫山分院", "益阳市", "鼎鑫", "", "医院", "赫山分院"},
	{"中国移动通信集团湖南有限公司", "中国湖南", "移动", "通信", "有限公司", ""},
	{"中国工商银行益阳赫山支行", "中国", "工商", "", "银行", "益阳赫山支行"},
	{"湖南星麟职业技术学院", "湖南", "星麟", "职业技术", "学院", ""},
	{"益阳市景合研究院", "益阳市", "景合", "", "研究院", ""},
	{"益阳超市连锁有限公司", "益阳", "超市", "连锁", "有限公司", ""},
	{"长沙智慧城市运营有限公司", "长沙", "智慧", "城市运营", "有限公司", ""},
	{"湘西土家族苗族自治州民丰茶业有限公司", "湘西土家族苗族自治州", "民丰", "茶业", "有限公司",
	 ""},
	{"益阳高新区恒达电子有限公司", "益阳高新区", "恒达", "电子", "有限公司", ""},
	{"湖南省桃江县恒达竹业有限公司", "湖南省桃江县", "恒达", "竹业", "有限公司", ""},
	{"恒达科技（益阳）有限公司", "益阳", "恒达", "科技", "有限公司", ""},
	{"益阳安康医疗科技有限公司", "益阳", "安康", "医疗科技", "有限公司", ""},
	{"张三", "", "张三", "", "", ""},
	{"", "", "", "", "", ""},
};

static void
test_split(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(split_cases); i++) {
		const SplitCase *c = &split_cases[i];
		g_auto(VetEntityParts) parts = {0};

		vet_entity_split(c->name, &parts);
		g_assert_cmpstr(parts.place, ==, c->place);
		g_assert_cmpstr(parts.trade_name, ==, c->trade_name);
		g_assert_cmpstr(parts.industry, ==, c->industry);
		g_assert_cmpstr(parts.form, ==, c->form);
		g_assert_cmpstr(parts.branch, ==, c->branch);
	}
}

typedef struct {
	const char *unit, *other;
	VetRelation relation;
} RelationCase;

static const RelationCase relation_cases[] = {
	{"益阳市云元科技有限公司", "益阳市云元科技有限公司 ", VET_RELATION_SAME},
	{"益阳市云元科技有限公司", "益阳市云元科技有限公司长沙分公司", VET_RELATION_BRANCH},
	{"益阳市鼎鑫医院", "益阳市鼎鑫医院赫山分院", VET_RELATION_BRANCH},
	{"益阳市云元科技有限公司长沙分公司", "益阳市云元科技有限公司", VET_RELATION_PARENT},
	{"益阳市云元科技有限公司", "湖南云元控股集团有限公司", VET_RELATION_PARENT},
	{"益阳市云元科技有限公司", "云元集团有限公司", VET_RELATION_PARENT},
	{"湖南云元控股集团有限公司", "益阳市云元科技有限公司", VET_RELATION_SUBSIDIARY},
	{"益阳市云元科技有限公司", "长沙云元科技有限公司", VET_RELATION_SUBSIDIARY},
	{"益阳市云元科技有限公司", "益阳市云元物流有限公司", VET_RELATION_SUBSIDIARY},
	{"益阳市云元科技有限公司", "益阳市云元科技有限责任公司", VET_RELATION_VARIANT},
	{"益阳市云元科技有限公司", "长沙云元科技有限公司益阳分公司", VET_RELATION_SUBSIDIARY},
	{"中国移动通信集团湖南有限公司", "中国移动通信集团有限公司", VET_RELATION_PARENT},
	{"益阳市云元科技有限公司", "益阳市瑞合科技有限公司", VET_RELATION_NONE},
	{"益阳数据科技有限公司", "长沙数据科技有限公司", VET_RELATION_NONE},
	{"益阳信息科技有限公司", "信息技术集团有限公司", VET_RELATION_NONE},
	{"益阳市第一人民医院", "长沙市第一人民医院", VET_RELATION_NONE},
	{"益阳市云元科技有限公司", "湖南云元会计师事务所（普通合伙）", VET_RELATION_NONE},
	{"益阳市云元科技有限公司", "云元", VET_RELATION_NONE},
	{"益阳市云元科技有限公司", "云元凯", VET_RELATION_NONE},
	{"益阳市云元科技有限公司", "国家版权局", VET_RELATION_NONE},
	{"益阳市云元科技有限公司", "益阳市市场监督管理局", VET_RELATION_NONE},
	{"益阳市云元科技有限公司", "", VET_RELATION_NONE},
	{"", "", VET_RELATION_NONE},
};

static void
test_relation(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(relation_cases); i++) {
		const RelationCase *c = &relation_cases[i];
		VetRelation relation = vet_entity_relation(c->unit, c->other);

		g_assert_cmpstr(vet_relation_name(relation), ==, vet_relation_name(c->relation));
		g_assert_nonnull(vet_relation_title(relation));
	}
}

static const char *const names[] = {
	"益阳市云元科技有限公司",
	"湖南（益阳）云元有限公司",
	"益阳市景合研究院",
	"益阳市赫山区泰源信息服务部",
	"湖南大学",
	"益阳市公安局",
	"安化县黑茶专业合作社",
	"云元科技有限公司益阳分公司",
	"中国工商银行益阳赫山支行",
	"天衡会计师事务所（特殊普通合伙）",
	"恒达投资合伙企业（有限合伙）",
	"益阳市大数据中心",
	"XYZ (China) 有限公司",
};

static const char *const no_names[] = {
	"",
	"张三",
	"有限公司",
	"医院",
	"营业场所",
	"住所",
	"本公司",
	"分公司",
	"母公司",
	"以用户为中心",
	"名称：益阳云元有限公司",
	"我公司承诺所有材料归本公司",
	"其他有限公司",
	"负责人、营业场所",
	"数据中心",
	"注册资本500万元",
};

static const char *const branches[] = {
	"云元科技有限公司益阳分公司", "中国工商银行赫山支行",       "证券有限公司益阳营业部",
	"益阳市鼎鑫医院赫山分院",     "大药房连锁有限公司桃江分店", "云元有限公司驻长沙办事处",
};

static const char *const no_branches[] = {
	"云元科技有限公司", "长沙学院", "工商银行", "分公司", "益阳市分析测试中心", "",
};

static void
test_is_name(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (!vet_entity_is_name(names[i]))
			g_error("a name: %s", names[i]);
	for (guint i = 0; i < G_N_ELEMENTS(no_names); i++)
		if (vet_entity_is_name(no_names[i]))
			g_error("no name: %s", no_names[i]);
	for (guint i = 0; i < G_N_ELEMENTS(branches); i++)
		if (!vet_entity_is_branch(branches[i]))
			g_error("a branch: %s", branches[i]);
	for (guint i = 0; i < G_N_ELEMENTS(no_branches); i++)
		if (vet_entity_is_branch(no_branches[i]))
			g_error("no branch: %s", no_branches[i]);
}

typedef struct {
	const char *text;
	const char *joined;
} NamesCase;

static const NamesCase names_cases[] = {
	{"云元科技有限公司", "云元科技有限公司"},
	{"云元科技有限公司（曾用名：众道科技有限公司）", "云元科技有限公司|众道科技有限公司"},
	{"云元科技有限公司(曾 用 名 众道科技有限公司、瑞合有限公司)",
	 "云元科技有限公司|众道科技有限公司|瑞合有限公司"},
	{"湖南（益阳）云元有限公司（原名：湖南（长沙）云元有限公司）",
	 "湖南（益阳）云元有限公司|湖南（长沙）云元有限公司"},
	{"云元科技有限公司（原众道科技有限公司）", "云元科技有限公司|众道科技有限公司"},
	{"众道科技有限公司（现更名为云元科技有限公司）", "众道科技有限公司|云元科技有限公司"},
	{"湖南（原创）文化有限公司", "湖南（原创）文化有限公司"},
	{"天衡会计师事务所（特殊普通合伙）", "天衡会计师事务所（特殊普通合伙）"},
	{"云元科技有限公司（曾用名：众道科技", "云元科技有限公司|众道科技"},
	{"云元科技有限公司（曾用名：）", "云元科技有限公司（曾用名：）"},
	{"((((", "(((("},
	{"", ""},
};

static void
test_names_in(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(names_cases); i++) {
		g_auto(GStrv) found = vet_entity_names_in(names_cases[i].text);
		g_autofree char *joined = g_strjoinv("|", found);
		g_assert_cmpstr(joined, ==, names_cases[i].joined);
	}
}

typedef struct {
	const char *name, *read;
	gboolean misread;
} MisreadCase;

static const MisreadCase misread_cases[] = {
	{"益阳市金科信息技术有限公司", "益阳市全科信息技术有限公司", TRUE},
	{"拓谷（沅江）物联网科技有限公司", "拓谷沅江)物联网科技有限公司", TRUE},
	{"拓谷（沅江）物联网科技有限公司", "拓谷《沅江)物联网科技有限公司", TRUE},
	{"拓谷（沅江）物联网科技有限公司", "拓合“沅江)物联网科技有限公司", FALSE},
	{"益阳市云山信息技术有限公司", "益阳市平原信息技术有限公司", FALSE},
	{"益阳市云山信息技术有限公司", "岳阳市云山信息技术有限公司", FALSE},
	{"益阳市云山信息技术有限公司", "益阳市云山信息技术有限责任公司", FALSE},
};

static void
test_misread(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(misread_cases); i++) {
		const MisreadCase *c = &misread_cases[i];
		g_test_message("%s, %s", c->name, c->read);
		g_assert_cmpint(vet_entity_is_misread(c->name, c->read), ==, c->misread);
		g_assert_cmpint(vet_entity_is_misread(c->read, c->name), ==, c->misread);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/entity/equal", test_equal);
	g_test_add_func("/entity/split", test_split);
	g_test_add_func("/entity/relation", test_relation);
	g_test_add_func("/entity/is-name", test_is_name);
	g_test_add_func("/entity/names-in", test_names_in);
	g_test_add_func("/entity/misread", test_misread);
	return g_test_run();
}
