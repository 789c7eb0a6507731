"""Faults at random moments for a running `leat` and its database; each is over when the next begins."""

import errno
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

from harness.waiting import wait_until


class Mischief:
    """`disk` is the BadDisk that `leat` was started on. What was done is counted in `done`."""

    def __init__(self, leat, server, disk, seed):
        self.leat, self.server, self.disk = leat, server, disk
        self.random, self.done, self.restarts = random.Random(f"{seed}/mischief"), Counter(), Counter()

    FAULTS = (
        ("kill", 4),
        ("kill_at_once_again", 1),
        ("terminate", 1),
        ("freeze", 3),
        ("freeze_database", 2),
        ("full_disk", 2),
        ("full_disk_that_takes_nothing", 1),
        ("bad_write", 1),
        ("bad_sync", 2),
        ("bad_read", 2),
        ("slow_death", 1),
    )

    def go_on(self, seconds):
        """Each kind once, in a random order, and then by chance until the time is over."""
        deadline = time.monotonic() + seconds
        kinds, weights = zip(*self.FAULTS, strict=True)
        first = self.random.sample(kinds, len(kinds))
        while time.monotonic() < deadline:
            kind = first.pop() if first else self.random.choices(kinds, weights)[0]
            getattr(self, kind)()
            self.done[kind] += 1
            self._recover(kind)
            time.sleep(self.random.uniform(0, 0.6))

    # Of these the log cannot get over by itself: what a failed write or fdatasync left behind nobody knows.
    STOPPING = {"bad_write", "bad_sync"}

    def _recover(self, kind):
        """Only a log that says that it has stopped is helped: by a restart, as its remedy says."""
        if kind in self.STOPPING and self._has_stopped():
            self.restarts[kind] += 1
            self._restart()
        else:
            wait_until(f"leat is well after {kind}", self._is_well, seconds=20)

    def _has_stopped(self):
        """The log was stopped by an error that only a restart can follow, and both the page and the log file say it."""
        return self._health() == 503

    def _is_well(self):
        return self._health() == 200

    def _health(self):
        try:
            return self.leat.get("/healthz").status
        except OSError as error:
            return getattr(error, "code", None)

    def _restart(self):
        self.leat.kill()
        self.leat.start()

    def _pause(self, longest):
        time.sleep(self.random.uniform(0.05, longest))

    # The faults

    def kill(self):
        self._restart()

    def kill_at_once_again(self):
        """During recovery, too."""
        self.leat.kill()
        for _ in range(3):
            self.leat.start(wait=False)
            self._pause(0.25)
            self.leat.kill()
        self.leat.start()

    def terminate(self):
        self.leat.terminate()
        self.leat.start()

    def freeze(self):
        self._freeze(self.leat.process.pid)

    def freeze_database(self):
        self._freeze(int((Path(self.server.directory) / "server.pid").read_text()))

    def _freeze(self, process):
        os.kill(process, signal.SIGSTOP)
        try:
            self._pause(2)
        finally:
            os.kill(process, signal.SIGCONT)

    def full_disk(self):
        """Files cannot grow; what is allocated can be written."""
        with self.disk.failing("full"):
            self._pause(4)

    def full_disk_that_takes_nothing(self):
        """As on a file system that writes every block to a new place."""
        with self.disk.failing("write", errno.ENOSPC):
            self._pause(2)

    def bad_write(self):
        with self.disk.failing("write"):
            self._pause(0.5)

    def bad_sync(self):
        with self.disk.failing("sync"):
            self._pause(0.5)

    def bad_read(self):
        with self.disk.failing("read"):
            self._pause(1.5)

    def slow_death(self):
        """Killed while the disk fails."""
        with self.disk.failing(self.random.choice(("write", "sync", "full"))):
            self._pause(0.3)
            self.leat.kill()
        self.leat.start()
