"""Kills and a full disk under real producers: every acknowledged record is there, once and in its order."""

import os
import random
import time

import pytest

from harness.kafka import read_all
from harness.leat import Source
from harness.producing import PARTITIONS, Writer, create_topic, open_queue, sent_in_order
from harness.small_disk import SmallDisk
from harness.waiting import free_port, wait_until

KILLS = int(os.environ.get("LEAT_KILLS", 40 if os.environ.get("LEAT_LONG") == "1" else 3))


@pytest.mark.seconds(60 + 10 * KILLS)
@pytest.mark.parametrize("durability", ["fsync", "interval:100ms", "os"])
def test_killed_under_producers_every_acknowledged_record_is_there_once(leat, seed, durability):
    moments = random.Random(seed)
    bridge = open_queue(leat, queue=(f"durability: {durability}",), segment_bytes="1MiB")
    writers = [Writer(bridge.bootstrap, "results", PARTITIONS, f"writer-{number}") for number in range(3)]
    for writer in writers:
        writer.start()
    for kill in range(KILLS):
        time.sleep(moments.uniform(0.1, 0.8))
        bridge.kill()
        bridge.start(wait=kill % 2 == 0)
    time.sleep(0.5)
    for writer in writers:
        writer.finish()
    records = read_all(bridge.bootstrap, ["results"])
    print(f"{sum(writer.sent for writer in writers)} records sent, {len(records)} read")
    assert_exactly_once(writers, records)
    # The comparison goes red when a record is missing, comes twice, or stands in another place.
    for damaged in (records[1:], [*records, records[-1]], [records[1], records[0], *records[2:]]):
        with pytest.raises(AssertionError):
            assert_exactly_once(writers, damaged)


@pytest.fixture
def small_disk(leat):
    """A queue on a disk of its own, which can be filled."""
    bridge = leat(Source("trade", free_port(), "shop"))
    disk = SmallDisk(bridge.directory / "data", bridge.directory / "disk.image")
    yield disk, bridge
    if bridge.is_running:
        bridge.kill()
    disk.unmount()


def test_on_a_full_disk_producers_try_again_until_there_is_space(small_disk):
    disk, bridge = small_disk
    bridge.start()
    create_topic(bridge.bootstrap, "results", PARTITIONS)
    writers = [Writer(bridge.bootstrap, "results", PARTITIONS, f"writer-{number}") for number in range(2)]
    for writer in writers:
        writer.start()
    time.sleep(1)
    disk.fill()
    wait_until("the disk is said to be full", lambda: bridge.json("/api/status")["queue"]["is_disk_full"], 60)
    time.sleep(2)
    # The last free pages may still take a small batch.
    assert all(writer.sent - len(writer.acknowledged) > 5000 for writer in writers)
    disk.free()
    for writer in writers:
        writer.finish()
    assert_exactly_once(writers, read_all(bridge.bootstrap, ["results"]))


def assert_exactly_once(writers, records):
    by_partition = sent_in_order(records)
    values = [record.value.decode() for record in records]
    assert len(values) == len(set(values)), "a record was stored twice"
    assert len(values) == sum(writer.sent for writer in writers), "a record is missing"
    for writer in writers:
        assert len(writer.acknowledged) == writer.sent
        for partition, found in by_partition.items():
            mine = [(r.value.decode(), r.offset) for r in found if r.value.decode().split()[0] == writer.writer_name]
            numbers = [int(value.split()[1]) for value, _ in mine]
            assert numbers == sorted(numbers), "the order of a partition was not kept"
            for value, offset in mine:
                assert writer.acknowledged[value][0] == partition
                # An answer that was lost comes later without the offset, perhaps.
                assert writer.acknowledged[value][1] in (offset, -1001, -1)
