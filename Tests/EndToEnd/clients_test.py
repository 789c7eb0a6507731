"""What Kafka clients see: kcat, confluent-kafka by assign and by subscribe, and `leat consume`."""

import json
import subprocess
import time

import pytest

from harness.kafka import consumer, partitions_of, read_all, record_of

ROWS = 500


@pytest.fixture
def filled(bridge, server):
    """A queue with ROWS inserts, and an update and a delete of the first two rows."""
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(50))",
        "INSERT INTO shop.orders VALUES " + ", ".join(f"({n}, 'order {n}')" for n in range(ROWS)),
        "UPDATE shop.orders SET note = 'changed' WHERE id = 0",
        "DELETE FROM shop.orders WHERE id = 1",
    )
    bridge.start()
    bridge.wait_for_records("orders", ROWS + 3)
    return bridge


def test_the_first_transaction_arrives(bridge, server):
    bridge.start()
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(50))")
    server.execute("INSERT INTO shop.orders VALUES (1, 'first')")
    record = bridge.wait_for_row("orders", {"id": 1, "note": "first"})
    envelope = record.envelope()
    assert json.loads(record.key) == {"id": 1}
    assert (record.offset, envelope["op"], envelope["before"]) == (0, "c", None)
    assert abs(time.time() * 1000 - envelope["source"]["ts_ms"]) < 60_000
    assert (envelope["source"]["db"], envelope["source"]["table"], envelope["source"]["name"]) == (
        "shop",
        "orders",
        "trade",
    )


def kcat(*arguments):
    return subprocess.run(["kcat", "-q", *arguments], capture_output=True, text=True, timeout=60, check=True).stdout


def test_kcat_lists_the_topic_and_its_partitions(filled):
    listing = json.loads(kcat("-L", "-J", "-b", filled.bootstrap))
    topic = next(topic for topic in listing["topics"] if topic["topic"] == "trade.shop.orders")
    assert [partition["partition"] for partition in topic["partitions"]] == [0, 1, 2, 3]


def test_kcat_prints_every_change_in_order_per_key(filled):
    lines = kcat(
        "-C", "-b", filled.bootstrap, "-t", "trade.shop.orders", "-o", "beginning", "-e", "-Z", "-f", "%k %s\n"
    )
    by_key = {}
    for line in lines.splitlines():
        key, _, value = line.partition(" ")
        by_key.setdefault(json.loads(key)["id"], []).append("tombstone" if value == "NULL" else json.loads(value)["op"])
    assert by_key.pop(0) == ["c", "u"]
    assert by_key.pop(1) == ["c", "d", "tombstone"]
    assert by_key == {n: ["c"] for n in range(2, ROWS)}


def test_confluent_kafka_reads_all_by_assign(filled):
    assert len(read_all(filled.bootstrap, ["trade.shop.orders"])) == ROWS + 3


def test_confluent_kafka_reads_from_an_offset_in_the_middle(filled):
    whole = [record for record in read_all(filled.bootstrap, ["trade.shop.orders"]) if record.partition == 2]
    client = consumer(filled.bootstrap)
    partition = next(p for p in partitions_of(client, ["trade.shop.orders"]) if p.partition == 2)
    partition.offset = 17
    client.assign([partition])
    message = next(m for m in iter(lambda: client.poll(20), None) if m.error() is None)
    client.close()
    assert record_of(message) == whole[17]


def test_confluent_kafka_reads_all_by_subscribe_and_goes_on_at_its_commit(filled):
    first = subscribed(filled.bootstrap, ROWS)
    rest = subscribed(filled.bootstrap, 3)
    places = {(record.partition, record.offset) for record in first + rest}
    assert len(first) == ROWS and len(rest) == 3 and len(places) == ROWS + 3


def subscribed(bootstrap, count):
    """Read `count` records as a member of a group, commit behind the last one and leave."""
    client = consumer(bootstrap, **{"group.id": "dashboard", "enable.auto.offset.store": False})
    client.subscribe(["trade.shop.orders"])
    records, deadline = [], time.monotonic() + 60
    while len(records) < count and time.monotonic() < deadline:
        message = client.poll(0.5)
        if message is not None and message.error() is None:
            records.append(record_of(message))
            client.store_offsets(message)
    client.commit(asynchronous=False)
    client.close()
    return records


def test_leat_consume_prints_json_lines(filled):
    result = filled.command(
        "consume", "trade.shop.orders", "-b", filled.bootstrap, "--from", "earliest", "-e", "--format", "json"
    )
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == ROWS + 3
    assert set(lines[0]) == {"topic", "partition", "offset", "timestamp", "key", "value", "headers"}
    places = [(line["partition"], line["offset"]) for line in lines]
    assert len(set(places)) == ROWS + 3


def test_leat_consume_says_what_is_wrong_with_an_unknown_topic(filled):
    result = filled.command("consume", "trade.shop.nothing", "-b", filled.bootstrap, "-e")
    assert result.returncode == 1
    assert "trade.shop.nothing" in result.stderr and len(result.stderr.splitlines()) == 2


def test_leat_topics_list_names_the_topic(filled):
    result = filled.command("topics", "list", "-b", filled.bootstrap)
    assert result.returncode == 0 and "trade.shop.orders" in result.stdout


def test_a_command_that_reaches_nobody_ends_with_3(leat):
    one = leat()
    result = one.command("topics", "list", "-b", one.bootstrap)
    assert result.returncode == 3
    assert one.bootstrap in result.stderr and len(result.stderr.splitlines()) == 2
