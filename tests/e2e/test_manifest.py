# SPDX-License-Identifier: GPL-3.0-or-later
"""What a manifest may do: say who sent what; never be lost in silence, never take another's place unseen."""

import pytest


@pytest.mark.parametrize(
    "content", [b"hello", b"[]", b'{"submission_id": 42}', b'{"a":' * 50 + b"1" + b"}" * 50]
)
def test_a_damaged_manifest_is_a_finding(vetd, content):
    subscription = vetd.subscribe()
    vetd.drop("damaged", {"a.txt": "a", "submission.json": content})
    subscription.until_screened("damaged")
    findings = vetd.ask({"op": "get", "id": "damaged"})["item"]["findings"]
    assert any(
        f["rule"] == "unreadable-document" and f["outcome"] == "review"
        and "submission.json" in f["message"] for f in findings
    )


def test_an_id_that_is_taken_makes_a_version_and_a_line_in_the_log(vetd):
    subscription = vetd.subscribe()
    vetd.drop("first", {"a.txt": "a"}, {"submission_id": "TAKEN", "project_name": "甲"})
    subscription.until_screened("TAKEN")
    vetd.drop("thief", {"a.txt": "b"}, {"submission_id": "TAKEN", "project_name": "乙"})
    subscription.until_screened("TAKEN")
    item = vetd.ask({"op": "get", "id": "TAKEN"})["item"]
    assert (item["submission"]["version"], item["submission"]["path"]) == (2, "thief")
    assert "thief, by its manifest TAKEN" in vetd.log.read_text()
