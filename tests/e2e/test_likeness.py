# SPDX-License-Identifier: GPL-3.0-or-later
"""One scan in the papers of two units, saved anew; and scans that only look alike."""

import json
import subprocess

import pytest

import entrant
import papers

FORMS = 10


def draw(folder, path, blocks):
    # as sharp as scanners are set: a number that is misread tells nothing
    entrant.draw(folder, [{"path": path, "carrier": "scan", "blocks": blocks, "look": {"dpi": 200}}])
    return folder / path


def save_anew(pdf, to, dpi, quality):
    """The same page as a JPEG of its own."""
    subprocess.run(["pdftoppm", "-jpeg", "-jpegopt", f"quality={quality}", "-r", str(dpi), "-singlefile",
                    pdf, to.with_suffix("")], check=True)


def submission(inbox, name, unit):
    folder = inbox / name
    folder.mkdir(parents=True)
    manifest = {"submission_id": name, "project_name": f"项目{name}", "units": [{"name": unit, "lead": True}]}
    (folder / "submission.json").write_text(json.dumps(manifest, ensure_ascii=False))
    return folder


def check(inbox):
    printed = entrant.check(sorted(inbox.iterdir()))
    return {r["submission"]["id"]: [f for f in r["findings"] if f["rule"] == "shared-document"]
            for r in map(json.loads, printed.splitlines())}


@pytest.mark.parametrize("dpi, quality", [(100, 60), (150, 50), (200, 90)])
def test_a_scan_saved_anew_is_found(tmp_path, dpi, quality):
    inbox, owner = tmp_path / "inbox", "益阳市洞庭数据有限公司"
    first = submission(inbox, "S1", owner)
    second = submission(inbox, "S2", "桃江竹链数据有限公司")
    licence = draw(first, "营业执照.pdf", papers.licence(owner, papers.credit_code(31)))
    save_anew(licence, second / "scan003.jpg", dpi, quality)
    found = check(inbox)
    for name, own, others in (("S1", "营业执照.pdf", "submission:S2/scan003.jpg"),
                              ("S2", "scan003.jpg", "submission:S1/营业执照.pdf")):
        finding, = found[name]
        assert finding["outcome"] == "review" and "同一张图像" in finding["message"]
        assert [(e["document"], e["page"]) for e in finding["evidence"]] == [(own, 1), (others, 1)]
        assert finding["evidence"][0]["bbox"] and "营业执照" in finding["evidence"][0]["quote"]


def test_licences_on_one_form_are_not_one_another(tmp_path):
    inbox = tmp_path / "inbox"
    for i in range(FORMS):
        unit = f"益阳市{'鼎辰洞川源禾瑞科云翔'[i]}{'泰信程众道华元图鑫麟'[i]}数据有限公司"
        folder = submission(inbox, f"S{i}", unit)
        draw(folder, "营业执照.pdf", papers.licence(unit, papers.credit_code(100 + i)))
        draw(folder, "申报主体责任声明.pdf", papers.declaration(unit, f"项目{i}"))
    assert {name: [f["message"] for f in found] for name, found in check(inbox).items()} == {
        f"S{i}": [] for i in range(FORMS)}


def test_certificates_of_strangers_on_one_form(tmp_path):
    """Neither unit stands on its picture: only the numbers tell them apart."""
    inbox = tmp_path / "inbox"
    for i in range(2):
        folder = submission(inbox, f"S{i}", f"益阳市{'鼎辰'[i]}源数据有限公司")
        draw(folder, "软件著作权.pdf", papers.copyright_certificate(
            f"长沙市{'禾瑞'[i]}科传感器有限公司", number=f"2023SR041{i}345"))
    assert check(inbox) == {"S0": [], "S1": []}
