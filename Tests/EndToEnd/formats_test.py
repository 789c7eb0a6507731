"""Formats: Maxwell and Canal on a real server, and the records beside Debezium's changes."""

import json

import pytest

from harness.kafka import read_all, wait_for_records
from harness.leat import Source
from harness.waiting import wait_until

TABLE = "CREATE TABLE shop.goods (id INT PRIMARY KEY, name VARCHAR(40), price DECIMAL(8,2))"


def pipeline(format, extra=""):
    return f"""
name: goods
capture:
  - tables: [shop.goods]
    topic: goods
    partitions: 1
    format: {format}
{extra}
"""


def change_some(server):
    server.execute("CREATE DATABASE shop", TABLE)
    with server.connect(autocommit=False) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO shop.goods VALUES (1, 'tea', 3.50), (2, 'cup', 10)")
        cursor.execute("UPDATE shop.goods SET price = 4.25 WHERE id = 1")
        connection.commit()
        cursor.execute("DELETE FROM shop.goods WHERE id = 2")
        connection.commit()


def values(bridge, topic, count):
    seen = iter(range(1, count + 1))
    return [json.loads(r.value) for r in wait_for_records(bridge.bootstrap, topic, lambda _: next(seen) == count)]


def test_maxwell_says_where_a_row_stands_in_its_transaction(server, leat):
    change_some(server)
    bridge = leat(Source("trade", server.port, "shop", pipeline=pipeline("maxwell")))
    bridge.start()
    rows = values(bridge, "goods", 4)
    assert [row["type"] for row in rows] == ["insert", "insert", "update", "delete"]
    assert [row.get("xoffset") for row in rows] == [0, 1, None, None]
    assert [row.get("commit") for row in rows] == [None, None, True, True]
    assert rows[0]["xid"] == rows[1]["xid"] == rows[2]["xid"] != rows[3]["xid"]
    assert rows[2]["old"] == {"price": 3.5} and rows[2]["data"]["price"] == 4.25


def test_canal_puts_the_rows_of_an_event_into_one_message(server, leat):
    change_some(server)
    server.execute("TRUNCATE TABLE shop.goods")
    bridge = leat(Source("trade", server.port, "shop", pipeline=pipeline("canal")))
    bridge.start()
    created, inserted, updated, deleted, truncated = values(bridge, "goods", 5)
    assert (created["type"], created["isDdl"]) == ("CREATE", True)
    assert [row["name"] for row in inserted["data"]] == ["tea", "cup"]
    assert updated["old"] == [{"price": "3.50"}] and updated["data"][0]["price"] == "4.25"
    assert deleted["type"] == "DELETE" and deleted["pkNames"] == ["id"]
    assert truncated["type"] == "TRUNCATE"


EXTRA = """
debezium:
  { transaction_metadata: true, schema_changes: true, heartbeat_interval: 1s, include_query: true, tombstones: false }
"""


def test_the_records_beside_debeziums_changes(server, leat):
    if server.kind == "mysql":
        server.execute("SET GLOBAL binlog_rows_query_log_events = ON")
    change_some(server)
    server.execute("TRUNCATE TABLE shop.goods")
    bridge = leat(Source("trade", server.port, "shop", pipeline=pipeline("debezium", EXTRA)))
    bridge.start()
    changes = values(bridge, "goods", 5)
    assert [change["op"] for change in changes] == ["c", "c", "u", "d", "t"]
    assert [change["transaction"]["total_order"] for change in changes[:4]] == [1, 2, 3, 1]
    assert changes[2]["source"]["query"].startswith("UPDATE shop.goods")
    begins_and_ends = values(bridge, "trade.transaction", 4)
    assert [(record["status"], record["event_count"]) for record in begins_and_ends] == [
        ("BEGIN", None),
        ("END", 3),
        ("BEGIN", None),
        ("END", 1),
    ]
    assert begins_and_ends[0]["id"] == changes[0]["transaction"]["id"] == changes[0]["source"]["gtid"]
    schema = values(bridge, "trade", 2)
    assert schema[1]["ddl"].startswith("CREATE TABLE shop.goods")
    assert [column["name"] for column in schema[1]["tableChanges"][0]["table"]["columns"]] == ["id", "name", "price"]
    beats = values(bridge, "__debezium-heartbeat.trade", 2)
    assert beats[1]["ts_ms"] > beats[0]["ts_ms"]


@pytest.mark.parametrize("format", ["maxwell", "canal"])
def test_a_topic_keeps_its_format(server, leat, format):
    change_some(server)
    bridge = leat(Source("trade", server.port, "shop", pipeline=pipeline("debezium")))
    bridge.start()
    values(bridge, "goods", 3)
    bridge.terminate()
    bridge.sources[0].pipeline = pipeline(format)
    bridge.write_configuration()
    server.execute("INSERT INTO shop.goods VALUES (9, 'x', 1)")
    bridge.start()
    wait_until("the refusal", lambda: "goods" in str(bridge.source().get("error")))
    assert len(read_all(bridge.bootstrap, ["goods"])) == 5
