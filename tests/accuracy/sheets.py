# SPDX-License-Identifier: GPL-3.0-or-later
"""The papers that belong to an application, each as several offices and templates write it.

Every function takes the random generator first and chooses a template by it.
"""

import papers
from papers import (
    PAGE_BREAK, centre, columns, heading, line, paragraph, right, rows_of, seal, spaced, subheading,
    table, title,
)

MONTHS = "一二三四五六七八九十"
DIGITS = "〇一二三四五六七八九"


def chinese_number(n):
    if n <= 10:
        return MONTHS[n - 1]
    tens, ones = divmod(n, 10)
    return (MONTHS[tens - 1] if tens > 1 else "") + "十" + (MONTHS[ones - 1] if ones else "")


def date_words(rng, date, forms=("{y}年{m}月{d}日", "{y}年{m:02}月{d:02}日", "{y}-{m:02}-{d:02}", "{y}.{m}.{d}")):
    y, m, d = date
    return rng.choice(forms).format(y=y, m=m, d=d)


def chinese_date(date):
    y, m, d = date
    return "".join(DIGITS[int(c)] for c in str(y)) + f"年{chinese_number(m)}月{chinese_number(d)}日"


YMD = ("{y}年{m}月{d}日", "{y}年{m:02}月{d:02}日")


# --- who somebody is ---------------------------------------------------------------------------


def licence(rng, unit, issued=(2021, 6, 9), term=None, former=None, kind=None, principal=None, status=None):
    """`unit`: name, code, representative.  `principal`: of a branch, which has no capital."""
    name, code, representative = unit
    kind = kind or "有限责任公司(自然人投资或控股)"
    term = term or rng.choice(("长期", "2016年05月09日至2046年05月08日", "2018年3月1日 至 长期"))
    office = rng.choice(("益阳市市场监督管理局", "益阳市赫山区市场监督管理局", "湖南省市场监督管理局"))
    where = f"湖南省益阳市{rng.choice(('赫山区', '资阳区', '高新区'))}{rng.choice('金银康朝')}{rng.choice('山城阳')}路{rng.randint(1, 300)}号"
    person = ("负责人", principal) if principal else ("法定代表人", representative)
    place = ("营业场所", where) if principal else ("住所", where)
    pairs = [("名称", name), ("类型", kind), person, ("经营范围", "数据处理和存储支持服务；软件开发；信息系统集成服务。"),
             ("成立日期", "2016年05月09日"), ("营业期限", term), place]
    if not principal:
        pairs.insert(4, ("注册资本", rng.choice(("壹仟万元整", "500万元人民币", "人民币贰佰万元整"))))
    if former:
        pairs.insert(1, ("曾用名", former))
    if status:
        pairs.append(("登记状态", status))
    head = [title(rng.choice(("营业执照", "营 业 执 照"))), centre(rng.choice(("（副　本）", "(副本)　副本编号：1-1", "（正　本）")))]
    layout = rng.choice(("two columns", "lines", "spaced", "table"))
    if layout == "two columns":
        labelled = [(f"{spaced(k)}　{v}" if len(k) < 4 else f"{k}　{v}") for k, v in pairs]
        labelled += [""] * (len(labelled) % 2)
        body = [line(f"统一社会信用代码　{code}")]
        body += [columns(a, b) for a, b in zip(labelled[::2], labelled[1::2])]
    else:
        body = [line(f"统一社会信用代码：{code}")] + rows_of(layout, pairs)
    return head + body + [
        right("登记机关"), right(date_words(rng, issued, YMD)), seal(office),
        line("国家企业信用信息公示系统网址：http://www.gsxt.gov.cn"), centre("国家市场监督管理总局监制"),
    ]


def institution_certificate(rng, unit, until="2029年03月31日"):
    name, code, representative = unit
    pairs = [("名称", name), ("宗旨和业务范围", "承担公共数据的采集、管理和服务工作。"), ("住所", "益阳市赫山区益阳大道889号"),
             ("法定代表人", representative), ("经费来源", "财政补助"), ("开办资金", "¥86万元"), ("举办单位", "益阳市人民政府")]
    return [title("事业单位法人证书"), centre("（副本）"), line(f"统一社会信用代码：{code}"),
            *rows_of(rng.choice(("lines", "spaced", "table")), pairs),
            line(f"有效期：自2024年04月01日至{until}"),
            right("登记管理机关"), seal("益阳市事业单位登记管理局")]


# --- what it says of itself ---------------------------------------------------------------------


def declaration(rng, unit, project, date, sealed=True):
    """`date` is written as it is; empty: the place for it is left blank."""
    name, _, representative = unit
    day = date if date else rng.choice(("　　　年　　月　　日", "日期：", "    年  月  日"))
    form = rng.choice(("letter", "statement", "promise"))
    if form == "letter":
        blocks = [title("申报主体责任声明"), line("益阳市数据局、大赛组委会："),
                  paragraph(f"{name}自愿以“{project}”项目参加2025年“数据要素×”大赛，郑重声明："),
                  paragraph("1．申报材料内容真实、合法、有效，无弄虚作假。"),
                  paragraph("2．参赛项目具有自主知识产权，不存在侵犯他人权益的情形。"),
                  paragraph("3．本单位经营正常，未列入失信名单。如有不实，愿承担一切责任。"),
                  right(f"申报单位（盖章）：{name}"), right(f"法定代表人（签字）：{representative}"), right(day)]
    elif form == "statement":
        blocks = [title("主体责任声明书"),
                  line(f"声明单位：{name}"), line(f"参赛项目：《{project}》"),
                  paragraph("我单位就参加2025年“数据要素×”大赛湖南分赛作如下声明："),
                  paragraph("（一）对所报材料的真实性、合法性、合规性负责；（二）项目不涉及国家秘密，无侵权行为；"
                            "（三）近三年没有重大违法记录，不属于失信主体；（四）未就同一项目在其他市州报名。"),
                  right("声明单位（公章）"), right(name), right(day)]
    else:
        blocks = [title("参赛承诺书"),
                  paragraph(f"本单位（{name}）申报的项目名称为“{project}”。现郑重承诺："),
                  paragraph("一、遵守大赛规则，提交的资料真实可靠；"), paragraph("二、项目无知识产权纠纷；"),
                  paragraph("三、未被列入失信被执行人名单，无违法记录。"),
                  line(f"承诺单位：{name}（盖章）"), line(f"法定代表人：{representative}"), line(f"签署日期：{day.removeprefix('日期：')}")]
    return blocks + ([seal(name)] if sealed else [])


# --- what others say of it ------------------------------------------------------------------------


def statement_of_accounts(name, year):
    rows = [["资产", "期末余额", "负债和权益", "期末余额"], ["货币资金", "1,204,336.10", "短期借款", "0.00"],
            ["应收账款", "862,114.55", "应付账款", "402,880.00"], ["资产总计", "6,118,204.77", "负债和权益总计", "6,118,204.77"]]
    return [PAGE_BREAK, title("资产负债表"), line(f"编制单位：{name}　　{year}年12月31日　　单位：元"), table(rows)]


def audit(rng, name, auditor, year=2024, appended=None):
    """`appended`: blocks of the auditor's own licence, as is usual."""
    number = f"湘{rng.choice('恒正信诚')}会审字[{year + 1}]第{rng.randint(101, 999):04}号"
    blocks = []
    if rng.random() < 0.5:
        blocks += [title(name), title("审　计　报　告"), centre(f"{year}年度"), centre(auditor), PAGE_BREAK]
    blocks += [title("审 计 报 告"), right(number), line(f"{name}{rng.choice(('全体股东', '董事会', ''))}："),
               heading("一、审计意见"),
               paragraph(f"我们审计了后附的{name}（以下简称贵公司）的财务报表，包括{year}年12月31日的资产负债表、"
                         f"{year}年度利润表、现金流量表以及财务报表附注。"),
               paragraph("我们认为，上述财务报表在所有重大方面按照企业会计准则的规定编制，公允反映了财务状况和经营成果。"),
               heading("二、管理层的责任"), paragraph("贵公司管理层负责编制财务报表，并设计、执行必要的内部控制。"),
               right(auditor), right("中国注册会计师："), right(chinese_date((year + 1, 3, 26))), seal(auditor)]
    if rng.random() < 0.5:
        blocks += statement_of_accounts(name, year)
    return blocks + ([PAGE_BREAK, *appended] if appended else [])


HEADINGS = ("行政管理", "诚实守信", "严重失信", "经营异常", "信用承诺", "信用评价", "司法判决")


def credit_report(rng, unit, dishonest=0, penalty=0, abnormal=0, status="存续", date=(2025, 6, 18)):
    name, code, representative = unit
    counts = {"行政许可": rng.randint(0, 6), "行政处罚": penalty, "诚实守信": 0, "严重失信": dishonest, "经营异常": abnormal}
    head = [title(rng.choice(("公共信用信息报告", "法人和非法人组织公共信用信息报告", "企业信用报告")))]
    if rng.random() < 0.5:
        head.append(centre("（法人和其他组织）"))
    label = rng.choice(("机构名称", "企业名称", "主体名称"))
    head += [line(f"{label}：{name}"), line(f"统一社会信用代码：{code}"),
             line(f"{rng.choice(('报告生成日期', '报告日期', '查询时间'))}：{date_words(rng, date)}"),
             heading("一、基础信息"),
             *rows_of(rng.choice(("table", "pairs", "lines")),
                      [("法定代表人", representative), ("企业类型", "有限责任公司"), ("成立日期", "2016-05-09"), ("登记状态", status)]),
             heading("二、信用信息概要")]
    layout = rng.choice(("table", "across", "sections", "sentence"))
    if layout == "table":
        rows = [["信息类别", "数量"]] + [[k, f"{n}条"] for k, n in counts.items()]
        return head + [table(rows, [70, 30], rows[0])]
    if layout == "across":
        return head + [table([list(counts), [f"{n}" for n in counts.values()]])]
    body = []
    for i, (k, n) in enumerate(counts.items()):
        body.append(subheading(f"（{MONTHS[i]}）{k}信息"))
        none = "暂无相关信息" if layout == "sections" else f"经查询，该主体在系统中无{k}记录。"
        body.append(paragraph(f"共 {n} 条" if n else none))
    return head + body


def software(rng, owners, name, number):
    layout = rng.choice(("lines", "spaced", "half"))
    pairs = [("软件名称", f"{name}V{rng.randint(1, 3)}.0"), ("著作权人", owners), ("开发完成日期", "2023年04月18日"),
             ("首次发表日期", "未发表"), ("权利取得方式", "原始取得"), ("权利范围", "全部权利"), ("登记号", number)]
    return [centre("中华人民共和国国家版权局"), title("计算机软件著作权登记证书"), line(f"证书号：软著登字第{rng.randint(10000000, 13999999)}号"),
            *rows_of(layout, pairs),
            paragraph("根据《计算机软件保护条例》和《计算机软件著作权登记办法》的规定，经中国版权保护中心审核，对以上事项予以登记。"),
            right("2023年08月02日"), seal("中华人民共和国国家版权局")]


def patent(rng, owners, name, number, kind="发明"):
    digits, check = number
    shown = rng.choice((f"ZL {digits[:4]} {digits[4]} {digits[5:]}.{check}", f"ZL{digits}.{check}", f"ZL{digits}{check}"))
    pairs = [(f"{kind if kind != '发明' else '发明'}名称", name), ("发明人", "见专利登记簿"), ("专利号", shown),
             ("专利申请日", f"{digits[:4]}年03月11日"), ("专利权人", owners), ("地址", "413000 湖南省益阳市赫山区"),
             ("授权公告日", "2024年02月06日"), ("授权公告号", f"CN 11{rng.randint(1000000, 9999999)} B")]
    return [right(f"证书号第{rng.randint(4000000, 6999999)}号"), title(f"{kind}专利证书"), *rows_of(rng.choice(("lines", "spaced")), pairs),
            paragraph("国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权，颁发本证书并在专利登记簿上予以登记。"),
            line("局长"), line("申长雨"), seal("国家知识产权局")]


def patent_application(rng, owners, name, number):
    digits, check = number
    return [centre("国家知识产权局"), title("专利申请受理通知书"), line("根据专利法第28条及其实施细则第38条、第39条的规定，"),
            paragraph("申请人提出的专利申请已由国家知识产权局受理。现将确定的申请号、申请日等信息通知如下："),
            line(f"申请号：{digits}.{check}"), line("申请日：2025年01月15日"), line(f"申请人：{owners}"), line(f"发明创造名称：{name}"),
            seal("国家知识产权局")]


def trademark(rng, owner):
    return [title("商标注册证"), line(f"第{rng.randint(50000000, 79999999)}号"), line("核定使用商品/服务项目（国际分类：42）"),
            paragraph("计算机软件设计；把有形的数据或文件转换成电子媒体；云计算"),
            *rows_of(rng.choice(("lines", "spaced")), [("注册人", owner), ("注册地址", "湖南省益阳市高新区"), ("注册日期", "2022年07月14日"),
                                                       ("有效期至", "2032年07月13日")]),
            seal("国家知识产权局")]


def data_registration(rng, owner, name):
    pairs = [("数据名称", f"{name}数据集"), ("登记主体", owner), ("登记号", f"湘数登{rng.randint(202400001, 202499999)}"),
             ("应用场景", "数据查询、分析"), ("登记日期", "2024年11月05日")]
    return [title("数据知识产权登记证书"), *rows_of(rng.choice(("table", "lines")), pairs), seal("湖南省知识产权保护中心")]


def case_proof(rng, unit_name, project, customer, date=(2025, 5, 26), using="已投入使用"):
    form = rng.choice(("letter", "table", "report"))
    day = date_words(rng, date, YMD)
    if form == "letter":
        body = [title("应用证明"), paragraph(f"兹证明{unit_name}的“{project}”{using}，自2024年3月起为我单位服务，运行稳定，效果良好。"),
                paragraph("特此证明。")]
    elif form == "table":
        body = [title("应用案例证明"), *rows_of("table", [("项目名称", project), ("完成单位", unit_name), ("应用单位", customer),
                ("应用起始时间", "2024年3月"), ("应用情况", f"系统{using}，每日为业务科室提供数据服务。")])]
    else:
        body = [title("用户使用报告"), line(f"用户名称：{customer}"), line(f"产品名称：{project}"), line(f"研发单位：{unit_name}"),
                paragraph(f"该产品{using}，截至目前运行一年以上，提升了我单位的工作效率。")]
    return body + [right(f"{customer}（盖章）"), right(day), seal(customer)]


# --- the application form ------------------------------------------------------------------------

NUMBERS = ("{level}、", "（{level}）", "{digit}. ", "{digit}、", "第{level}部分　", "")
PROMPT = "（请填写本部分内容，不超过1000字）"


def members(rng, people, layout=None):
    layout = layout or rng.choice(("table", "table", "plain table", "leader apart", "lines"))
    rows = [["序号", "姓名", "身份证号", "工作单位", "职务/职称"]]
    rows += [[str(i + 1), m["name"], m["id_number"], m["unit"], m["role"]] for i, m in enumerate(people)]
    weights = [8, 14, 34, 30, 16]
    if layout == "table":
        return [heading("团队成员"), table(rows, weights, rows[0])]
    if layout == "plain table":
        return [table([["姓名", "职务", "身份证号码"]] + [[m["name"], m["role"], m["id_number"]] for m in people], [20, 30, 50])]
    if layout == "leader apart":
        leader = people[0]
        return [table([["项目负责人", leader["name"], "身份证号码", leader["id_number"]]], [18, 18, 20, 44]),
                heading("项目团队成员信息"), table(rows, weights)]
    return [line("团队成员：")] + [line(f"{i + 1}．{m['name']}　身份证号：{m['id_number']}　{m['role']}") for i, m in enumerate(people)]


def units_part(rng, units, lead, layout=None):
    """Labels and values.  `lead` is a place among the units; None: nobody is marked."""
    if len(units) == 1:
        name, code, _ = units[0]
        return [(rng.choice(("参赛单位", "申报单位", "单位名称", "参赛单位名称")), name), ("统一社会信用代码", code)]
    if lead is None:
        return [("参赛单位", "、".join(u[0] for u in units))]
    if layout == "marked" or (layout is None and rng.random() < 0.4):
        return [("参赛单位", "；".join(f"{u[0]}（{'牵头单位' if i == lead else '参与单位'}）" for i, u in enumerate(units)))]
    pairs = []
    for i, (name, code, _) in enumerate(units):
        pairs += [("牵头单位" if i == lead else rng.choice(("联合单位", "合作单位", "参与单位")), name), ("统一社会信用代码", code)]
    return pairs


def application(rng, form):
    """`form`: project, track, host_city, units, lead, people, sections, and maybe how they are set."""
    pairs = [(rng.choice(("项目名称", "参赛项目名称", "作品名称")), form["project"]),
             (rng.choice(("参赛赛道", "所属赛道", "赛道")), form["track"]),
             (rng.choice(("初赛承办市州", "承办市州")), form["host_city"])]
    pairs = [(k, v) for k, v in pairs if v is not None]
    units = units_part(rng, form["units"], form["lead"], form.get("units_layout"))
    pairs = pairs + units if rng.random() < 0.7 else units + pairs
    layout = rng.choice(("table", "table", "pairs", "narrow", "lines", "underlined", "half"))
    if len(form["units"]) > 1 and layout == "pairs":
        layout = "table"
    number = form.get("number") or rng.choice(NUMBERS)
    blocks = [centre("2025年“数据要素×”大赛"), title(rng.choice(("项目申报书", "参赛项目申报书", "项 目 申 报 书")))]
    if rng.random() < 0.3:
        blocks += [centre(f"{form['project']}"), PAGE_BREAK]
    blocks += rows_of(layout, pairs) + members(rng, form["people"], form.get("members_layout"))
    for i, (name, paragraphs) in enumerate(form["sections"].items()):
        blocks.append(heading(number.format(level=MONTHS[i], digit=i + 1) + name))
        blocks += [paragraph(p) for p in paragraphs]
    return blocks
