# SPDX-License-Identifier: GPL-3.0-or-later
"""Screens submissions whose papers but the form come in one PDF, as a copier gives them.

The set is that of test_accuracy.py, seed by seed: the same faults, and in each file six papers and
more, some with an accountant's licence behind the audit, some with a parent's certificate.
"""
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / os.environ.get("VET_BUILD", "build")
SEED = os.environ.get("VET_ACCURACY_SEED", "2025")
COUNT = 52  # every fault at least once
BOUND = "材料合订本.pdf"

PRECISION = 0.92
RECALL = 0.90
COUNTED = ("reject", "review")


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    """(truth, result) by submission."""
    folder = tmp_path_factory.mktemp("bound")
    subprocess.run(
        [BUILD / "tests" / "tools" / "make-samples", "--set", "bound", "--seed", SEED]
        + ["--count", str(COUNT), folder],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    check = subprocess.run(
        [BUILD / "vetctl", "check", "--quiet", "--format", "json"]
        + ["--pack", ROOT / "rules" / "yiyang-2025"]
        + ["--registry", folder / "registry.csv"]
        + ["--list", f"blacklist={folder / 'blacklist.csv'}"]
        + ["--received-at", "2025-07-09T12:00:00+08:00", *sorted((folder / "inbox").iterdir())],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert check.returncode == 1, check.stderr[-2000:]
    results = {}
    for line in check.stdout.splitlines():
        result = json.loads(line)
        name = os.path.basename(result["submission"]["path"].rstrip("/"))
        results[name.removesuffix(".zip")] = result
    truths = json.loads((folder / "truth.json").read_text("utf-8"))
    return {truth["id"]: (truth, results[truth["id"]]) for truth in truths}


def test_faults_are_found_as_in_files_of_their_own(bound):
    right, false, missed = [], [], []
    for name, (truth, result) in bound.items():
        found = {f["rule"] for f in result["findings"] if f["outcome"] in COUNTED}
        must = {e["rule"] for e in truth["expect"] if not e.get("optional")}
        may = {e["rule"] for e in truth["expect"] if e.get("optional")}
        right += [(name, rule) for rule in must & found]
        false += [(name, rule) for rule in found - must - may]
        missed += [(name, rule) for rule in must - found]
    assert len(right) >= PRECISION * (len(right) + len(false)), false
    assert len(right) >= RECALL * (len(right) + len(missed)), missed


def test_a_team_that_bound_its_papers_is_not_hurt(bound):
    clean = [
        (name, [(f["rule"], f["message"]) for f in result["findings"] if f["outcome"] in COUNTED])
        for name, (truth, result) in bound.items()
        if all(e.get("optional") for e in truth["expect"])
    ]
    assert clean
    assert not [hurt for hurt in clean if hurt[1]]


def test_the_result_names_each_file_once(bound):
    for name, (_, result) in bound.items():
        paths = [d["path"] for d in result["documents"]]
        assert len(paths) == len(set(paths)), name
        one = [d for d in result["documents"] if d["path"].endswith(BOUND)]
        assert len(one) == 1, name
        assert one[0]["class"] and one[0]["pages"] > 1, name
        assert result["coverage"]["documents"] == len(paths), name


def test_a_strangers_paper_is_shown_on_its_page(bound):
    """The page of the evidence is the file's, not the paper's."""
    shown = [
        (evidence["page"], finding["message"])
        for _, result in bound.values()
        for finding in result["findings"]
        if finding["rule"] == "third-party-material" and finding["outcome"] == "reject"
        for evidence in finding["evidence"]
        if evidence["document"].endswith(BOUND)
    ]
    assert shown
    for page, message in shown:
        said = re.search(rf"《{BOUND} 第(\d+)(?:–(\d+))?页》", message)
        assert said, message
        assert int(said[1]) <= page <= int(said[2] or said[1]), (page, message)
    assert [page for page, _ in shown if page > 1]
