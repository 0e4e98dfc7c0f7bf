# SPDX-License-Identifier: GPL-3.0-or-later
"""RESULTS.md: each bench owns one section of it, between two marks, and leaves the others alone."""
import datetime
import os
import pathlib
import platform

HEAD = "# Measurements\n\nEach section was written by the command that it names.\n"


def machine():
    """One line: when, on what, and how busy that was."""
    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    return (f"{date}; {model}, {os.cpu_count()} cores, Linux {platform.release()}, load at the end "
            f"{os.getloadavg()[0]:.1f}")


def write_section(results, name, text):
    """Replaces the section in place, or appends it."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    old = results.read_text(encoding="utf-8") if results.exists() else HEAD
    section = begin + text.strip("\n") + "\n" + end
    if begin in old and end in old:
        before, rest = old.split(begin, 1)
        new = before + section + rest.split(end, 1)[1]
    else:
        new = old.rstrip("\n") + "\n\n" + section
    results.write_text(new, encoding="utf-8")
