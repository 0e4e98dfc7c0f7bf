# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a submission, and what only looks so.

FAULTS[rule] are functions that make a team guilty of it, NEAR[rule] such that make it look so.  Both take the
team and the world: the teams that came before (`world.sound()` gives one that nothing was changed in).
"""

import collections
import copy

import papers
import sheets
from invention import ELSEWHERE
from topics import TOPICS

FAULTS, NEAR = collections.defaultdict(list), collections.defaultdict(list)


def fault(rule):
    return lambda make: FAULTS[rule].append(make) or make


def near(rule):
    return lambda make: NEAR[rule].append(make) or make


# --- the team ----------------------------------------------------------------------------------


def grow(team, n):
    while len(team.people) < n:
        team.people.append(team.invent.member(team.units[0][0]))
    del team.people[n:]


@fault("team-size")
def six_people(team, world):
    grow(team, team.rng.choice((6, 7)))
    team.must("team-size", "reject", "form")


@fault("team-size")
def six_in_the_form_only(team, world):
    team.has_manifest = True
    grow(team, 5)
    team.manifest_changes["members"] = [{k: m[k] for k in ("name", "id_number", "unit")} for m in team.people]
    grow(team, 6)
    team.must("team-size", "review", "form")
    team.may("name-consistency")


@near("team-size")
def five_people(team, world):
    grow(team, 5)


@fault("one-project-per-team")
def same_people_again(team, world):
    other = world.sound()
    team.people = copy.deepcopy(other.people)
    team.units = list(other.units)
    team.licence_options = copy.deepcopy(other.licence_options)
    for each in (team, other):
        each.must("one-project-per-team", "review")
    # the platform registered the same people twice
    team.may("duplicate-city"), other.may("duplicate-city")


@fault("one-project-per-team")
def same_team_number(team, world):
    other = world.sound()
    team.people, team.units = copy.deepcopy(other.people), list(other.units)
    team.licence_options = copy.deepcopy(other.licence_options)
    for each in (team, other):
        each.has_manifest = True
        each.may("duplicate-city")
        each.manifest_changes["team_id"] = f"T-{other.name}"
        each.must("one-project-per-team", "reject")


@near("one-project-per-team")
def second_team_of_a_unit(team, world):
    other = world.sound()
    team.units = list(other.units)
    for m in team.people:
        m["unit"] = team.units[0][0]


@fault("shared-member")
def one_person_twice(team, world):
    other = world.sound()
    grow(team, 4), grow(other, 4)
    team.people[2] = dict(other.people[1])
    for each in (team, other):
        each.must("shared-member", "note")


@near("shared-member")
def namesake_of_nobody(team, world):
    other = world.sound()
    team.people[-1]["name"] = other.people[-1]["name"][0] + "清扬"


# --- where and when -----------------------------------------------------------------------------


@fault("host-city")
def other_city(team, world):
    team.has_manifest = False
    team.registered = False
    team.host_city = team.rng.choice(ELSEWHERE)
    team.must("host-city", "reject", "form", team.host_city[:2])
    team.may("registration")


@fault("host-city")
def no_city(team, world):
    team.has_manifest = False
    team.host_city = None
    team.must("host-city", "review", "form")


@near("host-city")
def city_as_number(team, world):
    team.host_city = "430900"


def registered_in(team, city, project=None, people=None, unit=None):
    row = list(team.registration())
    row[5] = city
    if project:
        row[0] = project
    if people:
        row[3], row[4] = "、".join(m["name"] for m in people), "、".join(m["id_number"] for m in people)
    if unit:
        row[1], row[2] = unit[:2]
    team.registrations.append(tuple(row))


@fault("duplicate-city")
def same_project_elsewhere(team, world):
    team.late = lambda: registered_in(team, team.rng.choice(ELSEWHERE))
    team.must("duplicate-city", "reject")


@fault("duplicate-city")
def same_people_elsewhere(team, world):
    grow(team, 4)
    team.late = lambda: registered_in(team, team.rng.choice(ELSEWHERE), f"{team.invent.brand()}养老护理排班", None, team.new_unit())
    team.must("duplicate-city", "review")


@near("duplicate-city")
def other_team_of_the_unit_elsewhere(team, world):
    people = [team.invent.member(team.units[0][0]) for _ in range(3)]
    team.late = lambda: registered_in(team, team.rng.choice(ELSEWHERE), f"{team.invent.brand()}校园访客登记", people)


@fault("deadline")
def late(team, world):
    team.has_manifest = True
    team.manifest_changes["submitted_at"] = team.rng.choice(("2025-07-11T00:00:00+08:00", "2025-07-12T09:31:00+08:00", "2025-07-10T16:00:30Z"))
    team.must("deadline", "reject")


@near("deadline")
def last_second(team, world):
    team.has_manifest = True
    team.manifest_changes["submitted_at"] = team.rng.choice(("2025-07-10T23:59:59+08:00", "2025-07-10T15:59:59Z"))


@fault("registration")
def never_registered(team, world):
    team.registered = False
    team.must("registration", "review")


@near("registration")
def registered_without_marks(team, world):
    team.registered = False
    team.late = lambda: registered_in(team, "益阳市", f"《{team.short_project()}》")


@fault("track")
def unknown_track(team, world):
    team.has_manifest = False
    team.track_words = team.rng.choice(("数字经济", "智慧养老", "人工智能+", "新能源汽车"))
    team.must("track", "review", "form", team.track_words[:3])


@fault("track")
def no_track(team, world):
    team.has_manifest = False
    team.track_words = None
    team.must("track", "review", "form")


@near("track")
def numbered_track(team, world):
    team.track_words = f"赛道{'一二三四五六七八九十'[list(TOPICS).index(team.track) % 10]}：{team.track}"


@fault("topic-fit")
def text_of_another_track(team, world):
    other = team.rng.choice([t for t in ("医疗健康", "现代农业", "交通运输", "文化旅游", "金融服务") if t != team.track])
    team.prose.topic = TOPICS[other]
    team.project = team.project[:2] + "综合应用平台"
    team.sections = team.prose.sections()
    team.must("topic-fit", "note", "form")


@near("topic-fit")
def open_track(team, world):
    team.track = "开放性创新"
    team.track_words = "开放性创新"


# --- the units --------------------------------------------------------------------------------


@fault("unit-kind")
def branch(team, world):
    name, _, person = team.units[0]
    team.units[0] = (f"{name}{team.rng.choice(('益阳', '桃江', '沅江'))}分公司", team.invent.code(), person)
    if team.rng.random() < 0.5:
        team.licence_options[0] = {"principal": person, "kind": "有限责任公司分公司"}
    team.must("unit-kind", "reject", words="分公司")


@fault("unit-kind")
def sole_trader(team, world):
    name, _, person = team.units[0]
    team.units[0] = (f"益阳市赫山区{team.invent.brand()}数据服务部", team.invent.code("92430903"), person)
    team.licence_options[0] = {"kind": "个体工商户"}
    team.must("unit-kind", "reject")


@near("unit-kind")
def institution(team, world):
    team.units[0] = team.new_unit(team.invent.institution(), "12430900")


@fault("lead-unit")
def no_lead(team, world):
    team.has_manifest = False
    team.add_partner()
    team.lead = None
    team.must("lead-unit", "review", "form")
    team.may("credit-code")  # codes stand only on the licences


@near("lead-unit")
def lead_second(team, world):
    team.add_partner()
    team.lead = 1


@fault("credit-code")
def wrong_digit(team, world):
    name, code, person = team.units[0]
    wrong = code[:10] + ("7" if code[10] != "7" else "3") + code[11:]
    sound = (name, code, person)
    team.put["credit"] = lambda: sheets.credit_report(team.rng, sound)
    team.put["licence0"] = lambda: sheets.licence(team.rng, sound)
    team.units[0] = (name, wrong, person)
    team.must("credit-code", "review", "form", wrong)
    team.may("registration"), team.may("unit-kind")


@fault("credit-code")
def two_codes(team, world):
    name, code, person = team.units[0]
    other = team.invent.code()
    team.put["licence0"] = lambda: sheets.licence(team.rng, (name, other, person))
    team.must("credit-code", "review", "licence0", other)


@near("credit-code")
def code_with_spaces(team, world):
    name, code, person = team.units[0]
    shown = f"{code[:6]} {code[6:]}"
    team.put["licence0"] = lambda: sheets.licence(team.rng, (name, shown, person))


@fault("blacklist")
def listed_by_code(team, world):
    name, code, _ = team.units[0]
    team.listed.append((name, code, "2024-08-01", "有能力履行而拒不履行", "失信被执行人"))
    team.must("blacklist", "reject")


@fault("blacklist")
def partner_listed_by_name(team, world):
    team.add_partner()
    team.listed.append((team.units[1][0], "", "2023-11-20", "偷税", "重大税收违法"))
    team.must("blacklist", "reject", words=team.units[1][0])


@near("blacklist")
def repaired(team, world):
    name, code, _ = team.units[0]
    team.listed.append((name, code, "2021-05-06", "未按时公示年报（2023-02-01已移出）", "严重违法失信"))


@near("blacklist")
def other_of_the_trade(team, world):
    team.listed.append((team.invent.company(), team.invent.code(), "2024-05-06", "虚假诉讼", "失信被执行人"))


@fault("credit-record")
def has_record(team, world):
    unit, which = team.units[0], team.rng.choice(("dishonest", "penalty"))
    team.put["credit"] = lambda: sheets.credit_report(team.rng, unit, **{which: team.rng.randint(1, 3)})
    team.must("credit-record", "review", "credit")


@near("credit-record")
def only_headings(team, world):
    unit = team.units[0]
    team.put["credit"] = lambda: sheets.credit_report(team.rng, unit)


@fault("business-status")
def closed(team, world):
    unit, status = team.units[0], team.rng.choice(("注销", "吊销，未注销", "已注销"))
    team.put["credit"] = lambda: sheets.credit_report(team.rng, unit, status=status)
    team.must("business-status", "reject", "credit", status[:2])


@fault("business-status")
def abnormal(team, world):
    unit = team.units[0]
    team.put["credit"] = lambda: sheets.credit_report(team.rng, unit, abnormal=1)
    team.must("business-status", "review", "credit")


@near("business-status")
def in_business(team, world):
    unit, status = team.units[0], team.rng.choice(("存续（在营、开业、在册）", "在业", "开业"))
    team.put["credit"] = lambda: sheets.credit_report(team.rng, unit, status=status)


@fault("organiser-conflict")
def organiser(team, world):
    team.units[0] = team.new_unit(team.rng.choice(("中国移动通信集团湖南有限公司益阳分公司", "中国移动通信有限公司益阳研究院有限公司")))
    team.must("organiser-conflict", "note")
    if "分公司" in team.units[0][0]:
        team.must("unit-kind", "reject", words="分公司")


@near("organiser-conflict")
def moving(team, world):
    team.units[0] = team.new_unit(f"益阳市{team.invent.brand()}移动互联科技有限公司")


# --- the form --------------------------------------------------------------------------------


@fault("missing-section")
def no_section(team, world):
    gone = team.rng.choice(("商业模式", "团队介绍", "应用价值"))
    team.sections.pop(gone)
    team.must("missing-section", "review", "form", gone)
    team.may("indicator-coverage"), team.may("benefit-evidence"), team.may("topic-fit")


@fault("missing-section")
def prompts_left(team, world):
    empty = team.rng.choice(("项目概述", "解决方案", "商业模式"))
    team.sections[empty] = [sheets.PROMPT]
    team.must("missing-section", "review", "form", empty)
    team.may("indicator-coverage"), team.may("benefit-evidence"), team.may("topic-fit")


@near("missing-section")
def other_titles(team, world):
    names = {"项目概述": "项目简介", "解决方案": "技术方案", "应用价值": "应用成效", "商业模式": "商业模式及推广", "团队介绍": "团队简介"}
    team.sections = {names[k]: v for k, v in team.sections.items()}


@fault("benefit-evidence")
def no_figures(team, world):
    team.prose.topic = team.topic
    plain = team.prose.sections(figures=False)
    team.sections = plain
    team.must("benefit-evidence", "note", "form")


@near("benefit-evidence")
def figures_in_words(team, world):
    team.sections["应用价值"].append("两年来为用户节省开支约一百二十万元，服务对象超过三千户。")


@fault("indicator-coverage")
def few_indicators(team, world):
    team.sections = team.prose.sections(indicators=(4, 10, 12))
    team.must("indicator-coverage", "note", "form")


@near("indicator-coverage")
def all_indicators(team, world):
    team.sections = team.prose.sections()


@fault("lawful-content")
def bad_word(team, world):
    team.project = f"{team.invent.brand()}{team.rng.choice(('线上博彩推广', '高利贷撮合', '代孕信息'))}数据平台"
    team.must("lawful-content", "review", None, None)


@near("lawful-content")
def against_it(team, world):
    team.project = f"{team.invent.brand()}{team.rng.choice(('反传销预警', '禁毒宣传监测', '网络赌博治理'))}数据平台"


@fault("name-consistency")
def declared_other_project(team, world):
    unit, other = team.units[0], f"{team.invent.brand()}智慧养老监护平台"
    team.put["declaration"] = lambda: sheets.declaration(team.rng, unit, other, team.declared_on)
    team.must("name-consistency", "review", "declaration", other)


@fault("name-consistency")
def registered_other_project(team, world):
    team.has_manifest = True
    team.manifest_changes["project_name"] = f"{team.invent.brand()}档案数字化加工系统"
    team.must("name-consistency", "review", "form")
    team.may("registration"), team.may("application-case")


@near("name-consistency")
def name_in_marks(team, world):
    unit, name = team.units[0], team.project
    team.put["declaration"] = lambda: sheets.declaration(team.rng, unit, name.replace("“", "").replace("”", ""), team.declared_on)


@fault("near-duplicate")
def copied_form(team, world):
    other = world.sound()
    team.track, team.track_words, team.topic = other.track, other.track_words, other.topic
    team.sections = copy.deepcopy(other.sections)
    for each in (team, other):
        each.must("near-duplicate", "review", "form")


@near("near-duplicate")
def same_track(team, world):
    other = world.sound()
    team.track, team.track_words, team.topic = other.track, other.track_words, other.topic
    team.prose.topic = team.topic
    team.sections = team.prose.sections()


# --- the evidence -----------------------------------------------------------------------------

MATERIAL = {"declaration": "责任声明", "audit": "财务", "credit": "信用", "ip": "知识产权", "case": "案例", "licence0": "资质"}


@fault("missing-document")
def paper_missing(team, world):
    gone = team.rng.choice(list(MATERIAL))
    team.skip.add(gone)
    team.must("missing-document", "review", None, MATERIAL[gone])


@fault("missing-document")
def partner_without_licence(team, world):
    team.add_partner()
    team.skip.add("licence1")
    team.must("missing-document", "review", None, team.units[1][0])


@near("missing-document")
def other_kinds(team, world):
    """A trademark instead of a patent, a contract beside the proof."""
    owner = team.units[0][0]
    team.put["ip"] = lambda: (sheets.trademark(team.rng, owner) if team.rng.random() < 0.5 else
                              sheets.data_registration(team.rng, owner, team.topic["data"][0]))


@fault("seal-missing")
def no_seal(team, world):
    unit = team.units[0]
    team.put["declaration"] = lambda: sheets.declaration(team.rng, unit, team.project, team.declared_on, sealed=False)
    team.must("seal-missing", "review", "declaration")


@fault("seal-missing")
def no_date(team, world):
    unit = team.units[0]
    team.text_only.add("declaration")
    team.put["declaration"] = lambda: sheets.declaration(team.rng, unit, team.project, "")
    team.must("seal-missing", "review", "declaration")


@near("seal-missing")
def date_in_chinese(team, world):
    team.declared_on = sheets.chinese_date((2025, 6, team.rng.randint(1, 28)))


@fault("application-case")
def only_planned(team, world):
    unit = team.units[0]
    using = team.rng.choice(("拟在我单位试点应用", "与我单位达成合作意向，计划于下半年部署"))

    def proof():
        return [papers.title("应用案例证明"), papers.paragraph(f"{unit[0]}的“{team.project}”{using}。"), papers.paragraph("特此证明。"),
                papers.right(team.customer), papers.right("2025年6月3日"), papers.seal(team.customer)]

    team.put["case"] = proof
    team.must("application-case", "review", "case")


@fault("application-case")
def dated_later(team, world):
    unit = team.units[0]
    team.put["case"] = lambda: sheets.case_proof(team.rng, unit[0], team.project, team.customer, (2025, 7, 25))
    team.must("application-case", "review", "case")


@fault("application-case")
def of_others(team, world):
    stranger, other = team.invent.company("郴州市"), f"{team.invent.brand()}水库调度系统"
    team.put["case"] = lambda: sheets.case_proof(team.rng, stranger, other, team.customer)
    team.must("application-case", "review", "case")
    team.may("name-consistency"), team.may("third-party-material")


@near("application-case")
def used_and_to_grow(team, world):
    unit = team.units[0]
    team.put["case"] = lambda: sheets.case_proof(team.rng, unit[0], team.project, team.customer, using="已正式运行，下一步计划扩大到全部科室")


@fault("third-party-material")
def of_the_parent(team, world):
    unit, key = team.units[0], team.rng.choice(("audit", "credit", "extra-ip"))
    brand = unit[0].replace("（", "").removeprefix("益阳市").removeprefix("益阳")[:2]
    parent = team.new_unit(f"湖南{team.invent.brand() if brand in ('高新', '湖南') else brand}集团有限公司")
    team.put[key] = {
        "audit": lambda: sheets.audit(team.rng, parent[0], team.auditor),
        "credit": lambda: sheets.credit_report(team.rng, parent),
        "extra-ip": lambda: sheets.software(team.rng, parent[0], "数据中台", team.software_number()),
    }[key]
    team.must("third-party-material", "reject", key, parent[0])


@fault("third-party-material")
def of_the_branch(team, world):
    name = team.units[0][0] + "长沙分公司"
    team.put["extra-ip"] = lambda: sheets.software(team.rng, name, "数据中台", team.software_number())
    team.must("third-party-material", "reject", "extra-ip", name)


@fault("third-party-material")
def of_a_stranger(team, world):
    name = team.invent.company("郴州市")
    team.put["extra-ip"] = lambda: sheets.patent(team.rng, name, "一种数据清洗方法", team.invent.patent_number("2"), "实用新型")
    team.must("third-party-material", "reject", "extra-ip", name)


@near("third-party-material")
def auditor_appended(team, world):
    unit = team.units[0]
    office = (team.auditor, team.invent.code("91430100"), team.invent.person())
    team.put["audit"] = lambda: sheets.audit(team.rng, unit[0], team.auditor, appended=sheets.licence(
        team.rng, office, kind="特殊普通合伙企业"))


@near("third-party-material")
def other_brackets(team, world):
    name = team.units[0][0].replace("（", "(").replace("）", ")")
    team.put["extra-ip"] = lambda: sheets.software(team.rng, name, "数据看板", team.software_number())


@near("third-party-material")
def former_name(team, world):
    former, unit = team.invent.company(), team.units[0]
    team.put["licence0"] = lambda: sheets.licence(team.rng, unit, former=former)
    team.put["extra-ip"] = lambda: sheets.software(team.rng, former, "数据看板", team.software_number())


@fault("ip-ownership")
def ip_of_others(team, world):
    name = team.invent.company("湘潭市")
    team.put["ip"] = lambda: sheets.software(team.rng, name, team.short_project(), team.software_number())
    team.must("ip-ownership", "review", "ip", name)
    team.must("third-party-material", "reject", "ip", name)


@near("ip-ownership")
def owned_by_both(team, world):
    team.add_partner()
    names = "；".join(u[0] for u in team.units)
    team.put["ip"] = lambda: sheets.patent(team.rng, names, "一种数据融合方法", team.invent.patent_number())


@fault("ip-number")
def wrong_patent(team, world):
    owner, number = team.units[0][0], team.invent.patent_number(wrong=True)
    team.text_only.add("ip")
    team.put["ip"] = lambda: sheets.patent(team.rng, owner, "一种数据融合方法", number)
    team.must("ip-number", "review", "ip")


@fault("ip-number")
def not_granted(team, world):
    owner = team.units[0][0]
    team.put["extra-ip"] = lambda: sheets.patent_application(team.rng, owner, "一种数据融合方法", team.invent.patent_number())
    team.must("ip-number", "review", "extra-ip")


@near("ip-number")
def utility_model(team, world):
    owner = team.units[0][0]
    team.put["extra-ip"] = lambda: sheets.patent(team.rng, owner, "一种监测装置", team.invent.patent_number("2"), "实用新型")


@fault("stale-document")
def expired_licence(team, world):
    unit = team.units[0]
    term = team.rng.choice(("2015年06月01日至2025年05月31日", "2014年3月8日至2024年3月7日"))
    team.put["licence0"] = lambda: sheets.licence(team.rng, unit, term=term)
    team.must("stale-document", "review", "licence0")


@fault("stale-document")
def old_audit(team, world):
    unit = team.units[0]
    team.put["audit"] = lambda: sheets.audit(team.rng, unit[0], team.auditor, 2022)
    team.must("stale-document", "review", "audit")


@near("stale-document")
def ends_after(team, world):
    unit = team.units[0]
    team.put["licence0"] = lambda: sheets.licence(team.rng, unit, term="2015年08月01日至2025年07月31日")


@fault("shared-document")
def same_file(team, world):
    other, owner = world.sound(), team.units[0][0]
    content = ("shared", team.name, sheets.software(team.rng, owner, "数据采集网关", team.software_number()))
    team.files["extra-ip"] = other.files["extra-ip"] = content
    team.must("shared-document", "review", "extra-ip")
    other.must("shared-document", "review", "extra-ip")
    other.must("third-party-material", "reject", "extra-ip", owner)


@near("shared-document")
def same_auditor(team, world):
    other = world.sound()
    team.auditor = other.auditor
    office = (team.auditor, team.invent.code("91430100"), team.invent.person())
    content = ("shared", team.name, sheets.licence(team.rng, office, kind="普通合伙企业"))
    team.files["auditor"] = other.files["auditor"] = content


@fault("returning-project")
def renamed_winner(team, world):
    name, code, _ = team.units[0]
    team.winners.append((name, code, "2024-09-01", f"{team.project}（一期）升级", "2024年获奖项目"))
    team.must("returning-project", "review")


@fault("returning-project")
def same_winner(team, world):
    name, code, _ = team.units[0]
    team.winners.append((name, code, "2024-09-01", team.project, "2024年获奖项目"))
    team.must("returning-project", "note")


@near("returning-project")
def winner_with_another(team, world):
    name, code, _ = team.units[0]
    team.winners.append((name, code, "2024-09-01", f"{team.invent.brand()}门禁管理", "2024年获奖项目"))


@fault("unreadable-document")
def damaged(team, world):
    key = team.rng.choice(("extra-a", "extra-b"))
    team.files[key] = ("bytes", ".pdf", b"%PDF-1.5\n" + bytes(team.rng.randrange(256) for _ in range(900)))
    team.must("unreadable-document", "review", key)


@fault("unreadable-document")
def empty_file(team, world):
    team.files["extra-a"] = ("bytes", ".pdf", b"")
    team.must("unreadable-document", "review", "extra-a")


@fault("unreadable-document")
def locked_zip(team, world):
    team.files["extra-a"] = ("locked", team.name, None)
    team.must("unreadable-document", "review", "extra-a")


@near("unreadable-document")
def team_photo(team, world):
    team.put["extra-photo"] = [papers.title("团队合影"), papers.PHOTO, papers.centre("项目组在现场")]
