# SPDX-License-Identifier: GPL-3.0-or-later
"""What the kernel says of vetd and its processes."""

import os
import pathlib


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
