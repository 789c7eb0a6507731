"""Several capture rules or tables that meet in one topic."""

import pytest

from harness.leat import Source
from harness.rows import assert_only, insert, inserted_ids, inserted_rows, restart, start_streaming
from source_faults_test import faulty

ENTRY = """\
  - tables: ["{tables}"]
    topic: all
    partitions: {partitions}
    key: primary
    format: debezium
"""


def capture(one, source, *entries):
    """Write the pipeline of `source` anew: each entry is tables and a partition count, all with the topic `all`."""
    text = "".join(ENTRY.format(tables=tables, partitions=partitions) for tables, partitions in entries)
    (one.directory / f"{source}.yaml").write_text(f"name: {source}\ncapture:\n{text}")


def test_rules_that_disagree_about_the_partitions_stop_their_source_alone(leat, server):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
        "CREATE TABLE shop.items (id INT PRIMARY KEY)",
        "CREATE DATABASE depot",
        "CREATE TABLE depot.orders (id INT PRIMARY KEY)",
    )
    both = leat(Source("trade", server.port, "shop"), Source("stock", server.port, "depot"))
    capture(both, "trade", ("shop.orders", 2), ("shop.items", 3))
    insert(server, 1, 2)
    both.start()
    assert_only(both, [1, 2], "all")
    insert(server, 3)
    insert(server, 1, table="shop.items")
    insert(server, 1, 2, table="depot.orders")
    faulty(both, ["all", "partitions"])
    assert_only(both, [1, 2], both.topic("orders", source=1))
    assert inserted_ids(both, "all") == [1, 2, 3]

    both.terminate()
    both.start()
    faulty(both, ["all", "partitions"])
    insert(server, 3, table="depot.orders")
    assert_only(both, [1, 2, 3], both.topic("orders", source=1))
    assert inserted_ids(both, "all") == [1, 2, 3]
    assert both.source("stock")["state"] == "streaming"


TABLES = ("orders", "log")


@pytest.mark.parametrize(("first", "stop"), [("orders", "terminate"), ("log", "kill")])
def test_after_a_restart_another_table_of_the_topic_may_speak_first(bridge, server, first, stop):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
        "CREATE TABLE shop.log (id INT)",
    )
    capture(bridge, "trade", ("shop.*", 3))
    second = TABLES[1 - TABLES.index(first)]
    start_streaming(bridge)
    insert(server, 1, 2, table=f"shop.{first}")
    assert_only(bridge, [1, 2], "all")
    restart(bridge, stop)
    insert(server, 3, 4, table=f"shop.{second}")
    insert(server, 5, table=f"shop.{first}")
    assert_only(bridge, range(1, 6), "all")
    restart(bridge, stop)
    insert(server, 6, table=f"shop.{second}")
    insert(server, 7, table=f"shop.{first}")
    assert_only(bridge, range(1, 8), "all")
    spoken = {row["id"]: table for table, row in inserted_rows(bridge, "all")}
    assert [spoken[n] for n in range(1, 8)] == [first, first, second, second, first, second, first]
    assert bridge.source().get("error") is None
