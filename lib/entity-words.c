/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/entity-words.h"

#include <string.h>

#define MAX_MIDDLE 64 /* characters of a name that are looked at */

/* searched for the longest, so the order is for reading */
static const VetForm forms[] = {
	{"有限责任公司", VET_FORM_COMPANY},
	{"有限公司", VET_FORM_COMPANY},
	{"股份有限公司", VET_FORM_COMPANY},
	{"股份有限责任公司", VET_FORM_COMPANY},
	{"股份合作公司", VET_FORM_COMPANY},
	{"股份公司", VET_FORM_COMPANY},
	{"无限公司", VET_FORM_COMPANY},
	{"总公司", VET_FORM_COMPANY},
	{"集团公司", VET_FORM_COMPANY},
	{"集团", VET_FORM_COMPANY},
	{"有限合伙", VET_FORM_COMPANY},
	{"普通合伙", VET_FORM_COMPANY},
	{"合伙企业", VET_FORM_COMPANY},
	{"合伙企业(有限合伙)", VET_FORM_COMPANY},
	{"合伙企业(普通合伙)", VET_FORM_COMPANY},
	{"(有限合伙)", VET_FORM_COMPANY},
	{"(普通合伙)", VET_FORM_COMPANY},
	{"个人独资企业", VET_FORM_COMPANY},
	{"(个人独资)", VET_FORM_COMPANY},
	{"会计师事务所", VET_FORM_FIRM},
	{"会计师事务所(普通合伙)", VET_FORM_FIRM},
	{"会计师事务所(特殊普通合伙)", VET_FORM_FIRM},
	{"会计师事务所(有限合伙)", VET_FORM_FIRM},
	{"会计师事务所有限公司", VET_FORM_FIRM},
	{"会计师事务所有限责任公司", VET_FORM_FIRM},
	{"税务师事务所", VET_FORM_FIRM},
	{"税务师事务所有限公司", VET_FORM_FIRM},
	{"税务师事务所有限责任公司", VET_FORM_FIRM},
	{"律师事务所", VET_FORM_FIRM},
	{"专利代理事务所", VET_FORM_FIRM},
	{"专利代理事务所(普通合伙)", VET_FORM_FIRM},
	{"事务所", VET_FORM_FIRM},
	{"事务所(普通合伙)", VET_FORM_FIRM},
	{"事务所(特殊普通合伙)", VET_FORM_FIRM},
	{"公证处", VET_FORM_FIRM},
	{"研究院", VET_FORM_BODY},
	{"研究所", VET_FORM_BODY},
	{"研究中心", VET_FORM_BODY},
	{"研究会", VET_FORM_BODY},
	{"设计院", VET_FORM_BODY},
	{"规划院", VET_FORM_BODY},
	{"科学院", VET_FORM_BODY},
	{"工程院", VET_FORM_BODY},
	{"医院", VET_FORM_BODY},
	{"卫生院", VET_FORM_BODY},
	{"保健院", VET_FORM_BODY},
	{"敬老院", VET_FORM_BODY},
	{"福利院", VET_FORM_BODY},
	{"服务中心", VET_FORM_BODY},
	{"大学", VET_FORM_BODY},
	{"学院", VET_FORM_BODY},
	{"学校", VET_FORM_BODY},
	{"中学", VET_FORM_BODY},
	{"小学", VET_FORM_BODY},
	{"幼儿园", VET_FORM_BODY},
	{"党校", VET_FORM_BODY},
	{"实验室", VET_FORM_BODY},
	{"图书馆", VET_FORM_BODY},
	{"博物馆", VET_FORM_BODY},
	{"档案馆", VET_FORM_BODY},
	{"电视台", VET_FORM_BODY},
	{"出版社", VET_FORM_BODY},
	{"报社", VET_FORM_BODY},
	{"银行", VET_FORM_BODY},
	{"信用社", VET_FORM_BODY},
	{"合作联社", VET_FORM_BODY},
	{"联合社", VET_FORM_BODY},
	{"合作社", VET_FORM_BODY},
	{"专业合作社", VET_FORM_BODY},
	{"家庭农场", VET_FORM_BODY},
	{"农场", VET_FORM_BODY},
	{"协会", VET_FORM_BODY},
	{"学会", VET_FORM_BODY},
	{"商会", VET_FORM_BODY},
	{"联合会", VET_FORM_BODY},
	{"促进会", VET_FORM_BODY},
	{"基金会", VET_FORM_BODY},
	{"工作室", VET_FORM_BODY},
	{"服务部", VET_FORM_BODY},
	{"服务站", VET_FORM_BODY},
	{"经营部", VET_FORM_BODY},
	{"门市部", VET_FORM_BODY},
	{"商行", VET_FORM_BODY},
	{"商店", VET_FORM_BODY},
	{"药店", VET_FORM_BODY},
	{"超市", VET_FORM_BODY},
	{"加工厂", VET_FORM_BODY},
	{"制造厂", VET_FORM_BODY},
	{"人民政府", VET_FORM_BODY},
	{"村民委员会", VET_FORM_BODY},
	{"居民委员会", VET_FORM_BODY},
	{"管理委员会", VET_FORM_BODY},
	{"人民法院", VET_FORM_BODY},
	{"人民检察院", VET_FORM_BODY},
	{"公司", VET_FORM_OFFICE},
	{"中心", VET_FORM_OFFICE},
	{"委员会", VET_FORM_OFFICE},
	{"办公室", VET_FORM_OFFICE},
	{"局", VET_FORM_OFFICE},
	{"厅", VET_FORM_OFFICE},
	{"站", VET_FORM_OFFICE},
	{"所", VET_FORM_OFFICE},
	{"院", VET_FORM_OFFICE},
	{"厂", VET_FORM_OFFICE},
	{"店", VET_FORM_OFFICE},
	{"社", VET_FORM_OFFICE},
	{"场", VET_FORM_OFFICE},
	{"馆", VET_FORM_OFFICE},
	{"台", VET_FORM_OFFICE},
	{"队", VET_FORM_OFFICE},
	{"处", VET_FORM_OFFICE},
	{"园", VET_FORM_OFFICE},
	{"室", VET_FORM_OFFICE},
	{"企业", VET_FORM_OFFICE},
	{"工会", VET_FORM_OFFICE},
};

static const char *const branch_words[] = {
	"分公司", "支公司", "分行",   "支行", "分理处", "储蓄所", "营业部",     "营业厅", "营业所",
	"办事处", "代表处", "分院",   "分校", "分店",   "分厂",   "分部",       "分所",   "分社",
	"分局",   "分会",   "分中心", "分站", "分场",   "分馆",   "营销服务部", "项目部",
};

static const char *const group_words[] = {"控股集团", "集团控股", "(集团)",
					  "(控股)",   "集团",     "控股"};

/* words for trades and what qualifies them; a 字号 of these alone names nobody */
static const char trades[] = " 科技 技术 信息 数据 大数据 数字 数智 智慧 智能 智造 软件 网络 "
			     "互联网 物联网 云计算 人工智能 区块链"
			     " 系统 集成 电子 微电子 电气 电力 电器 光电 光伏 半导体 芯片 通信 "
			     "通讯 电信 计算机 数码 数科 平台"
			     " 机械 装备 设备 制造 机电 自动化 机器人 无人机 仪器 仪表 精密 五金 "
			     "模具 工业 重工 航空 航天 卫星"
			     " 导航 北斗 遥感 测绘 地理 地理信息 地质 勘察 勘测 矿业 冶金 钢铁 "
			     "有色 金属 化工 化学 塑料 橡胶"
			     " 材料 新材料 建材 水泥 玻璃 陶瓷 能源 新能源 石油 燃气 煤炭 热力 "
			     "储能 电池 环保 环境 环境科技 生态"
			     " 节能 水务 水利 水电 园林 绿化 林业 农业 农林 农牧 农产品 农资 种业 "
			     "种植 养殖 畜牧 牧业 渔业 水产"
			     " 茶业 茶叶 黑茶 竹业 竹木 粮油 粮食 米业 食品 饮料 酒业 餐饮 酒店 "
			     "医疗 医药 药业 制药 生物 医学"
			     " 器械 医疗器械 健康 大健康 养老 康养 中医 中药 口腔 妇幼 保健 卫生 "
			     "检测 检验 检验检测 认证 计量"
			     " 教育 培训 职业 职业技术 师范 理工 工程 工程技术 建设 建筑 装饰 设计 "
			     "规划 市政 路桥 公路 桥梁 地产"
			     " 房地产 置业 物业 开发 发展 实业 产业 投资 金融 担保 小额贷款 "
			     "融资租赁 租赁 保险 证券 期货 基金"
			     " 资产 资本 财务 经济 咨询 管理 企业管理 服务 运营 贸易 商贸 商务 "
			     "电商 商业 零售 百货 连锁 外贸"
			     " 国际 进出口 供应链 物流 运输 交通 客运 货运 快递 仓储 冷链 港口 "
			     "轨道 公交 汽车 汽配 出租 文化"
			     " 传媒 传播 广告 影视 动漫 游戏 创意 旅游 文旅 旅行 体育 会展 艺术 "
			     "印刷 包装 纸业 家具 家居 服饰"
			     " 服装 纺织 鞋业 人力资源 劳务 人才 安防 安全 保安 消防 应急 气象 "
			     "招标 造价 监理 评估 审计 税务"
			     " 法律 知识产权 专利 代理 孵化 创业 创新 空间 研发 科学 研究 科研 "
			     "试验 推广 应用 综合 公共 公共资源"
			     " 交易 政务 城市 城乡 城市运营 乡村 农村 县域 社区 民生 便民 家政 "
			     "停车 充电 出行 经营 销售 批发"
			     " 加工 维修 安装 施工 第一 第二 第三 第四 第五 人民 中心 附属 高新 "
			     "新型 现代 高科 高新技术 ";

static gboolean
ends_with(const char *text, gsize length, const char *word)
{
	gsize word_length = strlen(word);
	return length > word_length && memcmp(text + length - word_length, word, word_length) == 0;
}

const VetForm *
vet_form_suffix(const char *name)
{
	const VetForm *best = NULL;
	gsize length = strlen(name);

	for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
		if (ends_with(name, length, forms[i].text) &&
		    (!best || strlen(forms[i].text) > strlen(best->text)))
			best = &forms[i];
	return best;
}

gsize
vet_form_inside(const char *name)
{
	gsize company = 0;
	gsize body = 0;

	for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
		gsize length = strlen(forms[i].text);
		const char *found;

		if (forms[i].kind == VET_FORM_COMPANY && strstr(forms[i].text, "公司")) {
			found = strstr(name, forms[i].text);
			if (found && (company == 0 || found - name + length < company))
				company = found - name + length;
		} else if (forms[i].kind == VET_FORM_BODY || forms[i].kind == VET_FORM_FIRM) {
			found = g_strrstr(name, forms[i].text);
			if (found)
				body = MAX(body, found - name + length);
		}
	}
	return company > 0 ? company : body;
}

static gsize
longest_suffix(const char *const *words, gsize n_words, const char *name)
{
	gsize best = 0;
	gsize length = strlen(name);

	for (gsize i = 0; i < n_words; i++)
		if (ends_with(name, length, words[i]))
			best = MAX(best, strlen(words[i]));
	return best;
}

gsize
vet_branch_suffix(const char *name)
{
	return longest_suffix(branch_words, G_N_ELEMENTS(branch_words), name);
}

gsize
vet_group_suffix(const char *name)
{
	return longest_suffix(group_words, G_N_ELEMENTS(group_words), name);
}

static gboolean
is_trade(const char *start, const char *end)
{
	char word[32];

	/* the words are compared with the spaces around them */
	if (end - start > (gssize)sizeof(word) - 3)
		return FALSE;
	g_snprintf(word, sizeof(word), " %.*s ", (int)(end - start), start);
	return strstr(trades, word) != NULL;
}

/* for each character of `middle`: whether the text from there on is made of trades; returns how
 * many */
static guint
trades_from(const char *middle, const char *places[MAX_MIDDLE + 1], gboolean made[MAX_MIDDLE + 1])
{
	guint count = 0;
	const char *p = middle;

	for (; *p && count < MAX_MIDDLE; p = g_utf8_next_char(p))
		places[count++] = p;
	places[count] = p;
	made[count] = *p == '\0';
	for (guint i = count; i-- > 0;) {
		made[i] = FALSE;
		for (guint j = i + 2; j <= MIN(count, i + 5) && !made[i]; j++)
			made[i] = made[j] && is_trade(places[i], places[j]);
	}
	return count;
}

gsize
vet_trade_name_length(const char *middle)
{
	const char *places[MAX_MIDDLE + 1];
	gboolean made[MAX_MIDDLE + 1];
	guint count = trades_from(middle, places, made);

	/* a 字号 has two characters or more, one only when nothing else divides */
	for (guint i = 2; i < count; i++)
		if (made[i])
			return places[i] - middle;
	return count > 1 && made[1] ? (gsize)(places[1] - middle) : strlen(middle);
}

gboolean
vet_trade_name_is_generic(const char *trade_name)
{
	const char *places[MAX_MIDDLE + 1];
	gboolean made[MAX_MIDDLE + 1];

	trades_from(trade_name, places, made);
	return made[0] || g_str_has_prefix(trade_name, "第");
}
