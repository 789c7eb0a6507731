"""Reads the queue back with `leat consume` and compares it with what the workload committed."""

import json
import subprocess
import time
from collections import Counter

KEYS = {"orders": ("id",), "order_items": ("order_id", "line_no"), "message": ("id",)}
PATIENCE_SECONDS = 20


def compare(leat, bootstrap, tables, committed):
    """Print both numbers, by table and operation; True if they are equal and each key's versions follow."""
    readable, problems = _settled(leat, bootstrap, tables, committed)
    print(f"{'table':<12} {'op':<3} {'committed':>10} {'readable':>10}")
    for name in sorted(committed.keys() | readable.keys()):
        table, op = name.split()
        print(f"{table:<12} {op:<3} {committed[name]:>10} {readable[name]:>10}")
    for problem in problems[:10]:
        print(problem)
    equal = committed == readable and not problems
    sign = "=" if equal else "≠"
    print(f"rows committed {sign} records readable: {committed.total()} {sign} {readable.total()}")
    return equal


def _settled(leat, bootstrap, tables, committed):
    """Read until two readings agree and nothing is missing, or nothing has come for a while."""
    last, since = None, time.monotonic()
    while True:
        found = _read_all(leat, bootstrap, tables)
        if found == last and (found[0].total() >= committed.total() or time.monotonic() - since > PATIENCE_SECONDS):
            return found
        if found != last:
            last, since = found, time.monotonic()
        time.sleep(0.5)


def _read_all(leat, bootstrap, tables):
    counts, problems = Counter(), []
    for table in tables:
        command = [
            leat,
            "consume",
            f"trade.notify.{table}",
            "-b",
            bootstrap,
            "--from",
            "earliest",
            "-e",
            "--format",
            "json",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            _read_table(table, process.stdout, counts, problems)
        if process.returncode != 0:
            problems.append(f"leat consume trade.notify.{table} ended with {process.returncode}")
    return counts, problems


def _read_table(table, lines, counts, problems):
    """Count the changes; each key's versions must rise by one from 1, and every delete have its tombstone."""
    rows, tombstones = {}, 0
    for line in lines:
        record = json.loads(line)
        if record["value"] is None:
            tombstones += 1
            continue
        change = json.loads(record["value"]) if isinstance(record["value"], str) else record["value"]
        counts[f"{table} {change['op']}"] += 1
        key = tuple((change["after"] or change["before"])[column] for column in KEYS[table])
        if change["before"] != rows.get(key):
            problems.append(f"{table} {key}: the row before is not the row of the record before")
        if change["after"] and change["after"]["version"] != (rows[key]["version"] if key in rows else 0) + 1:
            problems.append(f"{table} {key}: version {change['after']['version']} out of order")
        rows[key] = change["after"]
        if change["after"] is None:
            del rows[key]
    if tombstones != counts[f"{table} d"]:
        problems.append(f"{table}: {tombstones} tombstones for {counts[f'{table} d']} deletes")
