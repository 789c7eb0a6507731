"""Says whether the queue holds exactly what the database committed: each change once, in order, with its values.

`check` returns the list of what is wrong, empty when nothing is. It trusts neither side's order across writers
beyond what is known: within one stream (a writer, or the row that all of them update) the order is exact, and
across streams a partition must follow the binlog position that each envelope names.
"""

from collections import defaultdict
from itertools import zip_longest

from history.changes import Change, key_of

PROBLEMS_MAX = 20


def check(history, records, tables):
    """Compare the committed `history` (in order per stream) and the final rows of `tables` ({name: {key: row}})
    with the `records` of the queue, in the order in which each partition gave them."""
    problems = _offsets(records) + _tombstones(records) + _binlog_order(records)
    changes = _changes(history, records)
    problems += _one_partition_per_key(changes) + _sequences(history, changes) + _folded(changes, tables)
    return problems[:PROBLEMS_MAX]


def _by_partition(records):
    partitions = defaultdict(list)
    for record in records:
        partitions[record.topic, record.partition].append(record)
    return partitions


def _offsets(records):
    return [
        f"{record.place}: expected offset {expected}"
        for partition in _by_partition(records).values()
        for expected, record in enumerate(partition)
        if record.offset != expected
    ]


def _tombstones(records):
    """A delete is followed at once by a record of the same key with no value, and nothing else is."""
    problems = []
    for partition in _by_partition(records).values():
        deleted = None
        for record in partition:
            if deleted is not None and (record.value is not None or record.key != deleted.key):
                problems.append(f"{deleted.place}: no tombstone after the delete")
            if deleted is None and record.value is None:
                problems.append(f"{record.place}: tombstone without a delete")
            deleted = record if record.value is not None and record.envelope()["op"] == "d" else None
        if deleted is not None:
            problems.append(f"{deleted.place}: no tombstone after the delete")
    return problems


def _binlog_order(records):
    """Within a partition the binlog file, the position of the rows event and the row within it rise together."""
    problems = []
    for partition in _by_partition(records).values():
        last, last_op = None, None
        for record in partition:
            if record.value is None:
                continue
            envelope = record.envelope()
            source = envelope["source"]
            here = (int(source["file"].rpartition(".")[2]), source["pos"], source["row"])
            # An update of the primary key is one row of the binlog and two records: delete, then insert.
            is_second_half = here == last and last_op == "d" and envelope["op"] == "c"
            if last is not None and here <= last and not is_second_half:
                problems.append(f"{record.place}: binlog place {here} after {last}")
            last, last_op = here, envelope["op"]
    return problems


def _changes(history, records):
    """The records as (record, change) pairs; the stream of a row is that of the history's changes of its key."""
    streams = {(change.table, change.key): change.stream for change in history}
    changes = []
    for record in records:
        if record.value is None:
            continue
        envelope = record.envelope()
        row = envelope["after"] or envelope["before"]
        stream = streams.get((record.table, key_of(record.table, row)), "nobody")
        changes.append((record, Change(record.table, envelope["op"], envelope["before"], envelope["after"], stream)))
    return changes


def _one_partition_per_key(changes):
    homes = defaultdict(set)
    for record, change in changes:
        homes[change.table, change.key].add(record.partition)
    return [f"{table} {key}: in partitions {sorted(homes)}" for (table, key), homes in homes.items() if len(homes) > 1]


def _sequences(history, changes):
    """Per table, partition and stream, the committed changes and the records are the same sequence."""
    home = {(change.table, change.key): record.partition for record, change in changes}
    expected, found = defaultdict(list), defaultdict(list)
    for change in history:
        expected[change.table, home.get((change.table, change.key)), change.stream].append(change)
    for record, change in changes:
        found[change.table, record.partition, change.stream].append((record, change))
    problems = []
    for lane in expected.keys() | found.keys():
        for wanted, (record, change) in zip_longest(expected[lane], found[lane], fillvalue=(None, None)):
            wanted = wanted if isinstance(wanted, Change) else None
            if wanted != change:
                place = record.place if record else f"end of {lane[0]}[{lane[1]}]"
                problems.append(f"{place}: committed {wanted}, read {change} ({lane[2]})")
                break
    return problems


def _folded(changes, tables):
    """Applying the records in order gives the rows that the database holds now; each before-image is the row before."""
    rows, problems = defaultdict(dict), []
    for record, change in changes:
        table = rows[change.table]
        if change.before is not None and table.get(key_of(change.table, change.before)) != change.before:
            problems.append(f"{record.place}: before-image is not the row as it stood")
        if change.before is not None:
            table.pop(key_of(change.table, change.before), None)
        if change.after is not None:
            table[change.key] = change.after
    for name, wanted in tables.items():
        for key in wanted.keys() | rows[name].keys():
            if wanted.get(key) != rows[name].get(key):
                problems.append(f"{name} {key}: SELECT gives {wanted.get(key)}, the queue {rows[name].get(key)}")
    return problems
