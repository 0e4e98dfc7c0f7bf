#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""generate.py BUILD FOLDER [--seed N]: a labelled set of submissions, invented from the first to the last.

FOLDER gets inbox/, registry.csv, blacklist.csv, winners.csv and truth.json: for each submission what must be found
(rule, outcome, document, words of a quote or message), what may be found, its carrier and its fault.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))

import entrant
import faults
from invention import Inventor
from team import Team

FAULTS_EACH = 4  # of each rule, the fewest
SOUND = 34  # teams without a fault of their own; faults that need two teams take some of them
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL KaitiM GB", "AR PL SungtiL GB", "WenQuanYi Micro Hei")
CARRIERS = ("text", "office", "scan", "word", "scanned evidence", "photos")  # in turn, so that each comes as often
NAMES = {"form": "项目申报书", "licence0": "营业执照", "licence1": "合作单位营业执照", "declaration": "申报主体责任声明", "audit": "2024年审计报告",
         "credit": "信用报告", "ip": "知识产权证书", "case": "应用证明"}
CONVERSION_SECONDS = 300  # of LibreOffice, for all files of one format


class World:
    """The teams there are; `sound()` gives one that no other fault has taken."""

    def __init__(self, teams):
        self.free = teams

    def sound(self):
        return self.free.pop()


def invent_teams(rng):
    """Pairs of a team and the function that changes it, None for those that stay as they are."""
    plan = []
    for rule, makers in sorted(faults.FAULTS.items()):
        plan += [(makers[i % len(makers)], rule) for i in range(max(FAULTS_EACH, 2 * len(makers)))]
    for rule, makers in sorted(faults.NEAR.items()):
        plan += [(make, None) for make in makers]
    rng.shuffle(plan)
    invent = Inventor(rng)
    # a fault that needs another team takes one of these, so that no team has two
    teams = [Team(f"A{i:03}", invent, rng) for i in range(len(plan) + SOUND)]
    world = World(teams[len(plan):])
    for (make, rule), team in zip(plan, teams):
        make(team, world)
        team.fault = make.__name__
    for team in teams:
        if team.late:
            team.late()
    return teams


# --- how papers are carried ---------------------------------------------------------------------


def scanner(rng):
    """A sheet on the glass: never straight, never clean."""
    return {"dpi": rng.choice((150, 200, 200, 240)), "tilt": rng.uniform(-0.012, 0.012), "noise": rng.uniform(2, 14),
            "shade": rng.uniform(0, 0.15), "blur": rng.choice((0, 0, 1)), "jpeg": rng.choice((50, 65, 80, 92))}


def camera(rng):
    return {"dpi": rng.choice((180, 220)), "tilt": rng.uniform(-0.03, 0.03), "noise": rng.uniform(4, 16), "shade": rng.uniform(0.1, 0.3),
            "blur": 1, "jpeg": rng.choice((60, 80))}


def carrier_of(key, carried, team):
    """What draw-papers makes, the look of it, and whether LibreOffice turns it into a PDF or a Word file of old."""
    rng = team.rng
    look = {"font": rng.choice(FONTS), "zoom": rng.uniform(0.88, 1.12), "margin": rng.uniform(52, 84)}
    if key in team.text_only:
        return "pdf", look, None
    if carried == "office" and key in ("form", "case") or carried == "word" and key == "form":
        return "docx", look, rng.choice(("pdf", "pdf", "doc", None)) if carried == "office" else None
    if carried == "scan" or carried == "scanned evidence" and key != "form":
        return "scan", look | scanner(rng), None
    if carried == "photos" and key in ("licence0", "licence1", "ip", "credit"):
        return "jpg", look | camera(rng), None
    return "pdf", look, None


EXTENSION = {"pdf": ".pdf", "scan": ".pdf", "jpg": ".jpg", "docx": ".docx"}
NOTHING = ("scan{n:03}", "IMG_2025{n:04}", "新建文档({n})", "{n}", "附件{n}")


def name_of(key, n, is_meaningless, pattern):
    if is_meaningless:
        return pattern.format(n=n)
    return ("" if key == "form" else "证明材料/") + NAMES.get(key, f"其他材料{n}")


def place(build, team, folder, carried, is_meaningless, converted):
    """Draws all papers of a team; notes in `converted` what LibreOffice has to do; gives paths by key."""
    pattern = team.rng.choice(NOTHING)
    described, paths = [], {}
    blocks = team.finish()
    keys = list(blocks)
    if is_meaningless:
        team.rng.shuffle(keys)
    for n, key in enumerate(keys, 1):
        kind, look, becomes = carrier_of(key, carried, team)
        path = name_of(key, n, is_meaningless, pattern) + EXTENSION[kind]
        described.append({"path": path, "carrier": kind, "blocks": blocks[key], "look": look})
        if becomes:
            converted.setdefault(becomes, []).append(folder / path)
            path = os.path.splitext(path)[0] + "." + becomes
        paths[key] = path
    entrant.draw(folder, described, build)
    for key, (kind, name, content) in team.files.items():
        paths[key] = place_file(build, folder, kind, name, content, len(paths) + 1)
    return paths


def place_file(build, folder, kind, name, content, n):
    if kind == "shared":  # the same bytes in both submissions: neither look nor chance
        path = f"其他材料-{name}.pdf"
        entrant.draw(folder, [{"path": path, "carrier": "pdf", "blocks": content}], build)
    elif kind == "locked":
        path = f"补充材料{n}.zip"
        lock(folder / path)
    else:
        path = f"补充材料{n}{name}"
        (folder / path).write_bytes(content)
    return path


def lock(path):
    """A zip whose member is said to be encrypted; what it holds is noise, as such members are."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("paper.pdf", random.Random(path.name).randbytes(512))
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flags] |= 1
    path.write_bytes(data)


def convert(converted, work):
    """One start of LibreOffice for each format; it writes all into one folder, so names are made unique first."""
    for becomes, sources in converted.items():
        folder = work / becomes
        folder.mkdir(parents=True)
        for i, source in enumerate(sources):
            shutil.move(source, folder / f"{i:04}.docx")
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile", "--convert-to", becomes,
                        "--outdir", folder / "out", *sorted(folder.glob("*.docx"))],
                       check=True, timeout=CONVERSION_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for i, source in enumerate(sources):
            shutil.move(folder / "out" / f"{i:04}.{becomes}", source.with_suffix("." + becomes))


def pack_up(folder):
    """As Windows packs it: names in GBK, no flag."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                info = GbkName(file.relative_to(folder).as_posix(), (2025, 7, 1, 9, 0, 0))
                archive.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED)
    shutil.rmtree(folder)


class GbkName(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def truth_of(team, paths, carried, is_meaningless):
    def with_document(expected):
        path = paths.get(expected.get("paper"))
        return expected | ({"doc": path} if path else {})

    return {"id": team.name, "fault": team.fault, "carrier": carried, "meaningless": is_meaningless,
            "expect": [with_document(e) for e in team.expect]}


def generate(build, folder, seed):
    rng = random.Random(seed)
    teams = invent_teams(rng)
    inbox, converted, placed = folder / "inbox", {}, []
    inbox.mkdir(parents=True)
    for i, team in enumerate(teams):
        carried, is_meaningless = CARRIERS[i % len(CARRIERS)], i % 5 in (1, 3)
        (inbox / team.name).mkdir()
        paths = place(build, team, inbox / team.name, carried, is_meaningless, converted)
        if team.has_manifest:
            (inbox / team.name / "submission.json").write_text(json.dumps(team.manifest(), ensure_ascii=False))
        placed.append((team, paths, carried, is_meaningless))
    convert(converted, folder / "work")
    shutil.rmtree(folder / "work", ignore_errors=True)
    for i, (team, *_) in enumerate(placed):
        if i % 4 == 0 and not team.files:
            pack_up(inbox / team.name)
    truth = [truth_of(*each) for each in placed]
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1))
    entrant.write_table(folder / "registry.csv", entrant.REGISTRY,
                        [t.registration() for t in teams if t.registered] + [r for t in teams for r in t.registrations])
    for name in ("listed", "winners"):
        entrant.write_table(folder / f"{name}.csv", entrant.LISTED,
                            [entrant.NOBODY, *(r for t in teams for r in getattr(t, name))])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--seed", type=int, default=2026)
    options = arguments.parse_args()
    generate(options.build.resolve(), options.folder.resolve(), options.seed)


if __name__ == "__main__":
    main()
