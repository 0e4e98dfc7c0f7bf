# SPDX-License-Identifier: GPL-3.0-or-later
"""Stored runs once more: byte for byte the same, whatever pack, lists and neighbours came since."""

import json
import shutil
import sqlite3

import pytest

from conftest import ROOT
from ledger import Ledger
from test_cohort import FORM, LICENCE, OTHER, drop_copy, drop_first, form, manifest, person
from test_reload import is_done

LISTED = "名称,统一社会信用代码,列入日期,列入事由,来源\n{},,2024-05-01,重大税收违法,税务\n"


def change(path, old, new):
    text = path.read_text()
    assert text.count(old) >= 1, f"{path.name} has no {old}"
    path.write_text(text.replace(old, new, 1))


@pytest.fixture
def pack(vetd):
    """A copy of the contest's pack, in force."""
    folder = vetd.folder / "yiyang-2025"
    shutil.copytree(ROOT / "rules/yiyang-2025", folder)
    vetd.configure(f"[vetd]\npack={folder}\n")
    return folder


def import_blacklist(vetd, name):
    file = vetd.folder / "名单.csv"
    file.write_text(LISTED.format(name))
    vetd.vetctl("import", "list", "blacklist", str(file))


def take(vetd, subscription):
    vetd.vetctl("reload")
    subscription.until(lambda: is_done(vetd))


def read_otherwise(pack):
    """A class that takes a sentence of the forms for the template's."""
    version = next(line for line in (pack / "pack.yaml").read_text().splitlines() if line.startswith("version:"))
    change(pack / "pack.yaml", version, "version: 99.0.0")
    change(pack / "documents.yaml", "prompts: ['", "prompts: ['^在此之上训练藻华暴发预测模型', '")


def runs(vetd, *arguments, status=0):
    done = vetd.vetctl("rerun", "--json", *arguments, status=status)
    return [json.loads(line) for line in done.stdout.splitlines()]


def outcomes(vetd, *arguments, status=0):
    return [run["outcome"] for run in runs(vetd, *arguments, status=status)]


def change_store(vetd, sql):
    connection = sqlite3.connect(vetd.folder / "state/store.db", timeout=30)
    with connection:
        assert connection.execute(sql).rowcount >= 1
    connection.close()


def test_runs_from_before_packs_lists_and_neighbours_changed(vetd, pack):
    ledger, subscription = Ledger(vetd), vetd.subscribe()
    drop_first(vetd)
    subscription.until_screened("YY-1")
    import_blacklist(vetd, "桃江竹链数据有限公司")
    drop_copy(vetd, [person("乙二", 2), person("甲一", 1), person("丁四", 4)])
    subscription.until_screened("YY-2")
    import_blacklist(vetd, "益阳市洞庭数据有限公司")
    rules = {finding["rule"] for finding in ledger.results()["second", 1]["findings"]}
    assert {"blacklist", "near-duplicate"} <= rules

    read_otherwise(pack)
    take(vetd, subscription)
    # another folder of the inbox, the same id: kept as its second version
    vetd.drop("first-2", {"项目申报书.txt": form(OTHER), "营业执照.txt": LICENCE},
              manifest("YY-1", "洞庭湖水质监测", "益阳市洞庭数据有限公司", [person("甲一", 1)]))
    # of the same id the reload gave an event, too
    subscription.until(lambda: ledger.count("SELECT count(*) FROM run") == 5)
    import_blacklist(vetd, "某某无关有限公司")
    shutil.rmtree(pack)  # what was in force is kept elsewhere
    versions = ledger.rows("SELECT pack_version, count(*) FROM run GROUP BY pack_version")
    assert len(versions) == 2 and ("99.0.0", 3) in versions, versions
    seen = [lists[0] for lists in ledger.rows("SELECT lists FROM run")]
    assert len(seen) == len(set(seen)), "nothing about lists or neighbours has changed"

    told = runs(vetd, "--all")
    assert [run["outcome"] for run in told] == ["same"] * 5, told
    assert [run["run"] for run in told] == [1, 2, 3, 4, 5]
    assert [(run["version"], run["run"]) for run in runs(vetd, "YY-1")] == [(2, 5)]
    assert outcomes(vetd, "YY-1", "1") == ["same", "same"]
    assert vetd.end() == 0  # vetd is not needed
    text = vetd.vetctl("rerun", "YY-1")
    assert text.stdout == "YY-1 version 2, run 5 by yiyang-2025 99.0.0: same\n"
    assert text.stderr == "1 runs: 1 the same, 0 not, 0 cannot be repeated\n"


def screened(vetd):
    subscription = vetd.subscribe()
    drop_first(vetd)
    subscription.until_screened("YY-1")


def test_a_changed_store_is_noticed(vetd, pack):
    screened(vetd)
    change_store(vetd, "UPDATE run SET result = replace(result, '\"outcome\":\"undetermined\"', '\"outcome\":\"pass\"')")
    told, = runs(vetd, "--all", status=1)
    assert told["outcome"] == "different"
    assert 'findings[' in told["detail"] and 'stored "pass", now "undetermined"' in told["detail"]
    shown = vetd.vetctl("rerun", "YY-1", status=1).stdout
    assert "not the same" in shown and told["detail"] in shown


@pytest.mark.parametrize("sql, detail", [
    ("UPDATE run SET verdict = 'eligible'", "what the store lists"),
    ("DELETE FROM finding WHERE rule = 'blacklist'", "what the store lists"),
    ("UPDATE run SET lists = replace(lists, 'others', 'other ones')", "what it was compared with"),
    ("UPDATE run SET result = substr(result, 1, 100)", "byte 100"),
    ("UPDATE submission SET received_at = received_at + 1", "submission.received_at"),
])
def test_each_part_of_a_run_is_compared(vetd, pack, sql, detail):
    screened(vetd)
    change_store(vetd, sql)
    told, = runs(vetd, "--all", status=1)
    assert told["outcome"] == "different" and detail in told["detail"]


def test_what_is_missing_is_named(vetd, pack):
    screened(vetd)
    state = vetd.folder / "state"
    kept, = (state / "packs").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o700
    held = (kept / "yiyang-2025/rules.yaml")
    text = held.read_text()

    # the kept copy is damaged and the folder has another pack: neither is taken for the run's
    read_otherwise(pack)
    held.write_text(text + "# otherwise\n")
    told, = runs(vetd, "--all", status=2)
    assert told["outcome"] == "impossible" and "is damaged" in told["detail"]
    kept.rename(state / "elsewhere")
    told, = runs(vetd, "--all", status=2)
    assert "was not kept" in told["detail"] and kept.name in told["detail"]
    (state / "elsewhere").rename(kept)
    held.write_text(text)

    connection = sqlite3.connect(state / "lists.db")
    with connection:
        connection.execute("DELETE FROM import")
    connection.close()
    change_store(vetd, "UPDATE run SET lists = '[\"blacklist@4 (a.csv, 1 rows)\"]'")
    told, = runs(vetd, "--all", status=2)
    assert "version 4 of list “blacklist”" in told["detail"]
    change_store(vetd, "UPDATE run SET lists = '[\"submissions@1/1 (0 others)\"]'")
    assert outcomes(vetd, "--all") == ["same"]

    shutil.rmtree(state / "extractions/", ignore_errors=False)
    (state / "extractions").mkdir()
    refused = vetd.vetctl("rerun", "--all", status=2)
    assert "no extractions are stored" in refused.stderr


def test_a_pack_that_cannot_be_kept_is_a_problem_until_it_can(vetd, pack):
    packs = vetd.folder / "state/packs"
    assert vetd.end() == 0
    shutil.rmtree(packs)
    packs.write_text("in the way")
    vetd.start()
    item = vetd.ask({"op": "status"})["item"]
    assert not item["healthy"] and any(p.startswith("packs: ") for p in item["problems"])
    packs.unlink()
    vetd.vetctl("reload")
    assert vetd.ask({"op": "status"})["item"]["healthy"]
    assert len(list(packs.iterdir())) == 1


def test_usage(vetd):
    for arguments in ([], ["--all", "YY-1"], ["YY-1", "0"], ["YY-1", "x"]):
        vetd.vetctl("rerun", *arguments, status=2)
    assert "no run is stored" in vetd.vetctl("rerun", "YY-9", status=2).stderr
    assert "0 runs" in vetd.vetctl("rerun", "--all").stderr
