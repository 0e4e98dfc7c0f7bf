# SPDX-License-Identifier: GPL-3.0-or-later
"""What people and programs put into an inbox, and what becomes of it."""

import io
import json
import os
import resource
import signal
import subprocess
import zipfile

import pytest

from ledger import Ledger

SETTLE = "[vetd]\nsettle=2s\nrescan=1s\n"
MIB = 1024 * 1024


def zip_of(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def gbk_zip_of(name, content):
    """A zip as Windows in China writes it: names in GBK and no flag that says so."""
    placeholder = "N" * len(name.encode("gbk"))
    return zip_of({placeholder: content}).replace(placeholder.encode(), name.encode("gbk"))


def screened(ledger, *names):
    return lambda: set(names) <= {name for name, _ in ledger.results()}


def paths_of(ledger, name, version=1):
    return set(ledger.documents(name, version))


def test_a_folder_that_is_being_copied_waits(vetd):
    vetd.configure(SETTLE)
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    folder = vetd.inbox / "slow"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"第 {number} 页\n")
        subscription.heartbeats(1)
        assert ledger.received() == 0
    subscription.until(screened(ledger, "slow"))
    assert paths_of(ledger, "slow") == {f"{number}.txt" for number in range(5)}
    assert not folder.exists()


def test_a_zip_that_grows_waits(vetd):
    vetd.configure(SETTLE)
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    content = zip_of({"说明.txt": "项目\n", "noise": os.urandom(64 * 1024)})
    step = len(content) // 5 + 1
    with open(vetd.inbox / "large.zip", "wb", buffering=0) as upload:
        for start in range(0, len(content), step):
            upload.write(content[start : start + step])
            subscription.heartbeats(1)
            assert ledger.received() == 0
        # whoever holds it open has not finished, however quiet it is
        subscription.heartbeats(4)
        assert ledger.received() == 0
    subscription.until(screened(ledger, "large"))
    assert ledger.documents("large")["说明.txt"]["status"] == "ok"
    assert ledger.received() == 1


def test_a_marker_says_that_it_is_complete(vetd):
    vetd.configure("[vetd]\nsettle=600s\n")
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    (vetd.inbox / "waits.txt").write_text("没有标记\n")
    (vetd.inbox / "beside.txt").write_text("项目\n")
    (vetd.inbox / "beside.txt.complete").touch()
    (vetd.inbox / "inside").mkdir()
    (vetd.inbox / "inside" / "说明.txt").write_text("项目\n")
    (vetd.inbox / "inside" / ".complete").touch()
    # inside a folder nobody watches: found by looking again
    vetd.configure("rescan=1s\n")
    subscription = vetd.subscribe()
    subscription.until(screened(ledger, "beside", "inside"))
    assert paths_of(ledger, "inside") == {"说明.txt"}
    assert ledger.received() == 2
    assert os.listdir(vetd.inbox) == ["waits.txt"]


def test_junk_is_left_alone_and_counted(vetd):
    vetd.configure(SETTLE)
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    for name in ("Thumbs.db", "~$申报书.docx", "half.zip.part", ".DS_Store"):
        (vetd.outside / name).write_bytes(b"junk")
        os.rename(vetd.outside / name, vetd.inbox / name)
    vetd.drop("team", {"说明.txt": "项目\n", "~$说明.docx": "x", ".DS_Store": "x", "Thumbs.db": "x"})
    subscription.until(screened(ledger, "team"))
    assert paths_of(ledger, "team") == {"说明.txt"}
    subscription.until(lambda: ledger.junk() == 7)
    assert len(os.listdir(vetd.inbox)) == 4
    assert ledger.received() == 1
    assert vetd.ask({"op": "figures"})["item"]["junk"] == 7


def test_what_is_no_file_of_its_own_is_refused_and_the_rest_screened(vetd):
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    secret = vetd.folder / "secret.txt"
    secret.write_text("别人的文件\n")
    folder = vetd.outside / "odd"
    folder.mkdir()
    (folder / "说明.txt").write_text("项目\n")
    (folder / "link.txt").symlink_to(secret)
    (folder / "folder").symlink_to(vetd.folder)
    os.link(secret, folder / "hard.txt")
    os.mkfifo(folder / "pipe.pdf")
    os.rename(folder, vetd.inbox / "odd")
    (vetd.inbox / "whole.txt").symlink_to(secret)
    subscription.until(screened(ledger, "odd"))
    documents = ledger.documents("odd")
    assert documents.pop("说明.txt")["status"] == "ok"
    assert set(documents) == {"link.txt", "folder", "hard.txt", "pipe.pdf"}
    assert all(document["status"] == "unsupported" for document in documents.values())
    assert "别人的文件" not in json.dumps(list(ledger.results().values()), ensure_ascii=False)
    expected = {f"odd/{path}" for path in documents} | {"whole.txt"}
    subscription.until(lambda: expected <= set(ledger.refusals()))
    reasons = ledger.refusals()
    assert "symbolic link" in reasons["odd/link.txt"] and "symbolic link" in reasons["whole.txt"]
    assert "hard link" in reasons["odd/hard.txt"] and "pipe" in reasons["odd/pipe.pdf"]
    assert secret.read_text() == "别人的文件\n"
    assert not (vetd.inbox / "odd").exists()


def test_the_same_again_and_the_next_version(vetd):
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    vetd.drop("team", {"说明.txt": "第一版\n"})
    subscription.until(screened(ledger, "team"))
    events = len(ledger.events())
    vetd.drop("team", {"说明.txt": "第一版\n"})
    subscription.until(lambda: not (vetd.inbox / "team").exists())
    assert ledger.versions() == {"team": 1} and len(ledger.events()) == events
    vetd.drop("team", {"说明.txt": "第二版\n"})
    subscription.until(lambda: ("team", 2) in ledger.results())
    ledger.check_exactly_once()
    assert [ledger.results()["team", version]["submission"]["version"] for version in (1, 2)] == [
        1, 2,
    ]
    received = [event["data"] for event in ledger.events()
                if event["type"] == "vet.submission.received"]
    assert [data["version"] for data in received] == [1, 2]


def test_names_in_gbk_are_read(vetd):
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    folder = os.fsencode(vetd.outside) + "/益阳甲队".encode("gbk")
    os.mkdir(folder)
    with open(folder + "/说明.txt".encode("gbk"), "w") as file:
        file.write("项目\n")
    os.rename(folder, os.fsencode(vetd.inbox) + "/益阳甲队".encode("gbk"))
    (vetd.outside / "乙队.zip").write_bytes(gbk_zip_of("证明材料.txt", "项目\n"))
    os.rename(vetd.outside / "乙队.zip", vetd.inbox / "乙队.zip")
    subscription.until(screened(ledger, "益阳甲队", "乙队"))
    assert paths_of(ledger, "益阳甲队") == {"说明.txt"}
    assert "证明材料.txt" in paths_of(ledger, "乙队")
    assert os.listdir(os.fsencode(vetd.inbox)) == []


def test_a_member_that_leaves_its_archive_goes_nowhere(vetd):
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    content = zip_of({"../../escaped.txt": "x\n", "/tmp/rooted.txt": "x\n", "说明.txt": "项目\n"})
    (vetd.outside / "climber.zip").write_bytes(content)
    os.rename(vetd.outside / "climber.zip", vetd.inbox / "climber.zip")
    subscription.until(screened(ledger, "climber"))
    documents = ledger.documents("climber")
    assert documents["说明.txt"]["status"] == "ok"
    refused = [path for path, document in documents.items() if document["status"] == "unsupported"]
    assert len(refused) == 2 and not any(".." in path.split("/") for path in documents)
    assert list(vetd.folder.rglob("escaped.txt")) == []


def test_a_restart_makes_nobody_late(vetd):
    vetd.configure("[vetd]\nsettle=600s\n")
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    path = vetd.inbox / "early.txt"
    path.write_text("项目\n")
    put_there = int(path.stat().st_ctime)
    subscription.heartbeats(2)
    assert ledger.received() == 0
    vetd.end(signal.SIGKILL)
    vetd.start()
    (vetd.inbox / "early.txt.complete").touch()
    vetd.subscribe().until(screened(ledger, "early"))
    assert ledger.rows("SELECT received_at FROM submission") == [(put_there,)]


def test_a_file_that_the_spool_cannot_hold_waits_in_the_inbox(vetd):
    vetd.end()
    with open(vetd.config, "a") as config:
        config.write("[vetd]\nrescan=1s\n")
    most = 4 * MIB
    # an ignored SIGXFSZ (Python's own) makes of a write too many an error, as a full disk does
    vetd.start(
        restore_signals=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY)),
    )
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    vetd.drop("large", {"说明.txt": "项目\n", "noise.bin": os.urandom(2 * most)})
    vetd.drop("small", {"说明.txt": "项目\n"})
    subscription.until(screened(ledger, "small"))
    subscription.heartbeats(3)
    assert ledger.received() == 1 and (vetd.inbox / "large" / "noise.bin").exists()
    complaints = [line for line in vetd.log.read_text().splitlines() if "noise.bin" in line]
    # what else is taken meanwhile ends one trouble and begins the next: not one line for each try
    assert 1 <= len(complaints) <= 2, complaints
    assert "large stays in the inbox" in complaints[0] and "File too large" in complaints[0]
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(vetd.process.pid, resource.RLIMIT_FSIZE, unlimited)
    subscription.until(screened(ledger, "large"))
    assert not (vetd.inbox / "large").exists()
    vetd.end()
    vetd.start()
    ledger.check_spool()


@pytest.fixture
def small_disk(vetd):
    """vetd's state on a file system of its own."""
    vetd.end()
    state = vetd.folder / "state"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", state], capture_output=True
    )
    if mounted.returncode != 0:
        vetd.start()
        pytest.skip("only root of a machine of its own may mount")
    with open(vetd.config, "a") as config:
        config.write("[vetd]\nrescan=1s\n")
    vetd.start()
    yield vetd
    if vetd.process:
        vetd.end()
    subprocess.run(["umount", "--lazy", state], check=True)


def test_a_full_disk_loses_nothing(small_disk):
    vetd = small_disk
    subscription, ledger = vetd.subscribe(), Ledger(vetd)
    vetd.drop("before", {"说明.txt": "项目\n"})
    subscription.until(screened(ledger, "before"))
    filler = vetd.folder / "state" / "filler"
    with pytest.raises(OSError), open(filler, "wb", buffering=0) as file:
        while True:
            file.write(bytes(64 * 1024))
    names = [f"during-{number}" for number in range(4)]
    for name in names:
        vetd.drop(name, {"说明.txt": f"{name}\n", "noise.bin": os.urandom(MIB)})
    subscription.until(lambda: "No space left on device" in vetd.log.read_text())
    subscription.heartbeats(3)
    assert ledger.screened() == 1
    filler.unlink()
    subscription.until(screened(ledger, *names))
    ledger.check_exactly_once()
    assert list(vetd.inbox.iterdir()) == []
    for name in names:
        assert {d["status"] for d in ledger.documents(name).values()} <= {"ok", "unsupported"}
    assert vetd.end() == 0
    vetd.start()
    ledger.check_spool()
