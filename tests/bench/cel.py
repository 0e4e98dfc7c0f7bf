#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""cel.py BUILD RESULTS.md: runs cel-bench and writes its tables into their section."""
import pathlib
import subprocess
import sys

import results

ROOT = pathlib.Path(__file__).resolve().parents[2]


def version(package):
    return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], check=True, capture_output=True,
                          text=True).stdout


def main():
    build = (ROOT / sys.argv[1]).resolve()
    tables = subprocess.run([build / "tests/bench/cel-bench/cel-bench"], check=True, cwd=ROOT, stdout=subprocess.PIPE,
                            text=True).stdout
    text = f"""## Expressions: CEL beside Lua and jq

Written by `make bench-cel` on {results.machine()}; Lua {version("liblua5.4-0")}, jq {version("libjq1")}.

Processor time of one run, **median** (least – most) of 21 rounds of at least 20 ms; the engines take turns, in one
process. Quotients are taken round by round. Programs are compiled once and the data is in each engine's own form;
CEL's arena is emptied after each evaluation. `jq_compile` reads jq's own library each time, which is how it works. The
bytes of malloc are all that one evaluation asks for, freed or not. A hostile expression runs in a process of its own,
the quickest of three, with its compilation.

{tables}"""
    results.write_section(pathlib.Path(sys.argv[2]), "cel", text)
    print(text)


if __name__ == "__main__":
    main()
