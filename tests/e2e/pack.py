# SPDX-License-Identifier: GPL-3.0-or-later
"""A small rule pack that tests may change: one rule, how many members a team may have."""

import shutil

from conftest import ROOT

PACK = """\
pack: probe
version: {version}
title: 试验规则包
requires: {{engine: ">=0.1 <2", lang: cel-1}}
extends: []
params:
  max_members: {{type: int, value: {most}, min: 1, max: 50, title: 团队人数上限}}
"""
RULES = """\
rules:
  - id: team-size
    title: 团队人数
    basis: 五(一)3
    check: size(members) <= params.max_members
    on_fail: reject
    message: "{message}"
    evidence: [members]
"""
MESSAGE = "团队共 {size(members)} 人，超过上限 {params.max_members} 人"


class Pack:
    def __init__(self, vetd):
        self.folder = vetd.folder / "pack"
        self.folder.mkdir()
        shutil.copy(ROOT / "rules/yiyang-2025/documents.yaml", self.folder)
        self.write("1.0.0", 5)
        vetd.configure(f"[vetd]\npack={self.folder}\n")

    def members(self, count):
        return "[" + ", ".join(f"{{name: 队员{i}}}" for i in range(count)) + "]"

    def write(self, version, most, message=MESSAGE, tested=None):
        """`tested`: how many its own tests allow; another number than `most` fails them."""
        tested = tested or most
        (self.folder / "pack.yaml").write_text(PACK.format(version=version, most=most))
        (self.folder / "rules.yaml").write_text(RULES.replace("{message}", message))
        (self.folder / "tests.yaml").write_text(
            f"defaults:\n  members: {self.members(1)}\ncases:\n"
            f"  - name: 恰好\n    set: {{members: {self.members(tested)}}}\n    expect: {{}}\n"
            f"  - name: 超限\n    set: {{members: {self.members(tested + 1)}}}\n"
            "    expect: {team-size: reject}\n")


def manifest(name, members):
    return {
        "submission_id": name,
        "project_name": f"智能巡检 {name}",
        "track": "工业制造",
        "host_city": "益阳市",
        "submitted_at": "2025-07-08T16:20:00+08:00",
        "units": [{"name": "益阳甲科技有限公司", "lead": True}],
        "members": [{"name": f"队员{i}"} for i in range(members)],
    }
