#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""measure.py BUILD SET [--results FILE] [--write RESULTS.md] [--verbose]: how right the pack is on a set that generate.py wrote.

For each rule the findings that are true, false and missed, precision and recall; then all together, the right
documents and words in the evidence, and rejects that nothing justifies.  What is undetermined counts as said, as in
../shared/samples/score.py; notes count for the faults that are to be noted.  Exits 1 below the floors.
"""

import argparse
import collections
import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/bench"), str(ROOT / "tests/e2e")]

import entrant
import results as measurements

PRECISION, RECALL = 0.98, 0.97
COUNTED = ("reject", "review", "undetermined")
NOTED = ("topic-fit", "benefit-evidence", "organiser-conflict", "indicator-coverage", "shared-member", "returning-project")


def screen(build, folder):
    lists = {"blacklist": folder / "listed.csv", "winners": folder / "winners.csv"}
    return entrant.check(sorted((folder / "inbox").iterdir()), folder / "registry.csv", lists, build)


def results_of(text):
    results = (json.loads(line) for line in text.splitlines())
    return {os.path.splitext(os.path.basename(r["submission"]["path"].rstrip("/")))[0]: r for r in results}


class Score:
    def __init__(self):
        self.true, self.false, self.missed = (collections.Counter() for _ in range(3))
        self.document, self.words = [0, 0], [0, 0]
        self.wrong_rejects, self.remarks = [], []

    def add(self, truth, result):
        found = collections.defaultdict(list)
        must = {e["rule"]: e for e in truth["expect"] if not e.get("optional")}
        may = {e["rule"] for e in truth["expect"] if e.get("optional")}
        for finding in result["findings"]:
            rule, outcome = finding["rule"], finding["outcome"]
            if outcome in COUNTED or (outcome == "note" and rule in NOTED):
                found[rule].append(finding)
            if outcome == "reject" and must.get(rule, {}).get("outcome") != "reject" and rule not in may:
                self.wrong_rejects.append((truth["id"], rule, finding["message"]))
        for rule, expected in must.items():
            if rule not in found:
                self.missed[rule] += 1
                self.remark("MISSED", truth, rule, expected.get("words") or expected.get("doc") or "")
            else:
                self.true[rule] += 1
                self.judge_evidence(truth, expected, found[rule])
        for rule in found.keys() - must.keys() - may:
            # a passed winner is noted, and rightly: nothing is said against it
            self.false[rule] += 1
            self.remark("FALSE", truth, rule, f"{found[rule][0]['outcome']}: {found[rule][0]['message']}")

    def judge_evidence(self, truth, expected, findings):
        evidence = [e for f in findings for e in f["evidence"]]
        if "doc" in expected:
            is_right = any(expected["doc"] in (e.get("document") or "") for e in evidence)
            self.document[0] += is_right
            self.document[1] += 1
            if not is_right:
                self.remark("WHERE", truth, expected["rule"], f"{expected['doc']}, not {sorted({e.get('document') or '' for e in evidence})}")
        if words := expected.get("words"):
            said = [f["message"] for f in findings] + [e.get("quote") or "" for e in evidence]
            is_right = any(bare(words) in bare(s) for s in said)
            self.words[0] += is_right
            self.words[1] += 1
            if not is_right:
                self.remark("WORDS", truth, expected["rule"], f"{words}, not {said[:2]}")

    def remark(self, kind, truth, rule, words):
        self.remarks.append(f"{kind:7}{truth['id']} {truth['fault'] or 'sound'} ({truth['carrier']}) {rule}: {words}")

    def report(self):
        lines = [f"{'rule':22}{'true':>6}{'false':>6}{'missed':>7}{'precision':>11}{'recall':>8}"]
        for rule in sorted(self.true.keys() | self.false.keys() | self.missed.keys()):
            t, f, m = self.true[rule], self.false[rule], self.missed[rule]
            lines.append(f"{rule:22}{t:6}{f:6}{m:7}{t / max(1, t + f):11.3f}{t / max(1, t + m):8.3f}")
        precision, recall = self.figures()
        open_ones = sum("undetermined: " in r for r in self.remarks if r.startswith("FALSE"))
        lines += [f"all: precision {precision:.3f} (at least {PRECISION}), recall {recall:.3f} (at least {RECALL}); of the "
                  f"{sum(self.false.values())} false ones {open_ones} are undetermined",
                  f"evidence: right document {self.document[0]} of {self.document[1]}, right words {self.words[0]} of {self.words[1]}",
                  f"wrong rejects: {len(self.wrong_rejects)}"]
        return "\n".join(lines + [f"  {' '.join(each)}" for each in self.wrong_rejects])

    def figures(self):
        t, f, m = (sum(c.values()) for c in (self.true, self.false, self.missed))
        return t / max(1, t + f), t / max(1, t + m)


def bare(words):
    return "".join(words.split()).replace("（", "(").replace("）", ")")


def describe(truth):
    n = len(truth)
    scanned = sum(t["carrier"] in ("scan", "scanned evidence", "photos") for t in truth)
    hits = collections.Counter(e["rule"] for t in truth for e in t["expect"] if not e.get("optional"))
    return (f"{n} submissions, {scanned} scanned or photographed, {sum(t['meaningless'] for t in truth)} with meaningless file names, "
            f"{sum(not any(not e.get('optional') for e in t['expect']) for t in truth)} sound; {len(hits)} rules, the rarest hit {min(hits.values())} times")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("set", type=pathlib.Path)
    arguments.add_argument("--results", type=pathlib.Path, help="what vetctl check printed of the set; written when it is not there")
    arguments.add_argument("--write", type=pathlib.Path, metavar="RESULTS.md", help="writes its section there")
    arguments.add_argument("--verbose", action="store_true")
    options = arguments.parse_args()
    truth = json.loads((options.set / "truth.json").read_text())
    if options.results and options.results.exists():
        text = options.results.read_text()
    else:
        text = screen(options.build.resolve(), options.set.resolve())
        if options.results:
            options.results.write_text(text)
    results, score = results_of(text), Score()
    for each in truth:
        score.add(each, results[each["id"]])
    report = f"{describe(truth)}\n\n{score.report()}"
    if options.verbose:
        print("\n".join(sorted(score.remarks)))
    print(report)
    if options.write:
        measurements.write_section(options.write, "accuracy", f"""## How right the pack yiyang-2025 is on invented submissions

Written by `make accuracy` on {measurements.machine()}. What is undetermined counts as said, as in score.py.

```
{report}
```
""")
    precision, recall = score.figures()
    return 0 if precision >= PRECISION and recall >= RECALL and not score.wrong_rejects else 1


if __name__ == "__main__":
    sys.exit(main())
