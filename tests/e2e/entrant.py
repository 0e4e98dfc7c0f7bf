# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole submission, sound until a test changes a paper of it; and what vetctl says of several."""

import csv
import json
import os
import subprocess
from pathlib import Path

import papers

ROOT = Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("VET_BUILD", "build")).resolve()
PACK = ROOT / "rules" / "yiyang-2025"
RECEIVED = "2025-07-09T12:00:00+08:00"
TELLING = ("reject", "review", "undetermined")  # a note never counts
REGISTRY = ("项目名称", "参赛单位", "统一社会信用代码", "团队成员", "成员身份证号", "初赛承办市州", "参赛赛道")
# a list without a row is refused
NOBODY = ("某某无关有限公司", "", "2024-01-01", "违反财产报告制度", "失信被执行人")
LISTED = ("名称", "统一社会信用代码", "列入日期", "列入事由", "来源")
SURNAMES = "曾夏谌蔡刘陈周彭郭贺廖文卜龙熊汤薛丁龚欧"
GIVEN = ("建若志晓国雅立宇佳海", "平溪远雯栋琪新航怡波")
BRANDS = "鼎辰洞川源禾瑞科云翔泰信程众道华元图鑫麟捷宏嘉荣茂裕杏梅竹菊墨骏航宇蓝碧旭阳曦晖耀熙朗晴霖润沛"


class Entrant:
    """`papers` maps a path to its blocks, `carriers` a path to other than pdf."""

    auditor = "湖南中和会计师事务所（普通合伙）"
    customer = "益阳市资江水务集团有限公司"
    track = "绿色低碳"
    host_city = "益阳市"

    def __init__(self, serial, name=None, code=None, partners=()):
        self.serial = serial
        brand = BRANDS[serial % len(BRANDS)] + BRANDS[(serial // len(BRANDS) * 7 + serial * 5 + 3) % len(BRANDS)]
        self.unit = name or f"益阳市{brand}信息技术有限公司"
        self.code = code or papers.credit_code(serial)
        self.project = f"{brand}流域水质监测数据服务平台"
        self.partners = list(partners)  # (name, code)
        self.members = [self.member(i) for i in range(4)]
        self.manifest = None
        self.registered = True
        self.carriers = {}
        self.files = {}  # path -> bytes, beside the papers
        self.papers = {
            "项目申报书.pdf": self.form(),
            "证明材料/营业执照.pdf": papers.licence(self.unit, self.code),
            "证明材料/申报主体责任声明.pdf": papers.declaration(self.unit, self.project),
            "证明材料/审计报告.pdf": papers.audit(self.unit, self.auditor),
            "证明材料/信用报告.pdf": papers.credit_report(self.unit, self.code),
            "证明材料/软件著作权.pdf": papers.copyright_certificate(self.unit),
            "证明材料/应用案例证明.pdf": papers.case_proof(self.unit, self.project, self.customer),
        }
        for i, (partner, code) in enumerate(self.partners):
            self.papers[f"证明材料/营业执照-合作单位{i + 1}.pdf"] = papers.licence(partner, code)

    def member(self, i):
        serial = self.serial * 7 + i
        # none of 2000 is another's namesake: two teams of the same names are one team
        given = GIVEN[0][serial // 20 % 10] + GIVEN[1][(serial // 200 + serial) % 10]
        return {"name": SURNAMES[serial % 20] + given,
                "id_number": papers.id_number(serial), "unit": self.unit,
                "role": "负责人" if i == 0 else "工程师"}

    def base_pairs(self):
        pairs = [("项目名称", self.project), ("参赛赛道", self.track), ("初赛承办市州", self.host_city)]
        if not self.partners:
            return pairs + [("参赛单位", self.unit), ("统一社会信用代码", self.code)]
        pairs += [("牵头单位", self.unit), ("统一社会信用代码", self.code)]
        for partner, code in self.partners:
            pairs += [("合作单位", partner), ("统一社会信用代码", code)]
        return pairs

    def form(self, base=None, members=None, sections=None, layout="table"):
        """The application form; what is not given is as any form has it."""
        return [
            papers.centre("2025年“数据要素×”大赛湖南分赛益阳初赛"), papers.title("项目申报书"),
            *(base or papers.rows_of(layout, self.base_pairs())),
            *(members or [papers.members_table(self.members)]),
            *(sections or papers.sections()),
        ]

    def set_form(self, **parts):
        self.papers["项目申报书.pdf"] = self.form(**parts)

    def set_paper(self, name, blocks, carrier=None):
        """The paper that has this in its name."""
        path, = (p for p in self.papers if name in p)
        self.papers[path] = blocks
        if carrier:
            self.carry(path, carrier)

    def carry(self, name, carrier):
        path, = (p for p in self.papers if name in p)
        extension = {"scan": ".pdf"}.get(carrier, "." + carrier)
        renamed = os.path.splitext(path)[0] + extension
        self.papers = {renamed if p == path else p: b for p, b in self.papers.items()}
        self.carriers[renamed] = carrier

    def set_manifest(self, **what):
        """What the platform registered; the form's own words unless told otherwise."""
        units = [(self.unit, self.code), *self.partners]
        self.manifest = {
            "project_name": self.project, "track": self.track, "host_city": self.host_city,
            "submitted_at": "2025-07-08T16:20:00+08:00",
            "units": [{"name": n, "credit_code": c, "lead": i == 0}
                      for i, (n, c) in enumerate(units)],
            "members": [{k: m[k] for k in ("name", "id_number", "unit")} for m in self.members],
        } | what

    def registration(self):
        return (self.project, self.unit, self.code, "、".join(m["name"] for m in self.members),
                "、".join(m["id_number"] for m in self.members), self.host_city, self.track)

    def write(self, folder):
        described = [
            {"path": path, "carrier": self.carriers.get(path, "pdf"), "blocks": blocks}
            for path, blocks in self.papers.items()
        ]
        draw(folder, described)
        for path, content in self.files.items():
            (folder / path).write_bytes(content)
        if self.manifest is not None:
            manifest = {"submission_id": folder.name} | self.manifest
            (folder / "submission.json").write_text(json.dumps(manifest, ensure_ascii=False))


def draw(folder, described, build=BUILD):
    """Papers as draw-papers has them: path, carrier, blocks, maybe a look."""
    subprocess.run([build / "tests" / "tools" / "draw-papers", folder], check=True,
                   input=json.dumps(described), text=True)


def write_table(path, header, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def check(paths, registry=None, lists=None, build=BUILD):
    """What vetctl says of all of them in one run, as it prints it; `lists` are files by name."""
    options = ["--registry", registry] if registry else []
    for name, path in (lists or {}).items():
        options += ["--list", f"{name}={path}"]
    done = subprocess.run(
        [build / "vetctl", "check", "--quiet", "--format", "json", "--pack", PACK, *options,
         "--received-at", RECEIVED, *paths],
        capture_output=True, text=True, cwd=ROOT,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    return done.stdout


def screen(folder, entrants, listed=(), winners=(), registrations=()):
    """Screens {name: Entrant} in one run; returns {name: result}."""
    inbox = folder / "inbox"
    for name, entrant in entrants.items():
        (inbox / name).mkdir(parents=True)
        entrant.write(inbox / name)
    write_table(folder / "registry.csv", REGISTRY,
                [e.registration() for e in entrants.values() if e.registered] + list(registrations))
    write_table(folder / "blacklist.csv", LISTED, [NOBODY, *listed])
    write_table(folder / "winners.csv", LISTED, [NOBODY, *winners])
    lists = {name: folder / f"{name}.csv" for name in ("blacklist", "winners")}
    printed = check((inbox / name for name in entrants), folder / "registry.csv", lists)
    results = map(json.loads, printed.splitlines())
    return {Path(r["submission"]["path"]).name: r for r in results}


def told(result):
    """What counts in a result, as (rule, outcome, documents and quotes shown, message)."""
    return [
        (f["rule"], f["outcome"],
         {e.get("document") or "" for e in f["evidence"]},
         [e.get("quote") or "" for e in f["evidence"]], f["message"])
        for f in result["findings"] if f["outcome"] in TELLING
    ]


def fits(finding, expected):
    rule, outcome, document, quote = expected
    documents, quotes = finding[2], finding[3]
    return (
        finding[:2] == (rule, outcome)
        and any(document in d for d in documents)
        and (not quote or any(quote in q for q in quotes))
    )


class Traps:
    """Submissions by name, with the findings that must come; screened in one run."""

    def __init__(self):
        self.kept = {}
        self.listed, self.winners, self.registrations = [], [], []

    def trap(self, name, *expected, each=(None,)):
        """Keeps what the function below makes, one for each of `each`."""

        def keep(make):
            for variant in each:
                key = name if variant is None else f"{name}, {variant}"
                assert key not in self.kept
                self.kept[key] = (make() if variant is None else make(variant), expected)
            return make

        return keep

    def params(self):
        return list(self.kept)

    def screen(self, request, folder):
        """Only those that pytest was asked for."""
        asked = {item.callspec.params["name"] for item in request.session.items
                 if item.module is request.module}
        names = {f"T{i:03}": key for i, key in enumerate(self.kept) if key in asked}
        found = screen(folder, {n: self.kept[key][0] for n, key in names.items()}, self.listed,
                       self.winners, self.registrations)
        return {names[n]: result for n, result in found.items()}

    def judge(self, name, result):
        _, expected = self.kept[name]
        found = told(result)
        missing = [e for e in expected if not any(fits(f, e) for f in found)]
        other = [f for f in found if not any(fits(f, e) for e in expected)]
        assert not missing and not other, f"missing {missing}, not expected {other}"
