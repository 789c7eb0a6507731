"""The checker itself: it accepts the truth and goes red at every dropped, repeated, swapped or altered record."""

import json
from dataclasses import replace

import pytest

from history.changes import Change, Record
from history.checker import check
from history.damage import dropped, renumbered, repeated, swapped


def order(identity, version):
    return {"id": identity, "version": version, "amount": f"{version}.50"}


HISTORY = [
    Change("orders", "c", None, order(1, 1), "writer 1"),
    Change("orders", "c", None, order(2, 1), "writer 1"),
    Change("orders", "c", None, order(3, 1), "writer 2"),
    Change("orders", "u", order(1, 1), order(1, 2), "writer 1"),
    Change("orders", "u", order(3, 1), order(3, 2), "writer 2"),
    Change("orders", "d", order(2, 1), None, "writer 1"),
    Change("orders", "u", order(1, 2), order(1, 3), "writer 1"),
    Change("orders", "c", None, order(4, 1), "writer 1"),
]
TABLES = {"orders": {(1,): order(1, 3), (3,): order(3, 2), (4,): order(4, 1)}}


def queue(history, partitions=2):
    """The records of `history` as a correct bridge would leave them."""
    records, offsets = [], [0] * partitions
    for number, change in enumerate(history):
        source = {"file": "binlog.000001", "pos": 100 + number, "row": 0}
        value = json.dumps({"before": change.before, "after": change.after, "source": source, "op": change.op}).encode()
        key = json.dumps({"id": change.key[0]}).encode()
        partition = change.key[0] % partitions
        for content in [value] + [None] * (change.op == "d"):
            records.append(Record("trade.shop.orders", partition, offsets[partition], key, content))
            offsets[partition] += 1
    return records


EVERY_RECORD = range(len(queue(HISTORY)))
WITH_VALUE = [index for index in EVERY_RECORD if queue(HISTORY)[index].value is not None]
OF_A_CHANGED_ROW = [index for index in EVERY_RECORD if queue(HISTORY)[index].key != b'{"id": 4}']
WITH_NEXT = [
    index
    for index, record in enumerate(queue(HISTORY))
    if any(later.partition == record.partition for later in queue(HISTORY)[index + 1 :])
]


def test_the_truth_passes():
    assert check(HISTORY, queue(HISTORY), TABLES) == []


@pytest.mark.parametrize("index", EVERY_RECORD)
def test_a_dropped_record_is_seen(index):
    assert check(HISTORY, dropped(queue(HISTORY), index), TABLES)


@pytest.mark.parametrize("index", EVERY_RECORD)
def test_a_repeated_record_is_seen(index):
    assert check(HISTORY, repeated(queue(HISTORY), index), TABLES)


@pytest.mark.parametrize("index", WITH_NEXT)
def test_two_swapped_records_are_seen(index):
    assert check(HISTORY, swapped(queue(HISTORY), index), TABLES)


@pytest.mark.parametrize("index", WITH_VALUE)
def test_an_altered_value_is_seen(index):
    records = queue(HISTORY)
    altered = records[index].value.replace(b".50", b".51")
    records[index] = replace(records[index], value=altered)
    assert check(HISTORY, records, TABLES)


@pytest.mark.parametrize("index", OF_A_CHANGED_ROW)
def test_a_record_in_the_wrong_partition_is_seen(index):
    records = queue(HISTORY)
    records[index] = replace(records[index], partition=1 - records[index].partition)
    assert check(HISTORY, renumbered(records), TABLES)


def test_a_gap_in_the_offsets_is_seen():
    records = [replace(record, offset=record.offset + (record.offset > 1)) for record in queue(HISTORY)]
    assert check(HISTORY, records, TABLES)


def test_a_rolled_back_change_in_the_queue_is_seen():
    ghost = Change("orders", "c", None, order(9, 1), "writer 1")
    assert check(HISTORY, queue([*HISTORY, ghost]), TABLES)


def test_an_empty_queue_is_seen():
    assert check(HISTORY, [], TABLES)


def test_a_lost_last_transaction_is_seen_without_the_final_rows():
    assert check(HISTORY, queue(HISTORY[:-1]), {})


def test_a_whole_replayed_transaction_is_seen_without_the_final_rows():
    assert check(HISTORY, queue(HISTORY + HISTORY[-1:]), {})
