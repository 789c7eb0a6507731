"""A consumer group whose members come, go and are killed."""

import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from harness.waiting import wait_until
from members.journal import entries
from members.verdict import judge

CLIENTS = ("confluent", "kafka_python")


class MemberProcess:
    def __init__(self, name, client, options):
        self.name, self.client = name, client
        self.journal = Path(options["journal"])
        self.errors = self.journal.with_suffix(".err")
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", f"members.{client}_member", json.dumps(options)],
                cwd=Path(__file__).parents[1],
                stdout=errors,
                stderr=errors,
                stdin=subprocess.DEVNULL,
            )

    @property
    def lives(self):
        return self.process.poll() is None

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def stop(self, seconds=30):
        """Lets the member commit and leave."""
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGTERM)
        if code := self.process.wait(seconds):
            raise RuntimeError(f"{self.name} ended with {code}: {self.errors.read_text()[-2000:]}")

    def entries(self):
        return entries(self.journal)

    def owned(self):
        """The partitions that it has now, as far as it has said."""
        owned = set()
        for entry in self.entries():
            if entry.kind == "A":
                owned.update(entry.numbers)
            elif entry.kind in "VL":
                owned.difference_update(entry.numbers)
        return owned


class Group:
    """`pause` seconds after each `batch` records keep a member from being through too soon."""

    def __init__(self, leat, topic, name, directory, strategy="range", session=3000, batch=200, pause=0.1, poll=30000):
        self.leat, self.topic, self.name = leat, topic, name
        self.directory = Path(directory) / name
        self.directory.mkdir(parents=True)
        self.options = {
            "bootstrap": leat.bootstrap,
            "topic": topic,
            "group": name,
            "strategy": strategy,
            "session": session,
            "batch": batch,
            "pause": pause,
            "poll": poll,
        }
        self.members, self.counter = [], itertools.count(1)

    def start(self, client="confluent", **options):
        name = f"{self.name}-{next(self.counter)}"
        journal = str(self.directory / f"{name}.journal")
        member = MemberProcess(name, client, self.options | {"client": name, "journal": journal} | options)
        self.members.append(member)
        return member

    @property
    def living(self):
        return [member for member in self.members if member.lives]

    def end(self):
        for member in self.living:
            member.kill()

    def status(self):
        """What `/api/groups` says of it; None before it is known."""
        return next((group for group in self.leat.json("/api/groups") if group["name"] == self.name), None)

    def is_stable_with(self, count):
        status = self.status()
        if status and status["state"] == "Stable" and status["member_count"] == count:
            return status
        return None

    def lag(self):
        """Of the topic; None while nothing is committed."""
        status = self.status()
        return next((topic["lag"] for topic in (status or {}).get("topics", ()) if topic["topic"] == self.topic), None)

    def places(self):
        """Committed offset, end and lag by partition, as `leat groups describe` tells."""
        result = self.leat.command(
            "groups", "describe", self.name, "-b", self.leat.bootstrap, "--http", self.leat.http, "--json"
        )
        return {place["partition"]: place for place in json.loads(result.stdout)["partitions"]}


    def finish(self, ends, client="confluent"):
        """Whoever is left (or one of `client`) reads to the end and leaves; gives the verdict of them all."""
        if not self.living:
            self.start(client)
        wait_until("everything committed", lambda: self.lag() == 0, seconds=120)
        wait_until("the members agree", lambda: self.is_stable_with(len(self.living)), seconds=30)
        for member in self.living:
            member.stop()
        verdict = judge({member.name: member.entries() for member in self.members}, ends)
        places = self.places()
        for partition, end in ends.items():
            committed = places[partition]["committed_offset"]
            if committed != end:
                verdict.faults.append(f"partition {partition}: {committed} of {end} committed")
        return verdict


def pause(member):
    os.kill(member.process.pid, signal.SIGSTOP)


def resume(member):
    os.kill(member.process.pid, signal.SIGCONT)
