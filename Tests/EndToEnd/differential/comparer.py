"""Compares a folded stream with what SELECT gave, value by value."""

from collections import Counter

from differential.change import ABSENT
from differential.difference import Difference
from differential.folder import Folder


def fold_and_compare(epochs, changes):
    """All differences between `changes` (of every topic) and the epochs of the tables."""
    by_table, differences = {}, []
    for change in changes:
        by_table.setdefault(f"{change.source['db']}.{change.source['table']}", []).append(change)
    for name, listed in by_table.items():
        # A key that changes moves its row to another partition: the delete there comes before the insert here. All
        # events of a compressed transaction have one position; within it the partitions keep their order.
        listed.sort(key=_moment if _positions_are_exact(listed) else _place)
        remaining = listed
        for epoch in sorted((epoch for epoch in epochs if epoch.name == name), key=lambda epoch: epoch.start):
            mine = [change for change in remaining if epoch.start <= change.position < epoch.end]
            taken = set(map(id, mine))
            remaining = [change for change in remaining if id(change) not in taken]
            differences += compare(epoch, mine)
        differences += [Difference(name, "a change while there was no such table", place=c.place) for c in remaining]
    untouched = [epoch for epoch in epochs if epoch.name not in by_table]
    return differences + [one for epoch in untouched for one in compare(epoch, [])]


def _moment(change):
    return change.position, change.source["row"], change.operation != "d"


def _place(change):
    return change.position, change.record.partition, change.record.offset


def _positions_are_exact(changes):
    """Whether each position and row number is of one change of a row."""
    whole = [change for change in changes if change.moved_from is None]
    return len({(change.position, change.source["row"]) for change in whole}) == len(whole)


def compare(epoch, changes):
    folder = Folder(epoch)
    for change in changes:
        folder.apply(change)
    compared = _compare_keyed if epoch.table.primary else _compare_counted
    return folder.differences + compared(epoch, folder)


def _compare_keyed(epoch, folder):
    place = f"at the end of {epoch.start} – {epoch.end}"
    theirs = {folder.key_of(row): row for row in epoch.after}
    for key in theirs.keys() - folder.rows.keys():
        yield_row = Difference(epoch.name, "the server has a row that the stream has not", key, place=place)
        folder.differences.append(yield_row)
    found = []
    for key in folder.rows.keys() - theirs.keys():
        found.append(Difference(epoch.name, "the stream has a row that the server has not", key, place=place))
    for key in theirs.keys() & folder.rows.keys():
        for column, our, their in zip(epoch.table.columns, folder.rows[key], theirs[key], strict=True):
            # An insert of row image MINIMAL leaves defaults out; updates of MariaDB leave generated columns out.
            if our != their and our is not ABSENT:
                what = f"another value ({column.kind.declaration})"
                found.append(Difference(epoch.name, what, key, column.name, our, their, place))
    return found


def _compare_counted(epoch, folder):
    """Rows without a key are the same if each of them is there as often."""
    place = f"at the end of {epoch.start} – {epoch.end}"
    theirs = Counter(epoch.after)
    if any(ABSENT in row for row in folder.rows):
        return []
    def text(row):
        return f"{folder.rows[row]} times in the stream, {theirs[row]} times on the server"

    return [
        Difference(epoch.name, text(row), row, place=place)
        for row in folder.rows.keys() | theirs.keys()
        if folder.rows[row] != theirs[row]
    ]
