"""Damages what was read, so that the test shows that it would see it."""

import copy
import dataclasses


def without_record(result, rng):
    """One change is lost."""
    damaged = copy.copy(result)
    lost = rng.choice(result.changes)
    damaged.changes = [change for change in result.changes if change is not lost]
    damaged.records = result.records
    return damaged, f"without {lost.place}"


def without_tombstone(result, rng):
    damaged = copy.copy(result)
    lost = rng.choice([record for record in result.records if record.value is None])
    damaged.records = [record for record in result.records if record is not lost]
    return damaged, f"without the tombstone {lost.place}"


def with_other_value(result, rng):
    """One value of one row after a change is another one."""
    damaged = copy.copy(result)
    at = rng.choice([at for at, change in enumerate(result.changes) if _values(change)])
    change = result.changes[at]
    name = rng.choice(_values(change))
    after = {**change.after, name: _other(change.after[name])}
    damaged.changes = [*result.changes]
    damaged.changes[at] = dataclasses.replace(change, after=after)
    return damaged, f"column {name} of {change.place}: {after[name]!r} instead of {change.after[name]!r}"


def with_null(result, rng):
    """One value is lost."""
    damaged = copy.copy(result)
    at = rng.choice([at for at, change in enumerate(result.changes) if _values(change)])
    change = result.changes[at]
    name = rng.choice(_values(change))
    damaged.changes = [*result.changes]
    damaged.changes[at] = dataclasses.replace(change, after={**change.after, name: None})
    return damaged, f"column {name} of {change.place}: null"


def with_change_twice(result, rng):
    damaged = copy.copy(result)
    at = rng.randrange(len(result.changes))
    damaged.changes = [*result.changes[: at + 1], *result.changes[at:]]
    return damaged, f"twice {result.changes[at].place}"


DAMAGES = (without_record, without_tombstone, with_other_value, with_null, with_change_twice)


def _values(change):
    return [name for name, value in (change.after or {}).items() if value is not None]


def _other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * 2 + 1
    if isinstance(value, str):
        return value + "x" if value != "x" else "y"
    return [*value, 0.0] if isinstance(value, list) else None
