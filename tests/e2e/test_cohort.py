# SPDX-License-Identifier: GPL-3.0-or-later
"""Submissions beside each other: who comes later is told, and judging again says the same."""

import json
import subprocess

from conftest import BUILD, PATIENCE, ROOT
from ledger import Ledger

RULES = {"one-project-per-team", "shared-member", "shared-document", "near-duplicate"}
SECTIONS = ["项目概述", "解决方案", "应用价值", "商业模式", "团队介绍"]
FORM = (
    "本项目面向洞庭湖流域水环境监管部门，汇聚遥感影像、浮标传感器与排口在线监测三类来源，建立统一的时空网格编码。\n"
    "在此之上训练藻华暴发预测模型，提前七十二小时给出风险等级，并把结论推送到乡镇河长的手机端。\n"
    "平台已在沅江南县和大通湖三地运行，累计接入监测点二百一十四个，发现异常排放线索三十七起，处置时间缩短到两天半。\n"
    "采用按断面订阅的方式收费，首年服务政府客户，第二年起面向水产养殖企业提供水质预报和保险定损数据服务。\n"
    "团队长期从事水文建模与遥感反演研究，核心成员参与过两项省级重点研发计划并取得三项发明专利授权。\n"
)
OTHER = (
    "竹制品加工企业排产靠经验、原竹等级靠眼看，我们在十一家工厂装了称重与视觉分级设备并记录每根竹子的情况。\n"
    "再用排产模型算出当天最省料的切割方案，半年下来出材率提高了百分之六，返工减少一半，客户愿意续签合同。\n"
    "收费按台班计算，设备由合作社统一购置，农户凭分级凭证结算，后续计划和物流企业共享出库数据减少空车。\n"
    "团队来自机械学院和两家竹业龙头，既懂机床也懂林下种植，去年在市里的创新比赛中拿过名次并继续投入研发。\n"
)
LICENCE = "营业执照\n统一社会信用代码：91430900MA4L0KQ70H\n名称：益阳市洞庭数据有限公司\n类型：有限责任公司\n"


def person(name, day):
    body = f"4309031990010{day:1d}001"[:17]
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]
    return {"name": name, "id_number": body + check}


def manifest(submission, project, unit, members):
    return {"submission_id": submission, "project_name": project, "track": "绿色低碳", "host_city": "益阳市",
            "submitted_at": "2025-07-08T16:20:00+08:00", "units": [{"name": unit, "lead": True}],
            "members": members}


def form(text):
    return "项目申报书\n" + "".join(f"{title}\n{line}\n" for title, line in zip(SECTIONS, text.split("\n")))


def found(result):
    return {finding["rule"]: finding for finding in result["findings"] if finding["rule"] in RULES}


def item(vetd, name):
    return vetd.ask({"op": "get", "id": name})["item"]


def drop_first(vetd):
    vetd.drop("first", {"项目申报书.txt": form(FORM), "营业执照.txt": LICENCE},
              manifest("YY-1", "洞庭湖水质监测", "益阳市洞庭数据有限公司",
                       [person("甲一", 1), person("乙二", 2), person("丙三", 3)]))


def drop_copy(vetd, members, name="second", unit="桃江竹链数据有限公司"):
    vetd.drop(name, {"项目申报书.txt": form(FORM) + "另有说明\n", "营业执照.txt": LICENCE},
              manifest("YY-2", "竹材分级平台", unit, members))


def test_who_comes_later_is_told_and_keeps_to_it(vetd):
    ledger, subscription = Ledger(vetd), vetd.subscribe()
    drop_first(vetd)
    subscription.until_screened("YY-1")
    drop_copy(vetd, [person("乙二", 2), person("甲一", 1), person("丁四", 4)])
    subscription.until_screened("YY-2")
    vetd.drop("third", {"项目申报书.txt": form(OTHER)},
              manifest("YY-3", "无关的项目", "安化茶旅科技有限公司", [person("丙三", 3), person("戊五", 5)]))
    subscription.until_screened("YY-3")

    assert found(item(vetd, "YY-1")) == {}
    second = found(item(vetd, "YY-2"))
    assert {rule: finding["outcome"] for rule, finding in second.items()} == {
        "one-project-per-team": "review", "shared-document": "review", "near-duplicate": "review"}
    copied = second["near-duplicate"]["evidence"]
    assert [place["document"] for place in copied[:2]] == ["项目申报书.txt", "submission:YY-1/项目申报书.txt"]
    assert copied[0]["quote"] == copied[1]["quote"] and "藻华暴发预测模型" in copied[0]["quote"]
    assert (copied[0]["page"], copied[1]["page"]) == (1, 1)
    assert "洞庭湖水质监测" in second["shared-document"]["message"]
    third = found(item(vetd, "YY-3"))
    assert list(third) == ["shared-member"] and "丙三" in third["shared-member"]["message"]

    # what it was compared with is said of each run, and judging again gives the same bytes
    seen = [json.loads(lists)[-1] for (lists,) in ledger.rows("SELECT lists FROM run ORDER BY number")]
    assert seen == ["submissions@1/1 (0 others)", "submissions@2/2 (1 others)", "submissions@3/3 (2 others)"]
    stored = [result for (result,) in ledger.rows("SELECT result FROM run ORDER BY number")]
    again = subprocess.run([BUILD / "tests/tools/rejudge", vetd.config, ROOT / "rules/yiyang-2025"],
                           capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE)
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines() == stored


def test_a_corrected_version_is_what_others_are_compared_with(vetd):
    subscription = vetd.subscribe()
    drop_first(vetd)
    subscription.until_screened("YY-1")
    drop_copy(vetd, [person("子鼠", 6)])
    subscription.until_screened("YY-2")
    assert set(found(item(vetd, "YY-2"))) == {"shared-document", "near-duplicate"}
    # the first takes its copy back; the next to come with it is like the second alone
    vetd.drop("first-2", {"项目申报书.txt": form(OTHER)},
              manifest("YY-1", "洞庭湖水质监测", "益阳市洞庭数据有限公司", [person("甲一", 1)]))
    subscription.until_screened("YY-1")
    vetd.drop("third", {"项目申报书.txt": form(FORM)},
              manifest("YY-3", "第三个项目", "安化茶旅科技有限公司", [person("丑牛", 7)]))
    subscription.until_screened("YY-3")
    message = found(item(vetd, "YY-3"))["near-duplicate"]["message"]
    assert "YY-2" in message and "YY-1" not in message


def test_no_name_and_no_number_is_kept_to_compare(vetd):
    subscription = vetd.subscribe()
    drop_first(vetd)
    subscription.until_screened("YY-1")
    assert vetd.end() == 0
    kept = b"".join(path.read_bytes() for path in (vetd.folder / "state").glob("cohort.db*"))
    assert "洞庭数据".encode() in kept
    for clear in ("甲一", person("甲一", 1)["id_number"], "藻华暴发预测模型"):
        assert clear.encode() not in kept


def test_what_is_checked_together_is_compared_both_ways(vetd):
    vetd.end()
    drop_first(vetd)
    drop_copy(vetd, [person("子鼠", 6)])
    done = subprocess.run([BUILD / "vetctl", "check", "--format", "json", "--pack", ROOT / "rules/yiyang-2025",
                           vetd.inbox / "second", vetd.inbox / "first"],
                          capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["submission"]["id"] for result in results] == ["YY-2", "YY-1"]
    for result in results:
        assert {"shared-document", "near-duplicate"} <= set(found(result))
    vetd.start()
