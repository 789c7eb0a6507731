"""Histories of writers and readers while `leat` is killed, frozen, and its disk is full or fails: no anomaly."""

import os
import random
import time

import pytest

from harness.bad_disk import BadDisk
from harness.leat import Source
from history.anomalies import anomalies
from history.checker import check
from history.damage import misread, passed_over, polled_again
from history.mischief import Mischief
from history.readers import Member, Rereader, Tail
from history.verdict import records_after
from history.writer import TABLES, Load

IS_LONG = os.environ.get("LEAT_LONG") == "1"
# Of faults, for each server.
SECONDS = int(os.environ.get("LEAT_MISCHIEF_SECONDS", 480 if IS_LONG else 20))


@pytest.mark.seconds(240 + 2 * SECONDS)
def test_nothing_is_lost_repeated_changed_or_skipped(leat, server, seed, tmp_path):
    # Uncompressed and in small segments, so that a full disk is met soon.
    one = leat(Source("trade", server.port, "shop"), queue=("compression: none",))
    disk = BadDisk(tmp_path / "control", one.directory / "data")
    one.environment = disk.environment
    load = Load(server, "shop", seed, rate=40 if IS_LONG else 120)
    load.start()
    one.start()
    topics = [one.topic(table) for table in TABLES]
    readers = [
        kind(f"{kind.__name__.lower()}-{number}", one.bootstrap, topics, seed)
        for kind, count in ((Tail, 2), (Rereader, 2), (Member, 2))
        for number in range(count)
    ]
    for reader in readers:
        reader.start()
    mischief = Mischief(one, server, disk, seed)
    begin = time.monotonic()
    mischief.go_on(SECONDS)
    seconds = time.monotonic() - begin
    load.finish()
    final = records_after(one)
    ends = {(record.topic, record.partition): record.offset + 1 for record in final}
    for reader in readers:
        reader.finish(ends if isinstance(reader, Tail) else None)

    sessions = [session for reader in readers for session in reader.sessions]
    events = [event for reader in readers for event in reader.events]
    seen = sum(len(session.records) for session in sessions)
    print(f"{seconds:.0f} s, {sum(mischief.done.values())} faults: {dict(mischief.done)}")
    print(f"restarts by an operator: {dict(mischief.restarts)}; calls that failed: "
          f"{ {name: disk.count(name) for name in ('write', 'sync', 'read', 'full')} }")
    print(f"{load.transactions} transactions, {len(final)} records; {seen} seen in {len(sessions)} sessions, "
          f"{len(events)} commits and resumes")
    assert not check(load.history(), final, load.tables())
    assert not anomalies(sessions, events, final)
    # The test has shown something: every kind of fault was met, and everybody has read through it.
    assert all(mischief.done[kind] for kind, _ in mischief.FAULTS)
    assert all(disk.count(name) for name in ("write", "sync", "read"))
    assert all(any(session.records for session in reader.sessions) for reader in readers)
    assert_damage_is_seen(sessions[0], final, random.Random(seed))


def assert_damage_is_seen(session, records, moments):
    """The same comparison goes red as soon as one record, or a run of them, was not seen as it was."""
    index = moments.randrange(len(session.records) // 2)
    assert not anomalies([session], [], records)
    for damaged in (misread(session, index), *(
        damage(session, index, count) for damage in (polled_again, passed_over) for count in (1, 20)
    )):
        assert anomalies([damaged], [], records)
    assert anomalies([session], [], [record for record in records if record != session.records[index]])
