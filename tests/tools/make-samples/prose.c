/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/prose.h"

#include <string.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define ITEMS(...) ((const char *const *const[]){__VA_ARGS__})

/* {u} unit  {t} topic  {o} another topic  {r} resource  {p} place  {n} number  {c} percentage  {y}
 * year  {k} technique */
const SampleSection sample_sections[SAMPLE_N_SECTIONS] = {
	{"项目概述", WORDS("项目背景", "应用行业", "核心优势"),
	 ITEMS(WORDS("{p}在{t}方面长期依靠人工登记，{r}散落在{n}个系统里，难以形成合力。",
		     "{y}年以来，{u}走访了{n}家单位，发现{o}环节的数据重复填报率高达{c}。",
		     "国家数据局等部门提出发挥数据要素乘数效应，为{t}提供了政策依据。",
		     "传统做法往往事后统计，{p}无法提前获知风险，平均处置时间超过{n}小时。",
		     "为此，{u}联合业务骨干，以{r}为主线启动了本项目。"),
	       WORDS("项目面向{p}，已覆盖{n}个点位，兼顾{o}等相邻场景。",
		     "主要使用者是{p}的管理人员和一线工作人员，累计注册{n}人。",
		     "在区域分布上，以资江沿线为核心，并逐步延伸到洞庭湖区{n}个乡镇。",
		     "同类需求在省内其他市州同样存在，具备跨区域推广条件。"),
	       WORDS("一是数据全：汇聚{r}等{n}类来源，日增量{n}万条。",
		     "二是算得准：{k}模型在{t}任务上的准确率达到{c}。",
		     "三是用得起：按次计费，单个用户年均投入下降{c}。",
		     "四是管得住：全流程授权留痕，{n}个月内未发生数据安全事件。"))},
	{"解决方案", WORDS("架构设计", "方案功能", "关键技术", "数据要素利用方案"),
	 ITEMS(WORDS("平台采用云边协同架构，边缘侧部署{n}台网关，就近完成{r}的清洗。",
		     "底座由数据湖、指标仓和服务总线三部分组成，可承载{n}路并发。",
		     "各模块通过标准接口解耦，{o}功能可以单独部署到{p}。",
		     "系统按等级保护要求设计，关键节点双机热备。"),
	       WORDS("提供{t}一张图，支持按时段、按区域逐级下钻。",
		     "提供移动端填报与消息推送，{p}人员{n}秒内可收到提醒。",
		     "提供规则配置台，业务人员无需编码即可调整{o}阈值。",
		     "提供分析报告自动生成，月均输出{n}份。"),
	       WORDS("引入{k}，解决样本不足条件下的{t}难题。",
		     "自研数据血缘引擎，对{r}逐字段标注来源和授权范围。",
		     "通过{k}与规则库结合，把误报率压到{c}以下。",
		     "针对弱网环境设计断点续传机制，丢包率低于千分之{n}。"),
	       WORDS("在授权范围内融合{r}与公共数据，形成{n}个数据产品。",
		     "数据供给方、加工方与使用方签订三方协议，收益按贡献分配。",
		     "原始数据不出域，仅以模型结果对外服务，累计调用{n}万次。",
		     "建立数据质量日报制度，完整率保持在{c}以上。"))},
	{"应用价值", WORDS("具体应用案例", "经济效益", "社会效益"),
	 ITEMS(WORDS("自{y}年上线以来，在{n}家{p}稳定运行，处理{t}业务{n}万笔。",
		     "某{p}启用后，{o}的响应时间由{n}小时缩短到{n}分钟。",
		     "试点期间共发现异常{n}起，经核实准确率为{c}。"),
	       WORDS("{y}年实现服务收入{n}万元，带动上下游增收{n}万元。",
		     "帮助用户降低综合成本{c}，年节约人工{n}人次。",
		     "数据产品在交易场所挂牌，累计成交{n}笔。"),
	       WORDS("为基层减少重复填报{n}项，群众满意度提升到{c}。",
		     "带动本地就业{n}人，培训{p}数据员{n}名。",
		     "相关做法被同行单位观摩学习{n}次，形成示范效应。"))},
	{"商业模式", WORDS("推广模式", "市场空间", "社会效应"),
	 ITEMS(WORDS("以{p}为标杆，采取“平台免费、服务收费”的方式复制推广。",
		     "与{n}家渠道伙伴签约，由伙伴负责本地实施与运维。",
		     "面向中小用户推出{o}轻量版，开通时间不超过{n}天。"),
	       WORDS("据行业协会测算，省内{t}市场规模约{n}亿元，年增速{c}。",
		     "潜在客户超过{n}家，其中{p}占比{c}。",
		     "未来三年计划进入周边{n}个地市，目标占有率{c}。"),
	       WORDS("形成可复用的{r}治理规范，降低全行业数据使用门槛。",
		     "促进数据合规流通，培育{n}家数据服务机构。",
		     "以数据换服务的模式让{p}获得持续收益。"))},
	{"团队介绍", WORDS("团队履历", "资质", "优势"),
	 ITEMS(WORDS("核心成员平均从业{n}年，先后承担{t}相关任务{n}项。",
		     "负责人长期从事{o}研究，熟悉{p}业务流程。",
		     "成员来自数据治理、算法和运营三个方向，分工明确。"),
	       WORDS("团队通过质量管理体系与信息安全管理体系认证，持有相关证书{n}份。",
		     "近三年取得登记类知识产权{n}件，均由{u}自主完成。"),
	       WORDS("既懂业务又懂数据，能够驻场{p}快速迭代。",
		     "与高校实验室保持联合攻关，{k}能力处于行业前列。",
		     "售后响应时间不超过{n}小时，续约率{c}。"))},
};

static const char *const techniques[] = {"联邦学习",   "图神经网络", "小样本学习", "多方安全计算",
					 "时空大模型", "区块链存证", NULL};

static void
append_slot(GString *text, const SampleProse *prose, char slot)
{
	SampleDice *dice = prose->dice;

	switch (slot) {
	case 'u':
		g_string_append(text, prose->unit_name);
		break;
	case 't':
		g_string_append(text, prose->topic);
		break;
	case 'o':
		g_string_append(text, sample_dice_pick(dice, prose->track->topics));
		break;
	case 'r':
		g_string_append(text, sample_dice_pick(dice, prose->track->resources));
		break;
	case 'p':
		g_string_append(text, prose->track->place);
		break;
	case 'k':
		g_string_append(text, sample_dice_pick(dice, techniques));
		break;
	case 'n':
		g_string_append_printf(text, "%u", sample_dice_between(dice, 3, 86));
		break;
	case 'c':
		g_string_append_printf(text, "%u.%u%%", sample_dice_between(dice, 11, 98),
				       sample_dice_below(dice, 10));
		break;
	case 'y':
		g_string_append_printf(text, "%u", sample_dice_between(dice, 2021, 2024));
		break;
	default:
		g_assert_not_reached();
	}
}

static void
append_sentence(GString *text, const SampleProse *prose, const char *sentence)
{
	const char *slot;

	while ((slot = strchr(sentence, '{')) != NULL) {
		g_string_append_len(text, sentence, slot - sentence);
		append_slot(text, prose, slot[1]);
		sentence = slot + 3;
	}
	g_string_append(text, sentence);
}

char *
sample_prose_paragraph(const SampleProse *prose, const SampleSection *section, guint item)
{
	const char *const *sentences = section->sentences[item];
	GString *text = g_string_new(NULL);

	/* each sentence at most once, in the given order, and never none */
	while (text->len == 0)
		for (guint i = 0; sentences[i] != NULL; i++)
			if (sample_dice_chance(prose->dice, 65))
				append_sentence(text, prose, sentences[i]);
	return g_string_free(text, FALSE);
}
