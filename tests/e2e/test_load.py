# SPDX-License-Identifier: GPL-3.0-or-later
"""Many at once: everything is screened, and vetd holds afterwards what it held before.

VET_LOAD sets how many submissions; the figures are printed (pytest -s).
"""

import os
import subprocess
import time

from conftest import BUILD
from ledger import Ledger
from procfs import descriptors, family, memory

LOAD = int(os.environ.get("VET_LOAD", "300"))
# of vetd itself; documents are read in children
MAX_KIB = 256 * 1024
SANITIZED = "address" in BUILD.name


def make_small(folder, count, seed):
    subprocess.run(
        [BUILD / "tests/tools/make-samples", "--set", "small", "--count", str(count),
         "--seed", str(seed), folder],
        check=True, stdout=subprocess.DEVNULL,
    )
    return folder / "inbox"


def screen(vetd, subscription, source, expected):
    """Renames all of it in at once; seconds until the last result is stored."""
    ledger = Ledger(vetd)
    began = time.monotonic()
    for name in os.listdir(source):
        os.rename(source / name, vetd.inbox / name)
    subscription.until(lambda: ledger.screened() >= expected)
    return time.monotonic() - began


def at_rest(vetd, subscription):
    """vetd's descriptors once no child is left."""
    subscription.until(lambda: [len(group) for group in family(vetd)] == [1, 0])
    subscription.heartbeats(2)
    return descriptors(vetd.process.pid)


def test_all_at_once(vetd):
    warm = make_small(vetd.folder / "warm", 8, 1)
    load = make_small(vetd.folder / "load", LOAD, 2)
    subscription = vetd.subscribe()
    screen(vetd, subscription, warm, 8)
    before, before_kib = at_rest(vetd, subscription), memory(vetd.process.pid, "VmRSS")
    seconds = screen(vetd, subscription, load, 8 + LOAD)
    after, after_kib = at_rest(vetd, subscription), memory(vetd.process.pid, "VmRSS")
    peak_kib = memory(vetd.process.pid, "VmHWM")
    print(f"\n{LOAD} submissions in {seconds:.1f} s: {LOAD / seconds * 60:.0f} a minute; vetd's"
          f" memory {before_kib} KiB before, {after_kib} after, {peak_kib} at most;"
          f" {len(before)} descriptors before, {len(after)} after")

    ledger = Ledger(vetd)
    ledger.check_exactly_once()
    assert list(vetd.inbox.iterdir()) == []
    assert {result["documents"][0]["status"] for result in ledger.results().values()} == {"ok"}
    assert after == before
    if not SANITIZED:
        assert peak_kib < MAX_KIB
    assert vetd.end() == 0
    vetd.start()
    ledger.check_spool()
