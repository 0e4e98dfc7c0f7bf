# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at any moment: nothing is lost, nothing is done twice, nobody's papers are blamed.

VET_KILLS and VET_SUBMISSIONS set how many; `make soak` takes the large numbers.
"""

import json
import os
import random
import shutil
import signal
import subprocess

from conftest import BUILD, PATIENCE
from ledger import Ledger
from procfs import family

KILLS = int(os.environ.get("VET_KILLS", "20"))
SUBMISSIONS = int(os.environ.get("VET_SUBMISSIONS", "10"))
SEED = int(os.environ.get("VET_SEED", "2025"))
# enough in the house that a kill always meets work under way
PENDING = 4
LONGEST_PAUSE_MS = 700


class Flow:
    """Submissions that keep coming: each in turn, and when all were there, as their next version."""

    def __init__(self, vetd):
        self.vetd = vetd
        self.source = vetd.folder / "samples"
        subprocess.run(
            [BUILD / "tests/tools/make-samples", "--count", str(SUBMISSIONS), self.source],
            check=True, stdout=subprocess.DEVNULL,
        )
        self.names = sorted(os.listdir(self.source / "inbox"))
        self.dropped = 0

    def drop(self):
        name = self.names[self.dropped % len(self.names)]
        version = self.dropped // len(self.names) + 1
        source, draft = self.source / "inbox" / name, self.vetd.outside / name
        if source.is_dir():
            shutil.copytree(source, draft)
            (draft / "版本.txt").write_text(f"第 {version} 版\n")
        else:
            shutil.copyfile(source, draft)
            with open(draft, "ab") as archive:  # behind the end of a zip nobody looks
                archive.write(b"\n" * version)
        os.rename(draft, self.vetd.inbox / name)
        self.dropped += 1

    def top_up(self, ledger):
        while self.dropped - ledger.screened() < PENDING:
            if (self.vetd.inbox / self.names[self.dropped % len(self.names)]).exists():
                return  # its last version was not taken yet
            self.drop()


class Killer:
    def __init__(self, vetd):
        self.vetd = vetd
        self.chance = random.Random(SEED)
        self.count = dict.fromkeys(("vetd", "zygote", "child"), 0)

    def victims(self):
        assert self.vetd.process.poll() is None, self.vetd.log.read_text(errors="replace")
        zygotes, children = family(self.vetd)
        return {"vetd": [self.vetd.process.pid], "zygote": zygotes, "child": children}

    def strike(self):
        """FALSE when there is none of that kind at this moment."""
        wanted = min(self.count, key=lambda kind: (self.count[kind], self.chance.random()))
        pids = self.victims()[wanted]
        if not pids:
            return False
        try:
            os.kill(self.chance.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return False
        self.count[wanted] += 1
        if wanted == "vetd":
            self.vetd.process.wait()
            self.vetd.launch()
        return True


def pause(subscription, milliseconds):
    """Lets that much time go by; what is published meanwhile is read, so that no queue fills."""
    while subscription.socket.poll(milliseconds) and milliseconds > 0:
        subscription.socket.recv_multipart()
        milliseconds -= 20


def follow(vetd, output):
    """A subscriber of the kind that misses nothing, through all that happens."""
    return subprocess.Popen(
        [BUILD / "daemon/examples/subscribe", "--publish", vetd.publish, "--query", vetd.query,
         "--from", "1", "--json"],
        stdout=output, stderr=subprocess.DEVNULL,
    )


def read_sequences(path):
    lines = path.read_text().splitlines(keepends=True)
    return [int(json.loads(line)["sequence"]) for line in lines if line.endswith("\n")]


def test_kills_lose_nothing_and_repeat_nothing(vetd):
    flow, killer, ledger = Flow(vetd), Killer(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    seen = vetd.folder / "seen.jsonl"
    with open(seen, "wb") as output:
        follower = follow(vetd, output)
        while sum(killer.count.values()) < KILLS or flow.dropped < SUBMISSIONS:
            flow.top_up(ledger)
            pause(subscription, killer.chance.randrange(LONGEST_PAUSE_MS))
            if sum(killer.count.values()) < KILLS:
                killer.strike()
        subscription.until(lambda: ledger.screened() >= flow.dropped)
        last = ledger.count("SELECT last_sequence FROM store")
        subscription.until(lambda: last in read_sequences(seen))
        follower.terminate()
        follower.wait(PATIENCE)
    print(f"\n{killer.count} killed, {flow.dropped} versions of {len(flow.names)} submissions,"
          f" {last} events")

    assert ledger.received() == flow.dropped
    ledger.check_exactly_once()
    assert read_sequences(seen) == list(range(1, last + 1))
    replayed = []
    while len(replayed) < last:
        replayed += vetd.ask({"op": "replay", "from": len(replayed) + 1, "limit": 1000})["events"]
    assert replayed == ledger.events()
    assert ledger.count("SELECT published FROM store") == last
    assert list(vetd.inbox.iterdir()) == []
    for (name, version), result in ledger.results().items():
        for document in result["documents"]:
            assert document["status"] not in ("crashed", "timeout"), (name, version, document)
    assert vetd.end() == 0
    vetd.start()  # its sweep finds what kills left behind
    ledger.check_spool()
    assert ledger.screened() == flow.dropped
