"""The verdict on a running `leat` after a load: does its queue hold exactly what the writers committed?"""

import json

from harness.kafka import read_all, wait_for_records
from history.checker import check
from history.writer import END_MARK, TABLES


def records_after(leat, source=0):
    """All records of the load's tables, read once its end mark is readable."""
    wait_for_records(leat.bootstrap, leat.topic("audit", source), _is_end_mark, seconds=90)
    return read_all(leat.bootstrap, [leat.topic(table, source) for table in TABLES])


def _is_end_mark(record):
    return record.value is not None and json.loads(record.value)["after"] == END_MARK


def assert_exact(load, records):
    problems = check(load.history(), records, load.tables())
    assert not problems, "\n".join(problems)
