# SPDX-License-Identifier: GPL-3.0-or-later
"""vetctl's tools for who writes rules: cel, pack docs, pack explain, pack impact."""

import html.parser
import json
import os
import pathlib
import pty
import select
import shutil
import subprocess
import time

import pytest

from pack import manifest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("VET_BUILD", "build")).resolve()
PACK = ROOT / "rules" / "yiyang-2025"
PATIENCE = 60


def vetctl(*arguments, status=0, stdin=""):
    done = subprocess.run(
        [BUILD / "vetctl", *map(str, arguments)], input=stdin, capture_output=True, text=True,
        timeout=PATIENCE, cwd=ROOT,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def submission(tmp_path_factory):
    """A team of six, one too many; its manifest alone says so."""
    folder = tmp_path_factory.mktemp("tools") / "YY2025-0001"
    folder.mkdir()
    manifest = {
        "submission_id": "YY2025-0001", "project_name": "洞庭数据", "track": "工业制造",
        "host_city": "益阳市", "submitted_at": "2025-07-08T16:20:00+08:00",
        "units": [{"name": "益阳市洞庭数据有限公司", "credit_code": "91430900MA4L16JQ9B", "lead": True}],
        "members": [{"name": f"成员{name}", "id_number": f"43010419900101{number:04}"}
                    for number, name in enumerate("甲乙丙丁戊己")],
    }
    (folder / "submission.json").write_text(json.dumps(manifest, ensure_ascii=False))
    (folder / "说明.txt").write_text("联系电话 13812345678")
    return folder


# --- vetctl cel ------------------------------------------------------------------------------


def test_help_names_what_a_tool_takes():
    overview = vetctl("--help").stdout
    assert "vetctl cel" in overview
    text = vetctl("cel", "--help").stdout
    for option in ("--bind=", "--bindings=", "--batch=", "--submission=", "--json", "--type"):
        assert option in text


@pytest.mark.parametrize("expression, shown, tagged", [
    ("1 + 2", "3", {"int": "3"}),
    ("'甲' + \"乙\"", "甲乙", {"string": "甲乙"}),
    ("[1u, 2.0, 'a']", '[1u, 2.0, "a"]',
     {"list": [{"uint": "1"}, {"double": "0x1.0000000000000p+1"}, {"string": "a"}]}),
    ("[optional.none(), optional.of('a')].map(o, string(o.hasValue()))", '["false", "true"]',
     {"list": [{"string": "false"}, {"string": "true"}]}),
    ("{'k': timestamp('2025-01-01T00:00:00Z')}", '{"k": timestamp("2025-01-01T00:00:00Z")}',
     {"map": [[{"string": "k"}, {"timestamp": {"seconds": "1735689600", "nanos": 0}}]]}),
    ("'a\\x00b'", None, {"string": "a\0b"}),
])
def test_one_expression(expression, shown, tagged):
    if shown:
        assert vetctl("cel", expression).stdout == shown + "\n"
    assert json.loads(vetctl("cel", "--json", expression).stdout) == tagged


@pytest.mark.parametrize("expression, type_", [
    ("{'a': [1]}", "map(string, list(int))"), ("documents", "list(Document)"), ("vars.forms[0].pages > 1", "bool"),
])
def test_the_type_of_an_expression(expression, type_):
    assert vetctl("cel", "--pack", PACK, "--type", expression).stdout == type_ + "\n"


def test_a_misspelt_field_is_no_expression():
    said = vetctl("cel", "--pack", PACK, "units[0].nmae", status=2).stderr
    assert "Unit has no field 'nmae'; did you mean 'name'?" in said


def test_bindings(tmp_path):
    assert vetctl("cel", "--bind", "x=3", "--bind", "y=[x, x]", "size(y) + x").stdout == "5\n"
    file = tmp_path / "bindings.json"
    file.write_text('{"m": {"map": [[{"string": "键"}, {"int": "7"}]]}}')
    assert vetctl("cel", "--bindings", file, "m['键']").stdout == "7\n"
    file.write_text('{\n "m": {"int": 7}}')
    assert f"{file}: line 2, column 15: a string is expected" in vetctl(
        "cel", "--bindings", file, "m", status=2).stderr
    assert "NAME=EXPRESSION is expected" in vetctl("cel", "--bind", "x", "1", status=2).stderr


def columns(text):
    """As a terminal counts them."""
    import unicodedata
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize("expression, status, place", [
    ("'益阳市' == nothing", 2, "nothing"),
    ("'益阳市' == '' || 1 / 0 > 2", 1, "/ 0"),
    ("size('长沙'", 2, None),
])
def test_a_fault_has_a_caret_below_its_place(expression, status, place):
    shown = vetctl("cel", expression, status=status).stderr
    head, line, caret = shown.splitlines()
    assert head.startswith("expression:1:") and ": error: " in head
    assert line.strip() == expression
    before = line[: line.index(place)] if place else line
    assert columns(caret.rstrip("^＾~～")) == columns(before)


def test_batch_goes_on_whatever_fails():
    items = [
        {"expr": "x + 1", "bindings": {"x": {"int": "41"}}},
        {"expr": "1 / 0"},
        {"expr": "(("},
        {"expr": "size('a\0b') == 3 && b == 'a\0'", "bindings": {"b": {"string": "a\0"}}},
        {"expr": "y", "bindings": {"com.example.y": {"bool": True}}, "container": "com.example"},
        {"expr": "true || unknown", "disable_check": True},
        {"expr": "'text'", "check_only": True},
    ]
    lines = [json.loads(line) for line in
             vetctl("cel", "--batch", "-", stdin=json.dumps(items)).stdout.splitlines()]
    assert [next(iter(line)) for line in lines] == [
        "value", "error", "error", "value", "value", "value", "type"]
    assert lines[0] == {"value": {"int": "42"}}
    assert lines[3] == {"value": {"bool": True}}


@pytest.mark.parametrize("text, said", [
    ("", "line 1, column 1: parse error: premature EOF"),
    ("{}", "line 1, column 1: an array of"),
    ('[{"expr": "1"},\n {"expr": 1}]', 'line 2, column 11: "expr": a string is expected'),
    ('[{"expr": "x", "bindings": {"x": {"int": 1}}}]', "line 1, column 42: a string is expected"),
    ('[{"expr": "x", "type_env": [{"name": "x", "type": "list("}]}]', "line 1, column 29: 'list(' is no type"),
    ('[{"expr": "f()", "type_env": [{"name": "f", "overloads": [{"params": [1]}]}]}]',
     "line 1, column 59: an overload is expected"),
])
def test_a_batch_that_is_none_is_said_with_its_place(text, said):
    done = vetctl("cel", "--batch", "-", stdin=text, status=2)
    assert done.stdout == ""
    assert f"standard input: {said}" in done.stderr


def test_a_value_of_a_large_type_can_have_a_name():
    deep = "[" * 40 + "1" + "]" * 40
    assert vetctl("cel", f"--bind=x={deep}", "size(x)").stdout == "1\n"


def test_facts_of_a_submission(submission):
    facts = ("cel", "--pack", PACK, "--submission", submission)
    assert vetctl(*facts, "size(members) > params.max_members").stdout == "true\n"
    assert vetctl(*facts, "vars.forms").stdout == "[]\n"
    # personal numbers leave nothing masked
    shown = vetctl(*facts, "documents.map(d, d.text)").stdout
    assert "138****5678" in shown and "13812345678" not in shown
    tagged = vetctl(*facts, "--json", "documents.map(d, d.text)").stdout
    assert "138****5678" in tagged and "13812345678" not in tagged


def test_lines_of_standard_input(submission):
    script = f"x = 20\n x * 2 + 2 \n:functions substring\n:load {submission}\nsize(members)\n:quit\n1\n"
    lines = vetctl("cel", stdin=script).stdout.splitlines()
    assert lines[:2] == ["20", "42"]
    assert any(line.startswith("string.substring(") for line in lines)
    assert lines[-1] == "6"
    assert "is no command; :help" in vetctl("cel", stdin=":what\n", status=1).stderr


def test_a_value_that_was_kept_outlives_the_next_load(submission, tmp_path):
    (tmp_path / "B").mkdir()
    (tmp_path / "B" / "b.txt").write_text("乙" * 2000)
    script = (f":load {submission}\nx = documents.map(d, d.name)\n:load {tmp_path}/B\n"
              "documents.map(d, d.name)\nx\nx + documents.map(d, d.name)\n")
    lines = vetctl("cel", stdin=script).stdout.splitlines()
    assert lines[-3:] == ['["b.txt"]', '["说明.txt"]', '["说明.txt", "b.txt"]']


def test_a_fault_stars_what_it_quotes(tmp_path):
    number = "34052419800101001X"
    (tmp_path / "a.txt").write_text(number)
    for expression in ("int(documents[0].text)", "{'a': 1}[documents[0].text]", "duration(documents[0].text)"):
        shown = vetctl("cel", "--submission", tmp_path, expression, status=1).stderr
        assert "340***********001X" in shown and number not in shown


def test_output_that_cannot_be_written_is_an_error():
    for command in (["pack", "docs", PACK], ["pack", "lint", PACK], ["cel", "1"], ["--version"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run([BUILD / "vetctl", *map(str, command)], stdout=full, text=True,
                                  stderr=subprocess.PIPE, timeout=PATIENCE, cwd=ROOT)
        assert done.returncode == 2 and "standard output" in done.stderr, command


class Prompt:
    """vetctl cel at a terminal of its own."""

    def __init__(self, state, *arguments):
        environment = dict(os.environ, TERM="dumb", LC_ALL="C.UTF-8", XDG_STATE_HOME=str(state),
                           INPUTRC="/dev/null")
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(ROOT)
            os.execve(BUILD / "vetctl", ["vetctl", "cel", *map(str, arguments)], environment)
        self.seen = ""

    def expect(self, text):
        """What was shown up to the text; waits for it."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self.terminal], [], [], 1)[0]:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        before, self.seen = self.seen.split(text, 1)
        return before

    def type(self, text):
        os.write(self.terminal, text.encode())

    def end(self):
        self.type(":quit\n")
        _, status = os.waitpid(self.process, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


def test_the_prompt_has_history_and_completion(tmp_path, submission):
    prompt = Prompt(tmp_path, "--pack", PACK, "--submission", submission)
    prompt.expect("cel> ")
    prompt.type("城 = '益阳'\n")
    prompt.expect("error")
    prompt.expect("cel> ")
    # a variable, then a field of what stands before the dot
    prompt.type("submission.host\t + params.max_mem\t\n")
    prompt.expect("submission.host_city + params.max_members")
    prompt.expect("cel> ")
    prompt.type("docum\t[0].lying\t\n")
    prompt.expect("documents[0].lying_name")
    prompt.expect("false")
    prompt.expect("cel> ")
    # of an element that has no value yet: the fields there are
    prompt.type("documents.exists(d, d.patent_n\t != '')\n")
    prompt.expect("d.patent_number != ''")
    prompt.expect("cel> ")
    prompt.type(":fun\t\x15submission.id.startsW\t'YY')\n")
    prompt.expect("true")
    prompt.expect("cel> ")
    assert prompt.end() == 0
    history = tmp_path / "vetctl" / "cel-history"
    assert "documents[0].lying_name" in history.read_text().splitlines()
    assert history.stat().st_mode & 0o077 == 0
    # the next one finds it
    prompt = Prompt(tmp_path)
    prompt.expect("cel> ")
    prompt.type("\x10\x10\n")  # ^P is the arrow up: behind :quit
    prompt.expect("submission.id.startsWith('YY')")
    prompt.expect("cel> ")
    assert prompt.end() == 0


# --- vetctl pack docs ------------------------------------------------------------------------


def test_docs_say_everything_of_the_pack(tmp_path):
    file = tmp_path / "pack.html"
    vetctl("pack", "docs", "--format", "html", "--output", file, PACK)
    page, text = file.read_text(), vetctl("pack", "docs", PACK).stdout
    for word in ("2025年“数据要素×”大赛益阳初赛资格审查", "团队人数上限", "失信名单", "五(一)3", "请将团队成员调整为不超过",
                 "专利权人", "豁免", "可用的事实", "lookup(list: string, code: string)", "个数(团队成员)"):
        assert word in page and word in text, word
    assert "size(members) &lt;= params.max_members" in page
    assert "size(members) <= params.max_members" in text
    assert "2025-07-10 23:59:59（北京时间）" in text


def test_docs_of_an_overlay_have_what_it_takes_over():
    text = vetctl("pack", "docs", ROOT / "rules" / "example-changsha").stdout
    assert text.startswith("# 2025年“数据要素×”大赛长沙初赛资格审查")
    assert "**沿用** yiyang-2025 " in text
    assert "| `blacklist` | 失信名单 |" in text


class Tags(html.parser.HTMLParser):
    """Every tag is closed, nothing is fetched from anywhere."""

    VOID = {"meta", "br"}

    def __init__(self):
        super().__init__()
        self.open, self.places, self.links = [], set(), set()

    def handle_starttag(self, tag, attrs):
        assert tag not in {"script", "img", "link", "iframe", "object"}
        for name, value in attrs:
            assert name != "src" and not name.startswith("on")
            if name == "href":
                assert value.startswith("#")
                self.links.add(value[1:])
            if name == "id":
                assert value not in self.places
                self.places.add(value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_docs_are_one_sound_file():
    page = vetctl("pack", "docs", "--format", "html", PACK).stdout
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert tags.links and tags.links <= tags.places
    assert "url(" not in page and "@import" not in page


def test_docs_of_what_is_no_pack(tmp_path):
    assert "pack.yaml" in vetctl("pack", "docs", tmp_path, status=2).stderr
    assert "one of markdown, html" in vetctl("pack", "docs", "--format", "pdf", PACK, status=2).stderr
    assert "--output" in vetctl("pack", "docs", "--help").stdout


# --- vetctl pack explain ---------------------------------------------------------------------


def parts(node):
    """The node and all below it."""
    yield node
    for part in node.get("parts", []):
        yield from parts(part)


def test_explain_shows_the_value_of_each_part(submission):
    text = vetctl("pack", "explain", "--pack", PACK, "team-size", submission).stdout
    lines = text.splitlines()
    assert lines[0].startswith("team-size  团队人数  五(一)3  rules.yaml:")
    case = lines.index("  检查 3（不满足时：不符合）")
    assert lines[case + 1] == "    size(certain) <= params.max_members  → false"
    assert "size(certain)  → 6" in lines[case + 2]
    assert any(line.endswith("params.max_members  → 5") for line in lines[case:])
    # what was not asked any more is said
    assert "form.legible  未计算：前面已能得出结果" in text
    assert "size(members) <= params.max_members  未计算：前面已有结论" in text
    assert "  结论：不符合（reject）" in lines
    assert any("补正：" in line for line in lines)
    assert any("依据：submission.json" in line for line in lines)
    assert "id_key" not in text


def test_explain_and_check_agree(submission):
    when = ("--received-at", "2025-07-08T16:20:00+08:00")
    result = json.loads(vetctl("check", "--pack", PACK, *when, "--format", "json", submission, status=1).stdout)
    for row in result["coverage"]["rules"]:
        found = [f for f in result["findings"] if f["rule"] == row["rule"]]
        explained = json.loads(vetctl("pack", "explain", "--pack", PACK, *when, "--format", "json", row["rule"],
                                      submission).stdout)
        assert explained["schema"] == "vet.explanation/1"
        elements = explained["elements"]
        assert sum(e["outcome"] != "not_applicable" for e in elements) == row["evaluated"]
        said = [(e["outcome"], e["message"]) for e in elements if e["message"] is not None]
        assert set(said) == {(f["outcome"], f["message"]) for f in found}
        for element in elements:
            if element["outcome"] in ("reject", "review", "note"):
                decided, = [c for c in element["cases"] if c.get("value") == "false"]
                # what is not certain rejects nobody
                assert (decided["on_fail"], element["outcome"]) in {
                    ("reject", "review"), (element["outcome"], element["outcome"])}
            if element["outcome"] == "pass":
                assert all(c["value"] == "true" for c in element["cases"])


def test_explain_names_what_was_missing(submission):
    explained = json.loads(vetctl("pack", "explain", "--pack", PACK, "--format", "json", "blacklist", submission).stdout)
    element, = explained["elements"]
    assert element["outcome"] == "undetermined" and "益阳市洞庭数据有限公司" in element["loops"]["u"]
    case = next(c for c in element["cases"] if "error" in c)
    assert "尚未导入" in case["error"]
    assert any("error" in part for let in element["lets"] for part in parts(let))
    assert all("not_evaluated" in c for c in element["cases"][element["cases"].index(case) + 1:])


@pytest.mark.parametrize("form", ["text", "json"])
def test_explain_stars_what_a_fault_or_a_name_says(tmp_path, form):
    number = "34052419800101001X"
    city, papers = tmp_path / "city", tmp_path / "papers"
    shutil.copytree(ROOT / "tests/packs/broken/small", tmp_path / "small")
    city.mkdir()
    (city / "pack.yaml").write_text(
        'pack: city\nversion: 1.0.0\ntitle: t\nrequires: {engine: ">=1.0 <2", lang: cel-1}\nextends: [small@^1]\n')
    (city / "rules.yaml").write_text(
        'rules:\n  - {id: number, title: t, basis: b, check: "documents.all(d, int(d.text) > 0)", on_fail: review,'
        ' message: m, evidence: [documents]}\n')
    document = "{class: patent_certificate, path: a, holder: [湖南洞庭公司], text: "
    (city / "tests.yaml").write_text(
        f'defaults: {{documents: [{document} "1"}}]}}\ncases:\n  - {{name: a, expect: {{}}}}\n'
        f'  - {{name: b, set: {{documents: [{document} "0"}}]}}, expect: {{number: review}}}}\n')
    papers.mkdir()
    (papers / f"{number}.txt").write_text(number)
    shown = vetctl("pack", "explain", "--pack", city, "--format", form, "number", papers).stdout
    assert "340***********001X" in shown and "is not a whole number" in shown
    assert number not in shown


def test_explain_of_a_rule_that_is_none(submission):
    assert "did you mean team-size?" in vetctl("pack", "explain", "team-sizes", submission, status=2).stderr
    assert "it has team-size" in vetctl("pack", "explain", "zzzzzzzzzzz", submission, status=2).stderr
    assert "--findings" in vetctl("pack", "explain", "--help").stdout
    vetctl("pack", "explain", "team-size", status=2)


# --- vetctl pack impact ----------------------------------------------------------------------


@pytest.fixture
def changed(tmp_path):
    """The pack with another number of members, and a rule that says what it said in other words."""
    folder = tmp_path / "changed"
    shutil.copytree(PACK, folder)
    pack = (folder / "pack.yaml").read_text()
    assert "max_members: {type: int, value: 5" in pack
    (folder / "pack.yaml").write_text(pack.replace("max_members: {type: int, value: 5",
                                                   "max_members: {type: int, value: 6"))
    rules = (folder / "rules.yaml").read_text()
    said = "没有失信名单数据，无法判定"
    assert said in rules
    (folder / "rules.yaml").write_text(rules.replace(said, "失信名单尚缺"))
    return folder


def test_impact_over_given_submissions(changed, submission):
    impact = json.loads(vetctl("pack", "impact", "--against", PACK, "--format", "json", changed, submission,
                               status=1).stdout)
    assert impact["schema"] == "vet.impact/1" and impact["compared"] == 1 and impact["not_compared"] == []
    counts = {rule["rule"]: rule for rule in impact["rules"]}
    assert counts["team-size"] == {"rule": "team-size", "added": 0, "removed": 1, "outcome": 0, "content": 0,
                                   "submissions": 1}
    assert counts["blacklist"]["content"] == 1
    team, = impact["submissions"]
    removed = next(c for c in team["changes"] if c["rule"] == "team-size")
    assert (removed["change"], removed["before"], removed["after"]) == ("removed", "reject", None)
    text = vetctl("pack", "impact", "--against", PACK, changed, submission, status=1).stdout
    assert "- 不符合  [team-size]  团队共 6 人，超过上限 5 人" in text
    assert "原为：没有失信名单数据，无法判定" in text
    assert "共比较 1 份申报：1 份的发现有变化" in text


def test_no_impact_of_the_same_pack(submission):
    text = vetctl("pack", "impact", "--against", PACK, PACK, submission).stdout
    assert "0 份的发现有变化" in text


def test_impact_of_what_cannot_be_compared(changed, submission, tmp_path):
    assert "over what?" in vetctl("pack", "impact", PACK, status=2).stderr
    done = vetctl("pack", "impact", "--format", "json", changed, submission, tmp_path / "nothing", status=2)
    assert "nothing" in done.stderr
    impact = json.loads(done.stdout)
    assert impact["compared"] == 1 and len(impact["not_compared"]) == 1
    (changed / "rules.yaml").write_text("rules: [")
    assert "rules.yaml:1" in vetctl("pack", "impact", changed, submission, status=2).stderr
    assert "--against=" in vetctl("pack", "impact", "--help").stdout


def test_impact_and_explanation_of_what_is_stored(vetd, changed):
    """Nothing is read again: the store and the extractions are enough, while vetd runs."""
    subscription = vetd.subscribe()
    for name, size in (("small", 2), ("large", 6)):
        vetd.drop(name, {"说明.txt": "说明"}, manifest(name, size))
        subscription.until_screened(name)
    impact = json.loads(vetd.vetctl("pack", "impact", "--format", "json", changed, status=1).stdout)
    assert impact["compared"] == 2 and impact["not_compared"] == []
    removed = [(s["id"], c["rule"]) for s in impact["submissions"] for c in s["changes"]
               if c["change"] == "removed"]
    assert removed == [("large", "team-size")]
    assert "for submissions that are named" in vetd.vetctl(
        "pack", "impact", "--received-at", "2025-07-08T16:20:00+08:00", changed, status=2).stderr
    text = vetd.vetctl("pack", "explain", "team-size", "large").stdout
    assert "size(certain) <= params.max_members  → false" in text
    assert "neither a file nor a submission" in vetd.vetctl(
        "pack", "explain", "team-size", "nobody", status=2).stderr
