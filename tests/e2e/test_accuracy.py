# SPDX-License-Identifier: GPL-3.0-or-later
"""Screens invented submissions whose faults are known, and fails when accuracy drops.

The floors are below what is reached, so that a change is noticed and a coin's fall is not.  The
seed is fixed; another one may be given as VET_ACCURACY_SEED to look for luck.
"""
import collections
import csv
import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / os.environ.get("VET_BUILD", "build")
SEED = os.environ.get("VET_ACCURACY_SEED", "2025")
COUNT = 52  # every fault at least once

PRECISION = 0.92
RECALL = 0.90
RULE_RECALL = 0.60
RULE_PRECISION = 0.75
RIGHT_DOCUMENT = 0.90
COUNTED = ("reject", "review")  # what nothing could read is undetermined, and said elsewhere

RULES = (
    "team-size host-city duplicate-city unit-kind lead-unit credit-code blacklist credit-record "
    "deadline track missing-section missing-document third-party-material unreadable-document"
).split()


class Screened:
    """A set with its truth and what vetctl said of it, both by submission."""

    def __init__(self, folder):
        self.folder = folder
        self.truth = {t["id"]: t for t in json.loads((folder / "truth.json").read_text("utf-8"))}
        inbox = sorted((folder / "inbox").iterdir())
        check = subprocess.run(
            [BUILD / "vetctl", "check", "--quiet", "--format", "json"]
            + ["--pack", ROOT / "rules" / "yiyang-2025"]
            + ["--registry", folder / "registry.csv"]
            + ["--list", f"blacklist={folder / 'blacklist.csv'}"]
            + ["--received-at", "2025-07-09T12:00:00+08:00", *inbox],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert check.returncode == 1, check.stderr[-2000:]
        self.output = check.stdout
        self.results = {}
        for line in self.output.splitlines():
            result = json.loads(line)
            name = os.path.basename(result["submission"]["path"].rstrip("/"))
            self.results[name.removesuffix(".zip")] = result

    def findings(self, name, outcomes=COUNTED):
        return [f for f in self.results[name]["findings"] if f["outcome"] in outcomes]

    def clean(self):
        return [n for n, t in self.truth.items() if all(e.get("optional") for e in t["expect"])]

    def scores(self):
        """(right, false, missed) by rule."""
        right, false, missed = (collections.Counter() for _ in range(3))
        for name, truth in self.truth.items():
            found = {f["rule"] for f in self.findings(name)}
            must = {e["rule"] for e in truth["expect"] if not e.get("optional")}
            may = {e["rule"] for e in truth["expect"] if e.get("optional")}
            right.update(must & found)
            missed.update(must - found)
            false.update(found - must - may)
        return right, false, missed


@pytest.fixture(scope="module")
def screened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("accuracy")
    subprocess.run(
        [BUILD / "tests" / "tools" / "make-samples", "--seed", SEED, "--count", str(COUNT), folder],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Screened(folder)


def test_every_submission_has_a_result(screened):
    assert screened.results.keys() == screened.truth.keys()


def test_clean_ones_are_never_rejected(screened):
    rejected = {
        name: [(f["rule"], f["message"]) for f in screened.findings(name, ("reject",))]
        for name in screened.clean()
    }
    assert not {name: why for name, why in rejected.items() if why}


def test_every_finding_has_evidence(screened):
    bare = [
        (name, f["rule"], f["message"])
        for name, result in screened.results.items()
        for f in result["findings"]
        if not f["evidence"]
    ]
    assert not bare


def test_verdicts_follow_from_findings(screened):
    for name, result in screened.results.items():
        outcomes = {f["outcome"] for f in result["findings"]}
        expected = "eligible"
        if outcomes & {"review", "undetermined"}:
            expected = "needs_review"
        if "reject" in outcomes:
            expected = "ineligible"
        assert result["verdict"] == expected, name


def test_no_personal_number_is_shown(screened):
    with open(screened.folder / "registry.csv", encoding="utf-8-sig", newline="") as file:
        numbers = {n for row in csv.DictReader(file) for n in row["成员身份证号"].split("、")}
    assert numbers
    assert not [n for n in numbers if n in screened.output]


def test_faults_are_shown_in_the_right_document(screened):
    hits, wanted = 0, []
    for name, truth in screened.truth.items():
        for expected in truth["expect"]:
            found = [f for f in screened.findings(name) if f["rule"] == expected["rule"]]
            if "doc" not in expected or expected.get("optional") or not found:
                continue
            names = [new for old, new in truth["files"].items() if expected["doc"] in old]
            documents = [v.get("document") or "" for f in found for v in f["evidence"]]
            right = any(n in d for n in names or [expected["doc"]] for d in documents)
            hits += right
            if not right:
                wanted.append((name, expected, documents))
    assert hits >= RIGHT_DOCUMENT * (hits + len(wanted)), wanted


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_holds_its_floor(screened, rule):
    right, false, missed = (counter[rule] for counter in screened.scores())
    assert right >= RULE_RECALL * (right + missed), f"missed {missed} of {right + missed}"
    assert right >= RULE_PRECISION * (right + false), f"{false} false beside {right} right"


def test_all_rules_together_hold_their_floor(screened):
    right, false, missed = (sum(counter.values()) for counter in screened.scores())
    assert right >= PRECISION * (right + false), f"{false} false beside {right} right"
    assert right >= RECALL * (right + missed), f"missed {missed} of {right + missed}"
