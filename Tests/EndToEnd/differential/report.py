"""What a person needs to repeat and understand a difference."""

import re

from differential.position import Position

DIFFERENCES_MAX = 20
STATEMENTS_MAX = 6


def report(result):
    lines = [f"LEAT_SEED={result.seed} on {result.server}: {len(result.differences)} differences"]
    for difference in result.differences[:DIFFERENCES_MAX]:
        lines.append(f"- {difference}")
    if result.differences:
        lines += history(result, result.differences[0])
    return "\n".join(lines)


def history(result, difference):
    """The table's definitions, and the statements and records of the row."""
    epochs = [epoch for epoch in result.epochs if epoch.name == difference.table]
    lines = [f"{epoch.start} – {epoch.end}: {epoch.table.create}" for epoch in epochs]
    changes = [change for change in result.changes if change.table == difference.table]
    if difference.key is not None and epochs and epochs[-1].table.primary:
        changes = [change for change in changes if _is_of(change, difference.key, epochs)]
    definitions = [s for w in result.workloads for s in w.history if s.sql.startswith(("CREATE", "ALTER", "RENAME"))]
    short = difference.table.rpartition(".")[2]
    lines += [f"{s.end}: {_short(s.sql)} {s.error or ''}" for s in definitions if f"`{short}`" in s.sql]
    if place := re.search(r"\w+\.(\d{6}):(\d+)", difference.what):
        stopped = Position(int(place[1]), int(place[2]) - 1)
        lines += [f"stopped at: {_short(statement.sql)}" for statement in _statements(result, stopped)]
    for change in changes[-STATEMENTS_MAX:]:
        lines.append(f"record {change.place}: {_short(change.record.value.decode())}")
        lines += [f"  by {_short(statement.sql)}" for statement in _statements(result, change.position)]
    return lines


def _is_of(change, key, epochs):
    from differential.folder import Folder

    for epoch in epochs:
        if epoch.start <= change.position < epoch.end:
            names = epoch.table.primary
            row = change.after or change.before
            return all(name in row for name in names) and _key(epoch, row) == key
    return False


def _key(epoch, row):
    try:
        return tuple(epoch.table.column(name).kind.record(row[name]) for name in epoch.table.primary)
    except ValueError:
        return None


def _statements(result, position):
    """The statements of the transaction that ended first behind the position."""
    for workload in result.workloads:
        ends = [statement.end for statement in workload.history if statement.end and statement.end > position]
        if ends:
            return [s for s in workload.history if s.end == min(ends) and s.error is None][-STATEMENTS_MAX:]
    return []


def _short(text):
    return text if len(text) <= 600 else f"{text[:400]}…{text[-150:]} ({len(text)} characters)"


def summary(result):
    statements = [statement for workload in result.workloads for statement in workload.history]
    failed = sum(statement.error is not None for statement in statements)
    rows = sum(workload.rows for workload in result.workloads)
    return (
        f"{result.server}, seed {result.seed}: {len(result.workloads)} schemas, {rows} rows written, "
        f"{len(result.changes)} changes read, {len(result.epochs)} epochs, {len(statements)} statements "
        f"({failed} refused by the server), {len(result.differences)} differences"
    )
