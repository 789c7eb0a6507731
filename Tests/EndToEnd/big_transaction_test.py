"""Transactions larger than one compressed frame, and a database that dies while it writes such."""

import contextlib
import hashlib
import os
import threading
import time

import pymysql

from harness.kafka import read_all
from harness.rows import restart, start_streaming
from harness.waiting import wait_until

TABLE = (
    "CREATE DATABASE shop",
    "CREATE TABLE shop.orders (id INT PRIMARY KEY, body MEDIUMTEXT CHARACTER SET ascii)",
)
ROWS, ROW_BYTES = 400, 100_000


def digest(text):
    return hashlib.sha1(text.encode()).hexdigest()


def digests(leat):
    """The digest of every body in the queue by id, a list for each so that a repeated row shows."""
    found = {}
    for record in read_all(leat.bootstrap, [leat.topic("orders")]):
        after = record.envelope()["after"]
        found.setdefault(after["id"], []).append(digest(after["body"]))
    return found


def test_forty_megabytes_that_do_not_compress_arrive_whole(bridge, server):
    """Hexadecimal digits of random bytes: 20 MB of information, more than 16 MiB whatever the compressor."""
    server.execute(*TABLE)
    start_streaming(bridge)
    rows = [(number, os.urandom(ROW_BYTES // 2).hex()) for number in range(ROWS)]
    with server.connect(database="shop") as connection, connection.cursor() as cursor:
        for start in range(0, ROWS, 50):
            cursor.executemany("INSERT INTO orders VALUES (%s, %s)", rows[start : start + 50])
        connection.commit()
        cursor.execute("INSERT INTO orders VALUES (%s, 'end')", (ROWS,))
        connection.commit()
    wait_until("all is saved", lambda: _reached(bridge, server))
    assert bridge.json("/api/status")["queue"]["bytes"] > 16 << 20, "too small for what it shall show"
    restart(bridge, "kill")
    expected = {number: [digest(body)] for number, body in [*rows, (ROWS, "end")]}
    assert digests(bridge) == expected


class BigWriter(threading.Thread):
    """One transaction of several megabytes after the other, until it is told to stop; a broken one is not repeated."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.next_id, self.stop = server, 0, threading.Event()

    def run(self):
        body = "a body of text " * 60
        while not self.stop.is_set():
            numbers = range(self.next_id, self.next_id + 4000)
            self.next_id += 4000
            with contextlib.suppress(pymysql.err.OperationalError, pymysql.err.InterfaceError):
                with self.server.connect(database="shop") as connection, connection.cursor() as cursor:
                    cursor.executemany("INSERT INTO orders VALUES (%s, %s)", [(n, body) for n in numbers])
                    connection.commit()


def test_a_database_killed_within_big_transactions_is_followed_again_by_itself(bridge, server):
    server.execute(*TABLE)
    start_streaming(bridge)
    writer = BigWriter(server)
    writer.start()
    time.sleep(0.9)
    server.kill()
    server.start()
    time.sleep(0.5)
    writer.stop.set()
    writer.join(30)
    committed = [row[0] for row in server.execute("SELECT id FROM shop.orders ORDER BY id")]
    assert len(committed) >= 8000, "too few transactions for a test"
    wait_until("all rows", lambda: bridge.source()["state"] == "streaming" and _reached(bridge, server), seconds=30)
    found = [record.envelope()["after"]["id"] for record in read_all(bridge.bootstrap, [bridge.topic("orders")])]
    assert sorted(found) == committed


def _reached(bridge, server):
    variable = "@@global.gtid_binlog_pos" if server.kind == "mariadb" else "@@global.gtid_executed"
    return bridge.source().get("position") == f"gtid:{server.value(f'SELECT {variable}')}"
