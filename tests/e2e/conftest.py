# SPDX-License-Identifier: GPL-3.0-or-later
"""A vetd of its own for each test: started from the build folder, talked to over its bus."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

import pytest
import zmq

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("VET_BUILD", "build")).resolve()
os.environ["LC_ALL"] = "C.UTF-8"  # words and findings as they are written, whoever runs the tests
PATIENCE = 60  # seconds; a sanitizer's build on a busy machine is slow


class Vetd:
    def __init__(self, folder):
        self.folder = folder
        self.inbox = folder / "inbox"
        self.outside = folder / "outside"
        self.config = folder / "vetd.conf"
        self.log = folder / "vetd.log"
        self.publish = f"ipc://{folder}/run/events"
        self.query = f"ipc://{folder}/run/query"
        self.context = zmq.Context()
        self.process = None
        self.inbox.mkdir()
        self.outside.mkdir()
        self.config.write_text(
            "[vetd]\n"
            f"inbox={self.inbox}\nstate={folder}/state\npack={ROOT}/rules/yiyang-2025\n"
            "settle=200ms\nworkers=2\n"
            f"[bus]\npublish={self.publish}\nquery={self.query}\n"
        )

    def launch(self, **options):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BUILD / "vetd", "--config", self.config], stdout=log, stderr=log, cwd=ROOT,
                **options,
            )

    def start(self, **options):
        """Returns when vetd answers."""
        self.launch(**options)
        reply = self.ask({"op": "figures"})
        assert reply and reply["ok"], self.log.read_text()

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        status = self.process.wait(PATIENCE)
        self.process = None
        return status

    def ask(self, request):
        with self.context.socket(zmq.REQ) as socket:
            socket.setsockopt(zmq.LINGER, 0)
            socket.connect(self.query)
            socket.send(json.dumps(request).encode())
            return json.loads(socket.recv()) if socket.poll(PATIENCE * 1000) else None

    def configure(self, text):
        """Stops it, adds to its configuration (a later key prevails), starts it."""
        self.end()
        with open(self.config, "a") as config:
            config.write(text)
        self.start()

    def drop(self, name, files, manifest=None):
        """Puts a folder into the inbox by an atomic rename."""
        folder = self.outside / name
        folder.mkdir()
        for path, content in files.items():
            (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        if manifest is not None:
            (folder / "submission.json").write_text(json.dumps(manifest, ensure_ascii=False))
        os.rename(folder, self.inbox / name)

    def vetctl(self, *arguments, status=0):
        done = subprocess.run(
            [BUILD / "vetctl", "--config", self.config, *arguments],
            capture_output=True, text=True, timeout=PATIENCE,
        )
        assert done.returncode == status, done.stderr
        return done

    def subscribe(self):
        return Subscription(self)


class Subscription:
    """A plain SUB socket: what it yields is what was published, nothing replayed."""

    def __init__(self, vetd):
        self.vetd = vetd
        self.socket = vetd.context.socket(zmq.SUB)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.SUBSCRIBE, b"vet.")
        self.socket.connect(vetd.publish)
        self.receive()  # a heartbeat: the subscription has arrived

    def receive(self):
        assert self.socket.poll(PATIENCE * 1000), self.vetd.log.read_text()
        topic, text = self.socket.recv_multipart()
        event = json.loads(text)
        assert topic.decode() == event["type"]
        return event

    def until(self, condition):
        """Looks after each event; heartbeats come each second."""
        end = time.monotonic() + 10 * PATIENCE
        while not condition():
            assert time.monotonic() < end, self.vetd.log.read_text(errors="replace")
            self.receive()

    def heartbeats(self, count):
        """As many seconds of vetd's own."""
        while count > 0:
            count -= self.receive()["type"] == "vet.heartbeat"

    def until_screened(self, *names):
        """Stored events until each of these submissions has its verdict."""
        events, waiting = [], set(names)
        while waiting:
            event = self.receive()
            if event["type"] == "vet.heartbeat":
                continue
            events.append(event)
            if event["type"] == "vet.submission.screened":
                waiting.discard(event["subject"])
        return events


@contextlib.contextmanager
def running(place):
    """A vetd in that folder, from its start to an end that it must survive in good order."""
    # the path of a socket is short, pytest's folders are not
    folder = place
    if len(str(place)) > 80:
        folder = pathlib.Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    daemon = Vetd(folder)
    daemon.start()
    yield daemon
    # a leak that a sanitizer finds at the end is a status of its own
    status = daemon.end() if daemon.process else 0
    daemon.context.destroy(linger=0)
    log = daemon.log.read_text(errors="replace")
    if folder != place:
        shutil.rmtree(folder)
    assert status == 0, log


@pytest.fixture
def vetd(tmp_path):
    with running(tmp_path) as daemon:
        yield daemon
