"""A full disk: records wait, reads and offsets go on, and with space everything goes on by itself."""

import os
import secrets
import shutil
import time
import urllib.error

import pytest
from confluent_kafka import TopicPartition

from harness.kafka import consumer, read_all
from harness.leat import Source
from harness.small_disk import SmallDisk
from harness.waiting import wait_until
from history.verdict import assert_exact, records_after
from history.writer import TABLES, Load

pytestmark = [pytest.mark.parametrize("server", ["mariadb"], indirect=True), pytest.mark.seconds(300)]
SECONDS_TO_STOP = 5
BIG_ROWS = "CREATE TABLE shop.big (id INT PRIMARY KEY, content MEDIUMTEXT)"


@pytest.fixture
def disk_and_bridge(leat, server):
    # Small buffers, and a server that soon drops a reader that does not read.
    lines = ("net_write_timeout: 2s", "buffer_bytes_max: 1MiB")
    queue = ("queue_bytes_max: 1MiB", "retention: { bytes: 1GiB }")
    bridge = leat(Source("trade", server.port, "shop", extra=lines), queue=queue)
    disk = SmallDisk(bridge.directory / "data", bridge.directory / "disk.image")
    yield disk, bridge
    if bridge.is_running:
        bridge.kill()
    disk.unmount()


def fill(disk, bridge, server):
    """Fills the disk, and gives `leat` more than its buffers and the connection take."""
    disk.fill()
    with server.connect(autocommit=True) as connection, connection.cursor() as cursor:
        first = cursor.execute("SELECT id FROM shop.big")
        for number in range(first, first + 48):
            cursor.execute("INSERT INTO shop.big VALUES (%s, %s)", (number, secrets.token_hex(256 << 10)))
    wait_until("the disk is said to be full", lambda: bridge.json("/api/status")["queue"]["is_disk_full"], 60)


def readable(bridge):
    """The records of the load's tables that can be read now, partition by partition."""
    records = read_all(bridge.bootstrap, [bridge.topic(table) for table in TABLES])
    return sorted(records, key=lambda record: (record.topic, record.partition, record.offset))


def cpu_seconds(process):
    fields = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def metric(bridge, name):
    text = bridge.get("/metrics").read().decode()
    return float(next(line for line in text.splitlines() if line.startswith(f"{name} ")).split()[1])


def commit(bridge, offset):
    client = consumer(bridge.bootstrap, **{"group.id": "while-full"})
    place = TopicPartition(bridge.topic("audit"), 0, offset)
    try:
        client.commit(offsets=[place], asynchronous=False)
        return client.committed([place], timeout=10)[0].offset
    finally:
        client.close()


def test_records_wait_for_space_and_none_is_lost_or_repeated(disk_and_bridge, server, seed):
    disk, bridge = disk_and_bridge
    print(f"on {disk.kind}")
    load = Load(server, "shop", seed, writers=2, rate=50)
    server.execute(BIG_ROWS)
    load.start()
    bridge.start()
    time.sleep(3)
    for turn in range(2):
        fill(disk, bridge, server)
        assert bridge.get("/healthz").status == 200 and bridge.get("/readyz").status == 200
        assert metric(bridge, "leat_log_disk_full") == 1 and metric(bridge, "leat_queue_writable") == 1
        queue = bridge.json("/api/status")["queue"]
        assert "disk is full" in queue["error"] and "goes on by itself" in queue["remedy"]

        before = readable(bridge)
        spent = cpu_seconds(bridge.process)
        for offset in range(1, 21):
            assert commit(bridge, turn * 100 + offset) == turn * 100 + offset
        # Longer than the server waits for a reader.
        time.sleep(5)
        assert cpu_seconds(bridge.process) - spent < 1.5
        assert readable(bridge) == before
        assert bridge.source()["state"] == "streaming" and "error" not in bridge.source()
        doctor = bridge.command("doctor", "--config", bridge.config)
        assert "do not fit both" in doctor.stdout

        disk.free()
        wait_until("it goes on", lambda: not bridge.json("/api/status")["queue"]["is_disk_full"], 15)
        # Said after some calm, so that a disk at its brim does not fill the log as well.
        wait_until("the end is said", lambda: bridge.log_text().count("has space again") == turn + 1, 20)
    load.finish()
    assert_exact(load, records_after(bridge))
    assert bridge.log_text().count("disk is full") == 2
    assert bridge.log_text().count("connection ended while the queue's disk was full") >= 1
    assert "warning" not in bridge.log_text().lower()
    assert len(read_all(bridge.bootstrap, [bridge.topic("big")])) == 96


def test_it_stops_in_time_and_begins_again_on_a_full_disk(disk_and_bridge, server, seed):
    disk, bridge = disk_and_bridge
    load = Load(server, "shop", seed, writers=2, rate=50)
    server.execute(BIG_ROWS)
    load.start()
    bridge.start()
    time.sleep(2)
    fill(disk, bridge, server)
    before = readable(bridge)
    for restart in range(3):
        if restart == 1:
            bridge.kill()
        else:
            assert bridge.terminate() < SECONDS_TO_STOP
        # Whatever the end has given back.
        disk.fill()
        bridge.start()
        assert {record.offset for record in before} <= {record.offset for record in readable(bridge)}
        assert commit(bridge, 10 + restart) == 10 + restart
    disk.free()
    load.finish()
    assert_exact(load, records_after(bridge))


def test_a_log_whose_files_are_gone_says_so_and_serves_on(bridge, server):
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.audit (writer INT, seq INT, PRIMARY KEY (writer, seq))")
    server.execute("INSERT INTO shop.audit VALUES (1, 1)")
    bridge.start()
    bridge.wait_for_row("audit", {"writer": 1, "seq": 1})
    shutil.rmtree(bridge.directory / "data" / "log")

    def is_not_well():
        try:
            return bridge.get("/healthz").status != 200
        except urllib.error.HTTPError as answer:
            return answer.code == 503

    wait_until("it is not well", is_not_well, 10)
    server.execute("INSERT INTO shop.audit VALUES (2, 2)")
    wait_until("the source says so", lambda: bridge.source()["state"] == "stopped", 10)
    assert "is gone" in bridge.source()["error"]
    spent = cpu_seconds(bridge.process)
    time.sleep(2)
    assert cpu_seconds(bridge.process) - spent < 0.5
    assert len(read_all(bridge.bootstrap, [bridge.topic("audit")])) == 1
    assert bridge.log_text().count("the queue has stopped, reads go on") == 1
