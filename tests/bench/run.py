#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py BUILD RESULTS.md: what vetd takes, measured and written down.

1. a thousand small submissions at once: rate, memory and descriptors of vetd
2. reading PDFs in the sandbox, beside pdftotext processes and one bare poppler-glib process, in the same run: the
   invented ones, and each folder of BENCH_PDFS=FOLDER:FOLDER (else ../shared/corpus and ../shared/samples, where they
   are) apart
"""
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import zmq

import results

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "1000"))
PATIENCE = 1800  # seconds
ROUNDS = 3
EACH = 8  # documents a submission
PEER_SECONDS = 20
TITLES = {"sandboxed": "vetd's pool: sandbox, boxes, tables", "bare": "one poppler-glib process, text alone",
          "pdftotext": "a pdftotext process each, text alone"}
GOALS = {("corpus", "bare"): 1.5, ("samples", "bare"): 1.5, ("corpus", "pdftotext"): 0.4}


def cpu_of(*command):
    """Seconds of user and system time of a command and of all its children; some PDFs are damaged on purpose."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def make_samples(build, folder, *options):
    subprocess.run([build / "tests/tools/make-samples", *options, folder], check=True,
                   stdout=subprocess.DEVNULL, cwd=ROOT)


class Vetd:
    def __init__(self, build, folder):
        self.inbox = folder / "in"
        self.inbox.mkdir()
        self.events = f"ipc://{folder}/events"
        self.query = f"ipc://{folder}/query"
        config = folder / "vetd.conf"
        config.write_text(
            f"[vetd]\ninbox={self.inbox}\nstate={folder}/state\npack={ROOT}/rules/yiyang-2025\nsettle=1s\n"
            f"[bus]\npublish={self.events}\nquery={self.query}\n")
        self.log = open(folder / "log", "wb")
        self.process = subprocess.Popen([build / "vetd", "--config", config], cwd=ROOT,
                                        stdout=self.log, stderr=self.log)
        self.context = zmq.Context()
        self.ask({"op": "list", "limit": 1})

    def ask(self, request):
        with self.context.socket(zmq.REQ) as socket:
            socket.setsockopt(zmq.LINGER, 0)
            socket.connect(self.query)
            socket.send(json.dumps(request).encode())
            if not socket.poll(60000):
                raise SystemExit("vetd does not answer")
            return json.loads(socket.recv())

    def status(self, key):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def wait_screened(self, wanted):
        """Until so many events vet.submission.screened were stored; the heartbeat says where the store is."""
        seen, sequence = 0, 0
        deadline = time.monotonic() + PATIENCE
        with self.context.socket(zmq.SUB) as socket:
            socket.connect(self.events)
            socket.setsockopt(zmq.SUBSCRIBE, b"vet.heartbeat")
            while seen < wanted:
                if not socket.poll(10000) or time.monotonic() > deadline:
                    raise SystemExit(f"vetd stopped at {seen} of {wanted}")
                socket.recv_multipart()
                while events := self.ask({"op": "replay", "from": sequence + 1, "limit": 1000})["events"]:
                    sequence = int(events[-1]["sequence"])
                    seen += sum(event["type"] == "vet.submission.screened" for event in events)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def measure_load(build):
    with tempfile.TemporaryDirectory(prefix="vb") as name:
        folder = pathlib.Path(name)
        make_samples(build, folder / "samples", "--set", "small", "--count", str(SUBMISSIONS))
        vetd = Vetd(build, folder)
        try:
            rss, descriptors = vetd.status("VmRSS"), vetd.descriptors()
            arrivals = sorted((folder / "samples/inbox").iterdir())
            begin = time.monotonic()
            for arrival in arrivals:
                os.rename(arrival, vetd.inbox / arrival.name)
            vetd.wait_screened(len(arrivals))
            seconds = time.monotonic() - begin
            return {"submissions": len(arrivals), "seconds": seconds, "rss_before": rss,
                    "rss_peak": vetd.status("VmHWM"), "rss_after": vetd.status("VmRSS"),
                    "fd_before": descriptors, "fd_after": vetd.descriptors()}
        finally:
            vetd.stop()


def sets_of_pdfs(build, folder):
    """Name and files of each set.  What the bare process cannot read in time is no measure and left out of all ways."""
    make_samples(build, folder, "--count", "100")
    places = [place for place in os.environ.get("BENCH_PDFS", "").split(":") if place]
    places = [pathlib.Path(place) for place in places] or [ROOT.parent / "shared/corpus", ROOT.parent / "shared/samples"]
    sets = {"invented": folder / "inbox"} | {place.name: place for place in places if place.is_dir()}
    for name, place in sets.items():
        pdfs = [str(pdf) for pdf in sorted(place.rglob("*.pdf"))]
        yield name, [pdf for pdf in pdfs if can_read(build, pdf)], len(pdfs)


def can_read(build, pdf):
    try:
        subprocess.run([build / "tests/bench/poppler-peer", pdf], check=False, timeout=PEER_SECONDS,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return False
    return True


def measure_reading(build, pdfs):
    """The least CPU of some rounds, each round one after the other, so that all see the same machine."""
    ways = {
        "sandboxed": lambda: cpu_of(build / "tests/bench/sandboxed-reader", str(EACH), *pdfs),
        "bare": lambda: cpu_of(build / "tests/bench/poppler-peer", *pdfs),
    }
    if shutil.which("pdftotext"):
        ways["pdftotext"] = lambda: sum(cpu_of("pdftotext", pdf, "-") for pdf in pdfs)
    taken = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, run in ways.items():
            taken[way].append(run())
    return {way: min(times) for way, times in taken.items()}


def goal(name, way, quotient):
    limit = GOALS.get((name, way))
    return f"≤ {limit}: {'met' if quotient <= limit else 'MISSED'}" if limit else ""


def report_reading(name, reading, n_read, n_all):
    sandboxed = reading["sandboxed"]
    rows = "\n".join(f"| {TITLES[way]} | {seconds:.2f} | {seconds / n_read * 1000:.1f} | {sandboxed / seconds:.2f} | "
                     f"{goal(name, way, sandboxed / seconds)} |" for way, seconds in reading.items())
    left_out = f" ({n_all - n_read} left out: the bare process takes more than {PEER_SECONDS} s)" if n_all > n_read else ""
    return f"""### {name}: {n_read} PDFs{left_out}

| | s | ms a document | vetd's time by this one's | goal |
|---|---|---|---|---|
{rows}
"""


def report_load(load):
    return f"""## {load['submissions']} small submissions dropped at once

Written by `make bench` on {results.machine()}.

| | |
|---|---|
| screened | {load['submissions']} in {load['seconds']:.1f} s: {load['submissions'] * 60 / load['seconds']:.0f} a minute |
| memory of vetd (resident) | {load['rss_before'] / 1024:.1f} MiB before, {load['rss_peak'] / 1024:.1f} MiB peak, {load['rss_after'] / 1024:.1f} MiB after |
| open descriptors of vetd | {load['fd_before']} before, {load['fd_after']} after |
"""


def measure_all_reading(build):
    with tempfile.TemporaryDirectory(prefix="vb") as name:
        parts = [report_reading(name, measure_reading(build, pdfs), len(pdfs), n_all)
                 for name, pdfs, n_all in sets_of_pdfs(build, pathlib.Path(name)) if pdfs]
    return f"""## Reading PDFs: processor time, least of {ROUNDS} rounds

Written by `make bench` on {results.machine()}. `BENCH_PDFS=FOLDER:FOLDER` names other folders; `BENCH_ONLY=reading` leaves
out the load.

{EACH} documents a submission, one child at a time; vetd's time includes starting the worker and its children, the last of
them too, and taking over what they send. Its recogniser is left out, as the others neither recognise text in pictures nor
look for seals and codes in them; `make bench-ocr` measures it.

""" + "\n".join(parts)


def main():
    build = (ROOT / sys.argv[1]).resolve()
    file = pathlib.Path(sys.argv[2])
    text = measure_all_reading(build)
    results.write_section(file, "reading", text)
    print(text)
    if os.environ.get("BENCH_ONLY") == "reading":
        return
    text = report_load(measure_load(build))
    results.write_section(file, "load", text)
    print(text)


if __name__ == "__main__":
    main()
