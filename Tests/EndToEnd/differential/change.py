"""A record of the queue as a change of one row, in canonical texts."""

import json
from dataclasses import dataclass

from differential.position import Position

UNAVAILABLE = "__debezium_unavailable_value"


class Absent:
    """The row image did not hold the column."""

    def __repr__(self):
        return "absent"


ABSENT = Absent()


class UnreadableRow(Exception):
    """The event's row does not fit the table: what, and the column if it is one."""

    def __init__(self, what, column=None, value=None):
        super().__init__(what)
        self.what, self.column, self.value = what, column, value


@dataclass
class Change:
    record: object
    operation: str
    source: dict
    before: dict | None
    after: dict | None
    position: Position
    # Whether it is one half of an update that changed the key.
    moved_to: bytes | None
    moved_from: bytes | None

    @property
    def table(self):
        return f"{self.source['db']}.{self.source['table']}"

    @property
    def place(self):
        return f"at {self.position} row {self.source['row']}, {self.record.place}, op {self.operation}"


def change_of(record):
    envelope = json.loads(record.value, parse_float=float)
    source, headers = envelope["source"], dict(record.headers)
    return Change(
        record,
        envelope["op"],
        source,
        envelope["before"],
        envelope["after"],
        Position.of(source["file"], source["pos"]),
        headers.get("__debezium.newkey"),
        headers.get("__debezium.oldkey"),
    )


def canonical_row(table, row):
    """The row's values in the order of the table's columns."""
    names = [column.name for column in table.columns]
    if list(row) != names:
        raise UnreadableRow(f"the event has the columns {list(row)}, the table {names}")
    return tuple(canonical_value(column, value) for column, value in zip(table.columns, row.values(), strict=True))


def canonical_value(column, value):
    if value is None:
        return None
    if value == UNAVAILABLE:
        return ABSENT
    try:
        return column.kind.record(value)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableRow(f"{column.kind.declaration}: {error}", column.name, value) from error
