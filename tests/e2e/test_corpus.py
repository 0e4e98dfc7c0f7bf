# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents of all kinds from strangers, each a submission of its own: vetd outlives them all."""

import collections
import os
import pathlib
import shutil
import time

import pytest

from conftest import BUILD, ROOT
from ledger import Ledger

SHARED = pathlib.Path(os.environ.get("VET_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
AT_ONCE = 4  # so that the time of one is not spent in the queue behind the others
DOCUMENT_SECONDS = 60
SUBMISSION_SECONDS = 300  # of all that a container holds, or all parts of a large document
MIN_PART_PAGES = 4  # as daemon/parts.h
GRACE_SECONDS = 10  # forking, storing, a busy machine

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the repository")


def files():
    return sorted(path for path in CORPUS.glob("*/*") if path.is_file())


def drop_file(vetd, path, name):
    shutil.copyfile(path, vetd.outside / name)
    os.rename(vetd.outside / name, vetd.inbox / name)


def screen_all(vetd, paths):
    """Seconds from the drop to the stored result, by the name in the inbox."""
    subscription = vetd.subscribe()
    waiting = list(paths)
    started, taken = {}, {}
    while waiting or started:
        while waiting and len(started) < AT_ONCE:
            path = waiting.pop()
            # the corpus is several collections: their names need not differ
            name = f"{path.parent.name}-{path.name}"
            started[vetd_id(name)] = time.monotonic()
            drop_file(vetd, path, name)
        event = subscription.receive()
        if event["type"] == "vet.submission.screened":
            taken[event["subject"]] = time.monotonic() - started.pop(event["subject"])
    return taken


def vetd_id(name):
    stem, dot, extension = name.rpartition(".")
    if dot and extension.isalnum() and not extension.isdigit() and len(extension) <= 8:
        return stem.removesuffix(".tar")
    return name


def table(results):
    """Documents by status and media type, then what was not read and why."""
    counts = collections.Counter()
    reasons = []
    for (name, _), result in sorted(results.items()):
        for document in result["documents"]:
            counts[document["status"], document.get("media_type") or "(none)"] += 1
            if document["status"] in ("crashed", "timeout", "limit"):
                reasons.append(f"{document['status']:8} {name}: {document['path']}:"
                               f" {document.get('reason')}")
    lines = []
    statuses = collections.Counter()
    for (status, _), number in counts.items():
        statuses[status] += number
    for status, number in statuses.most_common():
        lines.append(f"{number:5} {status}")
        for (of_status, media_type), of_type in counts.most_common():
            if of_status == status:
                lines.append(f"      {of_type:5} {media_type}")
    return "\n".join(lines + [""] + reasons) + "\n"


def test_vetd_outlives_the_corpus(vetd, record_property):
    pid = vetd.process.pid
    paths = files()
    began = time.monotonic()
    taken = screen_all(vetd, paths)
    seconds = time.monotonic() - began
    ledger = Ledger(vetd)
    results = ledger.results()
    report = table(results)
    (BUILD / "corpus-table.txt").write_text(report)

    assert vetd.process.poll() is None and vetd.process.pid == pid
    assert len(results) == len(taken) == len(paths)
    ledger.check_exactly_once()
    assert list(vetd.inbox.iterdir()) == []
    late = {}
    for (name, _), result in results.items():
        documents = result["documents"]
        alone = len(documents) == 1 and documents[0].get("pages", 0) < 2 * MIN_PART_PAGES
        allowed = (DOCUMENT_SECONDS if alone else SUBMISSION_SECONDS) + GRACE_SECONDS
        if taken[result["submission"]["id"]] > allowed:
            late[name] = taken[result["submission"]["id"]]
        assert all(document["status"] for document in result["documents"]), name
    assert late == {}
    slowest = max(taken, key=taken.get)
    print(f"\n{len(paths)} files in {seconds:.0f} s, slowest {slowest} {taken[slowest]:.1f} s")
    print(report)
    vetd.end()
    assert "ERROR: AddressSanitizer" not in vetd.log.read_text(errors="replace")
    assert "runtime error" not in vetd.log.read_text(errors="replace")
