#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""agreement.py BUILD FOLDER...: how far the text of PDFs agrees with pdftotext.

Counted are characters other than white space, whatever their order: of a file, twice those in both by those of both
together. Files that either cannot read are named and left out. A page that vetd refuses on purpose (garbled, or a
picture) says nothing on purpose: such files count in the first figure and not in the second.

"folded" takes compatibility forms as one (NFKC: ligatures, radicals, full width) and leaves out what has no shape:
controls, soft hyphens, marks of direction, private use.
"""
import collections
import json
import pathlib
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 60  # a file that one of the two takes longer for is not read by it
OUTLIER = 0.99
SHAPELESS = {"Cc", "Cf", "Co", "Cn", "Cs"}


def characters(text, folded):
    if folded:
        text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in SHAPELESS)
    return collections.Counter(c for c in text if not c.isspace())


def read_peer(pdf):
    try:
        done = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, timeout=SECONDS,
                              check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def read_ours(build, pdf):
    """The document's object of read-document; its members (attachments) follow it and are not its text."""
    try:
        done = subprocess.run([build / "tests/tools/read-document", "--plugins", build / "plugins/pdf.so", pdf],
                              capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    text = done.stdout.decode("utf-8", "replace").lstrip()
    return json.JSONDecoder().raw_decode(text)[0] if text else None


def text_of(document):
    return "\n".join(line["text"] for page in document["pages"] for line in page["lines"])


def agreement(ours, peer):
    both = sum((ours & peer).values())
    total = sum(ours.values()) + sum(peer.values())
    return 2 * both / total if total else 1.0


def is_refused(document):
    return any("garbled" in warning or "fonts do not say" in warning or "is a picture" in warning
               for warning in document["warnings"])


class Tally:
    def __init__(self):
        self.both = self.total = self.files = self.agreeing = 0

    def add(self, ours, peer):
        self.files += 1
        self.both += 2 * sum((ours & peer).values())
        self.total += sum(ours.values()) + sum(peer.values())
        self.agreeing += agreement(ours, peer) >= OUTLIER

    def __str__(self):
        share = self.both / self.total if self.total else 1
        return (f"{share * 100:.3f} % of {self.total // 2} characters agree; {self.agreeing} of {self.files} files "
                f"agree to {OUTLIER * 100:.0f} %")


def compare(build, pdf, tallies):
    name = pdf.name
    peer, document = read_peer(pdf), read_ours(build, pdf)
    if peer is None or document is None or document["status"] not in ("ok", "partial"):
        print(f"{name}: not read by {'pdftotext' if peer is None else 'vetd'}"
              f"{'' if document is None else ': ' + document['status'] + ' ' + str(document['reason'])}")
        return
    for folded in (False, True):
        ours, theirs = characters(text_of(document), folded), characters(peer, folded)
        tallies["all files", folded].add(ours, theirs)
        if not is_refused(document):
            tallies["without refused pages", folded].add(ours, theirs)
    if agreement(ours, theirs) < OUTLIER:
        more = "".join((ours - theirs).elements())[:40]
        less = "".join((theirs - ours).elements())[:40]
        print(f"{name}: {agreement(ours, theirs) * 100:.1f} % of {sum(theirs.values())}"
              f"{' (refused)' if is_refused(document) else ''}: vetd alone {more!r}, pdftotext alone {less!r}; "
              f"{'; '.join(document['warnings'])[:120]}")


def main():
    build = (ROOT / sys.argv[1]).resolve()
    tallies = {(what, folded): Tally() for what in ("all files", "without refused pages") for folded in (False, True)}
    for folder in sys.argv[2:]:
        for pdf in sorted(pathlib.Path(folder).rglob("*.[pP][dD][fF]")):
            compare(build, pdf.resolve(), tallies)
    for (what, folded), tally in tallies.items():
        print(f"{what}, {'folded' if folded else 'as they are'}: {tally}")
    return 0 if tallies["without refused pages", True].total else 1


if __name__ == "__main__":
    sys.exit(main())
