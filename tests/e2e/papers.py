# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers as a test describes them; tests/tools/draw-papers draws them.

A paper is a list of blocks.  Every name and number is invented.
"""

import zlib

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LEVELS = "一二三四五六七八九十"


# --- numbers ---------------------------------------------------------------------------------


def credit_code(serial, prefix="91430900"):
    """GB 32100-2015 with the organisation code of GB 11714."""
    body = f"MA4L{serial:04}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c, 36) * w for c, w in zip(body, weights))
    code = prefix + body + "0123456789X0"[(11 - total % 11) % 12]
    total = sum(CODE_ALPHABET.index(c) * 3**i % 31 for i, c in enumerate(code))
    return code + CODE_ALPHABET[-total % 31]


def id_number(serial, check=None):
    """GB 11643; `check` asks for that check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for order in range(serial % 800, 1000):
        body = f"430903{1970 + serial % 30}{serial % 12 + 1:02}{serial % 28 + 1:02}{order:03}"
        digit = "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]
        if check in (None, digit):
            return body + digit
    raise ValueError(f"no number with {check}")


# --- blocks ----------------------------------------------------------------------------------


def text(kind):
    return lambda line, value=None: {"kind": kind, "text": line, "value": value}


title, heading, subheading, paragraph, line, centre, right, underlined, columns, seal = map(
    text,
    "title heading subheading paragraph line centre right underlined columns seal".split(),
)
PAGE_BREAK = {"kind": "break"}
PHOTO = {"kind": "photo"}


class Span(str):
    """A cell over several rows or columns; the cells it covers are None."""

    def __new__(cls, words, rows=1, columns=1):
        span = super().__new__(cls, words)
        span.rows, span.columns = rows, columns
        return span


def table(rows, weights=None, labels=()):
    """`labels` are the words in cells that are shaded, as forms have it."""
    width = max(map(len, rows))
    cells = [
        [r, c, getattr(words, "rows", 1), getattr(words, "columns", 1), words, words in labels]
        for r, row in enumerate(rows)
        for c, words in enumerate(row)
        if words is not None
    ]
    return {"kind": "table", "weights": weights or [1] * width, "cells": cells}


def spaced(label):
    """名　称 for 名称, as forms set their labels."""
    return "　".join(label)


def rows_of(layout, pairs):
    """The same labels and values as each layout writes them."""
    if layout == "table":
        return [table([list(p) for p in pairs], [26, 74], [p[0] for p in pairs])]
    if layout == "narrow":  # cells that wrap, labels too
        return [table([[*p, ""] for p in pairs], [12, 24, 64], [p[0] for p in pairs])]
    if layout == "pairs":  # two labels a row
        cells = [c for p in pairs for c in p] + ["", ""] * (len(pairs) % 2)
        rows = [cells[i : i + 4] for i in range(0, len(cells), 4)]
        return [table(rows, [17, 33, 17, 33], [p[0] for p in pairs])]
    if layout == "below":  # the value in the cell below its label
        rows = [row for p in pairs for row in ([p[0]], [p[1]])]
        return [table(rows, [100], [p[0] for p in pairs])]
    if layout == "underlined":
        return [underlined(f"{label}：", value) for label, value in pairs]
    if layout == "spaced":
        return [line(f"{spaced(label)}：{value}") for label, value in pairs]
    if layout == "half":  # half width colon, white space behind it
        return [line(f"{label}:  {value}") for label, value in pairs]
    assert layout == "lines", layout
    return [line(f"{label}：{value}") for label, value in pairs]


# --- papers ----------------------------------------------------------------------------------


def licence(name, code, layout="lines", former=None, kind="有限责任公司（自然人投资或控股）"):
    pairs = [("名称", name)]
    if former:
        pairs.append(("曾用名", former))
    pairs += [
        ("类型", kind), ("法定代表人", "龚建平"), ("注册资本", "人民币600万元整"),
        ("成立日期", "2016年05月09日"), ("营业期限", "长期"),
        ("住所", "益阳市赫山区康复北路18号"),
        ("经营范围", "数据处理服务；软件开发；信息系统集成服务。"),
    ]
    return [
        title("营业执照"), centre("（副　本）　1-1"), line(f"统一社会信用代码：{code}"),
        *rows_of(layout, pairs),
        right("登记机关：益阳市赫山区市场监督管理局"), right("2023年05月16日"),
        seal("益阳市赫山区市场监督管理局"),
    ]


def auditor_licence(auditor, code):
    return [
        title("营业执照"), centre("（副　本）"), line(f"统一社会信用代码：{code}"),
        line(f"名称：{auditor}"), line("类型：普通合伙企业"), line("执行事务合伙人：汤明哲"),
        line("出资额：200万元"), line("成立日期：2009年03月02日"),
        line("主要经营场所：长沙市岳麓区麓谷大道88号"),
        right("登记机关：长沙市市场监督管理局"), seal("长沙市市场监督管理局"),
    ]


def declaration(unit, project, date="2025年6月20日", sealed=True):
    blocks = [
        title("申报主体责任声明"), line("益阳市数据局："),
        paragraph(f"我单位以“{project}”项目报名参加2025年“数据要素×”大赛益阳初赛，现声明如下："),
        paragraph("一、所提交的全部材料真实、准确、完整，均为我单位所有。"),
        paragraph("二、参赛项目拥有自主知识产权，不侵犯他人合法权益。"),
        paragraph("三、我单位未被列入失信名单，未在其他市州重复报名。"),
        right(f"声明单位（公章）：{unit}"), right("法定代表人（签章）：龚建平"), right(date),
    ]
    return blocks + ([seal(unit)] if sealed else [])


def audit(unit, auditor, layout="letter"):
    blocks = [title("审 计 报 告"), right("湘中和审字（2025）第0128号")]
    if layout == "table":
        blocks += rows_of("table", [("被审计单位", unit), ("报告类型", "年度财务报表审计")])
    elif layout == "labelled":
        blocks.append(line(f"被审计单位名称：{unit}"))
    return blocks + [
        line(f"{unit}全体股东："), subheading("一、审计意见"),
        paragraph(f"我们审计了{unit}（以下简称“贵公司”）财务报表，包括2024年12月31日的资产负债表，"
                  "2024年度的利润表、现金流量表以及相关财务报表附注。我们认为，后附的财务报表公允反映了"
                  "贵公司2024年12月31日的财务状况以及2024年度的经营成果。"),
        subheading("二、管理层和治理层对财务报表的责任"),
        paragraph("管理层负责按照企业会计准则的规定编制财务报表，使其实现公允反映。"),
        right(auditor), right("中国注册会计师：薛晓雯"), right("二〇二五年三月二十八日"),
        seal(auditor),
    ]


CREDIT_HEADINGS = ("行政许可", "行政处罚", "守信激励", "严重失信主体名单", "失信被执行人信息",
                   "重大税收违法失信主体", "经营异常名录")


def credit_report(unit, code, layout="table", counts=None):
    """`counts` by heading; what it leaves out is 0."""
    counts = {h: (counts or {}).get(h, 0) for h in CREDIT_HEADINGS}
    blocks = [title("公共信用信息报告"), line(f"机构名称：{unit}"), line(f"统一社会信用代码：{code}"),
              line("报告生成时间：2025年6月18日 10:26")]
    if layout == "table":
        rows = [["序号", "信息类型", "记录数（条）"]]
        rows += [[str(i + 1), h, str(n)] for i, (h, n) in enumerate(counts.items())]
        return blocks + [table(rows, [12, 58, 30], rows[0])]
    for i, (name, n) in enumerate(counts.items()):
        if layout == "headings":
            blocks += [subheading(f"{i + 1}. {name}"), paragraph(f"{n}条" if n else "0条")]
        elif layout == "brackets":
            blocks.append(line(f"{LEVELS[i]}、{name}（{n}条）"))
        elif layout == "words":
            blocks += [subheading(f"{LEVELS[i]}、{name}"),
                       paragraph(f"共{n}条，详见附页。" if n else "查询期内无相关记录。")]
        else:
            assert layout == "lines", layout
            blocks.append(line(f"{name}：{n}条"))
    return blocks


def copyright_certificate(owners, layout="lines", number=None):
    # no two certificates have one number: scans of one form are told apart by it
    number = number or f"2023SR{zlib.crc32(owners.encode()) % 10**7:07}"
    pairs = [
        ("软件名称", "水质监测数据管理系统V1.0"), ("著作权人", owners),
        ("开发完成日期", "2023年02月01日"), ("首次发表日期", "未发表"),
        ("权利取得方式", "原始取得"), ("权利范围", "全部权利"), ("登记号", number),
    ]
    return [
        centre("中华人民共和国国家版权局"), title("计算机软件著作权登记证书"),
        line("证书号：软著登字第10412345号"), *rows_of(layout, pairs),
        paragraph("根据《计算机软件保护条例》的规定，经中国版权保护中心审核，对以上事项予以登记。"),
        seal("中华人民共和国国家版权局"),
    ]


def patent_certificate(owners, layout="lines"):
    pairs = [
        ("发明名称", "一种水质数据的融合方法"), ("发明人", "曾志远"),
        ("专利号", "ZL 2021 1 0123456.7"), ("专利申请日", "2021年03月11日"),
        ("专利权人", owners), ("授权公告日", "2023年02月03日"), ("授权公告号", "CN 113012345 B"),
    ]
    return [right("证书号第5123456号"), title("发明专利证书"), *rows_of(layout, pairs),
            right("局长 申长雨"), seal("国家知识产权局")]


def case_proof(unit, project, customer, layout="letter"):
    blocks = [title("应用案例证明")]
    if layout == "table":
        blocks += rows_of("table", [
            ("应用项目", project), ("研发单位", unit), ("应用单位", customer),
            ("应用时间", "2023年10月至今"), ("应用效果", "已投入使用，经济效益和社会效益良好。"),
        ])
    else:
        blocks += [
            paragraph(f"兹证明我单位自2023年10月起使用由{unit}研发的“{project}”，系统运行正常，"
                      "节约成本约120万元，达到了预期效果。"),
            paragraph("特此证明。"),
        ]
    return blocks + [right(f"证明单位（公章）：{customer}"), right("2025年5月26日"), seal(customer)]


SECTIONS = {
    "项目概述": "洞庭湖区水质数据散落在多个系统，难以共享。项目汇聚水质监测、污染源和气象等多源数据，为流域"
            "治理提供依据，解决监测滞后的难题。",
    "解决方案": "平台按数据标准完成数据治理，经授权和脱敏后融合公共数据，以机器学习算法预报水质变化，"
            "全程加密存储，并以数据产品和数据服务对外共享。",
    "应用价值": "系统上线以来年节约监测成本120万元，减少污染事件18起，带动服务收入360万元，社会效益显著。",
    "商业模式": "以平台免费、服务收费的方式推广，面向省内其他市州复制推广，三年内目标用户40家。",
    "团队介绍": "团队长期从事水质监测与数据治理，承担省级项目3项，成员分工明确，配合多年。",
}


def sections(number="{level}、", texts=None, leave_out=()):
    """`number` may use {level} 一 and {digit} 1; `texts` replaces what stands in a section."""
    blocks = []
    for i, (name, words) in enumerate((SECTIONS | (texts or {})).items()):
        if name in leave_out:
            continue
        blocks.append(heading(number.format(level=LEVELS[i], digit=i + 1) + name))
        blocks += [paragraph(p) for p in words.split("\n")]
    return blocks


def members_table(members, headings=("姓名", "身份证号码", "工作单位", "职务")):
    rows = [["序号", *headings]]
    rows += [[str(i + 1), m["name"], m["id_number"], m["unit"], m["role"]]
             for i, m in enumerate(members)]
    return table(rows, [8, 16, 32, 30, 14], rows[0])
