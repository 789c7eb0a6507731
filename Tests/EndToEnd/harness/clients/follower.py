"""Processes that read a topic, and what one of them has read."""

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2]


class Follower:
    """A client in a process of its own; `kind` is a class of clients or "kcat"."""

    def __init__(self, kind, bootstrap, topic, directory, group=None):
        self.kind, self.group = kind, group
        self.name = f"{kind} {group or 'alone'}"
        self._file = directory / self.name.replace(" ", "-")
        self._file.touch()
        self._errors = self._file.with_suffix(".errors")
        with self._file.open("ab") as out, self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                self._command(bootstrap, topic), cwd=HOME, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
            )

    def _command(self, bootstrap, topic):
        if self.kind != "kcat":
            module = [sys.executable, "-W", "ignore", "-m", "harness.clients.follow"]
            return [*module, self.kind, bootstrap, topic, self.group or "-", self._file]
        # -E: without it kcat ends when no broker can be reached for a moment.
        kcat = ["kcat", "-E", "-u", "-q", "-b", bootstrap, "-f", "%p %o %s\n", "-X", "auto.offset.reset=earliest"]
        if self.group is None:
            return [*kcat, "-C", "-t", topic, "-o", "beginning"]
        return [*kcat, "-X", "auto.commit.interval.ms=500", "-G", self.group, topic]

    @property
    def is_running(self):
        return self._process.poll() is None

    def errors(self):
        return self._errors.read_text(errors="replace")[-1000:]

    def read(self):
        """(partition, offset, value) of every record, in the order read; a line that is being written is left out."""
        lines = self._file.read_text().split("\n")[:-1]
        return [(int(partition), int(offset), value) for partition, offset, value in (x.split(" ", 2) for x in lines)]

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def kill(self):
        self._process.kill()
        self._process.wait()
