# SPDX-License-Identifier: GPL-3.0-or-later
"""What tracks and counties recommended, for the organiser: by the newest version of each submission."""

import json

import papers
from pack import Pack, manifest as probe_manifest


def manifest(submission, track, *units, members=1):
    """`units`: (name, credit code), the lead first."""
    return {"submission_id": submission, "project_name": f"项目 {submission}", "track": track, "host_city": "益阳市",
            "submitted_at": "2025-07-08T16:20:00+08:00",
            "units": [{"name": name, "credit_code": code, "lead": i == 0} for i, (name, code) in enumerate(units)],
            "members": [{"name": f"队员{i}"} for i in range(members)]}


def code_in(region, serial):
    return papers.credit_code(serial, f"91{region}")


def counted(vetd):
    return json.loads(vetd.vetctl("stats", "--recommendations", "--format", "json").stdout)


def figures(rows, name, key):
    row, = (row for row in rows if row[key] == name)
    return [row[k] for k in ("received", "eligible", "needs_review", "ineligible", "minimum", "missing")]


def test_tracks_and_counties_of_the_contest(vetd):
    subscription = vetd.subscribe()
    for name, described in {
        "a": manifest("A", "工业制造", ("益阳甲科技有限公司", code_in(430903, 1))),
        "b": manifest("B", "赛道一：数据要素×工业制造", ("桃江竹业有限公司", code_in(430900, 2)), members=6),
        # the lead counts, not who stands with it
        "c": manifest("C", "城市治理", ("益阳乙科技有限公司", code_in(430922, 3)), ("长沙丙公司", code_in(430100, 4))),
        "d": manifest("D", "低空经济", ("长沙丁科技有限公司", code_in(430100, 5))),
        "e": manifest("E", "气象服务", ("益阳高新区戊科技有限公司", code_in(430903, 6))),
    }.items():
        vetd.drop(name, {"说明.txt": name}, described)
    subscription.until_screened(*"ABCDE")
    # the newest version alone: another track, another county
    vetd.drop("a-2", {"说明.txt": "改"}, manifest("A", "绿色低碳", ("益阳甲科技有限公司", code_in(430921, 7))))
    subscription.until_screened("A")

    item = counted(vetd)
    assert (item["received"], item["waiting"], item["needs_review"], item["ineligible"]) == (5, 0, 4, 1)
    assert item["pack"] == "yiyang-2025"
    tracks, counties = item["tracks"], item["counties"]
    assert len(tracks) == 15 and len(counties) == 9
    assert sum(row["received"] for row in tracks) == sum(row["received"] for row in counties) == 5
    assert figures(tracks, "工业制造", "track") == [1, 0, 0, 1, 2, 2]
    assert figures(tracks, "绿色低碳", "track") == [1, 0, 1, 0, 2, 1]
    assert figures(tracks, "城市治理", "track") == [1, 0, 1, 0, 3, 2]
    assert figures(tracks, "开放性创新", "track") == [0, 0, 0, 0, None, None]
    assert figures(tracks, None, "track") == [1, 0, 1, 0, None, None]
    assert figures(counties, "赫山区", "county") == [0, 0, 0, 0, 2, 2]
    assert figures(counties, "南县", "county") == [1, 0, 1, 0, 2, 1]
    assert figures(counties, "桃江县", "county") == [2, 0, 1, 1, 2, 1]
    assert figures(counties, "益阳高新区", "county") == [1, 0, 1, 0, 2, 1]
    assert figures(counties, None, "county") == [1, 0, 1, 0, None, None]
    taojiang, = (row for row in counties if row["county"] == "桃江县")
    assert (taojiang["by_code"], taojiang["by_name"]) == (1, 1)

    text = vetd.vetctl("stats", "--recommendations").stdout
    line, = (line for line in text.splitlines() if line.startswith("城市治理"))
    assert line.split() == ["城市治理", "1", "0", "1", "0", "3", "2", "市委政法委、市公安局、市城管执法局"]
    assert text.count("(not to be assigned)") == 2 and "not its address" in text


def test_a_pack_that_expects_nothing_counts_alone(vetd):
    Pack(vetd)
    subscription = vetd.subscribe()
    vetd.drop("A", {"说明.txt": "a"}, probe_manifest("A", 1))
    vetd.drop("B", {"说明.txt": "b"}, probe_manifest("B", 6))
    subscription.until_screened("A", "B")
    item = counted(vetd)
    assert figures(item["tracks"], None, "track") == [2, 1, 0, 1, None, None]
    assert item["counties"] == []
    text = vetd.vetctl("stats", "--recommendations").stdout
    assert "COUNTY" not in text and "2 submissions" in text


def test_usage(vetd):
    assert "healthy" in vetd.vetctl("stats", "--format", "json").stdout
    assert json.loads(vetd.vetctl("stats", "--recommendations", "--json").stdout)["received"] == 0
    vetd.vetctl("stats", "--format", "xml", status=2)
