# SPDX-License-Identifier: GPL-3.0-or-later
"""
Documents of all kinds from strangers, each a submission of its own: vetd outlives them all, loses
none, is late with none, and says of each what it is.  `corpus.tsv` has what is expected of many of
them; it was judged by other programs (file, pdfinfo, pdftotext, qpdf, unzip, 7z, LibreOffice …) and by
looking, never by what vetd said.
"""

import collections
import csv
import fnmatch
import math
import os
import pathlib
import shutil
import time

import pytest

from conftest import BUILD, ROOT, running
from ledger import Ledger
from procfs import Peaks

SHARED = pathlib.Path(os.environ.get("VET_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
TABLE = pathlib.Path(__file__).with_name("corpus.tsv")
AT_ONCE = 2  # the workers: so that the time of one is not spent in the queue behind the others
DOCUMENT_SECONDS = 60
SUBMISSION_SECONDS = 300  # of all that a container holds
GRACE_SECONDS = 10  # forking, storing
# what the reason says when a deadline was missed: the document's, its part's, the whole's
DEADLINES = ("limits.document-seconds", "limits.convert-seconds", "limits.submission-seconds")
MIN_ROWS = 100

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the repository")


def files():
    return sorted(path for path in CORPUS.glob("*/*") if path.is_file())


def rows():
    with open(TABLE, newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def slowness():
    """Deadlines are of wall clock: how much longer a machine that others use may take."""
    return max(1, math.ceil(os.getloadavg()[0] / os.cpu_count()))


def inbox_name(path):
    # the corpus is several collections: their names need not differ
    return f"{path.parent.name}-{path.name}"


def vetd_id(name):
    stem, dot, extension = name.rpartition(".")
    if dot and extension.isalnum() and not extension.isdigit() and len(extension) <= 8:
        return stem.removesuffix(".tar")
    return name


def drop_file(vetd, path):
    name = inbox_name(path)
    shutil.copyfile(path, vetd.outside / name)
    os.rename(vetd.outside / name, vetd.inbox / name)
    return vetd_id(name)


def screen_all(vetd, paths):
    """Seconds from the drop to the stored result, by the name in the inbox."""
    subscription = vetd.subscribe()
    waiting = list(paths)
    started, taken = {}, {}
    while waiting or started:
        while waiting and len(started) < AT_ONCE:
            began = time.monotonic()
            started[drop_file(vetd, waiting.pop())] = began
        event = subscription.receive()
        if event["type"] == "vet.submission.screened":
            taken[event["subject"]] = time.monotonic() - started.pop(event["subject"])
    return taken


class Screened:
    """All of the corpus, screened by one vetd."""

    def __init__(self, vetd):
        self.pid = vetd.process.pid
        self.paths = files()
        self.factor = slowness()
        began = time.monotonic()
        with Peaks(vetd) as peaks:
            self.taken = screen_all(vetd, self.paths)
        self.seconds = time.monotonic() - began
        self.peaks = peaks.highest()
        self.vetd = vetd
        self.ledger = Ledger(vetd)
        self.results = {name: result for (name, _), result in self.ledger.results().items()}

    def documents(self):
        for name, result in sorted(self.results.items()):
            for document in result["documents"]:
                yield name, document

    def report(self):
        """Documents by status and media type, what was not read and why, the slowest, memory."""
        counts = collections.Counter()
        reasons = []
        for name, document in self.documents():
            counts[document["status"], document.get("media_type") or "(none)"] += 1
            if document["status"] != "ok":
                reasons.append(f"{document['status']:11} {name}: {document['path']}:"
                               f" {document.get('reason')}")
        statuses = collections.Counter()
        for (status, _), number in counts.items():
            statuses[status] += number
        lines = []
        for status, number in statuses.most_common():
            lines.append(f"{number:5} {status}")
            for (of_status, media_type), of_type in counts.most_common():
                if of_status == status:
                    lines.append(f"      {of_type:5} {media_type}")
        slowest = sorted(self.taken, key=self.taken.get, reverse=True)[:5]
        lines += ["", *reasons, ""]
        lines += [f"{self.taken[name]:6.1f} s  {name}" for name in slowest]
        lines += [f"{kib // 1024:5} MiB at most: {name}" for name, kib in self.peaks.items()]
        lines.append(f"{len(self.paths)} files in {self.seconds:.0f} s")
        return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def screened(tmp_path_factory):
    with running(tmp_path_factory.mktemp("corpus")) as vetd:
        if slowness() > 1:
            seconds = DOCUMENT_SECONDS * slowness()
            vetd.configure(f"[limits]\ndocument-seconds={seconds}s\nconvert-seconds={seconds}s\n")
        screened = Screened(vetd)
        report = screened.report()
        (BUILD / "corpus-table.txt").write_text(report)
        print("\n" + report)
        yield screened


def test_vetd_outlives_the_corpus(screened):
    assert screened.vetd.process.poll() is None
    assert screened.vetd.process.pid == screened.pid
    log = screened.vetd.log.read_text(errors="replace")
    assert "ERROR: AddressSanitizer" not in log
    assert "runtime error" not in log


def test_none_is_lost(screened):
    assert len(screened.results) == len(screened.taken) == len(screened.paths)
    screened.ledger.check_exactly_once()
    assert list(screened.vetd.inbox.iterdir()) == []
    assert all(result["documents"] for result in screened.results.values())
    assert all(document["status"] for _, document in screened.documents())


def test_what_is_not_read_has_a_reason(screened):
    silent = [(name, document["path"]) for name, document in screened.documents()
              if document["status"] != "ok" and not document.get("reason")]
    assert silent == []
    crashed = [(name, document["path"], document["reason"])
               for name, document in screened.documents() if document["status"] == "crashed"]
    assert crashed == []


def test_none_is_over_its_deadline(screened):
    over = [(name, document["path"], document["reason"])
            for name, document in screened.documents()
            if document["status"] == "timeout"
            or any(key in (document.get("reason") or "") for key in DEADLINES)]
    assert over == []
    late = {name: seconds for name, seconds in screened.taken.items()
            if seconds > SUBMISSION_SECONDS * screened.factor + GRACE_SECONDS}
    assert late == {}


def test_the_table_is_of_this_corpus():
    present = [row for row in rows() if (CORPUS / row["file"]).is_file()]
    assert len({row["file"] for row in present}) >= MIN_ROWS
    assert all(row["why"] for row in rows())


def matching(result, name, member):
    if not member:
        return [document for document in result["documents"] if document["path"] == name]
    return [document for document in result["documents"]
            if document["path"] == member
            or ("*" in member and fnmatch.fnmatchcase(document["path"], member))]


def parameters():
    for row in rows():
        marks = [pytest.mark.xfail(reason=row["fault"], strict=True)] if row["fault"] else []
        label = row["file"].split("/")[-1][:5].rstrip("_")
        name = f"{row['file'].split('/')[0]}-{label}-{row['member'] or 'itself'}"
        yield pytest.param(row, marks=marks, id=name)


@pytest.mark.parametrize("row", parameters())
def test_each_status_is_right(screened, row):
    path = CORPUS / row["file"]
    if not path.is_file():
        pytest.skip("not in this corpus")
    name = inbox_name(path)
    result = screened.results[vetd_id(name)]
    documents = matching(result, name, row["member"])
    assert documents, [document["path"] for document in result["documents"]]
    for document in documents:
        said = (document["status"], document.get("reason"))
        assert document["status"] == row["status"], (said, row["why"])
        assert row["reason"] in (document.get("reason") or ""), (said, row["why"])
        if row["pages"]:
            assert document["pages"] == int(row["pages"]), row["why"]
