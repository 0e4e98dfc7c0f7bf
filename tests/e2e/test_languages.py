# SPDX-License-Identifier: GPL-3.0-or-later
"""One submission, one judgement, in the language that was asked for: findings and words."""

import json
import os
import re
import shutil
import subprocess

import pytest

from conftest import BUILD, ROOT
from ledger import Ledger

CHINESE = re.compile("[\u4e00-\u9fff]")
# what follows the environment alone
UNSET = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}


def vetctl(*arguments, status=None, **environment):
    done = subprocess.run([BUILD / "vetctl", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT,
                          timeout=120, env={**UNSET, **environment})
    assert status is None or done.returncode == status, done.stderr
    assert done.returncode != 2, done.stderr
    return done.stdout


def check(path, *arguments, **environment):
    return vetctl("check", "--received-at", "2025-07-01T00:00:00+08:00", *arguments, path, **environment)


@pytest.fixture(scope="module")
def submission(tmp_path_factory):
    """Nothing but a note: papers and members are missing."""
    folder = tmp_path_factory.mktemp("languages") / "YY2025-0001"
    folder.mkdir()
    (folder / "说明.txt").write_text("项目名称：洞庭湖数据平台\n")
    (folder / "submission.json").write_text(json.dumps({
        "submission_id": "YY2025-0001", "project_name": "洞庭湖数据平台", "track": "工业制造", "host_city": "长沙市",
        "units": [{"name": "益阳市洞庭数据有限公司", "credit_code": "91430902MA4L0RT01X", "lead": True}],
        "members": [{"name": f"成员{n}"} for n in "甲乙丙丁戊己"],
    }, ensure_ascii=False))
    return folder


def without_quotes(text):
    """Names, quotes and the clauses of the notice stay in Chinese."""
    text = re.sub(r"「.*?」", "", text, flags=re.S)
    text = re.sub(r"“[^”]*”", "", text)
    return re.sub(r"\[[a-z-]+\]  .*", "", text)


def test_findings_differ_in_their_texts_alone(submission):
    own = json.loads(check(submission, "--format", "json"))
    english = json.loads(check(submission, "--format", "json", "--lang", "en_GB.UTF-8"))
    assert english["pack"].pop("language") == "en"
    assert len(own["findings"]) > 10
    assert {finding["outcome"] for finding in own["findings"]} >= {"reject", "review"}
    for a, b in zip(own["findings"], english["findings"], strict=True):
        assert CHINESE.search(a["message"]) and CHINESE.search(a["title"])
        assert not CHINESE.search(b["title"]), b
        assert not CHINESE.search(without_quotes(b["message"] + b["advice"])) or b["rule"] == "indicator-coverage", b
        for text in ("title", "message", "advice"):
            a.pop(text), b.pop(text)
    assert own == english


def test_a_report_in_each_language(submission):
    own = check(submission)
    english = check(submission, "--lang", "en")
    assert "不符合参赛资格" in own and "团队共 6 人，超过上限 5 人" in own and "共读取" in own
    assert "Ineligible" in english and "Read: 2 documents" in english
    assert "The team has 6 members, more than the 5 allowed." in english
    assert "To put right: Please choose “益阳市” both on the platform" in english
    words = [line for line in english.splitlines() if line and not line.startswith(" ")]
    assert not [line for line in words if CHINESE.search(line)], words


@pytest.mark.parametrize("environment, english", [
    ({}, False),
    ({"LANG": "C"}, False),
    ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, False),
    ({"LANGUAGE": "en"}, False),  # has no say where the locale is C
    ({"LANG": "zh_CN.UTF-8"}, False),
    ({"LANG": "en_US.UTF-8"}, True),  # it need not be generated here
    ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_IE"}, True),
    ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, False),
    ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "fr:en"}, True),
    ({"LANG": "fr_FR.UTF-8"}, False),  # nobody translated the pack into it
])
def test_the_environment_chooses(submission, environment, english):
    text = check(submission, **environment)
    assert ("The team has 6 members" in text) == english
    assert ("团队共 6 人" in text) != english


def test_an_overlay_inherits(submission):
    text = check(submission, "--lang", "en", "--pack", ROOT / "rules/example-changsha")
    assert "The host city" not in text  # 长沙 is right there
    assert "Required Papers  [missing-document]" in text
    assert "no fault" in vetctl("pack", "lint", ROOT / "rules/example-changsha", status=0)


def test_a_translation_that_says_something_else_is_refused(tmp_path):
    pack = shutil.copytree(ROOT / "rules/yiyang-2025", tmp_path / "yiyang-2025")
    file = pack / "po/en.po"
    text = file.read_text()
    wrong = text.replace("The team has {size(members)} members,", "The team has {size(units)} members,", 1)
    assert wrong != text
    file.write_text(wrong)
    line = wrong[:wrong.index("{size(units)} members")].count("\n") + 1
    said = vetctl("pack", "lint", pack, status=1)
    assert re.search(rf"^po/en\.po:{line}:\d+: error: .* has no expression \{{size\(units\)\}}", said, re.M), said


def test_the_template_has_every_text(tmp_path):
    file = tmp_path / "pack.pot"
    vetctl("pack", "pot", "--output", file, ROOT / "rules/yiyang-2025", status=0)
    done = subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", tmp_path / "en.po",
                           ROOT / "rules/yiyang-2025/po/en.po", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shown = subprocess.run(["msgattrib", "--untranslated", tmp_path / "en.po"], capture_output=True, text=True)
    assert shown.stdout == ""


def test_the_words_of_the_programs_are_translated():
    done = subprocess.run([ROOT / "tests/po-check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_vetd_speaks_the_language_of_its_configuration(vetd, submission):
    vetd.configure("[vetd]\nlocale=en_US\n")
    subscription = vetd.subscribe()
    shutil.copytree(submission, vetd.outside / submission.name)
    os.rename(vetd.outside / submission.name, vetd.inbox / submission.name)
    subscription.until_screened("YY2025-0001")
    [(stored,)] = Ledger(vetd).rows("SELECT result FROM run")
    result = json.loads(stored)
    assert result["pack"]["language"] == "en"
    assert "The team has 6 members, more than the 5 allowed." in {f["message"] for f in result["findings"]}
    # the words around what is stored are the reader's
    listed = vetd.vetctl("--lang", "zh_CN", "list").stdout
    assert listed.split()[:3] == ["编号", "版次", "结论"] and "不符合参赛资格" in listed
    assert vetd.vetctl("list").stdout.split()[:3] == ["ID", "VERSION", "VERDICT"]
    assert "不符合参赛资格" in vetd.vetctl("show", "YY2025-0001").stdout
    again = subprocess.run([BUILD / "tests/tools/rejudge", vetd.config, ROOT / "rules/yiyang-2025"],
                           capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines() == [stored]
