# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves vetd: events in order and without a gap, replay, queries, vetctl."""

import json
import signal
import subprocess
import sys

import pytest

from conftest import BUILD, PATIENCE, ROOT

ID_NUMBER = "430903199001011231"


def manifest(name):
    return {
        "submission_id": name,
        "project_name": f"智能巡检 {name}",
        "track": "工业制造",
        "host_city": "益阳市",
        "submitted_at": "2025-07-08T16:20:00+08:00",
        "units": [{"name": "益阳甲科技有限公司", "lead": True}],
        "members": [{"name": "张三", "id_number": ID_NUMBER, "unit": "益阳甲科技有限公司"}],
    }


def drop_some(vetd, first, last):
    names = [f"YY-{i:03}" for i in range(first, last)]
    for name in names:
        vetd.drop(name, {"说明.txt": f"项目 {name}\n"}, manifest(name))
    return names


def sequences(events):
    return [int(event["sequence"]) for event in events]


def test_events_come_in_order_without_a_gap(vetd):
    subscription = vetd.subscribe()
    names = drop_some(vetd, 0, 6)
    events = subscription.until_screened(*names)
    assert sequences(events) == list(range(1, len(events) + 1))
    for event in events:
        assert event["specversion"] == "1.0"
        assert {"id", "source", "type", "subject", "time", "datacontenttype", "data"} <= set(event)
        assert ID_NUMBER not in json.dumps(event)
    for name in names:
        of_name = [event["type"] for event in events if event["subject"] == name]
        assert of_name[0] == "vet.submission.received"
        assert of_name[-1] == "vet.submission.screened"
        assert all(kind.startswith("vet.finding.") for kind in of_name[1:-1])


def test_findings_of_events_are_those_of_the_result(vetd):
    subscription = vetd.subscribe()
    (name,) = drop_some(vetd, 0, 1)
    events = subscription.until_screened(name)
    item = vetd.ask({"op": "get", "id": name})["item"]
    told = [event["data"]["finding"] for event in events if "finding" in event["data"]]
    news = ("reject", "review", "note", "undetermined")
    assert told == [finding for finding in item["findings"] if finding["outcome"] in news]
    assert events[-1]["data"]["verdict"] == item["verdict"]


def test_replay_equals_what_was_published(vetd):
    subscription = vetd.subscribe()
    events = subscription.until_screened(*drop_some(vetd, 0, 3))
    reply = vetd.ask({"op": "replay", "from": 1, "limit": 1000})
    assert reply["events"] == events
    assert reply["last"] == len(events)
    part = vetd.ask({"op": "replay", "from": 3, "limit": 2})
    assert part["events"] == events[2:4]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_keeps_the_sequence(vetd, how):
    first = vetd.subscribe().until_screened(*drop_some(vetd, 0, 2))
    vetd.end(how)
    late = drop_some(vetd, 2, 4)  # arrive while vetd is away
    vetd.start()
    vetd.subscribe()
    while vetd.ask({"op": "figures"})["item"]["screened"] < 4:
        vetd.subscribe()  # waits for the next heartbeat
    events = vetd.ask({"op": "replay", "from": 1})["events"]
    assert events[: len(first)] == first
    assert sequences(events) == list(range(1, len(events) + 1))
    screened = [e["subject"] for e in events if e["type"] == "vet.submission.screened"]
    assert sorted(screened) == sorted(set(screened))
    assert set(late) <= set(screened)


@pytest.mark.parametrize("program", ["c", "python"])
def test_the_example_subscribers_miss_nothing(vetd, program):
    events = vetd.subscribe().until_screened(*drop_some(vetd, 0, 2))
    command = {
        "c": [BUILD / "daemon/examples/subscribe"],
        "python": [sys.executable, ROOT / "daemon/examples/subscribe.py"],
    }[program]
    options = ["--publish", vetd.publish, "--query", vetd.query, "--from", "1", "--json"]
    # all of the past and one event that is still to come
    process = subprocess.Popen(
        [*command, *options, "--count", str(len(events) + 1)], stdout=subprocess.PIPE, text=True
    )
    seen = [json.loads(process.stdout.readline()) for _ in events]
    assert seen == events
    drop_some(vetd, 2, 3)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert int(json.loads(rest)["sequence"]) == len(events) + 1
    assert process.returncode == 0


def test_vetctl_lists_and_shows(vetd):
    vetd.subscribe().until_screened(*drop_some(vetd, 0, 3))
    lines = vetd.vetctl("list", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["YY-000", "YY-001", "YY-002"]
    assert json.loads(lines[0])["units"] == ["益阳甲科技有限公司"]
    assert "智能巡检 YY-001" in vetd.vetctl("list").stdout
    assert len(vetd.vetctl("list", "--limit", "2", "--json").stdout.splitlines()) == 2
    assert "YY-002" in vetd.vetctl("search", "巡检 YY-002", "--json").stdout
    result = json.loads(vetd.vetctl("show", "YY-001", "--json").stdout)
    assert result["schema"] == "vet.result/1"
    text = vetd.vetctl("show", "YY-001").stdout
    assert {"eligible": "符合", "needs_review": "复核", "ineligible": "不符合"}[result["verdict"]] in text
    assert all(finding["rule"] in text for finding in result["findings"])
    assert "\033" not in text
    assert ID_NUMBER not in text + json.dumps(result)
    assert "YY-009" in vetd.vetctl("show", "YY-009", status=2).stderr
    assert "screened" in vetd.vetctl("stats").stdout


def test_vetctl_replays_and_watches(vetd):
    events = vetd.subscribe().until_screened(*drop_some(vetd, 0, 2))
    lines = vetd.vetctl("replay", "--json", "2").stdout.splitlines()
    assert [json.loads(line) for line in lines] == events[1:]
    count = str(len(events))
    lines = vetd.vetctl("watch", "--from", "1", "--count", count, "--json").stdout.splitlines()
    assert [json.loads(line) for line in lines] == events
    assert "YY-000" in vetd.vetctl("replay", "1").stdout
    vetd.vetctl("replay", "none", status=2)


def test_vetctl_imports_lists(vetd):
    header = "名称,统一社会信用代码,列入日期,列入事由,来源\n"
    rows = "".join(f"某失信公司{i},,2024-01-02,失信,法院\n" for i in range(30))
    csv = vetd.folder / "失信.csv"
    csv.write_text(header + rows)
    assert "30" in vetd.vetctl("import", "list", "blacklist", csv).stdout
    # much smaller than the one before: refused, unless it is meant
    csv.write_text(header + rows.splitlines(keepends=True)[0])
    assert "force" in vetd.vetctl("import", "list", "blacklist", csv, status=2).stderr
    vetd.vetctl("import", "--force", "list", "blacklist", csv)
    vetd.vetctl("import", "list", "no-such-list", csv, status=2)
    registry = vetd.folder / "registry.csv"
    registry.write_text(
        "项目名称,参赛单位,统一社会信用代码,团队成员,成员身份证号,初赛承办市州,参赛赛道\n"
        "项目甲,益阳甲科技有限公司,,张三、李四,,长沙市,工业制造\n"
    )
    vetd.vetctl("import", "registry", registry)
    vetd.vetctl("import", "registry", vetd.folder / "none.csv", status=2)


def test_vetctl_says_what_to_do_without_vetd(vetd):
    vetd.end()
    stderr = vetd.vetctl("list", status=2).stderr
    assert "vetd is not running?" in stderr
    assert vetd.query in stderr
    # what a killed vetd leaves behind is no vetd
    vetd.start()
    vetd.end(signal.SIGKILL)
    assert "vetd is not running?" in vetd.vetctl("list", status=2).stderr


@pytest.mark.parametrize("shared", ["state", "inbox"])
def test_two_vetds_do_not_share_a_folder(vetd, shared):
    config = vetd.config.read_text().replace("/run/", "/run2/")
    other = {"state": "inbox", "inbox": "state"}[shared]
    (vetd.folder / f"other-{other}").mkdir()
    config = config.replace(f"{other}={vetd.folder}/{other}", f"{other}={vetd.folder}/other-{other}")
    (vetd.folder / "other.conf").write_text(config)
    second = subprocess.run(
        [BUILD / "vetd", "--config", vetd.folder / "other.conf"],
        capture_output=True, text=True, timeout=PATIENCE,
    )
    assert second.returncode == 2
    assert f"{vetd.folder}/{shared}: another vetd works in this folder" in second.stderr
    # the first goes on, and lets go of its folders however it ends
    vetd.subscribe().until_screened(*drop_some(vetd, 0, 1))
    vetd.end(signal.SIGKILL)
    vetd.start()


def test_two_vetds_do_not_share_a_bus(vetd):
    other = subprocess.run(
        [BUILD / "vetd", "--config", vetd.config], capture_output=True, text=True, timeout=PATIENCE
    )
    assert other.returncode != 0
    assert vetd.ask({"op": "figures"})["ok"]
