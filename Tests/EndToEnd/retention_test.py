"""When retention has deleted all but the last segment: an idle source, groups and partitions go on where they were."""

from confluent_kafka import TopicPartition

from harness.kafka import consumer, read_all
from harness.leat import Source
from harness.rows import insert
from harness.waiting import wait_until

DEPOT = ("CREATE DATABASE depot", "CREATE TABLE depot.stock (id INT PRIMARY KEY)")
SHOP = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, body TEXT)")


def segments(leat):
    return sorted(path.name for path in (leat.directory / "data/log").glob("*.segment"))


def watermarks(leat, topic):
    """{partition: (first offset, next offset)}"""
    client = consumer(leat.bootstrap)
    try:
        return {n: client.get_watermark_offsets(TopicPartition(topic, n), timeout=10) for n in range(leat.partitions)}
    finally:
        client.close()


def committed(leat, group, topic):
    client = consumer(leat.bootstrap, **{"group.id": group})
    try:
        places = client.committed([TopicPartition(topic, n) for n in range(leat.partitions)], timeout=10)
        return {place.partition: place.offset for place in places if place.offset >= 0}
    finally:
        client.close()


def commit(leat, group, topic, offsets):
    client = consumer(leat.bootstrap, **{"group.id": group})
    client.commit(offsets=[TopicPartition(topic, n, offset) for n, offset in offsets.items()], asynchronous=False)
    client.close()


def rest_of(leat, group, topic):
    """What the group reads from where it is, and the client's complaints."""
    client = consumer(leat.bootstrap, **{"group.id": group, "auto.offset.reset": "error"})
    places = committed(leat, group, topic)
    client.assign([TopicPartition(topic, n, offset) for n, offset in places.items()])
    messages = [client.poll(0.2) for _ in range(15)]
    client.close()
    found = [message for message in messages if message is not None]
    return [message for message in found if message.error() is None], [
        message.error().str() for message in found if message.error() and message.error().code() != -191
    ]


def test_an_idle_source_groups_and_partitions_go_on(leat, servers):
    busy, idle = servers("mariadb"), servers("mysql")
    for server, statements in ((busy, SHOP), (idle, DEPOT)):
        server.reset()
        server.execute(*statements)
    lines = ("retention: { bytes: 1MiB }", "compression: none")
    one = leat(Source("trade", busy.port, "shop"), Source("stock", idle.port, "depot"), queue=lines)
    one.start()
    insert(idle, *range(20), table="depot.stock")
    one.wait_for_records("stock", 20, source=1)
    stock, orders = one.topic("stock", 1), one.topic("orders")
    held = {n: end for n, (_, end) in watermarks(one, stock).items()}
    commit(one, "jobs", stock, held)
    position = [line for line in one.position().splitlines() if line.startswith("stock")]

    for first in range(0, 6000, 500):
        rows = f"SELECT seq, REPEAT(MD5(seq), 20) FROM seq_{first + 1}_to_{first + 500}"
        busy.execute("USE shop", f"INSERT INTO orders {rows}")
    wait_until("all rows", lambda: one.source("trade")["rows"] == 6000)
    ends = wait_until("all readable", lambda: all_readable(one, orders, 6000))
    wait_until("all but the last segment deleted", lambda: len(segments(one)) == 1, seconds=60)
    assert segments(one)[0] != "0" * 20 + ".segment"
    # Nothing is left of the idle source's records.
    assert watermarks(one, stock) == {n: (end, end) for n, end in held.items()}

    one.kill()
    assert len(segments(one)) == 1
    one.start()
    assert position == [line for line in one.position().splitlines() if line.startswith("stock")]
    assert committed(one, "jobs", stock) == held
    assert watermarks(one, stock) == {n: (end, end) for n, end in held.items()}
    assert {n: end for n, (_, end) in watermarks(one, orders).items()} == ends

    insert(idle, *range(20, 30), table="depot.stock")
    busy.execute("INSERT INTO shop.orders VALUES (6001, 'next')")
    wait_until("the next ones", lambda: sum(end for _, end in watermarks(one, stock).values()) == 30)
    records, complaints = rest_of(one, "jobs", stock)
    assert len(records) == 10 and not complaints, complaints
    assert all(record.offset() >= held[record.partition()] for record in records)
    assert sorted(record.envelope()["after"]["id"] for record in read_all(one.bootstrap, [stock])) == [*range(20, 30)]
    wait_until("the next order", lambda: sum(end for _, end in watermarks(one, orders).values()) == 6001)
    last = [record for record in read_all(one.bootstrap, [orders]) if record.envelope()["after"]["id"] == 6001]
    assert [record.offset for record in last] == [ends[last[0].partition]]
    for source in ("trade", "stock"):
        assert one.source(source)["state"] == "streaming" and not one.source(source).get("error")


def all_readable(leat, topic, count):
    ends = {n: end for n, (_, end) in watermarks(leat, topic).items()}
    return ends if sum(ends.values()) == count else None
