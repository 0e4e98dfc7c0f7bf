#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A subscriber that misses nothing: prints vetd's events in order.

What PUB did not deliver (started late, too slow, vetd restarted) shows as a gap in
`sequence`, or in the heartbeat's, and is asked for at the query endpoint.
"""

import argparse
import json
import sys

import zmq

REPLY_MILLISECONDS = 5000
REPLAY_LIMIT = 1000


class Subscriber:
    def __init__(self, publish, query, start=0):
        self.context = zmq.Context()
        self.query = query
        self.next = start  # the sequence expected; 0 = whatever comes first
        self.source = None  # whose sequences these are
        self.events = self.context.socket(zmq.SUB)
        self.events.setsockopt(zmq.SUBSCRIBE, b"vet.")
        self.events.connect(publish)

    def ask(self, request):
        """The reply, or None. A REQ socket that waits in vain is of no more use."""
        with self.context.socket(zmq.REQ) as socket:
            socket.setsockopt(zmq.LINGER, 0)
            socket.connect(self.query)
            socket.send(json.dumps(request).encode())
            if socket.poll(REPLY_MILLISECONDS):
                return json.loads(socket.recv())
        return None

    def replay(self, last):
        """Yields everything up to and with `last`."""
        while self.next <= last:
            reply = self.ask({"op": "replay", "from": self.next, "limit": REPLAY_LIMIT})
            if not reply or not reply["ok"]:
                print(f"no replay from {self.query}; is vetd running?", file=sys.stderr)
                return
            if not reply["events"]:
                return
            for event in reply["events"]:
                self.next += 1
                yield event

    def __iter__(self):
        # subscribed already: what is published during the replay waits in the socket
        if self.next > 0:
            yield from self.replay(float("inf"))
        while True:
            _, text = self.events.recv_multipart()
            event = json.loads(text)
            sequence = int(event["sequence"])
            heartbeat = event["type"] == "vet.heartbeat"
            if self.source not in (None, event["source"]):
                self.next = 1  # another store counts from 1 again
            self.source = event["source"]
            if self.next == 0:
                self.next = sequence + 1 if heartbeat else sequence
            yield from self.replay(sequence if heartbeat else sequence - 1)
            if not heartbeat and sequence == self.next:
                self.next += 1
                yield event


def describe(event):
    data = event["data"]
    kind = event["type"].rsplit(".", 1)[1]
    line = f"{event['sequence']:>6}  {kind:<12}  {event['subject']}"
    if "finding" in data:
        return f"{line}  {data['finding']['rule']}: {data['finding']['message']}"
    return f"{line}  {data['verdict']}" if "verdict" in data else line


def main():
    parser = argparse.ArgumentParser(description="print vetd's events")
    parser.add_argument("-p", "--publish", default="ipc:///run/vetd/events", metavar="ENDPOINT")
    parser.add_argument("-q", "--query", default="ipc:///run/vetd/query", metavar="ENDPOINT")
    parser.add_argument("-f", "--from", dest="start", type=int, default=0, metavar="N",
                        help="first event wanted; 1 = all there are (default: new ones)")
    parser.add_argument("-c", "--count", type=int, default=0, metavar="N", help="end after N events")
    parser.add_argument("-j", "--json", action="store_true", help="one CloudEvent a line")
    options = parser.parse_args()
    seen = 0
    for event in Subscriber(options.publish, options.query, options.start):
        print(json.dumps(event, ensure_ascii=False) if options.json else describe(event), flush=True)
        seen += 1
        if seen == options.count:
            break


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
