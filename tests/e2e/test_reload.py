# SPDX-License-Identifier: GPL-3.0-or-later
"""A changed rule pack: taken whole or not at all, and what is stored judged again, once."""

import io
import json
import os
import signal
import socket
import subprocess
import zipfile

from conftest import BUILD, PATIENCE, ROOT
from ledger import Ledger
from pack import Pack, manifest


def zipped(text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("里面/说明.txt", text)
    return packed.getvalue()


def drop_teams(vetd, sizes):
    """Teams of these sizes, each with a document and an archive."""
    names = []
    for number, size in enumerate(sizes):
        name = f"YY-{number:03}"
        files = {"说明.txt": f"项目 {name}\n", "材料.zip": zipped(f"材料 {name}\n")}
        vetd.drop(name, files, manifest(name, size))
        names.append(name)
    return names


def hide_spool(vetd):
    """From here on no document can be opened, and no worker has anything to read."""
    os.rename(vetd.folder / "state/spool/objects", vetd.folder / "state/spool/hidden")


def show_spool(vetd):
    os.rename(vetd.folder / "state/spool/hidden", vetd.folder / "state/spool/objects")


def status(vetd):
    return vetd.ask({"op": "status"})["item"]


def until(subscription, kind):
    while True:
        event = subscription.receive()
        if event["type"] == kind:
            return event["data"]


def is_done(vetd):
    revetting = status(vetd)["revetting"]
    return not revetting["running"] and revetting["waiting"] == 0


def log_of(vetd):
    return vetd.log.read_text(errors="replace")


def test_a_changed_pack_touches_only_what_it_changes(vetd):
    pack, ledger = Pack(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    names = drop_teams(vetd, [1, 4, 5, 3, 5])
    subscription.until_screened(*names)
    before = {key: result["verdict"] for key, result in ledger.results().items()}
    last = ledger.count("SELECT last_sequence FROM store")
    found = status(vetd)["extractions"]["found"]
    hide_spool(vetd)

    pack.write("1.0.1", 4)
    vetd.process.send_signal(signal.SIGHUP)
    told = until(subscription, "vet.pack.reloaded")
    assert told["ok"] and told["submissions"] == 5
    assert told["pack"]["version"] == "1.0.1" and told["previous"]["version"] == "1.0.0"
    subscription.until(lambda: is_done(vetd))

    item = status(vetd)
    assert item["healthy"], item["problems"]
    assert (item["pack_version"], item["revetting"]["changed"]) == ("1.0.1", 2)
    assert item["revetting"]["unchanged"] == 3
    # three documents and the member of an archive, of each
    assert item["extractions"]["found"] - found == 5 * 4
    assert "re-vetting 5 submissions with probe 1.0.1" in log_of(vetd)
    assert "5 submissions with probe 1.0.1: 2 changed, 3 as before" in log_of(vetd)
    events = [event for event in ledger.events() if int(event["sequence"]) > last]
    assert [event["type"] for event in events] == ["vet.pack.reloaded"] + 2 * [
        "vet.finding.reject", "vet.submission.screened"]
    for event in events[1:]:
        assert event["data"]["reason"] == "pack" and event["subject"] in (names[2], names[4])
    for event in events[2::2]:
        assert event["data"]["previous_verdict"] == before[event["subject"], 1]
        assert event["data"]["verdict"] == "ineligible"
    for result in ledger.results().values():
        assert all(document["status"] == "ok" for document in result["documents"])
    assert ledger.count("SELECT count(*) FROM run") == 7
    show_spool(vetd)


def test_going_back_gives_the_results_from_before(vetd):
    pack, ledger = Pack(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    (name,) = drop_teams(vetd, [5])
    subscription.until_screened(name)
    before = ledger.results()[name, 1]
    for version, most in (("1.0.1", 4), ("1.0.0", 5)):
        pack.write(version, most)
        assert f"pack probe {version} is in force" in vetd.vetctl("reload").stdout
        subscription.until_screened(name)
    assert ledger.results()[name, 1] == before
    assert ledger.count("SELECT count(*) FROM run") == 3


def test_an_unchanged_pack_is_said_and_nothing_done(vetd):
    Pack(vetd)
    last = status(vetd)["figures"]["last_sequence"]
    assert "unchanged" in vetd.vetctl("reload").stdout
    assert status(vetd)["figures"]["last_sequence"] == last


def test_a_broken_pack_keeps_the_old_one(vetd):
    pack, ledger = Pack(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    pack.write("1.0.1", 5, message="团队共 {size(memberz)} 人")
    vetd.process.send_signal(signal.SIGHUP)
    told = until(subscription, "vet.pack.reloaded")
    assert not told["ok"] and "memberz" in told["error"] and "rules.yaml:" in told["error"]
    assert told["pack"]["version"] == "1.0.0"
    item = status(vetd)
    assert not item["healthy"]
    assert any("memberz" in problem for problem in item["problems"])
    assert item["pack_version"] == "1.0.0"
    assert "memberz" in log_of(vetd) and "1.0.0 stays in force" in log_of(vetd)
    refused = vetd.vetctl("reload", status=2)
    assert "memberz" in refused.stderr

    # it screens on with the old one
    (name,) = drop_teams(vetd, [5])
    subscription.until_screened(name)
    assert ledger.results()[name, 1]["pack"]["version"] == "1.0.0"

    # and is well again with a sound one
    pack.write("1.0.1", 5)
    vetd.vetctl("reload")
    assert status(vetd)["healthy"]
    subscription.until(lambda: is_done(vetd))
    assert status(vetd)["revetting"]["unchanged"] == 1


def test_a_pack_that_fails_its_own_tests_is_not_taken(vetd):
    pack = Pack(vetd)
    pack.write("1.0.1", 5, tested=7)
    refused = vetd.vetctl("reload", status=2)
    assert "tests" in refused.stderr and "team-size" in refused.stderr
    assert status(vetd)["pack_version"] == "1.0.0"


def test_a_restart_with_another_pack_judges_again(vetd):
    pack, ledger = Pack(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    names = drop_teams(vetd, [5, 4])
    subscription.until_screened(*names)
    assert vetd.end() == 0
    pack.write("1.0.1", 4)
    vetd.start()
    subscription = vetd.subscribe()
    subscription.until(lambda: is_done(vetd))
    assert ledger.results()[names[0], 1]["verdict"] == "ineligible"
    assert ledger.count("SELECT count(*) FROM run") == 3


def test_kills_in_the_middle_resume_and_repeat_nothing(vetd):
    pack, ledger = Pack(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    count = 40
    names = drop_teams(vetd, [4 + number % 2 for number in range(count)])
    subscription.until_screened(*names)
    pack.write("1.0.1", 4)
    marked = "SELECT count(*) FROM submission WHERE judged_pack =" \
             " (SELECT pack_sha256 FROM run WHERE pack_version = '1.0.1' LIMIT 1)"
    vetd.process.send_signal(signal.SIGHUP)
    left = []
    for part in (5, 15, 30):
        while ledger.count(marked) < part:
            vetd.ask({"op": "figures"})  # its answer comes between two submissions
        vetd.end(signal.SIGKILL)
        left.append(count - ledger.count(marked))
        vetd.start()
    assert left[0] > 0, "nothing was interrupted"
    vetd.subscribe().until(lambda: is_done(vetd))

    assert ledger.count(marked) == count
    runs = ledger.rows("SELECT submission, count(*), max(reason = 'pack') FROM run"
                       " GROUP BY submission")
    assert sorted(runs) == [(n + 1, 1 + n % 2, n % 2) for n in range(count)]
    events = ledger.events()
    assert [int(event["sequence"]) for event in events] == list(range(1, len(events) + 1))
    again = [event["subject"] for event in events
             if event["type"] == "vet.submission.screened" and "reason" in event["data"]]
    assert sorted(again) == names[1::2]


def test_in_flight_finishes_with_the_pack_it_began_with(vetd):
    """Stopped children hold the submission up until the other pack is in force."""
    from procfs import family
    pack, ledger = Pack(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    zygotes, _ = family(vetd)
    for zygote in zygotes:
        os.kill(zygote, signal.SIGSTOP)
    (name,) = drop_teams(vetd, [5])
    subscription.until(lambda: status(vetd)["children"] >= 1)  # it is being read
    pack.write("1.0.1", 4)
    vetd.vetctl("reload")
    for zygote in zygotes:
        os.kill(zygote, signal.SIGCONT)
    first, second = [until(subscription, "vet.submission.screened") for _ in range(2)]
    assert first["pack"]["version"] == "1.0.0" and "reason" not in first
    assert second["pack"]["version"] == "1.0.1" and second["reason"] == "pack"
    assert second["previous_verdict"] == first["verdict"]
    assert ledger.count("SELECT count(*) FROM run") == 2


def test_without_stored_extractions_documents_are_read_again(vetd):
    pack, ledger = Pack(vetd), Ledger(vetd)
    vetd.configure("[vetd]\nextractions=0\n")
    subscription = vetd.subscribe()
    names = drop_teams(vetd, [5, 4])
    subscription.until_screened(*names)
    assert "extractions" not in status(vetd)
    pack.write("1.0.1", 4)
    vetd.vetctl("reload")
    subscription.until_screened(names[0])
    subscription.until(lambda: is_done(vetd))
    results = ledger.results()
    assert [results[name, 1]["verdict"] for name in names] == ["ineligible", "eligible"]


def test_what_is_stored_is_private(vetd):
    Pack(vetd)
    subscription = vetd.subscribe()
    subscription.until_screened(*drop_teams(vetd, [3]))
    folder = vetd.folder / "state/extractions"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 5  # four documents and who read them
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def rejudge(vetd, pack):
    return subprocess.run([BUILD / "tests/tools/rejudge", vetd.config, pack.folder],
                          capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE)


def test_another_pack_can_be_asked_without_a_trace(vetd):
    pack, ledger = Pack(vetd), Ledger(vetd)
    subscription = vetd.subscribe()
    names = drop_teams(vetd, [5, 4])
    subscription.until_screened(*names)
    stored = [result for _, result in sorted(ledger.results().items())]
    last = ledger.count("SELECT last_sequence FROM store")
    hide_spool(vetd)

    same = rejudge(vetd, pack)  # beside the running vetd
    assert same.returncode == 0, same.stderr
    assert [json.loads(line) for line in same.stdout.splitlines()] == stored
    assert vetd.end() == 0
    pack.write("1.0.1", 4)
    other = rejudge(vetd, pack)  # and without it
    verdicts = [json.loads(line)["verdict"] for line in other.stdout.splitlines()]
    assert verdicts == ["ineligible", "eligible"]
    assert ledger.count("SELECT last_sequence FROM store") == last

    (vetd.folder / "state/extractions/reader").write_text("another worker")
    none = rejudge(vetd, pack)
    assert none.returncode == 1 and none.stdout == ""
    assert none.stderr.count("is not stored") == 2
    show_spool(vetd)


def test_the_service_manager_hears_of_a_reload(vetd):
    vetd.end()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(vetd.folder / "notify"))
        manager.settimeout(PATIENCE)
        vetd.start(env={**os.environ, "NOTIFY_SOCKET": str(vetd.folder / "notify")})
        assert manager.recv(4096).startswith(b"READY=1")
        vetd.process.send_signal(signal.SIGHUP)
        assert manager.recv(4096).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
        assert manager.recv(4096).startswith(b"READY=1")
