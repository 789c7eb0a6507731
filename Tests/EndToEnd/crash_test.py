"""Kills of `leat` and of the database under load: then the queue holds every committed change once, in order."""

import os
import random
import time

import pytest

from history.checker import check
from history.damage import dropped, repeated, swapped
from history.verdict import assert_exact, records_after
from history.writer import Load

# Over both servers together.
KILLS = int(os.environ.get("LEAT_KILLS", 100 if os.environ.get("LEAT_LONG") == "1" else 10))


@pytest.mark.seconds(180 + 5 * KILLS)
def test_killed_at_random_moments_it_loses_and_repeats_nothing(bridge, server, seed):
    moments = random.Random(seed)
    load = Load(server, "shop", seed)
    load.start()
    bridge.start()
    for kill in range(KILLS // 2):
        # In turn: while it follows the binlog, and anywhere from its first instruction on, recovery included.
        time.sleep(moments.uniform(0, 1))
        bridge.kill()
        bridge.start(wait=kill % 2 == 0)
    load.finish()
    records = records_after(bridge)
    print(f"{load.transactions} transactions, {len(records)} records")
    assert_exact(load, records)
    assert_damage_is_seen(load, records, moments)


def assert_damage_is_seen(load, records, moments):
    """The same comparison on the same records goes red as soon as one record or a run of them is not right."""
    history, tables = load.history(), load.tables()
    index = moments.randrange(len(records) // 2)
    assert check(history, dropped(records, index), tables)
    assert check(history, repeated(records, index), tables)
    assert check(history, swapped(records, index), tables)
    assert check(history, dropped(records, index, count=20), tables)
    assert check(history, repeated(records, index, count=20), tables)


def test_killed_while_it_catches_up_it_loses_and_repeats_nothing(bridge, server, seed):
    """With a backlog the frames are large and many are in flight."""
    moments = random.Random(seed)
    load = Load(server, "shop", seed, rate=1000)
    load.start()
    time.sleep(8)
    load.finish()
    for _ in range(4):
        bridge.start(wait=False)
        time.sleep(moments.uniform(0.02, 0.4))
        bridge.kill()
    bridge.start()
    assert_exact(load, records_after(bridge))


def test_a_killed_database_is_followed_again_by_itself(bridge, server, seed):
    load = Load(server, "shop", seed)
    load.start()
    bridge.start()
    process = bridge.process.pid
    for _ in range(2):
        time.sleep(2)
        server.kill()
        server.start()
    time.sleep(1)
    load.finish()
    assert_exact(load, records_after(bridge))
    assert bridge.is_running and bridge.process.pid == process


def test_a_rolled_back_transaction_leaves_nothing(bridge, server):
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.audit (writer INT, seq INT, PRIMARY KEY (writer, seq))")
    bridge.start()
    with server.connect(database="shop") as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit VALUES (1, 1)")
        connection.rollback()
        cursor.execute("INSERT INTO audit VALUES (-1, 0)")
        connection.commit()
    records = records_after(bridge)
    assert [record.envelope()["after"] for record in records] == [{"writer": -1, "seq": 0}]
