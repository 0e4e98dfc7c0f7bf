# SPDX-License-Identifier: GPL-3.0-or-later
"""What the kernel says of vetd and its processes."""

import collections
import os
import pathlib
import threading


def children(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(number) for number in text.split()]


def family(vetd):
    """The zygote of a vetd, and the children it forked."""
    zygotes = children(vetd.process.pid)
    return zygotes, [child for zygote in zygotes for child in children(zygote)]


def descriptors(pid):
    """What each open descriptor of a process leads to, without the numbers of sockets and pipes."""
    links = []
    folder = f"/proc/{pid}/fd"
    for number in os.listdir(folder):
        try:
            links.append(os.readlink(f"{folder}/{number}").split(":[")[0])
        except FileNotFoundError:
            continue
    return sorted(links)


def memory(pid, field):
    """A line of /proc/PID/status in KiB: VmRSS now, VmHWM at most."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    raise KeyError(field)


class Peaks:
    """
    The most memory that each process below a vetd had, in KiB by its name, looked at so often that
    of a process that grows to its end little is missed.
    """

    INTERVAL = 0.05  # seconds

    def __init__(self, vetd):
        self.vetd = vetd
        self.by_name = collections.defaultdict(dict)  # name: pid: KiB
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def watch(self):
        while not self.ended.wait(self.INTERVAL):
            self.look(self.vetd.process.pid)

    def look(self, parent):
        for pid in children(parent):
            try:
                name = pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
                self.by_name[name][pid] = memory(pid, "VmHWM")
            except (FileNotFoundError, ProcessLookupError, KeyError):
                continue  # it has ended
            self.look(pid)

    def highest(self):
        return {name: max(peaks.values()) for name, peaks in self.by_name.items()}
