# SPDX-License-Identifier: GPL-3.0-or-later
"""vetctl extract: what vetd sees in documents, for people, programs and browsers."""

import base64
import io
import json
import pathlib
import re
import subprocess
import zipfile

import pytest

from conftest import BUILD, ROOT

ID_NUMBER = "430902199003071231"


def pdf(text: str) -> bytes:
    """One page of A4 with a line of Latin text."""
    stream = f"BT /F 24 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def ofd(text: str) -> bytes:
    """The same as OFD."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")
        archive.writestr(
            "Doc_0/Document.xml",
            "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>"
            "<Pages><Page ID='1' BaseLoc='Page.xml'/></Pages></Document>",
        )
        archive.writestr(
            "Doc_0/Page.xml",
            "<Page><Content><Layer><TextObject Boundary='25 50 150 10' Size='8' Font='3'><TextCode X='0' Y='8' "
            f"DeltaX='g {len(text) - 1} 4'>{text}</TextCode></TextObject></Layer></Content></Page>",
        )
    return file.getvalue()


def rtf(text: str) -> bytes:
    """The same as RTF, which LibreOffice converts."""
    if not pathlib.Path("/usr/lib/libreoffice/program/soffice.bin").exists():
        pytest.skip("LibreOffice is not installed")
    return b"{\\rtf1\\ansi{\\fonttbl{\\f0 Courier;}}\\f0\\fs48 %s}" % text.encode()


def extract(*arguments):
    return subprocess.run([BUILD / "vetctl", "extract", *map(str, arguments)], capture_output=True, text=True, timeout=120)


def test_text_of_an_archive(tmp_path):
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "参赛单位：益阳数智科技有限公司\n")
        archive.writestr("b.pdf", pdf("Certificate"))
    run = extract(path)
    assert run.returncode == 0, run.stderr
    headings = [line for line in run.stdout.splitlines() if line.startswith("== ")]
    assert len(headings) == 3
    assert "参赛单位：益阳数智科技有限公司" in run.stdout and "Certificate" in run.stdout


def test_json_has_places_and_masks(tmp_path):
    path = tmp_path / "b.pdf"
    path.write_bytes(pdf(ID_NUMBER))
    run = extract("--format", "json", "--words", path)
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    assert document["schema"] == "vet.extraction/1"
    assert document["status"] == "ok" and document["extractor"] == "pdf"
    line = document["pages"][0]["lines"][0]
    assert line["text"].startswith("430****") and ID_NUMBER not in run.stdout
    x0, y0, x1, y1 = line["bbox"]
    assert 70 < x0 < 75 and 110 < y0 < y1 < 160 and x1 > 250
    assert line["words"][0]["confidence"] == 1


@pytest.mark.parametrize("make", [pdf, ofd, rtf])
def test_html_shows_the_page_without_the_number(tmp_path, make):
    suffix = make.__name__
    plain, secret = tmp_path / f"plain.{suffix}", tmp_path / f"secret.{suffix}"
    plain.write_bytes(make("Certificate"))
    secret.write_bytes(make(ID_NUMBER))
    pages = []
    for path in (plain, secret):
        run = extract("--format", "html", path)
        assert run.returncode == 0, run.stderr
        images = re.findall(r'src="data:image/png;base64,([^"]+)"', run.stdout)
        assert len(images) == 1 and ID_NUMBER not in run.stdout
        assert not re.search(r'(src|href)="(?!data:)', run.stdout)
        pages.append(base64.b64decode(images[0]))
    assert all(page.startswith(b"\x89PNG") for page in pages)
    # another number of the same ends, hidden in the same places, looks the same
    twin = tmp_path / f"twin.{suffix}"
    twin.write_bytes(make(ID_NUMBER[:3] + "111" + ID_NUMBER[6:]))
    run = extract("--format", "html", twin)
    assert "430****" in run.stdout
    other = base64.b64decode(re.findall(r'base64,([^"]+)"', run.stdout)[0])
    assert other == pages[1]


def test_what_cannot_be_read_is_said(tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing follows\n")
    run = extract(path, tmp_path / "absent.pdf", tmp_path)
    assert run.returncode == 2
    assert "absent.pdf: No such file" in run.stderr and "not a file" in run.stderr
    assert "corrupt" in run.stdout
    assert extract(path).returncode == 1
    assert "one of text, json, html" in extract("--format", "pdf", path).stderr
    assert "24 to 400" in extract("--dpi", "5", path).stderr


def loaded(plugins):
    """What the worker says of these plugins: the names of those it has, and of others why not."""
    done = subprocess.run([BUILD / "tests/tools/read-document", "--plugins", plugins, "/dev/null"],
                          capture_output=True, text=True, timeout=120)
    said = done.stderr.splitlines()[0]
    extractors = said.split("extractors:")[1].split(";")[0]
    return set(re.findall(r" (\w+) \w+", extractors)), done.stderr


def test_every_plugin_that_was_built_loads():
    names, said = loaded(BUILD / "plugins")
    folders = {path.parent.name for path in (ROOT / "plugins").glob("*/plugin.mk")} - {"example"}
    assert names == folders == {path.stem for path in (BUILD / "plugins").glob("*.so")}, said
    assert "left out" not in said


def test_a_plugin_that_does_not_load_is_named_with_its_reason(tmp_path):
    (tmp_path / "text.so").write_bytes((BUILD / "plugins/text.so").read_bytes())
    source = tmp_path / "lacking.c"
    source.write_text("extern int nobody_has_this(void); int f(void) { return nobody_has_this(); }")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "lacking.so", source], check=True)
    names, said = loaded(tmp_path)
    assert names == {"text"}
    assert "lacking.so is left out" in said
    assert "nobody_has_this" in said
