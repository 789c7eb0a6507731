"""`position export`, an empty directory, `import`: nothing is lost or repeated, offsets never fall, clients notice."""

import json
import shutil
import time

import pytest
from confluent_kafka import KafkaError, TopicPartition

from harness.kafka import consumer, partitions_of, read_all, record_of
from harness.leat import Source
from harness.rows import insert, start_streaming
from harness.waiting import free_port
from harness.xa import XA
from history.checker import check
from history.verdict import records_after
from history.writer import TABLES, Load

SHOP = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY)")


def export(leat, *options):
    file = leat.directory / "export.json"
    result = leat.command("position", "export", file, "--config", leat.config, *options)
    assert result.returncode == 0, result.stderr
    return json.loads(file.read_text())


def import_(leat):
    return leat.command("position", "import", leat.directory / "export.json", "--config", leat.config)


def replace_by_import(leat):
    """The directory is gone, and a new one is made from the export."""
    shutil.rmtree(leat.directory / "data")
    result = import_(leat)
    assert result.returncode == 0, result.stderr


def topics(leat):
    return [leat.topic(table) for table in TABLES]


def next_offsets(exported):
    return {
        (topic["name"], number): partition["next_offset"]
        for topic in exported["topics"]
        for number, partition in enumerate(topic["partitions"])
    }


def ends(records):
    """The offset after the last record of each partition."""
    result = {}
    for record in records:
        home = record.topic, record.partition
        result[home] = max(result.get(home, 0), record.offset + 1)
    return result


def files(leat):
    return {path: path.read_bytes() for path in (leat.directory / "data").rglob("*") if path.is_file()}


@pytest.mark.parametrize("stop", ["terminate", "kill"])
def test_the_next_transaction_follows_exactly(bridge, leat, server, seed, stop):
    load = Load(server, "shop", seed)
    load.start()
    start_streaming(bridge)
    bridge.wait_for_records("audit", 200)
    getattr(bridge, stop)()
    before = files(bridge)
    exported = export(bridge)
    assert files(bridge) == before, "an export changes nothing"
    position = bridge.position()

    # What the old queue holds, served from a copy that cannot go on.
    old = leat(Source("trade", free_port(), "shop"))
    shutil.copytree(bridge.directory / "data", old.directory / "data")
    old.start()
    first = read_all(old.bootstrap, topics(old))
    cluster = consumer(old.bootstrap).list_topics(timeout=10).cluster_id
    old.terminate()

    replace_by_import(bridge)
    assert bridge.position() == position
    start_streaming(bridge)
    load.finish()
    rest = records_after(bridge)
    assert first and rest
    assert ends(first).items() <= next_offsets(exported).items()
    problems = check(load.history(), first + rest, load.tables())
    assert not problems, "\n".join(problems)
    assert consumer(bridge.bootstrap).list_topics(timeout=10).cluster_id == cluster == exported["log"]["id"]
    assert bridge.command("log", "check", bridge.directory / "data").returncode == 1  # in use
    bridge.terminate()
    checked = bridge.command("log", "check", bridge.directory / "data")
    assert checked.returncode == 0, checked.stdout


class Follower:
    """A client that stays connected while the queue is replaced under it, as a stream job does."""

    def __init__(self, leat, group, reset="earliest"):
        # Asks for leader epochs often, so that the test need not wait for it.
        options = {"topic.metadata.refresh.interval.ms": 500, "reconnect.backoff.max.ms": 200}
        self.client = consumer(leat.bootstrap, **{"group.id": group, "auto.offset.reset": reset, **options})
        self.places = partitions_of(self.client, [leat.topic("orders")])
        self.client.assign(self.places)
        self.records, self.epochs, self.errors = [], [], []

    def follow(self, until, seconds=30):
        deadline = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < deadline, f"{len(self.records)} records, errors {self.errors}"
            for message in self.client.consume(num_messages=1000, timeout=0.1):
                if message.error() is None:
                    self.records.append(record_of(message))
                    self.epochs.append(message.leader_epoch())
                elif message.error().code() != KafkaError._PARTITION_EOF:
                    self.errors.append(message.error().str())

    def is_told(self):
        return any("truncat" in error for error in self.errors)

    def ids(self):
        return [record.envelope()["after"]["id"] for record in self.records]

    def commit(self):
        places = [TopicPartition(topic, partition, end) for (topic, partition), end in ends(self.records).items()]
        self.client.commit(offsets=places, asynchronous=False)


def committed(leat, group):
    client = consumer(leat.bootstrap, **{"group.id": group})
    try:
        places = client.committed(partitions_of(client, [leat.topic("orders")]), timeout=10)
        return {(place.topic, place.partition): place.offset for place in places}
    finally:
        client.close()


def test_clients_go_on_and_those_who_were_ahead_are_told(bridge, server):
    """The export is older than the last transactions: they are carried again, at the same offsets."""
    server.execute(*SHOP)
    start_streaming(bridge)
    insert(server, *range(50))
    bridge.wait_for_records("orders", 50)
    steady, ahead = Follower(bridge, "steady"), Follower(bridge, "ahead", reset="error")
    steady.follow(lambda: len(steady.records) == 50)
    steady.commit()
    steady.client.pause(steady.places)  # or it would fetch ahead of what is asked of it
    place = committed(bridge, "steady")
    exported = export(bridge, "--http", bridge.http)  # from the running process
    assert next_offsets(exported) == ends(steady.records)
    insert(server, *range(50, 60))
    ahead.follow(lambda: len(ahead.records) == 60)
    bridge.kill()

    replace_by_import(bridge)
    start_streaming(bridge)
    assert committed(bridge, "steady") == place
    insert(server, 60)
    steady.client.resume(steady.places)
    steady.follow(lambda: 60 in steady.ids())
    steady.follow(lambda: len(steady.records) >= 61)
    assert sorted(steady.ids()) == list(range(61)) and not steady.is_told()
    assert set(steady.epochs[:50]) == {0} and set(steady.epochs[50:]) == {1}
    again = {(one.partition, one.offset): one.envelope()["source"] for one in steady.records}
    for one in ahead.records:
        assert again[one.partition, one.offset] == one.envelope()["source"]
    ahead.follow(ahead.is_told)
    # A new member of the group goes on there, too.
    late = Follower(bridge, "steady")
    late.client.assign(late.client.committed(late.places))
    late.follow(lambda: len(late.records) == 11)
    assert sorted(late.ids()) == list(range(50, 61))
    for one in (steady, ahead, late):
        one.client.close()


def refused(result, *words, code=1):
    assert result.returncode == code, result
    what, remedy = result.stderr.strip().splitlines()
    assert remedy.startswith("remedy: ")
    assert all(word in result.stderr for word in words), result.stderr


def test_import_is_refused_where_a_queue_is_and_for_a_file_that_is_not_whole(leat, servers):
    server = servers("mariadb")
    server.reset()
    server.execute(*SHOP)
    bridge = leat(Source("trade", server.port, "shop"))
    start_streaming(bridge)
    insert(server, 1)
    bridge.wait_for_records("orders", 1)
    export(bridge)
    refused(import_(bridge), "in use", "stop")
    bridge.terminate()
    before = files(bridge)
    refused(import_(bridge), "already", "move")
    assert files(bridge) == before
    shutil.rmtree(bridge.directory / "data")
    file = bridge.directory / "export.json"
    whole = file.read_text()
    for damaged in (whole[: len(whole) // 2], whole.replace('"next_offset" : 1', '"next_offset" : 2')):
        file.write_text(damaged)
        refused(import_(bridge), "checksum")
    file.write_text("{}")
    refused(import_(bridge), "no file", code=2)
    file.unlink()
    refused(import_(bridge), "export.json", code=2)
    assert not (bridge.directory / "data").exists()
    file.write_text(whole)
    assert import_(bridge).returncode == 0


def test_export_waits_for_prepared_transactions_to_be_decided(leat, servers):
    server = servers("mariadb")
    server.reset()
    server.execute(*SHOP)
    bridge = leat(Source("trade", server.port, "shop"))
    start_streaming(bridge)
    xa = XA(server)
    xa.prepare("'a'", "INSERT INTO orders VALUES (1)")
    insert(server, 2)
    bridge.wait_for_records("orders", 1)
    file = bridge.directory / "export.json"
    words = ("XA", "X'61'", "commit or roll back")
    refused(bridge.command("position", "export", file, "--config", bridge.config), *words)
    bridge.kill()
    refused(bridge.command("position", "export", file, "--config", bridge.config), *words)
    assert not file.exists()
    xa.commit("'a'")
    start_streaming(bridge)
    bridge.wait_for_records("orders", 2)
    assert export(bridge)["topics"][0]["name"] == "trade.shop.orders"
