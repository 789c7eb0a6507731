"""The two sides of every comparison: a change as the writer made it, a record as a Kafka client read it."""

import json
from dataclasses import dataclass, field
from decimal import Decimal

# Primary keys of the tables that the writers use.
PRIMARY_KEYS = {
    "orders": ("id",),
    "order_items": ("order_id", "line_no"),
    "ledger": ("id",),
    "audit": ("writer", "seq"),
}


@dataclass(frozen=True)
class Change:
    """One committed row change. Changes of one `stream` have a known order; across streams the writer knows none."""

    table: str
    op: str
    before: dict | None
    after: dict | None
    stream: str = field(compare=False)

    @property
    def key(self):
        return key_of(self.table, self.after or self.before)

    def __str__(self):
        return f"{self.table} {self.op} {self.before} -> {self.after}"


@dataclass(frozen=True)
class Record:
    """One record of a partition, as the client handed it over."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    timestamp: int = 0
    headers: tuple = ()

    @property
    def table(self):
        return self.topic.rpartition(".")[2]

    @property
    def place(self):
        return f"{self.topic}[{self.partition}]@{self.offset}"

    def envelope(self):
        return json.loads(self.value)


def key_of(table, row):
    """The primary key of `row` as a tuple."""
    return tuple(row[column] for column in PRIMARY_KEYS[table])


def json_form(row):
    """A row of SELECT in the form that the envelope gives it."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()}
