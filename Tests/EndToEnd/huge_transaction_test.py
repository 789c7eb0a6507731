"""A transaction larger than what memory may hold: it goes to the disk in parts and is seen as a whole, once."""

import hashlib
import random
import threading
import time
from pathlib import Path

import pytest

from harness.kafka import read_all
from harness.leat import Source
from harness.rows import start_streaming
from harness.waiting import wait_until

ROW_BYTES = 100_000
RSS_MIB_MAX = 200
SECONDS_TO_STOP = 5
PARTS = ("chain_part_bytes: 1MiB",)
TABLES = (
    "CREATE DATABASE shop",
    "CREATE TABLE shop.orders (id INT PRIMARY KEY, body MEDIUMTEXT CHARACTER SET ascii)",
)


def body(number):
    """Hexadecimal digits: half of it is information, whatever the compressor."""
    return random.Random(number).randbytes(ROW_BYTES // 2).hex()


def digest(text):
    return hashlib.sha1(text.encode()).hexdigest()


@pytest.fixture
def huge(leat, server):
    """A `leat` with small parts, and the table that it reads."""
    server.execute(*TABLES)
    return leat(Source("trade", server.port, "shop", extra=PARTS))


def write(server, rows, first=0, before=(), after=("COMMIT",)):
    """One transaction of `rows` rows."""
    with server.connect(database="shop") as connection, connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        for start in range(first, first + rows, 50):
            numbers = range(start, min(start + 50, first + rows))
            cursor.executemany("INSERT INTO orders VALUES (%s, %s)", [(n, body(n)) for n in numbers])
        for statement in after:
            cursor.execute(statement)


def segments(leat):
    return len(list((leat.directory / "data" / "log").glob("*.segment")))


def in_the_middle(leat, more):
    """Waits until the log has grown by so many files: nothing but a part of the huge transaction."""
    before = segments(leat)
    wait_until("a part is written", lambda: segments(leat) >= before + more, seconds=60, pause=0.005)


def visible(leat, source=0):
    name = leat.topic("orders", source)
    return sum(topic["records"] for topic in leat.json("/api/topics") if topic["name"] == name)


def peak_mib(leat):
    status = Path(f"/proc/{leat.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def assert_each_once(leat, numbers, source=0):
    found = {}
    for record in read_all(leat.bootstrap, [leat.topic("orders", source)]):
        after = record.envelope()["after"]
        found.setdefault(after["id"], []).append(digest(after["body"]))
    assert found == {number: [digest(body(number))] for number in numbers}


class Watch(threading.Thread):
    """Looks how many records can be seen, until it is told to stop."""

    def __init__(self, leat):
        super().__init__(daemon=True)
        self.leat, self.seen, self.stop = leat, [], threading.Event()

    def run(self):
        while not self.stop.is_set():
            self.seen.append(visible(self.leat))
            time.sleep(0.005)


def assert_seen_at_once(leat, server, rows):
    start_streaming(leat)
    watch = Watch(leat)
    watch.start()
    write(server, rows)
    wait_until("all is seen", lambda: visible(leat) == rows, seconds=300)
    watch.stop.set()
    watch.join()
    # The partitions' ends move one after the other, within microseconds.
    assert len([count for count in watch.seen if 0 < count < rows]) <= 1, sorted(set(watch.seen))
    assert len([count for count in watch.seen if count == 0]) > 10
    print(f"peak memory {peak_mib(leat):.0f} MiB")
    assert peak_mib(leat) < RSS_MIB_MAX
    assert_each_once(leat, range(rows))


def test_a_hundred_megabytes_are_seen_at_once_with_little_memory(huge, server):
    assert_seen_at_once(huge, server, 1000)


@pytest.mark.long
@pytest.mark.seconds(900)
def test_half_a_gigabyte_is_seen_at_once_with_little_memory(huge, server):
    assert_seen_at_once(huge, server, 5000)


def test_killed_in_the_middle_several_times_each_row_is_there_once(huge, server):
    start_streaming(huge)
    write(server, 3)
    wait_until("the first rows", lambda: visible(huge) == 3)
    huge.kill()
    write(server, 1000, first=3)
    write(server, 3, first=1003)
    for more in (2, 11, 23):
        huge.start()
        in_the_middle(huge, more)
        assert visible(huge) == 3
        huge.kill()
    start_streaming(huge)
    wait_until("everything", lambda: visible(huge) == 1006, seconds=120)
    assert_each_once(huge, range(1006))
    huge.terminate()
    check = huge.command("log", "check", str(huge.directory / "data"))
    assert check.returncode == 0, check.stderr


def test_sigterm_in_the_middle_ends_in_time_and_the_restart_repeats_it_whole(huge, server):
    write(server, 1000)
    for more in (3, 15):
        huge.start()
        in_the_middle(huge, more)
        assert visible(huge) == 0
        assert huge.terminate() < SECONDS_TO_STOP
    start_streaming(huge)
    wait_until("everything", lambda: visible(huge) == 1000, seconds=120)
    assert_each_once(huge, range(1000))


def test_a_huge_rollback_leaves_nothing(huge, server):
    """MariaDB writes the rows into the binlog when a temporary table was made on the way; see rollback_test."""
    write(server, 2)
    write(server, 200, first=10, before=("CREATE TEMPORARY TABLE t (a INT)",), after=("ROLLBACK",))
    write(server, 200, first=1000)
    start_streaming(huge)
    wait_until("everything", lambda: visible(huge) == 202, seconds=60)
    assert_each_once(huge, [0, 1, *range(1000, 1200)])
    assert huge.source()["state"] == "streaming"


def test_a_huge_xa_transaction_comes_at_its_commit(huge, server):
    start_streaming(huge)
    write(server, 300, before=("ROLLBACK", "XA START 'x'"), after=("XA END 'x'", "XA PREPARE 'x'"))
    write(server, 3, first=1000)
    wait_until("what came after it", lambda: visible(huge) == 3)
    huge.kill()
    huge.start()
    server.execute("XA COMMIT 'x'")
    wait_until("everything", lambda: visible(huge) == 303, seconds=60)
    assert_each_once(huge, [*range(300), *range(1000, 1003)])


def test_two_sources_with_huge_transactions_take_turns(leat, servers):
    pair = [servers("mariadb"), servers("mysql")]
    sources = []
    for name, server in zip(("trade", "stock"), pair, strict=True):
        server.reset()
        server.execute(*TABLES)
        sources.append(Source(name, server.port, "shop", extra=PARTS))
    write(pair[0], 300)
    write(pair[1], 300, first=1000)
    both = leat(*sources)
    both.start()
    for number, first in enumerate((0, 1000)):
        wait_until("everything", lambda number=number: visible(both, number) == 300, seconds=120)
        assert_each_once(both, range(first, first + 300), number)
