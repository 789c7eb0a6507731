"""Which stage makes a source late: each is made slow and stopped in turn, and is named, and no other."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pymysql
import pytest

from harness.bad_disk import BadDisk
from harness.leat import Source
from harness.network import Link, Proxy
from harness.stages import StageLog
from harness.waiting import wait_until

NAMED_WITHIN, FAULT_SECONDS, CALM_WITHIN = 5.0, 7.0, 15.0
pytestmark = [pytest.mark.alone, pytest.mark.seconds(400)]

CONSUMER = """
import os, sys, time
from confluent_kafka import Consumer
consumer = Consumer({"bootstrap.servers": sys.argv[1], "group.id": "screens", "enable.auto.commit": False,
    "auto.offset.reset": "earliest", "session.timeout.ms": 45000})
consumer.subscribe([sys.argv[2]])
while True:
    slow = os.path.exists(sys.argv[3])
    messages = consumer.consume(5 if slow else 500, timeout=0.3)
    if messages: consumer.commit(asynchronous=False)
    if slow: time.sleep(0.5)
"""


class Scene:
    """A source behind a way that can be disturbed, a steady writer, a consumer, and the log of the stages."""

    def __init__(self, leat, server, directory):
        self.server, self.directory = server, directory
        self.link = Link()
        self.is_linked = self.link.open()
        self.proxy = Proxy(server.port, self.link if self.is_linked else None)
        server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT)")
        self.leat = leat(Source("trade", self.proxy.port, "shop", host=self.proxy.host))
        self.disk = BadDisk(directory / "control", self.leat.directory / "data")
        self.leat.environment = self.disk.environment
        self.leat.start()
        self.ended = threading.Event()
        self.writer = threading.Thread(target=self._write, daemon=True)
        self.writer.start()
        wait_until("rows come", lambda: self.leat.source()["rows"] > 100)
        self.brake = directory / "slow"
        arguments = [sys.executable, "-c", CONSUMER, self.leat.bootstrap, self.leat.topic("orders"), str(self.brake)]
        self.consumer = subprocess.Popen(arguments)
        wait_until("the group has caught up", self._is_caught_up)
        self.log = StageLog(self.leat)

    def _is_caught_up(self):
        groups = [group for group in self.leat.json("/api/status")["groups"] if group["name"] == "screens"]
        return groups and groups[0].get("lag", 10**9) < 200 and (groups[0].get("records_per_second") or 0) > 10

    def _write(self):
        """A hundred commits a second, for as long as the server lets us."""
        while not self.ended.is_set():
            with contextlib.suppress(pymysql.err.Error, OSError), self.server.connect(autocommit=True) as connection:
                with connection.cursor() as cursor:
                    while not self.ended.wait(0.01):
                        cursor.execute("INSERT INTO shop.orders (t) VALUES (REPEAT('x', 200))")
            self.ended.wait(0.2)

    def end(self):
        self.ended.set()
        self.log.end()
        self.consumer.kill()
        self.consumer.wait()
        self.proxy.close()
        self.link.close()
        self.writer.join(10)

    # Faults

    @contextlib.contextmanager
    def server_stopped(self):
        process = int((self.server.directory / "server.pid").read_text())
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    @contextlib.contextmanager
    def server_slow(self):
        """It works for a quarter of a second, then not for two and a half."""
        process, ended = int((self.server.directory / "server.pid").read_text()), threading.Event()

        def disturb():
            while not ended.is_set():
                os.kill(process, signal.SIGSTOP)
                ended.wait(2.5)
                os.kill(process, signal.SIGCONT)
                ended.wait(0.25)

        thread = threading.Thread(target=disturb)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    @contextlib.contextmanager
    def server_killed(self):
        self.server.kill()
        try:
            yield
        finally:
            self.server.start()

    @contextlib.contextmanager
    def decode_starved(self):
        """The thread that decodes gets what busier processes leave of one processor: next to nothing."""
        processor = max(os.sched_getaffinity(0))
        tasks = Path(f"/proc/{self.leat.process.pid}/task").iterdir()
        thread = next(int(task.name) for task in tasks if (task / "comm").read_text().startswith("decode-"))
        before = os.sched_getaffinity(thread)
        burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(6)]
        for burner in burners:
            os.sched_setaffinity(burner.pid, {processor})
            with contextlib.suppress(PermissionError):
                os.setpriority(os.PRIO_PROCESS, burner.pid, -10)
        os.sched_setaffinity(thread, {processor})
        os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
        try:
            yield
        finally:
            for burner in burners:
                burner.kill()
                burner.wait()
            os.sched_setaffinity(thread, before)
            with contextlib.suppress(PermissionError):
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))

    @contextlib.contextmanager
    def consumer_stopped(self):
        self.consumer.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.consumer.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def consumer_slow(self):
        self.brake.touch()
        try:
            yield
        finally:
            self.brake.unlink()

    # Checks

    def wait_for_calm(self):
        """Nothing is late for two seconds."""

        def is_calm():
            samples = self.log.since(time.monotonic() - 2)
            return len(samples) > 4 and not any(named for _, named, _, _ in samples)

        wait_until("no stage is named", is_calm, seconds=CALM_WITHIN + 10, pause=0.2)

    def check(self, stage, fault):
        self.wait_for_calm()
        begun = time.monotonic()
        with fault:
            time.sleep(FAULT_SECONDS)
            ended = time.monotonic()
        samples = [sample for sample in self.log.since(begun) if sample[0] < ended]
        story = "\n".join(f"{at - begun:5.2f} {sorted(named)} {text}" for at, named, _, text in samples)
        print(f"{stage}:\n{story}")
        assert len(samples) > 5, story
        assert not [named for _, named, _, _ in samples if named - {stage}], f"another than {stage} is named:\n{story}"
        first = next((at - begun for at, _, agreed, _ in samples if agreed == stage), None)
        assert first is not None and first <= NAMED_WITHIN, f"{stage} is not named within {NAMED_WITHIN} s:\n{story}"
        text = next(text for _, _, agreed, text in samples if agreed == stage)
        assert text and "\n" not in text
        # Once named it stays named.
        assert all(agreed == stage for at, _, agreed, _ in samples if at - begun > NAMED_WITHIN), story
        return first


@pytest.fixture(scope="module")
def times():
    """How long each fault took to be named, printed at the end."""
    figures = {}
    yield figures
    for fault, seconds in figures.items():
        print(f"named after {seconds:4.1f} s: {fault}")


@pytest.fixture
def scene(leat, servers, tmp_path):
    server = servers("mariadb")
    server.reset()
    one = Scene(leat, server, tmp_path)
    yield one
    one.end()


def test_each_stage_is_named_when_it_is_slow_or_stopped(scene, times):
    faults = [
        ("fsync slow", "fsync", lambda: scene.disk.dawdling(1_200)),
        ("fsync stopped", "fsync", lambda: scene.disk.dawdling(2_000_000_000)),
        ("consumer slow", "consumer", scene.consumer_slow),
        ("consumer stopped", "consumer", scene.consumer_stopped),
        ("network slow", "network", lambda: scene.proxy.slow(delay=1.5)),
        ("network throttled", "network", lambda: scene.proxy.slow(bytes_per_second=4_000)),
        ("server slow", "source", scene.server_slow),
        ("server stopped", "source", scene.server_stopped),
        ("server killed", "source", scene.server_killed),
        ("decode starved", "decode", scene.decode_starved),
    ]
    if scene.is_linked:
        faults.append(("network cut", "network", scene.link.cut))
    # LEAT_STAGES="server|fsync" runs some of them.
    wanted = os.environ.get("LEAT_STAGES", "")
    failed = []
    for name, stage, fault in (one for one in faults if re.search(wanted, one[0])):
        try:
            times[name] = scene.check(stage, fault())
        except (AssertionError, TimeoutError) as error:
            failed.append(f"{name}: {error}")
    for name, seconds in times.items():
        print(f"named after {seconds:4.1f} s: {name}")
    assert not failed, "\n\n".join(failed)
