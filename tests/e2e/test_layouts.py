# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms laid out as make-samples never does; the same harness as test_traps.py.

Each layout stands beside its guilty twin: a layout that is not read at all would pass alone.
"""

import pytest

import papers
from entrant import Entrant, Traps
from papers import Span, line, paragraph, table

TRAPS = Traps()
trap = TRAPS.trap
CARRIERS = ("pdf", "docx")
SIX = ("team-size", "reject", "项目申报书", "")
SIX_NAMES = ("team-size", "review", "项目申报书", "")
serials = iter(range(3001, 4000))


def new(name=None, code=None, partners=(), n=5):
    entrant = Entrant(next(serials), name, code, partners)
    entrant.members = [entrant.member(i) for i in range(n)]
    return entrant


def carried(entrant, carrier, **parts):
    entrant.set_form(**parts)
    if carrier != "pdf":
        entrant.carry("申报书", carrier)
    return entrant


def both(name, guilty, carriers=CARRIERS):
    """`make(carrier, n)`: with five people nothing may be found, with six that."""

    def keep(make):
        trap(name, each=carriers)(lambda carrier: make(carrier, 5))
        trap(f"{name}, six people", guilty, each=carriers)(lambda carrier: make(carrier, 6))
        return make

    return keep


# --- tables -----------------------------------------------------------------------------------


@both("one table with its groups merged at the left", SIX)
def merged(carrier, n):
    entrant = new(n=n)
    base = entrant.base_pairs()
    rows = [[Span("基本信息", len(base)) if i == 0 else None, label, Span(value, 1, 3), None, None]
            for i, (label, value) in enumerate(base)]
    rows += [[Span("团队成员", n + 1), "姓名", "身份证号码", "工作单位", "职务"]]
    rows += [[None, m["name"], m["id_number"], m["unit"], m["role"]] for m in entrant.members]
    return carried(entrant, carrier, base=[table(rows, [10, 20, 28, 28, 14])], members=[line("")])


@both("labels in the second column, behind a number", SIX)
def second_column(carrier, n):
    entrant = new(n=n)
    rows = [[str(i + 1), label, value] for i, (label, value) in enumerate(entrant.base_pairs())]
    return carried(entrant, carrier, base=[table(rows, [8, 27, 65])])


@both("labels that wrap within their cells", SIX)
def wrapped_labels(carrier, n):
    entrant = new(n=n)
    wrap = {"统一社会信用代码": "统一社会\n信用代码", "初赛承办市州": "初赛承\n办市州"}
    rows = [[wrap.get(label, label), value] for label, value in entrant.base_pairs()]
    people = papers.members_table(entrant.members, ("姓 名", "身份证\n号码", "工作\n单位", "职务"))
    return carried(entrant, carrier, base=[table(rows, [20, 80])], members=[people])


@both("names across, a column for each person", SIX)
def columns_of_people(carrier, n):
    entrant = new(n=n)
    keys = (("姓名", "name"), ("身份证号", "id_number"), ("工作单位", "unit"), ("职务", "role"))
    tables = [
        table([[label, *(m[key] for m in entrant.members[i : i + 3])] for label, key in keys],
              [16, *([28] * len(entrant.members[i : i + 3]))])
        for i in range(0, n, 3)
    ]
    return carried(entrant, carrier, members=tables)


@both("a block of labels for each person", SIX)
def block_a_person(carrier, n):
    entrant = new(n=n)
    tables = [
        table([["姓名", m["name"], "职务", m["role"]],
               ["身份证号", m["id_number"], "工作单位", m["unit"]]], [15, 40, 15, 30])
        for m in entrant.members
    ]
    return carried(entrant, carrier, members=tables)


@both("one table with a row of blocks for each person", SIX)
def blocks_in_one_table(carrier, n):
    entrant = new(n=n)
    rows = []
    for m in entrant.members:
        rows += [["姓名", m["name"], "职务", m["role"]],
                 ["身份证号", m["id_number"], "工作单位", m["unit"]]]
    return carried(entrant, carrier, members=[table(rows, [15, 40, 15, 30])])


@both("the leader apart from the table of members", SIX)
def leader_apart(carrier, n):
    entrant = new(n=n)
    leader, *others = entrant.members
    first = table([["项目负责人", leader["name"], "身份证号", leader["id_number"]]], [20, 20, 20, 40])
    people = papers.members_table([leader, *others])
    return carried(entrant, carrier, members=[first, people])


# --- people without a table -------------------------------------------------------------------


@both("members as names in one cell", SIX_NAMES)
def names_in_cell(carrier, n):
    entrant = new(n=n)
    first, *others = (m["name"] for m in entrant.members)
    rows = [["团队成员", "、".join([f"{first}（组长）", *others])]]
    return carried(entrant, carrier, members=[table(rows, [20, 80])])


@both("members as names on a line", SIX_NAMES)
def names_on_line(carrier, n):
    entrant = new(n=n)
    first, *others = (m["name"] for m in entrant.members)
    return carried(entrant, carrier,
                   members=[line("团队成员：" + "，".join([f"{first}（负责人）", *others]) + "。")])


@both("members as paragraphs", SIX)
def paragraphs(carrier, n):
    entrant = new(n=n)
    return carried(entrant, carrier, members=[
        paragraph(f"（{papers.LEVELS[i]}）{m['name']}，男，身份证号码：{m['id_number']}，"
                  f"现任{m['unit']}{m['role']}，从事水质监测多年。")
        for i, m in enumerate(entrant.members)
    ])


@both("a person a line, white space between name and number", SIX)
def person_a_line(carrier, n):
    entrant = new(n=n)
    return carried(entrant, carrier, members=[line("团队成员：")] + [
        line(f"{i + 1}．{m['name']}　身份证号：{m['id_number']}　{m['role']}")
        for i, m in enumerate(entrant.members)
    ])


@trap("an adviser as the sixth on such lines", ("team-size", "review", "项目申报书", ""), each=CARRIERS)
def adviser_a_line(carrier):
    entrant = new(n=6)
    entrant.members[5]["role"] = "指导老师"
    return carried(entrant, carrier, members=[line("团队成员：")] + [
        line(f"{m['name']}　身份证号码：{m['id_number']}　{m['role']}") for m in entrant.members
    ])


# --- units ------------------------------------------------------------------------------------


def two_units():
    serial = next(serials)
    return new(partners=[(f"益阳市资江{serial}号数据研究院有限公司", papers.credit_code(serial))])


def numbered_units(entrant, lead):
    (partner, code), = entrant.partners
    return (f"1. {entrant.unit}{lead}", f"2. {partner}"), (entrant.code, code)


def units_listed(entrant, carrier, how, lead):
    names, codes = numbered_units(entrant, lead)
    pairs = entrant.base_pairs()[:3]
    if how == "lines of a cell":
        rows = [[label, value] for label, value in pairs] + [
            ["参赛单位", "\n".join(names)], ["统一社会信用代码", "\n".join(codes)]]
        base = [table(rows, [24, 76])]
    elif how == "one line of a cell":
        base = [table([[label, value] for label, value in pairs]
                      + [["参赛单位", "  ".join(names)]], [24, 76])]
    else:
        base = papers.rows_of("lines", pairs) + [line("参赛单位："), *map(line, names)]
    return carried(entrant, carrier, base=base)


HOW = ("lines of a cell", "one line of a cell", "lines")


@trap("units numbered, the lead marked", each=[(h, c) for h in HOW for c in CARRIERS])
def numbered(variant):
    return units_listed(two_units(), variant[1], variant[0], "（牵头）")


@trap("units numbered, none marked as the lead", ("lead-unit", "review", "项目申报书", ""),
      each=[(h, c) for h in HOW for c in CARRIERS])
def numbered_no_lead(variant):
    return units_listed(two_units(), variant[1], variant[0], "")


@trap("a table of units with their part", each=CARRIERS)
def part_of_units(carrier):
    entrant = two_units()
    (partner, code), = entrant.partners
    rows = [["参赛角色", "单位名称", "单位性质", "统一社会信用代码"],
            ["牵头单位", entrant.unit, "民营企业", entrant.code],
            ["联合单位", partner, "民营企业", code]]
    base = papers.rows_of("table", entrant.base_pairs()[:3]) + [table(rows, [18, 34, 16, 32])]
    return carried(entrant, carrier, base=base)


# --- one line, boxes to tick ------------------------------------------------------------------


@trap("several labels on one line", each=CARRIERS)
def one_line(carrier):
    entrant = new()
    name, track, city, unit, code = entrant.base_pairs()
    base = [line(f"{name[0]}：{name[1]}　　{track[0]}：{track[1]}"),
            line(f"{city[0]}: {city[1]}    {unit[0]}: {unit[1]}"), line(f"{code[0]}: {code[1]}")]
    return carried(entrant, carrier, base=base)


TRACKS = ("工业制造", "现代农业", "绿色低碳", "城市治理")
CITIES = ("长沙市", "株洲市", "益阳市", "常德市")


def ticked(entrant, on, off, city, track, layout):
    def boxes(names, chosen):
        return "  ".join((on if n == chosen else off) + n for n in names)

    pairs = [("项目名称", entrant.project), ("参赛赛道", boxes(TRACKS, track)),
             ("初赛承办市州", boxes(CITIES, city)), *entrant.base_pairs()[3:]]
    return papers.rows_of(layout, pairs)


BOXES = [(on, off, layout) for on, off in (("☑", "□"), ("√", "□"), ("■", "□")) for layout in
         ("table", "lines")]


@trap("boxes to tick", each=BOXES)
def boxes(variant):
    entrant = new()
    on, off, layout = variant
    return carried(entrant, "docx", base=ticked(entrant, on, off, "益阳市", "绿色低碳", layout))


@trap("boxes to tick, another city ticked", ("host-city", "reject", "项目申报书", "长沙"), each=BOXES)
def boxes_of_other(variant):
    entrant = new()
    on, off, layout = variant
    return carried(entrant, "docx", base=ticked(entrant, on, off, "长沙市", "绿色低碳", layout))


# --- characters -------------------------------------------------------------------------------

FULL = str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                     "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ")


@both("full-width digits", SIX)
def full_width(carrier, n):
    entrant = new(n=n)
    pairs = [(label, value.translate(FULL)) for label, value in entrant.base_pairs()]
    people = [m | {"id_number": m["id_number"].translate(FULL)} for m in entrant.members]
    entrant.set_paper("营业执照", papers.licence(entrant.unit, entrant.code.translate(FULL)))
    return carried(entrant, carrier, base=papers.rows_of("table", pairs),
                   members=[papers.members_table(people)])


@trap("a name with Latin letters", each=("lines", "table", "narrow"))
def latin(layout):
    brand = {"lines": "AquaData", "table": "Blue Wave", "narrow": "e-Lake"}[layout]
    entrant = new(f"益阳{brand}（湖南）信息技术有限公司")
    other = entrant.unit.translate(FULL).replace("（", "(").replace("）", ")")
    entrant.set_paper("营业执照", papers.licence(entrant.unit, entrant.code, layout))
    entrant.set_paper("软件著作权", papers.copyright_certificate(other, layout))
    return entrant


@trap("a name in traditional characters", each=("lines", "table"))
def traditional(layout):
    name = {"lines": "洞庭云数据科技", "table": "资江龙湾软件"}[layout]
    entrant = new(f"益阳市{name}有限公司")
    other = entrant.unit
    for simple, full in zip("阳云数据龙湾软", "陽雲數據龍灣軟"):
        other = other.replace(simple, full)
    assert other != entrant.unit
    entrant.set_paper("软件著作权", papers.copyright_certificate(other, layout))
    return entrant


@trap("dates in Chinese numerals")
def chinese_dates():
    entrant = new()
    entrant.set_paper("责任声明", papers.declaration(entrant.unit, entrant.project, "二〇二五年六月二十日"))
    report = papers.credit_report(entrant.unit, entrant.code)
    report[3] = line("报告生成日期：二〇二五年六月十八日")
    entrant.set_paper("信用报告", report)
    return entrant


@trap("a licence that ran out, in Chinese numerals",
      ("stale-document", "review", "营业执照.pdf", ""),
      each=("2015年5月9日至2025年5月8日", "二〇一五年五月九日至二〇二五年五月八日"))
def expired(term):
    entrant = new()
    blocks = [b | {"text": f"营业期限：{term}"} if b.get("text") == "营业期限：长期" else b
              for b in papers.licence(entrant.unit, entrant.code)]
    entrant.set_paper("营业执照", blocks)
    return entrant


@trap("case proof dated after the deadline", ("application-case", "review", "应用案例证明.pdf", ""),
      each=("2025年7月26日", "二〇二五年七月二十六日"))
def late_case(date):
    entrant = new()
    blocks = papers.case_proof(entrant.unit, entrant.project, entrant.customer)
    entrant.set_paper("应用案例证明", [papers.right(date) if b.get("text") == "2025年5月26日" else b
                                 for b in blocks])
    return entrant


# --- further ones -----------------------------------------------------------------------------


@both("two people beside one another", SIX)
def beside(carrier, n):
    entrant = new(n=n)
    cells = [[m["name"], m["id_number"]] for m in entrant.members] + [["", ""]] * (n % 2)
    rows = [["姓名", "身份证号码"] * 2] + [a + b for a, b in zip(cells[::2], cells[1::2])]
    return carried(entrant, carrier, members=[table(rows, [18, 32, 18, 32])])


@both("the leader in a table of his own, the others in the next", SIX)
def leader_alone(carrier, n):
    entrant = new(n=n)
    leader, *others = entrant.members
    first = table([["项目负责人", leader["name"], "身份证号", leader["id_number"]]], [20, 20, 20, 40])
    return carried(entrant, carrier, members=[first, papers.members_table(others)])


@trap("units in one sentence with their parts", each=CARRIERS)
def sentence(carrier):
    entrant = two_units()
    (partner, code), = entrant.partners
    base = papers.rows_of("lines", entrant.base_pairs()[:3]) + [
        line(f"参赛单位：{partner}（联合单位）、{entrant.unit}（牵头单位）")]
    return carried(entrant, carrier, base=base)


@trap("boxes to tick, on a page", each=[(*b, l) for b in (("☑", "□"), ("（√）", "（ ）"), ("[√]", "[ ]"))
                                      for l in ("table", "lines")])
def boxes_on_page(variant):
    entrant = new()
    on, off, layout = variant
    entrant.set_form(base=ticked(entrant, on, off, "益阳市", "绿色低碳", layout))
    return entrant


@trap("no box ticked", ("host-city", "review", "项目申报书", ""), each=("table", "lines"))
def no_box(layout):
    entrant = new()
    pairs = [("项目名称", entrant.project), ("参赛赛道", entrant.track),
             ("初赛承办市州", "  ".join("□" + c for c in CITIES)), *entrant.base_pairs()[3:]]
    entrant.set_form(base=papers.rows_of(layout, pairs))
    return entrant


@trap("audit of the unit", each=("table", "labelled"))
def audited(layout):
    entrant = new()
    entrant.set_paper("审计报告", papers.audit(entrant.unit, entrant.auditor, layout))
    return entrant


@trap("audit of the parent company",
      ("third-party-material", "reject", "审计报告.pdf", "集团有限公司"),
      each=("letter", "table", "labelled"))
def audited_parent(layout):
    brand = {"letter": "资鼎", "table": "资川", "labelled": "资源"}[layout]
    entrant = new(f"益阳市{brand}数据科技有限公司")
    entrant.set_paper("审计报告", papers.audit(f"湖南{brand}集团有限公司", entrant.auditor, layout))
    return entrant


def contract(buyer, seller, project, layout):
    parties = [("甲方", buyer), ("乙方", seller)]
    return [papers.title("技术服务合同"), *papers.rows_of(layout, parties),
            paragraph(f"甲乙双方就“{project}”的建设，经协商一致签订本合同，已投入使用。"),
            paragraph("一、合同金额：人民币86万元。二、违约责任按民法典执行。三、争议由益阳市法院管辖。"),
            line("签订日期：2024年3月5日")]


@trap("contract in which the unit sells", each=("lines", "table", "half"))
def seller(layout):
    entrant = new()
    entrant.papers["证明材料/合同.pdf"] = contract(
        entrant.customer, entrant.unit, entrant.project, layout)
    return entrant


@trap("contract in which a stranger sells",
      ("third-party-material", "reject", "合同.pdf", "株洲市天元软件有限公司"),
      each=("lines", "table", "half"))
def stranger_sells(layout):
    entrant = new()
    entrant.papers["证明材料/合同.pdf"] = contract(
        entrant.customer, "株洲市天元软件有限公司", entrant.project, layout)
    return entrant


def report(entrant, layout, n):
    blocks = papers.credit_report(entrant.unit, entrant.code)[:4]
    if layout == "count first":
        rows = [["记录数", "信息类型"], ["3", "行政许可"], [str(n), "严重失信主体名单"], ["0", "行政处罚"]]
        return blocks + [table([r[::-1] for r in rows], [70, 30])]
    if layout == "across":
        rows = [["行政许可", "行政处罚", "严重失信", "经营异常"], ["3", "0", str(n), "0"]]
        return blocks + [table(rows)]
    none = {"sentence": "未查询到该主体的相关信息。", "table of none": "暂无数据"}[layout]
    for i, name in enumerate(("行政处罚信息", "严重失信主体名单信息", "经营异常名录信息")):
        some = n and "失信" in name
        blocks.append(papers.subheading(f"{papers.LEVELS[i]}、{name}"))
        blocks.append(paragraph(f"共{n}条记录" if some else none))
    return blocks


@trap("credit report without records, laid out otherwise",
      each=("count first", "across", "sentence", "table of none"))
def report_none(layout):
    entrant = new()
    entrant.set_paper("信用报告", report(entrant, layout, 0))
    return entrant


@trap("credit report with a record, laid out otherwise", ("credit-record", "review", "信用报告.pdf", "1"),
      each=("count first", "across", "sentence", "table of none"))
def report_one(layout):
    entrant = new()
    entrant.set_paper("信用报告", report(entrant, layout, 1))
    return entrant


@trap("declaration whose date stands below its label", each=("right", "line"))
def date_below(kind):
    entrant = new()
    blocks = papers.declaration(entrant.unit, entrant.project, "日期：")
    at = next(i for i, b in enumerate(blocks) if b.get("text") == "日期：")
    entrant.set_paper("责任声明", blocks[: at + 1]
                      + [getattr(papers, kind)("2025年6月20日")] + blocks[at + 1 :])
    return entrant


@trap("declaration by another unit", ("third-party-material", "reject", "责任声明.pdf", "株洲市天元"))
def declared_by_stranger():
    entrant = new()
    entrant.set_paper("责任声明", papers.declaration("株洲市天元软件有限公司", entrant.project))
    return entrant


# --- screened in one run ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def results(request, tmp_path_factory):
    return TRAPS.screen(request, tmp_path_factory.mktemp("layouts"))


@pytest.mark.parametrize("name", TRAPS.params())
def test_layout(results, name):
    TRAPS.judge(name, results[name])
