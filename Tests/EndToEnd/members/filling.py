"""A topic with many records, quickly."""

from harness.waiting import wait_until

PARTITIONS = 8


def fill(leat, server, count):
    """A topic of `count` records over PARTITIONS partitions; gives its name and the end of each."""
    # Made by MariaDB itself, in one transaction.
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
        f"INSERT INTO shop.orders SELECT seq FROM shop.seq_1_to_{count}",
    )
    leat.partitions = PARTITIONS
    leat.segment_bytes = "64MiB"
    leat.write_configuration()
    leat.start()
    topic = leat.topic("orders")
    wait_until(f"{count} records", lambda: sum(ends_of(leat, topic).values()) == count, seconds=120)
    return topic, ends_of(leat, topic)


def ends_of(leat, topic):
    found = next((one for one in leat.json("/api/topics") if one["name"] == topic), None)
    return {place["partition"]: place["end_offset"] for place in found["partitions"]} if found else {}
