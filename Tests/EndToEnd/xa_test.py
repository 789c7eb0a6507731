"""XA transactions: their rows come at XA COMMIT, once, whatever is killed between PREPARE and COMMIT."""

import json
import random
import threading
import time

import pytest

from harness.leat import Source
from harness.rows import assert_only, inserted_ids, inserted_rows, restart, start_streaming
from harness.waiting import wait_until
from harness.xa import XA

SHOP = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(200)) ENGINE=InnoDB")


def insert(*ids):
    return "INSERT INTO orders (id) VALUES " + ", ".join(f"({one})" for one in ids)


def plain(server, *ids):
    server.execute("INSERT INTO shop.orders (id) VALUES " + ", ".join(f"({one})" for one in ids))


@pytest.fixture
def xa(server):
    server.execute(*SHOP)
    yield XA(server)
    server.roll_back_prepared()


def ids_in_order(leat):
    """The ids of inserted rows in the order of the queue (one partition)."""
    return [row["id"] for _, row in inserted_rows(leat, leat.topic("orders"))]


def kill_when_logged(leat, name):
    """A prepared transaction goes to the log with the next saved position, a second later on an idle machine."""
    for attempt in range(1, 8):
        time.sleep(1.5 * attempt)
        leat.kill()
        dump = leat.command("log", "dump", leat.directory / "data").stdout
        if f"prepared {name}" in dump:
            return
        start_streaming(leat)
    pytest.fail(f"{name} does not reach the log: {dump[-2000:]}")


@pytest.mark.parametrize("when", ["backlog", "live"])
def test_rows_come_at_the_commit(leat, server, xa, when):
    bridge = leat(Source("trade", server.port, "shop"), partitions=1)
    if when == "live":
        bridge.start()
    xa.prepare("'a'", insert(1, 2))
    plain(server, 3)
    xa.prepare("X'00ff',X'0a',77", insert(4))
    xa.prepare("'rolled','back'", insert(-1))
    if when == "live":
        assert_only(bridge, [3])
        time.sleep(1.5)
    xa.run("'one'", insert(5), end=["COMMIT ONE PHASE"])
    xa.roll_back("'rolled','back'")
    xa.commit("X'00ff',X'0a',77")
    xa.run("'unprepared'", insert(-2), end=["ROLLBACK"])
    xa.commit("'a'")
    # The same name again is another transaction.
    xa.run("'a'", insert(6), end=["PREPARE", "ROLLBACK"])
    xa.run("'a'", insert(7), end=["PREPARE", "COMMIT"])
    plain(server, 8)
    if when == "backlog":
        bridge.start()
    wait_until("row 8", lambda: 8 in inserted_ids(bridge), pause=0.05)
    assert ids_in_order(bridge) == [3, 5, 4, 1, 2, 7, 8]
    assert bridge.source()["state"] == "streaming"


def test_the_records_carry_the_commits_gtid_and_time(bridge, server, xa):
    bridge.start()
    xa.prepare("'a'", insert(1))
    file, position = server.binlog_end()
    time.sleep(2)
    xa.commit("'a'")
    gtid = server.value("SELECT @@gtid_binlog_pos" if server.kind == "mariadb" else "SELECT @@gtid_executed")
    source = bridge.wait_for_row("orders", {"id": 1, "note": None}).envelope()["source"]
    last = gtid.split(":")[-1].split("-")[-1]
    assert source["gtid"].split(":")[-1].split("-")[-1] == last
    assert abs(source["ts_ms"] / 1000 - time.time()) < 1.9
    assert source["file"] == file and source["pos"] < position


@pytest.mark.parametrize("meanwhile", ["commit", "roll back", "nothing"])
def test_killed_between_prepare_and_commit(bridge, server, xa, meanwhile):
    start_streaming(bridge)
    xa.prepare("'a'", insert(1, 2))
    xa.prepare("'other'", insert(3))
    kill_when_logged(bridge, "X'61',X'',1")
    if meanwhile == "commit":
        xa.commit("'a'")
    if meanwhile == "roll back":
        xa.roll_back("'a'")
    start_streaming(bridge)
    if meanwhile == "nothing":
        plain(server, 4)
        assert_only(bridge, [4])
        restart(bridge, "terminate")
        xa.commit("'a'")
    xa.commit("'other'")
    plain(server, 5)
    assert_only(bridge, [3, 5] if meanwhile == "roll back" else [1, 2, 3] + [4] * (meanwhile == "nothing") + [5])


def test_a_killed_server_keeps_its_prepared_transactions(bridge, server, xa):
    start_streaming(bridge)
    xa.prepare("'a'", insert(1))
    xa.prepare("'b'", insert(2))
    # A transaction without PREPARE dies with the server.
    with server.connect(database="shop", autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("XA START 'c'")
        cursor.execute(insert(-1))
        server.kill()
    server.start()
    assert len(server.prepared()) == 2
    xa.commit("'a'")
    xa.roll_back("'b'")
    plain(server, 3)
    assert_only(bridge, [1, 3], seconds=30)


def test_the_prepare_may_be_purged_by_the_time_of_the_commit(bridge, server, xa):
    start_streaming(bridge)
    xa.prepare("'a'", insert(1))
    plain(server, 2)
    assert_only(bridge, [2])
    time.sleep(1.5)
    bridge.terminate()
    server.execute("FLUSH BINARY LOGS")
    server.purge_binlogs()
    start_streaming(bridge)
    xa.commit("'a'")
    assert_only(bridge, [1, 2])


def test_a_commit_whose_prepare_was_not_read_stops_the_source(leat, server, xa):
    xa.prepare("'early','bird'", insert(1))
    bridge = leat(Source("trade", server.port, "shop", start="latest"))
    start_streaming(bridge)
    name = "X'6561726c79',X'62697264',1"
    if server.kind == "mariadb":
        assert "prepared on the server now: 1 XA transactions" in bridge.log_text()
    plain(server, 2)
    assert_only(bridge, [2])
    xa.commit("'early','bird'")
    plain(server, 3)
    wait_until("a stop", lambda: bridge.source()["state"] == "stopped")
    status = bridge.source()
    assert f"XA COMMIT {name}, whose PREPARE this source has not read" in status["error"]
    assert "leat position set" in status["remedy"]
    assert inserted_ids(bridge) == [2]


@pytest.mark.parametrize("killed", [False, True])
def test_many_rows(bridge, server, xa, killed):
    """More than memory keeps (8 MiB), than a part (1 MiB) and than a segment of the log (1 MiB) holds."""
    rows = 60_000
    if not killed:
        bridge.start()
    values = ", ".join(f"({number}, '{'x' * 190}')" for number in range(rows // 6))
    statements = [
        f"INSERT INTO orders SELECT id + {step * rows // 6}, note FROM other" for step in range(6)
    ]
    server.execute("CREATE TABLE shop.other LIKE shop.orders", f"INSERT INTO shop.other VALUES {values}")
    xa.prepare("'large'", *statements)
    if killed:
        start_streaming(bridge)
        kill_when_logged(bridge, "X'6c61726765',X'',1")
        start_streaming(bridge)
    plain(server, rows)
    assert_only(bridge, [rows])
    xa.commit("'large'")
    plain(server, rows + 1)
    wait_until("the last row", lambda: rows + 1 in inserted_ids(bridge), seconds=60)
    assert inserted_ids(bridge) == list(range(rows + 2))


@pytest.mark.seconds(400)
def test_under_load_and_kills_the_queue_holds_what_was_committed(bridge, server, xa, seed):
    """Four writers prepare, commit late, roll back, and commit in one phase; leat is killed at random moments."""
    moments = random.Random(seed)
    stop = threading.Event()

    def write(writer):
        choose = random.Random(seed * 10 + writer)
        number, waiting = 0, []
        while not stop.is_set():
            number += 1
            ids = [writer * 1_000_000 + number * 10 + index for index in range(choose.randrange(4))]
            statements = [insert(*ids)] if ids else []
            name = f"'w{writer}','{number}'"
            match choose.randrange(5):
                case 0:
                    xa.run(name, *statements, end=["COMMIT ONE PHASE"])
                case 1:
                    if ids:
                        plain(server, *ids)
                case 2:
                    xa.run(name, *statements, end=["PREPARE", "ROLLBACK"])
                case _:
                    xa.run(name, *statements)
                    waiting.append(name)
            if len(waiting) > choose.randrange(6):
                end(choose, waiting)
        while waiting:
            end(choose, waiting)

    def end(choose, waiting):
        name = waiting.pop(choose.randrange(len(waiting)))
        if name in server.prepared() or server.kind == "mysql":
            verb = "ROLLBACK" if choose.random() < 0.25 else "COMMIT"
            try:
                server.execute(f"XA {verb} {name}")
            except Exception as problem:  # a transaction without changes ends with its connection
                assert "XA" in str(problem), problem

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(1, 5)]
    for writer in writers:
        writer.start()
    bridge.start()
    for _ in range(8):
        time.sleep(moments.uniform(0.3, 2.5))
        bridge.kill()
        bridge.start(wait=moments.random() < 0.5)
    stop.set()
    for writer in writers:
        writer.join()
    plain(server, 1)
    wait_until("the last row", lambda: 1 in inserted_ids(bridge), seconds=60)
    committed = [row[0] for row in server.execute("SELECT id FROM shop.orders ORDER BY id")]
    assert len(committed) > 20
    assert inserted_ids(bridge) == committed
    assert bridge.source()["state"] == "streaming"
    bridge.terminate()
    check = bridge.command("log", "check", bridge.directory / "data", "--json")
    assert check.returncode == 0, check.stdout
    assert json.loads(check.stdout)
