# SPDX-License-Identifier: GPL-3.0-or-later
"""The five sections of an application form, put together anew for each project."""

# each of the 18 indicators of 附件3, said in two ways
INDICATORS = (
    ("制定了{d}的数据标准", "按国家的元数据和数据质量要求整理{d}"),
    ("从采集、存储到归档销毁，对{d}实行全生命周期管理", "{d}有完整的生命周期管理"),
    ("{d}均经授权取得，并做脱敏处理", "使用{d}前完成个人信息保护影响评估，确保合规"),
    ("系统通过等级保护二级测评，{d}加密存放", "对{d}设访问控制，每日备份"),
    ("汇入{d}等多源数据", "数据来源包括{d}和公共数据"),
    ("{d}嵌入{u}的业务流程", "按{u}的业务场景融合应用{d}"),
    ("形成{k}类数据产品", "对外提供{k}种数据服务和接口服务"),
    ("自研{x}算法", "用机器学习完成{x}"),
    ("与{u}共建{d}的开发模式", "采取授权运营、联合开发的方式加工{d}"),
    ("{d}通过数据交易所挂牌流通", "建立{d}的可信数据共享机制"),
    ("直面{p}这一难题", "{p}是多年的痛点"),
    ("有效解决了{p}", "{p}的状况明显改善"),
    ("一年带来收入{n}万元", "年降低成本{n}万元"),
    ("社会效益良好，{u}普遍认可", "改善民生，群众满意"),
    ("治理模式可复制到其他县市", "做法已在两地复制推广"),
    ("参与起草团体标准1项", "形成地方标准草案，可推广"),
    ("与{u}的合作模式可复制", "流通模式成熟，便于复制推广"),
    ("市场推广由渠道伙伴完成", "具有较高的推广应用前景"),
)
SECTION_OF = (1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 2, 2, 2, 3, 3, 3, 3)  # where each is said
OPENINGS = (
    ("近年来，{p}，{u}反映强烈。", "本项目面向{u}，针对{p}的实际，开展{x}。", "{u}每天产生大量{d}，却各管一段。"),
    ("系统分为采集、治理、应用三层。", "平台接入{d}，自动完成{x}。", "总体架构采用微服务，{x}是核心功能。"),
    ("项目{y}年上线，已在{k}家单位应用。", "系统运行至今{k}个月，{e}。", "在{u}试用后，{e}。"),
    ("面向{u}按年收取服务费。", "基础功能免费，{x}按次计费。", "市场空间约{n}万元，首批客户为{u}。"),
    ("团队由{c}名成员组成，长期从事{x}。", "核心成员有{k}年{d}处理经验。", "团队承担过省级课题{k}项，{x}方面积累较深。"),
)
CLOSINGS = (
    ("核心优势在于把{d}与{d2}放在一起看。", "应用行业明确，{d2}的接入领先同行。", "由此提出以{d2}带动{x}的思路。"),
    ("关键技术包括{d2}的实时计算。", "{d2}每{k}分钟更新一次。", "数据要素的利用贯穿{x}全程。"),
    ("累计{e}。", "经用户统计，{e}，{u}工作量减少{n}%。", "{k}家用户出具证明，{e}。"),
    ("三年内覆盖{k}个县区。", "计划与{k}家渠道签约，带动就业{n}人。", "收入主要来自{x}。"),
    ("成员分工明确，负责人主持过{d2}项目。", "团队获软件著作权{k}项，配合多年。", "团队与高校联合培养{k}人。"),
)
TITLES = ("项目概述", "解决方案", "应用价值", "商业模式", "团队介绍")


class Prose:
    def __init__(self, rng, topic):
        self.rng, self.topic = rng, topic
        self.year = rng.choice((2022, 2023, 2024))

    def fill(self, pattern, figures=True):
        rng, topic = self.rng, self.topic
        d, d2 = rng.sample(topic["data"], 2)
        effect = rng.choice(topic["effect"]).format(n=rng.randint(11, 79))
        words = pattern.format(
            d=d, d2=d2, p=rng.choice(topic["pain"]), u=rng.choice(topic["user"]),
            x=rng.choice(topic["does"]), e=effect, y=self.year, k=rng.randint(3, 9),
            n=rng.randint(21, 480), c="多")
        return words if figures else "".join(c for c in words if not c.isdigit()).replace("%", "")

    def sections(self, indicators=None, figures=True):
        """Title and paragraphs; `indicators` are the places in INDICATORS that are said (all)."""
        rng = self.rng
        said = range(len(INDICATORS)) if indicators is None else indicators
        result = {}
        for i, title in enumerate(TITLES):
            middle = [self.fill(rng.choice(INDICATORS[j]), figures) for j in said if SECTION_OF[j] == i]
            rng.shuffle(middle)
            paragraphs = [self.fill(rng.choice(OPENINGS[i]), figures)]
            for j in range(0, len(middle), 3):
                paragraphs.append("，".join(middle[j:j + 3]) + "。")
            paragraphs.append(self.fill(rng.choice(CLOSINGS[i]), figures))
            result[title] = paragraphs
        return result
