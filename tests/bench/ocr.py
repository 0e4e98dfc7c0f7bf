#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ocr.py BUILD [--scans FOLDER] [--count N]: how well and how fast pictures are read.

FOLDER holds PNG files and truth.tsv (file, owner, code or -, seals), as make-scans writes them;
without it, N are made.  Prints the share of right characters in owners and codes, seals found, and
pages a processor second beside ocr-peer, a bare loop over the Tesseract C API, in turn on the same
files.  With ../shared/samples/dev beside the tree, its scanned PDFs are read as well.
"""
import argparse, json, os, resource, subprocess, sys, tempfile

ROUNDS = 3
BATCH = 20  # documents that the pool reads as one submission


def distance_within(wanted, text):
    """Least number of edits that turn some part of the text into what is wanted."""
    before = [0] * (len(text) + 1)
    for i, a in enumerate(wanted, 1):
        now = [i]
        for j, b in enumerate(text, 1):
            now.append(min(before[j - 1] + (a != b), before[j] + 1, now[j - 1] + 1))
        before = now
    return min(before)


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def read(build, files):
    """Documents as read-document prints them, and the processor time of all its processes."""
    start, documents = children_seconds(), []
    for i in range(0, len(files), BATCH):
        run = subprocess.run([f"{build}/tests/tools/read-document", "--plugins", f"{build}/plugins", *files[i:i + BATCH]],
                             capture_output=True, text=True, check=True)
        decoder, at = json.JSONDecoder(), run.stdout.find("{")
        while at >= 0:
            document, end = decoder.raw_decode(run.stdout, at)
            documents.append(document)
            at = run.stdout.find("{", end)
    return documents, children_seconds() - start


def text_of(document):
    return "".join(line["text"] for page in document["pages"] for line in page["lines"]).replace(" ", "").replace("\t", "")


def seals_of(document):
    return sum(mark["kind"] == "seal" for page in document["pages"] for mark in page.get("marks", []))


def peer_seconds(build, files):
    run = subprocess.run([f"{build}/tests/bench/ocr-peer", *files], capture_output=True, text=True, check=True,
                         env=dict(os.environ, OMP_THREAD_LIMIT="1"))
    return float(run.stdout.split()[1])


def score(rows, documents):
    found = {os.path.basename(d["path"]): d for d in documents}
    total = wrong = code_total = code_wrong = seals_right = 0
    for name, owner, code, seals in rows:
        text = text_of(found[name])
        total, wrong = total + len(owner), wrong + distance_within(owner, text)
        if code != "-":
            code_total, code_wrong = code_total + len(code), code_wrong + distance_within(code, text)
        if seals != "?":
            seals_right += seals_of(found[name]) == int(seals)
    line = f"owners {100 - 100 * wrong / max(1, total):.2f} % of {total} characters"
    if code_total:
        line += f", codes {100 - 100 * code_wrong / code_total:.2f} % of {code_total}"
    if any(row[3] != "?" for row in rows):
        line += f", seals as drawn on {seals_right} of {len(rows)} pages"
    return line


def scanned_samples(build, dev):
    """Owner fields of the set's scanned PDFs: the name of one of the submission's units, or the stranger's."""
    truth = json.load(open(f"{dev}/truth.json"))
    total = wrong = pages = 0
    for item in truth:
        names = [unit["name"] for unit in item["units"]] + [e["holder"] for e in item["expect"] if "holder" in e]
        path = next((p for p in (f"{dev}/inbox/{item['id']}", f"{dev}/inbox/{item['id']}.zip") if os.path.exists(p)), None)
        files = [path] if path and path.endswith(".zip") else \
            [os.path.join(folder, name) for folder, _, some in os.walk(path or "") for name in some if name.endswith(".pdf")]
        for document in read(build, files)[0]:
            if not any(page["text_source"] == "ocr" for page in document["pages"]):
                continue
            text = text_of(document)
            best = min(names, key=lambda name: distance_within(name, text) / len(name))
            total, wrong, pages = total + len(best), wrong + distance_within(best, text), pages + 1
    return f"samples/dev: {pages} scanned documents, owners {100 - 100 * wrong / max(1, total):.2f} % of {total} characters"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("build")
    arguments.add_argument("--scans")
    arguments.add_argument("--count", type=int, default=20)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scans = options.scans or folder
        if not options.scans:
            subprocess.run([f"{options.build}/tests/tools/make-scans", folder, str(options.count)], check=True)
        rows = [line.rstrip("\n").split("\t") for line in open(f"{scans}/truth.tsv", encoding="utf-8")]
        files = [f"{scans}/{row[0]}" for row in rows]
        ours, theirs = [], []
        for _ in range(ROUNDS):
            documents, seconds = read(options.build, files)
            ours.append(seconds)
            theirs.append(peer_seconds(options.build, files))
        print(score(rows, documents))
        print(f"{len(files) / min(ours):.2f} pages a processor second in the sandbox, all included; "
              f"bare loop {len(files) / min(theirs):.2f}; ratio {min(theirs) / min(ours):.2f} (at least 0.95 is wanted)")
    dev = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/samples/dev")
    if os.path.exists(f"{dev}/truth.json"):
        print(scanned_samples(options.build, dev))
    return 0 if min(theirs) / min(ours) >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
