# SPDX-License-Identifier: GPL-3.0-or-later
"""What the manual says is what the programs know."""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("VET_BUILD", "build")).resolve()


def printed(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def keys(text):
    """(section, key, default) of a configuration whose defaults are commented out."""
    section = None
    for line in text.splitlines():
        if found := re.fullmatch(r"\[(\w+)\]", line):
            section = found[1]
        elif found := re.fullmatch(r"#?([a-z][a-z-]*)=(.*)", line):
            yield section, found[1], found[2]


def page(name):
    return (ROOT / "man" / name).read_text(encoding="utf-8").replace("\\-", "-")


def test_configuration_page_has_every_key_with_its_default():
    known = list(keys(printed(BUILD / "vetd", "--print-config")))
    text = page("vetd.conf.5")
    documented = []
    section = None
    for line in re.sub(r"\nDefault:\n\.Li (\S+) \.", r"\n.Default \1", text).splitlines():
        if found := re.fullmatch(r"\.Sh \[(\w+)\]", line):
            section = found[1]
        elif found := re.fullmatch(r"\.It Cm (\S+)", line):
            documented.append((section, found[1], ""))
        elif found := re.fullmatch(r"\.Default (\S+)", line):
            documented[-1] = (*documented[-1][:2], found[1])
    assert documented == known


def test_example_has_every_key():
    known = [row[:2] for row in keys(printed(BUILD / "vetd", "--print-config"))]
    example = (ROOT / "systemd" / "vetd.conf.in").read_text(encoding="utf-8")
    assert [row[:2] for row in keys(example)] == known


def test_vetctl_page_has_every_command():
    listed = re.findall(r"^  ([a-z]+) +\S", printed(BUILD / "vetctl", "--help"), re.MULTILINE)
    text = page("vetctl.1")
    assert listed
    for command in listed:
        assert re.search(rf"^\.It Cm {command}\b", text, re.MULTILINE), command


def test_no_page_has_a_merge_in_it():
    pages = [*(ROOT / "man").iterdir(), *ROOT.glob("*.md"), *ROOT.glob("*/README.md")]
    assert len(pages) > 5
    for text in pages:
        assert not re.search(r"^(<{7}|={7}|>{7})( |$)", text.read_text(encoding="utf-8"), re.MULTILINE), text


def test_rules_page_has_every_function():
    rows = (ROOT / "lib" / "screen-functions.c").read_text(encoding="utf-8")
    names = re.findall(r'^\t\{"(\w+)\(', rows, re.MULTILINE)
    text = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
    assert names
    for name in names:
        assert f"`{name}(" in text, name
