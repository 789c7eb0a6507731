"""One run: a workload on a server, Leat beside it, both sides compared."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from differential.change import change_of
from differential.comparer import fold_and_compare
from differential.difference import Difference
from differential.kinds.catalogue import Catalogue
from differential.row_counts import counts_in_stream, counts_of
from differential.transactions import DEFAULTS
from differential.workload import Workload
from harness.kafka import consumer, read_all
from harness.leat import Source
from harness.waiting import wait_until

DATABASES = "diff_"
SECONDS_MAX = 120


class SourceStopped(Exception):
    """Leat gave up on the source, and says why."""


@dataclass
class Result:
    seed: int
    server: str
    # Of each topic.
    partitions: int
    workloads: list = field(default_factory=list)
    records: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    differences: list = field(default_factory=list)

    @property
    def epochs(self):
        return [epoch for workload in self.workloads for epoch in workload.epochs]


def run(server, make_leat, features, seed, schemas, rows, live):
    """`live`: Leat reads while the workload runs; otherwise afterwards."""
    result = Result(seed, server.name, random.Random(seed).choice([1, 3]))
    server.execute(*DEFAULTS[server.kind])
    catalogue, old = Catalogue(server, features), Catalogue(server, features, digits=(0,))
    leat = make_leat(Source("s", server.port, f"{DATABASES}*"), partitions=result.partitions)
    if live:
        leat.start()
    for number in range(schemas):
        rng = random.Random(f"{seed} {number}")
        database = f"{DATABASES}{number}"
        if "old_temporals" in features and rng.random() < 0.2:
            # The forms of 5.5. With fraction digits nothing in the binlog tells how wide they are.
            less = features.without("system_versioned")
            workload = Workload(server, database, old, less, rng, ["SET GLOBAL mysql56_temporal_format = OFF"])
        else:
            workload = Workload(server, database, catalogue, features, rng)
        result.workloads.append(workload)
        workload.run(rows)
    if not live:
        leat.start()
    try:
        wait_for_all(leat, server)
    except SourceStopped as stop:
        result.differences = [Difference(table_named(str(stop)), str(stop))]
        return result
    result.records = read_all(leat.bootstrap, topics(leat))
    result.changes = [change_of(record) for record in result.records if record.value is not None]
    result.differences = [*differences_of(result), *differences_of_counts(result, server, leat, features)]
    leat.terminate()
    return result


def table_named(text):
    """The first table of ours in an error's text."""
    found = re.search(rf"{DATABASES}\d+\.\w+", text)
    return found[0] if found else "the source"


def wait_for_all(leat, server):
    """Until the saved position is the server's end; a source that stopped is an error of its own."""
    variable = "@@global.gtid_binlog_pos" if server.kind == "mariadb" else "@@global.gtid_executed"
    end = "gtid:" + server.value(f"SELECT {variable}").replace("\n", "")

    def reached():
        source = leat.source()
        if source["state"] in ("stopped", "retrying"):
            raise SourceStopped(f"{source.get('what')} {source}")
        return source.get("position") == end

    wait_until(f"position {end}", reached, SECONDS_MAX)


def topics(leat):
    client = consumer(leat.bootstrap)
    try:
        return [name for name in client.list_topics(timeout=10).topics if name.startswith(f"s.{DATABASES}")]
    finally:
        client.close()


def differences_of(result):
    rows = [change for change in result.changes if change.operation != "t"]
    return [
        *differences_of_tombstones(result.records),
        *differences_of_truncates(result),
        *fold_and_compare(result.epochs, rows),
    ]


def differences_of_truncates(result):
    """Each TRUNCATE is a record in each partition, without key and rows; what it did to the rows is in the epochs."""
    places = Counter((change.table, change.position) for change in result.changes if change.operation == "t")
    for (table, position), count in places.items():
        if count != result.partitions:
            yield Difference(table, f"truncated in {count} of {result.partitions} partitions", place=str(position))
    ours = Counter(table for table, _ in places)
    theirs = sum((workload.truncated for workload in result.workloads), Counter())
    for table in ours.keys() | theirs.keys():
        if ours[table] != theirs[table]:
            yield Difference(table, f"truncated {ours[table]} times in the stream, {theirs[table]} times on the server")
    for change in result.changes:
        if change.operation == "t" and (change.record.key, change.before, change.after) != (None, None, None):
            yield Difference(change.table, "a truncation with a key or a row", place=change.place)


def differences_of_tombstones(records):
    """Behind each delete of a table with a key stands its tombstone, and nowhere else one."""
    deleted = {}
    for record in records:
        before = deleted.pop((record.topic, record.partition), None)
        if (before is not None) != (record.value is None) or (before and record.key != before.key):
            what = "a delete without tombstone, or a tombstone without delete"
            yield Difference(record.table, what, place=record.place)
        if record.key is not None and b'"op":"d"' in (record.value or b""):
            deleted[record.topic, record.partition] = record
    for record in deleted.values():
        yield Difference(record.table, "a delete without tombstone", place=record.place)


def differences_of_counts(result, server, leat, features):
    theirs, ours = counts_of(server, features, DATABASES), counts_in_stream(result.changes)
    if theirs is None:
        return
    for what in sorted(theirs.rows.keys() | ours.keys()):
        if theirs.rows[what] != ours[what] and what[0] not in theirs.unreadable:
            text = f"{what[1]}: {ours[what]} rows in the stream, {theirs.rows[what]} in the binlog"
            yield Difference(what[0], text)
    counted = leat.source()["notices"]["zero_dates"]
    # The image after an update takes what it leaves out from the image before, which counts once more.
    is_right = counted >= theirs.unrepresentable if "row_image" in features else counted == theirs.unrepresentable
    if not is_right and not theirs.unreadable:
        text = f"{counted} zero dates counted, {theirs.unrepresentable} in the binlog"
        yield Difference("all tables", text)
