# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs with one fault each, as a clerk would make it: lint says exactly what expected.txt says.

A new or changed message: VET_REGENERATE=1 pytest tests/e2e/test_packs.py writes the files anew; read
the difference before it is committed.
"""

import os
import pathlib
import re
import subprocess
import unicodedata

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("VET_BUILD", "build")).resolve()
BROKEN = ROOT / "tests" / "packs" / "broken"
SMALL = BROKEN / "small"
PACKS = sorted(path for path in BROKEN.iterdir() if path != SMALL)
BLOCK = re.compile(r"^(\S+):(\d+):(\d+): (error|warning): (.+)$")


def vetctl(*arguments):
    done = subprocess.run([BUILD / "vetctl", *arguments], capture_output=True, text=True, cwd=ROOT)
    assert not done.stderr or done.returncode == 2, done.stderr
    return done


def width(text):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_lint_says_what_is_expected(pack):
    done = vetctl("pack", "lint", pack)
    expected = pack / "expected.txt"
    if os.environ.get("VET_REGENERATE") and done.returncode == 1:
        expected.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == expected.read_text(encoding="utf-8")
    assert done.returncode == 1


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_one_fault_with_its_place_and_a_caret_below_it(pack):
    lines = (pack / "expected.txt").read_text(encoding="utf-8").splitlines()
    header, shown, marks, summary = lines
    assert summary.endswith(("1 error", "1 warning"))
    name, line, column = BLOCK.match(header).group(1, 2, 3)
    source = (pack / name).read_text(encoding="utf-8").split("\n")[int(line) - 1]
    assert shown == "  " + source.replace("\t", " ")
    before = source[: int(column) - 1]
    caret = re.match(r"[ \u3000]*", marks)[0]
    assert marks[len(caret)] in "^＾"
    assert width(caret) == 2 + width(before)
    assert width(marks) <= 2 + max(width(source), width(before) + 1)


def test_there_are_many():
    assert len(PACKS) >= 20
    assert len({pack.name[:2] for pack in PACKS}) == len(PACKS)


def test_what_they_were_made_of_is_sound():
    done = vetctl("pack", "lint", SMALL)
    assert (done.returncode, done.stdout) == (
        0, "small 1.2.0: 3 rules, 1 document classes, no fault\n")
    assert vetctl("pack", "test", SMALL).returncode == 0


def test_lint_takes_several_packs():
    done = vetctl("pack", "lint", SMALL, PACKS[0], "rules/example-changsha")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{SMALL}\nsmall 1.2.0: ")
    assert done.stdout.endswith("3 packs: 1 error\n")
    assert vetctl("pack", "lint", SMALL, "nowhere").returncode == 2


def test_an_overlay_anywhere_finds_the_packs_of_the_program(tmp_path):
    text = (ROOT / "rules" / "example-changsha" / "pack.yaml").read_text(encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
    assert vetctl("pack", "lint", tmp_path).returncode == 0
    (tmp_path / "pack.yaml").write_text(text.replace("yiyang-2025@^1.1", "yiyang-2025@^9"))
    done = vetctl("pack", "lint", tmp_path)
    assert done.returncode == 1 and ", expected ^9\n" in done.stdout


def test_the_example_is_short():
    lines = (ROOT / "rules" / "example-changsha" / "pack.yaml").read_text(encoding="utf-8")
    assert len(lines.splitlines()) < 20


def test_tap_when_nobody_watches():
    done = vetctl("pack", "test", "rules/example-changsha")
    lines = done.stdout.splitlines()
    plan = re.fullmatch(r"1\.\.(\d+)", lines[1])
    assert lines[0] == "TAP version 13"
    assert sum(line.startswith("ok ") for line in lines) == int(plan[1])
    assert done.returncode == 0


def test_filter_and_table():
    done = vetctl("pack", "test", "--format", "table", "--filter", "豁免", SMALL)
    assert done.stdout == "ok    已豁免的专利\n\n1 passed, 0 failed\n"
    assert vetctl("pack", "test", "--filter", "没有这个", SMALL).returncode == 2
    done = vetctl("pack", "test", "--format", "table", SMALL)
    table = done.stdout[done.stdout.index("\nrule "):]
    assert table == (
        "\n"
        "rule                  pass  reject  review  undetermined  note  waived  cases\n"
        "team-size                4       1       ·             ·     ·       ·  1 of 1\n"
        "third-party-material     3       ·       1             ·     ·       1  1 of 1\n"
        "blacklist                4       1       ·             ·     ·       ·  1 of 1\n"
        "\n"
        "5 passed, 0 failed\n")


def test_a_test_that_fails_is_said(tmp_path):
    for file in SMALL.iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("on_fail: review", "on_fail: note"))
    done = vetctl("pack", "test", "--format", "table", tmp_path)
    assert done.returncode == 1
    assert "FAIL  他人的专利\n      third-party-material: expected review, found note" in done.stdout
    assert "third-party-material: expected" in vetctl("pack", "test", tmp_path).stdout
