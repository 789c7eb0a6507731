"""The time between two changes of a table's definition: what it held at both ends is known from the server."""

from dataclasses import dataclass

from differential.kinds.kind import UNREPRESENTABLE
from differential.position import Position
from differential.table import Table


@dataclass
class Epoch:
    # The definition in this time.
    table: Table
    # As (start <= record < end).
    start: Position
    before: list
    end: Position | None = None
    after: list | None = None

    @property
    def name(self):
        return f"{self.table.database}.{self.table.name}"


def canonical_rows(table, rows):
    """What SELECT gave as canonical texts, one tuple per row in the order of the columns."""
    return [tuple(map(canonical_value, table.columns, row)) for row in rows]


def canonical_value(column, value):
    """What the server has and the change event should say."""
    found = column.kind.server(value)
    if found is UNREPRESENTABLE:
        return None if column.nullable else column.kind.epoch
    return found
