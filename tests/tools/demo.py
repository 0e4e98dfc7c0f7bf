#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration: invents an inbox, starts vetd on it, shows the findings as they are published.

  demo.py [--build DIR] [--keep]

Everything lies under BUILD/demo.  Nothing waits by the clock: vetd says when it is ready, and its
events say when a submission is screened.
"""
import argparse
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATIENCE = 180  # seconds without a sign of life from vetd
LOG = "vetd.log"
LONGEST_IPC_PATH = 100  # a socket's name has room for 107 bytes

OUTCOMES = {  # outcome: (mark, colour); in order of weight
    "reject": ("✗", "31"),
    "review": ("?", "33"),
    "undetermined": ("…", "35"),
    "note": ("i", "36"),
}
VERDICTS = {"eligible": "32", "needs_review": "33", "ineligible": "31"}

CONFIG = """\
[vetd]
inbox={folder}/inbox
state={folder}/state
pack={root}/rules/yiyang-2025
settle=1s
[lists]
blacklist={folder}/samples/blacklist.csv
[registry]
file={folder}/samples/registry.csv
[bus]
publish=ipc://{sockets}/events
query=ipc://{sockets}/query
"""


class Screen:
    """Text in columns of a terminal, where a Chinese character takes two."""

    def __init__(self):
        self.colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self.columns = shutil.get_terminal_size((100, 24)).columns

    @staticmethod
    def width(text):
        return sum(
            0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
            for c in text
        )

    def cut(self, text, room):
        if self.width(text) <= room:
            return text
        kept, used = "", 1
        for character in text:
            used += self.width(character)
            if used > room:
                break
            kept += character
        return kept + "…"

    def pad(self, text, room):
        text = self.cut(text, room)
        return text + " " * (room - self.width(text))

    def paint(self, text, code):
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def line(self, text=""):
        print(text, flush=True)


class Failure(Exception):
    """The demonstration cannot go on; the text says why and where to look."""


class Vetd:
    """vetd as a child that tells when it is ready and is stopped cleanly."""

    def __init__(self, build, folder):
        address = os.path.join(tempfile.mkdtemp(prefix="vetd-demo-"), "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(address)
            with open(os.path.join(folder, LOG), "wb") as log:
                self.process = subprocess.Popen(
                    [os.path.join(build, "vetd"), "--config", os.path.join(folder, "vetd.conf")],
                    stdout=log,
                    stderr=log,
                    cwd=ROOT,
                    env={**os.environ, "NOTIFY_SOCKET": address},
                    start_new_session=True,  # Ctrl-C is for the demo, which then stops vetd
                )
            self.ended = os.pidfd_open(self.process.pid)
            try:
                self._wait_ready(notify)
            except BaseException:
                self.stop()
                raise
            finally:
                shutil.rmtree(os.path.dirname(address))

    def _wait_ready(self, notify):
        while True:
            ready, _, _ = select.select([notify, self.ended], [], [], PATIENCE)
            if notify in ready:
                if "READY=1" in notify.recv(4096).decode("utf-8", "replace").split("\n"):
                    return
            else:
                raise Failure("vetd did not start")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait()


class Audience:
    """The Python subscriber of daemon/examples, as a program whose lines are events."""

    def __init__(self, sockets):
        script = os.path.join(ROOT, "daemon", "examples", "subscribe.py")
        self.process = subprocess.Popen(
            [
                sys.executable,
                script,
                "--publish",
                f"ipc://{sockets}/events",
                "--query",
                f"ipc://{sockets}/query",
                "--from",
                "1",
                "--json",
            ],
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        self.rest = b""

    def events(self, vetd):
        """Yields each event once; ends in a Failure when vetd ends or says nothing for long."""
        lines = self.process.stdout
        while True:
            ready, _, _ = select.select([lines, vetd.ended], [], [], PATIENCE)
            if lines not in ready:
                raise Failure("vetd ended" if ready else f"vetd said nothing for {PATIENCE} s")
            chunk = os.read(lines.fileno(), 65536)
            if not chunk:
                raise Failure("the subscriber ended")
            *whole, self.rest = (self.rest + chunk).split(b"\n")
            for line in whole:
                if line.strip():
                    yield json.loads(line)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Show:
    """What the audience sees, and what it came to in the end."""

    def __init__(self, screen, truth):
        self.screen = screen
        self.truth = {t["id"]: t for t in truth}
        self.verdicts = {}

    def event(self, event):
        kind, data = event["type"], event.get("data") or {}
        if kind == "vet.submission.received":
            self._say(event, "→", "36", event["subject"], "received")
        elif kind.startswith("vet.finding."):
            self._finding(event, data["finding"])
        elif kind == "vet.submission.screened":
            self.verdicts[event["subject"]] = data
            colour = VERDICTS.get(data["verdict"], "0")
            self._say(event, "■", colour, event["subject"], data["verdict"])
            self.screen.line()

    def done(self):
        return self.truth.keys() <= self.verdicts.keys()

    def _say(self, event, mark, colour, subject, text):
        screen = self.screen
        head = screen.pad(subject, 13)
        screen.line(f"{event['time'][11:19]}  {screen.paint(mark, colour)} {head} "
                    f"{screen.paint(text, colour)}")

    def _finding(self, event, finding):
        screen = self.screen
        mark, colour = OUTCOMES[finding["outcome"]]
        rule = screen.pad(finding["rule"], 22)
        room = max(30, screen.columns - 49)
        screen.line(f"{event['time'][11:19]}  {screen.paint(mark, colour)} "
                    f"{screen.pad(event['subject'], 13)} {screen.paint(rule, colour)} "
                    f"{screen.cut(finding['message'], room)}")
        for evidence in finding["evidence"][:2]:
            place = os.path.basename(evidence.get("document") or "")
            if evidence.get("page"):
                place += f" p.{evidence['page']}"
            quote = evidence.get("quote") or ""
            text = " ".join(f"{place}  “{quote}”".split())
            screen.line(" " * 49 + screen.paint(screen.cut(text, room), "2"))

    def summary(self):
        screen = self.screen
        columns = (("submission", 13), ("project", 40), ("verdict", 13))
        head = "  ".join(screen.pad(name, room) for name, room in columns)
        screen.line(screen.paint(head + "  " + "  ".join(OUTCOMES) + "  planted faults", "1"))
        for name, truth in sorted(self.truth.items()):
            data = self.verdicts[name]
            cells = [screen.pad(name, 13), screen.pad(truth["project_name"], 40)]
            cells.append(screen.paint(screen.pad(data["verdict"], 13), VERDICTS[data["verdict"]]))
            for outcome in OUTCOMES:
                count = (data.get("findings") or {}).get(outcome, 0)
                cells.append(str(count or "·").rjust(len(outcome)))
            screen.line("  ".join(cells) + "  " + (", ".join(truth["mutations"]) or "none"))


def prepare(build):
    """A fresh BUILD/demo with samples, inbox, state and configuration; returns it and the sockets' folder."""
    folder = os.path.join(build, "demo")
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("inbox", "state", "run"):
        os.makedirs(os.path.join(folder, name))
    samples = os.path.join(folder, "samples")
    maker = os.path.join(build, "tests", "tools", "make-samples")
    subprocess.run([maker, "--set", "demo", samples], check=True, stdout=subprocess.DEVNULL)
    sockets = os.path.join(folder, "run")
    if len(sockets) > LONGEST_IPC_PATH - len("/events"):
        sockets = tempfile.mkdtemp(prefix="vetd-demo-")
    with open(os.path.join(folder, "vetd.conf"), "w", encoding="utf-8") as config:
        config.write(CONFIG.format(folder=folder, root=ROOT, sockets=sockets))
    return folder, sockets


def drop(folder):
    """Puts the samples into the inbox, each whole at once, as a mail gateway would."""
    box = os.path.join(folder, "samples", "inbox")
    for name in sorted(os.listdir(box)):
        os.rename(os.path.join(box, name), os.path.join(folder, "inbox", name))


def present(screen, show, vetd, audience, folder, keep):
    started = time.monotonic()
    drop(folder)
    events = audience.events(vetd)
    while not show.done():
        show.event(next(events))
    show.summary()
    screen.line(f"\n{len(show.truth)} submissions screened in {time.monotonic() - started:.1f} s")
    if keep:
        screen.line(f"vetd keeps running: drop more into {folder}/inbox; Ctrl-C ends it\n")
        for event in events:
            show.event(event)


def last_words(folder):
    with open(os.path.join(folder, LOG), encoding="utf-8", errors="replace") as log:
        return "".join(log.readlines()[-15:])


def where_next(screen, build, folder, keep):
    config = os.path.relpath(os.path.join(folder, "vetd.conf"))
    vetctl = os.path.relpath(os.path.join(build, "vetctl"))
    if keep:
        screen.line("look further, in another terminal:")
        for words in ("list", "show YY2025-1005", "watch"):
            screen.line(f"  {vetctl} --config {config} {words}")
    else:
        screen.line("look further:")
        screen.line("  make demo KEEP=1                    vetd stays, for vetctl list, show, watch")
        screen.line(f"  {vetctl} check --pack rules/yiyang-2025 PATH…    the same without a daemon")
    screen.line(f"  {os.path.relpath(os.path.join(folder, LOG))}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--build", default="build", help="build folder (build)")
    parser.add_argument("--keep", action="store_true", help="leave vetd running until Ctrl-C")
    arguments = parser.parse_args()
    build = os.path.abspath(arguments.build)
    screen = Screen()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder, sockets = prepare(build)
    with open(os.path.join(folder, "samples", "truth.json"), encoding="utf-8") as file:
        show = Show(screen, json.load(file))
    screen.line(f"starting vetd on {os.path.relpath(folder)}/inbox, {len(show.truth)} submissions\n")
    vetd, audience = None, None
    try:
        if arguments.keep:
            where_next(screen, build, folder, True)
        vetd = Vetd(build, folder)
        audience = Audience(sockets)
        present(screen, show, vetd, audience, folder, arguments.keep)
    except Failure as failure:
        print(f"demo: {failure}; the end of {os.path.join(folder, LOG)}:", file=sys.stderr)
        print(last_words(folder), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        screen.line()
    finally:
        if audience:
            audience.stop()
        status = vetd.stop() if vetd else 0
    if status != 0:
        print(f"demo: vetd ended with {status}; see {os.path.join(folder, LOG)}",
              file=sys.stderr)
        return 1
    if not arguments.keep:
        where_next(screen, build, folder, False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
