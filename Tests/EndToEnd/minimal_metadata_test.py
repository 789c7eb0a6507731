"""binlog_row_metadata=MINIMAL: columns are named by the DDL that is read from the binlog, also over restarts; what cannot be
known for certain stops with the remedy."""

import json

import pytest

from harness.leat import Source
from harness.rows import restart, start_streaming
from harness.waiting import wait_until


@pytest.fixture
def server(server):
    before = server.value("SELECT @@binlog_row_metadata")
    server.execute("SET GLOBAL binlog_row_metadata = 'MINIMAL'")
    yield server
    server.execute(f"SET GLOBAL binlog_row_metadata = '{before}'")


def afters(leat, table="orders"):
    """`after` of every record of the table's topic, in order (one partition)."""
    topic = leat.topic(table)
    result = leat.command(
        "consume", topic, "-b", leat.bootstrap, "--from", "earliest", "--exit-at-end", "--format", "value"
    )
    if result.returncode != 0:
        assert topic in result.stderr, result.stderr
        return []
    return [json.loads(line)["after"] for line in result.stdout.splitlines() if line]


def expect(leat, rows, table="orders"):
    wait_until(f"{len(rows)} rows", lambda: len(afters(leat, table)) >= len(rows), seconds=20, pause=0.1)
    assert afters(leat, table) == rows


def test_ddl_between_the_rows_and_restarts(leat, server):
    server.execute("CREATE DATABASE shop CHARACTER SET latin1")
    bridge = leat(Source("trade", server.port, "shop"), partitions=1)
    start_streaming(bridge)
    server.execute(
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, a INT, b INT, kind ENUM('x','y'), name VARCHAR(20))",
        "INSERT INTO shop.orders VALUES (1, 10, 20, 'x', 'é')",
        # Two columns of one type swap their names: the events stay the same byte for byte.
        "ALTER TABLE shop.orders RENAME COLUMN a TO b, RENAME COLUMN b TO a",
        "INSERT INTO shop.orders VALUES (2, 10, 20, 'y', 'b')",
    )
    rows = [
        {"id": 1, "a": 10, "b": 20, "kind": "x", "name": "é"},
        {"id": 2, "b": 10, "a": 20, "kind": "y", "name": "b"},
    ]
    expect(bridge, rows)

    def meanwhile():
        server.execute(
            "INSERT INTO shop.orders VALUES (3, 11, 21, 'x', 'c')",
            "ALTER TABLE shop.orders ADD c BIGINT UNSIGNED FIRST, DROP COLUMN name, CHANGE b total DECIMAL(10,2)",
            "INSERT INTO shop.orders VALUES (18446744073709551615, 4, 1.5, 22, 'y')",
        )

    restart(bridge, "kill", meanwhile)
    rows.append({"id": 3, "b": 11, "a": 21, "kind": "x", "name": "c"})
    last = {"c": 18446744073709551615, "id": 4, "total": "1.50", "a": 22, "kind": "y"}
    wait_until("4 rows", lambda: len(afters(bridge)) >= 4, seconds=20, pause=0.1)
    found = afters(bridge)
    assert found[:3] == rows
    assert list(found[3]) == list(last) and {key: str(value) for key, value in found[3].items()} == {
        key: str(value) for key, value in last.items()
    }
    # gh-ost's way, with a restart before the cut-over.
    server.execute(
        "CREATE TABLE shop._orders_gho LIKE shop.orders",
        "ALTER TABLE shop._orders_gho CHANGE a quantity INT, DROP c",
        "INSERT INTO shop._orders_gho SELECT id, total, a, kind FROM shop.orders",
    )
    restart(bridge, "terminate")
    server.execute(
        "RENAME TABLE shop.orders TO shop._orders_del, shop._orders_gho TO shop.orders",
        "INSERT INTO shop.orders VALUES (5, 2.25, 7, 'x')",
    )
    wait_until("5 rows", lambda: len(afters(bridge)) >= 5, seconds=20, pause=0.1)
    assert list(afters(bridge)[4]) == ["id", "total", "quantity", "kind"]
    assert bridge.source()["state"] == "streaming"


def test_tables_from_before_the_start_are_looked_up(leat, server):
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(50), n INT)", "FLUSH BINARY LOGS")
    server.purge_binlogs()
    server.execute("INSERT INTO shop.orders VALUES (1, 'a', 5)", "ALTER TABLE shop.orders ADD INDEX (n)")
    bridge = leat(Source("trade", server.port, "shop"), partitions=1)
    start_streaming(bridge)
    expect(bridge, [{"id": 1, "note": "a", "n": 5}])
    server.execute("ALTER TABLE shop.orders RENAME COLUMN n TO m", "INSERT INTO shop.orders VALUES (2, 'b', 6)")
    expect(bridge, [{"id": 1, "note": "a", "n": 5}, {"id": 2, "note": "b", "m": 6}])


def test_a_definition_that_is_not_certain_stops_with_the_remedy(leat, server):
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, a INT, b INT)", "FLUSH BINARY LOGS")
    server.purge_binlogs()
    # INFORMATION_SCHEMA's answer would fit the first row, and be wrong.
    server.execute(
        "INSERT INTO shop.orders VALUES (1, 2, 3)",
        "ALTER TABLE shop.orders RENAME COLUMN a TO b, RENAME COLUMN b TO a",
        "INSERT INTO shop.orders VALUES (2, 2, 3)",
    )
    bridge = leat(Source("trade", server.port, "shop"), partitions=1)
    bridge.start()
    wait_until("stop", lambda: bridge.source()["state"] == "stopped", seconds=20)
    problem = json.dumps(bridge.source())
    assert "shop.orders" in problem and "RENAME COLUMN" in problem
    assert "SET GLOBAL binlog_row_metadata=FULL" in problem
    assert afters(bridge) == []


def test_members_that_information_schema_cannot_show_stop_the_table(leat, server):
    """It is utf8mb3: of a character beyond U+FFFF it shows a question mark."""
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, cargo ENUM('none', '🚚') CHARACTER SET utf8mb4)",
        "FLUSH BINARY LOGS",
    )
    server.purge_binlogs()
    server.execute("INSERT INTO shop.orders VALUES (1, 2)")
    bridge = leat(Source("trade", server.port, "shop"), partitions=1)
    bridge.start()
    wait_until("stop", lambda: bridge.source()["state"] == "stopped", seconds=20)
    assert "members of column cargo" in bridge.source()["error"]
    assert afters(bridge) == []
