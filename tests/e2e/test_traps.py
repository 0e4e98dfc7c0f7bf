# SPDX-License-Identifier: GPL-3.0-or-later
"""What real submissions look like and what is easily mistaken in them.

Each trap is a whole submission with its name.  It says which findings must come (rule, outcome, a
part of the document's name, a part of what is quoted); no other that counts may come.  Where a
thing is allowed, its guilty twin stands beside it.
"""

import pytest

import papers
from entrant import Entrant, Traps

TRAPS = Traps()
trap = TRAPS.trap
LAYOUTS = ("lines", "table", "spaced", "narrow")
serials = iter(range(11, 2000))


def new(name=None, code=None, partners=()):
    return Entrant(next(serials), name, code, partners)


# --- a sound one, in every layout -------------------------------------------------------------


@trap("nothing wrong", each=("lines", "table", "spaced", "narrow", "pairs", "below", "underlined", "half"))
def sound(layout):
    entrant = new()
    entrant.set_form(layout=layout)
    entrant.set_paper("营业执照", papers.licence(entrant.unit, entrant.code, layout))
    entrant.set_paper("软件著作权", papers.copyright_certificate(entrant.unit, layout))
    return entrant


@trap("nothing wrong, form and papers", each=("docx", "scan"))
def sound_carrier(carrier):
    entrant = new()
    for name in ("申报书", "营业执照", "软件著作权"):
        entrant.carry(name, carrier)
    return entrant


# --- whose licence is appended ----------------------------------------------------------------


@trap("auditor's own licence appended to the audit")
def auditor_licence():
    entrant = new()
    entrant.papers["证明材料/会计师事务所营业执照.pdf"] = papers.auditor_licence(
        entrant.auditor, papers.credit_code(7001, "91430100"))
    return entrant


@trap("auditor's own licence appended to the audit, in one PDF")
def auditor_licence_within():
    entrant = new()
    entrant.papers["证明材料/审计报告.pdf"] += [papers.PAGE_BREAK] + papers.auditor_licence(
        entrant.auditor, papers.credit_code(7002, "91430100"))
    return entrant


@trap("parent company's licence appended to the audit",
      ("third-party-material", "reject", "集团营业执照.pdf", "益阳市资源数据集团有限公司"))
def parent_licence():
    entrant = new("益阳市资源数据科技有限公司")
    entrant.papers["证明材料/集团营业执照.pdf"] = papers.licence(
        "益阳市资源数据集团有限公司", papers.credit_code(7003))
    return entrant


@trap("parent company's licence appended to the audit, in one PDF",
      ("third-party-material", "reject", "审计报告.pdf", "益阳市资水数据集团有限公司"))
def parent_licence_within():
    entrant = new("益阳市资水数据科技有限公司")
    entrant.papers["证明材料/审计报告.pdf"] += [papers.PAGE_BREAK] + papers.licence(
        "益阳市资水数据集团有限公司", papers.credit_code(7004))
    return entrant


# --- the customer -----------------------------------------------------------------------------


@trap("customer named in a case proof", each=("letter", "table"))
def customer(layout):
    entrant = new()
    entrant.set_paper("应用案例证明", papers.case_proof(
        entrant.unit, entrant.project, "湖南洞庭湖生态环境监测中心", layout))
    return entrant


@trap("customer's licence beside its case proof")
def customer_licence():
    entrant = new()
    entrant.papers["证明材料/用户营业执照.pdf"] = papers.licence(
        entrant.customer, papers.credit_code(7005))
    return entrant


@trap("stranger's licence beside a case proof",
      ("third-party-material", "reject", "用户营业执照.pdf", "长沙市麓谷传感器有限公司"))
def stranger_licence():
    entrant = new()
    entrant.papers["证明材料/用户营业执照.pdf"] = papers.licence(
        "长沙市麓谷传感器有限公司", papers.credit_code(7006))
    return entrant


@trap("case proof for another unit's project",
      ("application-case", "review", "应用案例证明.pdf", ""), each=("letter", "table"))
def case_of_another(layout):
    entrant = new()
    entrant.set_paper("应用案例证明", papers.case_proof(
        "株洲市天元软件有限公司", "工厂排产系统", entrant.customer, layout))
    return entrant


# --- how a holder is written ------------------------------------------------------------------


@trap("holder in brackets form", each=LAYOUTS)
def brackets(layout):
    entrant = new(f"洞庭云（湖南）数据{'壹贰叁肆'[LAYOUTS.index(layout)]}号有限公司")
    other = entrant.unit.replace("（", "(").replace("）", ")")
    entrant.set_paper("营业执照", papers.licence(other, entrant.code, layout))
    entrant.set_paper("软件著作权", papers.copyright_certificate(other, layout))
    return entrant


@trap("holder in brackets form, of another province",
      ("third-party-material", "reject", "软件著作权.pdf", "湖北"),
      ("ip-ownership", "review", "软件著作权.pdf", ""), each=LAYOUTS)
def other_brackets(layout):
    entrant = new(f"湘资云（湖南）数据{'壹贰叁肆'[LAYOUTS.index(layout)]}号有限公司")
    entrant.set_paper("软件著作权", papers.copyright_certificate(
        entrant.unit.replace("湖南", "湖北"), layout))
    return entrant


@trap("co-owners of a certificate, both in the team", each=LAYOUTS)
def co_owners(layout):
    partner = f"湖南洞庭{'甲乙丙丁'[LAYOUTS.index(layout)]}学院"
    entrant = new(partners=[(partner, papers.credit_code(next(serials), "12430000"))])
    entrant.set_paper("软件著作权", papers.copyright_certificate(f"{entrant.unit}；{partner}", layout))
    return entrant


@trap("co-owners of a certificate, one of them a stranger",
      ("third-party-material", "review", "软件著作权.pdf", "湖南农林大学"), each=LAYOUTS)
def co_owner_stranger(layout):
    entrant = new()
    entrant.set_paper("软件著作权", papers.copyright_certificate(
        f"{entrant.unit}；湖南农林大学", layout))
    return entrant


@trap("co-owners of a patent, each on a line, one a stranger",
      ("third-party-material", "review", "专利.pdf", "湖南农林大学"))
def patent_co_owner():
    entrant = new()
    entrant.papers["证明材料/专利.pdf"] = papers.patent_certificate(
        f"{entrant.unit}\n湖南农林大学", "table")
    return entrant


@trap("former name on a certificate, the form says it", each=LAYOUTS)
def former_in_form(layout):
    entrant = new()
    former = f"益阳市旧{entrant.unit[3:]}"
    entrant.set_form(base=papers.rows_of(layout, [*entrant.base_pairs(), ("曾用名", former)]))
    entrant.set_paper("软件著作权", papers.copyright_certificate(former, layout))
    return entrant


@trap("former name on a certificate, the licence says it", each=LAYOUTS)
def former_in_licence(layout):
    entrant = new()
    former = f"益阳市原{entrant.unit[3:]}"
    entrant.set_paper("营业执照", papers.licence(entrant.unit, entrant.code, layout, former))
    entrant.set_paper("软件著作权", papers.copyright_certificate(former, layout))
    return entrant


@trap("former name in brackets behind the name")
def former_in_brackets():
    entrant = new()
    former = f"益阳市前{entrant.unit[3:]}"
    entrant.set_paper("营业执照", papers.licence(
        f"{entrant.unit}（曾用名：{former}）", entrant.code))
    entrant.set_paper("软件著作权", papers.copyright_certificate(former))
    return entrant


@trap("a name like a former one that nothing explains",
      ("third-party-material", "reject", "软件著作权.pdf", "益阳市先"),
      ("ip-ownership", "review", "软件著作权.pdf", ""), each=LAYOUTS)
def former_unexplained(layout):
    entrant = new()
    entrant.set_paper("软件著作权", papers.copyright_certificate(
        f"益阳市先{entrant.unit[3:]}", layout))
    return entrant


# --- reading a scan ---------------------------------------------------------------------------


def misread(name):
    """One character of the name is another that looks like it, and that an OCR reads as it is."""
    return name.replace("金科", "全科")


@trap("holder read by OCR with one wrong character")
def one_wrong_character():
    entrant = new("益阳市金科信息技术有限公司")
    entrant.set_paper("软件著作权", papers.copyright_certificate(misread(entrant.unit)), "scan")
    return entrant


@trap("holder read by OCR with its trade name wrong",
      ("third-party-material", "review", "软件著作权.pdf", "益阳市"),
      ("ip-ownership", "review", "软件著作权.pdf", ""))
def wrong_trade_name():
    entrant = new("益阳市云山信息技术有限公司")
    entrant.set_paper("软件著作权", papers.copyright_certificate(
        entrant.unit.replace("云山", "平原")), "scan")
    return entrant


def misread_report(code=None):
    entrant = new("益阳市金科物流有限公司")
    name = entrant.unit.replace("金科", "全料")
    entrant.set_paper("信用报告", papers.credit_report(name, code or entrant.code), "scan")
    return entrant


@trap("two characters of a scan's name wrong, the code right")
def wrong_name_right_code():
    return misread_report()


@trap("two characters of a scan's name wrong, and another code",
      ("third-party-material", "review", "信用报告.pdf", "全料"))
def wrong_name_other_code():
    return misread_report(papers.credit_code(9977))


@trap("holder printed with another character in a PDF's own text",
      ("third-party-material", "reject", "软件著作权.pdf", "全科"),
      ("ip-ownership", "review", "软件著作权.pdf", ""))
def one_other_character():
    entrant = new("桃江县金科信息技术有限公司")
    entrant.set_paper("软件著作权", papers.copyright_certificate(misread(entrant.unit)))
    return entrant


# --- the form of a company, places ------------------------------------------------------------


@trap("limited company written 有限责任公司",
      ("third-party-material", "review", "软件著作权.pdf", "有限责任公司"), each=LAYOUTS)
def limited(layout):
    entrant = new()
    other = entrant.unit.replace("有限公司", "有限责任公司")
    entrant.set_paper("软件著作权", papers.copyright_certificate(other, layout))
    return entrant


@trap("limited company and its joint-stock namesake",
      ("third-party-material", "reject", "软件著作权.pdf", "股份有限公司"),
      ("ip-ownership", "review", "软件著作权.pdf", ""))
def joint_stock():
    entrant = new()
    entrant.set_paper("软件著作权", papers.copyright_certificate(
        entrant.unit.replace("有限公司", "股份有限公司")))
    return entrant


@trap("unit with the name of another city", each=("lines", "table"))
def other_city_name(layout):
    entrant = new("长沙市岳麓湘水数据有限公司" if layout == "lines" else "岳阳楼洞庭数据（常德）有限公司")
    entrant.set_form(layout=layout)
    return entrant


@trap("project of another city's unit that names another host city",
      ("host-city", "reject", "项目申报书.pdf", "长沙市"), each=("lines", "table"))
def other_host_city(layout):
    entrant = new()
    entrant.host_city = "长沙市"
    entrant.set_form(layout=layout)
    entrant.host_city = "益阳市"
    return entrant


# --- people -----------------------------------------------------------------------------------


def list_of(members):
    return [papers.line(f"{i + 1}．{m['name']}，身份证号：{m['id_number']}，工作单位：{m['unit']}；")
            for i, m in enumerate(members)]


def team(entrant, n, check=None):
    entrant.members = [entrant.member(i) for i in range(n)]
    for i, member in enumerate(entrant.members):
        if check is not None:
            member["id_number"] = papers.id_number(entrant.serial * 7 + i, check)
    return entrant


def lower(members):
    return [m | {"id_number": m["id_number"].lower()} for m in members]


@trap("ID numbers with lower-case x", each=("table", "list"))
def lower_x(layout):
    entrant = team(new(), 5, "X")
    entrant.set_manifest()
    small = lower(entrant.members)
    entrant.set_form(members=[papers.members_table(small)] if layout == "table" else list_of(small))
    return entrant


@trap("one person twice, once with x and once with X", each=("table", "list"))
def same_person_twice(layout):
    entrant = team(new(), 5, "X")
    twice = entrant.members + lower(entrant.members[:1])
    entrant.set_form(members=[papers.members_table(twice)] if layout == "table" else list_of(twice))
    return entrant


@trap("six people with lower-case x", ("team-size", "reject", "项目申报书.pdf", ""),
      each=("table", "list"))
def six_lower_x(layout):
    entrant = team(new(), 6, "X")
    small = lower(entrant.members)
    entrant.set_form(members=[papers.members_table(small)] if layout == "table" else list_of(small))
    return entrant


def two_pages(members, again):
    rows = [["序号", "姓名", "身份证号码", "工作单位", "职务"]]
    rows += [[str(i + 1), m["name"], m["id_number"], m["unit"], m["role"]]
             for i, m in enumerate(members)]
    weights = [8, 16, 32, 30, 14]
    second = rows[4:] if not again else [rows[0], *rows[4:]]
    return [papers.table(rows[:4], weights, rows[0]), papers.PAGE_BREAK,
            papers.table(second, weights, rows[0])]


@trap("member table over two pages", each=("its head repeated", "its head once"))
def long_table(head):
    entrant = team(new(), 5)
    entrant.set_form(members=two_pages(entrant.members, head == "its head repeated"))
    return entrant


@trap("member table over two pages, six people", ("team-size", "reject", "项目申报书.pdf", ""),
      each=("its head repeated", "its head once"))
def long_table_six(head):
    entrant = team(new(), 6)
    entrant.set_form(members=two_pages(entrant.members, head == "its head repeated"))
    return entrant


# --- units ------------------------------------------------------------------------------------


def led_second(entrant, layout, lead="牵头单位"):
    (partner, code), = entrant.partners
    if layout == "unit table":
        rows = [["序号", "单位名称", "统一社会信用代码", "是否牵头"],
                ["1", partner, code, "否"], ["2", entrant.unit, entrant.code,
                                            "是" if lead == "牵头单位" else "否"]]
        return papers.rows_of("table", entrant.base_pairs()[:3]) + [
            papers.table(rows, [8, 42, 34, 16], rows[0])]
    pairs = entrant.base_pairs()[:3] + [
        ("参赛单位", partner), ("统一社会信用代码", code),
        (lead, entrant.unit), ("统一社会信用代码", entrant.code)]
    return papers.rows_of(layout, pairs)


def pair_of_units():
    serial = next(serials)
    return new(partners=[(f"益阳市资江{serial}号数据研究院有限公司", papers.credit_code(serial))])


@trap("the lead listed second", each=("lines", "table", "unit table"))
def lead_second(layout):
    entrant = pair_of_units()
    entrant.set_form(base=led_second(entrant, layout))
    return entrant


@trap("two units and none of them leads", ("lead-unit", "review", "项目申报书.pdf", ""),
      each=("lines", "table", "unit table"))
def no_lead(layout):
    entrant = pair_of_units()
    entrant.set_form(base=led_second(entrant, layout, "参赛单位"))
    return entrant


BOTH = new()


@trap("two projects by one unit", each=("the first", "the second"))
def two_projects(which):
    return BOTH if which == "the first" else new(BOTH.unit, BOTH.code)


@trap("the unit's other project in another city")
def other_project_elsewhere():
    entrant = new()
    TRAPS.registrations.append(("智慧园区停车诱导系统", entrant.unit, entrant.code, "丁一、卜二",
                          papers.id_number(9001) + "、" + papers.id_number(9002), "长沙市", "城市治理"))
    return entrant


@trap("the same project in another city", ("duplicate-city", "reject", "", ""))
def same_project_elsewhere():
    entrant = new()
    TRAPS.registrations.append((entrant.project, entrant.unit, entrant.code, "丁一、卜二",
                          papers.id_number(9003) + "、" + papers.id_number(9004), "长沙市", "绿色低碳"))
    return entrant


@trap("last year's winner")
def winner():
    entrant = new()
    TRAPS.winners.append((entrant.unit, entrant.code, "2024-09-01", entrant.project, "2024年益阳初赛二等奖"))
    return entrant


@trap("last year's winner under a new name", ("returning-project", "review", "", ""))
def renamed_winner():
    entrant = new()
    TRAPS.winners.append((entrant.unit, entrant.code, "2024-09-01",
                    entrant.project.replace("服务平台", "应用系统"), "2024年益阳初赛二等奖"))
    return entrant


# --- the credit report ------------------------------------------------------------------------

REPORTS = ("table", "lines", "headings", "brackets", "words")


@trap("credit report whose headings name 失信 with 0条", each=REPORTS)
def zero_records(layout):
    entrant = new()
    entrant.set_paper("信用报告", papers.credit_report(entrant.unit, entrant.code, layout))
    return entrant


@trap("credit report with one record", ("credit-record", "review", "信用报告.pdf", "1"), each=REPORTS)
def one_record(layout):
    entrant = new()
    entrant.set_paper("信用报告", papers.credit_report(
        entrant.unit, entrant.code, layout, {"失信被执行人信息": 1}))
    return entrant


@trap("credit report with a permit and a reward", each=REPORTS)
def good_records(layout):
    entrant = new()
    entrant.set_paper("信用报告", papers.credit_report(
        entrant.unit, entrant.code, layout, {"行政许可": 3, "守信激励": 2}))
    return entrant


# --- the declaration --------------------------------------------------------------------------


@trap("declaration with seal but blank date", ("seal-missing", "review", "责任声明.pdf", ""),
      each=("　　年　　月　　日", "日期：　　年　月　日", "2025年　　月　　日", "日期：", "____年__月__日"))
def blank_date(date):
    entrant = new()
    entrant.set_paper("责任声明", papers.declaration(entrant.unit, entrant.project, date))
    return entrant


@trap("declaration dated", each=("二〇二五年六月二十日", "二零二五年六月二十日", "日期：2025.6.20",
                               "2025 年 6 月 20 日", "日期：2025-06-20", "２０２５年６月２０日"))
def dated(date):
    entrant = new()
    entrant.set_paper("责任声明", papers.declaration(entrant.unit, entrant.project, date))
    return entrant


@trap("declaration without seal", ("seal-missing", "review", "责任声明.pdf", ""))
def unsealed():
    entrant = new()
    entrant.set_paper("责任声明", papers.declaration(entrant.unit, entrant.project, sealed=False))
    return entrant


# --- the form ---------------------------------------------------------------------------------

PROMPTS = ("（请围绕经济效益、社会效益等方面进行说明，800字以内）",
           "此处填写项目的商业模式，包括推广模式、市场空间等。",
           "【填写说明：请描述项目的推广模式、市场空间、社会效应】")


@trap("template prompts left beside a section's own text", each=(0, 1, 2))
def prompt_left(i):
    entrant = new()
    own = papers.SECTIONS["商业模式"]
    entrant.set_form(sections=papers.sections(texts={"商业模式": f"{PROMPTS[i]}\n{own}"}))
    return entrant


@trap("template prompts and nothing else in a section",
      ("missing-section", "review", "项目申报书.pdf", ""), each=(0, 1, 2))
def prompt_alone(i):
    entrant = new()
    entrant.set_form(sections=papers.sections(texts={"商业模式": PROMPTS[i]}))
    return entrant


NUMBERINGS = ("第{level}章　", "{digit}. ", "（{level}）", "第{level}部分：", "{digit}、", "{level}．",
              "{digit}) ", "", "0{digit} ", "({digit})", "Part {digit} ", "■ ", "①", "❶ ")


@trap("section titles with other numbering", each=NUMBERINGS)
def numbering(number):
    entrant = new()
    entrant.set_form(sections=papers.sections(number))
    return entrant


@trap("a section missing under other numbering", ("missing-section", "review", "", ""),
      each=NUMBERINGS)
def numbering_missing(number):
    entrant = new()
    entrant.set_form(sections=papers.sections(number, leave_out=("商业模式",)))
    return entrant


@trap("project name with and without quotation marks", each=("“{}”", "《{}》", '"{}"', "「{}」", "{}"))
def quoted_name(form):
    entrant = new()
    entrant.set_manifest()
    quoted = form.format(entrant.project)
    pairs = [("项目名称", quoted), *entrant.base_pairs()[1:]]
    entrant.set_form(base=papers.rows_of("table", pairs))
    blocks = papers.declaration(entrant.unit, entrant.project)
    blocks[2] = papers.paragraph(f"我单位以{quoted}项目报名参加2025年“数据要素×”大赛，现声明如下：")
    entrant.set_paper("责任声明", blocks)
    return entrant


@trap("another project name in the declaration",
      ("name-consistency", "review", "责任声明.pdf", "农机作业"), each=("manifest", "form"))
def other_project_name(source):
    entrant = new()
    if source == "manifest":
        entrant.set_manifest()
    entrant.set_paper("责任声明", papers.declaration(entrant.unit, "农机作业数据调度系统"))
    return entrant


@trap("the customer writes the project's name short", each=("letter", "table"))
def short_project_name(layout):
    entrant = new()
    entrant.set_paper("应用案例证明", papers.case_proof(
        entrant.unit, entrant.project.replace("数据服务", ""), entrant.customer, layout))
    return entrant


@trap("another project of the same unit in the case proof",
      ("name-consistency", "review", "应用案例证明.pdf", "农机作业"), each=("letter", "table"))
def other_project_in_case(layout):
    entrant = new()
    entrant.set_paper("应用案例证明", papers.case_proof(
        entrant.unit, "农机作业数据调度系统", entrant.customer, layout))
    return entrant


# --- platform and form ------------------------------------------------------------------------


@trap("platform and form say the same", each=("pdf", "docx", "scan"))
def same_said(carrier):
    entrant = new(partners=[("益阳市梓山湖数据有限公司", papers.credit_code(7301))])
    entrant.set_manifest()
    entrant.carry("申报书", carrier)
    return entrant


@trap("a unit of the form is not on the platform",
      ("name-consistency", "review", "项目申报书.pdf", "益阳市梓山湖数据有限公司"),
      ("name-consistency", "review", "submission.json", ""))
def unit_of_form_only():
    entrant = new(partners=[("益阳市梓山湖数据有限公司", papers.credit_code(7302))])
    entrant.set_manifest(units=[{"name": entrant.unit, "credit_code": entrant.code, "lead": True}])
    # whose licence it is, is another rule's
    del entrant.papers["证明材料/营业执照-合作单位1.pdf"]
    return entrant


@trap("a unit of the platform is not in the form",
      ("name-consistency", "review", "submission.json", "益阳市梓山湖数据有限公司"))
def unit_of_manifest_only():
    entrant = new()
    partner, code = "益阳市梓山湖数据有限公司", papers.credit_code(7303)
    entrant.papers["证明材料/营业执照-合作单位1.pdf"] = papers.licence(partner, code)
    entrant.set_manifest(units=[{"name": entrant.unit, "credit_code": entrant.code, "lead": True},
                                {"name": partner, "credit_code": code, "lead": False}])
    return entrant


@trap("a member has another ID number on the platform",
      ("name-consistency", "review", "项目申报书", ""), ("name-consistency", "review", "submission.json", ""),
      each=("pdf", "docx"))
def other_number(carrier):
    entrant = new()
    entrant.set_manifest()
    entrant.manifest["members"][1]["id_number"] = papers.id_number(7411)
    entrant.carry("申报书", carrier)
    return entrant


@trap("an ID number that is another person's on the platform",
      ("name-consistency", "review", "项目申报书.pdf", ""))
def other_person():
    entrant = new()
    entrant.set_manifest()
    entrant.manifest["members"][1]["name"] = "欧阳明哲"
    return entrant


@trap("a team photo page in the form")
def photo_page():
    entrant = new()
    entrant.papers["项目申报书.pdf"] += [papers.PAGE_BREAK, papers.PHOTO]
    return entrant


@trap("a team photo as a file of its own", each=("png",))
def photo_file(carrier):
    entrant = new()
    entrant.papers["团队合影.png"] = [papers.PHOTO]
    entrant.carriers["团队合影.png"] = carrier
    return entrant


# --- time -------------------------------------------------------------------------------------


@trap("submission at 23:59:59", each=("2025-07-10T23:59:59+08:00", "2025-07-10T15:59:59Z"))
def in_time(when):
    entrant = new()
    entrant.set_manifest(submitted_at=when)
    return entrant


@trap("submission at 00:00:00", ("deadline", "reject", "submission.json", "2025-07-1"),
      each=("2025-07-11T00:00:00+08:00", "2025-07-10T16:00:00Z"))
def too_late(when):
    entrant = new()
    entrant.set_manifest(submitted_at=when)
    return entrant


# --- screened in one run ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def results(request, tmp_path_factory):
    return TRAPS.screen(request, tmp_path_factory.mktemp("traps"))


@pytest.mark.parametrize("name", TRAPS.params())
def test_trap(results, name):
    TRAPS.judge(name, results[name])
