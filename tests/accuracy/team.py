# SPDX-License-Identifier: GPL-3.0-or-later
"""One submission: who, what, and the papers, sound until a fault changes it."""

import sheets
from invention import ELSEWHERE
from prose import Prose
from topics import NAMES, TOPICS

CITIES = ("益阳市", "益阳", "湖南省益阳市", "益阳市（430900）")
TRACK_FORMS = ("{t}", "{t}", "{t}赛道", "数据要素×{t}", "“数据要素×”{t}领域")


class Team:
    """Facts first; `papers` are drawn from them, in `finish()`, so that a fault need only change a fact.

    `skip` are papers not handed in, `put` papers put in the place of another or beside it (by key: blocks),
    `files` finished bytes by path.
    """

    def __init__(self, name, invent, rng, track=None):
        self.name, self.invent, self.rng = name, invent, rng
        self.track = track or rng.choice([t for t in TOPICS if t != "开放性创新"])
        self.topic = TOPICS[self.track]
        self.project = rng.choice(NAMES).format(
            field=rng.choice(self.topic["field"]), does=rng.choice(self.topic["does"]), user=rng.choice(self.topic["user"]))
        self.project = f"{invent.brand()}{self.project}"
        self.units = [self.new_unit()]
        self.lead = 0
        self.people = [invent.member(self.units[0][0], i == 0) for i in range(rng.randint(2, 5))]
        self.host_city = rng.choice(CITIES)
        self.track_words = rng.choice(TRACK_FORMS).format(t=self.track)
        self.prose = Prose(rng, self.topic)
        self.sections = self.prose.sections()
        self.auditor = f"湖南{invent.brand()}会计师事务所（普通合伙）"
        self.customer = f"{rng.choice(('益阳市', *ELSEWHERE))}{invent.brand()}{rng.choice(('集团有限公司', '开发有限公司', '人民医院', '实业有限公司'))}"
        self.declared_on = sheets.date_words(rng, (2025, 6, rng.randint(1, 28)), sheets.YMD)
        self.form_extra = {}
        self.has_manifest = rng.random() < 0.5
        self.manifest_changes = {}
        self.registered = True
        self.registrations, self.listed, self.winners = [], [], []
        self.skip, self.put, self.files = set(), {}, {}
        self.text_only = set()  # papers that are not scanned, whatever the others are
        self.late = None  # what is to be done once all teams are what they are
        self.fault = None  # its name
        self.expect = []
        self.licence_options = [{}]

    def new_unit(self, name=None, prefix="91430900"):
        return (name or self.invent.company(), self.invent.code(prefix), self.invent.person())

    def add_partner(self, unit=None):
        self.units.append(unit or self.new_unit())
        self.licence_options.append({})

    def must(self, rule, outcome, paper=None, words=None):
        """What has to be found: in which paper (its key), with which words in quote or message."""
        self.expect.append({"rule": rule, "outcome": outcome, "paper": paper, "words": words})

    def may(self, rule):
        self.expect.append({"rule": rule, "optional": True})

    def form(self):
        return sheets.application(self.rng, {
            "project": self.project, "track": self.track_words, "host_city": self.host_city, "units": self.units,
            "lead": self.lead, "people": self.people, "sections": self.sections} | self.form_extra)

    def software_number(self):
        return f"20{self.rng.randint(20, 24)}SR{self.rng.randint(100000, 1999999):07}"

    def short_project(self):
        return self.project.replace("“", "").replace("”", "")

    def sound_papers(self):
        rng, unit = self.rng, self.units[self.lead or 0]
        papers = {"form": self.form}
        for i, each in enumerate(self.units):
            if each[1].startswith("12"):
                papers[f"licence{i}"] = lambda each=each: sheets.institution_certificate(rng, each)
            else:
                papers[f"licence{i}"] = lambda each=each, i=i: sheets.licence(rng, each, **self.licence_options[i])
        papers["declaration"] = lambda: sheets.declaration(rng, unit, self.project, self.declared_on)
        papers["audit"] = lambda: sheets.audit(rng, unit[0], self.auditor)
        papers["credit"] = lambda: sheets.credit_report(rng, unit)
        papers["ip"] = lambda: (
            sheets.software(rng, unit[0], self.short_project(), self.software_number()) if rng.random() < 0.6 else
            sheets.patent(rng, unit[0], f"一种{self.topic['does'][0]}的方法及系统", self.invent.patent_number()))
        papers["case"] = lambda: sheets.case_proof(rng, unit[0], self.project, self.customer)
        return papers

    def finish(self):
        """All papers by key, as blocks."""
        made = {key: make() for key, make in self.sound_papers().items() if key not in self.put and key not in self.skip}
        return made | {key: blocks() if callable(blocks) else blocks for key, blocks in self.put.items()}

    def manifest(self):
        units = [{"name": n, "credit_code": c, "lead": i == self.lead} for i, (n, c, _) in enumerate(self.units)]
        return {"submission_id": self.name, "project_name": self.project, "track": self.track, "host_city": "益阳市",
                "submitted_at": f"2025-07-{self.rng.randint(1, 9):02}T{self.rng.randint(8, 20):02}:20:00+08:00", "units": units,
                "members": [{k: m[k] for k in ("name", "id_number", "unit")} for m in self.people]} | self.manifest_changes

    def registration(self):
        name, code, _ = self.units[self.lead or 0]
        return (self.project, name, code, "、".join(m["name"] for m in self.people),
                "、".join(m["id_number"] for m in self.people), "益阳市", self.track)
