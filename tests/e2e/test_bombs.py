# SPDX-License-Identifier: GPL-3.0-or-later
"""Bombs, each read as vetd reads it with the caps as they are delivered: each is stopped at its cap and named."""

import json
import os
import pathlib
import subprocess
import threading
import time

import pytest

from conftest import BUILD, ROOT
from procfs import children, memory

MIB = 1 << 20
MAX_MEMORY = 256 * MIB  # of one child
# sanitizers shadow all memory
SANITIZED = "address" in BUILD.name

# bomb, the document that is stopped (from the end of its path), its status, a word of the reason
EXPECTED = [
    ("ratio.zip", "ratio.zip", "limit", "limits.ratio"),
    ("large.zip", "/zeros.txt", "limit", "limits.document-bytes"),
    ("forged-size.zip", "/small.txt", "corrupt", "more than the 10 bytes it declares"),
    ("overlap.zip", "overlap.zip", "corrupt", "overlap"),
    ("same.zip", "same.zip", "corrupt", "overlap"),
    ("nested.zip", "", "limit", "limits."),
    ("deep.zip", "again.zip", "limit", "limits.depth"),
    ("deep.gz", "deep", "limit", "limits.depth"),
    ("droste.gz", "droste", "limit", "limits.depth"),
    ("members.zip", "members.zip", "limit", "limits.members"),
    ("members.tar.gz", "members.tar.gz", "limit", "limits.members"),
    ("folders.tar.gz", "folders.tar.gz", "limit", "limits.members"),
    ("names.zip", "names.zip", "limit", "limits.name-bytes"),
    ("zeros.gz", "zeros.gz", "limit", "limits.ratio"),
    ("zeros.xz", "zeros.xz", "limit", "limits.ratio"),
    ("zeros.bz2", "zeros.bz2", "limit", "limits.ratio"),
    ("sparse.tar", "sparse.tar", "limit", "limits.ratio"),
    ("sparse-forged.tar", "/sparse.txt", "limit", "limits.document-bytes"),
    ("skipped.tar.xz", "skipped.tar.xz", "limit", "limits.ratio"),
    ("parts.eml", "parts.eml", "limit", "limits.members"),
    ("stream.pdf", "stream.pdf", "limit", "300,000 characters (fixed cap)"),
    ("invisible.pdf", "invisible.pdf", "limit", "128 MiB to draw (fixed cap)"),
    ("blanks.pdf", "blanks.pdf", "limit", "256 MiB (fixed cap)"),
    ("fonts.pdf", "fonts.pdf", "limit", "256 MiB (fixed cap)"),
    ("forms.pdf", "forms.pdf", "limit", "500,000 times (fixed cap)"),
    ("page.pdf", "page.pdf", "limit", "35 m (fixed cap)"),
    ("pixels.png", "pixels.png", "limit", "100 million are not decoded (fixed cap)"),
]

# what other readers than those of containers say of theirs; that they end, and within which memory, is the same
OTHERS = ["laughs.docx"]


@pytest.fixture(scope="module")
def bombs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    subprocess.run([ROOT / "tests/tools/make-bombs", folder], check=True)
    return folder


class Watch(threading.Thread):
    """The most that any descendant of a process had in memory; a child that nobody waits for counts, too."""

    def __init__(self, pid):
        super().__init__()
        self.pid = pid
        self.most = 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.005):
            family = [self.pid]
            for pid in family:
                family += children(pid)
                try:
                    self.most = max(self.most, memory(pid, "VmHWM") * 1024)
                except (FileNotFoundError, ProcessLookupError, KeyError):
                    continue


def documents_of(text):
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        document, at = decoder.raw_decode(text, at)
        yield document
        at = text.find("{", at)


def read(path):
    """Its documents, seconds, and the most bytes of memory that one process had."""
    began = time.monotonic()
    reader = subprocess.Popen(
        [BUILD / "tests/tools/read-document", "--plugins", BUILD / "plugins", path],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    watch = Watch(reader.pid)
    watch.start()
    text = reader.stdout.read()
    _, status, usage = os.wait4(reader.pid, 0)
    reader.returncode = os.waitstatus_to_exitcode(status)
    watch.ended.set()
    watch.join()
    seconds = time.monotonic() - began
    return list(documents_of(text)), seconds, max(watch.most, usage.ru_maxrss * 1024)


def check_memory(name, document, seconds, used):
    reason = (document["reason"] or "")[:110]
    print(f"\n{name:18} {document['status']:11} {seconds:5.2f} s {used / MIB:6.1f} MiB  {reason}")
    if not SANITIZED:
        assert used <= MAX_MEMORY


@pytest.mark.parametrize("name,path,status,words", EXPECTED, ids=[row[0] for row in EXPECTED])
def test_bomb(bombs, name, path, status, words):
    documents, seconds, used = read(bombs / name)
    stopped = [document for document in documents
               if document["path"].endswith(path) and document["status"] == status]
    assert stopped, [(document["path"], document["status"], document["reason"]) for document in documents[:20]]
    assert any(words in document["reason"] for document in stopped)
    assert not [document for document in documents if document["status"] in ("crashed", "timeout")]
    check_memory(name, next(document for document in stopped if words in document["reason"]), seconds, used)


@pytest.mark.parametrize("name", OTHERS)
def test_other_bomb(bombs, name):
    documents, seconds, used = read(bombs / name)
    assert documents[0]["status"] not in ("crashed", "timeout"), documents[0]["reason"]
    check_memory(name, documents[0], seconds, used)


def test_every_bomb_is_expected(bombs):
    made = {path.name for path in pathlib.Path(bombs).iterdir()}
    assert made == {row[0] for row in EXPECTED} | set(OTHERS)
