"""Folds the changes of one epoch into what the table holds after them, and checks each change on the way."""

import json
from collections import Counter

from differential.change import ABSENT, UnreadableRow, canonical_row, canonical_value
from differential.difference import Difference


class Folder:
    """With a primary key rows are found by it; without one they are counted."""

    def __init__(self, epoch):
        self.epoch, self.table = epoch, epoch.table
        self.differences = []
        names = [column.name for column in self.table.columns]
        self._key_at = [names.index(name) for name in self.table.primary]
        self._moved = {}
        if self.table.primary:
            self.rows = {self.key_of(row): row for row in epoch.before}
            if len(self.rows) != len(epoch.before):
                raise ValueError(f"{epoch.name}: rows with one canonical key")
        else:
            self.rows = Counter(epoch.before)

    def key_of(self, row):
        return tuple(row[at] for at in self._key_at)

    def apply(self, change):
        try:
            before = None if change.before is None else canonical_row(self.table, change.before)
            after = None if change.after is None else canonical_row(self.table, change.after)
            self._check_key(change, after or before)
            self._check_images(change, before, after)
        except UnreadableRow as error:
            self._differ(error.what, None, error.column, error.value, None, change)
            return
        if self.table.primary:
            self._apply_by_key(change, before, after)
        else:
            if after is not None and before is not None:
                after = self._filled(after, before)
            self.rows.update(([after] if after is not None else []))
            self.rows.subtract(([before] if before is not None else []))

    def _differ(self, what, key=None, column=None, ours=None, theirs=None, change=None):
        place = change.place if change else ""
        self.differences.append(Difference(self.epoch.name, what, key, column, ours, theirs, place))

    def _check_key(self, change, row):
        """The record's key is the row's primary key."""
        if not self.table.primary:
            if change.record.key is not None:
                self._differ(f"a key without a primary key: {change.record.key}", change=change)
            return
        fields = json.loads(change.record.key or "{}")
        if list(fields) != self.table.primary:
            raise UnreadableRow(f"the record's key has {list(fields)}, the primary key is {self.table.primary}")
        found = tuple(canonical_value(self.table.column(name), value) for name, value in fields.items())
        if found != self.key_of(row):
            self._differ(f"the record's key is {found}, its row says {self.key_of(row)}", change=change)

    def _check_images(self, change, before, after):
        wanted = {"c": (False, True), "u": (True, True), "d": (True, False)}.get(change.operation)
        if wanted != (before is not None, after is not None):
            raise UnreadableRow(f"op {change.operation} with before {before is not None}, after {after is not None}")

    def _apply_by_key(self, change, before, after):
        if before is not None:
            key = self.key_of(before)
            there = self.rows.pop(key, None)
            if there is None:
                self._differ("the stream changes a row that is not there", key, change=change)
                there = before
            self._compare("the before image differs from what the stream said last", key, before, there, change)
            before = there
            if change.moved_to is not None:
                self._moved[change.record.key, change.position, change.source["row"]] = there
        if after is not None:
            if change.moved_from is not None:
                before = self._moved.pop((change.moved_from, change.position, change.source["row"]), None)
            key = self.key_of(after)
            if before is not None:
                after = self._filled(after, before)
            if key in self.rows:
                self._differ("the stream inserts a row that is there", key, change=change)
            self.rows[key] = after

    def _compare(self, what, key, ours, theirs, change):
        for column, one, other in zip(self.table.columns, ours, theirs, strict=True):
            if one is not ABSENT and other is not ABSENT and one != other:
                self._differ(what, key, column.name, one, other, change)

    def _filled(self, row, old):
        """A row whose absent columns are as before; what a generated column is now nobody knows."""
        if ABSENT not in row:
            return row
        columns = self.table.columns
        return tuple(
            old[at] if value is ABSENT and not columns[at].generated else value for at, value in enumerate(row)
        )
