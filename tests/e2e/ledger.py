# SPDX-License-Identifier: GPL-3.0-or-later
"""What vetd left on disk, read without asking vetd: its store and its spool."""

import collections
import json
import sqlite3


class Ledger:
    def __init__(self, vetd):
        self.state = vetd.folder / "state"
        self.path = self.state / "store.db"

    def rows(self, sql, *values):
        if not self.path.exists():
            return []
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):  # killed before the first migration
                return []
            raise
        finally:
            connection.close()

    def count(self, sql, *values):
        rows = self.rows(sql, *values)
        return rows[0][0] if rows else 0

    def received(self):
        return self.count("SELECT count(*) FROM submission")

    def screened(self):
        return self.count("SELECT count(*) FROM submission WHERE screened_at IS NOT NULL")

    def refusals(self):
        return {path: reason for path, reason in self.rows("SELECT path, reason FROM refusal")}

    def junk(self):
        return self.count("SELECT count(*) FROM junk")

    def versions(self):
        """How often a name of the inbox came with new bytes."""
        return dict(self.rows(
            "SELECT received_as, max(received_version) FROM submission GROUP BY received_as"))

    def results(self):
        """(name in the inbox, version of the receipt): vet.result/1."""
        return {(name, version): json.loads(result) for name, version, result in self.rows(
            "SELECT received_as, received_version, result FROM run"
            " JOIN submission ON submission.number = run.submission ORDER BY run.number")}

    def documents(self, name, version=1):
        """Documents of a result by their path."""
        result = self.results()[name, version]
        return {document["path"]: document for document in result["documents"]}

    def events(self):
        return [json.loads(row[0])
                for row in self.rows("SELECT json FROM event ORDER BY sequence")]

    def check_exactly_once(self):
        """Each version has one run; its events stand in the outbox once and without a gap."""
        runs = dict(self.rows("SELECT submission.number, count(run.number) FROM submission"
                              " LEFT JOIN run ON run.submission = submission.number"
                              " GROUP BY submission.number"))
        assert set(runs.values()) <= {1}, runs
        assert self.screened() == self.received() == len(runs)
        sequences = [row[0] for row in self.rows("SELECT sequence FROM event ORDER BY sequence")]
        last = self.count("SELECT last_sequence FROM store")
        assert sequences == list(range(1, last + 1))
        kinds = collections.Counter(event["type"] for event in self.events())
        assert kinds["vet.submission.received"] == len(runs)
        assert kinds["vet.submission.screened"] == len(runs)
        told = "outcome IN ('reject', 'review', 'note', 'undetermined')"
        findings = sum(n for kind, n in kinds.items() if kind.startswith("vet.finding."))
        assert findings == self.count(f"SELECT count(*) FROM finding WHERE {told}")

    def check_spool(self):
        """Every receipt's bytes are there, and nothing that no receipt needs."""
        spool = self.state / "spool"
        wanted = {row[0] for row in self.rows("SELECT spool FROM submission")}
        assert {path.name for path in (spool / "trees").iterdir()} == wanted
        objects = set()
        for tree in wanted:
            for line in (spool / "trees" / tree).read_text().splitlines()[1:]:
                if not line.startswith("refused "):
                    objects.add(line.split(" ", 1)[0])
        found = {path.name for path in (spool / "objects").glob("*/*")}
        assert found - objects == set(), "orphans"
        assert objects - found == set(), "lost"
        assert list((spool / "drafts").iterdir()) == []
